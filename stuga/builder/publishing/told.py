"""Says in plain words what publishing does, and gives it as JSON."""

from collections.abc import Callable, Mapping
from typing import Final

from stuga.builder.publishing.commands import Effect, PartChange
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


def _unseen(n: int, field: str) -> Said:
    return said_of(
        "{n} record keeps a value in “{field}” that nobody will see.",
        "{n} records keep a value in “{field}” that nobody will see.",
        n,
        field=field,
    )


def _unseen_model(n: int, _field: str) -> Said:
    return said_of(
        "{n} record is kept, but nobody will see it.",
        "{n} records are kept, but nobody will see them.",
        n,
    )


_COUNTED: Final[Mapping[Change, Counted]] = {
    Change.NEW_REQUIRED: _lacking,
    Change.NEW_UNIQUE: _sharing,
    Change.TYPE_CHANGE: _misfit,
    Change.NARROWING: _misfit,
    Change.FEWER_CHOICES: _misfit,
    Change.REMOVAL: _unseen,
    Change.RENAME: _unseen,
}


def count_said(effect: Effect) -> Listed:
    """Say how many records a change bears on; nothing where it bears on none by its nature."""
    counted = _COUNTED.get(effect.change)
    if counted is None:
        return Listed(())
    if effect.change is Change.REMOVAL and not effect.field:
        counted = _unseen_model
    words = [counted(effect.affected, effect.title)] if effect.affected else []
    if effect.capped:
        words.append(
            said("Only the {looked} newest records were looked at.", looked=effect.looked_at)
        )
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
        "examples": examples,
    }
