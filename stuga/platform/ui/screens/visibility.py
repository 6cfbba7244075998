"""What a form shows, given its answers: conditions run in document order until nothing changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stuga.models.definition.conditions import ConditionError, World, holds
from stuga.models.definition.document import Element, Model, Screen, Step
from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is hidden: places of steps and elements (pointers), and fields shown nowhere else."""

    places: frozenset[str]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells what holds for a record, given its model's kinds."""

    kinds: Mapping[str, str]
    world: World

    @classmethod
    def of(cls, model: Model, world: World) -> "Judge":
        return cls({key: field.kind.name for key, field in model.fields.items()}, world)

    def holds(self, condition: JsonObject, data: JsonObject) -> bool:
        """Judge the condition; one that is not well formed hides nothing in a draft's preview."""
        try:
            return holds(condition, data, self.world, self.kinds)
        except ConditionError:
            return True


def hidden_in(screen: Screen, data: JsonObject, judge: Judge) -> Hidden:
    """Find what the answers hide; an answer that is itself hidden hides and shows nothing."""
    found = _Pass(data, judge).over(screen)
    for _ in screen.field_keys:
        again = _Pass(without(data, found.fields), judge).over(screen)
        if again == found:
            break
        found = again
    return found


def without(data: JsonObject, fields: Iterable[str]) -> JsonObject:
    """Copy a record's data without some of its fields."""
    gone = set(fields)
    return {key: value for key, value in data.items() if key not in gone}


def steps_of(screen: Screen) -> tuple[Step, ...]:
    """Give the form's steps; a form without steps is one step without a name."""
    return screen.steps or (
        Step(
            key="",
            title="",
            description="",
            show=None,
            elements=screen.elements,
            raw={},
            pointer=screen.pointer,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Pass:
    """One walk over a screen, in document order."""

    data: JsonObject
    judge: Judge
    places: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def over(self, screen: Screen) -> Hidden:
        for step in steps_of(screen):
            is_hidden = self._hides(step)
            for element in step.elements:
                self._look(element, is_inside_hidden=is_hidden)
        return Hidden(frozenset(self.places), frozenset(self.hidden - self.shown))

    def _hides(self, part: Step | Element) -> bool:
        if part.show is None or self.judge.holds(part.show, self.data):
            return False
        self.places.add(part.pointer)
        return True

    def _look(self, element: Element, *, is_inside_hidden: bool) -> None:
        is_hidden = self._hides(element) or is_inside_hidden
        if element.type == "field":
            (self.hidden if is_hidden else self.shown).add(element.field)
        for inner in element.elements:
            self._look(inner, is_inside_hidden=is_hidden)
