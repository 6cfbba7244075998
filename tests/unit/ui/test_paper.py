"""Paper: what a screen's HTML says becomes a tagged PDF, and nothing in it is ever code."""

import re
import string
from datetime import UTC, datetime

import pytest

from stuga.platform.errors import TooSlowError
from stuga.platform.ui import Locale
from stuga.platform.ui.paper import Paper, blocks_of, pdf_of
from tests.factories.papers import Printed

MADE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
SWEDISH = Locale("sv", "Europe/Stockholm")
RECORD = """
<article>
  <div class="page-head"><h1>Ansökan 12 <span class="badge">Öppen</span></h1>
    <div class="page-actions"><a class="button" href="/edit">Ändra</a></div></div>
  <section><h3>Sökande</h3>
    <dl><div><dt>Namn</dt><dd>Åsa <b>Öberg</b>
      <details class="detail-history"><summary>1 change</summary>Förr hette hon</details></dd></div>
      <div><dt>Telefon</dt><dd><span aria-hidden="true">-</span
        ><span class="visually-hidden">Inte ifyllt</span></dd></div></dl>
    <table><thead><tr><th>Vara</th><th data-kind="number">Pris</th></tr></thead>
      <tbody><tr><th scope="row">Bräda</th><td>1 200</td></tr></tbody></table>
    <form><input value="hemligt"><button>Skicka</button></form>
  </section>
</article>"""
CHART = """<section><h2>Ärenden</h2>
<svg class="chart-bars" width="100%" height="88" aria-label="Stapeldiagram över antal"><g>
<title>x</title><rect class="chart-mark" x="0" y="20" width="50%" height="10" fill="#000000"/>
<text class="chart-label" x="0" y="16">Bygglov</text><image href="/etc/passwd"/></g></svg>
<details class="chart-data"><summary>Siffrorna</summary><table><tbody><tr><td>Bygglov</td><td>7</td>
</tr></tbody></table></details></section>"""


def printed(html: str, *, title: str = "Ansökan 12", locale: Locale = SWEDISH) -> Printed:
    paper = Paper(
        title=title,
        organisation="Björkby kommun",
        place="Ärenden",
        made=MADE,
        blocks=blocks_of(html),
    )
    return Printed(pdf_of(paper, locale, system_fonts=False))


def test_a_record_is_a_document_for_archives_and_screen_readers_in_its_language() -> None:
    found = printed(RECORD)
    assert "<pdfaid:part>2</pdfaid:part>" in found.metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in found.metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in found.metadata
    assert "Ansökan 12" in found.metadata
    assert "2026-03-01T12:30:00" in found.metadata
    assert "/Lang(sv)" in found.catalog
    assert "/Outlines" in found.catalog


def test_a_list_nested_sixty_deep_is_set_with_every_word() -> None:
    html = "".join(f"<ul><li>rad{at}" for at in range(60)) + "</li></ul>" * 60
    found = "".join(printed(f"<dl><dt>Text</dt><dd>{html}</dd></dl>").text.split())
    assert all(f"rad{at}" in found for at in range(60))


def test_every_letter_is_read_whatever_number_its_sign_has_in_the_font() -> None:
    letters = f"{string.ascii_letters}{string.digits}"
    assert letters in printed(f"<p>{letters}</p>").text


def test_its_words_stand_in_the_order_of_the_page_without_what_one_presses() -> None:
    found = printed(RECORD)
    assert re.sub(r"\s+", " ", found.text) == (
        "Ansökan 12 Öppen Sökande Namn Åsa Öberg Telefon Inte ifyllt Vara Pris Bräda 1 200"
    )


def test_headings_skip_no_level_and_the_cells_of_a_table_know_what_they_are() -> None:
    found = printed(RECORD)
    assert found.in_tag("H2") == ["Sökande"]
    assert found.in_tag("TH") == ["Vara", "Pris"]
    assert found.in_tag("TD") == ["Bräda", "1 200"]


def test_a_chart_is_a_figure_with_words_and_its_table_follows_open() -> None:
    found = printed(CHART)
    assert "Stapeldiagram över antal" in found.images
    assert found.in_tag("TD") == ["Bygglov", "7"]
    assert b"passwd" not in found.content


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x") $x^2$ *stark* `kod` @ref <märke>',
        "#import '@preview/x:1.0.0': *",
        '"] #read("/etc/passwd") [',
        "\\u{41} \\ // slut",
        "= Ingen rubrik",
    ],
)
def test_what_people_type_is_never_markup(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;")
    found = printed(f"<p>{escaped}</p>")
    assert found.text == typed
    assert found.in_tag("P") == [typed]


def test_letters_that_no_font_holds_are_boxes_and_the_sheet_says_so() -> None:
    found = printed("<h1>你好 Åsa</h1><p>مرحبا 😀 \x01 Łódź</p>", title="世界")
    assert "□□ Åsa" in found.text
    assert "Łódź" in found.text
    assert "Tecken som saknas i serverns typsnitt visas som □." in found.text
    assert "<pdfaid:part>2</pdfaid:part>" in found.metadata


def test_a_sheet_without_a_word_is_still_a_document() -> None:
    assert printed("<div></div>", title="").pages == 1


@pytest.mark.parametrize("around", ["<p>{}</p>", "<table><tr><td>{}</td></tr></table>"])
def test_a_word_longer_than_a_pdf_takes_is_printed_all_the_same(around: str) -> None:
    blocks = blocks_of(around.format("a" * 33_000))
    paper = Paper(title="A", organisation="B", place="C", made=MADE, blocks=blocks)
    assert pdf_of(paper, SWEDISH, system_fonts=False).startswith(b"%PDF")


def test_what_takes_too_long_is_given_up() -> None:
    [table] = blocks_of("<table><tr><td>1</td><td>ord</td></tr></table>")
    rows = table["rows"]
    assert isinstance(rows, list)
    paper = Paper(
        title="Lång",
        organisation="Björkby",
        place="Ärenden",
        made=MADE,
        blocks=[{**table, "rows": rows * 30_000}],
    )
    with pytest.raises(TooSlowError):
        pdf_of(paper, SWEDISH, seconds=1)
