"""What can be done about the records that a change bears on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from stuga.builder.publishing.commands import Answer
from stuga.builder.publishing.planning import Plan
from stuga.models.definition.converting import FORMATS, REFERENCES, Conversion
from stuga.models.definition.differences import Change, Difference
from stuga.models.definition.document import Field
from stuga.models.definition.kinds.typed import TypedKind
from stuga.models.definition.steps import Otherwise
from stuga.runtime.records.migrating_lookups import named_by

ASIDE, FORGET = Otherwise.ASIDE.value, Otherwise.FORGET.value
TAKEN_OUT: Final = (ASIDE, FORGET)
CONVERTED: Final = (ASIDE, FORGET, Otherwise.LEAVE.value, Otherwise.CANCEL.value)
LEAVE: Final = Answer(do="leave")
_NEVER_TYPED: Final = REFERENCES | {"person"}
_TEXTS: Final = frozenset({"text", "e-mail", "phone", "sequence", "national-id"})


def answers(plan: Plan, one: Difference) -> Sequence[Answer]:
    """Return what can be done; the first is done if it need not be asked.

    What may be left as it is stands first where nothing is lost by that.
    """
    find = _ANSWERS.get(one.change)
    return tuple(find(plan, one)) if find else ()


def _removal(_plan: Plan, one: Difference) -> Iterator[Answer]:
    yield Answer(do="remove", otherwise=TAKEN_OUT if one.field else ())


def _required(plan: Plan, one: Difference) -> Iterator[Answer]:
    yield LEAVE
    if can_be_given(plan, one):
        yield Answer(do="give", value=True)


def can_be_given(plan: Plan, one: Difference) -> bool:
    """Tell whether one value can be put in the field of many records."""
    wanted, model = plan.field(one), plan.new.models.get(one.model)
    if wanted is None or model is None:
        return False
    alone = any(rule == (one.field,) for rule in model.unique)
    return not alone and is_typed(wanted)


def is_typed(wanted: Field) -> bool:
    """Tell whether a value of a field can be typed."""
    kind = wanted.kind
    return isinstance(kind, TypedKind) and not kind.given and kind.name not in _NEVER_TYPED


def _narrowing(plan: Plan, one: Difference) -> Iterator[Answer]:
    yield LEAVE
    yield Answer(do="empty", otherwise=TAKEN_OUT)
    wanted = plan.field(one)
    if wanted is not None and is_typed(wanted):
        yield Answer(do="replace", value=True)


def _choices(plan: Plan, one: Difference) -> Iterator[Answer]:
    former, wanted = plan.former_field(one), plan.field(one)
    before, after = former.choices if former else (), wanted.choices if wanted else ()
    left = {choice.const for choice in after}
    gone = tuple(each for each in before if each.const not in left)
    yield LEAVE
    yield Answer(do="map", gone=gone, left=after, otherwise=TAKEN_OUT)
    yield Answer(do="empty", otherwise=TAKEN_OUT)


def _unique(plan: Plan, one: Difference) -> Iterator[Answer]:
    yield LEAVE
    model = plan.new.models.get(one.model)
    field = model.fields.get(one.field) if model and len(one.fields) == 1 else None
    if field is not None and not field.required and not field.kind.given:
        yield Answer(do="first")


def _conversion(plan: Plan, one: Difference) -> Iterator[Answer]:
    conversion = plan.conversion(one)
    if conversion is None:
        return
    orders = dict.fromkeys(FORMATS, 0) if conversion.reads_days else {}
    by = tuple(_naming(plan, conversion))
    yield Answer(do="convert", orders=orders, by=by, otherwise=CONVERTED)
    yield LEAVE


def _naming(plan: Plan, conversion: Conversion) -> Iterator[str]:
    """Yield the fields by which texts may name records, the one that labels are made of first."""
    target = plan.around.get(conversion.wanted.references or "")
    if not conversion.leads_to_records or target is None:
        return
    first = named_by(target)
    if first:
        yield first
    for field in target.view.fields.values():
        if field.key != first and field.kind.name in _TEXTS and not field.privacy.encrypt:
            yield field.key


_ANSWERS: Final[Mapping[Change, Callable[[Plan, Difference], Iterator[Answer]]]] = {
    Change.REMOVAL: _removal,
    Change.NEW_UNIQUE: _unique,
    Change.NEW_REQUIRED: _required,
    Change.NARROWING: _narrowing,
    Change.FEWER_CHOICES: _choices,
    Change.TYPE_CHANGE: _conversion,
}
