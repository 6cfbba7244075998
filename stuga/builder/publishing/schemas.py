"""Turns JSON into commands about versions, and what they answer into JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from marshmallow import RAISE, Schema, fields, validate

from stuga.builder.apps import rules as texts
from stuga.builder.apps.schemas import checked_described, storable
from stuga.builder.publishing import rules
from stuga.builder.publishing.commands import (
    MigrationState,
    Preview,
    Published,
    VersionPage,
    VersionSummary,
    WholeVersion,
)
from stuga.builder.publishing.service import MOST_VERSIONS
from stuga.builder.publishing.told import effect_described, part_said
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.saying import Tongue, Tree, in_words
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
    choices = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String()),
        load_default=dict,
        validate=validate.Length(max=MOST_CODES),
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
    version = version_described(done.version) if done.version else {"live": False}
    return {
        **version,
        "migration": migration_described(done.migration) if done.migration else None,
        "effects": effects,
        "warnings": checked_described(done.checked, tongue)["problems"],
        "draft_revision": done.draft_revision,
        "draft_follows": done.draft_follows,
    }


def migration_described(state: MigrationState) -> JsonObject:
    """Return how a publication that changes stored records goes, or went."""
    steps: list[JsonValue] = [*state.steps]
    return {
        "id": str(state.id),
        "number": state.number,
        "former_number": state.former_number,
        "state": state.state,
        "reason": state.reason or None,
        "field": state.field or None,
        "total": state.total,
        "done": state.done,
        "changed": state.changed,
        "put_aside": state.aside,
        "removed_models": [*state.removed_models],
        "asked_at": moment_text(state.asked_at),
        "asked_by": texts.who_described(state.asked_by),
        "ended_at": _moment(state.ended_at),
        "confirmed_at": _moment(state.confirmed_at),
        "gone_at": _moment(state.ends_at),
        "steps": steps,
    }


def _moment(at: datetime | None) -> JsonValue:
    return moment_text(at) if at is not None else None


def migrations_described(several: Sequence[MigrationState]) -> JsonObject:
    """Return an app's migrations as JSON."""
    return {"items": [migration_described(one) for one in several]}


def preview_described(preview: Preview, tongue: Tongue) -> JsonObject:
    """Return what publishing would do, with what is asked and what can be answered."""
    trying = preview.trying
    whole: Mapping[str, Tree] = {
        "number": preview.number,
        "revision": preview.revision,
        "same": preview.same,
        "effects": [effect_described(one) for one in preview.effects],
        "parts": [part_said(one) for one in preview.parts],
        "looked_at": {"done": trying.done, "total": trying.total, "over": trying.is_over}
        if trying
        else None,
        "publishing": str(preview.pending) if preview.pending else None,
    }
    told = in_words(whole, tongue)
    problems = checked_described(preview.checked, tongue)["problems"]
    return {**told, "problems": problems} if isinstance(told, dict) else {}
