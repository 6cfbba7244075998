"""E-mail addresses, phone numbers and links."""

import pytest
from babel import Locale

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject

MAIL = KINDS["e-mail"]
PHONE = KINDS["phone"]
LINK = KINDS["link"]
SV, NB, EN = Locale("sv"), Locale("nb"), Locale("en")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("nils@example.com", "nils@example.com"),
        (" nils@example.com ", "nils@example.com"),
        ("mailto:nils@example.com", "nils@example.com"),
        ("Nils.Ek+x@EXAMPLE.Com", "Nils.Ek+x@example.com"),
        ("nils@björkby.se", "nils@björkby.se"),
        ("nils@xn--bjrkby-xxa.se", "nils@björkby.se"),
        ("o'hara@example.com", "o'hara@example.com"),
        ("0123abc@example.invalid", "0123abc@example.invalid"),
    ],
)
def test_an_address_is_read(typed: str, address: str) -> None:
    assert MAIL.parse(typed, {}, SV) == address
    assert MAIL.problem(address, {}) is None
    assert MAIL.normal(address, {}) == address


@pytest.mark.parametrize(
    "typed",
    [
        "nils",
        "nils@",
        "@example.com",
        "nils@example",
        "nils@localhost",
        "nils@@example.com",
        "nils ek@example.com",
        "nils@exa mple.com",
        "nils@example..com",
        ".nils@example.com",
        "nils@example.com, ada@example.com",
        "Nils <nils@example.com>",
        "nils@[127.0.0.1]",
        "nils@example.com\nBcc: x@example.com",
        "nils@other.invalid",
        "@example.invalid",
        "a" * 65 + "@example.com",
        "nils@" + "a." * 200 + "com",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert MAIL.parse(typed, {}, SV) == Refused("e-mail-invalid")
    assert MAIL.problem(typed, {}) == Refused("e-mail-invalid")
    assert MAIL.normal(typed, {}) == typed


@pytest.mark.parametrize(
    ("typed", "locale", "number"),
    [
        ("070-174 06 05", SV, "+46701740605"),
        ("0701740605", EN, "+46701740605"),
        ("070\u2013174\u00a006\u00a005", SV, "+46701740605"),
        ("+46 (0)70 174 06 05", SV, "+46701740605"),
        ("0046 70 174 06 05", SV, "+46701740605"),
        ("08-123 456 78", SV, "+46812345678"),
        ("22 82 30 50", NB, "+4722823050"),
        ("+47 22 82 30 50", SV, "+4722823050"),
        ("020 7946 0958", Locale("en", "GB"), "+442079460958"),
        ("070-174 06 05", Locale("en", "GB"), "+46701740605"),
    ],
)
def test_a_phone_number_is_read_as_dialled_in_the_country(
    typed: str, locale: Locale, number: str
) -> None:
    assert PHONE.parse(typed, {}, locale) == number
    assert PHONE.problem(number, {}) is None


def test_a_field_may_name_its_region() -> None:
    norwegian: JsonObject = {"type": "string", "x-field": {"kind": "phone", "region": "NO"}}

    assert PHONE.parse("22 82 30 50", norwegian, SV) == "+4722823050"


@pytest.mark.parametrize(
    "typed",
    [
        "12",
        "070-174 06",
        "070-174 06 05 0000",
        "+46",
        "+999 123456789",
        "+1 555 0100",
        "070-174 06 05 ext 12",
        "0701-SAMTAL",
        "ring mig",
        "+4670•••••05",
        "030-0074321x",
    ],
)
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    assert PHONE.parse(typed, {}, SV) == Refused("phone-invalid")


@pytest.mark.parametrize(
    ("value", "is_sound"),
    [
        ("+46701740605", True),
        ("+4670•••••05", True),
        ("+•••••••••••", True),
        ("•••", True),
        ("0701740605", False),
        ("+46", False),
        ("+46 70 •• 05 •• 06", False),
        ("call me", False),
    ],
)
def test_a_stored_phone_number_names_its_country_or_is_masked(
    value: str, *, is_sound: bool
) -> None:
    assert (PHONE.problem(value, {}) is None) is is_sound


def test_a_stored_phone_number_is_brought_to_one_form() -> None:
    assert PHONE.normal("+46 70-174 06 05", {}) == "+46701740605"
    assert PHONE.normal("+4670•••••05", {}) == "+4670•••••05"
    assert PHONE.text("+4670•••••05", {}, SV) == "+4670•••••05"


def test_a_phone_number_is_shown_as_in_the_readers_country() -> None:
    assert PHONE.text("+46701740605", {}, SV) == "070-174 06 05"
    assert PHONE.text("+46701740605", {}, NB) == "+46 70 174 06 05"
    assert PHONE.text("+46701740605", {}, Locale("en", "GB")) == "070-174 06 05"


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://example.com", "https://example.com"),
        ("example.com", "https://example.com"),
        ("www.example.com/å?q=ö#ä", "https://www.example.com/%C3%A5?q=%C3%B6#%C3%A4"),
        ("HTTP://Example.COM/Path", "http://example.com/Path"),
        ("example.com:8080/x", "https://example.com:8080/x"),
        ("https://björkby.se/", "https://xn--bjrkby-xxa.se/"),
        ("https://example.com/a%20b", "https://example.com/a%20b"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("http://[::1]/", "http://[::1]/"),
        ("https://example.com/?a=1&b=[2]", "https://example.com/?a=1&b=%5B2%5D"),
    ],
)
def test_a_link_is_read(typed: str, link: str) -> None:
    assert LINK.parse(typed, {}, SV) == link
    assert LINK.problem(link, {}) is None
    assert LINK.normal(link, {}) == link


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("javascript:alert(1)", "link-scheme"),
        ("JaVaScRiPt:alert(1)", "link-scheme"),
        ("data:text/html,x", "link-scheme"),
        ("mailto:nils@example.com", "link-scheme"),
        ("ftp://example.com/", "link-scheme"),
        ("file:///etc/passwd", "link-scheme"),
        ("https://", "link-invalid"),
        ("https:example.com", "link-invalid"),
        ("https:///example.com", "link-invalid"),
        ("hello", "link-invalid"),
        ("hello world", "link-invalid"),
        ("https://exa mple.com", "link-invalid"),
        ("https://bank.se@elsewhere.example/", "link-invalid"),
        ("https://example.com\\@elsewhere.example/", "link-invalid"),
        ("https://example.com:99999/", "link-invalid"),
        ("https://example.com:x/", "link-invalid"),
        ("https://ex_ample.com/", "link-invalid"),
        ("https://[::1/", "link-invalid"),
        ("java\tscript:alert(1)", "link-invalid"),
        ("https://example.com/" + "a" * 2000, "link-invalid"),
        ("https://" + "å" * 64 + ".se/", "link-invalid"),
    ],
)
def test_a_link_that_is_none_or_runs_something_is_refused(typed: str, code: str) -> None:
    assert LINK.parse(typed, {}, SV) == Refused(code)
    assert LINK.problem(typed, {}) is not None
    assert LINK.normal(typed, {}) == typed


def test_a_stored_link_without_scheme_is_refused() -> None:
    assert LINK.problem("example.com", {}) == Refused("link-scheme")
