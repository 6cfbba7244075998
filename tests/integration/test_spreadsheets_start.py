"""From a spreadsheet to an app: guesses, corrections, what is made, and who may fill it."""

import csv
import io
import json

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.building import APPS, begun, trail
from tests.factories.cast import Browser, Tenant
from tests.factories.imports import csv_of, posted, records_in
from tests.factories.jobs import run_outbox
from tests.factories.posting import form_on
from tests.factories.records import entries_of, parts_of
from tests.factories.spreadsheets import northwind

BASE = "/build/new/spreadsheet"
STAFF = csv_of(
    "Nr;Namn;E-post;Börjat;Lön;Avdelning;Aktiv;Övrigt",
    *(
        f"0{n};Person {n};p{n}@example.se;0{n}/04/2024;{n} 500,50;{'AB'[n % 2]};ja;"
        for n in range(1, 9)
    ),
)


def uploaded(browser: Browser, content: bytes, name: str = "personal.csv", into: str = "") -> str:
    answer = browser.post(BASE, **posted(content, name, into=into))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def page_at(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def made(
    browser: Browser, content: bytes, name: str = "personal.csv", into: str = "", **typed: str
) -> str:
    """Upload a file, correct what is typed, make the app; return the page's address."""
    path = uploaded(browser, content, name, into)
    form = form_on(page_at(browser, path), "title") | {"act": "make"} | typed
    path = path.partition("?")[0]
    answer = browser.post(path, data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return path


def draft_of(browser: Browser, key: str) -> JsonObject:
    answer = browser.get(f"{APPS}/{key}/draft")
    assert answer.status_code == 200
    found: JsonObject = json.loads(answer.get_data())
    return found


def fields_of(definition: JsonObject, model: str) -> JsonObject:
    fields: JsonObject = definition["models"][model]["properties"]
    return fields


def test_columns_are_guessed_with_kind_title_and_privacy(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")

    page = page_at(browser, uploaded(browser, STAFF))

    form = form_on(page, "title")
    assert [form["title"], form["row_title"], form["key"]] == ["Personal", "Personal", "personal"]
    assert [form[f"c{n}-kind"] for n in range(8)] == [
        "text",
        "text",
        "e-mail",
        "date",
        "money",
        "choice",
        "yes-no",
        "text",
    ]
    assert [form[f"c{n}-personal"] for n in range(8)] == [
        "none",
        "direct",
        "direct",
        "none",
        "indirect",
        "none",
        "none",
        "indirect",
    ]
    assert form["c3-dates"] == "day"
    assert "c7-in" not in form, "an empty column is left out"
    assert "work" not in form


def test_a_table_becomes_a_published_app_with_its_rows(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")

    path = made(
        browser,
        STAFF,
        title="Anställda",
        row_title="Anställd",
        key="staff",
        language="sv",
        purpose="Handling staff",
        basis="contract",
        work="yes",
    )
    run_outbox(bjorkby)

    assert "Done: all 8 rows are imported" in page_at(browser, path)
    definition = draft_of(browser, "staff")
    fields = fields_of(definition, "anstalld")
    assert list(fields) == ["nr", "namn", "e_post", "borjat", "lon", "avdelning", "aktiv"]
    assert fields["lon"]["x-field"] == {"kind": "money", "currency": "EUR"}
    assert fields["namn"]["x-privacy"] == {
        "personal": "direct",
        "identity": "name",
        "anonymise": {"method": "redact"},
        "purpose": "main",
    }
    assert definition["purposes"] == {"main": {"title": "Handling staff", "basis": "contract"}}
    assert definition["models"]["anstalld"]["x-model"]["unique"] == [["nr"]]
    assert [one["type"] for one in definition["screens"].values()] == [
        "list",
        "form",
        "detail",
        "dashboard",
    ]
    assert definition["screens"]["anstalld"]["title"] == "Anställda"
    assert browser.get(f"{APPS}/staff").get_json()["live_number"] == 1
    first = records_in(bjorkby, "anstalld", app="staff", who="builder")[0]
    assert first == {
        "nr": "01",
        "namn": "Person 1",
        "e_post": "p1@example.se",
        "borjat": "2024-04-01",
        "lon": 1500.5,
        "avdelning": "b",
        "aktiv": True,
    }


def test_what_is_made_has_no_errors_and_few_warnings(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    made(browser, northwind("customers"), "customers.csv", purpose="Orders", basis="contract")

    checked = browser.post(f"{APPS}/customers/draft/check").get_json()

    assert [one["code"] for one in checked["problems"]] == ["retention-missing"]


def test_corrections_are_what_counts(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    path = uploaded(browser, STAFF)
    form = form_on(page_at(browser, path), "title")
    for left_out in ("c0-in", "c2-in", "c6-in"):
        del form[left_out]
    form |= {
        "c1-title": "Full name",
        "c1-personal": "",
        "c3-dates": "month",
        "c4-kind": "decimal",
        "c5-kind": "text",
        "c5-personal": "direct",
        "act": "make",
        "work": "yes",
    }

    assert browser.post(path, data=form).status_code == 303
    run_outbox(bjorkby)

    fields = fields_of(draft_of(browser, "personal"), "personal")
    assert list(fields) == ["namn", "borjat", "lon", "avdelning"]
    assert fields["namn"]["title"] == "Full name"
    assert "x-privacy" not in fields["namn"]
    assert fields["lon"]["type"] == "number"
    assert fields["avdelning"]["x-privacy"]["personal"] == "direct"
    first = records_in(bjorkby, "personal", app="personal", who="builder")[0]
    assert first["borjat"] == "2024-01-04"


def test_typed_corrections_survive_errors(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    path = uploaded(browser, STAFF)
    form = form_on(page_at(browser, path), "title")
    del form["c0-in"]
    form |= {
        "key": "Not A Key",
        "title": "",
        "c1-title": " ",
        "c2-title": "Mail <b>",
        "c4-kind": "decimal",
        "c5-personal": "indirect",
        "c3-dates": "month",
        "purpose": "Why",
        "basis": "",
        "work": "yes",
        "act": "make",
    }

    answer = browser.post(path, data=form)

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    again = form_on(page, "title")
    kept = ("key", "title", "c2-title", "c4-kind", "c5-personal", "c3-dates", "purpose", "work")
    assert {name: again.get(name) for name in kept} == {name: form[name] for name in kept}
    assert "c0-in" not in again
    assert "There are 4 problems" in page
    assert "Fill in Name." in page
    assert "Fill in Legal basis." in page
    assert "Namn: Fill in Namn." in page
    assert browser.get(f"{APPS}/personal").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({f"c{n}-in": None for n in range(8)}, "Keep at least one column."),
        ({"c0-kind": "choice"}, ""),
        ({"c4-kind": "choice"}, ""),
        ({"c1-kind": "reference"}, "Choose one of the answers"),
        ({"c1-kind": "nope"}, "Choose one of the answers"),
        ({"c1-personal": "special"}, "Choose one of the answers"),
        ({"language": "xx"}, "Choose one of the languages."),
        ({"currency": "XXX"}, "Choose one of the answers for Currency of amounts."),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
    ids=str,
)
def test_what_cannot_be_is_told(bjorkby: Tenant, typed: dict[str, str | None], words: str) -> None:
    browser = bjorkby.browser("builder")
    path = uploaded(browser, STAFF)
    form = form_on(page_at(browser, path), "title") | {"act": "make"} | typed

    answer = browser.post(path, data={key: one for key, one in form.items() if one is not None})

    assert answer.status_code == (422 if words else 303)
    assert words in answer.get_data(as_text=True)


def test_a_key_that_is_taken_is_told_and_another_proposed(bjorkby: Tenant) -> None:
    publish(bjorkby)
    browser = bjorkby.browser("builder")
    path = uploaded(browser, STAFF, "cases.csv")
    form = form_on(page_at(browser, path), "title")
    assert form["key"] == "cases-2"

    answer = browser.post(path, data=form | {"key": "cases", "act": "make"})

    assert answer.status_code == 422
    assert "There is an app of that address already." in answer.get_data(as_text=True)


def test_without_the_wish_to_work_the_rows_wait(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    path = made(browser, STAFF)
    run_outbox(bjorkby)

    waiting = page_at(browser, path)
    assert "8 rows wait" in waiting
    assert bjorkby.actor("builder").roles_in("personal") == frozenset()
    assert "role.grant" not in trail(bjorkby)

    assert browser.post(f"{path}/import").status_code == 303
    run_outbox(bjorkby)
    assert "Done: all 8 rows are imported" in page_at(browser, path)
    assert bjorkby.actor("builder").roles_in("personal") == {"user"}
    [grant] = entries_of(bjorkby, "role.grant")
    assert parts_of(bjorkby, grant.id)["personal"] == {"role": [None, "user"]}


def test_making_leaves_an_entry_for_every_part_of_it(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    made(browser, STAFF, work="yes")
    run_outbox(bjorkby)

    acts = [one.action for one in entries_of(bjorkby, "%") if one.action != "slots.fill"]

    assert sorted(acts) == sorted(
        [
            "tenant.create",
            "import.create",
            "import.read",
            "app.create",
            "version.publish",
            "role.grant",
            "record.import",
        ]
    )


def test_a_second_table_refers_to_the_first(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    made(browser, northwind("customers"), "customers.csv", work="yes")
    run_outbox(bjorkby)
    customers = {
        one["customer_id"]
        for one in records_in(bjorkby, "customer", app="customers", who="builder")
    }

    path = uploaded(browser, northwind("orders"), "orders.csv", into="customers")
    form = form_on(page_at(browser, path), "title")
    assert form["c1-kind"] == "reference:customer.customer_id"
    assert form["c1-title"] == "Customer"
    made(browser, northwind("orders"), "orders.csv", into="customers")
    run_outbox(bjorkby)

    definition = draft_of(browser, "customers")
    fields = fields_of(definition, "order")
    assert fields["customer"]["x-field"]["model"] == "customer"
    assert fields["order_date"]["format"] == "date"
    assert definition["navigation"] == ["customer", "overview", "order"]
    orders = records_in(bjorkby, "order", app="customers", who="builder")
    assert len(orders) == 0, "the rows wait"
    assert "ALFKI" in customers or len(customers) == 91


def test_orders_find_their_customers(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    made(browser, northwind("customers"), "customers.csv", work="yes")
    run_outbox(bjorkby)

    path = made(browser, northwind("orders"), "orders.csv", into="customers", work="yes")
    run_outbox(bjorkby)

    assert "Done: all 830 rows are imported" in page_at(browser, path)
    rows = csv.DictReader(io.StringIO(northwind("orders").decode("utf-8-sig")))
    given = next(iter(rows))
    first = records_in(bjorkby, "order", app="customers", who="builder")[0]
    assert first["order_date"] == given["OrderDate"].partition(" ")[0]
    answer = browser.get(f"{APPS}/customers/records/customer/{first['customer']}")
    assert answer.get_json()["data"]["customer_id"] == given["CustomerID"]


def test_in_an_app_with_records_nobody_takes_a_role_but_those_who_give_them(
    bjorkby: Tenant,
) -> None:
    publish(bjorkby, roles={"member": "handler"})
    run_outbox(bjorkby)
    vera, ada = bjorkby.browser("builder"), bjorkby.browser("owner")
    path = uploaded(vera, STAFF, into="cases")
    page = page_at(vera, path)
    form = form_on(page, "title") | {"act": "make", "work": "yes"}
    assert form["role"] == "handler"
    assert "Let me work with the records" not in page

    refused = vera.post(path.partition("?")[0], data=form)
    assert refused.status_code == 403
    assert bjorkby.actor("builder").roles_in("cases") == frozenset()
    assert "personal" not in draft_of(vera, "cases")["models"]
    path = made(vera, STAFF, into="cases")
    assert "Ask an administrator" in page_at(vera, path)
    assert vera.post(f"{path}/import").status_code == 403
    bjorkby.give("builder", "cases", "handler")
    assert vera.post(f"{path}/import").status_code == 303
    run_outbox(bjorkby)
    assert "8 rows are imported" in page_at(vera, path)

    path = made(ada, STAFF, into="cases", work="yes")
    run_outbox(bjorkby)
    assert "8 rows are imported" in page_at(ada, path)


def test_an_app_with_unpublished_changes_takes_no_model(bjorkby: Tenant) -> None:
    publish(bjorkby)
    browser = bjorkby.browser("builder")
    assert ">Cases</option>" in page_at(browser, BASE)
    changed = draft_of(browser, "cases") | {"title": "Other"}
    saved = browser.put(f"{APPS}/cases/draft", json=changed, headers={"If-Match": '"1"'})
    assert saved.status_code == 200

    assert ">Other</option>" not in page_at(browser, BASE)
    path = uploaded(browser, STAFF, into="cases")
    assert browser.get(path).status_code == 409


def test_the_first_row_can_be_read_as_data(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    path = uploaded(browser, csv_of("Sten,Mora", "Mona,Lund"))
    form = form_on(page_at(browser, path), "named") | {"act": "names"}
    del form["named"]

    assert browser.post(path, data=form).status_code == 303

    page = page_at(browser, path)
    assert "2 rows" in page
    assert form_on(page, "title")["c0-title"] == "Column 1"


def test_a_header_alone_makes_an_app_without_rows(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")

    path = made(browser, csv_of("Namn;Ort"), **{"c0-in": "yes", "c1-in": "yes", "work": "yes"})
    run_outbox(bjorkby)

    assert list(fields_of(draft_of(browser, "personal"), "personal")) == ["namn", "ort"]
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF", b"a\0b"])
def test_a_file_that_cannot_be_read_is_told(bjorkby: Tenant, content: bytes) -> None:
    answer = bjorkby.browser("builder").post(BASE, **posted(content))

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)


def test_an_app_is_made_of_a_file_once(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("builder")
    path = uploaded(browser, STAFF)
    form = form_on(page_at(browser, path), "title") | {"act": "make"}
    assert browser.post(path, data=form).status_code == 303

    assert browser.post(path, data=form | {"key": "other"}).status_code == 409


def paths_of(path: str) -> list[tuple[str, str]]:
    return [
        ("get", path),
        ("post", path),
        ("post", f"{path}/import"),
        ("post", f"{path}/cancel"),
        ("get", f"{path}/failures.csv"),
    ]


def test_a_file_is_for_whoever_brought_it(bjorkby: Tenant, granby: Tenant) -> None:
    path = uploaded(bjorkby.browser("builder"), STAFF)

    for browser in (granby.browser("owner"), bjorkby.browser("owner")):
        assert {getattr(browser, how)(at).status_code for how, at in paths_of(path)} == {404}


def test_members_make_no_apps(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("member")

    assert browser.get(BASE).status_code == 403
    assert browser.post(BASE, **posted(STAFF)).status_code == 403


def test_a_table_does_not_become_an_app_by_being_begun_elsewhere(bjorkby: Tenant) -> None:
    browser = begun(bjorkby)
    assert browser.get(f"{APPS}/cases").status_code == 200
    path = uploaded(browser, STAFF)

    assert browser.post(f"{path}/import").status_code == 404
