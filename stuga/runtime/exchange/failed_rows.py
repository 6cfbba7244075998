"""Failed rows as a CSV file that can be put right and imported again."""

import csv
import io
from collections.abc import Iterable, Sequence

from stuga.platform.ui.formula_guard import guarded
from stuga.runtime.exchange.commands import Failure


def written(columns: Sequence[str], reason: str, failures: Iterable[Failure]) -> bytes:
    """Write failed rows, and in a last column why they failed; its mark tells Excel of UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(name) for name in (*columns, reason)])
    width = len(columns)
    for one in failures:
        cells = [*one.cells[:width], *[""] * (width - len(one.cells))]
        why = " ".join(one.errors.values())
        writer.writerow([guarded(cell) for cell in (*cells, why)])
    return text.getvalue().encode("utf-8-sig")
