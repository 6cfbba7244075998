"""What every table stands on: the declarative base and the tenant's key column."""

from contextvars import ContextVar
from datetime import date, datetime
from typing import ClassVar, Final
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, LargeBinary, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from stuga.models.json import JsonObject, JsonValue

bound_tenant: Final[ContextVar[UUID | None]] = ContextVar("bound_tenant", default=None)
"""The tenant whose rows are read and written; set by `platform.tenancy` alone."""


class NoTenantBoundError(RuntimeError):
    """A tenant's row was asked for outside any tenant: a mistake in our code."""


def tenant_of_context() -> UUID:
    """Return the tenant that is bound.

    :raises NoTenantBoundError: if none is
    """
    tenant = bound_tenant.get()
    if tenant is None:
        raise NoTenantBoundError
    return tenant


class Base(DeclarativeBase):
    """All tables, tenant-owned or shared."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "ck": "%(table_name)s_%(constraint_name)s_check",
        }
    )
    type_annotation_map: ClassVar = {
        str: Text,
        int: Integer,
        bytes: LargeBinary,
        date: Date,
        datetime: DateTime(timezone=True),
        UUID: PG_UUID,
        JsonObject: JSONB,
        JsonValue: JSONB,
        dict[str, str]: JSONB,
        list[str]: JSONB,
    }


class TenantOwned:
    """A row of one tenant. Its key comes first, so that every index and shard begins with it."""

    tenant_id: Mapped[UUID] = mapped_column(
        primary_key=True, sort_order=-1, default=tenant_of_context
    )


class Identified:
    """A row with an id of its own, ordered by time of birth; PostgreSQL makes it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.uuidv7())
