"""Filters of a list: read as typed, written as conditions, shown as chips and an editor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Final

from stuga.models.definition.document import ALL_FIELDS, SYSTEM_FIELDS, Field, Fields, Model
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.list_state import Filter, ListState
from stuga.platform.ui.screens.list_view import Chip, FilterEditor, FilterRow
from stuga.platform.ui.screens.operator_words import operator_word
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.ui.screens.values import RELATIONS, Values
from stuga.platform.ui.widgets import Option, widget_for

PRESENCE: Final = frozenset({"empty", "filled"})
SEVERAL: Final = frozenset({"in", "not_in"})
OFFERED: Final = (
    "is", "is_not", "contains", "starts_with", "lt", "lte", "gt", "gte", "empty", "filled",
)  # fmt: skip
SYSTEM: Final = ("created_at", "created_by", "updated_at", "updated_by")
CONTROLS: Final[Mapping[Compared, str]] = {
    Compared.NUMBER: "number",
    Compared.DATE: "date",
    Compared.MOMENT: "datetime-local",
    Compared.TIME: "time",
    Compared.TRUTH: "select",
    Compared.LIST: "select",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Knows what the filters of one list may be and what they mean.

    `options` are the records or people a reference or person field may name.
    """

    model: Model
    values: Values
    readable: Fields = ALL_FIELDS
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)

    @property
    def locale(self) -> Locale:
        return self.values.locale

    def fields(self) -> tuple[Field, ...]:
        """List the fields one may filter on; what is stored sealed can only be looked up."""
        own = (one for one in self.model.fields.values() if not one.privacy.encrypt)
        system = (in_locale(SYSTEM_FIELDS[key], self.locale) for key in SYSTEM)
        return tuple(one for one in (*own, *system) if self.readable.allow(one.key))

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields() if one.key == key), None)

    def settled(self, typed: Iterable[Filter]) -> tuple[tuple[Filter, ...], dict[int, Refused]]:
        """Read typed lines into filters as an address has them; refusals by place in `typed`.

        A line without a value is left out, so an editor that was only looked at changes nothing.
        """
        found: list[Filter] = []
        refused: dict[int, Refused] = {}
        for place, one in enumerate(typed):
            settled = self._settled(one)
            if isinstance(settled, Refused):
                refused[place] = settled
            elif settled is not None:
                found.append(settled)
        return tuple(found), refused

    def condition(self, filters: Iterable[Filter]) -> JsonObject | None:
        """Write the filters as one condition; None if there are none.

        :raises ValueError: naming a filter whose field, operator or value cannot be
        """
        parts: list[JsonValue] = [self._condition(one) for one in filters]
        return {"all": parts} if parts else None

    def can_be(self, one: Filter) -> bool:
        """Tell whether a filter can be asked of this list."""
        try:
            self._condition(one)
        except ValueError:
            return False
        return True

    def chips(self, state: ListState, action: str) -> tuple[Chip, ...]:
        return tuple(
            Chip(self._sentence(one), state.without(at).link(action))
            for at, one in enumerate(state.filters)
        )

    def editor(self, state: ListState, errors: Mapping[int, Refused] | None = None) -> FilterEditor:
        """Offer a line for each filter, as typed if it was sent, and one more if it was asked for.

        `carried` keeps what else the address says.
        """
        lines = state.typed if state.is_edited else self._as_typed(state.filters)
        if state.adding and (added := self.field(state.adding)):
            first = next(one for one in OFFERED if one in added.kind.operators)
            lines = (*lines, Filter(added.key, first))
        rows = [self._row(line, (errors or {}).get(at)) for at, line in enumerate(lines)]
        rest = replace(state, filters=(), cursor="")
        return FilterEditor(
            rows=[row for row in rows if row is not None],
            added=state.adding,
            fields=[Option(one.key, one.title) for one in self.fields()],
            carried=rest.pairs(),
            open=bool(errors) or bool(state.adding),
        )

    def _row(self, line: Filter, refused: Refused | None) -> FilterRow | None:
        field = self.field(line.field)
        if field is None:
            return None
        options = self._options(field) or self._chosen(field, line.value)
        return FilterRow(
            field=field.key,
            title=field.title,
            operator=line.operator,
            operators=[
                Option(one, operator_word(one, field, self.locale))
                for one in OFFERED
                if one in field.kind.operators
            ],
            value=line.value,
            control=_control(field, has_options=bool(options)),
            options=options,
            error=refusal_text(refused, field.title, self.locale) if refused else "",
        )

    def _options(self, field: Field) -> tuple[Option, ...]:
        if field.kind.name == "yes-no":
            return (
                Option("true", self.locale.text("Yes")),
                Option("false", self.locale.text("No")),
            )
        given = self.options.get(field.key)
        return tuple(given) if given else widget_for(field).options(field, self.locale)

    def _chosen(self, field: Field, value: str) -> tuple[Option, ...]:
        """Offer what is chosen already, of a field with too much to list."""
        if field.kind.name not in RELATIONS or id_of(value) is None:
            return ()
        return (Option(value, self.values.words(field, value)),)

    def _as_typed(self, filters: Iterable[Filter]) -> tuple[Filter, ...]:
        """Write settled values the way a person types them."""
        return tuple(replace(one, value=self._typed(one)) for one in filters)

    def _typed(self, one: Filter) -> str:
        field = self.field(one.field)
        if field is None or one.operator in PRESENCE or one.operator in SEVERAL:
            return one.value
        value = _machine(field, one.value)
        return next(iter(widget_for(field).typed(value, field, self.locale)), "")

    def _settled(self, one: Filter) -> Filter | Refused | None:
        field = self.field(one.field)
        if field is None or one.operator not in field.kind.operators:
            return Refused("unknown-field")
        if one.operator in PRESENCE:
            return replace(one, value="true")
        if one.operator in {"contains", "starts_with"}:
            return replace(one, value=one.value.strip()) if one.value.strip() else None
        value = widget_for(field).parse([one.value], field, self.locale)
        if isinstance(value, Refused):
            return value
        return None if value is None else replace(one, value=_written(value))

    def _condition(self, one: Filter) -> JsonObject:
        field = self.field(one.field)
        if field is None or one.operator not in field.kind.operators:
            raise ValueError(one.name)
        if one.operator in PRESENCE:
            return {"field": one.field, one.operator: one.value != "false"}
        values = [_machine(field, text) for text in one.value.split(",")]
        if one.operator not in SEVERAL:
            values = [_machine(field, one.value)]
        if None in values:
            raise ValueError(one.name)
        return {"field": one.field, one.operator: values if one.operator in SEVERAL else values[0]}

    def _sentence(self, one: Filter) -> str:
        field = self.field(one.field)
        if field is None:
            return one.field
        word = operator_word(one.operator, field, self.locale)
        if one.operator in PRESENCE:
            return f"{field.title} {word}"
        texts = one.value.split(",") if one.operator in SEVERAL else [one.value]
        return f"{field.title} {word} {self.locale.listed([self._words(field, t) for t in texts])}"

    def _words(self, field: Field, text: str) -> str:
        if field.kind.compared_as is Compared.LIST:
            titles = {one.value: one.label for one in self._options(field)}
            is_relation = field.kind.name in RELATIONS and text not in titles
            return self.values.words(field, [text]) if is_relation else titles.get(text, text)
        return self.values.words(field, _machine(field, text)) or text


def _control(field: Field, *, has_options: bool) -> str:
    """Say how a value is typed; a record of too many to list is searched for by its name."""
    if has_options or field.kind.name in RELATIONS:
        return "select" if has_options else "search"
    return CONTROLS.get(field.kind.compared_as, "text")


def _machine(field: Field, text: str) -> JsonValue:
    """Read a settled value; None if it cannot be one of the field's kind."""
    match field.kind.compared_as:
        case Compared.NUMBER:
            return _number(text)
        case Compared.TRUTH:
            return {"true": True, "false": False}.get(text)
        case _:
            return text or None


def _number(text: str) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() and "e" not in text.lower() else number


def _written(value: JsonValue) -> str:
    """Write a value as an address has it."""
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value).lower() if isinstance(value, bool) else str(value)
