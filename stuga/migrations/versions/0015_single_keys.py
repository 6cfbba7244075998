"""Whether letters pressed alone do something on a person's pages."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0015"
down_revision: Final = "0014"


def upgrade() -> None:
    column: sa.Column[bool] = sa.Column(
        "single_keys", sa.Boolean(), server_default=sa.text("true"), nullable=False
    )
    op.add_column("person", column)
