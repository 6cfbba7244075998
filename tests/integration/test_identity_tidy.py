"""What signing in leaves behind goes when its time is over, and not before."""

from datetime import timedelta

from sqlalchemy import func, select

from stuga.models import Session
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity import sessions
from stuga.platform.identity.tasks import SESSIONS, tidy_tenant
from tests.factories.cast import Tenant


def test_an_ended_session_goes_after_its_time(bjorkby: Tenant) -> None:
    now = clock.now()
    life = timedelta(hours=1)
    with bjorkby.inside():
        sessions.start(bjorkby.people["member"], now=now, life=life)
        sessions.start(bjorkby.people["member"], now=now - SESSIONS - 2 * life, life=life)
    with bjorkby.inside():
        tidy_tenant(now)
    with bjorkby.inside():
        assert db.session.scalar(select(func.count()).select_from(Session)) == 1
