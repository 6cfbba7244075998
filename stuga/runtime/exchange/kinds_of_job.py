"""The jobs of imports and exports, by name, and how long what they leave is kept."""

from datetime import timedelta
from typing import Final

IMPORT: Final = "exchange.import"
FORGET: Final = "exchange.forget"
UNTOUCHED: Final = timedelta(days=1)
"""After this a file that nobody went on with is emptied."""
KEPT: Final = timedelta(days=30)
"""As `models.lifetimes` says."""
EXPORT: Final = "exchange.export"
SWEEP: Final = "exchange.sweep"
EXPORT_KEPT: Final = timedelta(days=1)
"""As `models.lifetimes` says."""
SWEEP_AGAIN: Final = timedelta(minutes=5)
