"""Finds tenants by slug or host, before there is a tenant to bind."""

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import select

from stuga.models import Host, Tenant
from stuga.models.tenant import AT_ONCE
from stuga.platform.db import own_transaction
from stuga.platform.web.application import TenantPlace

FRESH_SECONDS: Final = 30.0
MOST: Final = 10_000


class Directory:
    """Tenants by slug and host, remembered for half a minute in this process."""

    def __init__(self, *, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._known: dict[tuple[str, str], tuple[float, TenantPlace]] = {}

    def find(self, slug: str, host: str) -> TenantPlace | None:
        """Return the tenant that a slug, or a domain of its own, names."""
        key = (slug, "" if slug else host)
        known = self._known.get(key)
        if known is not None and self._tick() - known[0] < FRESH_SECONDS:
            return known[1]
        place = self._look_up(*key)
        if place is not None:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = (self._tick(), place)
        return place

    @staticmethod
    def _look_up(slug: str, host: str) -> TenantPlace | None:
        wanted = select(Tenant).where(Tenant.state == "active")
        if slug:
            wanted = wanted.where(Tenant.slug == slug)
        else:
            name = host.partition(":")[0].lower()
            wanted = wanted.join(Host, Host.tenant_id == Tenant.id).where(Host.name == name)
        with own_transaction() as session:
            row = session.scalar(wanted)
            if row is None:
                return None
            return TenantPlace(
                id=row.id,
                slug=row.slug,
                title=row.title,
                language=row.language,
                zone=row.zone,
                theme=row.theme,
                reads_at_once=row.reads == AT_ONCE,
            )
