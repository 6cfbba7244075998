"""Says in plain words what publishing does, and gives it as JSON."""

from collections.abc import Callable, Mapping
from typing import Final

from stuga.builder.publishing.commands import Answer, Effect, PartChange
from stuga.models.definition.differences import Change
from stuga.models.definition.saying import Listed, Said, Tree, msgid, said, said_of

Counted = Callable[[int, str], Said]


def _lacking(n: int, field: str) -> Said:
    return said_of("{n} record lacks “{field}”.", "{n} records lack “{field}”.", n, field=field)


def _misfit(n: int, field: str) -> Said:
    return said_of(
        "{n} record has a value in “{field}” that no longer fits.",
        "{n} records have a value in “{field}” that no longer fits.",
        n,
        field=field,
    )


def _sharing(n: int, _field: str) -> Said:
    return said_of(
        "{n} record has the same values as another.",
        "{n} records have the same values as another.",
        n,
    )


def _unconverted(n: int, field: str) -> Said:
    return said_of(
        "{n} record has a value in “{field}” that does not convert.",
        "{n} records have a value in “{field}” that does not convert.",
        n,
        field=field,
    )


def _removed(n: int, field: str) -> Said:
    return said_of(
        "{n} record has a value in “{field}”.",
        "{n} records have a value in “{field}”.",
        n,
        field=field,
    )


def _moved(n: int, _field: str) -> Said:
    return said_of("{n} value moves along.", "{n} values move along.", n)


def _removed_model(n: int, _field: str) -> Said:
    return said_of("{n} record is stored.", "{n} records are stored.", n)


def _taken_back(n: int) -> Said:
    return said_of(
        "{n} value comes back from the trash.", "{n} values come back from the trash.", n
    )


_COUNTED: Final[Mapping[Change, Counted]] = {
    Change.NEW_REQUIRED: _lacking,
    Change.NEW_UNIQUE: _sharing,
    Change.TYPE_CHANGE: _unconverted,
    Change.NARROWING: _misfit,
    Change.FEWER_CHOICES: _misfit,
    Change.REMOVAL: _removed,
    Change.RENAME: _moved,
}


def count_said(effect: Effect) -> Listed:
    """Say how many records a change bears on; nothing where it bears on none by its nature."""
    counted = _COUNTED.get(effect.change)
    back = [_taken_back(effect.back)] if effect.back else []
    if counted is None:
        return Listed(tuple(back))
    if effect.change is Change.REMOVAL and not effect.field:
        counted = _removed_model
    words = [counted(effect.affected, effect.title)] if effect.affected else []
    if effect.capped:
        words.append(
            said("Only the {looked} newest records were looked at.", looked=effect.looked_at)
        )
    words += back
    return Listed(tuple(words or [said("No stored record is affected.")]), between=" ")


_PARTS: Final[Mapping[tuple[str, str], str]] = {
    ("screens", "added"): msgid("New screen “{title}”."),
    ("screens", "removed"): msgid("The screen “{title}” is removed."),
    ("screens", "changed"): msgid("The screen “{title}” changes."),
    ("roles", "added"): msgid("New role “{title}”."),
    ("roles", "removed"): msgid("The role “{title}” is removed; who has it can do nothing by it."),
    ("roles", "changed"): msgid("The role “{title}” changes what it may see or do."),
    ("purposes", "added"): msgid("New purpose “{title}”."),
    ("purposes", "removed"): msgid("The purpose “{title}” is removed."),
    ("purposes", "changed"): msgid("The purpose “{title}” changes."),
    ("retention", "added"): msgid("New proposed retention rule “{title}”."),
    ("retention", "removed"): msgid("The proposed retention rule “{title}” is removed."),
    ("retention", "changed"): msgid("The proposed retention rule “{title}” changes."),
}
_SINGLES: Final[Mapping[str, str]] = {
    "title": msgid("The title of the app changes."),
    "description": msgid("The description of the app changes."),
    "icon": msgid("The icon of the app changes."),
    "language": msgid("The language the app is written in changes."),
    "navigation": msgid("The navigation changes."),
    "texts": msgid("Translations change."),
    "theme": msgid("The theme changes."),
    "accessibility": msgid("The statement on accessibility changes."),
}


def part_said(part: PartChange) -> Said:
    """Say what becomes of a part."""
    words = _PARTS.get((part.part, part.how))
    return Said(words, {"title": part.title}) if words else Said(_SINGLES[part.part])


def effect_described(effect: Effect) -> Mapping[str, Tree]:
    """Return an effect as JSON, its sentences not in a language yet."""
    examples = [{"id": str(one.id), "label": one.label} for one in effect.examples]
    return {
        "code": effect.code,
        "change": effect.change.value,
        "model": effect.model,
        "field": effect.field or None,
        "sentence": effect.sentence,
        "records": count_said(effect),
        "affected": effect.affected,
        "looked_at": effect.looked_at,
        "capped": effect.capped,
        "needs_decision": effect.needs_decision,
        "answers": [answer_described(one) for one in effect.answers],
        "back": effect.back,
        "examples": examples,
    }


def answer_described(answer: Answer) -> Mapping[str, Tree]:
    """Return what can be done as JSON: what it is called, and what may be said with it."""
    whole: dict[str, Tree] = {
        "value": answer.value,
        "order": dict(answer.orders),
        "by": [*answer.by],
        "otherwise": [*answer.otherwise],
        "gone": [str(one.const) for one in answer.gone],
        "left": [str(one.const) for one in answer.left],
    }
    return {"do": answer.do, **{key: one for key, one in whole.items() if one}}
