"""What a definition proposes, and the rule it becomes once a tenant admin accepts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stuga.models import RetentionRule
from stuga.models.definition.document import App
from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.definition.proposal import RetentionProposal
from stuga.models.json import JsonObject
from stuga.runtime.records.due import DROP

_CARRIED: Final = ("start", "when", "align", "keep_min", "keep_max", "action", "law")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as the rule it would become for one model.

    :ivar replaces: whether a rule of the same key is in force, and says something else
    """

    key: str
    title: str
    rule: JsonObject
    replaces: bool


def proposed(app: App, model: Model, in_force: Sequence[RetentionRule]) -> Sequence[Proposed]:
    """Return what is proposed for a model, for its records or its fields, and not in force."""
    named = {*model.retention, *(each.privacy.retention for each in model.fields.values())}
    present = {one.key: one.rule for one in in_force}
    found = []
    for key in sorted(named & app.retention.keys()):
        rule = rule_for(app.retention[key], model)
        if present.get(key) != rule:
            found.append(Proposed(key, app.retention[key].title, rule, key in present))
    return found


def rule_for(proposal: RetentionProposal, model: Model) -> JsonObject:
    """Return the rule that a proposal becomes; what cannot be carried out yet is left out.

    A proposal that only fields name acts on those. One that the model names leaves the fields
    that name another to that.
    """
    rule: JsonObject = {name: proposal.raw[name] for name in _CARRIED if name in proposal.raw}
    if proposal.key not in model.retention:
        rule["action"] = "anonymise"
        rule["fields"] = _methods(_naming(proposal.key, model))
    elif proposal.action == "anonymise" and _elsewhere(proposal.key, model):
        own = [each for each in _personal(model) if each not in _elsewhere(proposal.key, model)]
        rule["fields"] = _methods(own)
    return rule


def _naming(key: str, model: Model) -> list[Field]:
    return [each for each in model.fields.values() if each.privacy.retention == key]


def _personal(model: Model) -> list[Field]:
    return [each for each in model.fields.values() if each.privacy.is_personal]


def _elsewhere(key: str, model: Model) -> list[Field]:
    """Return personal fields that name another rule of their own."""
    return [each for each in _personal(model) if each.privacy.retention not in {"", key}]


def _methods(fields: Sequence[Field]) -> JsonObject:
    return {each.key: each.privacy.anonymise or DROP for each in fields}
