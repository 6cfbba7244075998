"""The shape of a tenant's JSON."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    JsonValue: TypeAlias = (
        bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None
    )
    JsonObject: TypeAlias = dict[str, JsonValue]
else:  # SQLAlchemy reads column types at run time and cannot read a recursive one.
    JsonValue = object
    JsonObject = dict[str, object]
