"""Rules: who puts them in force, and who ends them."""

from collections.abc import Sequence

from stuga.models import RetentionRule
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.db import db
from stuga.platform.errors import InvalidError, NotFoundError
from stuga.runtime.records.definitions import LiveApp, live, restamp
from stuga.runtime.records.due import recompute_due
from stuga.runtime.retention import queries
from stuga.runtime.retention.commands import AcceptProposal, EndRule, PutRule
from stuga.runtime.retention.proposing import proposed
from stuga.runtime.retention.rules import refusals


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
    last = queries.last_version(app.app_id, command.model, command.key)
    twin = _twin(app, command)
    if twin is not None:
        raise InvalidError({"/rule": Refused("rule-twice", {"title": twin.title})})
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
        version=last + 1,
        source=command.source,
        author_id=actor.person_id,
        accepted_at=command.now,
    )
    db.session.add(rule)
    recompute_due(model.id)
    restamp(app.app_id)
    _note(actor, command.app, command.model, (former.rule if former else None, command.rule))
    return rule


def _twin(app: LiveApp, command: PutRule) -> RetentionRule | None:
    """Find a rule of another key that says just the same, as one that was sent twice does."""
    own = (one for one in queries.rules_in_force(app.app_id) if one.model == command.model)
    return next((one for one in own if one.key != command.key and one.rule == command.rule), None)


def accept_proposal(actor: Actor, command: AcceptProposal) -> RetentionRule:
    """Put a proposal of the definition in force; a rule of the same key is replaced.

    :raises NotFoundError: if the live version proposes no such rule for the model
    :raises InvalidError: as `put_rule`
    """
    require(actor, Permission.RETENTION_WRITE)
    app = live(command.app)
    model = app.model(command.model).view
    own = [one for one in queries.rules_in_force(app.app_id) if one.model == model.key]
    offered = proposed(app.definition, model, own)
    found = next((one for one in offered if one.key == command.key), None)
    if found is None:
        raise NotFoundError
    put = PutRule(
        app=command.app,
        model=command.model,
        key=found.key,
        title=found.title,
        rule=found.rule,
        source="proposal",
        now=command.now,
    )
    return put_rule(actor, put)


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
    restamp(app.app_id)
    _note(actor, command.app, command.model, (rule.rule, None))
    return rule


def _note(
    actor: Actor, app: str, model: str, pair: tuple[JsonObject | None, JsonObject | None]
) -> None:
    target = Target(kind="retention-rule", app=app, model=model)
    detail = Detail(changes={"rule": pair}, personal=())
    audit.record(actor, Act.RETENTION_WRITE, target=target, detail=detail)
