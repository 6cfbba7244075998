"""Look through a whole file once: how many rows, which are broken, what each column holds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from stuga.runtime.exchange.encodings import MOST_ROWS, refused
from stuga.runtime.exchange.error_cells import ERRORS
from stuga.runtime.exchange.layouts import File
from stuga.runtime.exchange.reading import Row, rows

MOST_VALUES: Final = 1_000
MOST_DISTINCT: Final = 13
_ROWS_AT_ONCE: Final = 2_000


@dataclass(slots=True)
class Column:
    """What one column holds.

    :ivar values: some of its values, from the whole length of the file, none empty
    :ivar filled: how many rows have a value
    :ivar lined: how many of them go on over several lines
    :ivar distinct: its different values and how often each stands; cut off beyond a dozen
    :ivar is_unique: whether no value stands twice
    """

    name: str
    values: list[str] = field(default_factory=list)
    filled: int = 0
    longest: int = 0
    lined: int = 0
    distinct: dict[str, int] = field(default_factory=dict)
    is_unique: bool = True
    _seen: set[str] = field(default_factory=set)
    _stride: int = 1

    def note(self, cells: Iterable[str]) -> None:
        """Take some rows' cells into account; many at once, for a file may have a million."""
        texts = [text for cell in cells if (text := cell.strip()) and text not in ERRORS]
        if not texts:
            return
        self._sample(texts)
        self.filled += len(texts)
        self.longest = max(self.longest, *map(len, texts))
        self.lined += sum("\n" in text for text in texts)
        for text, count in Counter(texts).items():
            if text in self.distinct or len(self.distinct) < MOST_DISTINCT:
                self.distinct[text] = self.distinct.get(text, 0) + count
        if self.is_unique:
            different = set(texts)
            self.is_unique = len(different) == len(texts) and self._seen.isdisjoint(different)
            if self.is_unique:
                self._seen |= different
            else:
                self._seen = set()

    def _sample(self, texts: Sequence[str]) -> None:
        """Keep every n-th value, and twice as few whenever they are too many."""
        first = -self.filled % self._stride
        self.values += texts[first :: self._stride]
        while len(self.values) > MOST_VALUES:
            self.values = self.values[::2]
            self._stride *= 2

    @property
    def has_few(self) -> bool:
        """Whether its different values can be counted on the fingers."""
        return 0 < len(self.distinct) < MOST_DISTINCT


@dataclass(frozen=True, slots=True)
class Survey:
    """A file looked through.

    :ivar total: how many rows of data it has, broken ones included
    :ivar broken: how many of them cannot be taken apart
    """

    total: int
    broken: int
    columns: Sequence[Column]


def rows_of(file: File) -> Iterator[Row]:
    """Yield a file's rows of data from the first."""
    layout = file.layout
    return rows(file.text, layout.delimiter, len(layout.columns), layout.start)


def surveyed(file: File) -> Survey:
    """Look through a file.

    :raises InvalidError: if it has more rows than are taken
    """
    columns = [Column(name) for name in file.layout.columns]
    total = broken = 0
    coming = rows_of(file)
    while some := list(islice(coming, _ROWS_AT_ONCE)):
        total += len(some)
        if total > MOST_ROWS:
            raise refused("file-rows", most=MOST_ROWS)
        sound = [row.cells for row in some if row.refused is None]
        broken += len(some) - len(sound)
        for column, cells in zip(columns, zip(*sound, strict=True), strict=False):
            column.note(cells)
    return Survey(total, broken, columns)
