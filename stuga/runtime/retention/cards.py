"""What pages about retention print: rules as sentences and lines, examples as cells, refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from stuga.models import RetentionRule, RetentionRun
from stuga.models.definition.document import App
from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.definition.paths import whole
from stuga.models.definition.reading import text_at
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import InvalidError
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.ids import ids
from stuga.platform.ui.screens.values import RELATIONS, Values
from stuga.runtime.retention.lifeline import Lifeline, lifeline
from stuga.runtime.retention.previewing import HIDDEN, Example, Preview
from stuga.runtime.retention.proposing import Proposed
from stuga.runtime.retention.reading import ModelShown
from stuga.runtime.retention.rules import read_rule
from stuga.runtime.retention.wording import RuleWords, method_words, rule_words

MOST_COLUMNS: Final = 6
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCard:
    """A rule, in force or proposed, as a page shows it."""

    key: str
    title: str
    words: RuleWords
    line: Lifeline
    law: str
    version: int = 0
    since: datetime | None = None
    ended: datetime | None = None
    author: str = ""
    accepted: bool = False
    replaces: bool = False
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model with its rules and proposals."""

    shown: ModelShown
    rules: Sequence[RuleCard]
    proposals: Sequence[RuleCard]
    place: str


def model_card(shown: ModelShown, names: Mapping[UUID, str], locale: Locale) -> ModelCard:
    """Prepare a model for the overview."""
    return ModelCard(
        shown,
        [rule_card(one, (shown.app, shown.model), names, locale) for one in shown.rules],
        [
            RuleCard(
                key=one.key,
                title=one.title,
                words=rule_words(one.rule, shown.model, locale),
                line=lifeline(one.rule, shown.model, locale),
                law=text_at(one.rule, "law"),
                replaces=one.replaces is not None,
                otherwise=_otherwise(one, locale),
            )
            for one in shown.proposals
        ],
        f"/admin/retention/{shown.app.key}/{shown.model.key}",
    )


def _otherwise(one: Proposed, locale: Locale) -> str:
    """Say what a proposal changes where its sentences read like those of the rule in force."""
    if one.replaces is None or not one.differs_in_law_alone:
        return ""
    old, new = text_at(one.replaces, "law"), text_at(one.rule, "law")
    if not old:
        words = msgid("Only the law differs: the rule in force names none, the app names {new}.")
    elif not new:
        words = msgid("Only the law differs: the rule in force names {old}, the app names none.")
    else:
        words = msgid("Only the law differs: the rule in force names {old}, the app names {new}.")
    return locale.text(words, old=old, new=new)


def rule_card(
    rule: RetentionRule, place: tuple[App, Model], names: Mapping[UUID, str], locale: Locale
) -> RuleCard:
    """Prepare a rule that is or was in force; app and model are in the reader's language."""
    app, model = place
    return RuleCard(
        key=rule.key,
        title=title_of(rule, app),
        words=rule_words(rule.rule, model, locale),
        line=lifeline(rule.rule, model, locale),
        law=text_at(rule.rule, "law"),
        version=rule.version,
        since=rule.accepted_at,
        ended=rule.ended_at,
        author=names.get(rule.author_id, "") if rule.author_id else "",
        accepted=rule.source == "proposal",
    )


def title_of(rule: RetentionRule, app: App) -> str:
    """Return a rule's title; one accepted as proposed has the app's, in the reader's language."""
    found = app.retention.get(rule.key) if rule.source == "proposal" else None
    return found.title if found else rule.title


@dataclass(frozen=True, slots=True)
class Report:
    """A run with its counts; those not counted yet are 0."""

    run: RetentionRun
    records: int
    waiting: int
    stale: int
    failed: int

    @property
    def is_clean(self) -> bool:
        """Whether it came to its end, and nothing was passed over."""
        return self.run.state == "done" and not self.failed


NO_RUN: Final = Report(RetentionRun(state="done"), records=0, waiting=0, stale=0, failed=0)


def report(run: RetentionRun) -> Report:
    """Prepare a run for a line or a page."""
    counts = (run.report.get(name) for name in ("records", "waiting", "stale", "failed"))
    return Report(run, *(one if isinstance(one, int) else 0 for one in counts))


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One value before and after; `after` is empty if nothing is left of it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One record that the rule would act on now."""

    title: str
    due_at: datetime
    cells: Sequence[BeforeAfter]


@dataclass(frozen=True, slots=True)
class Examples:
    """Records before and after, a column for each field that changes."""

    heads: Sequence[str]
    rows: Sequence[ExampleRow]
    more_fields: int


def examples(found: Preview, rule: JsonObject, model: Model, locale: Locale) -> Examples:
    """Prepare a preview's records; `model` is in the reader's language."""
    deletes = text_at(rule, "action") == "delete"
    methods = (
        dict.fromkeys(model.fields, JsonObject())
        if deletes
        else dict(read_rule(rule, model=model.key).methods_for(model))
    )
    held = {key for one in found.examples for key in one.before}
    kept = [path for path in methods if methods[path].get("method") != "keep"]
    # Of a list what becomes of the whole is shown, whichever of its fields a method is for.
    told = {whole(path): methods[path] for path in reversed(kept) if whole(path) in held}
    shown = [key for key in dict.fromkeys(map(whole, kept)) if key in told]
    fields = [model.fields[key] for key in shown[:MOST_COLUMNS]]
    rows = [
        ExampleRow(
            _label(one, model, number, locale),
            one.due_at,
            [_cell(one, field, told[field.key], locale) for field in fields],
        )
        for number, one in enumerate(found.examples, 1)
    ]
    return Examples([one.title for one in fields], rows, max(0, len(shown) - MOST_COLUMNS))


def _label(one: Example, model: Model, number: int, locale: Locale) -> str:
    readable = {key: value for key, value in one.before.items() if value != HIDDEN}
    values = Values(locale)

    def words(field: Field, value: JsonValue) -> str:
        return "" if field.kind.name in RELATIONS else values.words(field, value)

    return model.label_of(readable, words) or locale.text("Record {number}", number=number)


def _cell(one: Example, field: Field, method: JsonObject, locale: Locale) -> BeforeAfter:
    before = _words(field, one.before.get(field.key), locale)
    if one.after is None or field.key not in one.after:
        return BeforeAfter(before, "")
    after = one.after[field.key]
    if after == HIDDEN:
        # The reader may not see what is left either: the method tells as much as may be told.
        return BeforeAfter(before, method_words(method, locale))
    return BeforeAfter(before, _words(field, after, locale))


def _words(field: Field, value: JsonValue, locale: Locale) -> str:
    if value is None:
        return ""
    if value == HIDDEN:
        return HIDDEN
    if field.kind.name in RELATIONS:
        return locale.text("Someone") if field.kind.name == "person" else locale.text("A record")
    values = Values(locale)
    rows = "; ".join(values.words(field, value).split("\n")) if field.inner else ""
    text = rows or values.cell(field, value).text
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


_CONTROLS: Final[Mapping[str, tuple[str, ...]]] = {
    "/title": ("field", "title"),
    "/rule": ("field", "title"),
    "/rule/start": ("field", "start"),
    "/rule/align": ("field", "align"),
    "/rule/keep_max": ("field", "most"),
    "/rule/keep_min": ("field", "least"),
    "/rule/action": ("field", "action"),
    "/rule/fields": ("field", "fields"),
    "/rule/when": ("field", "when"),
    "/rule/law": ("field", "law"),
}
_FIELDS: Final = "/rule/fields/"
WORDS: Final[Mapping[str, str]] = {
    "required": msgid("Say how long records are kept at most, or at least."),
    "start-unknown": msgid("Choose what starts the clock."),
    "start-not-a-date": msgid("Choose a date, or when the record was created or changed."),
    "period-invalid": msgid("Write a whole number, such as 2."),
    "period-backwards": msgid("Time runs forward: write a positive number."),
    "choice-unknown": msgid("Choose one of those shown."),
    "too-long": msgid("At most {most} characters."),
    "fields-missing": msgid("Choose at least one field."),
    "characters-invalid": msgid("Write how many characters are left, such as 1."),
    "rule-twice": msgid("“{title}” is in force and says just the same."),
    "condition-invalid": msgid("The condition asks what the field cannot answer."),
    "unknown-field": msgid("The published model has no such field."),
    "drop-required": msgid("{field} is required, so it cannot just go. Choose another method."),
    "keep-personal": msgid("{field} is personal. Choose what becomes of it."),
    "keep-without-reason": msgid("{field} is kept without a reason. Choose what becomes of it."),
    "method-unknown": msgid("Choose what becomes of {field}."),
    "method-kind": msgid("That method does not fit {field}."),
    "method-settings": msgid("That method does not fit {field}."),
    "method-unique": msgid("{field} must stay unique. Choose another method."),
    "method-result": msgid("What would be left does not fit {field}. Choose another method."),
}
UNKNOWN: Final = msgid("This cannot be put in force as it is written.")


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What was refused: sentence by pointer, and where the summary's links lead."""

    said: Mapping[str, str]
    links: Sequence[tuple[str, str]]

    def at(self, pointer: str) -> str:
        """Return the sentence that stands at a place of the form; empty if it is right."""
        return self.said.get(pointer, "")


def mistakes(error: InvalidError | None, action: str, locale: Locale) -> Mistakes:
    """Prepare refusals; without fields in sight, what is wrong with one stands at the action.

    :param action: `fields`, `record` or `delete`
    """
    said: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    for pointer, refused in (error.errors if error else {}).items():
        at = pointer
        if pointer.startswith("/rule/fields") and action != "fields":
            at = "/rule/action"
        sentence = _sentence(pointer, refused, locale)
        said[at] = f"{said[at]} {sentence}" if at in said else sentence
        links.append((_control(at), sentence))
    return Mistakes(said, links)


def _control(pointer: str) -> str:
    if pointer.startswith(_FIELDS):
        return ids("field", "method-" + pointer.removeprefix(_FIELDS))
    return ids(*_CONTROLS.get(pointer, ("field", "title")))


def _sentence(pointer: str, refused: Refused, locale: Locale) -> str:
    words = WORDS.get(refused.code, UNKNOWN)
    if refused.code == "required" and pointer == "/rule/start":
        words = WORDS["start-unknown"]
    arguments = {
        name: locale.number(value) if isinstance(value, int) else value
        for name, value in refused.arguments.items()
    }
    return locale.text(words, **arguments)
