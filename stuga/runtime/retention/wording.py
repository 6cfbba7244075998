"""Retention rules in plain words: what is done, to what, when, and how much is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

from babel.units import format_unit

from stuga.models.definition.durations import Duration
from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.definition.paths import every
from stuga.models.definition.reading import condition_at, members_at, object_at, text_at, texts_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale, msgid
from stuga.runtime.retention.commands import Reason

MONTHS_OF_YEAR: Final = 12
_FEW_MONTHS: Final = 24
MOST_FIELDS: Final = 4
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a sentence; strong where they say what is particular to the rule."""

    text: str
    strong: bool = False


Sentence = Sequence[Part]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words.

    :ivar methods: pairs of a field's title and what becomes of it, where the rule names fields
    """

    sentences: Sequence[Sentence]
    methods: Sequence[tuple[str, str]]

    @property
    def plain(self) -> str:
        """The sentences as one text."""
        return " ".join(plain(one) for one in self.sentences)

    @property
    def title(self) -> str:
        """The first sentence, as the title of a rule that nobody gave one."""
        return plain(self.sentences[0]).rstrip(".")[:LONGEST_TITLE]


def plain(sentence: Sentence) -> str:
    """Return a sentence as text."""
    return "".join(part.text for part in sentence)


def rule_words(raw: JsonObject, model: Model, locale: Locale) -> RuleWords:
    """Put a rule in words; `model` is in the reader's language."""
    named = named_fields(raw, model)
    sentences = [_first(raw, model, locale)]
    if text_at(raw, "keep_max") and text_at(raw, "keep_min"):
        least = period_words(text_at(raw, "keep_min"), locale)
        sentences.append(
            _said(
                locale.text(msgid("It is kept at least {time}, whatever else holds.")), time=least
            )
        )
    sentences += [_aligned(align, locale) for align in texts_at(raw, "align")]
    when = condition_at(raw, "when")
    if when is not None:
        sentences.append(_condition(when, model, locale))
    if text_at(raw, "action") == "delete" or _only_removes(named):
        named = {}
    return RuleWords(
        sentences,
        [(_title(model, key), method_words(one, locale)) for key, one in named.items()],
    )


def _first(raw: JsonObject, model: Model, locale: Locale) -> Sentence:
    start = start_words(object_at(raw, "start"), model, locale)
    most, least = text_at(raw, "keep_max"), text_at(raw, "keep_min")
    if not most:
        words = locale.text(msgid("Keep everything at least {time} after {start}."))
        return _said(words, time=period_words(least, locale), start=start)
    time = period_words(most, locale)
    if text_at(raw, "action") == "delete":
        words = locale.text(msgid("Delete the whole record {time} after {start}."))
        return _said(words, time=time, start=start)
    named = named_fields(raw, model)
    if not named:
        words = locale.text(msgid("Anonymise all personal data {time} after {start}."))
        return _said(words, time=time, start=start)
    if _only_removes(named):
        words = locale.text(msgid("Remove {fields}, {time} after {start}."))
    else:
        words = locale.text(msgid("Anonymise {fields}, {time} after {start}."))
    return _said(words, fields=_fields(named, model, locale), time=time, start=start)


def named_fields(raw: JsonObject, model: Model) -> Mapping[str, JsonObject]:
    """Return the fields that a rule names with their methods, in the model's order."""
    named = dict(members_at(raw, "fields"))
    known = [path for path, _ in every(model.fields) if path in named]
    return {path: named[path] for path in [*known, *sorted(named.keys() - set(known))]}


def _only_removes(named: Mapping[str, JsonObject]) -> bool:
    return all(text_at(one, "method") == "drop" for one in named.values())


def _fields(named: Mapping[str, JsonObject], model: Model, locale: Locale) -> str:
    titles = [_title(model, key) for key in named]
    if len(titles) > MOST_FIELDS:
        left = len(titles) - MOST_FIELDS + 1
        more = locale.plural("{n} more field", "{n} more fields", left)
        titles = [*titles[: MOST_FIELDS - 1], more]
    return locale.listed(titles)


def _said(words: str, **arguments: str | Sentence) -> Sentence:
    """Fill a translated sentence; a plain argument is strong."""
    found: list[Part] = []
    for literal, name, _, _ in Formatter().parse(words):
        if literal:
            found.append(Part(literal))
        if name is not None:
            value = arguments[name]
            found.extend([Part(value, strong=True)] if isinstance(value, str) else value)
    return found


def start_words(start: JsonObject, model: Model, locale: Locale) -> str:
    """Say what starts the clock, so that it reads well after "after"."""
    key = text_at(start, "field")
    if key:
        return _title(model, key)
    if text_at(start, "event") == "updated":
        return locale.text("the last change")
    return locale.text("the record was created")


def _aligned(align: str, locale: Locale) -> Sentence:
    if align == "month":
        return _said(locale.text(msgid("Time counts from the end of that month.")))
    return _said(locale.text(msgid("Time counts from the end of that calendar year.")))


def _condition(when: JsonObject, model: Model, locale: Locale) -> Sentence:
    field = model.fields.get(text_at(when, "field"))
    operator = next((name for name in ("is", "contains") if name in when), "")
    if field is None or not operator or isinstance(when[operator], dict | list):
        return _said(locale.text(msgid("It holds only for records that meet its condition.")))
    return _said(
        locale.text(msgid("It holds only where {field} is {value}.")),
        field=field.title,
        value=value_words(field, when[operator], locale),
    )


def value_words(field: Field, value: JsonValue, locale: Locale) -> str:
    """Say a value that a condition asks for."""
    if isinstance(value, bool):
        return locale.text("Yes") if value else locale.text("No")
    return next((one.title for one in field.choices if one.const == value), str(value))


def _title(model: Model, key: str) -> str:
    field = model.field(key)
    return field.title if field else model.title_at(key)


def period_words(text: str, locale: Locale) -> str:
    """Say a duration: `P18M` is 18 months, `P2Y` two years."""
    try:
        length = Duration.parse(text)
    except ValueError:
        return text
    years, months = divmod(length.months, MONTHS_OF_YEAR)
    if 0 < length.months < _FEW_MONTHS and months:
        years, months = 0, length.months
    hours = length.exact.total_seconds() / 3600
    counted = ((years, "year"), (months, "month"), (length.days, "day"), (hours, "hour"))
    found = [
        format_unit(round(number, 2), f"duration-{unit}", "long", locale=locale.babel)
        for number, unit in counted
        if number
    ]
    return locale.listed(found or [format_unit(0, "duration-day", "long", locale=locale.babel)])


_METHODS: Final[Mapping[str, str]] = {
    "drop": msgid("removed"),
    "hmac": msgid("replaced by a code, the same for equal values"),
    "keep": msgid("kept as it is"),
    "truncate": msgid("only the area is left"),
}
_PERIODS: Final[Mapping[str, str]] = {
    "month": msgid("only the month is left"),
    "quarter": msgid("only the quarter is left"),
    "year": msgid("only the year is left"),
    "decade": msgid("only the decade is left"),
}


def method_words(settings: JsonObject, locale: Locale) -> str:
    """Say what a method leaves of a field."""
    name = text_at(settings, "method")
    if name == "redact":
        return locale.text("replaced by “{text}”", text=text_at(settings, "text", "[removed]"))
    if name == "mask":
        return _mask_words(settings, locale)
    if name == "generalise":
        return locale.text(_PERIODS.get(text_at(settings, "to"), name))
    return locale.text(_METHODS.get(name, name))


def _mask_words(settings: JsonObject, locale: Locale) -> str:
    first, last = (settings.get(end) or 0 for end in ("first", "last"))
    if first and last:
        return locale.text(
            "only the first {first} and last {last} characters are left", first=first, last=last
        )
    if first:
        return locale.text("only the first {first} characters are left", first=first)
    if last:
        return locale.text("only the last {last} characters are left", last=last)
    return locale.text("every character is hidden")


REASONS: Final[Mapping[Reason, str]] = {
    Reason.UNREADABLE: msgid("What is stored of the record cannot be read."),
    Reason.MODEL_GONE: msgid("Its model is no longer in the app, so no rule knows its fields."),
    Reason.ERROR: msgid("An error occurred. It has been noted for whoever operates this."),
}
