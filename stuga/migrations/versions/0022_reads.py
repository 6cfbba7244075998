"""When the ordinary reads of a tenant come into its audit trail."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0022"
down_revision: Final = "0021"


def upgrade() -> None:
    words = sa.text("'buffered'")
    op.add_column("tenant", sa.Column("reads", sa.Text(), server_default=words, nullable=False))
