"""What field names say of people, and the titles they become."""

import json
from pathlib import Path

import pytest

from stuga.builder.spreadsheets.headers import plain_of, title_of
from stuga.builder.spreadsheets.lexicon import Class, meaning_of
from stuga.builder.spreadsheets.naming import row_title_from, title_from

NAMES = json.loads(Path(__file__).with_name("field_names.json").read_text(encoding="utf-8"))
NEW = (
    "Målsmans telefon|direct",
    "Elevens personnummer|direct",
    "E-post vårdnadshavare|direct",
    "Kontakt, namn|direct",
    "customer_email|direct",
    "CUSTOMER_PHONE|direct",
    "contactFirstName|direct",
    "Beställarens adress|direct",
    "Faktureringsadress|direct",
    "Tilldelad|",
    "Dok.nr|none",
    "Enhetspris|none",
    "Total kostnad|none",
    "Ankomstdatum|none",
    "Antall dager|none",
    "product_price|none",
    "is_active|none",
    "Xyzzy|",
)


def test_at_least_19_of_20_field_names_are_read_right() -> None:
    wanted = [
        (name, group["personal"], group["identity"]) for group in NAMES for name in group["names"]
    ]
    assert len(wanted) >= 200

    wrong = [
        (name, found)
        for name, personal, identity in wanted
        if (found := _found(name)) != (personal, identity)
    ]

    assert len(wrong) <= len(wanted) * 0.05, wrong


def _found(name: str) -> tuple[str, str]:
    meaning = meaning_of(plain_of(name))
    return ("", "") if meaning is None else (meaning.personal.value, meaning.identity)


@pytest.mark.parametrize("case", NEW)
def test_a_name_is_read_however_it_is_written(case: str) -> None:
    name, _, personal = case.partition("|")

    assert _found(name)[0] == personal


@pytest.mark.parametrize("name", ["Diagnos", "Allergier", "Religion", "Fackförbund", "Ethnicity"])
def test_what_may_be_of_a_special_category_is_marked(name: str) -> None:
    meaning = meaning_of(plain_of(name))

    assert meaning
    assert (meaning.personal, meaning.sensitive) == (Class.DIRECT, True)


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("ContactName", "Contact name"),
        ("contact_name", "Contact name"),
        ("contact-name", "Contact name"),
        ("CONTACT_NAME", "Contact name"),
        ("Contact Name", "Contact Name"),
        ("CustomerID", "Customer ID"),
        ("VATRate", "VAT rate"),
        ("PNR", "PNR"),
        ("e-post", "E-post"),
        ("förnamn", "Förnamn"),
        ("ÅrsLön", "Års lön"),
        ("  two   words ", "Two words"),
        ("???", "???"),
    ],
)
def test_a_header_becomes_a_title_as_people_write_them(header: str, title: str) -> None:
    assert title_of(header) == title


@pytest.mark.parametrize(
    ("file_name", "title", "row"),
    [
        ("customers.csv", "Customers", "Customer"),
        ("C:\\tmp\\order_details (2).csv", "Order details", "Order detail"),
        ("categories-2024-01-31.csv", "Categories", "Category"),
        ("boxes final.csv", "Boxes", "Box"),
        ("status.csv", "Status", "Status"),
        ("(1).csv", "1", "1"),
        ("", "", ""),
    ],
)
def test_a_file_names_its_app(file_name: str, title: str, row: str) -> None:
    assert title_from(file_name) == title
    assert row_title_from(title, "en") == row
    assert row_title_from(title, "sv") == title
