"""Removes what nothing needs: bytes of an upload that was cut off, logos that were replaced."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from stuga.models import Picture, Tenant
from stuga.models.definition.pictures import theme_uses
from stuga.platform.db import db
from stuga.platform.pictures import blobs
from stuga.platform.tenancy import current_tenant_id

YOUNG: Final = timedelta(days=1)


def remove_unknown(now: datetime) -> int:
    """Remove what nothing knows in the bound tenant; return how many."""
    _forget_replaced(now)
    known = frozenset(db.session.scalars(select(Picture.id)))
    strays = [
        one for one, at in blobs.stored_pictures() if one not in known and at.at < now - YOUNG
    ]
    for one in strays:
        blobs.remove(one)
    return len(strays)


def _forget_replaced(now: datetime) -> None:
    """Forget the tenant's own pictures that its look names no more; an app's are its builders'."""
    tenant = db.session.get_one(Tenant, current_tenant_id())
    shown = {one.name for one in theme_uses(tenant.theme)}
    gone = delete(Picture).where(
        Picture.app_id.is_(None), Picture.name.not_in(shown), Picture.created_at < now - YOUNG
    )
    db.session.execute(gone)
