"""Each day: what signing in, forms, notices and repeatable requests left behind goes in time."""

from datetime import datetime, timedelta
from typing import Final

from celery import shared_task
from sqlalchemy import delete

from stuga.models import (
    AccessibilityReport,
    FormLink,
    Notice,
    OneTimeToken,
    SavedForm,
    ServiceToken,
    Session,
)
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity import throttle
from stuga.platform.jobs.broker import TIDY
from stuga.platform.jobs.rounds import go_round
from stuga.platform.jobs.work import running_app
from stuga.platform.web import repeats

SESSIONS: Final = timedelta(days=90)
LINKS: Final = timedelta(days=8)
TOKENS: Final = timedelta(days=90)
SAVED_FORMS: Final = timedelta(days=30)
NOTICES: Final = timedelta(days=90)
REPORTS: Final = timedelta(days=365)


@shared_task(name=TIDY, ignore_result=True)
def tidy() -> None:
    """Forget spent throttles, and in every tenant the sessions, links and tokens long over."""
    now = clock.now()
    with running_app().app_context():
        throttle.forget(now=now)
    go_round(lambda _: tidy_tenant(now), closed_too=True)


def tidy_tenant(now: datetime) -> None:
    """Delete the rows of the bound tenant that `models.lifetimes` gives no more time."""
    over = (
        delete(Session).where(Session.ends_at + SESSIONS <= now),
        delete(OneTimeToken).where(OneTimeToken.ends_at + LINKS <= now),
        delete(ServiceToken).where(ServiceToken.ends_at + TOKENS <= now),
        delete(AccessibilityReport).where(AccessibilityReport.at + REPORTS <= now),
        delete(SavedForm).where(SavedForm.saved_at + SAVED_FORMS <= now),
        delete(FormLink).where(FormLink.ends_at <= now),
        delete(Notice).where(Notice.created_at + NOTICES <= now),
    )
    for statement in over:
        db.session.execute(statement.execution_options(synchronize_session=False))
    repeats.forget(now=now)
