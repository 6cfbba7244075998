"""The bound tenant: whose rows are read and written."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from stuga.models.base import NoTenantBoundError, bound_tenant, tenant_of_context

__all__ = ["NoTenantBoundError", "TenantBoundError", "bound", "current_tenant_id", "find_tenant_id"]


class TenantBoundError(RuntimeError):
    """Another tenant is already bound: switching is a mistake in our code."""


def current_tenant_id() -> UUID:
    """Return the tenant that is bound.

    :raises NoTenantBoundError: if none is
    """
    return tenant_of_context()


def find_tenant_id() -> UUID | None:
    """Return the tenant that is bound, or None outside of any."""
    return bound_tenant.get()


@contextmanager
def bound(tenant_id: UUID) -> Iterator[None]:
    """Bind a tenant for a request or a job. It ends with the block, and cannot be switched in it.

    :raises TenantBoundError: if another tenant is bound
    """
    present = bound_tenant.get()
    if present is not None and present != tenant_id:
        raise TenantBoundError
    token = bound_tenant.set(tenant_id)
    try:
        yield
    finally:
        bound_tenant.reset(token)
