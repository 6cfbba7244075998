"""Rounds: what beat asks for in every tenant, each visit in a transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from stuga.models import Tenant
from stuga.platform.db import db, unit_of_work
from stuga.platform.jobs.work import running_app
from stuga.platform.tenancy.entry import bound


@dataclass(frozen=True, slots=True)
class Place:
    """A tenant on the way round, and where its days begin."""

    id: UUID
    zone: ZoneInfo


def go_round(*visits: Callable[[Place], object], closed_too: bool = False) -> None:
    """Make every visit in every tenant. What a visit raises ends the round.

    :param closed_too: also where nobody works any more
    """
    app = running_app()
    wanted = select(Tenant.id, Tenant.zone)
    if not closed_too:
        wanted = wanted.where(Tenant.state == "active")
    with app.app_context():
        places = [Place(id_, ZoneInfo(zone)) for id_, zone in db.session.execute(wanted)]
    for place in places:
        for visit in visits:
            with app.app_context(), bound(place.id), unit_of_work():
                visit(place)
