"""Makes a tenant's table: columns, keys, policy and grants together."""

from typing import Any

import sqlalchemy as sa
from alembic import op

APP = "stuga_app"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"


def tenant_table(name: str, *parts: sa.Column[Any] | sa.Constraint, **options: Any) -> None:  # noqa: ANN401  # as Alembic takes them
    """Make a table whose rows only their tenant sees, the owner included."""
    grants = options.pop("grants", EVERYTHING)
    op.create_table(name, *parts, **options)
    protect(name)
    if grants:
        op.execute(f"GRANT {grants} ON {name} TO {APP}")


def protect(name: str) -> None:
    """Switch row security on, for everyone, with the one policy there is.

    Without NULLIF it fails on a reused connection, where the setting is '' and not NULL.
    """
    own = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid"
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {name} USING ({own}) WITH CHECK ({own})")


def shared_table(
    name: str,
    *parts: sa.Column[Any] | sa.Constraint,
    grants: str,
    **options: Any,  # noqa: ANN401  # as above
) -> None:
    """Make a table that belongs to no tenant, on purpose."""
    op.create_table(name, *parts, **options)
    schema = options.get("schema")
    op.execute(f"GRANT {grants} ON {f'{schema}.' if schema else ''}{name} TO {APP}")
