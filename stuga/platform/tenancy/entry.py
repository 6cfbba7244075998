"""The way into a tenant, and so the way out of the one before: few may import it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from stuga.models.base import bound_tenant


class TenantBoundError(RuntimeError):
    """Another tenant is already bound: switching is a mistake in our code."""


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
