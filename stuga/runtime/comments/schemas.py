"""Comments as JSON: what comes in, what goes out."""

from marshmallow import RAISE, Schema, fields, validate

from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.web.paging import DEFAULT_LIMIT, MAX_LIMIT
from stuga.runtime.comments.results import Page, Shown


class CommentsArguments(Schema):
    """The query arguments of a page of comments."""

    class Meta:
        unknown = RAISE

    before = fields.UUID(load_default=None)
    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT))


class CommentSchema(Schema):
    """A comment that is written or changed."""

    class Meta:
        unknown = RAISE

    text = fields.String(required=True)


def comments_json(page: Page) -> JsonObject:
    """Return comments, the oldest first, and what asks for those before them."""
    items: list[JsonValue] = [comment_json(one) for one in page.comments]
    return {"items": items, "earlier": str(page.earlier) if page.earlier else None}


def comment_json(one: Shown) -> JsonObject:
    """Return one comment."""
    mentions: list[JsonValue] = [{"id": str(id_), "name": name} for id_, name in one.names.items()]
    return {
        "id": str(one.id),
        "text": one.text,
        "by": {"id": str(one.author) if one.author else None, "name": one.who},
        "mentions": mentions,
        "created_at": moment_text(one.created_at),
        "edited_at": moment_text(one.edited_at) if one.edited_at else None,
    }
