"""The CEL environment of formulas: which names, operators and functions there are.

Imported in the child process only. What CEL has beside these is left out: patterns cost too much,
`dyn` and messages pass types by, and text has no order that all languages share.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from cel_expr_python import cel  # type: ignore[import-untyped]  # it has types, but no py.typed

from stuga.runtime.formulas import functions

Env: TypeAlias = cel.Env
Expression: TypeAlias = cel.Expression

_T: Final = cel.Type
_EXCLUDED: Final = ("matches", "dyn", "type", "bytes", "uint", "string")
_NUMBERS: Final = ("double,double", "int,int", "int,double", "double,int")
_TIMES: Final = ("timestamp,timestamp", "duration,duration")
_PARTS_OF_DAY: Final = ("getHours", "getMinutes", "getSeconds", "getMilliseconds")
_PARTS_OF_DATE: Final = (
    *("getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear"),
    *_PARTS_OF_DAY,
)

REPLACED: Final[Mapping[str, str]] = {"_/_": "_:_", "_%_": "_;_", "timestamp": "time:text"}
"""Functions of CEL's own that cannot be declared anew, and what stands for them once compiled.

Division gives infinity there, remainders know no doubles, and a timestamp wants hours and zone.
The new names are as long, so that no length in the message changes, and nobody can type them.
"""

TYPES: Final[Mapping[str, cel.Type]] = {
    "number": _T.DOUBLE,
    "whole": _T.DOUBLE,
    "truth": _T.BOOL,
    "text": _T.STRING,
    "date": _T.TIMESTAMP,
    "moment": _T.TIMESTAMP,
    "texts": _T.List(_T.STRING),
    "rows": _T.List(_T.Map(_T.STRING, _T.DYN)),
    "group": _T.Map(_T.STRING, _T.DYN),
}
"""What the types of fields are in CEL. What stands in rows and groups has no types there."""

_FITTING: Final[Mapping[str, tuple[cel.Type, ...]]] = {
    "number": (_T.DOUBLE, _T.INT, _T.DYN),
    "whole": (_T.DOUBLE, _T.INT, _T.DYN),
    "truth": (_T.BOOL, _T.DYN),
    "text": (_T.STRING, _T.DYN),
    "date": (_T.TIMESTAMP, _T.DYN),
    "moment": (_T.TIMESTAMP, _T.DYN),
}

_Spec: TypeAlias = dict[str, object]


class _Overload(NamedTuple):
    """One way to call a function; `how` is None where CEL itself knows how."""

    name: str
    operands: str
    result: str
    how: Callable[..., object] | None = None
    is_method: bool = False

    @property
    def id(self) -> str:
        return f"{self.name}({self.operands})"

    def spec(self) -> _Spec:
        operands = [_type(one) for one in self.operands.split(",")]
        found: _Spec = {"id": self.id, "return": _type(self.result)}
        if self.is_method:
            found["target"] = operands.pop(0)
        return {**found, "args": operands}


def _type(written: str) -> _Spec:
    """Read `double`, `list<~A>`: a name, a tilde before one that stands for any type."""
    if written.startswith("~"):
        return {"type_name": written[1:], "is_type_param": True}
    name, _, inner = written.removesuffix(">").partition("<")
    return {"type_name": name, "params": [_type(inner)]} if inner else {"type_name": name}


def _all(
    name: str, operands: Sequence[str], result: str, how: Callable[..., object] | None = None
) -> list[_Overload]:
    return [_Overload(name, one, result, how) for one in operands]


def _arithmetic(name: str, plain: Callable[[float, float], float]) -> list[_Overload]:
    """Mix whole numbers and doubles; CEL itself has the pure pairs."""
    return [
        *_all(name, ["double,double"], "double"),
        *_all(name, ["int,int"], "int"),
        *_all(name, ["int,double", "double,int"], "double", plain),
    ]


def _operators() -> list[_Overload]:
    found = [
        *_arithmetic("_+_", lambda one, other: float(one) + float(other)),
        *_all("_+_", ["string,string"], "string"),
        *_all("_+_", ["list<~A>,list<~A>"], "list<~A>"),
        *_all("_+_", ["timestamp,duration", "duration,timestamp"], "timestamp"),
        *_all("_+_", ["duration,duration"], "duration"),
        *_arithmetic("_-_", lambda one, other: float(one) - float(other)),
        *_all("_-_", _TIMES, "duration"),
        *_all("_-_", ["timestamp,duration"], "timestamp"),
        *_arithmetic("_*_", lambda one, other: float(one) * float(other)),
        *_all("_/_", _NUMBERS, "double"),
        *_all("_%_", _NUMBERS, "double"),
        *_all("timestamp", ["string"], "timestamp"),
        *_all(REPLACED["_/_"], _NUMBERS, "double", functions.divided),
        *_all(REPLACED["_%_"], _NUMBERS, "double", functions.remainder),
        *_all(REPLACED["timestamp"], ["string"], "timestamp", functions.time_in),
        *_all("_[_]", ["list<~A>,double", "list<~A>,int"], "~A"),
    ]
    for name in ("_<_", "_<=_", "_>_", "_>=_"):
        found += _all(name, [*_NUMBERS, *_TIMES], "bool")
    for name in ("_==_", "_!=_"):
        found += _all(name, ["~A,~A", "int,double", "double,int"], "bool")
    return found


def _methods() -> list[_Overload]:
    """Leave out those that take a time zone: formulas see the tenant's clock."""
    found = [_Overload(name, "timestamp", "int", is_method=True) for name in _PARTS_OF_DATE]
    return found + [_Overload(name, "duration", "int", is_method=True) for name in _PARTS_OF_DAY]


def _own() -> list[_Overload]:
    found = [
        *_all("sum", ["list<double>"], "double", functions.total),
        *_all("avg", ["list<double>"], "double", functions.average),
        *_all("round", ["double", "int", *_NUMBERS], "double", functions.to_decimals),
        *_all("days_between", ["timestamp,timestamp"], "double", functions.days_between),
        *_all("text", ["double", "int", "bool", "timestamp", "string"], "string", functions.words),
        *_all("join", ["list<string>,string"], "string", functions.joined),
    ]
    for name, among, of_two in (
        ("min", functions.least, functions.lesser),
        ("max", functions.greatest, functions.greater),
    ):
        # CEL does not tell lists apart by what is in them, so there is one of numbers alone.
        found += _all(name, ["list<double>"], "double", among)
        found += _all(name, _NUMBERS, "double", of_two)
        found += _all(name, ["timestamp,timestamp"], "timestamp", of_two)
    return found


_DECLARED: Final = [*_operators(), *_methods(), *_own()]
_IMPLEMENTED: Final = {one.id: one.how for one in _DECLARED if one.how is not None}


def _config(declared: Sequence[_Overload]) -> cel.EnvConfig:
    """Write an environment's configuration; JSON is YAML too."""
    names = dict.fromkeys(one.name for one in declared)
    excluded = [{"name": name} for name in (*_EXCLUDED, *names)]
    specs = [
        {"name": name, "overloads": [one.spec() for one in declared if one.name == name]}
        for name in names
    ]
    config = {"name": "formulas", "stdlib": {"exclude_functions": excluded}, "functions": specs}
    return cel.NewEnvConfigFromYaml(json.dumps(config))


_CONFIG: Final = _config(_DECLARED)


def environment(types: Mapping[str, str]) -> Env:
    """Make the environment of a model: its fields by key, each with its type here."""
    return cel.NewEnv(config=_CONFIG, variables=_variables(types), function_impls=_IMPLEMENTED)


LOOPS: Final[Mapping[str, str]] = {
    "map": "mab",
    "filter": "filtex",
    "all": "alx",
    "exists": "existx",
    "exists_one": "existx_one",
    "has": "hax",
}
"""CEL's macros, and functions as long that stand for them where types alone are looked at."""


def row_environment(types: Mapping[str, str], rows: Mapping[str, str]) -> Env:
    """Make an environment that only checks types, also of what stands in rows.

    A macro has no type of its own, and what it goes through is `dyn`: so functions stand for
    macros, and the variables of loops are declared like all others.

    :param rows: a loop's variable, or a member of one such as `row.price`, and its type
    """
    loops = [
        *_methods_of(LOOPS["map"], ["list<~A>,~A,~B", "list<~A>,~A,bool,~B"], "list<~B>"),
        *_methods_of(LOOPS["filter"], ["list<~A>,~A,bool"], "list<~A>"),
        *_all(LOOPS["has"], ["~A"], "bool"),
    ]
    for name in ("all", "exists", "exists_one"):
        loops += _methods_of(LOOPS[name], ["list<~A>,~A,bool"], "bool")
    declared = {key: TYPES.get(name, _ROW_TYPES.get(name, _T.DYN)) for key, name in rows.items()}
    variables = {**_variables(types), **declared}
    config = _config([*_DECLARED, *loops])
    return cel.NewEnv(config=config, variables=variables, function_impls=_IMPLEMENTED)


_ROW_TYPES: Final[Mapping[str, cel.Type]] = {"row": _T.Map(_T.STRING, _T.DYN)}


def _methods_of(name: str, operands: Sequence[str], result: str) -> list[_Overload]:
    return [_Overload(name, one, result, is_method=True) for one in operands]


def _variables(types: Mapping[str, str]) -> dict[str, cel.Type]:
    variables: dict[str, cel.Type] = {"now": _T.TIMESTAMP, "today": _T.TIMESTAMP}
    variables["me.id"] = _T.STRING
    for key, name in types.items():
        variables[f"record.{key}"] = TYPES[name]
        variables[f"filled.{key}"] = _T.BOOL
    return variables


def fits(expression: Expression, result: str) -> bool:
    """Tell whether a formula gives what its field is to hold."""
    return any(expression.return_type() == one for one in _FITTING[result])
