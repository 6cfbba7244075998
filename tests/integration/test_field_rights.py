"""A closed field is closed in all eight ways, on every channel; to who may see it, it is open.

Each probe tells whether someone got through. It is asked as the keeper first, who must: a probe
that finds nothing for anyone proves nothing.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

import pytest

from tests.factories.cast import Tenant
from tests.factories.closed import OTHER, SECRET, publish_vault
from tests.factories.exports import exported
from tests.factories.filling import opened
from tests.factories.imports import csv_of, imported
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, row_of
from tests.factories.storage import MemoryStorage
from tests.factories.trials import (
    API,
    ITEMS,
    Trial,
    has_new,
    only_the_one,
    reckoned,
    shows,
    table_of,
)

PAGES: Final = "/apps/vault"


Probe = Callable[[Trial], bool]
_PROBES: Final[dict[str, Probe]] = {}


def probe(way: str, channel: str) -> Callable[[Probe], Probe]:
    def kept(function: Probe) -> Probe:
        _PROBES[f"{way} through {channel}"] = function
        return function

    return kept


@probe("select", "one record of the API")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(trial.at).text)


@probe("select", "a list of the API")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(ITEMS).text)


@probe("select", "fields asked for in the API")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(f"{trial.at}?fields=secret").text)


@probe("select", "references expanded in the API")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(f"{API}/records/note?expand=about").text)


@probe("select", "the answer to a change")
def _(trial: Trial) -> bool:
    answer = trial.browser.patch(trial.at, json={"title": "Cat"}, headers={"If-Match": '"2"'})
    assert answer.status_code == 200
    return shows(answer.text)


@probe("select", "the answer to a change that came too late")
def _(trial: Trial) -> bool:
    given = {"secret": "Guess", "title": "Cat"}
    answer = trial.browser.patch(trial.at, json=given, headers={"If-Match": '"1"'})
    assert answer.status_code == 412
    return shows(answer.text)


@probe("select", "the page of a list")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(f"{PAGES}/items").text)


@probe("select", "the page of a record")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(f"{PAGES}/item/{trial.one.id}").text)


@probe("select", "the page of a form")
def _(trial: Trial) -> bool:
    answer = trial.browser.get(f"{PAGES}/edit/{trial.one.id}")
    assert answer.status_code == 200
    return shows(answer.text)


@probe("select", "the trash")
def _(trial: Trial) -> bool:
    keeper = Desk(trial.tenant, "owner", "item", "vault")
    made = keeper.create(title="Gone", secret=f"{SECRET}-{trial.who}")
    keeper.delete(made.id)
    page = trial.browser.get(f"{PAGES}/items/trash")
    api = trial.browser.get(f"{ITEMS}?trash=true")
    assert page.status_code == api.status_code == 200
    return shows(page.text) or shows(api.text)


@probe("select", "the label of a reference")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(f"{PAGES}/notes").text)


@probe("select", "the choices of a reference")
def _(trial: Trial) -> bool:
    return shows(trial.browser.get(f"{PAGES}/note/options/about?q=bee").text)


@probe("filter", "the API")
def _(trial: Trial) -> bool:
    return only_the_one(trial.browser.get(f"{ITEMS}?filter[secret]={SECRET}"))


@probe("filter", "the page of a list")
def _(trial: Trial) -> bool:
    return only_the_one(trial.browser.get(f"{PAGES}/items?filter[secret]={SECRET}"))


@probe("filter", "an export")
def _(trial: Trial) -> bool:
    found = table_of(trial, f"&fields=title&filter[secret]={SECRET}")
    return "The bee" in found and "The ant" not in found


@probe("filter", "an import that finds records by it")
def _(trial: Trial) -> bool:
    query = '?columns={"about":{"field":"about","by":"secret"}}'
    content = csv_of("text,about", f"By {trial.who},{SECRET}")
    begun = trial.browser.post(f"{API}/imports/note{query}", data=content, content_type="text/csv")
    if begun.status_code != 202:
        return False
    run_outbox(trial.tenant)
    found = trial.browser.get(f"{API}/records/note?filter[text]=By {trial.who}").get_json()["items"]
    return [one["data"].get("about") for one in found] == [str(trial.one.id)]


@probe("filter", "the part of a condition that a browser gets")
def _(trial: Trial) -> bool:
    return "secret" in trial.browser.get(f"{PAGES}/edit/{trial.one.id}").text


def _sorted(trial: Trial, address: str) -> bool:
    """Tell whether the order is that of the closed field, either way round."""
    orders = []
    for sign in ("", "-"):
        answer = trial.browser.get(f"{address}?sort={sign}secret")
        if answer.status_code != 200:
            return False
        text = answer.text
        orders.append(text.index("The bee") < text.index("The ant"))
    return orders == [True, False]


@probe("sort", "the API")
def _(trial: Trial) -> bool:
    return _sorted(trial, ITEMS)


@probe("sort", "the page of a list")
def _(trial: Trial) -> bool:
    return _sorted(trial, f"{PAGES}/items")


@probe("sort", "an export")
def _(trial: Trial) -> bool:
    up, down = (table_of(trial, f"&fields=title&sort={sign}secret") for sign in ("", "-"))
    return bool(up and down) and up != down


@probe("search", "the API")
def _(trial: Trial) -> bool:
    return only_the_one(trial.browser.get(f"{ITEMS}?q={SECRET}"))


@probe("search", "the page of a list")
def _(trial: Trial) -> bool:
    return "The bee" in trial.browser.get(f"{PAGES}/items?q={SECRET}").text


@probe("search", "an export")
def _(trial: Trial) -> bool:
    return "The bee" in table_of(trial, f"&fields=title&q={SECRET}")


@probe("search", "the choices of a reference")
def _(trial: Trial) -> bool:
    return "The bee" in trial.browser.get(f"{PAGES}/note/options/about?q={SECRET}").text


@probe("aggregate", "a group")
def _(trial: Trial) -> bool:
    return reckoned(trial, by="secret")


@probe("aggregate", "a figure")
def _(trial: Trial) -> bool:
    return reckoned(trial, figure="max", of="worth")


@probe("aggregate", "a filter")
def _(trial: Trial) -> bool:
    return reckoned(trial, where={"field": "secret", "is": SECRET})


@probe("aggregate", "the page of a dashboard")
def _(trial: Trial) -> bool:
    answer = trial.browser.get(f"{PAGES}/overview")
    assert answer.status_code == 200
    return shows(answer.text)


@probe("write", "a merge patch")
def _(trial: Trial) -> bool:
    trial.browser.patch(trial.at, json={"secret": "New"}, headers={"If-Match": '"2"'})
    return trial.secret_now() == "New"


@probe("write", "a merge patch that empties")
def _(trial: Trial) -> bool:
    trial.browser.patch(trial.at, json={"secret": None}, headers={"If-Match": '"2"'})
    return trial.secret_now() is None


@probe("write", "a replacement")
def _(trial: Trial) -> bool:
    given = {"title": "The bee", "secret": "New"}
    trial.browser.put(trial.at, json=given, headers={"If-Match": '"2"'})
    return trial.secret_now() == "New"


@probe("write", "a replacement that leaves it out")
def _(trial: Trial) -> bool:
    answer = trial.browser.put(trial.at, json={"title": "The bee"}, headers={"If-Match": '"2"'})
    assert answer.status_code == 200
    return trial.secret_now() is None


@probe("write", "the guess that it is what it is")
def _(trial: Trial) -> bool:
    answers = [
        trial.browser.patch(trial.at, json={"secret": guess}, headers={"If-Match": '"2"'})
        for guess in (SECRET, "Wrong")
    ]
    return answers[0].text != answers[1].text and answers[0].status_code == 200


@probe("write", "a new record of the API")
def _(trial: Trial) -> bool:
    trial.browser.post(ITEMS, json={"title": "New", "secret": "Mine"})
    return has_new(trial)


@probe("write", "the question whether a value is taken")
def _(trial: Trial) -> bool:
    answer = trial.browser.post(ITEMS, json={"title": "New", "secret": SECRET})
    return '"taken"' in answer.text


@probe("write", "many at once")
def _(trial: Trial) -> bool:
    change = {"do": "update", "id": str(trial.one.id), "revision": 2, "data": {"secret": "New"}}
    answer = trial.browser.post(f"{ITEMS}/bulk", json={"operations": [change]})
    assert answer.status_code == 200
    return trial.secret_now() == "New"


@probe("write", "a posted form")
def _(trial: Trial) -> bool:
    at = f"{PAGES}/edit/{trial.one.id}"
    form = opened(trial.browser, at)
    trial.browser.post(at, data=form.sent(secret="New"))
    return trial.secret_now() == "New"


@probe("write", "an import")
def _(trial: Trial) -> bool:
    content = csv_of("Title,Secret", "New,Mine", f"For {trial.who},")
    imported(trial.tenant, content, who=trial.who, path=f"{API}/imports/item")
    return has_new(trial)


@probe("history", "the API")
def _(trial: Trial) -> bool:
    answer = trial.browser.get(f"{trial.at}/history")
    assert answer.status_code == 200
    return shows(answer.text) or OTHER in answer.text


@probe("history", "the page of a record")
def _(trial: Trial) -> bool:
    return OTHER in trial.browser.get(f"{PAGES}/item/{trial.one.id}").text


@probe("export", "CSV")
def _(trial: Trial) -> bool:
    return shows(table_of(trial))


@probe("export", "JSON")
def _(trial: Trial) -> bool:
    return shows(table_of(trial, kind="json"))


@probe("export", "a column asked for")
def _(trial: Trial) -> bool:
    return shows(table_of(trial, "&fields=title,secret"))


@probe("export", "the label of a reference")
def _(trial: Trial) -> bool:
    path = f"{API}/exports/note"
    return shows(exported(trial.tenant, who=trial.who, path=path).decode("utf-8-sig"))


@probe("select", "the description of the API")
def _(trial: Trial) -> bool:
    return '"secret"' in trial.browser.get(f"{API}/openapi.json").text


def _hits(trial: Trial, query: str) -> bool:
    """Tell whether a change of all that match reaches the one item."""
    asked = {"do": "update", "all": True, "patch": {"title": "Hit"}}
    trial.browser.post(f"{API}/bulk/item?{query}", json=asked)
    found = Desk(trial.tenant, "owner", "item", "vault").get
    return [found(one.id).data["title"] for one in (trial.one, trial.other)] == ["Hit", "The ant"]


@probe("filter", "a change of many")
def _(trial: Trial) -> bool:
    return _hits(trial, f"filter[secret]={SECRET}")


@probe("search", "a change of many")
def _(trial: Trial) -> bool:
    return _hits(trial, f"q={SECRET}")


@probe("write", "a change of many")
def _(trial: Trial) -> bool:
    asked = {"do": "update", "ids": [str(trial.one.id)], "patch": {"secret": "New"}}
    trial.browser.post(f"{API}/bulk/item", json=asked)
    return trial.secret_now() == "New"


@probe("filter", "the key of an import")
def _(trial: Trial) -> bool:
    content = csv_of("Title,Secret", f"Hit,{SECRET}", f"For {trial.who},x")
    begun = f"{API}/imports/item?key=secret"
    trial.browser.post(begun, data=content, content_type="text/csv")
    run_outbox(trial.tenant)
    keeper = Desk(trial.tenant, "owner", "item", "vault")
    return keeper.get(trial.one.id).data["title"] == "Hit"


@pytest.fixture
def vault(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    publish_vault(bjorkby)
    return bjorkby


@pytest.mark.parametrize("what", list(_PROBES))
def test_a_closed_field_is_closed_and_an_open_one_open(vault: Tenant, what: str) -> None:
    get_through = _PROBES[what]
    guest = Trial(vault, "member")

    assert not get_through(guest), "a guest got through"
    for one in (guest.one, guest.other):
        clear(vault, one.id)
    assert get_through(Trial(vault, "owner")), "not even a keeper gets through"


def clear(tenant: Tenant, record_id: UUID) -> None:
    """Take an item out of the way, its secret too."""
    keeper = Desk(tenant, "owner", "item", "vault")
    row = row_of(tenant, record_id)
    assert row is not None
    changed = keeper.patch(record_id, row.revision, title="Old", secret=str(record_id), worth=0)
    assert changed.data["title"] == "Old"


def test_each_of_the_eight_ways_is_tried() -> None:
    ways = {one.partition(" ")[0] for one in _PROBES}

    assert ways == {
        "select", "filter", "sort", "search", "aggregate", "write", "history", "export",
    }  # fmt: skip
