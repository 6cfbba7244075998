"""Renders a form: its steps, the one in view, the review page, errors first."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from stuga.models.definition.conditions import fields_in, me_in
from stuga.models.definition.document import Field, Model, Screen
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.ui.environment import fragment
from stuga.platform.ui.ids import ids
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.controls import Controls
from stuga.platform.ui.screens.form_plan import Plan, fields_of, step_with
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.places import place_of
from stuga.platform.ui.screens.printer import Printer
from stuga.platform.ui.widgets import Mode, Posted
from stuga.platform.ui.widgets.computed import plain
from stuga.platform.ui.widgets.posted import BETWEEN


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line of the error summary: where it leads, and the words that stand at the field.

    `step` names another step that the field is on; '' with no `target` leads nowhere.
    """

    words: str
    target: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A value without a control on the page, as a hidden input."""

    name: str
    kind: str
    values: Sequence[str]
    part: str = ""  # the part of the field that it holds, if not the whole


@dataclass(frozen=True, slots=True)
class Aside:
    """A value without a control, for the conditions on the page alone."""

    name: str
    kind: str
    value: str


def form_html(view: FormView, locale: Locale) -> Markup:
    plan = Plan.of(view)
    controls = Controls(view, locale, plan.judge, plan.hidden)
    printer = Printer(controls)
    level = 3 if len(plan.steps) > 1 else 2
    return fragment(
        _template(view),
        locale,
        view=view,
        plan=plan,
        elements=partial(printer.elements, level=level),
        troubles=list(troubles(view, plan, locale)),
        carried=list(carried(plan, controls)),
        world=world_for_page(view),
        known=known_for_page(view),
        thousands=sign_of_thousands(locale),
        submit=text_at(view.screen.raw, "submit") or default_submit(view, locale),
        removed=[view.model.fields[key].title for key in view.removed if key in view.model.fields],
        conditional=list(plan.conditional()),
        aside=list(computed_aside(view, plan)),
        level=level,
    )


def _template(view: FormView) -> str:
    if view.mode == Mode.REVIEW:
        return "screens/review.html"
    if view.mode in {Mode.READ, Mode.PRINT}:
        return "screens/form_read.html"
    return "screens/form.html"


def default_submit(view: FormView, locale: Locale) -> str:
    return locale.text("Send") if view.screen.public else locale.text("Save")


def troubles(view: FormView, plan: Plan, locale: Locale) -> Iterator[Trouble]:
    """Yield a line for each field in error, in the order of the form; then the rest."""
    order = {key: at for at, key in enumerate(view.screen.field_keys)}
    found: dict[str, tuple[tuple[int, ...], Trouble]] = {}
    for pointer, refused in view.errors.items():
        key = pointer.split("/")[1] if pointer.startswith("/") else ""
        place = place_of(view, pointer, locale)
        words = refusal_text(refused, place.title, locale, place.kind)
        position = (order.get(key, len(order)), *place.position)
        found.setdefault(place.name, (position, _trouble(plan, key, place.name, words)))
    yield from (trouble for _, trouble in sorted(found.values(), key=lambda one: one[0]))


def _trouble(plan: Plan, key: str, name: str, words: str) -> Trouble:
    if plan.current and key in fields_of(plan.current.elements):
        return Trouble(words, target=ids("field", name))
    return Trouble(words, step=step_with(plan.view.screen, key))


def carried(plan: Plan, controls: Controls) -> Iterator[Carried]:
    """Yield the answers of the other steps: nothing typed is lost on the way."""
    if plan.view.mode in {Mode.READ, Mode.PRINT, Mode.SAMPLE}:
        return
    for field, widget in plan.carried():
        yield from carried_of(field, controls.held(field, widget))


def carried_of(field: Field, held: Posted) -> Iterator[Carried]:
    """Yield what the controls of one field hold, as hidden inputs."""
    for name, texts in held.items():
        inside = f"{field.key}{BETWEEN}{name}"
        kind = field.kind.name
        yield Carried(inside if name else field.key, kind, texts or ("",), name)


def world_for_page(view: FormView) -> str:
    """Give the browser the time and, of the person, only what this form's conditions name."""
    named = {name for one in conditions_on(view.screen, view.model) for name in me_in(one)}
    world: JsonObject = {
        "now": view.world.now.isoformat(),
        "zone": str(view.world.zone),
        "me": {name: view.world.me[name] for name in sorted(named) if name in view.world.me},
    }
    return json.dumps(world, ensure_ascii=False)


def known_for_page(view: FormView) -> str:
    """Give the browser kind and value of what conditions read and the form does not ask for."""
    asked = set(view.screen.field_keys)
    named = _named(view.screen, view.model)
    known: JsonObject = {
        key: [kind_of_field(view, key), view.data[key]]
        for key in sorted(named - asked)
        if key in view.data and view.may_see(key)
    }
    return json.dumps(known, ensure_ascii=False)


def sign_of_thousands(locale: Locale) -> str:
    """Give the sign that could be taken for a decimal one; '' where it is a space."""
    sign = str(locale.babel.number_symbols.get("latn", {}).get("group", ""))
    return sign if sign in {",", "."} else ""


def kind_of_field(view: FormView, key: str) -> str:
    field = view.model.field(key)
    return field.kind.name if field else ""


def conditions_on(screen: Screen, model: Model) -> Iterator[JsonObject]:
    """Yield the conditions that decide what a form shows and asks for."""
    for element in screen.walk():
        if element.show is not None:
            yield element.show
        if isinstance(element.required, dict):
            yield element.required
    yield from (one.when for one in model.required_when)


def computed_on(screen: Screen, model: Model) -> frozenset[str]:
    """Name the computed fields that a form shows, or that decide what it shows."""
    return _computed({*screen.field_keys, *_named(screen, model)}, model)


def _named(screen: Screen, model: Model) -> set[str]:
    return {key for one in conditions_on(screen, model) for key in fields_in(one)}


def _computed(keys: Iterable[str], model: Model) -> frozenset[str]:
    fields = model.fields
    return frozenset(key for key in keys if key in fields and fields[key].formula is not None)


def computed_aside(view: FormView, plan: Plan) -> Iterator[Aside]:
    """Yield the computed fields that conditions on the page may name, but that do not stand there.

    As hidden inputs that are not posted, they are kept up to date like the others.
    """
    here = set(fields_of(plan.current.elements)) if plan.current else set()
    named = _computed(_named(view.screen, view.model), view.model)
    for key in sorted(named - here):
        if view.may_see(key):
            yield Aside(key, kind_of_field(view, key), plain(view.data.get(key)))
