"""Rules: who puts them in force, and what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from stuga.models import RetentionRule, RetentionRun
from stuga.models.definition.model import Model
from stuga.models.definition.proposal import RetentionProposal
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import db
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.runtime.records.definitions import LiveApp, live, live_by_id
from stuga.runtime.records.due import recompute_due
from stuga.runtime.retention import queries
from stuga.runtime.retention.commands import EndRule, PutRule
from stuga.runtime.retention.rules import refusals


@dataclass(frozen=True, slots=True)
class Shown:
    """A model with its rules in force and what its definition proposes."""

    app_key: str
    app_title: str
    model: Model
    rules: Sequence[RetentionRule]
    proposals: Sequence[RetentionProposal]


def overview(actor: Actor) -> Sequence[Shown]:
    """Return every published model with its rules and its open proposals."""
    require(actor, Permission.RETENTION_READ)
    audit.record(actor, Act.RETENTION_READ, target=Target(kind="retention"))
    rules = queries.rules_in_force()
    found: list[Shown] = []
    for app in queries.published_apps():
        serving = live_by_id(app.id)
        for model in serving.definition.models.values():
            own = [one for one in rules if one.app_id == app.id and one.model == model.key]
            proposals = _open_proposals(serving, model, {one.key for one in own})
            found.append(Shown(app.key, app.title, model, own, proposals))
    return found


def _open_proposals(app: LiveApp, model: Model, taken: set[str]) -> list[RetentionProposal]:
    """Return what the model proposes and nobody has accepted: its own rules, and its fields'."""
    named = {*model.retention, *(each.privacy.retention for each in model.fields.values())}
    proposed = app.definition.retention
    return [
        proposed[key] for key in sorted(filter(None, named)) if key in proposed and key not in taken
    ]


def list_rules(actor: Actor) -> Sequence[tuple[str, RetentionRule]]:
    """Return the rules in force with their app's key."""
    require(actor, Permission.RETENTION_READ)
    audit.record(actor, Act.RETENTION_READ, target=Target(kind="retention"))
    keys = {app.id: app.key for app in queries.published_apps()}
    return [(keys[one.app_id], one) for one in queries.rules_in_force() if one.app_id in keys]


def put_rule(actor: Actor, command: PutRule) -> RetentionRule:
    """Put a rule in force; the records' due times follow in a job.

    :raises NotFoundError: if there is no such app or model
    :raises InvalidError: naming what in the rule cannot be
    """
    require(actor, Permission.RETENTION_WRITE)
    app = live(command.app)
    model = app.model(command.model)
    refused = refusals(command.rule, model.view)
    if refused:
        raise InvalidError(refused)
    former = queries.find_rule(app.app_id, command.model, command.key)
    if former is not None:
        former.ended_at = command.now
        db.session.flush()  # the key is free only once the former rule has ended
    rule = RetentionRule(
        app_id=app.app_id,
        model=command.model,
        key=command.key,
        title=command.title,
        rule=command.rule,
        version=former.version + 1 if former else 1,
        source=command.source,
        author_id=actor.person_id,
        accepted_at=command.now,
    )
    db.session.add(rule)
    recompute_due(model.id)
    _note(actor, command.app, command.model, (former.rule if former else None, command.rule))
    return rule


def end_rule(actor: Actor, command: EndRule) -> RetentionRule:
    """End a rule.

    :raises NotFoundError: if no such rule is in force
    """
    require(actor, Permission.RETENTION_WRITE)
    app = live(command.app)
    rule = queries.find_rule(app.app_id, command.model, command.key)
    if rule is None:
        raise NotFoundError
    rule.ended_at = command.now
    recompute_due(app.model(command.model).id)
    _note(actor, command.app, command.model, (rule.rule, None))
    return rule


def _note(
    actor: Actor, app: str, model: str, pair: tuple[JsonObject | None, JsonObject | None]
) -> None:
    target = Target(kind="retention-rule", app=app, model=model)
    detail = Detail(changes={"rule": pair}, personal=())
    audit.record(actor, Act.RETENTION_WRITE, target=target, detail=detail)


def runs(actor: Actor) -> Sequence[RetentionRun]:
    """Return the last runs, newest first; part of the overview's entry."""
    require(actor, Permission.RETENTION_READ)
    return queries.last_runs()
