"""Whole numbers of JSON bodies: as JSON Schema has them, 1.0 is one and `true` is none."""

from typing import Any

from marshmallow import fields


class Whole(fields.Integer):
    """A whole number, however it is written; neither a text nor a truth."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # as the library has them
        super().__init__(strict=True, **options)

    def _validated(self, value: Any) -> int:  # noqa: ANN401  # whatever was sent
        if isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        found: int = super()._validated(value)
        return found
