"""Problems of fields whose showing depends on each other in a circle."""

from collections.abc import Iterator, Mapping

from stuga.models.definition.checks.problem import Problems, error
from stuga.models.definition.conditions import fields_in
from stuga.models.definition.document import App, Element, Screen
from stuga.models.definition.saying import Listed, quoted, said


def cycle_problems(app: App, screen: Screen) -> Problems:
    """Find one circle of conditions, of a field on itself or of several on each other."""
    needs = _needs(screen)
    for start in needs:
        circle = _circle(needs, start)
        if circle:
            model = app.models.get(screen.model)
            fields = [model.field(key) if model else None for key in circle]
            names = [quoted(field.title) for field in fields if field]
            shown = Listed((*names, *names[:1]), between=" → ")
            yield error(
                screen.pointer,
                "show-cycle",
                said(
                    "Screen “{screen}” shows fields in a circle ({fields}), so none of them "
                    "could ever be decided. Let one of them always show.",
                    screen=screen.title,
                    fields=shown,
                ),
            )
            return


def _needs(screen: Screen) -> Mapping[str, frozenset[str]]:
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


def _circle(needs: Mapping[str, frozenset[str]], start: str) -> list[str]:
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


def _following(needs: Mapping[str, frozenset[str]], key: str) -> Iterator[str]:
    return (one for one in sorted(needs.get(key, ())) if one in needs)
