"""Masked fields: who may not read them sees the end of a value, on every channel, and no more."""

import copy
import json
import re
from typing import Any, Final

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.closed import OTHER, SECRET, VAULT, publish_vault
from tests.factories.exports import exported, table
from tests.factories.records import Desk
from tests.factories.storage import MemoryStorage
from tests.factories.trials import API, ITEMS, Trial, shows

ONCE: Final = "••••815"
NOW: Final = "••••711"
HIDDEN: Final = {"secret": NOW, "worth": "••••"}


def masking() -> JsonObject:
    """Return the vault with its closed fields masked."""
    made: Any = copy.deepcopy(VAULT)
    for key in ("secret", "worth"):
        made["models"]["item"]["properties"][key]["x-privacy"]["mask"] = True
    return made


@pytest.fixture
def guest(bjorkby: Tenant, memory: MemoryStorage) -> Trial:
    assert memory.objects == {}
    publish_vault(bjorkby, masking())
    return Trial(bjorkby, "member")


@pytest.fixture
def nils(guest: Trial) -> Browser:
    return guest.browser


def test_the_api_tells_a_masked_value_beside_the_data(guest: Trial, nils: Browser) -> None:
    one = nils.get(guest.at).get_json()
    [listed] = nils.get(f"{ITEMS}?filter[title]=The+bee").get_json()["items"]
    changed = nils.patch(guest.at, json={"title": "Cat"}, headers={"If-Match": '"2"'}).get_json()

    assert one["data"] == {"title": "The bee"}
    assert one["masked"] == listed["masked"] == changed["masked"] == HIDDEN
    assert nils.get(f"{guest.at}?fields=secret").get_json()["masked"] == {"secret": NOW}
    keeper = guest.tenant.browser("owner").get(guest.at).get_json()
    assert keeper["data"]["secret"] == SECRET
    assert "masked" not in keeper


def test_the_description_tells_which_are_masked(guest: Trial, nils: Browser) -> None:
    def record(browser: Browser) -> Any:  # noqa: ANN401
        found = browser.get(f"{API}/openapi.json").get_json()
        return found["components"]["schemas"]["item.record"]["properties"]

    assert record(nils)["masked"]["properties"].keys() == {"secret", "worth"}
    assert "secret" not in record(nils)["data"]["properties"]
    assert "masked" not in record(guest.tenant.browser("owner"))


def test_pages_show_what_is_left_of_it(guest: Trial, nils: Browser) -> None:
    listed = nils.get("/apps/vault/items").text
    page = nils.get(f"/apps/vault/item/{guest.one.id}").text

    assert NOW in listed
    assert "sort=secret" not in listed
    assert NOW in page
    assert "partly hidden" in page
    assert not shows(listed + page)


def test_both_values_of_a_change_are_masked(guest: Trial, nils: Browser) -> None:
    changes = nils.get(f"{guest.at}/history").get_json()["items"]
    page = nils.get(f"/apps/vault/item/{guest.one.id}").text

    assert changes[0]["changes"] == {"secret": [ONCE, NOW]}
    assert ONCE in page
    assert OTHER not in page


def test_exports_take_along_what_is_left_of_it(guest: Trial) -> None:
    path = f"{API}/exports/item"
    head, *rows = table(exported(guest.tenant, "?sort=title", path=path))
    programs = json.loads(exported(guest.tenant, "?format=json&sort=-title", path=path))
    book = exported(guest.tenant, "?format=xlsx", path=path)

    assert head == ["Title", "Secret", "Worth"]
    assert rows == [["The ant", "••••", "••••"], ["The bee", NOW, "••••"]]
    assert programs[0] == {"id": str(guest.one.id), "title": "The bee", "masked": HIDDEN}
    assert book.startswith(b"PK")


def test_what_may_be_read_and_not_taken_along_is_not_masked_but_left_out(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    made: Any = masking()
    made["roles"]["keeper"]["models"]["item"]["export"] = {"fields": {"only": ["title"]}}
    publish_vault(bjorkby, made)
    Trial(bjorkby, "owner")

    content = exported(bjorkby, who="owner", path=f"{API}/exports/item")

    assert table(content)[0] == ["Title"]


def rows_in(html: str) -> list[str]:
    return re.findall(r"<tr data-row>.*?</tr>", html, re.DOTALL)


@pytest.mark.parametrize(
    "query",
    [
        f"filter[secret]={SECRET}",
        "filter[secret]=••••711",
        "filter[worth][gt]=5",
        "sort=secret",
        "sort=-worth",
    ],
)
def test_nobody_asks_by_what_they_see_masked(nils: Browser, query: str) -> None:
    assert nils.get(f"{ITEMS}?{query}").status_code == 400

    page, plain = (nils.get(f"/apps/vault/items{asked}").text for asked in (f"?{query}", ""))
    assert "The list is not narrowed or sorted by" in page
    assert rows_in(page) == rows_in(plain) != []


@pytest.mark.parametrize("words", [SECRET, "711", "••••711"])
def test_a_search_does_not_find_it(nils: Browser, words: str) -> None:
    assert nils.get(f"{ITEMS}?q={words}").get_json()["items"] == []


def test_a_record_given_back_leaves_the_hidden_value(guest: Trial, nils: Browser) -> None:
    data = nils.get(guest.at).get_json()["data"]

    saved = nils.put(guest.at, json={**data, "title": "Cat"}, headers={"If-Match": '"2"'})
    tried = nils.patch(guest.at, json={"secret": NOW}, headers={"If-Match": '"3"'})

    assert saved.status_code == 200
    assert tried.status_code == 422
    assert guest.secret_now() == SECRET


def test_outside_ones_rows_nothing_is_masked_for_nothing_is_there(bjorkby: Tenant) -> None:
    made: Any = masking()
    rows = {"where": {"field": "title", "is": "The ant"}, "fields": {"only": ["title"]}}
    made["roles"]["guest"]["models"]["item"]["read"] = rows
    publish_vault(bjorkby, made)
    guest = Trial(bjorkby, "member")

    assert guest.browser.get(guest.at).status_code == 404
    [one] = guest.browser.get(ITEMS).get_json()["items"]
    assert one["masked"] == {"secret": "••••", "worth": "••••"}
    created = guest.browser.post(ITEMS, json={"title": "Unseen"}).get_json()
    assert "masked" not in created


def test_a_role_that_reads_some_rows_whole_sees_the_others_masked(bjorkby: Tenant) -> None:
    made: Any = masking()
    made["roles"]["owner_of_some"] = {
        "title": "Of some",
        "screens": ["items"],
        "models": {"item": {"read": {"where": {"field": "title", "is": "The ant"}}}},
    }
    publish(bjorkby, made, roles={"owner": "keeper", "member": "guest"})
    bjorkby.give("member", "vault", "owner_of_some")
    guest = Trial(bjorkby, "member")

    found = {
        one["data"]["title"]: (one["data"].get("secret"), one.get("masked"))
        for one in guest.browser.get(ITEMS).get_json()["items"]
    }

    assert found == {"The ant": ("Zz", None), "The bee": (None, HIDDEN)}
    page = guest.browser.get("/apps/vault/items").text
    assert "Zz" in page
    assert NOW in page


def test_a_label_leaves_a_masked_field_out(guest: Trial, nils: Browser) -> None:
    Desk(guest.tenant, "owner", "note", "vault").create(text="Mine", about=str(guest.one.id))

    listed = nils.get("/apps/vault/notes").text

    assert "The bee" in listed
    assert NOW not in listed


def hiding() -> JsonObject:
    """Return the vault with masked fields, one of which guests see nothing of."""
    made: Any = masking()
    made["roles"]["guest"]["models"]["item"]["read"]["hidden"] = ["secret"]
    return made


@pytest.fixture
def shut(bjorkby: Tenant, memory: MemoryStorage) -> Trial:
    assert memory.objects == {}
    publish_vault(bjorkby, hiding())
    return Trial(bjorkby, "member")


def test_a_role_can_be_told_to_see_nothing_at_all_of_a_masked_field(shut: Trial) -> None:
    nils = shut.browser

    one = nils.get(shut.at).get_json()
    [listed] = nils.get(f"{ITEMS}?filter[title]=The+bee").get_json()["items"]
    history = nils.get(f"{shut.at}/history").get_data(as_text=True)
    described = nils.get(f"{API}/openapi.json").get_json()["components"]["schemas"]
    rows = json.loads(exported(shut.tenant, "?format=json", path=f"{API}/exports/item"))

    assert one["masked"] == listed["masked"] == {"worth": "••••"}
    assert "secret" not in history
    assert NOW not in history
    assert described["item.record"]["properties"]["masked"]["properties"].keys() == {"worth"}
    assert [row["masked"] for row in rows] == [{"worth": "••••"}] * 2
    for page in ("/apps/vault/items", f"/apps/vault/items/{shut.at.rpartition('/')[2]}"):
        shown = nils.get(page).get_data(as_text=True)
        assert NOW not in shown
        assert ONCE not in shown


def test_what_one_role_hides_another_still_shows_in_part(bjorkby: Tenant) -> None:
    made: Any = hiding()
    made["roles"]["second"] = copy.deepcopy(made["roles"]["guest"])
    del made["roles"]["second"]["models"]["item"]["read"]["hidden"]
    publish_vault(bjorkby, made)
    bjorkby.give("member", "vault", "second")

    nils = Trial(bjorkby, "member")
    assert nils.browser.get(nils.at).get_json()["masked"] == HIDDEN
