"""Columns that name records of a model the app has already: `CustomerID` beside customers."""

from collections.abc import Iterator, Mapping, Sequence

from stuga.builder.spreadsheets.commands import Link
from stuga.builder.spreadsheets.guessing import Guess
from stuga.models.definition.document import App, Field, Model
from stuga.runtime.exchange.mapping import plain


def ways_to(app: App) -> Mapping[str, tuple[Model, Field]]:
    """Return every field by which a column may name a record, under `model.field`."""
    return {
        f"{model.key}.{field.key}": (model, field)
        for model in app.models.values()
        for field in _naming(model)
    }


def _naming(model: Model) -> Iterator[Field]:
    """Yield fields that tell records apart: unique ones first, then the label's, if it is one."""
    unique = [rule[0] for rule in model.unique if len(rule) == 1]
    label = model.label_fields if len(model.label_fields) == 1 else ()
    for key in dict.fromkeys([*unique, *label]):
        field = model.fields.get(key)
        if field is not None and field.kind.names_records and not field.privacy.encrypt:
            yield field


def referred(guesses: Sequence[Guess], app: App) -> Mapping[int, Link]:
    """Return which columns seem to name records that the app has, by what they are called."""
    names = {
        plain(name): Link(model=model.key, by=field.key)
        for model, field in reversed(list(ways_to(app).values()))
        for name in (field.key, field.title)
    }
    return {
        one.at: names[plain(one.column.name)]
        for one in guesses
        if plain(one.column.name) in names and not one.identifies
    }
