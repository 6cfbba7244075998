"""Apps whose models change while they have records: made, changed, published with choices."""

import copy
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from stuga.models import FormerValue, Migration, Model, Record, RecordUnique
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.db import db
from stuga.runtime.records import service
from stuga.runtime.records.commands import Bulk, Operation
from tests.factories.apps import SMALL_CASES
from tests.factories.building import CASES, begun, saved, tag
from tests.factories.cast import Browser, Tenant

STEN: JsonObject = {
    "applicant": "Sten Ek",
    "kind": "permit",
    "reference": "12",
    "notes": "31.1.2026",
    "amount": 100,
}
EVA: JsonObject = {
    "applicant": "Eva Lo",
    "kind": "complaint",
    "reference": "A2",
    "notes": "ask Eva",
    "email": "eva@example.se",
}
UNA: JsonObject = {"applicant": "Una Rask", "kind": "permit", "reference": "13"}
Change = Callable[[JsonObject], None]


def bare() -> JsonObject:
    """Return the small app with models alone, so that a change of them breaks no screen."""
    made = copy.deepcopy(SMALL_CASES)
    roles = {key: made["roles"][key] for key in ("handler",)}
    roles["handler"]["screens"] = []
    return {**made, "screens": {}, "navigation": [], "roles": roles}


def case_of(document: JsonObject) -> JsonObject:
    return document["models"]["case"]


class Carried:
    """A tenant with a live app, its builder's browser, and the revision its draft is at."""

    def __init__(self, tenant: Tenant, *records: JsonObject, document: JsonObject | None = None):  # noqa: ANN204
        self.tenant = tenant
        self.document = document or bare()
        self.vera: Browser = begun(tenant, self.document)
        self.revision = 1
        assert self.publish().status_code == 201
        tenant.give("owner", "cases", "handler")
        tenant.give("member", "cases", "handler")
        self.ids = self.add(*records) if records else []

    def add(self, *records: JsonObject, model: str = "case") -> list[UUID]:
        """Let Ada create records; return their ids."""
        actor = self.tenant.actor("owner")
        ids: list[UUID] = []
        for start in range(0, len(records), 1000):
            rows = tuple(Operation(do="create", data=one) for one in records[start : start + 1000])
            with self.tenant.inside():
                command = Bulk(app="cases", model=model, now=clock.now(), operations=rows)
                done = service.bulk(actor, command)
            assert all(one.id for one in done.results), done.results
            ids += [one.id for one in done.results if one.id]
        return ids

    def change(self, *changes: Change, renames: Mapping[str, str] | None = None) -> "Carried":
        """Change the draft's case model."""
        for one in changes:
            one(case_of(self.document))
        if renames is not None:
            self.document["renames"] = {"models": {"case": {**renames}}}
        self.revision = saved(self.vera, self.document, revision=self.revision)
        return self

    def publish(self, confirm: Sequence[str] = (), **choices: JsonObject):  # noqa: ANN201  # a test response
        """Publish the draft; `removal__amount={…}` chooses for `removal:case.amount`."""
        body = {"note": "As agreed", "confirm": [*confirm], "choices": named(choices)}
        return self.vera.post(f"{CASES}/versions", json=body, headers=tag(self.revision))

    def restore(self, number: int, confirm: Sequence[str] = (), **choices: JsonObject):  # noqa: ANN201
        body = {"confirm": [*confirm], "choices": named(choices)}
        path = f"{CASES}/versions/{number}/restore"
        answer = self.vera.post(path, json=body, headers=tag(self.revision))
        if answer.status_code in {201, 202}:
            self.revision = answer.get_json()["draft_revision"]
        return answer

    def records(self, model: str = "case") -> list[JsonObject]:
        """Return the stored data, the oldest first, in the trash too."""
        return [row.data for row in self.rows(model)]

    def rows(self, model: str = "case") -> list[Record]:
        with self.tenant.inside():
            wanted = select(Record).join(
                Model, (Model.tenant_id == Record.tenant_id) & (Model.id == Record.model_id)
            )
            return list(db.session.scalars(wanted.where(Model.key == model).order_by(Record.id)))

    def aside(self) -> dict[str, list[JsonValue]]:
        """Return what lies aside, by field."""
        with self.tenant.inside():
            found: dict[str, list[JsonValue]] = {}
            for row in db.session.scalars(select(FormerValue).order_by(FormerValue.record_id)):
                found.setdefault(row.field, []).append(row.value)
            return found

    def claims(self) -> dict[str, int]:
        """Count the unique values that are claimed, by rule."""
        with self.tenant.inside():
            found: dict[str, int] = {}
            for rule in db.session.scalars(select(RecordUnique.rule)):
                found[rule] = found.get(rule, 0) + 1
            return found

    def migration(self) -> Migration:
        """Return the newest migration."""
        with self.tenant.inside():
            return db.session.scalars(select(Migration).order_by(Migration.id.desc())).first()


def named(choices: Mapping[str, JsonObject]) -> JsonObject:
    """Write `new_required__phone` as `new-required:case.phone`."""
    found: JsonObject = {}
    for name, choice in choices.items():
        change, _, field = name.partition("__")
        found[f"{change.replace('_', '-')}:case" + (f".{field}" if field else "")] = choice
    return found


def decisions(response) -> dict[str, JsonObject]:  # noqa: ANN001  # a test response
    """Return what must be decided, by code."""
    assert response.status_code == 409, response.get_json()
    assert response.get_json()["code"] == "publish-needs-decision"
    return {one["code"]: one for one in response.get_json()["decisions"]}
