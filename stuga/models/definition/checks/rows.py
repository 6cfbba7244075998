"""Problems of lists and of sequences: what may stand in a row, and how numbers are written."""

from typing import Final

from stuga.models.definition.checks.nouns import kind_said
from stuga.models.definition.checks.problem import Problems, error, removing
from stuga.models.definition.field import GRAVITY, Field, Privacy
from stuga.models.definition.kinds.sequence import Format
from stuga.models.definition.paths import BETWEEN
from stuga.models.definition.reading import object_at, texts_at
from stuga.models.definition.saying import Phrase, said

DEEPEST: Final = 2
"""A list, and a list in its rows."""
NOT_IN_ROWS: Final = frozenset({"file", "files", "image", "signature"})


def row_problems(field: Field, path: str, pointer: str, where: Phrase) -> Problems:
    """Check what holds for lists, for sequences, and for fields in the rows of a list."""
    if field.kind.name == "sequence":
        yield from _sequence(field, pointer, where)
    depth = path.count(BETWEEN)
    if depth and (field.kind.given or field.kind.name in NOT_IN_ROWS):
        yield error(
            pointer,
            "list-kind",
            said(
                "{where} cannot stand in the rows of a list: its kind is {kind}. Give it a place "
                "outside the list.",
                where=where,
                kind=kind_said(field.kind),
            ),
            removing(said("Remove it"), pointer),
        )
    if field.kind.name == "list":
        yield from _list(field, depth, pointer, where)
    if depth and "into" in (field.privacy.anonymise or {}):
        yield error(
            f"{pointer}/x-privacy/anonymise/into",
            "list-into",
            said("{where} stands in rows, so it cannot be anonymised into another.", where=where),
            removing(said("Remove"), f"{pointer}/x-privacy/anonymise/into"),
        )


def _list(field: Field, depth: int, pointer: str, where: Phrase) -> Problems:
    items = object_at(field.schema, "items")
    if depth >= DEEPEST:
        message = said("{where} is a list in a list in a list. Two are the most.", where=where)
        yield error(pointer, "list-deep", message, removing(said("Remove it"), pointer))
    if not object_at(items, "properties"):
        message = said("{where} has no fields in its rows. Add one.", where=where)
        yield error(pointer, "list-empty", message)
    for at, key in enumerate(texts_at(items, "required")):
        if key not in field.inner:
            here = f"{pointer}/items/required/{at}"
            message = said(
                "{where} requires “{key}” in each row, which is not there.", where=where, key=key
            )
            yield error(here, "field-unknown", message, removing(said("Remove"), here))
    yield from _privacy(field, pointer, where)


def _privacy(field: Field, pointer: str, where: Phrase) -> Problems:
    """Find a list that is said to be less personal than what stands in its rows."""
    rows = Privacy.of_rows(one.privacy for one in field.inner.values())
    is_said = "x-privacy" in field.schema
    if is_said and GRAVITY.index(field.privacy.personal) < GRAVITY.index(rows.personal):
        yield error(
            f"{pointer}/x-privacy",
            "list-privacy",
            said(
                "{where} is said to be less personal than the fields in its rows. Leave it to "
                "these.",
                where=where,
            ),
            removing(said("Leave it to its fields"), f"{pointer}/x-privacy"),
        )


def _sequence(field: Field, pointer: str, where: Phrase) -> Problems:
    if not Format.of(field.schema).is_sound:
        yield error(
            f"{pointer}/x-field/format",
            "sequence-format",
            said(
                "{where} needs a format that says once where the number goes, such as “{example}”.",
                where=where,
                example="C-{year}-{number:05}",
            ),
        )
    for name in ("default", "pattern", "minLength", "maxLength"):
        if name in field.schema:
            here = f"{pointer}/{name}"
            message = said(
                "{where} is numbered by itself, so it cannot have “{name}”.", where=where, name=name
            )
            yield error(here, "sequence-limits", message, removing(said("Remove"), here))
