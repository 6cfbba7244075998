"""Files as JSON: what comes in, what goes out."""

from marshmallow import RAISE, Schema, fields, validate

from stuga.models import File
from stuga.models.json import JsonObject
from stuga.platform.storage import Ticket
from stuga.platform.web.whole import Whole

LONGEST_KEY = 63
LONGEST_NAME = 1_000


class PlaceArguments(Schema):
    """For which field of which model a file is."""

    class Meta:
        unknown = RAISE

    model = fields.String(required=True, validate=validate.Length(1, LONGEST_KEY))
    field = fields.String(required=True, validate=validate.Length(1, LONGEST_KEY))


class ClaimSchema(Schema):
    """Of which model a file is claimed."""

    class Meta:
        unknown = RAISE

    model = fields.String(required=True, validate=validate.Length(1, LONGEST_KEY))


class AnnounceSchema(PlaceArguments):
    """A file that the client stores itself."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    size = Whole(required=True, validate=validate.Range(1))


def file_json(row: File) -> JsonObject:
    """Return what is known of a file."""
    document: JsonObject = {
        "id": str(row.id),
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.digest,
        "scan": row.scan,
    }
    if row.width is not None and row.height is not None:
        document["width"], document["height"] = row.width, row.height
    return document


def announced_json(row: File, ticket: Ticket) -> JsonObject:
    """Return where and with what a client stores a file itself."""
    return {"id": str(row.id), "url": ticket.url, "fields": {**ticket.fields}}
