"""The formulas of one model, compiled once and run on record after record. In the child only."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, tzinfo
from typing import Final, NamedTuple

from stuga.runtime.formulas import flaws
from stuga.runtime.formulas.binding import bound, is_filled, on_the_clock
from stuga.runtime.formulas.compiling import Program, compiled
from stuga.runtime.formulas.environment import environment
from stuga.runtime.formulas.flaws import FlawError
from stuga.runtime.formulas.settling import settled

_OURS: Final = re.compile(r"\bformula-[a-z]+")
_SAID: Final[Mapping[str, str]] = {
    "No value with name": flaws.EMPTY,
    "Key not found": flaws.EMPTY,
    "by zero": flaws.DIVISION,
    "overflow": flaws.NUMBER,
    " range": flaws.NUMBER,
    "budget exceeded": flaws.TOO_SLOW,
    "MemoryError": flaws.TOO_LARGE,
}


class World(NamedTuple):
    """What formulas may know beside the record."""

    zone: tzinfo
    variables: Mapping[str, object]


def world_at(now: datetime, zone: tzinfo, me: str) -> World:
    """Tell the time by the tenant's clock, and who acts; `me.id` is empty if nobody does."""
    here = on_the_clock(now, zone)
    found: dict[str, object] = {"now": here, "today": datetime.combine(here, time.min, UTC)}
    return World(zone, {**found, "me.id": me} if me else found)


class Step(NamedTuple):
    """One field's formula; `flaw` stands for what could not be compiled."""

    key: str
    result: str
    step: str
    program: Program | None
    flaw: str = ""


class Programs(NamedTuple):
    """A model's formulas, each after those that it reads."""

    types: Mapping[str, str]
    steps: Sequence[Step]

    @property
    def reads(self) -> list[str]:
        """The fields that must be given; computed ones are not."""
        own = {step.key for step in self.steps}
        read = {key for step in self.steps if step.program for key in step.program.reads}
        return sorted(read - own)

    def run(self, record: Mapping[str, object], world: World) -> dict[str, object]:
        """Reckon all formulas of one record: key to value, None if empty, or `{"flaw": code}`."""
        row = _Row(self.types, world)
        for key, value in record.items():
            row.take(key, value)
        return {step.key: row.reckon(step) for step in self.steps}


class _Row:
    """One record while its formulas run."""

    def __init__(self, types: Mapping[str, str], world: World) -> None:
        self._types, self._zone = types, world.zone
        self._values = dict(world.variables)
        self._flaws: dict[str, str] = {}

    def take(self, key: str, value: object) -> None:
        filled = is_filled(value)
        self._values[f"filled.{key}"] = filled
        if filled:
            try:
                self._values[f"record.{key}"] = bound(value, self._types[key], self._zone)
            except FlawError as error:
                self._flaws[key] = error.code

    def reckon(self, step: Step) -> object:
        found = self._reckoned(step)
        if isinstance(found, dict):
            self._flaws[step.key] = str(found["flaw"])
        else:
            self.take(step.key, found)
        return found

    def _reckoned(self, step: Step) -> object:
        if step.program is None:
            return {"flaw": step.flaw}
        for key in step.program.reads:
            if key in self._flaws:
                return {"flaw": self._flaws[key]}
            self._values.setdefault(f"filled.{key}", False)
        try:
            value = settled(_value(step.program, self._values), step.result, step.step, self._zone)
        except FlawError as error:
            return None if error.code == flaws.EMPTY else {"flaw": error.code}
        return value if is_filled(value) else None


def _value(program: Program, variables: Mapping[str, object]) -> object:
    """Evaluate; an error comes back as a value whose type says so.

    :raises FlawError: for it
    """
    try:
        found = program.expression.eval(data=variables)
        if found.type().name() != "ERROR":
            return found.plain_value()
        said = str(found.value())
    except (RuntimeError, MemoryError) as error:
        said = repr(error)
    raise FlawError(_code(said))


def _code(said: str) -> str:
    ours = _OURS.search(said)
    if ours:
        return ours[0]
    return next((code for words, code in _SAID.items() if words in said), flaws.FAILED)


def programs(types: Mapping[str, str], formulas: Mapping[str, Mapping[str, str]]) -> Programs:
    """Compile the formulas of a model; one that cannot be is a flaw wherever it is asked for."""
    env = environment(types)
    made: dict[str, Step] = {}
    for key, one in formulas.items():
        try:
            program = compiled(env, one["source"], one["result"], types)
            made[key] = Step(key, one["result"], one["step"], program)
        except FlawError as error:
            made[key] = Step(key, one["result"], one["step"], None, error.code)
    return Programs(types, list(_in_order(made)))


def _in_order(steps: Mapping[str, Step]) -> Iterator[Step]:
    """Put each formula after those that it reads; of a circle none can be reckoned."""
    left, done = dict(steps), set[str]()
    while left:
        ready = [step for step in left.values() if not _awaited(step, left)]
        if not ready:
            for step in left.values():
                yield Step(step.key, step.result, step.step, None, flaws.FAILED)
            return
        for step in ready:
            del left[step.key]
            done.add(step.key)
            yield step


def _awaited(step: Step, left: Mapping[str, Step]) -> bool:
    return step.program is not None and any(key in left for key in step.program.reads)
