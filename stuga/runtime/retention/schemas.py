"""Rules as JSON: what comes in, what goes out."""

from marshmallow import RAISE, Schema, fields, validate

from stuga.models import RetentionRule
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.retention.previewing import Preview

KEY = r"[a-z][a-z0-9_-]{0,62}"


class RuleSchema(Schema):
    """A rule to put in force."""

    class Meta:
        unknown = RAISE

    app = fields.String(required=True)
    model = fields.String(required=True)
    key = fields.String(required=True, validate=validate.Regexp(f"^{KEY}$"))
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    rule = fields.Dict(keys=fields.String(), required=True)


class PreviewSchema(Schema):
    """A rule to look at."""

    class Meta:
        unknown = RAISE

    app = fields.String(required=True)
    model = fields.String(required=True)
    key = fields.String(load_default="")
    rule = fields.Dict(keys=fields.String(), required=True)


def rule_json(app_key: str, rule: RetentionRule) -> JsonObject:
    """Return a rule in force."""
    return {
        "app": app_key,
        "model": rule.model,
        "key": rule.key,
        "title": rule.title,
        "version": rule.version,
        "source": rule.source,
        "accepted_at": moment_text(rule.accepted_at),
        "rule": rule.rule,
    }


def preview_json(found: Preview) -> JsonObject:
    """Return what a rule would do."""
    examples: list[JsonValue] = [
        {
            "id": str(one.id),
            "due_at": moment_text(one.due_at),
            "before": one.before,
            "after": one.after,
        }
        for one in found.examples
    ]
    return {
        "seen": found.seen,
        "capped": found.capped,
        "due": found.due,
        "soon": found.soon,
        "later": found.later,
        "waiting": found.waiting,
        "done": found.done,
        "uncovered": found.uncovered,
        "kept": found.kept,
        "oldest": moment_text(found.oldest) if found.oldest else None,
        "examples": examples,
    }
