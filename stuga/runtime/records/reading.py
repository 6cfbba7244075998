"""Which rows an actor may see and ask about, as SQL: the rights of all their roles together."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, true

from stuga.models.definition.conditions import fields_in
from stuga.models.definition.rights import Grant
from stuga.models.json import JsonObject
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.conditions_sql import compiled
from stuga.runtime.records.rights import ModelRights, Verb
from stuga.runtime.records.shaping import Shape

Sql = ColumnElement[bool]


class UnknownFieldError(BadRequestError):
    """A field that is not there, or not there for the one who asks: they cannot tell which."""

    code = "unknown-field"
    title = "There is no such field"

    def __init__(self, field: str, where: str) -> None:
        super().__init__(f"{where}: there is no field {field!r}.")


def shape_of(rights: ModelRights) -> Shape:
    """Return what conditions over a model's records are compiled for."""
    model = rights.model
    return Shape(
        kinds=model.kinds,
        fields=model.view.fields,
        slots=model.slots,
        language=model.language,
        world=rights.world,
    )


def seen(rights: ModelRights, shape: Shape, verb: Verb = "read") -> Sql:
    """Return the rows that some grant opens."""
    return _any_of(rights.grants[verb], shape)


def asked(
    rights: ModelRights, shape: Shape, fields: Collection[str], *, where: str, verb: Verb = "read"
) -> Sql:
    """Return the rows in which every one of the fields is open, so that order tells no secret.

    :raises UnknownFieldError: if no grant opens one of them
    """
    conditions: list[Sql] = []
    for key in sorted(fields):
        opening = [one for one in rights.grants[verb] if one.fields.allow(key)]
        if not opening or rights.model.view.field(key) is None:
            raise UnknownFieldError(key, where)
        conditions.append(_any_of(tuple(opening), shape))
    return and_(true(), *conditions)


def asked_by(rights: ModelRights, shape: Shape, condition: JsonObject | None) -> Sql:
    """Compile a filter, with the conditions under which its fields may be asked about.

    :raises UnknownFieldError: if it names a field that is not open to the actor
    """
    if condition is None:
        return true()
    allowed = asked(rights, shape, fields_in(condition), where="filter")
    return and_(allowed, compiled(condition, shape))


def _any_of(grants: tuple[Grant, ...], shape: Shape) -> Sql:
    if any(one.where is None for one in grants):
        return true()
    return or_(*(compiled(one.where, shape) for one in grants if one.where is not None))
