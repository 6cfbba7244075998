"""Problems of elements: keys, fields, conditions, and whether each can work where it stands."""

from collections import Counter
from typing import Final

from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.checks.figures import figure_problems
from stuga.models.definition.checks.listed import list_problems, related_problems
from stuga.models.definition.checks.naming import knows, unknown_field, unknown_screen
from stuga.models.definition.checks.nouns import element_said, type_said
from stuga.models.definition.checks.problem import Problems, adding, error, removing, warning
from stuga.models.definition.document import App, Element, Model, Screen
from stuga.models.definition.reading import text_at
from stuga.models.definition.saying import Phrase, Said, one_of, said
from stuga.models.definition.words import ELEMENT_WORDS

_FIGURES: Final = frozenset({"chart", "metric"})
_HOMES: Final = {
    "field": ("form", "detail"),
    "related": ("detail",),
    "chart": ("dashboard", "page", "detail"),
    "metric": ("dashboard", "page", "detail"),
    "list": ("dashboard", "page"),
    "image": ("page",),
}
_LATER: Final = frozenset({"repeater"})
_DEFAULT_LEVEL: Final = 2


def element_problems(app: App, screen: Screen) -> Problems:
    model = app.models.get(screen.model)
    yield from _keys(screen)
    yield from _headings(screen)
    for step in screen.steps:
        if model:
            where = said("Step “{step}” of screen “{screen}”", step=step.title, screen=screen.title)
            place = Place(model, f"{step.pointer}/show", where)
            yield from condition_problems(step.show, place)
    for element in screen.walk():
        yield from _element(app, screen, element, model)
    if model and screen.type == "form":
        yield from _repeated_fields(screen, model)
        for step in screen.steps:
            yield from _hidden(screen, model, step.elements, hidden=step.show is not None)
        yield from _hidden(screen, model, screen.elements, hidden=False)


def named(screen: Screen, element: Element) -> Said:
    """Name an element for people: by its title, else its field or key, else its type."""
    return element_said(element.type, element.title or element.field or element.key, screen)


def _element(app: App, screen: Screen, element: Element, model: Model | None) -> Problems:
    where = named(screen, element)
    homes = _HOMES.get(element.type)
    if homes and screen.type not in homes:
        yield error(
            element.pointer,
            "element-misplaced",
            said(
                "{where} cannot stand on {type}. It belongs on {types}.",
                where=where,
                type=type_said(screen.type),
                types=one_of(type_said(one) for one in homes),
            ),
            removing(said("Remove"), element.pointer),
        )
        return
    if element.type in _LATER:
        yield error(
            element.pointer,
            "not-yet",
            said("{where} cannot be used yet.", where=where),
            removing(said("Remove"), element.pointer),
        )
    if model:
        yield from condition_problems(element.show, Place(model, f"{element.pointer}/show", where))
        yield from _field(element, model, where)
    if element.type in _FIGURES:
        yield from figure_problems(app, element, where)
    if element.type == "related":
        yield from related_problems(app, screen, element, where)
    if element.type == "list":
        yield from list_problems(app, element, where)
    yield from _plain(app, element, where)


def _field(element: Element, model: Model, where: Phrase) -> Problems:
    if element.type != "field":
        return
    if not knows(model, element.field):
        yield unknown_field(model, element.field, f"{element.pointer}/field", where)
    if isinstance(element.required, dict):
        place = Place(model, f"{element.pointer}/required", where)
        yield from condition_problems(element.required, place)


def _plain(app: App, element: Element, where: Phrase) -> Problems:
    if element.type == "button":
        target = text_at(element.raw, "screen")
        if target and target not in app.screens:
            yield unknown_screen(app, target, f"{element.pointer}/screen", where)
        if bool(target) == bool(text_at(element.raw, "link")):
            yield error(
                element.pointer,
                "button-target",
                said(
                    "{where} must lead to one place: name either a screen or a link.", where=where
                ),
            )
    if element.type == "image":
        words, is_decorative = text_at(element.raw, "alt"), element.raw.get("decorative") is True
        if not words and not is_decorative:
            yield error(
                element.pointer,
                "image-alt",
                said(
                    "{where} has no text for people who cannot see it. Describe it, or say that "
                    "it is decorative.",
                    where=where,
                ),
                adding(said("It is decorative"), f"{element.pointer}/decorative", value=True),
            )


def _keys(screen: Screen) -> Problems:
    """Find elements and steps that translations could not address."""
    steps = [(step.key, step.pointer) for step in screen.steps]
    elements = [(element.key, element.pointer) for element in screen.walk() if element.key]
    times = Counter(key for key, _ in [*steps, *elements])
    seen: set[str] = set()
    for key, pointer in [*steps, *elements]:
        if key in seen:
            free = next(name for n in range(2, 999) if (name := f"{key}-{n}") not in times)
            yield error(
                f"{pointer}/key",
                "key-repeated",
                said(
                    "Screen “{screen}” has the key “{key}” {times} times. "
                    "Each step and element needs its own.",
                    screen=screen.title,
                    key=key,
                    times=times[key],
                ),
                adding(said("Use “{value}”", value=free), f"{pointer}/key", free),
            )
        seen.add(key)
    for at, element in enumerate(screen.walk()):
        if not element.key and any(element.raw.get(words) for words in ELEMENT_WORDS):
            free = next(name for n in range(at + 1, 9999) if (name := f"text-{n}") not in times)
            yield error(
                element.pointer,
                "key-missing",
                said(
                    "{where} has words of its own, so it needs a key by which they can be "
                    "translated.",
                    where=named(screen, element),
                ),
                adding(said("Use “{value}”", value=free), f"{element.pointer}/key", free),
            )


def _headings(screen: Screen) -> Problems:
    """Find headings that skip a level; the screen's title is the first."""
    above = 1
    for element in screen.walk():
        if element.type != "heading":
            continue
        found = element.raw.get("level", _DEFAULT_LEVEL)
        level = found if isinstance(found, int) else _DEFAULT_LEVEL
        if level > above + 1:
            yield error(
                f"{element.pointer}/level",
                "heading-order",
                said(
                    "{where} is of level {level} below one of level {above}. "
                    "People who listen to the page would miss a level.",
                    where=named(screen, element),
                    level=level,
                    above=above,
                ),
                adding(
                    said("Use level {level}", level=above + 1),
                    f"{element.pointer}/level",
                    above + 1,
                ),
            )
        above = level


def _repeated_fields(screen: Screen, model: Model) -> Problems:
    seen: set[str] = set()
    for element in screen.walk():
        if element.type == "field" and element.field in seen:
            field = model.field(element.field)
            title = field.title if field else element.field
            yield error(
                element.pointer,
                "field-repeated",
                said(
                    "Screen “{screen}” asks for “{field}” twice. Ask once.",
                    screen=screen.title,
                    field=title,
                ),
                removing(said("Remove the second"), element.pointer),
            )
        seen.add(element.field)


def _hidden(
    screen: Screen, model: Model, elements: tuple[Element, ...], *, hidden: bool
) -> Problems:
    """Find fields that the model requires although a condition may hide them."""
    for element in elements:
        inside = hidden or element.show is not None
        if element.type == "field" and inside and element.field in model.required:
            field = model.field(element.field)
            title = field.title if field else element.field
            yield warning(
                element.pointer,
                "required-hidden",
                said(
                    "“{field}” may be hidden on screen “{screen}”, but model “{model}” always "
                    "requires it, so the form could then not be sent. Require it on the screen "
                    "instead of in the model.",
                    field=title,
                    screen=screen.title,
                    model=model.title,
                ),
            )
        yield from _hidden(screen, model, element.elements, hidden=inside)
