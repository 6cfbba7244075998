"""What must be decided about stored records, as questions on a page, and the answers read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from stuga.builder.publishing.commands import Answer, Effect
from stuga.builder.publishing.told import count_said
from stuga.models.definition.document import App, Field
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale, msgid
from stuga.platform.ui.refusal_words import refusal_text

Form = MultiDict[str, str]
GONE: Final = "-"
"""Stands for no choice at all, of those that a former choice may become."""

_DOING: Final[Mapping[str, str]] = {
    "leave": msgid("Leave them as they are"),
    "give": msgid("Give them a value"),
    "empty": msgid("Empty the field where the value does not fit"),
    "replace": msgid("Put another value where the value does not fit"),
    "map": msgid("Say what each former choice becomes"),
    "convert": msgid("Convert the values"),
    "remove": msgid("Remove it with its values"),
    "first": msgid("The oldest record keeps the value; empty the field in the others"),
}
_REMOVE_MODEL: Final = msgid("Remove it with its records; for thirty days they can be brought back")
_OTHERWISE: Final[Mapping[str, str]] = {
    "aside": msgid("They lie in the trash for thirty days"),
    "forget": msgid("They are gone for good at once"),
    "leave": msgid("They stay as they are"),
    "cancel": msgid("Then publish nothing"),
}
_ORDERS: Final[Mapping[str, str]] = {
    "auto": msgid("As the app's language has it"),
    "ymd": msgid("Year, month, day: 2026-01-31"),
    "dmy": msgid("Day, month, year: 31.1.2026"),
    "mdy": msgid("Month, day, year: 1/31/2026"),
}


@dataclass(frozen=True, slots=True)
class Control:
    """Something that is said with an answer; a text without options is typed."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer, and what is said with it."""

    do: str
    label: str
    controls: Sequence[Control]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be done about the records that one change bears on; '' if not chosen yet."""

    code: str
    name: str
    label: str
    options: Sequence[Option]
    chosen: str


@dataclass(frozen=True)
class Asking:
    """The questions of one publication, in the language of who is asked.

    :ivar app: the definition as it is to be
    :ivar form: what was posted before, if anything
    :ivar errors: code of a change -> what is wrong with its answer
    """

    app: App
    locale: Locale
    form: Form
    errors: Mapping[str, str]

    def question(self, effect: Effect) -> Question:
        """Ask about one change."""
        return Question(
            code=effect.code,
            name=_name("do", effect.code),
            label=self.locale.tell(count_said(effect)),
            options=[self._option(effect, answer) for answer in effect.answers],
            chosen=self.form.get(_name("do", effect.code), ""),
        )

    def _option(self, effect: Effect, answer: Answer) -> Option:
        words = _DOING[answer.do]
        if answer.do == "remove" and not effect.field:
            words = _REMOVE_MODEL
        return Option(answer.do, self.locale.text(words), list(self._controls(effect, answer)))

    def _controls(self, effect: Effect, answer: Answer) -> Iterator[Control]:
        say = self.locale.text
        if answer.value:
            yield self._value(effect, answer)
        if answer.orders:
            several = [(key, self._order(key, misses)) for key, misses in answer.orders.items()]
            yield self._select("order", effect, answer, say("How the texts name days"), several)
        if answer.by:
            fields = [(key, self._title(effect, key)) for key in answer.by]
            yield self._select("by", effect, answer, say("What the texts name records by"), fields)
        for one in answer.gone:
            left = [(str(each.const), each.title) for each in answer.left]
            label = say("“{choice}” becomes", choice=one.title)
            name = f"map:{one.const}"
            yield self._select(name, effect, answer, label, [*left, (GONE, say("Nothing"))])
        if answer.otherwise:
            label = self._otherwise(answer)
            known = [(key, say(_OTHERWISE[key])) for key in answer.otherwise]
            yield self._select("otherwise", effect, answer, label, known)

    def _otherwise(self, answer: Answer) -> str:
        if answer.do == "convert":
            return self.locale.text("Values that do not convert")
        return self.locale.text("The old values")

    def _order(self, key: str, misses: int) -> str:
        words = self.locale.text(_ORDERS[key])
        if not misses:
            return words
        told = self.locale.plural("{n} means no day", "{n} mean no day", misses)
        return f"{words} ({told})"

    def _title(self, effect: Effect, key: str) -> str:
        field = self._field(effect)
        target = self.app.models.get(field.references or "") if field else None
        found = target.fields.get(key) if target else None
        return found.title if found else key

    def _field(self, effect: Effect) -> Field | None:
        model = self.app.models.get(effect.model)
        return model.fields.get(effect.field) if model else None

    def _select(
        self,
        what: str,
        effect: Effect,
        answer: Answer,
        label: str,
        options: Sequence[tuple[str, str]],
    ) -> Control:
        name = _name(what, effect.code, answer.do)
        value = self.form.get(name, options[0][0] if options else "")
        return Control(name, label, value, options)

    def _value(self, effect: Effect, answer: Answer) -> Control:
        field = self._field(effect)
        options = _offered(field, self.locale) if field else []
        name = _name("value", effect.code, answer.do)
        label = self.locale.text("Value")
        error = self.errors.get(effect.code, "")
        return Control(name, label, self.form.get(name, ""), options, error)


def _offered(field: Field, locale: Locale) -> Sequence[tuple[str, str]]:
    """Return the values that can be chosen where none need be typed."""
    if field.kind.name == "choice":
        return [(str(one.const), one.title) for one in field.choices]
    if field.kind.name == "yes-no":
        return [("yes", locale.text("Yes")), ("no", locale.text("No"))]
    return []


def _name(*parts: str) -> str:
    return "|".join(parts)


@dataclass(frozen=True, slots=True)
class Read:
    """What was answered: code of a change -> the choice; and what could not be read."""

    choices: Mapping[str, JsonObject]
    errors: Mapping[str, str]


def read(form: Form, app: App, locale: Locale) -> Read:
    """Read the answers that were posted; values as people of a language type them."""
    choices: dict[str, JsonObject] = {}
    errors: dict[str, str] = {}
    prefix = _name("do", "")
    for key in form:
        if key.startswith(prefix) and form[key] in _DOING:
            code, do = key.removeprefix(prefix), form[key]
            choice, wrong = _choice(form, app, locale, code, do)
            choices[code] = choice
            if wrong:
                errors[code] = wrong
    return Read(choices, errors)


def _choice(form: Form, app: App, locale: Locale, code: str, do: str) -> tuple[JsonObject, str]:
    found: JsonObject = {"do": do}
    for what in ("order", "by", "otherwise"):
        given = form.get(_name(what, code, do))
        if given is not None:
            found[what] = given
    mapping = dict(_mapping(form, code, do))
    if mapping:
        found["mapping"] = {**mapping}
    typed = form.get(_name("value", code, do))
    if typed is None:
        return found, ""
    value = _typed(app, locale, code, typed)
    if isinstance(value, Refused):
        return found, refusal_text(value, locale.text("Value"), locale)
    return {**found, "value": value}, ""


def _mapping(form: Form, code: str, do: str) -> Iterator[tuple[str, str | None]]:
    for name, to in form.items():
        what, _, rest = name.partition("|")
        if what.startswith("map:") and rest == _name(code, do):
            yield what.removeprefix("map:"), None if to == GONE else to


def _typed(app: App, locale: Locale, code: str, typed: str) -> JsonValue | Refused:
    model_key, _, key = code.partition(":")[2].partition(".")
    model = app.models.get(model_key)
    field = model.fields.get(key) if model else None
    if field is None or not typed.strip():
        return Refused("required")
    return field.kind.parse(typed, field.schema, locale.babel, zone=ZoneInfo(locale.zone))
