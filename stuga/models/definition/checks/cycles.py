"""Problems of fields whose showing, or reckoning, depends on each other in a circle."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from stuga.models.definition.checks.problem import Problems, error
from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import App, Element, Model, Screen
from stuga.models.definition.saying import Listed, quoted, said

Needs: TypeAlias = Mapping[str, frozenset[str]]
"""What each field needs to be decided or reckoned."""


def cycle_problems(app: App, screen: Screen) -> Problems:
    """Find one circle of conditions, of a field on itself or of several on each other."""
    circle = circle_in(_needs(screen))
    if circle:
        yield error(
            screen.pointer,
            "show-cycle",
            said(
                "Screen “{screen}” shows fields in a circle ({fields}), so none of them "
                "could ever be decided. Let one of them always show.",
                screen=screen.title,
                fields=_shown(app.models.get(screen.model), circle),
            ),
        )


def computed_cycle_problems(model: Model, screen: Screen, reads: Needs) -> Problems:
    """Find a field that shows by what is reckoned from it: dropped, it would show again.

    :param reads: what each computed field is reckoned from
    """
    needs = dict(_needs(screen))
    if circle_in(needs) or circle_in(reads):
        return  # told as such
    for key, read in reads.items():
        needs[key] = needs.get(key, frozenset()) | read
    circle = circle_in(needs)
    if circle:
        yield error(
            screen.pointer,
            "computed-show",
            said(
                "Screen “{screen}” shows a field by what is computed from it ({fields}), so that "
                "could never be decided. Let it always show, or leave it out of the formula.",
                screen=screen.title,
                fields=_shown(model, circle),
            ),
        )


def _shown(model: Model | None, circle: list[str]) -> Listed:
    """Name the fields of a circle, back to the first."""
    fields = [model.field(key) if model else None for key in circle]
    names = [quoted(field.title) for field in fields if field]
    return Listed((*names, *names[:1]), between=" → ")


def circle_in(needs: Needs) -> list[str]:
    """Find a circle among what needs what; empty if there is none."""
    return next((circle for start in needs if (circle := _circle(needs, start))), [])


def _needs(screen: Screen) -> Needs:
    """Map each field on the screen to the fields that decide whether it shows."""
    needs: dict[str, frozenset[str]] = {}
    for step in screen.steps:
        _gather(step.elements, fields_in(step.show), needs)
    _gather(screen.elements, frozenset(), needs)
    return needs


def _gather(
    elements: tuple[Element, ...], above: frozenset[str], needs: dict[str, frozenset[str]]
) -> None:
    for element in elements:
        deciding = above | fields_in(element.show)
        if element.type == "field":
            needs[element.field] = needs.get(element.field, frozenset()) | deciding
        _gather(element.elements, deciding, needs)


def _circle(needs: Needs, start: str) -> list[str]:
    """Find a way from a field back to itself."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for key in _following(needs, way[-1]):
            if key == start:
                return way
            if key not in seen:
                seen.add(key)
                ways.append([*way, key])
    return []


def _following(needs: Needs, key: str) -> Iterator[str]:
    return (one for one in sorted(needs.get(key, ())) if one in needs)
