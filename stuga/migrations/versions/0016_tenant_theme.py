"""Colours and shapes of a tenant's pages."""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: Final = "0016"
down_revision: Final = "0015"


def upgrade() -> None:
    kind = postgresql.JSON(astext_type=sa.Text())
    column = sa.Column("theme", kind, server_default=sa.text("'{}'"), nullable=False)
    op.add_column("tenant", column)
