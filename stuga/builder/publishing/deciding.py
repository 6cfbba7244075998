"""Turns what was decided about stored records into the steps of a migration."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from stuga.builder.publishing.commands import Answer, Effect
from stuga.builder.publishing.planning import Plan
from stuga.builder.publishing.rules import PublishNeedsDecisionError, code_of
from stuga.models.definition.comparing import is_empty
from stuga.models.definition.converting import fitting
from stuga.models.definition.differences import Change, Difference
from stuga.models.definition.reading import object_at, pointer, text_at
from stuga.models.definition.refusals import Refused
from stuga.models.definition.steps import Do, Otherwise, Step
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import InvalidError

CHOICES: Final = "choices"
UNKNOWN: Final = Refused("choice-unknown")
_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    "give": frozenset({"value"}),
    "replace": frozenset({"value"}),
    "empty": frozenset({"otherwise"}),
    "remove": frozenset({"otherwise"}),
    "map": frozenset({"mapping", "otherwise"}),
    "convert": frozenset({"order", "by", "otherwise"}),
}


def steps_of(
    plan: Plan,
    effects: Sequence[Effect],
    choices: Mapping[str, JsonObject],
    confirmed: frozenset[str],
) -> list[Step]:
    """Return the steps that carry stored records along.

    :param confirmed: codes of effects about which the first of their answers is done
    :raises PublishNeedsDecisionError: naming what has not been decided
    :raises InvalidError: naming each choice that is none
    """
    by_code = {effect.code: effect for effect in effects}
    errors: dict[str, Refused] = {
        pointer(CHOICES, code): Refused("unknown-change") for code in choices if code not in by_code
    }
    open_ones = [
        one
        for one in effects
        if one.needs_decision and one.code not in confirmed and one.code not in choices
    ]
    steps: list[Step] = []
    for one in _once(plan.differences):
        effect = by_code[code_of(one)]
        chosen = choices.get(effect.code)
        reader = _Chosen(plan, one, effect, chosen or {}, errors)
        steps += reader.steps(asked=chosen is not None)
    if errors:
        raise InvalidError(errors)
    if open_ones:
        raise PublishNeedsDecisionError(open_ones)
    return steps + _taken_back(plan)


def _once(several: Sequence[Difference]) -> Sequence[Difference]:
    """Leave out changes of one code but the first: they are one decision."""
    found: dict[str, Difference] = {}
    for one in several:
        found.setdefault(code_of(one), one)
    return list(found.values())


def _taken_back(plan: Plan) -> list[Step]:
    return [
        Step(
            do=Do.TAKE_BACK,
            model=model,
            field=key,
            of=tuple(str(one.migration_id) for one in several),
        )
        for (model, key), several in plan.coming_back.items()
    ]


class _Chosen:
    """What was chosen about one change, on its way to a step; what is wrong with it is noted."""

    def __init__(
        self,
        plan: Plan,
        one: Difference,
        effect: Effect,
        raw: JsonObject,
        errors: dict[str, Refused],
    ) -> None:
        self.plan, self.one, self.effect, self.raw, self.errors = plan, one, effect, raw, errors

    def steps(self, *, asked: bool) -> list[Step]:
        if self.one.change is Change.RENAME:
            return [self._step(Do.RENAME, was=self.one.was)]
        answer = self._answer(asked=asked)
        if answer is None:
            return self._left()
        make = _MAKE.get(answer.do)
        return self._left() if make is None else [make(self, answer)]

    def _left(self) -> list[Step]:
        """Return what is done even if everything is left as it is: values are still unique."""
        if self.one.change is Change.NEW_UNIQUE:
            return [Step(do=Do.UNIQUE, model=self.one.model, fields=self.one.fields)]
        return []

    def _answer(self, *, asked: bool) -> Answer | None:
        if not self.effect.answers:
            return None
        if not asked:
            return self.effect.answers[0]
        do = text_at(self.raw, "do")
        found = next((one for one in self.effect.answers if one.do == do), None)
        if found is None:
            self._refuse(UNKNOWN, "do")
            return None
        for name in self.raw.keys() - _MEMBERS.get(do, frozenset()) - {"do"}:
            self._refuse(Refused("unknown-field"), name)
        return found

    def _refuse(self, why: Refused, *place: str) -> None:
        self.errors[pointer(CHOICES, self.effect.code, *place)] = why

    def _step(self, do: Do, **more: object) -> Step:
        return Step(do=do, model=self.one.model, field=self.one.field, **more)  # type: ignore[arg-type]  # each is given by its name

    def _one_of(self, name: str, known: Sequence[str]) -> str:
        """Return a word that must be one of some; the first if none is given."""
        given = self.raw.get(name)
        if given is None:
            return known[0] if known else ""
        if given not in known:
            self._refuse(UNKNOWN, name)
            return ""
        return str(given)

    def _otherwise(self, answer: Answer) -> Otherwise:
        return Otherwise(self._one_of("otherwise", answer.otherwise) or Otherwise.ASIDE)

    def give(self, _answer: Answer) -> Step:
        return self._step(Do.GIVE, value=self._value())

    def replace(self, _answer: Answer) -> Step:
        return self._step(Do.REPLACE, value=self._value())

    def _value(self) -> JsonValue:
        """Return the value that is given, which must fit the field as it is to be."""
        field, value = self.plan.field(self.one), self.raw.get("value")
        if is_empty(value) or field is None:
            self._refuse(Refused("required"), "value")
            return None
        normal = field.kind.normal(value, field.schema)
        if not fitting(field)(normal):
            self._refuse(Refused("value-unfit"), "value")
        return normal

    def empty(self, answer: Answer) -> Step:
        return self._step(Do.EMPTY, otherwise=self._otherwise(answer))

    def remove(self, answer: Answer) -> Step:
        if not self.one.field:
            return Step(do=Do.REMOVE_MODEL, model=self.one.model)
        return self._step(Do.REMOVE, otherwise=self._otherwise(answer))

    def first(self, _answer: Answer) -> Step:
        return Step(do=Do.UNIQUE, model=self.one.model, fields=self.one.fields, keeps_first=True)

    def convert(self, answer: Answer) -> Step:
        return self._step(
            Do.CONVERT,
            order=self._one_of("order", tuple(answer.orders)) or "auto",
            by=self._one_of("by", answer.by),
            otherwise=self._otherwise(answer),
        )

    def map(self, answer: Answer) -> Step:
        """Map every choice that is no more; one that is not named becomes none."""
        given = object_at(self.raw, "mapping")
        gone = [str(one.const) for one in answer.gone]
        left = {str(one.const) for one in answer.left}
        for const, to in given.items():
            if const not in gone or (to is not None and to not in left):
                self._refuse(UNKNOWN, "mapping", const)
        mapping = {one: to if isinstance(to := given.get(one), str) else None for one in gone}
        return self._step(Do.MAP, mapping=mapping, otherwise=self._otherwise(answer))


_MAKE: Final[Mapping[str, Callable[[_Chosen, Answer], Step]]] = {
    "give": _Chosen.give,
    "replace": _Chosen.replace,
    "empty": _Chosen.empty,
    "remove": _Chosen.remove,
    "first": _Chosen.first,
    "convert": _Chosen.convert,
    "map": _Chosen.map,
}
