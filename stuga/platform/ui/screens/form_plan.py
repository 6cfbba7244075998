"""Which part of a form is on the page: its steps, the one in view, and what travels along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stuga.models.definition.document import Element, Field, Fields, Model, Screen, Step
from stuga.models.json import JsonObject
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.visibility import Hidden, Judge, hidden_in, steps_of
from stuga.platform.ui.widgets import Mode, Widget, widget_for


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that show, and the one in view (None on the review page)."""

    view: FormView
    judge: Judge
    hidden: Hidden
    steps: Sequence[Step]
    current: Step | None

    @classmethod
    def of(cls, view: FormView) -> "Plan":
        judge = Judge.of(view.model, view.world)
        hidden = hidden_in(view.screen, view.data, judge)
        steps = shown_steps(view.screen, hidden)
        current = None if view.mode == Mode.REVIEW else step_named(steps, view.step)
        return cls(view, judge, hidden, steps, current)

    @property
    def number(self) -> int:
        """The place of the step in view, from 1; the review page comes after the last."""
        return self.steps.index(self.current) + 1 if self.current else len(self.steps) + 1

    @property
    def is_last(self) -> bool:
        return self.number >= len(self.steps)

    @property
    def on_page(self) -> Sequence[Step]:
        """The steps whose elements are printed."""
        if self.current is None or self.view.mode in {Mode.PRINT, Mode.READ}:
            return self.steps
        return (self.current,)

    def shown_fields(self, step: Step) -> Iterator[tuple[Element, Field]]:
        """Yield the step's field elements that the answers leave, with fields one may read."""
        yield from self._shown(step.elements)

    def carried(self) -> Iterator[tuple[Field, Widget]]:
        """Yield the fields one may write that have no control on the page."""
        here = set() if self.current is None else set(fields_of(self.current.elements))
        for field in typed_fields(self.view):
            if field.key not in here:
                yield field, widget_for(field)

    def conditional(self) -> Iterator[str]:
        """Yield the fields on the page whose showing depends on an answer, and that show."""
        if self.current is not None:
            for outer in self._conditional(self.current.elements):
                yield from (field.key for _, field in self._shown((outer,)))

    def _shown(self, elements: Sequence[Element]) -> Iterator[tuple[Element, Field]]:
        for element in elements:
            if element.pointer in self.hidden.places:
                continue
            field = self.view.model.fields.get(element.field)
            if element.type == "field" and field and self.view.may_see(field.key):
                yield element, field
            yield from self._shown(element.elements)

    def _conditional(self, elements: Sequence[Element]) -> Iterator[Element]:
        """Yield the outermost elements that have a condition."""
        for element in elements:
            if element.show is not None:
                yield element
            else:
                yield from self._conditional(element.elements)


def shown_steps(screen: Screen, hidden: Hidden) -> tuple[Step, ...]:
    """Leave out the steps that the answers hide, unless that would leave nothing."""
    steps = steps_of(screen)
    return tuple(step for step in steps if step.pointer not in hidden.places) or steps[:1]


def step_named(steps: Sequence[Step], key: str) -> Step:
    """Find a step by its key; the first if there is none."""
    return next((step for step in steps if step.key == key), steps[0])


def step_with(screen: Screen, field: str) -> str:
    """Name the step that asks for a field; '' if none does."""
    for step in steps_of(screen):
        if field in fields_of(step.elements):
            return step.key
    return ""


def writable_fields(screen: Screen, model: Model, writable: Fields) -> frozenset[str]:
    """Name the fields a person may write on a screen: asked for, known, open, not read-only."""
    return frozenset(
        element.field
        for element in screen.walk()
        if element.type == "field"
        and element.field in model.fields
        and writable.allow(element.field)
        and element.raw.get("read_only") is not True
        and not model.fields[element.field].kind.given
    )


def typed_fields(view: FormView) -> Iterator[Field]:
    """Yield the fields of the form that get a control, on whichever step, in order."""
    writable = writable_fields(view.screen, view.model, view.writable)
    for key in dict.fromkeys(view.screen.field_keys):
        if key in writable and view.may_type(key):
            yield view.model.fields[key]


def fields_of(elements: Sequence[Element]) -> tuple[str, ...]:
    """List the fields that elements and those inside them take."""
    return tuple(inner.field for one in elements for inner in one.walk() if inner.type == "field")


def neighbour(screen: Screen, data: JsonObject, judge: Judge, key: str, *, by: int) -> str | None:
    """Name the step before (`by=-1`) or after (`by=1`) among those that show; None at the ends."""
    steps = shown_steps(screen, hidden_in(screen, data, judge))
    at = steps.index(step_named(steps, key)) + by
    return steps[at].key if 0 <= at < len(steps) else None
