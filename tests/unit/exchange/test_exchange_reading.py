"""Rows, blank, ragged and broken ones; from any place in a file on."""

import tracemalloc
from itertools import islice

import pytest

from stuga.platform.errors import InvalidError
from stuga.runtime.exchange.layouts import opened
from stuga.runtime.exchange.reading import BEGINNING, Row, rows, some_rows
from stuga.runtime.exchange.survey import MOST_ROWS, MOST_VALUES, rows_of, surveyed


def rows_in(content: bytes) -> list[Row]:
    return list(rows_of(opened(content)))


def codes(content: bytes) -> list[tuple[int, str]]:
    """Return the number of each row, and why it is refused."""
    return [(row.number, row.refused.code if row.refused else "") for row in rows_in(content)]


def test_blank_rows_are_dropped_and_counted() -> None:
    assert codes(b"a,b\n1,2\n\n , \n3,4\n") == [(2, ""), (5, "")]


def test_a_ragged_row_is_kept_with_what_is_wrong() -> None:
    [_, short, long, _] = rows_in(b"a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n")

    assert short.cells == ("1", "2")
    assert short.refused
    assert short.refused.arguments == {"expected": 3, "found": 2}
    assert long.refused
    assert long.refused.arguments == {"expected": 3, "found": 4}


def test_empty_cells_beyond_the_last_column_do_no_harm() -> None:
    assert rows_in(b"a,b\n1,2,,\n")[0].cells == ("1", "2")


def test_a_quotation_mark_that_is_never_closed_breaks_its_own_row_alone() -> None:
    content = b'a,b\n1,2\n3,"four\n5,6\n7,8\n'

    assert codes(content) == [(2, ""), (3, "row-broken"), (4, ""), (5, "")]
    assert rows_in(content)[1].cells == ('3,"four',)


def test_a_quotation_mark_in_the_middle_of_a_cell_is_told() -> None:
    assert codes(b'a,b\n"x"y,2\n3,4\n') == [(2, "row-broken"), (3, "")]
    assert codes(b'a,b\n6" pipe,2\n') == [(2, "")]


def test_thousands_of_broken_rows_are_told_in_time() -> None:
    lines = [f'{number},"open' for number in range(3_000)]
    content = "\n".join(["a,b", *lines]).encode()

    assert {code for _, code in codes(content)} == {"row-broken"}


def test_reading_goes_on_from_any_row() -> None:
    lines = ["a;b", "1;x", '2;"y', 'z"', "", '3;"broken', "4;å", "5;"]
    file = opened("\r\n".join(lines).encode())
    layout = file.layout
    whole = list(rows_of(file))

    for count in range(1, len(whole)):
        cursor = list(islice(rows_of(file), count))[-1].after
        rest = list(rows(file.text, layout.delimiter, 2, cursor))
        assert rest == whole[count:]


def test_a_survey_tells_what_columns_hold() -> None:
    lines = [f"{number},{number % 3},{'x' if number % 2 else ''}" for number in range(5_000)]
    found = surveyed(opened("\n".join(["id,kind,mark", *lines, "1,2"]).encode()))

    assert (found.total, found.broken) == (5_001, 1)
    numbers, kinds, marks = found.columns
    assert numbers.is_unique
    assert not numbers.has_few
    assert len(numbers.values) <= MOST_VALUES
    assert int(numbers.values[-1]) > 4_900
    assert kinds.distinct == {"0": 1667, "1": 1667, "2": 1666}
    assert not kinds.is_unique
    assert marks.filled == 2_500


def test_more_rows_than_are_taken_are_refused() -> None:
    content = b"a\n" + b"1\n" * MOST_ROWS

    assert surveyed(opened(content)).total == MOST_ROWS
    with pytest.raises(InvalidError) as refused:
        surveyed(opened(content + b"1\n"))
    assert refused.value.errors["/file"].code == "file-rows"


def test_a_batch_reads_no_further_than_its_own_rows() -> None:
    text = "".join(f"Person {number},permit,R-{number}\n" for number in range(100_000))
    at, read = BEGINNING, 0
    tracemalloc.start()
    try:
        for _batch in range(5):
            several = some_rows(text, ",", 3, at, 500)
            at, read = several[-1].after, read + len(several)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (read, several[-1].number) == (2500, 2500)
    assert peak < 2_000_000  # all rows at once are forty times that
