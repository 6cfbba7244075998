"""What the designer's buttons and keys do to a screen: one name each, one change each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from stuga.builder.designer.edits import elements, screens, steps
from stuga.builder.designer.edits.elements import HOLDERS, Edited
from stuga.builder.designer.edits.tree import element_of, parts_of
from stuga.models.definition.document import App
from stuga.models.definition.reading import list_at, object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.errors import NotFoundError
from stuga.platform.ui import Locale, msgid

MOVED: Final = msgid("Moved to position {position} of {count}")
SAID: Final[Mapping[str, str]] = {
    "add": msgid("Added"),
    "in": msgid("Moved into the section"),
    "out": msgid("Moved out of the section"),
    "duplicate": msgid("Duplicated"),
    "delete": msgid("Removed"),
    "step-add": msgid("New step"),
    "step-remove": msgid("The step is gone; what it asked is in the step beside it"),
    "column-add": msgid("The column is added"),
    "column-remove": msgid("The column is taken away"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed, with what was selected then.

    :ivar act: its name, such as `up`
    :ivar what: what it is about, such as `field:amount`
    :ivar place: where to, as `holder|position`
    """

    screen: str
    act: str
    what: str
    at: str
    place: str = ""
    title: str = ""


Do = Callable[[JsonObject, Press], Edited]


def pressed(document: JsonObject, press: Press) -> Edited:
    """Do what a button says.

    :raises NotFoundError: if there is no such button, or what it is about is gone
    """
    do = ACTS.get(press.act)
    inside = f"/screens/{press.screen}/"
    if do is None or (press.at and not f"{press.at}/".startswith(inside)):
        raise NotFoundError
    return do(document, press)


def told(document: JsonObject, press: Press, at: str, locale: Locale) -> str:
    """Say what was done; of a move, where to."""
    if press.act in {"up", "down", "to", "step-up", "step-down"} and at:
        holder, _, place = at.rpartition("/")
        several = "steps" if holder.endswith("/steps") else "elements"
        raw = element_of(document, holder.rpartition("/")[0])
        count = len(list_at(raw, several))
        return locale.text(MOVED, position=int(place) + 1, count=count)
    return locale.text(SAID.get(press.act, msgid("Changed")))


def _add(document: JsonObject, press: Press) -> Edited:
    type_, _, field = press.what.partition(":")
    is_field = type_ == "field"
    whole: JsonObject = {"type": type_, "field": field}
    fresh = whole if is_field else _fresh(document, press, type_)
    holder, at = _beside(document, press)
    return elements.add(document, holder, fresh, at)


def _beside(document: JsonObject, press: Press) -> tuple[str, int | None]:
    """Choose where something new goes: into what is selected, else after it, else last."""
    screen = f"/screens/{press.screen}"
    if not press.at or press.at == screen:
        return screen, None
    raw = element_of(document, press.at)
    if raw.get("type") in HOLDERS or parts_of(press.at)[-2:-1] == ("steps",):
        return press.at, None
    stand = elements.stand_of(document, press.at)
    return stand.holder, stand.at + 1


def _fresh(document: JsonObject, press: Press, type_: str) -> JsonObject:
    """Make an element that is whole from the beginning."""
    app = App.read(document)
    model = next(iter(app.models), "")
    about = app.models.get(model)
    words = press.title or type_.capitalize()
    first = next(iter(about.fields), "created_at") if about else "created_at"
    made: dict[str, JsonObject] = {
        "section": {"title": words, "elements": []},
        "columns": {"count": 2, "elements": []},
        "heading": {"title": words},
        "text": {"text": words},
        "divider": {},
        "button": {"title": words, "screen": next(iter(app.navigation), "")},
        "related": {"title": words, **_related(app, press.screen)},
        "metric": {"title": words, "model": model, "value": {"count": True}},
        "chart": {
            "title": words,
            "model": model,
            "mark": "bar",
            "x": _grouping(app, model) or first,
            "y": {"count": True},
        },
    }
    made["image"] = {}
    made["list"] = _short_list(app, words, model)
    if type_ not in made:
        raise NotFoundError
    return {"type": type_, **made[type_]}


def _short_list(app: App, title: str, model: str) -> JsonObject:
    """List the newest records of a model, with a way to all of them."""
    fields = app.models[model].fields if model in app.models else {}
    whole = next((one.key for one in app.screens.values() if one.shows(model, "list")), "")
    made: JsonObject = {
        "title": title,
        "model": model,
        "columns": [*list(fields)[:3]],
        "sort": ["-created_at"],
        "limit": 5,
    }
    return {**made, "all": whole} if whole else made


def _grouping(app: App, model: str) -> str:
    fields = app.models[model].fields.values() if model in app.models else ()
    grouped = (one.key for one in fields if one.kind.name in {"choice", "yes-no", "reference"})
    return next(grouped, "")


def _related(app: App, screen: str) -> JsonObject:
    """Take the first model whose records point at the screen's."""
    about = app.screens[screen].model if screen in app.screens else ""
    for model in app.models.values():
        for field in model.fields.values():
            if field.references == about:
                shown = [key for key in model.fields if key != field.key][:4]
                return {"model": model.key, "by": field.key, "columns": [*shown]}
    return {"model": about, "by": ""}


def _shift(document: JsonObject, press: Press, by: int) -> Edited:
    return elements.move(document, press.at, by)


def _to(document: JsonObject, press: Press) -> Edited:
    holder, _, at = press.place.partition("|")
    if not at.isdecimal() or parts_of(holder)[:2] != ("screens", press.screen):
        raise NotFoundError
    return elements.move_to(document, press.at, holder, int(at))


def _step_at(press: Press) -> int:
    parts = parts_of(press.at)
    if parts[2:3] != ("steps",) or len(parts) < 4 or not parts[3].isdecimal():  # noqa: PLR2004
        raise NotFoundError
    return int(parts[3])


def _step_shift(document: JsonObject, press: Press, by: int) -> Edited:
    return steps.move_step(document, press.screen, _step_at(press), by)


def _column(document: JsonObject, press: Press, by: int) -> Edited:
    return Edited(screens.move_column(document, press.screen, press.what, by), press.at)


def _column_set(document: JsonObject, press: Press, *, on: bool) -> Edited:
    model = text_at(object_at(object_at(document, "screens"), press.screen), "model")
    known = object_at(object_at(object_at(document, "models"), model), "properties")
    if on and press.what not in known and press.what not in {"created_at", "updated_at"}:
        raise NotFoundError
    return Edited(screens.set_column(document, press.screen, press.what, on=on), press.at)


ACTS: Final[Mapping[str, Do]] = {
    "add": _add,
    "up": partial(_shift, by=-1),
    "down": partial(_shift, by=1),
    "in": lambda document, press: elements.move_in(document, press.at),
    "out": lambda document, press: elements.move_out(document, press.at),
    "to": _to,
    "duplicate": lambda document, press: elements.duplicate(document, press.at),
    "delete": lambda document, press: elements.remove(document, press.at),
    "step-add": lambda document, press: steps.add_step(document, press.screen, press.title),
    "step-remove": lambda document, press: steps.remove_step(
        document, press.screen, _step_at(press)
    ),
    "step-up": partial(_step_shift, by=-1),
    "step-down": partial(_step_shift, by=1),
    "column-add": partial(_column_set, on=True),
    "column-remove": partial(_column_set, on=False),
    "column-up": partial(_column, by=-1),
    "column-down": partial(_column, by=1),
}
