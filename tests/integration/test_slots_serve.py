"""A filter on an indexed field reads its slot's index, row security or not."""

from datetime import timedelta

from sqlalchemy import NullPool, create_engine, insert, select, text
from sqlalchemy.dialects import postgresql

from stuga.models import Record
from stuga.platform import clock
from stuga.platform.config import Settings
from stuga.platform.db import db
from stuga.platform.identity.request import SETTINGS
from stuga.runtime.records.conditions_sql import compiled
from stuga.runtime.records.definitions import live
from stuga.runtime.records.reading import shape_of
from stuga.runtime.records.rights import rights_on
from tests.factories.apps import publish
from tests.factories.cast import Tenant


def many(tenant: Tenant) -> None:
    """Store enough records that reading all of them is not as good."""
    publish(tenant)
    with tenant.inside():
        model = live("cases").model("case")
        reference, closed = (model.slots[key].column for key in ("reference", "closed_on"))
        rows = [
            {
                "model_id": model.id,
                "app_version": 1,
                "data": {"reference": f"A-{number}"},
                reference: f"a-{number}",
                closed: clock.now() + timedelta(days=number),
            }
            for number in range(3_000)
        ]
        db.session.execute(insert(Record), rows)
    settings: Settings = tenant.app.extensions[SETTINGS]
    # As the owner: the planner is to know what autovacuum would soon have told it.
    with create_engine(settings.owner_database_url, poolclass=NullPool).begin() as connection:
        connection.execute(text("ANALYZE record"))


def plan_of(tenant: Tenant, condition: dict[str, object]) -> str:
    """Return how PostgreSQL would find the records, if reading all of them cost too much."""
    actor = tenant.actor("member")
    with tenant.inside():
        rights = rights_on(actor, live("cases"), "case", now=clock.now())
        wanted = select(Record.id).where(
            Record.tenant_id == tenant.id,
            Record.model_id == rights.model.id,
            Record.deleted_at.is_(None),
            compiled(condition, shape_of(rights)),
        )
        sql = wanted.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
        place = rights.model.slots[str(condition["field"])].column
        lines = db.session.connection().exec_driver_sql(f"EXPLAIN {sql}").scalars()
        return " ".join(lines).replace(f"({place} ", "(SLOT ").replace(f"({place})", "(SLOT)")


def test_equality_reads_the_slots_index(bjorkby: Tenant) -> None:
    many(bjorkby)
    plan = plan_of(bjorkby, {"field": "reference", "is": "A-1"})
    assert "SLOT = 'a-1'" in plan.partition("Index Cond:")[2].partition(" Filter:")[0]


def test_a_range_reads_the_slots_index(bjorkby: Tenant) -> None:
    many(bjorkby)
    plan = plan_of(bjorkby, {"field": "closed_on", "gte": "2034-12-01"})
    assert "SLOT >= " in plan.partition("Index Cond:")[2].partition(" Filter:")[0]
