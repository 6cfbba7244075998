"""The jobs of imports, by name, and how long what they leave is kept."""

from datetime import timedelta
from typing import Final

IMPORT: Final = "exchange.import"
FORGET: Final = "exchange.forget"
UNTOUCHED: Final = timedelta(days=1)
"""After this a file that nobody went on with is emptied."""
KEPT: Final = timedelta(days=30)
"""As `models.lifetimes` says."""
