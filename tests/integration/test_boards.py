"""A list as a board: columns of a choice, cards moved between them through the usual way."""

import copy
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from stuga.models.json import JsonObject
from stuga.platform.db import db, prepared
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk, entries_of

INBOX = "/apps/cases/inbox"


def with_board(**screen: object) -> JsonObject:
    made = copy.deepcopy(SMALL_CASES)
    made["screens"]["inbox"] |= {"layouts": ["table", "board"], "board_by": "kind", **screen}  # type: ignore[index,call-overload,operator]
    return made


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby, with_board())
    return bjorkby.browser("member")


def lanes(html: str) -> dict[str, list[str]]:
    """Return the names on the cards of each column."""
    found: dict[str, list[str]] = {}
    for part in html.split('<section class="lane"')[1:]:
        title = re.search(r"<h2[^>]*><span>(.*?)</span>", part)
        assert title
        names = re.findall(r'class="board-name">(?:<a[^>]*>)?([^<]*)', part)
        found[title[1]] = [name.strip() for name in names]
    return found


def board(browser: Browser, query: str = "") -> dict[str, list[str]]:
    return lanes(browser.get(f"{INBOX}?view=board{query}").text)


def move(browser: Browser, record_id: object, to: str, revision: int = 1, query: str = ""):  # noqa: ANN201  # a test response
    form = {"to": to, "revision": str(revision), "query": query or "view=board"}
    return browser.post(f"{INBOX}/{record_id}/move", data=form)


def test_a_board_has_a_column_for_each_choice_in_its_order(bjorkby: Tenant, nils: Browser) -> None:
    desk = Desk(bjorkby)
    desk.case(applicant="Sten Ek", kind="complaint", reference="B")
    desk.case(applicant="Vera Ek", kind="permit", reference="A")

    assert list(board(nils).items()) == [("Permit", ["A"]), ("Complaint", ["B"])]
    html = nils.get(f"{INBOX}?view=board").text
    assert re.search(r"<dt>Applicant</dt><dd>Vera Ek</dd>", html)
    assert "<dt>Kind</dt>" not in html


def test_a_board_is_filtered_searched_and_sorted_as_the_table(
    bjorkby: Tenant, nils: Browser
) -> None:
    desk = Desk(bjorkby)
    for reference, amount in (("A", 30), ("B", 10), ("C", 20)):
        desk.case(applicant=f"Sten {reference}", kind="permit", reference=reference, amount=amount)
    desk.case(applicant="Sten D", kind="complaint", reference="D")

    assert board(nils, "&sort=amount")["Permit"] == ["B", "C", "A"]
    assert board(nils, "&filter[amount][gt]=15&sort=amount")["Permit"] == ["C", "A"]
    assert board(nils, "&q=sten+d") == {"Permit": [], "Complaint": ["D"]}


def test_values_that_are_no_choice_any_more_have_a_column(bjorkby: Tenant, nils: Browser) -> None:
    Desk(bjorkby).case(applicant="Sten Ek", kind="complaint", reference="B")
    later = with_board()
    choices = later["models"]["case"]["properties"]["kind"]["oneOf"]  # type: ignore[index,call-overload]
    choices[1] = {"const": "tip", "title": "Tip"}  # type: ignore[index,call-overload]
    publish(bjorkby, later)

    assert board(nils) == {"Permit": [], "Tip": [], "Other values": ["B"]}


def test_the_switch_keeps_filters_and_only_a_board_that_can_be_is_offered(
    bjorkby: Tenant, nils: Browser
) -> None:
    Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    html = nils.get(f"{INBOX}?filter[kind]=permit&sort=amount").text
    assert re.search(r'class="list-layout" href="[^"]*filter\[kind\]=permit[^"]*view=board', html)

    closed = with_board()
    closed["roles"]["handler"]["models"]["case"]["read"] = {"fields": {"except": ["kind"]}}  # type: ignore[index,call-overload]
    publish(bjorkby, closed)
    html = nils.get(f"{INBOX}?view=board").text
    assert "list-layout" not in html
    assert "data-board" not in html
    assert "Sten Ek" in html


def test_an_empty_board_says_why_as_the_table_does(bjorkby: Tenant, nils: Browser) -> None:
    assert "Nothing here yet" in nils.get(f"{INBOX}?view=board").text
    Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    assert "Nothing matches" in nils.get(f"{INBOX}?view=board&q=nobody").text


def test_a_long_column_is_made_longer_by_a_link(bjorkby: Tenant, nils: Browser) -> None:
    desk = Desk(bjorkby)
    for number in range(53):
        desk.case(applicant="Sten Ek", kind="permit", reference=f"R{number:02}")
    html = nils.get(f"{INBOX}?view=board&sort=reference").text
    assert len(lanes(html)["Permit"]) == 50
    assert re.search(r'<span>Permit</span> <span class="count">53<', html)
    [link] = re.findall(r'lane-more" href="/t/[^/]*([^"]*)"', html)
    path, place = link.replace("&amp;", "&").split("#")

    longer = nils.get(path).text

    assert len(lanes(longer)["Permit"]) == 53
    assert f'id="{place}"' in longer
    assert "lane-more" not in longer


def test_a_move_is_a_change_like_any_other(bjorkby: Tenant, nils: Browser) -> None:
    case = Desk(bjorkby).case(applicant="Sten Ek", kind="permit", reference="A")

    answer = move(nils, case.id, "complaint", query="sort=amount&view=board&more=permit")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"{INBOX}?sort=amount&view=board&more=permit")
    html = nils.get(f"{INBOX}?view=board").text
    assert "is moved to Complaint" in html
    assert lanes(html) == {"Permit": [], "Complaint": ["A"]}
    assert [one.action for one in entries_of(bjorkby, "record.update")] == ["record.update"]

    undo = dict(
        re.findall(r'name="(to|revision|query)" value="([^"]*)"', html.split("data-toast-undo")[1])
    )
    assert nils.post(f"{INBOX}/{case.id}/move", data=undo).status_code == 303
    assert board(nils) == {"Permit": ["A"], "Complaint": []}


def test_a_move_of_what_someone_changed_says_who_and_moves_nothing(
    bjorkby: Tenant, nils: Browser
) -> None:
    desk = Desk(bjorkby)
    case = desk.case(applicant="Sten Ek", kind="permit", reference="A")
    desk.patch(case.id, 1, amount=5)

    assert move(nils, case.id, "complaint", revision=1).status_code == 303

    html = nils.get(f"{INBOX}?view=board").text
    assert lanes(html) == {"Permit": ["A"], "Complaint": []}
    assert re.search(r"\w+ changed A Sten Ek .*It has not been moved", html)
    assert "data-toast-undo" not in html.split("data-toast-template")[0]


def test_a_move_needs_the_right_to_change_that_field(bjorkby: Tenant, nils: Browser) -> None:
    case = Desk(bjorkby).case(applicant="Sten Ek", kind="permit", reference="A")
    only = with_board()
    only["roles"]["handler"]["models"]["case"]["update"] = {"fields": {"only": ["amount"]}}  # type: ignore[index,call-overload]
    publish(bjorkby, only)

    html = nils.get(f"{INBOX}?view=board").text
    assert lanes(html)["Permit"] == ["A"]
    assert 'popovertarget="move' not in html
    assert move(nils, case.id, "complaint").status_code in {303, 403}
    assert board(nils)["Permit"] == ["A"]


@pytest.mark.parametrize("to", ["nowhere", "", "\x00"])
def test_a_card_goes_nowhere_but_to_a_column(bjorkby: Tenant, nils: Browser, to: str) -> None:
    case = Desk(bjorkby).case(applicant="Sten Ek", kind="permit", reference="A")
    assert move(nils, case.id, to).status_code in {404, 400}
    assert board(nils)["Permit"] == ["A"]


def test_a_list_without_a_board_moves_nothing(bjorkby: Tenant) -> None:
    publish(bjorkby)
    case = Desk(bjorkby).case(applicant="Sten Ek", kind="permit")
    assert move(bjorkby.browser("member"), case.id, "complaint").status_code == 404


@contextmanager
def counted(tenant: Tenant, watched: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Gather the statements of the requests made inside, prepared ones too."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    def sent(session: Session, send: Callable[[object], object]) -> object:
        if threading.get_ident() == here:  # another thread writes the entries of reads
            seen.append("prepared")
        return send_now(session, send)

    here = threading.get_ident()
    send_now = prepared._sent  # noqa: SLF001  # the one way that statements of ours go
    with tenant.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    with watched.context() as patch:
        patch.setattr(prepared, "_sent", sent)
        yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("query", ["", "&q=sten"])
def test_a_board_takes_as_many_queries_however_many_columns_and_cards_it_has(
    bjorkby: Tenant, nils: Browser, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    desk = Desk(bjorkby)
    desk.case(applicant="Sten Ek", kind="permit")
    board(nils, query)  # what is found once and kept is found
    with counted(bjorkby, monkeypatch) as few:
        board(nils, query)
    for number in range(9):
        desk.case(applicant="Sten Ek", kind=("permit", "complaint")[number % 2])
    wide = with_board()
    kinds = wide["models"]["case"]["properties"]["kind"]["oneOf"]  # type: ignore[index,call-overload]
    kinds += [{"const": f"k{n}", "title": f"Kind {n}"} for n in range(12)]  # type: ignore[operator]
    publish(bjorkby, wide)
    board(nils, query)
    with counted(bjorkby, monkeypatch) as many:
        found = board(nils, query)

    assert len(found) == 14
    assert len(few) == len(many)
    assert "prepared" in few
