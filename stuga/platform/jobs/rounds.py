"""Rounds: what beat asks for in every tenant, each visit in a transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from stuga.models import Tenant
from stuga.platform.db import db, unit_of_work
from stuga.platform.jobs.work import running_app
from stuga.platform.telemetry import log
from stuga.platform.tenancy.entry import bound


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant on the way round, and where its days begin."""

    id: UUID
    zone: ZoneInfo


def go_round(
    *visits: Callable[[Place], object],
    closed_too: bool = False,
    ends_at: type[Exception] = OperationalError,
) -> None:
    """Make every visit in every tenant; one that fails keeps no other from being made.

    :param closed_too: also where nobody works any more
    :param ends_at: what would meet every tenant alike: it ends the round at once
    :raises ExceptionGroup: at the end, of all that visits raised
    """
    failed: list[Exception] = []
    app = running_app()
    wanted = select(Tenant.id, Tenant.zone)
    if not closed_too:
        wanted = wanted.where(Tenant.state == "active")
    with app.app_context():
        places = [Place(id_, ZoneInfo(zone)) for id_, zone in db.session.execute(wanted)]
    for place in places:
        for visit in visits:
            try:
                with app.app_context(), bound(place.id), unit_of_work():
                    visit(place)
            except ends_at:
                raise
            except Exception as error:  # noqa: BLE001  # one tenant's fault is no other's
                log.exception("round.visit-failed", tenant=str(place.id))
                failed.append(error)
    if failed:
        raise ExceptionGroup("visits of a round failed", failed)
