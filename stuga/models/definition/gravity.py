"""Which fields say so much of a person that a look at them is in the trail before it is shown."""

from collections.abc import Iterator

from stuga.models.definition.document import App, Field, Model


def grave_fields(app: App, model: Model) -> frozenset[str]:
    """Return the fields whose reading is grave: of themselves, or by the names they show."""
    return frozenset(key for key, one in model.fields.items() if _is_grave(app, one))


def _is_grave(app: App, field: Field) -> bool:
    several = (field, *field.inner.values())
    return any(one.privacy.is_grave for one in (*several, *_naming(app, several)))


def _naming(app: App, fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield what makes up the names of the records that fields refer to."""
    for one in fields:
        other = app.models.get(one.references or "")
        if other is not None:
            yield from (other.fields[key] for key in other.label_fields if key in other.fields)
