"""Whether a rule can be put in force for a model, and what it does to one record."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from uuid import UUID

from stuga.models.definition import anonymise
from stuga.models.definition.anonymise import ABSENT, Keyed, Left
from stuga.models.definition.checks.conditions import Place, condition_problems
from stuga.models.definition.clocks import Action, Align, DateField, Rule
from stuga.models.definition.conditions import ConditionError, fields_in
from stuga.models.definition.durations import Duration
from stuga.models.definition.field import Field
from stuga.models.definition.kinds import Compared
from stuga.models.definition.model import Model
from stuga.models.definition.paths import changed_at, has_value, whole
from stuga.models.definition.reading import list_at, members_at, object_at, pointer, text_at
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.definition.structure import is_too_deep, validator_of
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.crypto import Purpose, ring
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records.due import RuleInForce, rule_of

SHAPES: Final[Mapping[str, type]] = {
    "title": str,
    "start": dict,
    "when": dict,
    "align": list,
    "keep_min": str,
    "keep_max": str,
    "action": str,
    "fields": dict,
    "law": str,
}
"""The members of a rule, and what each is in JSON."""
_DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})
_STARTS: Final = frozenset({"field", "event"})
NO_RULE: Final = UUID(int=0)


def refusals(raw: JsonObject, model: Model) -> Errors:
    """Return why a rule cannot be in force for a model, by pointer; empty if it can.

    Nothing is passed over: a member that is misread could make a rule erase more than was meant.
    """
    if is_too_deep(raw):
        return {"/rule": Refused("rule-invalid", {"message": "nested too deeply"})}
    misshapen = _misshapen(raw)
    if misshapen:
        return misshapen
    try:
        rule = rule_of(raw, key="new", model=model.key)
    except (ValueError, ConditionError) as error:
        return {"/rule": Refused("rule-invalid", {"message": str(error)})}
    found = _length_refusals(rule)
    if isinstance(rule.start, DateField) and not is_date(model, rule.start.key):
        found["/rule/start"] = Refused("start-not-a-date", {"field": rule.start.key})
    unknown = sorted(key for key in fields_in(rule.when) if model.field(key) is None)
    if unknown:
        found["/rule/when"] = Refused("unknown-field", {"field": unknown[0]})
    elif rule.when is not None and _is_senseless(rule.when, model):
        found["/rule/when"] = Refused("condition-invalid")
    if rule.action is Action.ANONYMISE and rule.keep_max is not None:
        found.update(_method_refusals(raw, model))
    return found


def _misshapen(raw: JsonObject) -> dict[str, Refused]:
    found = {
        pointer("rule", name): Refused("type" if name in SHAPES else "unknown-member")
        for name, value in raw.items()
        if name not in SHAPES or not isinstance(value, SHAPES[name])
    }
    start = object_at(raw, "start")
    if len(start) != 1 or not start.keys() <= _STARTS or not _are_texts(start.values()):
        found["/rule/start"] = Refused("start-unknown")
    if not all(one in set(Align) for one in list_at(raw, "align")):
        found["/rule/align"] = Refused("choice-unknown")
    for key, settings in object_at(raw, "fields").items():
        if not isinstance(settings, dict):
            found[pointer("rule", "fields", key)] = Refused("type")
    return found


def _are_texts(values: Iterable[JsonValue]) -> bool:
    return all(isinstance(value, str) for value in values)


def _length_refusals(rule: Rule) -> dict[str, Refused]:
    found: dict[str, Refused] = {}
    if rule.keep_max is None and rule.keep_min is None:
        found["/rule/keep_max"] = Refused("required")
    for name, length in (("keep_min", rule.keep_min), ("keep_max", rule.keep_max)):
        if length is not None and _is_backwards(length):
            found[f"/rule/{name}"] = Refused("period-backwards")
    return found


def _is_backwards(length: Duration) -> bool:
    return length.months < 0 or length.days < 0 or length.exact.total_seconds() < 0


def _is_senseless(when: JsonObject, model: Model) -> bool:
    """Tell whether a condition is not well formed, or compares what can never be compared."""
    if not validator_of("urn:stuga:condition:1").is_valid(when):
        return True
    place = Place(model, "/rule/when", "", only_record=True)
    return any(problem.severity == "error" for problem in condition_problems(when, place))


def is_date(model: Model, key: str) -> bool:
    """Tell whether a clock can start from a field."""
    field = model.field(key)
    return field is not None and field.kind.compared_as in _DATES


def _method_refusals(raw: JsonObject, model: Model) -> Errors:
    """Return which fields cannot be anonymised as the rule says, or by their own methods."""
    named = dict(members_at(raw, "fields"))
    found: dict[str, Refused] = {
        pointer("rule", "fields", key): Refused("unknown-field", {"field": key})
        for key in named
        if model.at(key) is None
    }
    methods = read_rule(raw, model=model.key).methods_for(model)
    if not methods and not found:
        return {"/rule/fields": Refused("fields-missing")}
    for path, settings in methods.items():
        field = model.at(path)
        code = None if field is None else method_problem(settings, field, model)
        if field is not None and code is not None:
            found[pointer("rule", "fields", path)] = Refused(code, {"field": field.title})
    return found


def method_problem(settings: JsonObject, field: Field, model: Model) -> str | None:
    """Return the code of why a method cannot be used on a field of a model, None if it can."""
    into = text_at(settings, "into")
    if "into" in settings and (into not in model.fields or into == field.key):
        return "unknown-field"
    return anonymise.problem(
        settings,
        field.schema,
        field.kind,
        required=field.required,
        unique=any(field.key in rule for rule in model.unique),
    )


def read_rule(
    raw: JsonObject, *, model: str, title: str = "", rule_id: UUID = NO_RULE
) -> RuleInForce:
    """Read a rule that has passed `refusals`."""
    return RuleInForce(
        id=rule_id,
        title=title,
        model=model,
        rule=rule_of(raw, key=str(rule_id), model=model),
        methods=dict(members_at(raw, "fields")),
    )


def changes_for(
    rule: RuleInForce, model: Model, data: JsonObject, erased: frozenset[str]
) -> tuple[Mapping[str, Left], Mapping[str, str]]:
    """Return what an anonymising rule leaves of a record's fields, and by which method."""
    changes: dict[str, Left] = {}
    methods: dict[str, str] = {}
    for path, settings in rule.methods_for(model).items():
        field, key = model.at(path), whole(path)
        is_done = path in erased or text_at(settings, "method") == "keep"
        if field is None or is_done or not has_value(data, path):
            continue
        methods[path] = text_at(settings, "method", "drop")
        if key != path:
            data = changed_at(data, path, _leaving(settings, field, path))
            changes[key] = data.get(key, ABSENT)
            continue
        left = _leaving(settings, field, path)(data[key])
        into = text_at(settings, "into")
        changes[key] = ABSENT if into else left
        if into and into in model.fields:
            changes[into] = left
    return changes, methods


def _leaving(settings: JsonObject, field: Field, path: str) -> Callable[[JsonValue], Left]:
    """Return what a method leaves of a value of a field."""
    keyed = keyed_for(path)
    return lambda value: anonymise.apply(settings, value, field.schema, field.kind, keyed)


def keyed_for(name: str) -> Keyed:
    """Return the tenant's keyed hash for one field."""

    def keyed(text: str) -> str:
        return ring().mac(Purpose.ANONYMISE, text.encode(), current_tenant_id(), name).hex()

    return keyed
