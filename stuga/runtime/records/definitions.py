"""What serves now: an app's live version, its models' slots and the rules in force.

One small query a request tells the app's stamp; what was made of the app under that stamp is kept
in this process. Documents and validators never change once published.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Select, Text, and_, bindparam, cast, func, select, update

from stuga.models import App, Model, RetentionRule, Tenant, Version
from stuga.models.definition import document
from stuga.models.definition.gravity import grave_fields
from stuga.models.definition.reading import flag_at, text_at
from stuga.models.definition.refusals import Errors
from stuga.models.definition.validation import record_validator
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.db.session import FOUND
from stuga.platform.errors import NotFoundError
from stuga.runtime.records.due import Clock, RuleInForce, rule_in_force

MOST_VERSIONS: Final = 256
Validate = Callable[[JsonObject], Errors]


@dataclass(frozen=True, slots=True)
class Place:
    """The slot of an indexed field; queries may use it once it is filled."""

    column: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """An immutable version: its definition as typed views, and a validator for each model."""

    app_id: UUID
    number: int
    definition: document.App
    validators: Mapping[str, Validate]
    kinds: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveModel:
    """A model of the live version, and how its records are written and found.

    :ivar slots: field key -> its slot; fields without one are read from `data`
    :ivar kinds: field key -> name of its kind, for conditions
    :ivar grave: fields whose reading is in the trail before the answer leaves
    :ivar language: of the app; sort keys follow it
    """

    id: UUID
    key: str
    app_key: str
    number: int
    view: document.Model
    slots: Mapping[str, Place]
    validate: Validate
    kinds: Mapping[str, str]
    rules: tuple[RuleInForce, ...]
    language: str
    zone: ZoneInfo
    grave: frozenset[str] = frozenset()
    statements: dict[Hashable, Prepared] = field(default_factory=dict, compare=False, repr=False)
    """Statements that read its records, as `asking` made them; they go with this object."""

    @property
    def clock(self) -> Clock:
        """What tells when a rule in force wants something of a record."""
        return Clock(self.view, self.kinds, self.rules, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveApp:
    """An app as it serves at this moment.

    :ivar stamp: another with every change of what serves
    """

    app_id: UUID
    key: str
    number: int
    definition: document.App
    models: Mapping[str, LiveModel]
    zone: ZoneInfo
    stamp: UUID

    def model(self, key: str) -> LiveModel:
        """Return one model.

        :raises NotFoundError: if the live version has no such model
        """
        found = self.models.get(key)
        if found is None:
            raise NotFoundError
        return found

    def model_with(self, model_id: UUID) -> LiveModel | None:
        """Find the model of a record by its id; None if the live version has it no more."""
        return next((one for one in self.models.values() if one.id == model_id), None)


def live(app_key: str) -> LiveApp:
    """Return what serves under an app's key: one query, and a second after a publish.

    :raises NotFoundError: if there is no such app, or none of its versions is live
    """
    return _live(_BY_KEY, app_key)


def live_as_found(app_key: str) -> LiveApp:
    """Return what serves, as the query that found the actor of this request saw it.

    For acts that have locked nothing yet; what looks again after a lock uses `live`.

    :raises NotFoundError: as `live`
    """
    found = db.session.info.get(FOUND)
    if found is not None and found[0] == app_key:
        return _SERVING.get(*found[1:])
    return live(app_key)


def live_by_id(app_id: UUID) -> LiveApp:
    """Return what serves of an app, for jobs that hold its id.

    :raises NotFoundError: as `live`
    """
    return _live(_BY_ID, app_id)


def live_with_model(model_id: UUID) -> LiveApp:
    """Return the app that has a model, for jobs that hold the model's id.

    :raises NotFoundError: as `live`
    """
    return _live(_BY_MODEL, model_id)


def version(app_id: UUID, number: int) -> PublishedVersion:
    """Return a published version, kept in this process.

    :raises NotFoundError: if the app has no such version
    """
    wanted = select(Version.digest).where(Version.app_id == app_id, Version.number == number)
    digest = db.session.scalar(wanted)
    if digest is None:
        raise NotFoundError
    return _VERSIONS.get(app_id, number, digest)


class _Versions:
    """The versions used last: immutable, and found by app id, which only a tenant's query tells.

    The digest is part of the name: a number that was published and rolled back comes again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[UUID, int, str], PublishedVersion] = OrderedDict()

    def get(self, app_id: UUID, number: int, digest: str) -> PublishedVersion:
        key = (app_id, number, digest)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        made = _read(app_id, number)
        with self._lock:
            self._known[key] = made
            if len(self._known) > MOST_VERSIONS:
                self._known.popitem(last=False)
        return made


_VERSIONS: Final = _Versions()


def _read(app_id: UUID, number: int) -> PublishedVersion:
    wanted = select(Version.document).where(Version.app_id == app_id, Version.number == number)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return published(app_id, number, document.App.read(found))


def published(app_id: UUID, number: int, definition: document.App) -> PublishedVersion:
    """Prepare a definition for use: make what costs more to make than to use."""
    models = definition.models.items()
    return PublishedVersion(
        app_id=app_id,
        number=number,
        definition=definition,
        validators={key: record_validator(model) for key, model in models},
        kinds={
            key: {name: field.kind.name for name, field in model.fields.items()}
            for key, model in models
        },
    )


def _present() -> Select[Any]:
    models = (
        select(func.jsonb_object_agg(Model.key, func.jsonb_build_array(Model.id, Model.slots)))
        .where(Model.tenant_id == TENANT, Model.app_id == App.id, Model.last_version.is_(None))
        .correlate(App)
        .scalar_subquery()
    )
    rule = (
        RetentionRule.model,
        RetentionRule.id,
        RetentionRule.title,
        cast(RetentionRule.rule, Text),
    )
    rules = (
        select(func.jsonb_agg(func.jsonb_build_array(*rule)))
        .where(
            RetentionRule.tenant_id == TENANT,
            RetentionRule.app_id == App.id,
            RetentionRule.ended_at.is_(None),
        )
        .correlate(App)
        .scalar_subquery()
    )
    live_version = and_(
        Version.tenant_id == App.tenant_id,
        Version.app_id == App.id,
        Version.number == App.live_number,
    )
    return (
        select(App.id, App.key, App.live_number, Tenant.zone, models, rules, Version.digest)
        .join(Tenant, Tenant.id == App.tenant_id)
        .join(Version, live_version)
        .where(App.tenant_id == TENANT)
    )


_WANTED: Final[BindParameter[Any]] = bindparam("wanted")
_WHOLE: Final = Prepared(lambda: _present().where(App.id == _WANTED))


def _stamped() -> Select[UUID, UUID, str]:
    return (
        select(App.id, App.stamp, Tenant.zone)
        .join(Tenant, Tenant.id == App.tenant_id)
        .where(App.tenant_id == TENANT, App.live_number.is_not(None))
    )


def _owner() -> Select[UUID, UUID, str]:
    app_id = select(Model.app_id).where(Model.tenant_id == TENANT, Model.id == _WANTED)
    return _stamped().where(App.id == app_id.scalar_subquery())


_BY_KEY: Final = Prepared(lambda: _stamped().where(App.key == _WANTED, App.deleted_at.is_(None)))
_BY_ID: Final = Prepared(lambda: _stamped().where(App.id == _WANTED))
_BY_MODEL: Final = Prepared(_owner)


def restamp(app_id: UUID) -> None:
    """Say that an app serves differently from now on: what processes keep of it is stale."""
    db.session.info.pop(FOUND, None)
    db.session.execute(
        update(App)
        .where(App.id == app_id)
        .values(stamp=func.uuidv7())
        .execution_options(synchronize_session=False)
    )


class _Serving:
    """The apps used last, whole, as long as their stamp stands."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[UUID, UUID, str], LiveApp] = OrderedDict()

    def get(self, app_id: UUID, stamp: UUID, zone: str) -> LiveApp:
        key = (app_id, stamp, zone)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        row = _WHOLE.row(wanted=app_id)
        if row is None:
            raise NotFoundError
        made = _joined(row, _VERSIONS.get(row[0], row[2], row[6]), stamp)
        with self._lock:
            self._known[key] = made
            if len(self._known) > MOST_VERSIONS:
                self._known.popitem(last=False)
        return made


_SERVING: Final = _Serving()


def _live(statement: Prepared, wanted: str | UUID) -> LiveApp:
    row = statement.row(wanted=wanted)
    if row is None:
        raise NotFoundError
    app_id, stamp, zone = row
    return _SERVING.get(app_id, stamp, zone)


def _joined(row: Sequence[Any], edition: PublishedVersion, stamp: UUID) -> LiveApp:
    """Join what was queried with what is kept."""
    app_id, key, number, zone_name, models, rules, _ = row
    zone = ZoneInfo(zone_name)
    definition = edition.definition
    found = {
        name: LiveModel(
            id=UUID(models[name][0]),
            key=name,
            app_key=key,
            number=number,
            view=view,
            slots=_places(models[name][1]),
            validate=edition.validators[name],
            kinds=edition.kinds[name],
            rules=_rules(rules, key, name),
            grave=grave_fields(definition, view),
            language=definition.language,
            zone=zone,
        )
        for name, view in definition.models.items()
        if models and name in models
    }
    return LiveApp(
        app_id=app_id,
        key=key,
        number=number,
        definition=definition,
        models=found,
        zone=zone,
        stamp=stamp,
    )


def _places(slots: dict[str, JsonObject]) -> dict[str, Place]:
    return {
        field: Place(text_at(one, "slot"), flag_at(one, "filled")) for field, one in slots.items()
    }


def _rules(rows: list[list[str]] | None, app_key: str, model: str) -> tuple[RuleInForce, ...]:
    return tuple(rule_in_force(app_key, *row) for row in rows or () if row[0] == model)
