"""Reading the trail: filters, pages, one entry with its changes, sentences."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from stuga.models.json import JsonObject
from stuga.platform import audit, clock
from stuga.platform.audit import Act, Detail, Outcome, Target
from stuga.platform.db import trimming_trail
from stuga.platform.ui import Locale
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.doors import trail_of

RECORD = UUID("01950000-0000-7000-8000-000000000017")
CASE = Target(kind="record", app="cases", model="case", id=RECORD, fields=["amount", "applicant"])
CHANGED = Detail(
    label="C-2026-00017",
    changes={"amount": [1200, 1450], "applicant": ["Sten Ek", "Sten Eklund"]},
    personal=("applicant",),
)


def happened(tenant: Tenant, who: str, act: Act, target: Target = CASE, **more: object) -> UUID:
    actor = tenant.actor(who)
    with tenant.inside():
        return audit.record(actor, act, target=target, **more)


def items(browser: Browser, query: str = "") -> Sequence[JsonObject]:
    answer = browser.get(f"/api/v1/audit{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()["items"]


def test_an_entry_is_told_in_full(bjorkby: Tenant) -> None:
    entry_id = happened(bjorkby, "member", Act.RECORD_UPDATE, detail=CHANGED)

    entry = items(bjorkby.browser("auditor"))[0]

    assert entry["id"] == str(entry_id)
    assert (entry["action"], entry["op"], entry["outcome"]) == (
        "record.update",
        "update",
        "success",
    )
    assert (entry["app"], entry["model"], entry["target_id"]) == ("cases", "case", str(RECORD))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(entry["at"]))
    detail = entry["detail"]
    assert detail["who"]["name"] == "Nils Berg"
    assert detail["changes"] == {"amount": [1200, 1450]}
    assert detail["personal"] == {"applicant": ["Sten Ek", "Sten Eklund"]}
    assert detail["label"] == "C-2026-00017"


@pytest.fixture
def busy(bjorkby: Tenant) -> Tenant:
    """Björkby after some acts of Nils and Vera."""
    happened(bjorkby, "member", Act.RECORD_CREATE)
    happened(bjorkby, "member", Act.RECORD_UPDATE, detail=CHANGED)
    other = Target(kind="record", app="bookings", model="booking")
    happened(bjorkby, "builder", Act.RECORD_EXPORT, other)
    happened(bjorkby, "builder", Act.RECORD_UPDATE, other, outcome=Outcome.FAILED)
    return bjorkby


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action=record.update", 2),
        ("op=export", 1),
        ("op=create&app=cases", 1),
        ("outcome=failed", 1),
        ("app=cases", 2),
        ("model=booking", 2),
        (f"target={RECORD}", 2),
        ("via=job", 5),
        ("via=page", 0),
        ("action=record.update&app=cases&model=case&outcome=success", 1),
        ("from=2000-01-01&to=2000-12-31", 0),
        ("from=2000-01-01", 5),
        ("to=2999-12-31T00:00Z", 5),
        ("action=", 5),
    ],
)
def test_each_filter_narrows(busy: Tenant, query: str, found: int) -> None:
    assert len(items(busy.browser("owner"), f"?{query}")) == found


def test_the_filter_by_person_finds_who_acted(busy: Tenant) -> None:
    browser = busy.browser("owner")

    nils = items(browser, f"?person={busy.people['member']}")

    assert {entry["detail"]["who"]["name"] for entry in nils} == {"Nils Berg"}
    assert len(nils) == 2


def test_a_day_is_the_tenants_day_and_taken_whole(busy: Tenant) -> None:
    today: date = Locale("en", "Europe/Stockholm").local(clock.now()).date()
    browser = busy.browser("owner")

    assert len(items(browser, f"?from={today}&to={today}&via=job")) == 5
    assert items(browser, f"?from={today + timedelta(days=1)}") == []
    assert items(browser, f"?to={today - timedelta(days=1)}") == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("nonsense=1", "nonsense"),
        ("action=record.fly", "action"),
        ("op=fly", "op"),
        ("outcome=fine", "outcome"),
        ("via=owl", "via"),
        ("target=17", "target"),
        ("person=nils", "person"),
        ("limit=201", "limit"),
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("from=yesterday", "from"),
        ("from=2026-02-30", "from"),
        ("to=2026-01-31T12:00", "to"),
        ("to=9999-12-31", "to"),
        ("cursor=abc", "cursor"),
    ],
)
def test_what_cannot_be_asked_is_named(bjorkby: Tenant, query: str, named: str) -> None:
    answer = bjorkby.browser("owner").get(f"/api/v1/audit?{query}")

    assert answer.status_code == 400
    assert named in answer.get_json()["detail"]


def test_pages_follow_each_other_without_gap_or_double(bjorkby: Tenant) -> None:
    for _number in range(7):
        happened(bjorkby, "member", Act.RECORD_READ)
    browser = bjorkby.browser("owner")

    seen: list[str] = []
    cursor = ""
    for _turn in range(10):
        page = browser.get(f"/api/v1/audit?action=record.read&limit=3&cursor={cursor}").get_json()
        seen += [entry["id"] for entry in page["items"]]
        happened(bjorkby, "member", Act.RECORD_READ)  # newer ones do not push older ones about
        if page["next"] is None:
            break
        cursor = page["next"]

    assert len(seen) == 7
    assert seen == sorted(seen, reverse=True)


def test_a_cursor_is_good_for_its_own_list_only(busy: Tenant, granby: Tenant) -> None:
    cursor = busy.browser("owner").get("/api/v1/audit?limit=1").get_json()["next"]

    other = busy.browser("owner").get(f"/api/v1/audit?limit=1&app=cases&cursor={cursor}")
    foreign = granby.browser("owner").get(f"/api/v1/audit?limit=1&cursor={cursor}")

    assert [other.status_code, foreign.status_code] == [400, 400]


@pytest.mark.parametrize(("who", "status"), [("builder", 403), ("member", 403), ("", 401)])
def test_others_do_not_read_the_trail(bjorkby: Tenant, who: str, status: int) -> None:
    assert bjorkby.browser(who).get("/api/v1/audit").status_code == status


def test_a_tenant_reads_its_own_trail_only(bjorkby: Tenant, granby: Tenant) -> None:
    entry_id = happened(bjorkby, "member", Act.RECORD_UPDATE)
    rut = granby.browser("owner")

    assert str(entry_id) not in rut.get("/api/v1/audit").text
    foreign, unknown = rut.get(f"/admin/audit/{entry_id}"), rut.get(f"/admin/audit/{RECORD}")
    assert foreign.status_code == unknown.status_code == 404
    told = [re.sub('data-now="[0-9]+"', "", one.text) for one in (foreign, unknown)]
    assert told[0] == told[1]
    assert items(rut, f"?target={RECORD}") == []


def test_reading_the_trail_is_itself_one_entry(bjorkby: Tenant) -> None:
    entry_id = happened(bjorkby, "member", Act.RECORD_UPDATE)
    browser = bjorkby.browser("auditor")

    for path in ("/api/v1/audit?app=cases", "/admin/audit?app=cases", f"/admin/audit/{entry_id}"):
        before = len(trail_of(bjorkby))
        assert browser.get(path).status_code == 200
        trail = trail_of(bjorkby)
        assert len(trail) == before + 1, path
        assert trail[0].action == "audit.read"
        assert trail[0].part("who")["name"] == "Aud Moe"
    assert trail_of(bjorkby)[1].part("query") == {"app": "cases"}


def test_the_timeline_says_what_happened(busy: Tenant) -> None:
    page = busy.browser("owner").get("/admin/audit")

    assert "Nils Berg changed the record “C-2026-00017”" in page.text
    assert "Vera Ström exported records of bookings / booking" in page.text
    assert "This failed: Vera Ström changed the record" in page.text
    assert ">Today<" in page.text


def test_the_timeline_keeps_its_filter_from_page_to_page(busy: Tenant) -> None:
    browser = busy.browser("owner")

    page = browser.get("/admin/audit?app=cases&limit=1&op=")

    assert "record “C-2026-00017”" in page.text
    assert 'value="cases"' in page.text
    following = re.search(r'rel="next" href="[^"]*?(/admin/audit\?[^"]+)"', page.text)
    assert following
    second = browser.get(following[1].replace("&amp;", "&") + "&limit=1")
    assert "Nils Berg created the record" in second.text


def test_one_entry_shows_old_and_new(bjorkby: Tenant) -> None:
    entry_id = happened(bjorkby, "member", Act.RECORD_UPDATE, detail=CHANGED)

    page = bjorkby.browser("owner").get(f"/admin/audit/{entry_id}")

    for shown in ("Sten Ek<", "Sten Eklund", "1200", "1450", "Nils Berg", "case", str(RECORD)):
        assert shown in page.text
    assert f"/admin/audit?person={bjorkby.people['member']}" in page.text
    assert "record.update" in page.text


def test_what_is_forgotten_is_gone_and_the_entry_stays(bjorkby: Tenant) -> None:
    entry_id = happened(bjorkby, "member", Act.RECORD_UPDATE, detail=CHANGED)
    with bjorkby.inside(), trimming_trail() as session:
        session.execute(
            text("DELETE FROM audit_detail WHERE entry_id = :entry"), {"entry": entry_id}
        )

    page = bjorkby.browser("owner").get(f"/admin/audit/{entry_id}")

    assert page.status_code == 200
    assert "Someone no longer named changed the record" in page.text
    assert "This has been forgotten" in page.text
    assert "Sten" not in page.text


def test_a_refused_act_is_in_the_trail(bjorkby: Tenant) -> None:
    bjorkby.browser("member").get("/admin/people")

    page = bjorkby.browser("owner").get("/admin/audit?outcome=denied")

    assert "Nils Berg was refused" in page.text
    assert "See people and their roles" in page.text


def test_what_was_stored_is_shown_as_text(bjorkby: Tenant) -> None:
    label = "<script>alert(1)</script>"
    entry_id = happened(
        bjorkby,
        "member",
        Act.RECORD_UPDATE,
        detail=Detail(label=label, changes={"<b>": [None, {"a": ["<i>", True, 1.5, None]}]}),
    )
    browser = bjorkby.browser("owner")

    for path in ("/admin/audit", f"/admin/audit/{entry_id}"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_apps_of_one_title_are_told_apart_by_their_keys(bjorkby: Tenant) -> None:
    publish(bjorkby)
    publish(bjorkby, {**SMALL_CASES, "key": "others", "title": "cases"})
    publish(bjorkby, {**SMALL_CASES, "key": "permits", "title": "Permits"})
    for app in ("cases", "others", "permits"):
        entry_id = happened(
            bjorkby, "member", Act.RECORD_EXPORT, Target(kind="record", app=app, model="case")
        )
    auditor = bjorkby.browser("auditor")

    trail = auditor.get("/admin/audit").text

    assert "Cases (cases) / Case" in trail
    assert "cases (others) / Case" in trail
    assert "Permits / Case" in trail
    assert '<option value="others">cases (others)</option>' in trail
    assert "Permits / Case" in auditor.get(f"/admin/audit/{entry_id}").text
