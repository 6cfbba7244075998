"""What a definition proposes, and the rule it becomes once a tenant admin accepts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from stuga.models import RetentionRule
from stuga.models.definition.document import App
from stuga.models.definition.field import Field
from stuga.models.definition.model import Model
from stuga.models.definition.paths import apart
from stuga.models.definition.proposal import RetentionProposal
from stuga.models.json import JsonObject
from stuga.runtime.records.due import DROP

Pathed: TypeAlias = tuple[str, Field]
"""A field with its path, which leads into a list for one in its rows."""
_CARRIED: Final = ("start", "when", "align", "keep_min", "keep_max", "action", "law")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as the rule it would become for one model.

    :ivar replaces: the rule of the same key that is in force, and says something else
    """

    key: str
    title: str
    rule: JsonObject
    replaces: JsonObject | None = None

    @property
    def differs_in_law_alone(self) -> bool:
        """Whether it would act like the rule in force, and only names another law for it."""
        return self.replaces is not None and _without_law(self.replaces) == _without_law(self.rule)


def _without_law(rule: JsonObject) -> JsonObject:
    return {name: value for name, value in rule.items() if name != "law"}


def proposed(app: App, model: Model, in_force: Sequence[RetentionRule]) -> Sequence[Proposed]:
    """Return what is proposed for a model, for its records or its fields, and not in force."""
    own = (each.privacy.retention for _, each in apart(model.fields))
    named = {*model.retention, *own}
    present = {one.key: one.rule for one in in_force}
    found = []
    for key in sorted(named & app.retention.keys()):
        rule = rule_for(app.retention[key], model)
        if present.get(key) != rule:
            found.append(Proposed(key, app.retention[key].title, rule, present.get(key)))
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
        elsewhere = _elsewhere(proposal.key, model)
        rule["fields"] = _methods([each for each in _personal(model) if each not in elsewhere])
    return rule


def _naming(key: str, model: Model) -> list[Pathed]:
    return [each for each in apart(model.fields) if each[1].privacy.retention == key]


def _personal(model: Model) -> list[Pathed]:
    return [each for each in apart(model.fields) if each[1].privacy.is_personal]


def _elsewhere(key: str, model: Model) -> list[Pathed]:
    """Return personal fields that name another rule of their own."""
    return [each for each in _personal(model) if each[1].privacy.retention not in {"", key}]


def _methods(fields: Sequence[Pathed]) -> JsonObject:
    return {path: each.privacy.anonymise or DROP for path, each in fields}
