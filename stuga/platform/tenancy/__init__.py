"""The bound tenant: whose rows are read and written."""

from uuid import UUID

from stuga.models.base import NoTenantBoundError, bound_tenant, tenant_of_context

__all__ = ["NoTenantBoundError", "current_tenant_id", "find_tenant_id"]


def current_tenant_id() -> UUID:
    """Return the tenant that is bound.

    :raises NoTenantBoundError: if none is
    """
    return tenant_of_context()


def find_tenant_id() -> UUID | None:
    """Return the tenant that is bound, or None outside of any."""
    return bound_tenant.get()
