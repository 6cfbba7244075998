"""Whether a rule can be put in force for a model, and what it does to one record."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from stuga.models.definition import anonymise
from stuga.models.definition.anonymise import ABSENT, Keyed, Left
from stuga.models.definition.clocks import DateField
from stuga.models.definition.conditions import ConditionError, fields_in
from stuga.models.definition.kinds import Compared
from stuga.models.definition.model import Model
from stuga.models.definition.reading import members_at, text_at
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.crypto import Purpose, ring
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.records.due import RuleInForce, rule_of

MEMBERS: Final = frozenset(
    {"title", "start", "when", "align", "keep_min", "keep_max", "action", "fields", "law"}
)
_DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})
NO_RULE: Final = UUID(int=0)


def refusals(raw: JsonObject, model: Model) -> Errors:
    """Return why a rule cannot be in force for a model, by pointer; empty if it can."""
    found: dict[str, Refused] = {
        f"/rule/{name}": Refused("unknown-member") for name in raw if name not in MEMBERS
    }
    try:
        rule = rule_of(raw, key="new", model=model.key)
    except (ValueError, ConditionError) as error:
        return {**found, "/rule": Refused("rule-invalid", {"message": str(error)})}
    if rule.keep_max is None and rule.keep_min is None:
        found["/rule/keep_max"] = Refused("required")
    if isinstance(rule.start, DateField) and not _is_date(model, rule.start.key):
        found["/rule/start"] = Refused("start-not-a-date", {"field": rule.start.key})
    unknown = sorted(key for key in fields_in(rule.when) if model.field(key) is None)
    if unknown:
        found["/rule/when"] = Refused("unknown-field", {"field": unknown[0]})
    if text_at(raw, "action", "anonymise") not in {"anonymise", "delete"}:
        found["/rule/action"] = Refused("choice-unknown")
    found.update(_method_refusals(raw, model))
    return found


def _is_date(model: Model, key: str) -> bool:
    field = model.field(key)
    return field is not None and field.kind.compared_as in _DATES


def _method_refusals(raw: JsonObject, model: Model) -> Errors:
    found: dict[str, Refused] = {}
    unique = {key for rule in model.unique for key in rule}
    for key, settings in members_at(raw, "fields"):
        field = model.fields.get(key)
        if field is None:
            found[f"/rule/fields/{key}"] = Refused("unknown-field", {"field": key})
            continue
        code = anonymise.problem(
            settings, field.schema, field.kind, required=field.required, unique=key in unique
        )
        if code is not None:
            found[f"/rule/fields/{key}"] = Refused(code, {"field": field.title})
    return found


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
    for key, settings in rule.methods_for(model).items():
        field = model.fields[key]
        if key not in data or key in erased or text_at(settings, "method") == "keep":
            continue
        left = anonymise.apply(settings, data[key], field.schema, field.kind, keyed_for(key))
        into = text_at(settings, "into")
        changes[key] = ABSENT if into else left
        if into and into in model.fields:
            changes[into] = left
        methods[key] = text_at(settings, "method", "drop")
    return changes, methods


def keyed_for(name: str) -> Keyed:
    """Return the tenant's keyed hash for one field."""

    def keyed(text: str) -> str:
        return ring().mac(Purpose.ANONYMISE, text.encode(), current_tenant_id(), name).hex()

    return keyed
