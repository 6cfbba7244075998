"""The audit trail: one entry for every act."""

from stuga.platform.audit.catalogue import Act, Op, Outcome, Stream
from stuga.platform.audit.entry import Target
from stuga.platform.audit.reads import gather_reads
from stuga.platform.audit.writer import (
    Detail,
    record,
    record_apart,
    record_each,
    record_in,
    record_read,
)

__all__ = [
    "Act",
    "Detail",
    "Op",
    "Outcome",
    "Stream",
    "Target",
    "gather_reads",
    "record",
    "record_apart",
    "record_each",
    "record_in",
    "record_read",
]
