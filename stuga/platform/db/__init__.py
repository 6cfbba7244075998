"""The database: session, unit of work, outbox."""

from stuga.platform.db.session import db, own_transaction, reading_trail, trimming_trail
from stuga.platform.db.unit_of_work import savepoint, unit_of_work

__all__ = ["db", "own_transaction", "reading_trail", "savepoint", "trimming_trail", "unit_of_work"]
