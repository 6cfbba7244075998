"""What would become of many operations, each by itself: the rules of writing, and no writing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from stuga.models.definition.refusals import Errors
from stuga.platform.errors import DomainError, InvalidError, NotFoundError
from stuga.runtime.records import attaching, linking, queries, uniqueness
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import Operation
from stuga.runtime.records.stored import Stored
from stuga.runtime.records.submit import Accepted, for_create, for_patch, reckoned, submit
from stuga.runtime.records.uniqueness import Hashes

NO_HASHES: Final[Hashes] = {}
NO_ERRORS: Final[Errors] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What would become of one creation or change.

    :ivar claims: the unique values that it would take
    """

    is_refused: bool = False
    is_changed: bool = True
    errors: Errors = field(default_factory=dict)
    claims: Hashes = field(default_factory=dict)


def rehearsed(
    acting: Acting, operations: Sequence[Operation], coming: Collection[UUID] = ()
) -> list[Rehearsed]:
    """Hold creations and changes to all rules but those among themselves; a few queries for all.

    :param coming: ids of records of the same model that would be there by then
    """
    ids = [one.id for one in operations if one.id is not None]
    stored = queries.get_records(acting.model.id, ids)
    accepted = _accepted(acting, operations, stored)
    sound = [one for one in accepted if isinstance(one, Accepted)]
    links = linking.refused(acting, sound, coming)
    files = attaching.refused(acting, [one.changes for one in sound])
    errors = iter([{**one, **other} for one, other in zip(links, files, strict=True)])
    records = [stored.get(one.id) if one.id else None for one in operations]
    found = [
        _told(acting, one, next(errors) if isinstance(one, Accepted) else NO_ERRORS, record)
        for one, record in zip(accepted, records, strict=True)
    ]
    held = uniqueness.holders(acting.model, [one.claims for one in found])
    return [
        refused_for(one, [rule for rule, value in one.claims.items() if (rule, value) in held])
        for one in found
    ]


def _accepted(
    acting: Acting, operations: Sequence[Operation], stored: Mapping[UUID, Stored]
) -> list[Accepted | DomainError]:
    records = [stored.get(one.id) if one.id else None for one in operations]
    given = [
        for_create(acting, one.data) if record is None else for_patch(acting, record, one.data)
        for one, record in zip(operations, records, strict=True)
    ]
    computed = reckoned(acting, list(zip(given, records, strict=True)))
    found: list[Accepted | DomainError] = []
    for one, record, wanted, result in zip(operations, records, given, computed, strict=True):
        try:
            if record is not None:
                acting.rights.require("update", record)
            elif one.id is not None:
                raise NotFoundError
            else:
                acting.rights.require_some("create")
            found.append(submit(acting, wanted, record, computed=result))
        except DomainError as error:
            found.append(error)
    return found


def _told(
    acting: Acting, accepted: Accepted | DomainError, errors: Errors, before: Stored | None
) -> Rehearsed:
    if isinstance(accepted, DomainError):
        told = accepted.errors if isinstance(accepted, InvalidError) else NO_ERRORS
        return Rehearsed(is_refused=True, errors=told)
    if errors:
        return Rehearsed(is_refused=True, errors=errors)
    old = uniqueness.hashes_of(acting.model, before.data) if before else NO_HASHES
    new = uniqueness.hashes_of(acting.model, accepted.data)
    claims = {rule: value for rule, value in new.items() if old.get(rule) != value}
    return Rehearsed(is_changed=bool(accepted.changes), claims=claims)


def refused_for(one: Rehearsed, rules: Sequence[str]) -> Rehearsed:
    """Refuse what would take values of these rules that are not free; the same without any."""
    if not rules:
        return one
    return replace(one, is_refused=True, errors=uniqueness.taken(rules))
