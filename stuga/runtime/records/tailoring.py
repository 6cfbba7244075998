"""Answers as they were asked for: some fields only, and the records that references lead to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from stuga.models.definition.kinds.identifiers import id_of
from stuga.models.definition.paths import field_at, leaves, whole
from stuga.platform.errors import BadRequestError
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.lookup import shown_among
from stuga.runtime.records.reading import UnknownFieldError
from stuga.runtime.records.rights import rights_or_none
from stuga.runtime.records.stored import Shown

SYSTEM: Final = frozenset(
    {"id", "revision", "version", "created_at", "created_by", "updated_at", "updated_by"}
)
FIELDS: Final = "fields"
EXPAND: Final = "expand"


class Tailoring:
    """What `fields` and `expand` ask for, and what was found for them.

    :ivar found: model key -> the records that the answer's references lead to, each once
    """

    def __init__(self, *, fields: str | None, expand: str | None) -> None:
        self._fields = None if fields is None else frozenset(fields.split(","))
        self._expand = () if expand is None else tuple(dict.fromkeys(expand.split(",")))
        self.found: dict[str, Sequence[Shown]] = {}

    @property
    def expands(self) -> bool:
        """Whether records were asked for along with those of the answer."""
        return bool(self._expand)

    def look(self, acting: Acting, records: Sequence[Shown]) -> Sequence[UUID]:
        """Find what the references of some records lead to: one query a model, however many.

        Only what the actor may read is found. Return the ids, for the entry of the act.

        :raises UnknownFieldError: if a field is named that is not there for the actor
        :raises BadRequestError: if a field to expand is no reference
        """
        for key in sorted(self._fields or ()):
            _check(acting, key, where=FIELDS)
        for model_key, ids in self._wanted(acting, records).items():
            if model_key in acting.app.models:
                rights = rights_or_none(acting.actor, acting.app, model_key, now=acting.now)
                self.found[model_key] = shown_among(rights, ids)
        return [one.id for several in self.found.values() for one in several]

    def cut(self, shown: Shown) -> Shown:
        """Return a record with no more than what `fields` names; id and revision always stay."""
        wanted = self._fields
        if wanted is None:
            return shown
        always = {"id", "revision", "version"}
        system = {key: one for key, one in shown.system.items() if key in wanted | always}
        data = {key: one for key, one in shown.data.items() if key in wanted}
        masked = {key: one for key, one in shown.masked.items() if key in wanted}
        return replace(shown, system=system, data=data, masked=masked)

    def _wanted(self, acting: Acting, records: Sequence[Shown]) -> Mapping[str, set[UUID]]:
        found: dict[str, set[UUID]] = defaultdict(set)
        for path in self._expand:
            _check(acting, whole(path), where=EXPAND)
            target = _target(acting, path)
            key = whole(path)
            field = acting.model.view.fields[key]
            for record in records:
                for leaf in leaves(field, record.data.get(key)):
                    text = id_of(leaf.value) if isinstance(leaf.value, str) else None
                    if text and leaf.path == path:
                        found[target].add(UUID(text))
            found[target] |= set()
        return found


def _check(acting: Acting, key: str, *, where: str) -> None:
    """Go on only if some grant opens the field; what is closed is as if it were not there."""
    is_known = key in SYSTEM or key in acting.model.view.fields
    rights = acting.rights
    open_fields = rights.told_fields() if where == FIELDS else rights.whole_fields("read")
    if not is_known or not open_fields.allow(key):
        raise UnknownFieldError(key, where)


def _target(acting: Acting, path: str) -> str:
    """Return the model that a reference leads to."""
    field = field_at(acting.model.view.fields, path)
    if field is None:
        if whole(path) in SYSTEM:
            raise BadRequestError(f"{EXPAND}: {path!r} is no reference.")
        raise UnknownFieldError(path, EXPAND)
    if not field.references:
        raise BadRequestError(f"{EXPAND}: {path!r} is no reference.")
    return field.references
