"""Delimiters, headers and columns, found or made."""

import pytest

from stuga.platform.errors import InvalidError
from stuga.runtime.exchange.layouts import MOST_COLUMNS, opened
from stuga.runtime.exchange.survey import rows_of


def cells_of(content: bytes, **how: bool) -> list[tuple[str, ...]]:
    return [row.cells for row in rows_of(opened(content, **how))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_every_row_alike(delimiter: str) -> None:
    lines = ["Namn,Ort,Not", "Ek,Mora,a", "Berg,Lund,b"]
    content = "\n".join(line.replace(",", delimiter) for line in lines).encode()

    found = opened(content).layout

    assert (found.delimiter, found.columns) == (delimiter, ("Namn", "Ort", "Not"))


def test_decimal_commas_do_not_make_columns() -> None:
    content = b"Vara;Pris;Moms\nStol;12,50;2,50\nBord;3,00;0,75\n"

    assert opened(content).layout.columns == ("Vara", "Pris", "Moms")
    assert cells_of(content)[0] == ("Stol", "12,50", "2,50")


def test_delimiters_and_line_breaks_inside_quotation_marks_are_text() -> None:
    content = b'Name,Note\r\n"Ek, Sten","two\r\nlines"\r\nMona,"say ""hi"""\r\n'

    assert cells_of(content) == [("Ek, Sten", "two\r\nlines"), ("Mona", 'say "hi"')]


def test_one_column_of_names_with_commas_stays_one_column() -> None:
    content = "Namn\n" + "\n".join(f"Ek, Sten {n}" for n in range(20))

    assert opened(content.encode()).layout.columns == ("Namn",)


def test_excels_own_word_on_the_delimiter_is_taken_and_not_a_row() -> None:
    content = b"sep=;\r\na,b;c\r\n1;2\r\n"

    found = opened(content).layout

    assert (found.delimiter, found.columns) == (";", ("a,b", "c"))
    assert [row.number for row in rows_of(opened(content))] == [3]


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (b"Name,Age\nSten,41\nMona,37\n", ("Name", "Age")),
        (b"Sten,41\nMona,37\nBo,12\n", ("Column 1", "Column 2")),
        (b"Name,2023,2024\nSten,5,6\n", ("Name", "2023", "2024")),
        (b"sten@example.se,2020-01-01\nmona@example.se,2020-01-02\n", ("Column 1", "Column 2")),
        (b"Name,City\nSten,Mora\nMona,Lund\n", ("Name", "City")),
    ],
)
def test_a_header_is_found_where_there_is_one(content: bytes, columns: tuple[str, ...]) -> None:
    assert opened(content).layout.columns == columns


def test_whoever_knows_better_says_whether_the_first_row_is_a_header() -> None:
    content = b"Sten,Mora\nMona,Lund\n"

    assert len(cells_of(content, named=True)) == 1
    assert len(cells_of(content, named=False)) == 2


def test_columns_without_a_name_or_with_a_double_one_get_names_of_their_own() -> None:
    content = b"Name,,name,Name 2\na,b,c,d\n"

    assert opened(content).layout.columns == ("Name", "Column 2", "name 2", "Name 2 2")


def test_a_title_above_the_table_is_no_row_of_it() -> None:
    content = b"Staff list,,,\n,,,\nName,Age,Town,Since\nSten,41,Mora,2019\nMona,37,Lund,2020\n"

    found = opened(content)

    assert found.layout.columns == ("Name", "Age", "Town", "Since")
    assert [row.number for row in rows_of(found)] == [4, 5]


def test_a_header_alone_has_columns_and_no_rows() -> None:
    content = b"Name;Town\r\n"

    assert opened(content).layout.columns == ("Name", "Town")
    assert cells_of(content) == []


def test_too_many_columns_are_refused() -> None:
    line = ",".join(f"c{n}" for n in range(MOST_COLUMNS + 1))

    with pytest.raises(InvalidError) as refused:
        opened(f"{line}\n".encode())

    assert refused.value.errors["/file"].code == "file-columns"
