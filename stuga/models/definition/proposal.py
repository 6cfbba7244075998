"""Retention rules as a definition proposes them; a tenant admin puts them in force."""

from dataclasses import dataclass

from stuga.models.definition.reading import condition_at, object_at, text_at, texts_at
from stuga.models.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionProposal:
    """One member of `retention`; durations are ISO 8601 text, empty when absent."""

    key: str
    title: str
    when: JsonObject | None
    start: JsonObject
    align: tuple[str, ...]
    keep_min: str
    keep_max: str
    action: str
    trash: str
    review: JsonObject
    no_start: str
    cascade: JsonObject
    raw: JsonObject

    @classmethod
    def read(cls, key: str, raw: JsonObject) -> "RetentionProposal":
        return cls(
            key=key,
            title=text_at(raw, "title", key),
            when=condition_at(raw, "when"),
            start=object_at(raw, "start"),
            align=texts_at(raw, "align"),
            keep_min=text_at(raw, "keep_min"),
            keep_max=text_at(raw, "keep_max"),
            action=text_at(raw, "action", "anonymise"),
            trash=text_at(raw, "trash"),
            review=object_at(raw, "review"),
            no_start=text_at(raw, "no_start", "report"),
            cascade=object_at(raw, "cascade"),
            raw=raw,
        )
