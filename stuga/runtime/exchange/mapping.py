"""Which column goes into which field: found by names, and checked when someone chooses."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stuga.models.definition.document import SYSTEM_FIELDS, App, Field, Fields, Model
from stuga.models.definition.refusals import Refused
from stuga.platform.errors import InvalidError
from stuga.runtime.exchange.commands import Mapped
from stuga.runtime.exchange.conventions import conventions_of
from stuga.runtime.exchange.keys import ID, finds_only
from stuga.runtime.exchange.survey import Column

LABEL: Final = "$label"
"""Stands for the label where a field could; no field can be called so."""
_ENDINGS: Final = ("id", "code", "nr", "no", "number", "nummer", "kod", "kode", "key")


def plain(name: str) -> str:
    """Return a name as it is compared: small letters and digits alone."""
    whole = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in whole if sign.isalnum())


def is_filled(field: Field, open_fields: Fields) -> bool:
    """Tell whether a column may go to a field: the actor may fill it, and not the server alone."""
    return open_fields.allow(field.key) and not field.kind.given


def is_mapped(field: Field, open_fields: Fields) -> bool:
    """Tell whether a column may go to a field, to fill it or to find records by it."""
    return is_filled(field, open_fields) or (field.key != ID and finds_only(field))


def proposed(
    columns: Sequence[Column], model: Model, app: App, open_fields: Fields
) -> tuple[Mapped, ...]:
    """Map every column that is called as a field is, or as what a reference names."""
    names = _names_of(model, app, open_fields)
    found: dict[str, Mapped] = {}
    for at, column in enumerate(columns):
        field_key, by = names.get(plain(column.name), ("", ""))
        if field_key and field_key not in found:
            ways = conventions_of(column.values)
            found[field_key] = Mapped(column=at, field=field_key, by=by, conventions=ways)
    return tuple(found.values())


def _names_of(model: Model, app: App, open_fields: Fields) -> Mapping[str, tuple[str, str]]:
    """Return what columns may be called: name -> field, and by what a reference is named."""
    names: dict[str, tuple[str, str]] = {ID: (ID, "")}
    fields = [one for one in model.fields.values() if is_mapped(one, open_fields)]
    for field in fields:
        by = default_link(field, app)
        for name in (field.key, field.title):
            names.setdefault(plain(name), (field.key, by))
    for field in fields:
        for name, by in _names_of_reference(field, app):
            names.setdefault(name, (field.key, by))
    return names


def _names_of_reference(field: Field, app: App) -> Iterator[tuple[str, str]]:
    """Yield what a column of codes may be called: `CustomerID` for a reference to customers."""
    target = app.models.get(field.references or "")
    if target is None:
        return
    ways = links_of(field, app)
    for key in ways:
        if key != LABEL:
            yield plain(key), key
            yield plain(target.fields[key].title), key
    by = default_link(field, app)
    for ending in _ENDINGS:
        for name in (field.key, field.title):
            wanted = plain(name) + ending
            same = next((key for key in ways if plain(key) == wanted), by)
            yield wanted, same


def links_of(field: Field, app: App) -> tuple[str, ...]:
    """Return by what a reference can be named: fields of the target, and its label."""
    target = app.models.get(field.references or "")
    if field.kind.name not in {"reference", "references"} or target is None:
        return ()
    keys = [
        one.key
        for one in target.fields.values()
        if one.kind.names_records and not one.privacy.encrypt
    ]
    unique = {rule[0] for rule in target.unique if len(rule) == 1}
    ordered = sorted(keys, key=lambda key: key not in unique)
    return (*ordered, LABEL) if has_words_for_label(target) else tuple(ordered)


def has_words_for_label(model: Model) -> bool:
    """Tell whether a model's label is made of texts alone, so that cells can name it."""
    fields = [model.fields.get(key) for key in model.label_fields]
    return bool(fields) and all(
        one is not None and one.kind.as_written and not one.privacy.encrypt for one in fields
    )


def default_link(field: Field, app: App) -> str:
    """Return by what a reference is named unless someone says otherwise."""
    target = app.models.get(field.references or "")
    ways = links_of(field, app)
    if target is None or not ways:
        return ""
    unique = [rule[0] for rule in target.unique if len(rule) == 1 and rule[0] in ways]
    if unique:
        return unique[0]
    return LABEL if LABEL in ways else ways[0]


def check(
    mapped: Sequence[Mapped],
    model: Model,
    app: App,
    open_fields: Fields,
    width: int,
    *,
    makes_all: bool = True,
) -> None:
    """Go on only if every column goes to a field of its own that the actor may fill.

    :param makes_all: whether every row is a new record, so that what is required must come along

    :raises InvalidError: naming the columns that do not, as `/columns/3`
    """
    errors: dict[str, Refused] = {}
    taken: set[str] = set()
    for one in mapped:
        at = f"/columns/{one.column}"
        field = model.fields.get(one.field) or (SYSTEM_FIELDS[ID] if one.field == ID else None)
        is_there = 0 <= one.column < width
        if field is None or not is_there or not (one.field == ID or is_mapped(field, open_fields)):
            errors[at] = Refused("field-unknown")
        elif one.field in taken:
            errors[at] = Refused("field-twice")
        elif one.by and one.by not in links_of(field, app):
            errors[at] = Refused("link-unknown")
        taken.add(one.field)
    if not mapped:
        errors["/columns"] = Refused("columns-none")
    needed = [model.fields[key] for key in model.required if key in model.fields]
    missing = [one for one in needed if one.key not in taken and is_filled(one, open_fields)]
    if missing and mapped and makes_all:
        titles = ", ".join(one.title for one in missing)
        errors["/columns"] = Refused("columns-required", {"fields": titles})
    if errors:
        raise InvalidError(errors)
