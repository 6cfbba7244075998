"""The form of a rule: what was typed becomes a rule, a rule becomes what is typed."""

from typing import Final

from werkzeug.datastructures import MultiDict

from stuga.models.definition.durations import Duration
from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.definition.paths import apart
from stuga.models.definition.reading import condition_at, members_at, object_at, text_at, texts_at
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale
from stuga.runtime.records.due import DROP
from stuga.runtime.retention.form_options import (
    AS_IT_IS,
    UNITS,
    Period,
    Typed,
    conditions,
    methods_for,
    settings_of,
    value_of,
)
from stuga.runtime.retention.rules import method_problem
from stuga.runtime.retention.wording import LONGEST_TITLE, MONTHS_OF_YEAR

_LETTERS: Final = {"days": "D", "months": "M", "years": "Y"}
_MOST_DIGITS: Final = 4
LONGEST_LAW: Final = 300


def posted(form: MultiDict[str, str], model: Model) -> Typed:
    """Return what a browser sent."""
    return Typed(
        title=" ".join(form.get("title", "").split()),
        start=form.get("start", ""),
        align=form.get("align", ""),
        most=Period(form.get("most", "").strip(), form.get("most_unit", "")),
        least=Period(form.get("least", "").strip(), form.get("least_unit", "")),
        action=form.get("action", ""),
        fields=frozenset(form.getlist("field")),
        methods={path: form.get(f"method-{path}", "") for path, _ in apart(model.fields)},
        ends={
            path: (form.get(f"first-{path}", "").strip(), form.get(f"last-{path}", "").strip())
            for path, _ in apart(model.fields)
        },
        when=form.get("when", ""),
        law=" ".join(form.get("law", "").split()),
    )


def blank(model: Model) -> Typed:
    """Return what a new form begins with: everything personal, each by its own method."""
    personal = {path: one for path, one in apart(model.fields) if one.privacy.is_personal}
    own = {key: one.privacy.anonymise or DROP for key, one in personal.items()}
    fits = all(method_problem(own[key], one, model) is None for key, one in personal.items())
    return Typed(
        start="event:created",
        most=Period("", "years"),
        action="record" if personal and fits else "fields",
        fields=frozenset(
            key
            for key, one in personal.items()
            if own[key].get("method") != "keep" and methods_for(one, model)
        ),
        methods={key: value_of(settings) for key, settings in own.items()},
        ends={key: _ends(settings) for key, settings in own.items()},
    )


def written(raw: JsonObject, title: str, model: Model, locale: Locale) -> Typed:
    """Return what the form shows of a rule."""
    named = dict(members_at(raw, "fields"))
    start, begun = object_at(raw, "start"), blank(model)
    key = text_at(start, "field")
    action = "fields" if named else "record"
    return Typed(
        title=title,
        start=f"field:{key}" if key else f"event:{text_at(start, 'event')}",
        align=next(iter(texts_at(raw, "align")), ""),
        most=_period(text_at(raw, "keep_max")),
        least=_period(text_at(raw, "keep_min")),
        action="delete" if text_at(raw, "action") == "delete" else action,
        fields=frozenset(named) if named else begun.fields,
        methods={**begun.methods, **{one: value_of(settings) for one, settings in named.items()}},
        ends={**begun.ends, **{one: _ends(settings) for one, settings in named.items()}},
        when=_when(condition_at(raw, "when"), model, locale),
        law=text_at(raw, "law"),
    )


def _ends(settings: JsonObject) -> tuple[str, str]:
    first, last = settings.get("first", 0), settings.get("last", 0)
    return (str(first), str(last)) if settings.get("method") == "mask" else ("1", "0")


def _period(text: str) -> Period:
    if not text:
        return Period()
    length = Duration.parse(text)
    if length.exact or (length.months and length.days):
        return Period("", text)
    years, months = divmod(length.months, MONTHS_OF_YEAR)
    if years and not months:
        return Period(str(years), "years")
    return Period(str(length.months), "months") if months else Period(str(length.days), "days")


def _when(when: JsonObject | None, model: Model, locale: Locale) -> str:
    if when is None:
        return ""
    answers = (one for _, several in conditions(model, locale) for one in several)
    return next((one.value for one in answers if one.condition == when), AS_IT_IS)


def rule_from(
    typed: Typed, model: Model, former: JsonObject, locale: Locale
) -> tuple[JsonObject, Errors]:
    """Return the rule that was typed, and what in it cannot be read.

    :param former: the rule in force, for what the form leaves as it is
    """
    reading = _Reading(typed, model, former)
    reading.read_start()
    reading.read_periods()
    reading.read_condition(locale)
    reading.read_action()
    if typed.law:
        reading.rule["law"] = typed.law
    if len(typed.law) > LONGEST_LAW:
        reading.errors["/rule/law"] = Refused("too-long", {"most": LONGEST_LAW})
    if len(typed.title) > LONGEST_TITLE:
        reading.errors["/title"] = Refused("too-long", {"most": LONGEST_TITLE})
    return reading.rule, reading.errors


class _Reading:
    """A rule in the making, and what was wrong on the way."""

    def __init__(self, typed: Typed, model: Model, former: JsonObject) -> None:
        self.typed, self.model, self.former = typed, model, former
        self.rule: JsonObject = {}
        self.errors: dict[str, Refused] = {}

    def read_start(self) -> None:
        source, _, key = self.typed.start.partition(":")
        if source not in {"field", "event"} or not key:
            self.errors["/rule/start"] = Refused("required")
        self.rule["start"] = {source: key}
        if self.typed.align:
            self.rule["align"] = [self.typed.align]

    def read_periods(self) -> None:
        for name, period in (("keep_min", self.typed.least), ("keep_max", self.typed.most)):
            text = self._period(f"/rule/{name}", name, period)
            if text:
                self.rule[name] = text

    def _period(self, pointer: str, name: str, period: Period) -> str:
        if period.unit and period.unit == text_at(self.former, name):
            return period.unit
        if not period.number:
            return ""
        number = period.number
        if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
            self.errors[pointer] = Refused("period-invalid")
            return ""
        if period.unit not in UNITS:
            self.errors[pointer] = Refused("choice-unknown")
            return ""
        return f"P{int(number)}{_LETTERS[period.unit]}"

    def read_condition(self, locale: Locale) -> None:
        if not self.typed.when:
            return
        answers = {
            one.value: one for _, several in conditions(self.model, locale) for one in several
        }
        former = condition_at(self.former, "when")
        if self.typed.when in answers:
            self.rule["when"] = answers[self.typed.when].condition
        elif self.typed.when == AS_IT_IS and former is not None:
            self.rule["when"] = former
        else:
            self.errors["/rule/when"] = Refused("choice-unknown")

    def read_action(self) -> None:
        action = self.typed.action
        if action not in {"fields", "record", "delete"}:
            self.errors["/rule/action"] = Refused("choice-unknown")
        self.rule["action"] = "delete" if action == "delete" else "anonymise"
        if action != "fields":
            return
        chosen: dict[str, JsonValue] = {}
        for path, field in apart(self.model.fields):
            if path in self.typed.fields:
                chosen[path] = self._settings(path, field)
        if chosen:
            self.rule["fields"] = chosen
        else:
            self.errors["/rule/fields"] = Refused("fields-missing")

    def _settings(self, key: str, field: Field) -> JsonObject:
        value = self.typed.methods.get(key, "")
        if value == AS_IT_IS:
            former = object_at(object_at(self.former, "fields"), key)
            own = field.privacy.anonymise or DROP
            return former or own
        settings = settings_of(value)
        if not settings:
            self.errors[f"/rule/fields/{key}"] = Refused("choice-unknown")
        if value == "mask":
            for name, text in zip(("first", "last"), self.typed.ends[key], strict=True):
                if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
                    self.errors[f"/rule/fields/{key}"] = Refused("characters-invalid")
                    return settings
                settings[name] = int(text)
        return settings
