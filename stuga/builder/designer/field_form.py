"""Reads the form of one field into its property schema."""

import copy
from collections.abc import Callable, Mapping
from typing import Final

from stuga.builder.designer.edits.fields import of_kind, set_x_field
from stuga.builder.designer.edits.tree import put
from stuga.builder.designer.formula_form import read_formula
from stuga.builder.designer.privacy_words import (
    IDENTITIES,
    METHOD_PROBLEMS,
    PERSONAL,
    methods_for,
)
from stuga.builder.designer.typed import Typed
from stuga.models.definition import anonymise, starters
from stuga.models.definition.document import App, Field
from stuga.models.definition.kinds import KINDS, Compared
from stuga.models.definition.kinds.address import PARTS
from stuga.models.definition.kinds.attached import FILE_KINDS, MOST_BYTES
from stuga.models.definition.kinds.countries import country_names
from stuga.models.definition.kinds.duration import UNITS
from stuga.models.definition.kinds.sequence import LONGEST_FORMAT, Format
from stuga.models.definition.media import MEDIA, endings_of, is_accepted
from stuga.models.definition.methods import PERIODS
from stuga.models.definition.reading import object_at
from stuga.models.json import JsonObject, JsonValue

LENGTHS: Final = frozenset({"text", "long-text", "rich-text"})
JSON_TYPES: Final = ("object", "array")
DECIMALS: Final = frozenset({"decimal", "percent"})
CHOICES: Final = frozenset({"choice", "choices"})
COUNTED: Final = {
    LENGTHS: ("minLength", "maxLength"),
    frozenset({"references", "list"}): ("minItems", "maxItems"),
}
POINTING: Final = frozenset({"reference", "references"})
MOST_DECIMALS: Final = 6
MEGABYTE: Final = 1_000_000
MOST_MEGABYTES: Final = 200
ON_DELETE: Final = ("restrict", "unlink", "cascade")
CURRENCY: Final = 3
SUBJECT: Final = 63


def read_field(typed: Typed, app: App, field: Field) -> JsonObject:
    """Return the field's schema as the form says it; what is wrong is in `typed.errors`."""
    schema = copy.deepcopy(field.schema)
    was = field.chosen_kind
    kind = typed.choice("kind", KINDS, empty=False) if "kind" in typed.form else was
    if kind and kind != was:
        schema = of_kind(schema, kind)
    schema["title"] = typed.title("title")
    put(schema, "description", typed.text("description"))
    if kind == was == "computed":
        schema = _read_computed(typed, app, field, schema)
    elif kind == was:
        _read_settings(typed, app, kind, schema)
    _read_privacy(typed, app, field.kind.name if kind == was else kind, schema)
    return schema


def _read_computed(typed: Typed, app: App, field: Field, schema: JsonObject) -> JsonObject:
    """Read a formula and what it gives; another result begins with limits of its own."""
    result, formula = read_formula(typed)
    if result == field.settings.get("result"):
        _read_settings(typed, app, result, schema)
    elif result:
        schema = of_kind(schema, result)
    own: JsonObject = {"kind": "computed", "result": result, "formula": formula}
    schema["x-field"] = {**object_at(schema, "x-field"), **own}
    return schema


def _read_settings(typed: Typed, app: App, kind: str, schema: JsonObject) -> None:
    """Read the limits of a kind; when the kind itself changes they are the new kind's own."""
    for family, names in COUNTED.items():
        if kind in family:
            _read_pair(typed, schema, names, whole=True)
    if KINDS[kind].compared_as is Compared.NUMBER:
        _read_pair(typed, schema, ("minimum", "maximum"), whole=kind == "integer")
    if kind in DECIMALS:
        _read_decimals(typed, schema)
    _read_own(typed, kind, schema)
    if kind in POINTING:
        model = typed.choice("model", app.models, empty=False)
        deleted = typed.choice("on_delete", ON_DELETE, empty=False)
        set_x_field(schema, {"model": model, "on_delete": deleted})
    if kind in CHOICES:
        _read_choices(typed, schema)


def _read_own(typed: Typed, kind: str, schema: JsonObject) -> None:
    """Read the settings that one kind alone has: a country, a unit, what data holds."""
    if KINDS[kind].countries:
        _read_country(typed, kind, schema)
    if kind in OWN:
        OWN[kind](typed, schema)
    if kind in FILE_KINDS:
        _read_files(typed, schema)
    if kind == "duration":
        unit = typed.choice("unit", UNITS, empty=False)
        set_x_field(schema, {"kind": kind, "unit": unit})
    if kind == "json":
        held = typed.choice("holds", JSON_TYPES, empty=False)
        schema["type"] = held or schema.get("type", JSON_TYPES[0])


def _read_format(typed: Typed, schema: JsonObject) -> None:
    text = typed.text("format", longest=LONGEST_FORMAT)
    if not Format(text).is_sound:
        words = typed.locale.text(
            "Say once where the number goes, such as {example}.", example="C-{year}-{number:05}"
        )
        typed.refuse("format", words)
    set_x_field(schema, {"format": text})


def _read_address(typed: Typed, schema: JsonObject) -> None:
    """Read where addresses are, which parts are asked for, and which must be filled in."""
    region = typed.choice("region", country_names("en"), empty=False)
    set_x_field(schema, {"kind": "address", "region": region})
    asked = typed.several("part", PARTS)
    if not {"street", "city"} & set(asked):
        typed.refuse("part", typed.locale.text("Ask for the street or the city."))
    schema["properties"] = {
        name: {"type": "string", "maxLength": most} for name, most in PARTS.items() if name in asked
    }
    put(schema, "required", [*(one for one in typed.several("part_required", asked))])


def _read_currency(typed: Typed, schema: JsonObject) -> None:
    currency = typed.text("currency", longest=CURRENCY).upper()
    if len(currency) != CURRENCY or not (currency.isascii() and currency.isalpha()):
        typed.refuse("currency", typed.locale.text("Three letters, such as SEK or NOK."))
    set_x_field(schema, {"currency": currency})


OWN: Final[Mapping[str, Callable[[Typed, JsonObject], None]]] = {
    "address": _read_address,
    "money": _read_currency,
    "sequence": _read_format,
}
"""What reads the settings of a kind that no other has."""


def _read_files(typed: Typed, schema: JsonObject) -> None:
    """Read which files a field takes, as endings or media types, and how large they may be."""
    named = typed.text("accept").lower().replace(",", " ").split()
    types: list[JsonValue] = [
        one if "/" in one or one.startswith(".") else f".{one}" for one in named
    ]
    unknown = [one for one in map(str, types) if not any(is_accepted(m, [one]) for m in MEDIA)]
    if unknown:
        known = endings_of(())
        words = typed.locale.text(
            "{type} is never taken. Known are {known}.", type=unknown[0], known=known
        )
        typed.refuse("accept", words)
    megabytes = typed.number("megabytes", whole=True, least=1)
    if isinstance(megabytes, int) and megabytes > MOST_MEGABYTES:
        typed.refuse("megabytes", typed.locale.text("At most {most}.", most=MOST_MEGABYTES))
    size = megabytes * MEGABYTE if isinstance(megabytes, int) else MOST_BYTES
    own = {name: one for name, one in object_at(schema, "x-field").items() if name != "accept"}
    schema["x-field"] = {**own, "max_bytes": size, **({"accept": types} if types else {})}


def _read_country(typed: Typed, kind: str, schema: JsonObject) -> None:
    """Read the country; a format that names another goes."""
    country = typed.choice("country", KINDS[kind].countries, empty=False)
    if not country:
        return
    set_x_field(schema, {"kind": kind, "country": country})
    if not KINDS[kind].fits(schema):
        schema.pop("format", None)


def _read_pair(typed: Typed, schema: JsonObject, names: tuple[str, str], *, whole: bool) -> None:
    low, high = (
        typed.number(name, whole=whole, least=0 if name.endswith(("Length", "Items")) else None)
        for name in names
    )
    for name, value in zip(names, (low, high), strict=True):
        schema.pop(name, None) if value is None else schema.update({name: value})
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        typed.refuse(names[1], typed.locale.text("This must not be less than the lower limit."))


def _read_decimals(typed: Typed, schema: JsonObject) -> None:
    count = typed.number("decimals", whole=True, least=0)
    if count is None:
        schema.pop("multipleOf", None)
    elif isinstance(count, int) and count <= MOST_DECIMALS:
        schema["multipleOf"] = 1 if count == 0 else float(f"1e-{count}")
    else:
        typed.refuse("decimals", typed.locale.text("At most six."))


def _read_choices(typed: Typed, schema: JsonObject) -> None:
    """Read what can be chosen: those there are in their order, then new ones, one a line."""
    consts = typed.form.getlist("choice")
    titles = typed.form.getlist("choice_title")
    gone = set(typed.form.getlist("choice_gone"))
    kept: list[JsonObject] = []
    for const, title in zip(consts, titles, strict=False):
        if const not in gone:
            kept.append({"const": const[:100], "title": title.strip()[:200] or const})
    act, _, moved = typed.form.get("do", "").partition(":")
    if act in {"up", "down"}:
        _move(kept, moved, -1 if act == "up" else 1)
    for line in typed.form.get("new_choices", "").splitlines():
        if title := line.strip()[:200]:
            taken = {str(one["const"]) for one in kept}
            kept.append({"const": starters.key_from(title, taken, joint="-"), "title": title})
    if not kept:
        typed.refuse("new_choices", typed.locale.text("There must be something to choose."))
    known = {str(one.get("const")): one for one in _choices_in(schema)}
    holder = schema if "items" not in schema else object_at(schema, "items")
    holder["oneOf"] = [{**known.get(str(one["const"]), {}), **one} for one in kept]


def _choices_in(schema: JsonObject) -> list[JsonObject]:
    holder = schema if "items" not in schema else object_at(schema, "items")
    found = holder.get("oneOf")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _move(choices: list[JsonObject], const: str, by: int) -> None:
    at = next((at for at, one in enumerate(choices) if one["const"] == const), None)
    if at is not None:
        choices.insert(max(0, at + by), choices.pop(at))


def _read_privacy(typed: Typed, app: App, kind: str, schema: JsonObject) -> None:
    personal = typed.choice("personal", PERSONAL)
    if not personal:
        if kind == "list":
            schema.pop("x-privacy", None)  # its fields say it
        return
    if personal == "none":
        masked: JsonObject = {"mask": True} if typed.ticked("mask") else {}
        schema["x-privacy"] = {"personal": "none", **masked}
        return
    privacy = object_at(schema, "x-privacy")
    privacy["personal"] = personal
    put(privacy, "mask", typed.ticked("mask") or None)
    put(privacy, "subject", _subject(typed))
    put(privacy, "identity", typed.choice("identity", IDENTITIES))
    put(privacy, "purpose", typed.choice("purpose", app.purposes))
    put(privacy, "retention", typed.choice("retention", app.retention))
    put(privacy, "anonymise", _read_method(typed, kind))
    schema["x-privacy"] = privacy
    _try_method(typed, kind, schema)


def _subject(typed: Typed) -> str:
    words = typed.text("subject", longest=SUBJECT)
    return starters.key_from(words, (), joint="-") if words else ""


def _read_method(typed: Typed, kind: str) -> JsonObject:
    method = typed.choice("method", methods_for(kind))
    settings: dict[str, Mapping[str, JsonValue]] = {
        "redact": {"text": typed.text("method_text", longest=200)},
        "mask": {
            end: typed.number(f"method_{end}", whole=True, least=0) for end in ("first", "last")
        },
        "generalise": {"to": typed.choice("method_to", PERIODS)},
        "keep": {"reason": typed.text("method_reason", longest=500)},
    }
    found: JsonObject = {"method": method} if method else {}
    for name, value in settings.get(method, {}).items():
        put(found, name, value)
    return found


def _try_method(typed: Typed, kind: str, schema: JsonObject) -> None:
    method = object_at(object_at(schema, "x-privacy"), "anonymise")
    if not method or typed.errors:
        return
    required, unique = typed.ticked("required"), typed.ticked("unique")
    code = anonymise.problem(method, schema, KINDS[kind], required=required, unique=unique)
    if code:
        words = METHOD_PROBLEMS.get(code, METHOD_PROBLEMS["method-kind"])
        typed.refuse("method", typed.locale.text(words))
