"""A short list on a page: the first records of a list, and the way to all of them."""

from dataclasses import dataclass

from stuga.platform.ui.locale import Locale
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.table import Table, table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortList:
    """A few records.

    :ivar all: where the whole list is; '' if the reader may not go there
    :ivar empty: the app's own words where there are none
    """

    key: str
    list: ListView
    all: str = ""
    empty: str = ""

    def table(self, locale: Locale) -> Table:
        """Return its table, made ready."""
        return table_of(self.list, locale)
