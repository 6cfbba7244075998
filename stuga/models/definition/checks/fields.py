"""Problems of a field: its kind, its limits, its choices, its default."""

from collections import Counter
from typing import Final

from stuga.models.definition.checks.kind_settings import kind_setting_problems
from stuga.models.definition.checks.naming import unknown, unknown_model
from stuga.models.definition.checks.nouns import kind_said, titled_field_said
from stuga.models.definition.checks.problem import Fix, Problems, adding, error, removing
from stuga.models.definition.checks.rows import row_problems
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.field import RESERVED
from stuga.models.definition.keywords import is_number
from stuga.models.definition.kinds import KINDS, kind_of
from stuga.models.definition.paths import BETWEEN, pointer_to
from stuga.models.definition.patterns import LONGEST_TRIED, pattern_problem
from stuga.models.definition.reading import members_at, object_at, objects_at, text_at
from stuga.models.definition.refusals import Refused
from stuga.models.definition.saying import Phrase, Said, msgid, said
from stuga.models.definition.validation import tester
from stuga.models.json import JsonObject, JsonValue

_VALUES: Final = msgid(
    "{where}: the least ({low}) is above the greatest ({high}), so nothing fits."
)
_CROSSING: Final = (
    (
        "minLength",
        "maxLength",
        msgid("{where}: the shortest ({low}) is above the longest ({high}), so nothing fits."),
    ),
    ("minimum", "maximum", _VALUES),
    ("exclusiveMinimum", "maximum", _VALUES),
    ("minimum", "exclusiveMaximum", _VALUES),
    ("exclusiveMinimum", "exclusiveMaximum", _VALUES),
    (
        "minItems",
        "maxItems",
        msgid("{where}: the fewest ({low}) are above the most ({high}), so nothing fits."),
    ),
)


def field_problems(app: App, model: Model) -> Problems:
    for key, schema in members_at(model.schema, "properties"):
        pointer = f"/models/{model.key}/properties/{key}"
        where = titled_field_said(text_at(schema, "title", key), model)
        if key in RESERVED:
            yield error(
                pointer,
                "key-reserved",
                said(
                    "{where} has the key “{key}”, which every record already uses. Choose another.",
                    where=where,
                    key=key,
                ),
            )
        yield from _one(app, model, (key, schema), model.fields.get(key))


def _one(app: App, model: Model, named: tuple[str, JsonObject], field: Field | None) -> Problems:
    """Check one field, and those in its rows if it is a list; it is named by its path."""
    path, schema = named
    pointer = pointer_to(model.key, path)
    where = titled_field_said(text_at(schema, "title", path), model)
    yield from _kind(schema, pointer, where)
    yield from _limits(schema, pointer, where)
    yield from _choices(schema, pointer, where)
    yield from _pattern(schema, pointer, where)
    if field is None:
        return
    yield from _reference(app, field, pointer, where)
    yield from kind_setting_problems(field, pointer, where)
    yield from _default(field, pointer, where)
    yield from row_problems(field, path, pointer, where)
    if field.kind.name == "list":
        for key, inner in members_at(object_at(schema, "items"), "properties"):
            yield from _one(app, model, (path + BETWEEN + key, inner), field.inner.get(key))


def _kind(schema: JsonObject, pointer: str, where: Phrase) -> Problems:
    named = text_at(object_at(schema, "x-field"), "kind")
    kind = kind_of(schema)
    if kind is None and named:
        yield unknown("kind", named, KINDS, f"{pointer}/x-field/kind", where)
    elif kind is None:
        yield error(
            pointer,
            "kind-unknown",
            said(
                "{where} has a type and format that no kind of field has. Name its kind.",
                where=where,
            ),
        )
    elif not kind.fits(schema) and kind.name != "computed":
        yield error(
            pointer,
            "kind-unfit",
            said(
                "{where} is said to be of the kind {kind}, but its type, format or choices do "
                "not fit that kind.",
                where=where,
                kind=kind_said(kind),
            ),
            _refit(schema, kind.new_schema(), pointer),
        )


def _refit(schema: JsonObject, wanted: JsonObject, pointer: str) -> Fix | None:
    """Offer the kind's own type and format; choices are for the builder to write."""
    if "oneOf" in wanted or "items" in wanted:
        return None
    patch: list[JsonObject] = [
        {"op": "remove", "path": f"{pointer}/{name}"}
        for name in ("format", "oneOf", "enum", "items", "uniqueItems")
        if name in schema and name not in wanted
    ]
    patch += [
        {"op": "add", "path": f"{pointer}/{name}", "value": wanted[name]}
        for name in ("type", "format")
        if name in wanted and wanted[name] != schema.get(name)
    ]
    return Fix(said("Use the type of the kind"), tuple(patch)) if patch else None


def _limits(schema: JsonObject, pointer: str, where: Phrase) -> Problems:
    for low, high, words in _CROSSING:
        floor, ceiling = schema.get(low), schema.get(high)
        if is_number(floor) and is_number(ceiling) and floor > ceiling:
            yield error(
                f"{pointer}/{low}",
                "limits-crossed",
                Said(words, {"where": where, "low": floor, "high": ceiling}),
            )


def _choices(schema: JsonObject, pointer: str, where: Phrase) -> Problems:
    for holder, below in ((schema, ""), (object_at(schema, "items"), "/items")):
        listed = [(at, text_at(one, "const")) for at, one in objects_at(holder, "oneOf")]
        times = Counter(const for _, const in listed)
        seen: set[str] = set()
        for at, const in listed:
            if times[const] > 1 and const in seen:
                here = f"{pointer}{below}/oneOf/{at}"
                yield error(
                    here,
                    "choices-repeated",
                    said(
                        "{where} has the choice “{choice}” twice. Give each a value of its own.",
                        where=where,
                        choice=const,
                    ),
                    removing(said("Remove the second"), here),
                )
            seen.add(const)


def _pattern(schema: JsonObject, pointer: str, where: Phrase) -> Problems:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return
    flaw = pattern_problem(pattern)
    if flaw:
        yield error(
            f"{pointer}/pattern",
            "pattern-unsafe",
            said("{where}: the pattern cannot be used: {flaw}.", where=where, flaw=flaw),
            removing(said("Remove the pattern"), f"{pointer}/pattern"),
        )
    longest = schema.get("maxLength")
    if not is_number(longest) or longest > LONGEST_TRIED:
        yield error(
            pointer,
            "pattern-length",
            said(
                "{where} has a pattern, so it needs a longest length of at most {limit}.",
                where=where,
                limit=LONGEST_TRIED,
            ),
            adding(said("Allow {limit} characters", limit=200), f"{pointer}/maxLength", 200),
        )


def _reference(app: App, field: Field, pointer: str, where: Phrase) -> Problems:
    if field.kind.name not in {"reference", "references"}:
        return
    if not field.references:
        message = said("{where} refers to records, but not of which model.", where=where)
        yield error(pointer, "reference-open", message)
    elif field.references not in app.models:
        yield unknown_model(app, field.references, f"{pointer}/x-field/model", where)
    elif field.settings.get("on_delete") == "unlink" and field.required:
        yield error(
            f"{pointer}/x-field/on_delete",
            "reference-unlink",
            said(
                "{where} is required, so it cannot be emptied when what it refers to is deleted. "
                "Choose to refuse that delete.",
                where=where,
            ),
            adding(said("Refuse the delete"), f"{pointer}/x-field/on_delete", "restrict"),
        )


def _default(field: Field, pointer: str, where: Phrase) -> Problems:
    if "default" not in field.schema or pattern_problem(text_at(field.schema, "pattern")):
        return
    if not takes(field, field.schema["default"]):
        yield error(
            f"{pointer}/default",
            "default-unfit",
            said("{where} begins with a value that it does not itself allow.", where=where),
            removing(said("Begin empty"), f"{pointer}/default"),
        )


def takes(field: Field, value: JsonValue) -> bool:
    """Whether a value could be stored in a field: its schema and its kind allow it."""
    found: dict[str, Refused] = {}
    tester(field.schema)(value, "", found)
    return not found and field.kind.problem(value, field.schema) is None
