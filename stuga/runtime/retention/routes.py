"""The JSON API of retention."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response

from stuga.models.json import JsonValue
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.web import answer, body, no_content, signed_in
from stuga.runtime.retention import service
from stuga.runtime.retention.commands import EndRule, PreviewRule, PutRule
from stuga.runtime.retention.previewing import preview
from stuga.runtime.retention.schemas import PreviewSchema, RuleSchema, preview_json, rule_json

retention: Final = Blueprint("retention", __name__, url_prefix="/api/v1/retention")


@retention.get("/rules")
@signed_in
def list_rules(actor: Actor) -> Response:
    """Return the rules in force."""
    rules: list[JsonValue] = [rule_json(key, rule) for key, rule in service.list_rules(actor)]
    return answer({"items": rules})


@retention.post("/rules")
@signed_in
def put_rule(actor: Actor) -> Response:
    """Put a rule in force."""
    given = body(RuleSchema())
    made = service.put_rule(actor, PutRule(now=clock.now(), **given))
    return answer(rule_json(given["app"], made), status=HTTPStatus.CREATED)


@retention.delete("/rules/<app>/<model>/<key>")
@signed_in
def end_rule(actor: Actor, app: str, model: str, key: str) -> Response:
    """End a rule; from now on it erases nothing."""
    service.end_rule(actor, EndRule(app=app, model=model, key=key, now=clock.now()))
    return no_content()


@retention.post("/preview")
@signed_in
def preview_rule(actor: Actor) -> Response:
    """Return what a rule would do, and do nothing."""
    given = body(PreviewSchema())
    return answer(preview_json(preview(actor, PreviewRule(now=clock.now(), **given))))
