"""Problems of retention rules: when they start, how long they keep, what they name."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.naming import knows, unknown, unknown_field
from stuga.models.definition.checks.problem import Problems, error, warning
from stuga.models.definition.clocks import Action, Align, Event
from stuga.models.definition.document import App, Model, RetentionProposal
from stuga.models.definition.durations import Duration, shift
from stuga.models.definition.kinds import Compared
from stuga.models.definition.reading import text_at
from stuga.models.definition.saying import Phrase, Said, in_row, said

_DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})
_DATE_SYSTEM: Final = frozenset({"created_at", "updated_at"})
_ANY_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LONGEST_TRASH: Final = Duration(days=30)


def retention_problems(app: App) -> Problems:
    for rule in app.retention.values():
        pointer, where = f"/retention/{rule.key}", said("Retention rule “{rule}”", rule=rule.title)
        yield from _lengths(rule, pointer, where)
        yield from _not_yet(rule, pointer, where)
        role = text_at(rule.review, "role")
        if role and role not in app.roles:
            yield unknown("role", role, app.roles, f"{pointer}/review/role", where)
        models = list(models_under(app, rule.key))
        if not models:
            yield warning(
                pointer,
                "retention-unused",
                said(
                    "{where} is used by no model and no field. Name it where it should hold.",
                    where=where,
                ),
            )
        for model in models:
            yield from _start(model, rule, f"{pointer}/start")
            place = Place(model, f"{pointer}/when", where, only_record=True)
            yield from condition_problems(rule.when, place)


def models_under(app: App, key: str) -> Iterator[Model]:
    """Yield the models that name a retention rule, for their records or for a field."""
    for model in app.models.values():
        by_field = (field.privacy.retention for field in model.fields.values())
        if key in model.retention or key in by_field:
            yield model


def _lengths(rule: RetentionProposal, pointer: str, where: Phrase) -> Problems:
    least, most, trash = (_moved(text) for text in (rule.keep_min, rule.keep_max, rule.trash))
    if least and most and least > most:
        yield error(
            f"{pointer}/keep_min",
            "retention-crossed",
            said(
                "{where} keeps at least “{least}” but at most “{most}”. "
                "Make the least shorter or the most longer.",
                where=where,
                least=rule.keep_min,
                most=rule.keep_max,
            ),
        )
    if most is None and least is None and not rule.raw.get("reason"):
        yield warning(
            pointer,
            "retention-endless",
            said(
                "{where} says neither how long at least nor at most. Say one, or give a reason.",
                where=where,
            ),
        )
    longest = shift(_ANY_DAY, _LONGEST_TRASH, UTC)
    if trash and trash > min(longest, most or longest):
        yield error(
            f"{pointer}/trash",
            "retention-trash",
            said(
                "{where} leaves what it took in the trash for “{length}”. "
                "At most 30 days are possible, and never longer than it is kept.",
                where=where,
                length=rule.trash,
            ),
        )


def _moved(duration: str) -> datetime | None:
    try:
        return shift(_ANY_DAY, Duration.parse(duration), UTC) if duration else None
    except (ValueError, OverflowError):
        return None


def _not_yet(rule: RetentionProposal, pointer: str, where: Phrase) -> Problems:
    """Name what the format has and this version of Stuga cannot do."""
    used = {
        "action/review": rule.action not in set(Action),
        "start": not rule.start.keys() <= {"field", "event"},
        "start/event": "event" in rule.start and text_at(rule.start, "event") not in set(Event),
        "align": not set(rule.align) <= set(Align),
        "cascade": bool(rule.cascade),
    }
    for member, is_used in used.items():
        if is_used:
            yield error(
                f"{pointer}/{member.split('/')[0]}",
                "not-yet",
                said(
                    "{where} uses something that cannot be carried out yet (“{member}”). "
                    "Start from created, updated or a date field, and delete or anonymise.",
                    where=where,
                    member=member,
                ),
            )


def _start(model: Model, rule: RetentionProposal, pointer: str) -> Problems:
    key = text_at(rule.start, "field")
    if not key:
        return
    about = said("The start of retention rule “{rule}”", rule=rule.title)
    if not knows(model, key):
        yield unknown_field(model, key, f"{pointer}/field", about)
        return
    field = model.field(key)
    if field and (field.kind.compared_as not in _DATES or key in _DATE_SYSTEM):
        dates = [one.key for one in model.fields.values() if one.kind.compared_as in _DATES]
        named: dict[str, Phrase] = {"where": about, "field": field.title, "model": model.title}
        yield error(f"{pointer}/field", "retention-start", _no_date(named, dates))


def _no_date(named: dict[str, Phrase], dates: list[str]) -> Said:
    if dates:
        return said(
            "{where} is “{field}” of model “{model}”, which is no date of the record. Choose one "
            "of {dates}, or start from when the record was created or updated.",
            dates=in_row(dates),
            **named,
        )
    return said(
        "{where} is “{field}” of model “{model}”, which is no date of the record. Add a date "
        "field, or start from when the record was created or updated.",
        **named,
    )
