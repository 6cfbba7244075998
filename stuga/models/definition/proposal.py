"""Retention rules as a definition proposes them; a tenant admin puts them in force."""

from dataclasses import dataclass

from stuga.models.definition.clocks import Action, Align, DateField, Event, Rule
from stuga.models.definition.durations import Duration
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

    def rule(self, model: str, *, field: str | None = None, scope: str = "") -> Rule:
        """Make the rule that the proposal would be, for a model's records or one field of them.

        :raises ValueError: if it asks for what cannot be carried out, which the checker refuses
        """
        key = text_at(self.start, "field")
        return Rule(
            key=self.key,
            model=model,
            field=field,
            scope=scope,
            start=DateField(key) if key else Event(text_at(self.start, "event")),
            action=Action(self.action),
            when=self.when,
            align=tuple(Align(period) for period in self.align),
            keep_min=Duration.parse(self.keep_min) if self.keep_min else None,
            keep_max=Duration.parse(self.keep_max) if self.keep_max else None,
        )
