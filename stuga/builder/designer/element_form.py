"""Reads the property panel of an element, a step or a screen into its members."""

from collections.abc import Callable, Mapping
from typing import Final

from stuga.builder.designer.condition_form import read_condition
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import App, Model, Screen
from stuga.models.definition.kinds import Compared
from stuga.models.definition.pictures import PictureName
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui.widgets import widgets_for

WIDTHS: Final = ("narrow", "half", "full")
MEASURES: Final = ("sum", "avg", "min", "max")
MARKS: Final = ("bar", "line", "area", "arc")
BINS: Final = ("day", "week", "month", "quarter", "year")
DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})
LONGEST_LINK: Final = 2000
LONGEST_ALT: Final = 500
MOST_ROWS: Final = 10
Members = dict[str, JsonValue]
Reader = Callable[[Typed, App, Screen, JsonObject], Members]


def read_panel(typed: Typed, app: App, screen: Screen, raw: JsonObject) -> Members:
    """Return what the panel of an element says; what is wrong is in `typed.errors`."""
    read = READERS.get(text_at(raw, "type"), _step)
    members = read(typed, app, screen, raw)
    model = app.models.get(screen.model)
    members["show"] = read_condition(typed, "_show", model, raw.get("show"))
    return members


def _step(typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    return {"title": typed.title("_title"), "description": typed.text("_description")}


def _field(typed: Typed, app: App, screen: Screen, raw: JsonObject) -> Members:
    model = app.models.get(screen.model)
    field = model.fields.get(text_at(raw, "field")) if model else None
    offered = [one.name for one in widgets_for(field.kind.name)] if field else []
    required: JsonValue = True if typed.form.get("_required") == "always" else None
    if typed.form.get("_required") == "when":
        before = raw.get("required")
        held = before if isinstance(before, dict) else None
        required = read_condition(typed, "_when", model, held)
    return {
        "title": typed.text("_title", longest=200),
        "description": typed.text("_description"),
        "widget": typed.choice("_widget", offered),
        "width": typed.choice("_width", WIDTHS),
        "read_only": True if typed.ticked("_read_only") else None,
        "required": required,
    }


def _section(typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    return {"title": typed.title("_title"), "description": typed.text("_description")}


def _columns(typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    return {"count": 3 if typed.form.get("_count") == "3" else 2}


def _heading(typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    return {"title": typed.title("_title")}


def _text(typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    text = typed.text("_text")
    if not text:
        typed.refuse("_text", typed.locale.text("This must be filled in."))
    return {"text": text}


def _nothing(_typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    return {}


def _button(typed: Typed, app: App, _screen: Screen, _raw: JsonObject) -> Members:
    screen = typed.choice("_screen", app.screens)
    link = typed.text("_link", longest=LONGEST_LINK)
    if link and not link.startswith(("https://", "http://")):
        typed.refuse("_link", typed.locale.text("A web address begins with https:// or http://."))
    return {
        "title": typed.title("_title"),
        "screen": screen,
        "link": "" if screen else link,
        "tone": typed.choice("_tone", ("primary", "quiet")),
    }


def _related(typed: Typed, app: App, screen: Screen, _raw: JsonObject) -> Members:
    pairs = [key for key, _ in related_offered(app, screen)]
    model, _, by = typed.choice("_source", pairs, empty=False).partition(":")
    listed = app.models.get(model)
    return {
        "title": typed.text("_title", longest=200),
        "model": model,
        "by": by,
        "columns": [*typed.several("_columns", listed.fields if listed else ())],
    }


def _metric(typed: Typed, app: App, _screen: Screen, raw: JsonObject) -> Members:
    model = app.models.get(typed.choice("_model", app.models, empty=False))
    lists = [one.key for one in app.screens.values() if one.type == "list"]
    return {
        "title": typed.title("_title"),
        "description": typed.text("_description"),
        "model": model.key if model else "",
        "value": _measure(typed, model),
        "open": typed.choice("_open", lists),
        "filter": _filter(typed, model, raw),
    }


def _chart(typed: Typed, app: App, _screen: Screen, raw: JsonObject) -> Members:
    model = app.models.get(typed.choice("_model", app.models, empty=False))
    is_other = model is not None and model.key != text_at(raw, "model")
    x = "" if is_other else typed.choice("_x", model.fields if model else ())
    first = next(iter(model.fields), "created_at") if model else ""
    field = model.field(x or first) if model else None
    is_time = field is not None and field.kind.compared_as in DATES
    bin_ = typed.choice("_bin", BINS) if is_time else ""
    color = "" if is_other else typed.choice("_color", model.fields if model else ())
    axis: JsonValue = {"field": x or first, "bin": bin_} if bin_ else x or first
    return {
        "title": typed.title("_title"),
        "model": model.key if model else "",
        "mark": typed.choice("_mark", MARKS) or "bar",
        "x": axis,
        "y": _measure(typed, model),
        "color": color,
        "filter": _filter(typed, model, raw),
    }


def _list(typed: Typed, app: App, _screen: Screen, raw: JsonObject) -> Members:
    model = app.models.get(typed.choice("_model", app.models, empty=False))
    key = model.key if model else ""
    is_other = key != text_at(raw, "model")
    sort = "" if is_other else typed.form.get("_sort", "")
    known = {"created_at", "updated_at", *(model.index if model else ())}
    limit = typed.number("_limit", whole=True, least=1)
    return {
        "title": typed.title("_title"),
        "model": key,
        "columns": [*(typed.several("_columns", model.fields) if model else ())],
        "sort": [sort] if sort.removeprefix("-") in known else [],
        "limit": min(limit, MOST_ROWS) if isinstance(limit, int) else None,
        "all": "" if is_other else typed.choice("_all", _screens(app, key, "list")),
        "open": "" if is_other else typed.choice("_open", _screens(app, key, "detail")),
        "empty": typed.text("_empty", longest=200),
        "filter": _filter(typed, model, raw),
    }


def _screens(app: App, model: str, kind: str) -> list[str]:
    return [one.key for one in app.screens.values() if one.shows(model, kind)]


def _image(typed: Typed, _app: App, _screen: Screen, _raw: JsonObject) -> Members:
    name = typed.form.get("_picture", "")
    is_decorative = typed.ticked("_decorative")
    return {
        "picture": name if PictureName.read(name) else "",
        "alt": "" if is_decorative else typed.text("_alt", longest=LONGEST_ALT),
        "decorative": True if is_decorative else None,
        "width": typed.choice("_width", WIDTHS),
        "caption": typed.text("_caption", longest=LONGEST_ALT),
    }


def _filter(typed: Typed, model: Model | None, raw: JsonObject) -> JsonValue:
    """Read the filter; one of another model's fields means nothing here."""
    if model is not None and model.key != text_at(raw, "model"):
        return None
    return read_condition(typed, "_filter", model, raw.get("filter"))


def _measure(typed: Typed, model: Model | None) -> JsonObject:
    """Read what is counted: records, or a field added up or compared."""
    name, _, key = typed.form.get("_measure", "").partition(":")
    if model is not None and name in MEASURES and key in model.fields:
        return {name: key}
    return {"count": True}


READERS: Final[Mapping[str, Reader]] = {
    "field": _field,
    "section": _section,
    "columns": _columns,
    "heading": _heading,
    "text": _text,
    "divider": _nothing,
    "button": _button,
    "related": _related,
    "metric": _metric,
    "chart": _chart,
    "list": _list,
    "image": _image,
    "repeater": _nothing,
}


def related_offered(app: App, screen: Screen) -> list[tuple[str, str]]:
    """List the models, each with the field by which their records point at this screen's."""
    return [
        (f"{model.key}:{field.key}", f"{model.title}: {field.title}")
        for model in app.models.values()
        for field in model.fields.values()
        if field.references == screen.model
    ]
