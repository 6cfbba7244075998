"""Turns JSON into commands about versions, and what they answer into JSON."""

from typing import Final

from marshmallow import RAISE, Schema, fields, validate

from stuga.builder.apps import rules as texts
from stuga.builder.apps.schemas import checked_described, storable
from stuga.builder.publishing import rules
from stuga.builder.publishing.commands import Published, VersionPage, VersionSummary, WholeVersion
from stuga.builder.publishing.service import MOST_VERSIONS
from stuga.builder.publishing.told import effect_described
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.saying import Tongue, in_words
from stuga.models.json import JsonObject, JsonValue

MOST_CODES: Final = 1000
NOTE: Final = validate.And(validate.Length(max=rules.LONGEST_NOTE), storable)


class PublishSchema(Schema):
    """The body of a publication or a restoration: a note, and what has been accepted."""

    class Meta:
        unknown = RAISE

    note = fields.String(load_default="", validate=NOTE)
    confirm = fields.List(
        fields.String(), load_default=list, validate=validate.Length(max=MOST_CODES)
    )


class PageSchema(Schema):
    """The query of a list of versions."""

    class Meta:
        unknown = RAISE

    limit = fields.Integer(load_default=MOST_VERSIONS, validate=validate.Range(min=1, max=200))
    cursor = fields.String(load_default="")


def version_described(version: VersionSummary) -> JsonObject:
    """Return a version as JSON, without its document."""
    return {
        "number": version.number,
        "note": version.note,
        "digest": version.digest,
        "published_at": moment_text(version.published_at),
        "published_by": texts.who_described(version.published_by),
        "restored_from": version.restored_from,
        "live": version.live,
    }


def whole_described(version: WholeVersion) -> JsonObject:
    """Return a version as JSON, with its document."""
    return {**version_described(version.summary), "document": version.document}


def page_described(page: VersionPage, cursor: str | None) -> JsonObject:
    """Return a list of versions as JSON."""
    items: list[JsonValue] = [version_described(one) for one in page.versions]
    return {"items": items, "next": cursor}


def published_described(done: Published, tongue: Tongue) -> JsonObject:
    """Return what publishing made, what it warns of, and what it did to stored records."""
    effects = in_words([effect_described(one) for one in done.effects], tongue)
    return {
        **version_described(done.version),
        "effects": effects,
        "warnings": checked_described(done.checked, tongue)["problems"],
        "draft_revision": done.draft_revision,
        "draft_follows": done.draft_follows,
    }
