"""Problems of computed fields: formulas that cannot be reckoned, or turn in circles."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from stuga.models.definition.checks.cycles import Needs, circle_in, computed_cycle_problems
from stuga.models.definition.checks.formula_words import flaw_said
from stuga.models.definition.checks.nouns import field_said
from stuga.models.definition.checks.problem import Problems, error, removing, warning
from stuga.models.definition.document import App, Field, Model
from stuga.models.definition.kinds import COMPUTED
from stuga.models.definition.reading import text_at
from stuga.models.definition.saying import Listed, Phrase, quoted, said


class Looked(Protocol):
    """What the formula engine says of a formula; its codes are in `runtime/formulas/flaws.py`."""

    @property
    def flaw(self) -> str: ...
    @property
    def at(self) -> int | None: ...
    @property
    def about(self) -> str: ...
    @property
    def reads(self) -> frozenset[str]: ...
    @property
    def compares_fractions(self) -> bool: ...


FormulaCheck: TypeAlias = Callable[[str, Mapping[str, Field], str], Looked]
"""The formula engine, which stands above this floor: source, fields, kind of the result."""


def computed_problems(app: App, model: Model, look: FormulaCheck | None) -> Problems:
    """List what is wrong with a model's computed fields, as far as someone can look at formulas."""
    for key, field in model.fields.items():
        if field.formula is not None:
            pointer = f"/models/{model.key}/properties/{key}"
            yield from _plain(model, field, pointer)
            if look and field.formula.strip() and field.settings.get("result") in COMPUTED:
                yield from _formula(model, field, look, f"{pointer}/x-field/formula")
    if look is None:
        return
    reads = _reads(model, look)
    yield from _circle(model, reads)
    for screen in app.screens.values():
        if reads and screen.type == "form" and screen.model == model.key:
            yield from computed_cycle_problems(model, screen, reads)


def _reads(model: Model, look: FormulaCheck) -> Needs:
    """Tell which fields each formula of a model reads."""
    return {
        key: _looked_at(model, field, look).reads
        for key, field in model.fields.items()
        if field.formula and field.settings.get("result") in COMPUTED
    }


def _looked_at(model: Model, field: Field, look: FormulaCheck) -> Looked:
    return look(field.formula or "", model.fields, text_at(field.settings, "result"))


def _plain(model: Model, field: Field, pointer: str) -> Problems:
    """Find what needs no look at the formula."""
    where = field_said(field, model)
    if field.settings.get("result") not in COMPUTED:
        message = said(
            "{where} is computed, but not what it gives. Choose its result.", where=where
        )
        yield error(f"{pointer}/x-field", "computed-result", message)
    if not (field.formula or "").strip():
        message = said("{where} is computed, but has no formula. Write one.", where=where)
        yield error(f"{pointer}/x-field", "computed-formula", message)
    if "default" in field.schema:
        here = f"{pointer}/default"
        message = said("{where} is computed, so it cannot begin with a value.", where=where)
        yield error(here, "computed-default", message, removing(said("Remove"), here))
    if field.required:
        at = model.required.index(field.key)
        yield error(
            f"/models/{model.key}/required/{at}",
            "computed-required",
            said(
                "{where} is computed, so nobody can fill it in. Require what it is computed from.",
                where=where,
            ),
            removing(said("Do not require it"), f"/models/{model.key}/required/{at}"),
        )


def _formula(model: Model, field: Field, look: FormulaCheck, pointer: str) -> Problems:
    found, where = _looked_at(model, field, look), field_said(field, model)
    if found.flaw:
        yield error(pointer, "computed-flaw", flaw_said(found, model, where))
    elif found.compares_fractions:
        yield warning(
            pointer,
            "computed-equal",
            said(
                "{where} asks whether a fraction that it reckons equals something, which a "
                "rounding decides. Round it first, or compare with < or >.",
                where=where,
            ),
        )


def _circle(model: Model, reads: Needs) -> Problems:
    circle = circle_in(reads)
    if circle:
        names: list[Phrase] = [quoted(model.fields[key].title) for key in circle]
        yield error(
            f"/models/{model.key}/properties/{circle[0]}/x-field/formula",
            "computed-circle",
            said(
                "Model “{model}” computes fields in a circle ({fields}), so none of them could "
                "ever be reckoned.",
                model=model.title,
                fields=Listed((*names, names[0]), between=" → "),
            ),
        )
