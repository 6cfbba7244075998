"""Reads what a job's settings hold."""

from stuga.models.definition.reading import text_at, texts_at
from stuga.models.json import JsonObject
from stuga.runtime.exchange.exporting.commands import Plan


def read(settings: JsonObject) -> Plan:
    """Return the plan of a job."""
    where, at, parts = settings.get("where"), settings.get("at"), settings.get("parts")
    return Plan(
        where=where if isinstance(where, dict) else None,
        search=text_at(settings, "search"),
        sort=text_at(settings, "sort"),
        fields=tuple(texts_at(settings, "fields")),
        language=text_at(settings, "language"),
        at=tuple(at) if isinstance(at, list) else (),
        parts=parts if isinstance(parts, int) else 0,
        ids=tuple(texts_at(settings, "ids")),
        reason=text_at(settings, "reason"),
        title=text_at(settings, "title"),
        about=tuple(texts_at(settings, "about")),
    )
