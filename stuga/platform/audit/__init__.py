"""The audit trail: one entry for every act."""

from stuga.platform.audit.catalogue import Act, Op, Outcome, Stream
from stuga.platform.audit.entry import Target
from stuga.platform.audit.writer import Detail, record, record_apart, record_each, record_in

__all__ = [
    "Act",
    "Detail",
    "Op",
    "Outcome",
    "Stream",
    "Target",
    "record",
    "record_apart",
    "record_each",
    "record_in",
]
