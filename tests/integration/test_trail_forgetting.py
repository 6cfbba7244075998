"""The trail's detail goes when its last day has come; who acted is found by an index."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, NullPool, create_engine, event, func, select, text

from stuga.models import AuditDetail, AuditEntry, Outbox
from stuga.platform import audit, clock
from stuga.platform.audit import Act, Target, forgetting, queries
from stuga.platform.audit.entry import time_ordered_id
from stuga.platform.config import Settings
from stuga.platform.db import db, reading_trail, trimming_trail
from stuga.platform.db.session import PRIVACY, READER
from stuga.platform.identity.trail.tasks import FORGET, leave_if_due
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox

READ_DAYS, CHANGE_DAYS = 91, 366
CASE = Target(kind="record", app="cases", model="case")


@pytest.fixture
def entries(bjorkby: Tenant) -> tuple[UUID, UUID]:
    """Leave an entry of a change, and one of a reading, whose detail goes earlier."""
    with bjorkby.inside():
        changed = audit.record(bjorkby.actor("member"), Act.RECORD_UPDATE, target=CASE)
        read = audit.record(bjorkby.actor("member"), Act.RECORD_READ, target=CASE)
    return changed, read


def with_detail(tenant: Tenant) -> set[UUID]:
    with tenant.inside(), reading_trail() as session:
        return set(session.scalars(select(AuditDetail.entry_id)))


def forget(tenant: Tenant, days: int) -> None:
    today = (clock.now() + timedelta(days=days)).date()
    with tenant.inside():
        while forgetting.forget(today):
            pass


def test_detail_goes_on_its_day_and_not_before(bjorkby: Tenant, entries: tuple[UUID, UUID]) -> None:
    changed, read = entries

    forget(bjorkby, READ_DAYS - 2)
    assert {changed, read} <= with_detail(bjorkby)

    forget(bjorkby, READ_DAYS)
    assert read not in with_detail(bjorkby)
    assert changed in with_detail(bjorkby)

    forget(bjorkby, CHANGE_DAYS)
    assert with_detail(bjorkby) == set()


def test_the_envelopes_stay(bjorkby: Tenant, entries: tuple[UUID, UUID]) -> None:
    forget(bjorkby, CHANGE_DAYS)

    with bjorkby.inside(), reading_trail() as session:
        assert set(entries) <= set(session.scalars(select(AuditEntry.id)))


def test_another_tenants_detail_stays(
    bjorkby: Tenant, granby: Tenant, entries: tuple[UUID, UUID]
) -> None:
    forget(granby, CHANGE_DAYS)

    assert set(entries) <= with_detail(bjorkby)


def test_more_than_a_batch_goes_batch_by_batch(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "ENTRIES_PER_BATCH", 2)
    with bjorkby.inside():
        for _ in range(3):
            audit.record(bjorkby.actor("member"), Act.RECORD_READ, target=CASE)
    today = (clock.now() + timedelta(days=READ_DAYS)).date()
    before = len(with_detail(bjorkby))

    with bjorkby.inside():
        assert forgetting.forget(today)

    assert len(with_detail(bjorkby)) == before - 2


@pytest.mark.usefixtures("entries")
def test_a_job_is_left_only_where_something_is_due(bjorkby: Tenant) -> None:
    today = clock.now().date()
    waiting = select(func.count()).select_from(Outbox).where(Outbox.kind == FORGET)

    with bjorkby.inside():
        leave_if_due(today)
        assert db.session.scalar(waiting) == 0
        leave_if_due(today + timedelta(days=READ_DAYS))
        assert db.session.scalar(waiting) == 1


def test_the_job_leaves_what_is_not_due(bjorkby: Tenant, entries: tuple[UUID, UUID]) -> None:
    with bjorkby.inside():
        leave_if_due(clock.now().date() + timedelta(days=READ_DAYS))

    run_outbox(bjorkby)

    assert set(entries) <= with_detail(bjorkby)


@pytest.fixture
def many(bjorkby: Tenant, settings: Settings) -> Iterator[UUID]:
    """Fill a trail with the acts of others, so that a plan has something to choose."""
    person = time_ordered_id(clock.now())
    statement = text(
        "INSERT INTO audit_detail (tenant_id, entry_id, part, gone_day, salt, val)"
        " SELECT :tenant, uuidv7(), part, current_date + 300, '\\x00', jsonb_build_object('id',"
        " CASE WHEN n = 77 THEN :person ELSE gen_random_uuid()::text END)"
        " FROM generate_series(1, 4000) AS n, (VALUES ('who'), ('net')) AS parts (part)"
    )
    with bjorkby.inside():
        db.session.execute(statement, {"tenant": bjorkby.id, "person": str(person)})
    owner: Engine = create_engine(settings.owner_database_url, poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text("ANALYZE audit_default_detail"))
    yield person
    owner.dispose()


def plans(tenant: Tenant, engine_name: str, act: Callable[[], object]) -> str:
    """Do something, then explain each of its queries, as the same role under row security."""
    asked: list[tuple[str, object]] = []

    def note(*given: object) -> None:
        asked.append((str(given[2]), given[3]))

    with tenant.inside():
        engine = db.engines[engine_name]
        event.listen(engine, "before_cursor_execute", note)
        try:
            act()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        opened = reading_trail() if engine_name == READER else trimming_trail()
        with opened as session:
            connection = session.connection()
            return "\n".join(
                line
                for statement, values in asked
                if "FROM audit" in statement and statement.startswith("SELECT")
                for line in connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars()
            )


def test_who_acted_is_found_by_an_index_under_row_security(bjorkby: Tenant, many: UUID) -> None:
    wanted = queries.Wanted(person_id=many)

    shown = plans(bjorkby, READER, lambda: queries.page_of_entries(wanted, None, 51))

    assert "actor_id" in shown, shown
    assert "Seq Scan on audit_default_detail" not in shown


@pytest.mark.usefixtures("many")
def test_what_is_due_is_found_by_an_index_under_row_security(bjorkby: Tenant) -> None:
    today = clock.now().date()

    shown = plans(bjorkby, PRIVACY, lambda: forgetting.is_any_due(today))

    assert "gone_day" in shown, shown
    assert "Seq Scan" not in shown


def test_a_look_into_the_json_would_use_no_index(bjorkby: Tenant, many: UUID) -> None:
    """Why who acted has a column: the same question of the JSON reads every row."""
    asked = text(
        "EXPLAIN SELECT entry_id FROM audit_detail WHERE val ->> 'id' = :actor AND part = 'who'"
    )

    with bjorkby.inside(), reading_trail() as session:
        shown = "\n".join(session.scalars(asked, {"actor": str(many)}))

    assert "Filter" in shown
    assert "actor_id" not in shown
