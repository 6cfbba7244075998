"""Problems of screens: what they name, and what people could not do on them."""

from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.cycles import cycle_problems
from stuga.models.definition.checks.elements import element_problems
from stuga.models.definition.checks.naming import (
    knows,
    leads_to,
    unknown_field,
    unknown_fields,
    unknown_model,
    unknown_screen,
)
from stuga.models.definition.checks.nouns import member_said, screen_said
from stuga.models.definition.checks.problem import Fix, Problems, error, removing, warning
from stuga.models.definition.checks.sorting import sort_problems, unindexed
from stuga.models.definition.document import App, Field, Model, Screen
from stuga.models.definition.embedding import is_origin
from stuga.models.definition.kinds import Compared
from stuga.models.definition.model import PLACEHOLDER
from stuga.models.definition.paths import every
from stuga.models.definition.reading import text_at, texts_at
from stuga.models.definition.saying import Said, msgid, said
from stuga.models.json import JsonObject

_DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})
_WITH_MODEL: Final = frozenset({"form", "list", "detail"})


def screen_problems(app: App, screen: Screen) -> Problems:
    where = screen_said(screen)
    model = app.models.get(screen.model)
    if screen.public and screen.type != "form":
        yield error(
            f"{screen.pointer}/access",
            "public-screen",
            said(
                "{where} is public, but only a form can be: anyone could read what it shows.",
                where=where,
            ),
            removing(said("Make it for roles"), f"{screen.pointer}/access"),
        )
    if screen.type in _WITH_MODEL and model is None:
        if screen.model:
            yield unknown_model(app, screen.model, f"{screen.pointer}/model", where)
        return
    yield from element_problems(app, screen)
    if model is None:
        return
    if screen.type == "list":
        yield from _list(app, screen, model)
    if screen.type == "form":
        yield from _form(app, screen, model)
    if screen.type == "detail":
        yield from leads_to(app, screen, "edit", screen.edit, ("form",))
    yield from cycle_problems(app, screen)


def navigation_problems(app: App) -> Problems:
    for at, key in enumerate(app.navigation):
        pointer = f"/navigation/{at}"
        screen = app.screens.get(key)
        if screen is None:
            yield unknown_screen(app, key, pointer, said("The navigation"))
        elif screen.type == "detail":
            yield error(
                pointer,
                "navigation-detail",
                said(
                    "The navigation leads to “{screen}”, which shows one record and cannot be "
                    "opened without it. Lead to a list.",
                    screen=screen.title,
                ),
                removing(said("Remove it from the navigation"), pointer),
            )


def _list(app: App, screen: Screen, model: Model) -> Problems:
    where = screen_said(screen)
    for member in ("columns", "filters"):
        keys = texts_at(screen.raw, member)
        named = {f"{screen.pointer}/{member}/{at}": key for at, key in enumerate(keys)}
        yield from unknown_fields(model, named, member_said(screen, member))
    place = Place(model, f"{screen.pointer}/filter", member_said(screen, "filter"))
    yield from condition_problems(screen.filter, place)
    yield from sort_problems(model, screen.sort, f"{screen.pointer}/sort", where)
    yield from leads_to(app, screen, "open", screen.open, ("detail", "form"))
    yield from leads_to(app, screen, "create", screen.create, ("form",))
    yield from _layouts(screen, model)


_LAYOUTS: Final = (
    (
        "board",
        "board_by",
        msgid("Screen “{screen}” has a board, which needs a choice field: name one in “{member}”."),
    ),
    (
        "calendar",
        "calendar_by",
        msgid(
            "Screen “{screen}” has a calendar, which needs a date field: name one in “{member}”."
        ),
    ),
)


def _layouts(screen: Screen, model: Model) -> Problems:
    for layout, member, words in _LAYOUTS:
        key = text_at(screen.raw, member)
        field = model.field(key)
        if key and not knows(model, key):
            where = member_said(screen, member)
            yield unknown_field(model, key, f"{screen.pointer}/{member}", where)
        elif layout in screen.layouts or key:
            fits = field is not None and (
                field.kind.name == "choice"
                if layout == "board"
                else field.kind.compared_as in _DATES
            )
            if not fits:
                yield error(
                    f"{screen.pointer}/{member}" if key else screen.pointer,
                    "layout-field",
                    Said(words, {"screen": screen.title, "member": member}),
                )
            elif field is not None:
                yield from unindexed(model, field, f"{screen.pointer}/{member}", screen, member)


def _form(app: App, screen: Screen, model: Model) -> Problems:
    where = screen_said(screen)
    if screen.steps and screen.elements:
        yield error(
            f"{screen.pointer}/elements",
            "steps-and-elements",
            said(
                "{where} has both steps and elements of its own. Move the elements into a step.",
                where=where,
            ),
        )
    after = text_at(screen.after, "open")
    if after and after not in app.screens:
        yield unknown_screen(
            app, after, f"{screen.pointer}/after/open", member_said(screen, "after")
        )
    for key in PLACEHOLDER.findall(text_at(screen.after, "message")):
        if not knows(model, key):
            yield unknown_field(
                model, key, f"{screen.pointer}/after/message", member_said(screen, "after")
            )
    yield from _unasked(screen, model)
    yield from _embedded(screen)
    yield from _kept(screen)
    if screen.public:
        yield from _public(screen, model)


def _embedded(screen: Screen) -> Problems:
    """Find what is no site that may show the form, and forms that are not for strangers."""
    origins = texts_at(screen.raw, "embed")
    pointer = f"{screen.pointer}/embed"
    if origins and not screen.public:
        yield error(
            pointer,
            "embed-not-public",
            said(
                "Screen “{screen}” may be shown on other sites, but it is not public, so nobody "
                "could fill it in there. Make it public, or name no sites.",
                screen=screen.title,
            ),
            removing(said("Name no sites"), pointer),
        )
    for at, origin in enumerate(origins):
        if not is_origin(origin):
            yield error(
                f"{pointer}/{at}",
                "embed-origin",
                said(
                    "Screen “{screen}”: “{origin}” is not the address of one site. Write it as "
                    "https://www.example.com, without a path and without *.",
                    screen=screen.title,
                    origin=origin,
                ),
                removing(said("Leave it out"), f"{pointer}/{at}"),
            )


def _kept(screen: Screen) -> Problems:
    """Find a time for which strangers' forms are kept where strangers have no form."""
    if not screen.keep_days or screen.public:
        return
    pointer = f"{screen.pointer}/keep_days"
    yield error(
        pointer,
        "keep-not-public",
        said(
            "Screen “{screen}” keeps unfinished forms behind a secret link, but it is not public: "
            "people who are signed in need no link. Make it public, or leave the days out.",
            screen=screen.title,
        ),
        removing(said("Leave the days out"), pointer),
    )


def _unasked(screen: Screen, model: Model) -> Problems:
    """Find required fields that the form does not ask for."""
    asked = set(screen.field_keys)
    for key in model.required:
        field = model.fields.get(key)
        if field is None or key in asked or "default" in field.schema or field.kind.given:
            continue
        find = error if screen.public else warning
        yield find(
            screen.pointer,
            "required-unasked",
            said(
                "Screen “{screen}” does not ask for “{field}”, which model “{model}” requires, so "
                "nothing new can be saved there. Add the field.",
                screen=screen.title,
                field=field.title,
                model=model.title,
            ),
            Fix(said("Add the field"), (_added(screen, key),)),
        )


def _added(screen: Screen, key: str) -> JsonObject:
    """Put a field last on a form."""
    holder = (
        f"{screen.steps[-1].pointer}/elements" if screen.steps else f"{screen.pointer}/elements"
    )
    has_list = bool(screen.steps) or "elements" in screen.raw
    element: JsonObject = {"type": "field", "field": key}
    if has_list:
        return {"op": "add", "path": f"{holder}/-", "value": element}
    return {"op": "add", "path": holder, "value": [element]}


def _points_at_others(field: Field) -> bool:
    return any(
        one.kind.name in {"reference", "references", "person"}
        for _, one in every({field.key: field})
    )


def _public(screen: Screen, model: Model) -> Problems:
    for element in screen.walk():
        field = model.fields.get(element.field)
        if element.type == "field" and field and _points_at_others(field):
            yield error(
                f"{element.pointer}/field",
                "public-reference",
                said(
                    "Screen “{screen}” is public, but “{field}” lists records or people of yours. "
                    "Leave the field out.",
                    screen=screen.title,
                    field=field.title,
                ),
                removing(said("Leave it out"), element.pointer),
            )
