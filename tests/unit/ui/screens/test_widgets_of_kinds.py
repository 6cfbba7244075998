"""Every kind in every rendering: typed, read, printed, sampled, reviewed, wrong, in a cell."""

import re
from html import unescape

import pytest

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonValue
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.widgets import Mode, widget_for
from stuga.platform.ui.widgets.rich_html import ALLOWED, rich_html, rich_words
from tests.factories.kind_forms import field_of, form_of

TYPED = [name for name, kind in KINDS.items() if not kind.given]
every_kind = pytest.mark.parametrize("kind", KINDS)
every_typed_kind = pytest.mark.parametrize("kind", TYPED)
every_language = pytest.mark.parametrize("language", ["sv", "nb", "en"])


def sample(kind: str) -> JsonValue:
    field = field_of(kind)
    return field.kind.sample(field.schema, 3)


@every_kind
@pytest.mark.parametrize("mode", list(Mode))
def test_every_rendering_is_labelled_and_says_nothing_twice(kind: str, mode: Mode) -> None:
    html = render(form_of(kind, sample(kind), mode=mode), Locale("en"))

    assert "Value" in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "style=" not in html


@every_typed_kind
@every_language
def test_what_a_control_shows_is_read_back(kind: str, language: str) -> None:
    field, locale, value = field_of(kind), Locale(language), sample(kind)
    widget = widget_for(field)

    read = widget.gathered(widget.spread(value, field, locale), field, locale)

    assert not read.errors
    assert field.kind.normal(read.value, field.schema) == field.kind.normal(value, field.schema)


MISSING = {
    **dict.fromkeys(("choice", "choices", "person", "reference", "references"), "Välj Value."),
    **dict.fromkeys(("file", "files", "image"), "Välj en fil för Value."),
    "yes-no": "Svara på Value.",
}


@every_typed_kind
def test_an_error_stands_at_its_field_and_in_the_summary(kind: str) -> None:
    errors = {"/value": Refused("required")}

    html = render(form_of(kind, errors=errors), Locale("sv"))

    assert html.count(MISSING.get(kind, "Fyll i Value.")) == 2
    assert 'href="#field-value' in html or "button" in html
    assert "data-invalid" in html


@every_kind
@every_language
def test_a_cell_is_one_line_of_plain_words(kind: str, language: str) -> None:
    cell = Values(Locale(language)).cell(field_of(kind), sample(kind))

    assert cell.text
    assert "\n" not in cell.text
    assert Values(Locale(language)).cell(field_of(kind), None).text == ""


@every_kind
def test_an_empty_value_is_said_and_leaves_a_place_to_write(kind: str) -> None:
    html = render(form_of(kind, mode=Mode.PRINT), Locale("en"))

    assert "Not filled in" in html
    assert "<input" not in html


def edited(kind: str, value: JsonValue, language: str = "sv") -> str:
    return unescape(render(form_of(kind, value), Locale(language)))


def read(kind: str, value: JsonValue, language: str = "sv") -> str:
    return unescape(render(form_of(kind, value, mode=Mode.READ), Locale(language)))


def test_a_share_has_its_sign_beside_the_box() -> None:
    html = edited("percent", 12.5)

    assert 'value="12,5"' in html
    assert 'id="field-value-affix">%</span>' in html
    assert "12,5\u00a0%" in read("percent", 12.5)
    assert re.search(r'pattern="([^"]+)"', html)


@pytest.mark.parametrize(("value", "shown"), [("08:30:00", "08:30"), ("08:30:15", "08:30:15")])
def test_a_time_is_typed_in_the_browsers_clock(value: str, shown: str) -> None:
    assert 'type="time"' in edited("time", value)
    assert f'value="{shown}"' in edited("time", value)
    assert shown in read("time", value)


@pytest.mark.parametrize(
    ("language", "shown"), [("sv", "1 tim 30 min"), ("nb", "1 t 30 min"), ("en", "1 hr 30 mins")]
)
def test_a_duration_is_in_the_readers_words(language: str, shown: str) -> None:
    typed, told = (
        show("duration", "PT1H30M", language).replace("\u00a0", " ") for show in (edited, read)
    )

    assert f'value="{shown}"' in typed
    assert shown in told


@pytest.mark.parametrize(
    ("kind", "stored", "shown"),
    [
        ("national-id", "198112289874", "19811228-9874"),
        ("organisation-number", "5560360793", "556036-0793"),
        ("iban", "SE4550000000058398257466", "SE45 5000 0000 0583 9825 7466"),
        ("bankgiro", "50501055", "5050-1055"),
    ],
)
def test_a_registers_number_is_written_as_people_do(kind: str, stored: str, shown: str) -> None:
    html = edited(kind, stored)

    assert f'value="{shown}"' in html
    assert "data-short" in html
    assert ('inputmode="numeric"' in html) is (kind != "iban")
    assert shown in read(kind, stored)


def test_a_finnish_number_needs_letters_on_the_keyboard() -> None:
    widget = widget_for(field_of("national-id"))
    finnish = field_of("national-id", **{"x-field": {"kind": "national-id", "country": "FI"}})

    assert "inputmode" not in widget.attributes(finnish, None)


def test_data_is_typed_over_several_lines_and_read_as_it_stands() -> None:
    value: JsonValue = {"a": [1, "<b>"]}

    assert '{\n  "a": [\n    1,\n    "<b>"\n  ]\n}' in edited("json", value)
    assert "&lt;b&gt;" in render(form_of("json", value, mode=Mode.READ), Locale("sv"))


RICH = """# One <b>bold</b>

Text with **bold**, *italic*, ~~gone~~, `code` and [a link](https://example.se).

- first
- second

3. third

> said

| a | b |
|:--|--:|
| 1 | 2 |

```python
<script>
```

---
![image](https://example.se/a.png) <https://example.se> &amp; \\* [mail](mailto:a@example.se)
"""


def test_rich_text_is_printed_by_an_allow_list() -> None:
    html = rich_html(RICH)

    for tag, attributes in re.findall(r"<([a-z0-9]+)((?:\s[^>]*)?)>", html):
        names = set(re.findall(r'([a-z-]+)="', attributes))
        assert tag in ALLOWED
        assert names <= ALLOWED[tag]
    assert "<h3>One &lt;b&gt;bold&lt;/b&gt;</h3>" in html
    assert "<strong>bold</strong>" in html
    assert '<a href="https://example.se" rel="noopener noreferrer nofollow">a link</a>' in html
    assert '<ol start="3">' in html
    assert "&lt;script&gt;" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](//evil.example)",
        "[x](/admin)",
        '[x](https://example.se "onmouseover=alert(1)")',
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "[x]: javascript:alert(1)\n\n[x]",
        "<a href='javascript:alert(1)'>x</a>",
        '```"onload=alert(1)\nx\n```',
    ],
)
def test_nothing_in_rich_text_can_run(source: str) -> None:
    html = str(rich_html(source))

    assert not re.search(r"<(?!/?(?:p|a|pre|code|br)\b)", html)
    assert not re.search(r"<[^>]*\s(?:on\w+|src|style|title|class)=", html)
    assert not re.search(r'href="(?!https://example\.se")', html)


def test_rich_text_is_read_as_html_and_listed_as_words() -> None:
    assert "<strong>bold</strong>" in read("rich-text", "a **bold** word")
    assert "a **bold** word" in edited("rich-text", "a **bold** word")
    assert rich_words(RICH).startswith("One <b>bold</b>\nText with bold, italic, gone, code")
    assert Values(Locale("sv")).cell(field_of("rich-text"), "# A\n\n- b\n- c").text == "A b c"
