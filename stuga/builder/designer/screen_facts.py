"""What the designer shows beside the canvas: outline, palette, and what is selected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits.elements import HOLDERS
from stuga.builder.designer.edits.tree import parts_of
from stuga.builder.designer.kind_words import kind_icon, kind_said
from stuga.builder.designer.screen_words import ELEMENT_WORDS
from stuga.models.definition.document import Element, Screen
from stuga.models.definition.reading import text_at
from stuga.platform.ui import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of a screen's outline.

    :ivar depth: how many elements it stands in, from 0
    :ivar conditional: whether it shows only under a condition
    """

    pointer: str
    title: str
    icon: str
    depth: int
    conditional: bool = False
    faulty: bool = False
    step: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that can be added to a screen."""

    act: str
    title: str
    icon: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that an element can be moved to."""

    value: str
    title: str


def outline(desk: Desk, screen: Screen) -> Sequence[Branch]:
    """Return a screen's steps and elements in order."""
    faulty = tuple(one.pointer for one in desk.problems if one.pointer.startswith(screen.pointer))
    return [*_outline(desk, screen, faulty)]


def _outline(desk: Desk, screen: Screen, faulty: tuple[str, ...]) -> Iterator[Branch]:
    for step in screen.steps:
        yield Branch(
            pointer=step.pointer,
            title=step.title,
            icon="layers",
            depth=0,
            conditional=step.show is not None,
            step=True,
        )
        for element in step.elements:
            yield from _branches(desk, screen, element, 1, faulty)
    for element in screen.elements:
        yield from _branches(desk, screen, element, 0, faulty)


def _branches(
    desk: Desk, screen: Screen, element: Element, depth: int, faulty: tuple[str, ...]
) -> Iterator[Branch]:
    inner = tuple(one.pointer for one in element.elements)
    yield Branch(
        pointer=element.pointer,
        title=element_title(desk, screen, element),
        icon=element_icon(desk, screen, element),
        depth=depth,
        conditional=element.show is not None,
        faulty=any(
            f"{one}/".startswith(f"{element.pointer}/")
            and not any(f"{one}/".startswith(f"{each}/") for each in inner)
            for one in faulty
        ),
    )
    for one in element.elements:
        yield from _branches(desk, screen, one, depth + 1, faulty)


def element_title(desk: Desk, screen: Screen, element: Element) -> str:
    """Name an element: by its own title, its field's, its first words, or its type."""
    model = desk.app.models.get(screen.model)
    field = model.fields.get(element.field) if model else None
    words = ELEMENT_WORDS.get(element.type)
    text = text_at(element.raw, "text")
    return (
        element.title
        or (field.title if field else element.field)
        or (text[:40].rstrip() + "…" if len(text) > 40 else text)  # noqa: PLR2004
        or (desk.locale.text(words.title) if words else element.type)
    )


def element_icon(desk: Desk, screen: Screen, element: Element) -> str:
    """Return the icon of an element: a field's is its kind's."""
    model = desk.app.models.get(screen.model)
    field = model.fields.get(element.field) if model else None
    if field is not None:
        return kind_icon(field.chosen_kind)
    words = ELEMENT_WORDS.get(element.type)
    return words.icon if words else "square"


def fields_offered(desk: Desk, screen: Screen) -> Sequence[Offered]:
    """List the fields of the model that a form or a page of one record does not show yet."""
    model = desk.app.models.get(screen.model)
    if model is None or screen.type not in {"form", "detail"}:
        return []
    shown = set(screen.field_keys)
    return [
        Offered(
            f"add:field:{one.key}",
            one.title,
            kind_icon(one.chosen_kind),
            kind_said(one, desk.locale),
        )
        for one in model.fields.values()
        if one.key not in shown
    ]


def elements_offered(screen: Screen, locale: Locale) -> Sequence[Offered]:
    """List the other elements that a screen of this type can have."""
    return [
        Offered(f"add:{type_}", locale.text(words.title), words.icon)
        for type_, words in ELEMENT_WORDS.items()
        if screen.type in words.on
    ]


def places(desk: Desk, screen: Screen, pointer: str) -> Sequence[Place]:
    """List where an element can be moved to: before or after each other, or into a section."""
    say = desk.locale.text
    found: list[Place] = []
    for branch in outline(desk, screen):
        is_inside = f"{branch.pointer}/".startswith(f"{pointer}/")
        if is_inside:
            continue
        if branch.step or _holds(screen, branch.pointer):
            found.append(Place(f"{branch.pointer}|0", say("First in {place}", place=branch.title)))
        if not branch.step:
            holder, at = branch.pointer.rsplit("/elements/", 1)
            found.append(Place(f"{holder}|{int(at) + 1}", say("After {place}", place=branch.title)))
    if screen.elements and not pointer.endswith(f"{screen.pointer}/elements/0"):
        found.insert(0, Place(f"{screen.pointer}|0", say("First on the screen")))
    return found


def _holds(screen: Screen, pointer: str) -> bool:
    return any(one.pointer == pointer and one.type in HOLDERS for one in screen.walk())


def step_of(screen: Screen, pointer: str) -> str:
    """Return the key of the step that a pointer lies in; '' for none."""
    parts = parts_of(pointer)
    if parts[2:3] == ("steps",) and len(parts) > 3 and parts[3].isdecimal():  # noqa: PLR2004
        at = int(parts[3])
        return screen.steps[at].key if at < len(screen.steps) else ""
    return ""
