"""Reads what a job's settings hold."""

from uuid import UUID

from stuga.models.definition.reading import object_at, text_at, texts_at
from stuga.models.json import JsonObject
from stuga.runtime.records.many.commands import Plan


def read(settings: JsonObject) -> Plan:
    """Return the plan of a job."""
    where, at = settings.get("where"), settings.get("at")
    return Plan(
        ids=tuple(UUID(one) for one in texts_at(settings, "ids")),
        where=where if isinstance(where, dict) else None,
        search=text_at(settings, "search"),
        sort=text_at(settings, "sort"),
        patch=object_at(settings, "patch"),
        at=tuple(at) if isinstance(at, list) else (),
        reason=text_at(settings, "reason"),
    )
