"""Lists, records, dashboards and the trash as pages."""

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import pytest
from sqlalchemy import event

from stuga.models.definition.sortkeys import sort_key
from stuga.platform.db import db
from stuga.runtime.serving import details, lists, looking
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.filling import opened
from tests.factories.records import Desk, entries_of
from tests.factories.shipped import (
    BOOKINGS,
    CASES,
    a_case,
    made,
    publish_bookings,
    publish_cases,
    some_cases,
    some_items,
)


@contextmanager
def statements(tenant: Tenant) -> Iterator[list[str]]:
    """Gather the SQL of the requests made inside."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    with tenant.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def rows_of(html: str) -> list[str]:
    return re.findall(
        r'<tr data-row><th scope="row"[^>]*>(?:<input[^>]*> )?(?:<a[^>]*>)?([^<]*)', html
    )


def test_a_list_is_filtered_sorted_and_paged_by_its_address(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 60)
    nils = bjorkby.browser("member")
    at = f"/apps/{app}/inbox"

    first = nils.get(at).text
    assert len(rows_of(first)) == 50
    assert "60 records" in first
    following = re.findall(r'rel="next" href="/t/[^/]+(/[^"]+)"', first)
    second = nils.get(following[0].replace("&amp;", "&")).text
    assert len(rows_of(second)) == 10
    assert not set(re.findall(r"/case/([^\"]+)", first)) & set(
        re.findall(r"/case/([^\"]+)", second)
    )
    permits = nils.get(f"{at}?filter[kind]=permit&q=balcony").text
    assert set(rows_of(permits)) == {"Glazed balcony on Storgatan 4"}
    assert "Kind of case is Permit" in permits
    falling = nils.get(f"{at}?sort=-applicant").text
    assert 'aria-sort="descending"' in falling


def test_the_order_is_that_of_the_apps_language(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    names = ("Östen", "Adam", "Åke", "Zoe", "Ärla")
    made(bjorkby, app, "case", *({**a_case(1), "applicant": name} for name in names))

    html = bjorkby.browser("member").get(f"/apps/{app}/inbox?sort=applicant").text

    shown = re.findall(r'data-label="Name" data-kind="text">(\w+)', html)
    assert shown == sorted(shown, key=lambda name: sort_key(name, "en"))
    assert len(shown) == len(names)


def test_the_filter_editor_settles_into_an_address(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    nils = bjorkby.browser("member")
    at = f"/apps/{app}/inbox"

    offered = nils.get(f"{at}?_add=kind&_do=add").text
    assert 'name="f" value="kind"' in offered
    answer = nils.get(f"{at}?f=due_on&o=lt&v=2026-04-01&q=oaks")
    assert answer.status_code == 303
    assert unquote(answer.headers["Location"]).endswith(
        f"{at}?filter[due_on][lt]=2026-04-01&q=oaks"
    )
    wrong = nils.get(f"{at}?f=due_on&o=lt&v=soon")
    assert wrong.status_code == 200
    assert "Answer due must be a date" in wrong.text
    assert 'value="soon"' in wrong.text


def test_people_to_filter_by_are_offered_by_name(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 4)
    nils = bjorkby.browser("member")

    html = nils.get(f"/apps/{app}/inbox?filter[handler]={bjorkby.people['member']}").text

    assert "Handler is Nils Berg" in html
    assert len(rows_of(html)) == 2
    assert ">Ada Lind</option>" in html


def test_an_empty_list_says_why(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    nils = bjorkby.browser("member")

    assert "Nothing is waiting. New cases turn up here." in nils.get(f"/apps/{app}/inbox").text
    assert "Nothing matches" in nils.get(f"/apps/{app}/inbox?q=none").text


def test_a_list_that_is_closed_says_whom_to_ask(bjorkby: Tenant) -> None:
    app = copy.deepcopy(SMALL_CASES)
    app["roles"]["handler"]["models"]["case"] |= {"read": False, "update": False, "delete": False}
    app["roles"]["handler"]["models"]["case"]["export"] = False

    html = bjorkby.browser("member").get(f"/apps/{publish(bjorkby, app)}/inbox").text

    assert "You may not see these records" in html
    assert re.search(r"Ask [^.]*Ada Lind[^.]* for a role that may read them\.", html)


@pytest.mark.parametrize("page", ["inbox", "decisions"])
def test_a_list_asks_the_database_a_fixed_number_of_times(bjorkby: Tenant, page: str) -> None:
    app = publish_cases(bjorkby)
    cases = some_cases(bjorkby, app, 2)
    decision = {"outcome": "approved", "decided_on": "2026-03-20", "reasons": "So."}
    made(bjorkby, app, "decision", {**decision, "case": str(cases[0].id)})
    nils = bjorkby.browser("member")
    nils.get(f"/apps/{app}/{page}")

    with statements(bjorkby) as few:
        nils.get(f"/apps/{app}/{page}")
    more = some_cases(bjorkby, app, 30)
    made(bjorkby, app, "decision", *({**decision, "case": str(one.id)} for one in more))
    with statements(bjorkby) as many:
        html = nils.get(f"/apps/{app}/{page}").text

    assert len(rows_of(html)) > 20
    assert len(many) == len(few)
    assert len(many) < 16


def test_a_record_asks_the_database_a_fixed_number_of_times(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    [case] = some_cases(bjorkby, app, 1)
    note = {"case": str(case.id), "kind": "call", "text": "Called"}
    made(bjorkby, app, "note", note)
    nils = bjorkby.browser("member")
    at = f"/apps/{app}/case/{case.id}"
    nils.get(at)

    with statements(bjorkby) as few:
        nils.get(at)
    made(bjorkby, app, "note", *(note for _ in range(9)))
    with statements(bjorkby) as many:
        nils.get(at)

    assert len(many) == len(few)
    assert len(many) < 24


def test_a_record_tells_what_it_is_who_made_it_and_what_became_of_it(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    [case] = some_cases(bjorkby, app, 1)
    ada = bjorkby.browser("owner")
    form = opened(ada, f"/apps/{app}/register/{case.id}")
    changed = form.sent(subject="Glazed balcony on Storgatan 5")
    assert ada.post(f"/apps/{app}/register/{case.id}", data=changed).status_code == 303

    html = bjorkby.browser("member").get(f"/apps/{app}/case/{case.id}").text

    assert "Glazed balcony on Storgatan 5" in html
    assert "<del>Glazed balcony on Storgatan 4</del>" in html
    assert "by Nils Berg" in html
    assert "by Ada Lind" in html
    assert "2 Mar 2026" in html


def test_a_record_leads_to_what_it_refers_to(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, app)
    times = {"starts_at": "2026-03-20T08:00:00Z", "ends_at": "2026-03-21T15:00:00Z"}
    nils_id = str(bjorkby.people["member"])
    [booking] = made(bjorkby, app, "booking", {"item": str(item.id), "borrower": nils_id, **times})
    nils = bjorkby.browser("member")

    html = nils.get(f"/apps/{app}/booking/{booking.id}").text
    assert f'/apps/{app}/item/{item.id}">Projector, large hall AV-0001</a>' in html
    assert "20 Mar 2026 09:00" in html.replace("\u202f", " ").replace(",", "")
    related = nils.get(f"/apps/{app}/item/{item.id}").text
    assert "Nils Berg" in related
    assert f"/apps/{app}/book?item={item.id}" in related


def test_a_deleted_record_comes_back_by_undo_and_from_the_trash(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, app)
    nils = bjorkby.browser("member")
    at = f"/apps/{app}/item/{item.id}"

    gone = nils.post(f"{at}/delete", data={"_csrf": nils.csrf, "revision": "1"})
    assert gone.headers["Location"].endswith(f"/apps/{app}/items")
    shown = nils.get(f"/apps/{app}/items").text
    assert "Projector, large hall AV-0001 is in the trash" in shown
    assert f'action="/t/{bjorkby.slug}{at}/restore"' in shown
    assert nils.get(at).status_code == 404
    trash = nils.get(f"/apps/{app}/items/trash").text
    assert "Projector, large hall" in trash

    back = nils.post(f"{at}/restore", data={"_csrf": nils.csrf})
    assert back.headers["Location"].endswith(at)
    assert "is back" in nils.get(at).text
    assert "The trash is empty" in nils.get(f"/apps/{app}/items/trash").text


def test_a_record_that_others_need_stays(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, app)
    times = {"starts_at": "2026-03-20T08:00:00Z", "ends_at": "2026-03-21T15:00:00Z"}
    made(bjorkby, app, "booking", {"item": str(item.id), **times})
    nils = bjorkby.browser("member")

    answer = nils.post(f"/apps/{app}/item/{item.id}/delete", data={"_csrf": nils.csrf})

    assert answer.status_code == 409
    assert nils.get(f"/apps/{app}/item/{item.id}").status_code == 200


def test_a_stale_page_deletes_nothing(bjorkby: Tenant) -> None:
    publish_bookings(bjorkby)
    [item, *_] = some_items(bjorkby, BOOKINGS)
    nils = bjorkby.browser("member")

    sent = {"_csrf": nils.csrf, "revision": "9"}
    answer = nils.post(f"/apps/{BOOKINGS}/item/{item.id}/delete", data=sent)

    assert answer.status_code == 412


def test_a_dashboard_counts_what_its_reader_may_see(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 6)

    html = bjorkby.browser("member").get(f"/apps/{app}/overview").text

    assert re.search(r"Open cases</p>\s*<p class=\"metric-text\">(<a[^>]*>)?6", html)
    assert "Being investigated" in html


def test_a_search_answers_a_combobox(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby)
    some_items(bjorkby, app)
    nils = bjorkby.browser("member")

    found = nils.get(f"/apps/{app}/book/options/item?q=laptop").get_json()
    assert [one["label"] for one in found["options"]] == ["Laptop 14\u2033 IT-0042"]
    people = nils.get(f"/apps/{app}/book/options/borrower?q=ada+l").get_json()
    assert [one["label"] for one in people["options"]] == ["Ada Lind"]


def test_every_page_leaves_one_entry(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    cases = some_cases(bjorkby, app, 3)
    nils = bjorkby.browser("member")
    case = cases[0].id
    paths = (
        "/",
        f"/apps/{CASES}/inbox",
        f"/apps/{CASES}/inbox?filter[handler]={bjorkby.people['member']}",
        f"/apps/{CASES}/case/{case}",
        f"/apps/{CASES}/register",
        f"/apps/{CASES}/register/{case}",
        f"/apps/{CASES}/decide?case={case}",
        f"/apps/{CASES}/overview",
        f"/apps/{CASES}/apply",
        f"/apps/{CASES}/apply/thanks",
        f"/apps/{CASES}/decide/options/case?q=glazed",
    )
    for path in paths:
        before = len(entries_of(bjorkby, "%"))
        assert nils.get(path).status_code == 200, path
        assert len(entries_of(bjorkby, "%")) == before + 1, path


def test_an_entry_names_every_record_that_a_page_shows(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    [case] = some_cases(bjorkby, app, 1)
    note = {"case": str(case.id), "kind": "call", "text": "Called"}
    [written] = made(bjorkby, app, "note", note)

    bjorkby.browser("member").get(f"/apps/{app}/case/{case.id}")

    body = entries_of(bjorkby, "record.read")[-1].body
    assert str(case.id).encode() in bytes(body)
    assert str(written.id).encode() in bytes(body)


def test_titles_are_in_the_readers_language(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 1)

    html = (
        bjorkby.browser("member").get(f"/apps/{app}/inbox", headers={"Accept-Language": "sv"}).text
    )

    assert "Inkorg" in html
    assert "Ärendetyp" in html


def test_a_row_without_a_detail_opens_the_form(bjorkby: Tenant) -> None:
    app = publish(bjorkby)
    case = Desk(bjorkby).case()

    html = bjorkby.browser("member").get(f"/apps/{app}/inbox").text

    assert f'href="/t/{bjorkby.slug}/apps/{app}/edit/{case.id}"' in html


def test_a_figure_leads_to_the_records_behind_it(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 6)
    nils = bjorkby.browser("member")

    html = nils.get(f"/apps/{app}/overview").text
    links = [unquote(one) for one in re.findall(rf'href="/t/{bjorkby.slug}([^"]+)"', html)]
    unassigned = next(one for one in links if "filter[handler][empty]=true" in one)
    late = next(one for one in links if "filter[due_on][lt]=" in one)
    complaints = next(one for one in links if "filter[kind]=complaint" in one)

    assert len(rows_of(nils.get(unassigned).text)) == 3
    assert len(rows_of(nils.get(late).text)) == 6
    assert len(rows_of(nils.get(complaints).text)) == 1


def many_named(tenant: Tenant, app: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let people be too many to list in filters; return the address of a list of cases."""
    monkeypatch.setattr(lists, "MOST_CHOICES", 1)
    some_cases(tenant, app, 4)
    return f"/apps/{app}/inbox"


def test_a_filter_names_one_of_many_by_a_part_of_the_name(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = many_named(bjorkby, publish_cases(bjorkby), monkeypatch)
    nils, me = bjorkby.browser("member"), bjorkby.people["member"]

    empty = nils.get(f"{at}?_add=handler&_do=add").text
    assert "A name, or a part of it" in empty

    before = len(entries_of(bjorkby, "record.list"))
    answer = nils.get(f"{at}?f=handler&o=is&v=nils")
    assert answer.status_code == 303
    assert len(entries_of(bjorkby, "record.list")) == before + 1
    there = unquote(answer.headers["Location"])
    assert there.endswith(f"{at}?filter[handler]={me}")

    html = nils.get(f"{at}?filter[handler]={me}").text
    assert "Handler is Nils Berg" in html
    assert f'<option value="{me}" selected>Nils Berg</option>' in html
    assert f"filter[handler]={me}" in unquote(
        nils.get(f"{at}?f=handler&o=is&v={me}&f=due_on&o=lt&v=2030-01-01").headers["Location"]
    )


def test_a_filter_that_fits_several_offers_them_and_one_that_fits_none_says_so(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = many_named(bjorkby, publish_cases(bjorkby), monkeypatch)
    nils = bjorkby.browser("member")

    several = nils.get(f"{at}?f=handler&o=is&v=e&f=due_on&o=lt&v=2030-01-01")
    assert several.status_code == 200
    assert "“e” fits several. Choose one for Handler." in several.text
    assert ">Nils Berg</option>" in several.text
    assert 'value="2030-01-01"' in several.text

    none = nils.get(f"{at}?f=handler&o=is&v=Zorro").text
    assert "Nothing called “Zorro” was found for Handler." in none
    assert 'value="Zorro"' in none
    assert "<tr data-row>" in none


def test_an_address_has_only_so_many_names_looked_up(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = many_named(bjorkby, publish_cases(bjorkby), monkeypatch)
    nils, line = bjorkby.browser("member"), "f=handler&o=is&v=nils"

    assert nils.get(f"{at}?{'&'.join([line] * 20)}").status_code == 303
    assert nils.get(f"{at}?{'&'.join([line] * 21)}").status_code == 200


@pytest.mark.usefixtures("granby")
def test_a_filter_by_name_finds_only_what_its_reader_may_see(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = many_named(bjorkby, publish_cases(bjorkby), monkeypatch)

    html = bjorkby.browser("member").get(f"{at}?f=handler&o=is&v=Rut").text

    assert "Nothing called “Rut” was found" in html


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("filter[gone]=x", "gone"),
        ("filter[due_on][lt]=2030-01-01&filter[applicant][lt]=1", "applicant"),
        ("filter[due_on][like]=1", "filter[due_on][like]"),
        ("sort=-gone", "gone"),
    ],
)
def test_a_kept_address_outlives_the_fields_it_names(
    bjorkby: Tenant, asked: str, named: str
) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 3)

    answer = bjorkby.browser("member").get(f"/apps/{app}/inbox?{asked}")

    assert answer.status_code == 200
    assert f"The list is not narrowed or sorted by {named}" in answer.text
    assert len(rows_of(answer.text)) == 3
    assert f"{named}=" not in unquote(answer.text)


def test_a_place_in_a_list_that_has_gone_leads_to_its_beginning(bjorkby: Tenant) -> None:
    nils, at = bjorkby.browser("member"), f"/apps/{publish(bjorkby)}/inbox"
    cases = [Desk(bjorkby).case() for _ in range(51)]
    found = re.search(
        r'rel="next" href="([^"]*cursor=[^"]*)"', nils.get(f"{at}?sort=created_at").text
    )
    assert found is not None
    second = found[1].replace("&amp;", "&").split("?")[1]

    Desk(bjorkby, "owner").delete(cases[-1].id)

    gone = nils.get(f"{at}?{second}")
    assert gone.status_code == 303
    assert gone.headers["Location"].endswith(f"{at}?sort=created_at")
    other = nils.get(f"{at}?{second.replace('sort=created_at', 'sort=-created_at')}")
    assert other.headers["Location"].endswith(f"{at}?sort=-created_at")


def test_changes_beyond_the_latest_are_a_page_away(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_CHANGES", 2)
    monkeypatch.setattr(details, "MOST_CHANGES", 2)
    app = publish_cases(bjorkby)
    [case] = some_cases(bjorkby, app, 1)
    desk = Desk(bjorkby, app=app)
    for number in range(1, 6):
        desk.patch(case.id, number, subject=f"Subject {number}")
    nils, at = bjorkby.browser("member"), f"/apps/{app}/case/{case.id}"

    def shown(address: str) -> list[str]:
        html = nils.get(address).text
        found = re.search(r'class="detail-history">(.*?)</details>', html, re.DOTALL)
        return re.findall(r"<ins>([^<]*)</ins>", found[1]) if found else []

    def way(address: str, words: str) -> str:
        found = re.search(rf'href="([^"]*)">{words}', nils.get(address).text)
        return found[1].removeprefix(f"/t/{bjorkby.slug}") if found else ""

    assert shown(at) == ["Subject 5", "Subject 4"]
    assert "Of the changes, the latest 2 are shown." in nils.get(at).text
    assert way(at, "Show the latest changes") == ""
    second = way(at, "Show earlier changes")
    assert shown(second) == ["Subject 3", "Subject 2"]
    assert way(second, "Show the latest changes") == at
    third = way(second, "Show earlier changes")
    assert shown(third) == ["Subject 1"]
    assert way(third, "Show earlier changes") == ""
    assert nils.get(f"{at}?history=x").status_code == 200
    assert bjorkby.browser("auditor").get(second).status_code == 404


def test_words_without_a_translation_are_said_in_their_own_language(bjorkby: Tenant) -> None:
    app = publish(bjorkby)
    Desk(bjorkby).case()
    swedish = {"Accept-Language": "sv"}
    for path in ("inbox", "edit"):
        html = bjorkby.browser("member").get(f"/apps/{app}/{path}", headers=swedish).text
        assert '<html lang="sv"' in html
        assert '<span lang="en">Applicant</span>' in html
        assert 'lang="en"' not in re.sub(r"<(?:span|button) [^>]*lang=\"en\"", "", html)
        english = bjorkby.browser("member").get(f"/apps/{app}/{path}").text
        assert '<span lang="' not in english
