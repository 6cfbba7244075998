"""Text in the encodings that spreadsheet programs write, and files that are no text."""

import codecs

import pytest

from stuga.platform.errors import InvalidError
from stuga.runtime.exchange.encodings import MOST_BYTES, decoded

NORDIC = "Namn;Ort\r\nÅsa Öberg;Göteborg\r\nKåre Bjørn;Tromsø\r\nJosé;München\r\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (NORDIC.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + NORDIC.encode(), "UTF-8"),
        (NORDIC.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + NORDIC.encode("utf-16-be"), "UTF-16"),
        (NORDIC.encode("cp1252"), "Windows-1252"),
        (NORDIC.encode("cp850"), "CP850"),
        (NORDIC.encode("mac_roman"), "Mac Roman"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_is_written_in(content: bytes, name: str) -> None:
    assert decoded(content) == (NORDIC, name)


@pytest.mark.parametrize("letter", "åäöæøéüÅÄÖÆØ")
def test_one_letter_beyond_ascii_is_enough(letter: str) -> None:
    text = f"Namn\nS{letter}n\n"

    assert decoded(text.encode("latin-1"))[0] == text


def test_signs_that_only_windows_has_are_kept() -> None:
    text = "Pris\n10 € \u2013 \u201cså\u201d\n"

    assert decoded(text.encode("cp1252"))[0] == text


def test_lines_that_end_with_a_carriage_return_alone_are_lines() -> None:
    assert decoded(b"Namn\rSten\rMona\r")[0] == "Namn\nSten\nMona\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\r\n ", "file-empty"),
        (b"PK\x03\x04 a workbook", "file-workbook"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "file-workbook"),
        (b"%PDF-1.7 a report", "file-binary"),
        (b"\x1f\x8b\x08 packed", "file-binary"),
        (b"Namn;Ort\n\0\0;x\n", "file-binary"),
        ("Namn;Ort\nSten\0;x\n".encode("utf-16"), "file-binary"),
        (codecs.BOM_UTF8 + b"\xff\xfe", "file-broken-text"),
        pytest.param(b"a" * (MOST_BYTES + 1), "file-too-large", id="large"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(content: bytes, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        decoded(content)

    assert [one.code for one in refused.value.errors.values()] == [code]
