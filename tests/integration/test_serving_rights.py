"""Who gets to see which page of an app, and what of it."""

import copy

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.filling import opened
from tests.factories.records import Desk

SECRET = {"applicant": "Sten Ek", "email": "sten@example.se", "notes": "Whispered"}


def with_screens(**more: JsonObject) -> JsonObject:
    """Return the small app with a detail, and its screens open to the reader too."""
    made = copy.deepcopy(SMALL_CASES)
    everything = [{"type": "field", "field": key} for key in made["models"]["case"]["properties"]]
    made["screens"]["case"] = {
        "type": "detail",
        "model": "case",
        "title": "Case",
        "elements": everything,
    }
    made["screens"]["overview"] = {
        "type": "dashboard",
        "title": "Overview",
        "elements": [
            {
                "type": "chart",
                "key": "people",
                "title": "People",
                "model": "case",
                "mark": "bar",
                "x": "applicant",
                "y": {"count": True},
            },
            {
                "type": "metric",
                "key": "all",
                "title": "All of them",
                "model": "case",
                "value": {"count": True},
            },
        ],
    }
    for role in ("handler", "reader"):
        made["roles"][role]["screens"] = ["inbox", "case", "edit", "overview"]
    made["roles"]["applicant"]["screens"] = ["inbox", "case"]
    made.update(more)
    return made


@pytest.fixture(name="cases")
def published(bjorkby: Tenant) -> str:
    return publish(bjorkby, with_screens(), roles={"owner": "handler", "member": "reader"})


def addresses(app: str, record_id: object) -> list[str]:
    return [
        f"/apps/{app}/",
        f"/apps/{app}/inbox",
        f"/apps/{app}/inbox/trash",
        f"/apps/{app}/edit",
        f"/apps/{app}/edit/{record_id}",
        f"/apps/{app}/case/{record_id}",
        f"/apps/{app}/overview",
        f"/apps/{app}/edit/options/handler",
        f"/apps/{app}/apply",
        f"/apps/{app}/apply/thanks",
        f"/apps/{app}/apply/{record_id}",
    ]


def posts(app: str, record_id: object) -> list[str]:
    return [
        f"/apps/{app}/edit",
        f"/apps/{app}/apply",
        f"/apps/{app}/edit/{record_id}",
        f"/apps/{app}/case/{record_id}/delete",
        f"/apps/{app}/case/{record_id}/restore",
    ]


def test_rut_finds_nothing_of_bjorkby(bjorkby: Tenant, granby: Tenant, cases: str) -> None:
    made = Desk(bjorkby, "owner").case(**SECRET)
    rut = granby.browser("owner")

    for path in addresses(cases, made.id):
        assert rut.get(path).status_code == 404, path
    for path in posts(cases, made.id):
        assert rut.post(path, data={"_csrf": rut.csrf, "_do": "save"}).status_code == 404, path


def test_rut_finds_nothing_through_an_app_of_the_same_name(bjorkby: Tenant, granby: Tenant) -> None:
    publish(bjorkby, with_screens())
    made = Desk(bjorkby, "owner").case(**SECRET)
    app = publish(granby, with_screens(), roles={"owner": "handler"})
    rut = granby.browser("owner")

    for path in (p for p in addresses(app, made.id) if str(made.id) in p):
        assert rut.get(path).status_code == 404, path
    for path in (p for p in posts(app, made.id) if str(made.id) in p):
        assert rut.post(path, data={"_csrf": rut.csrf}).status_code == 404, path
    assert "Sten" not in rut.get(f"/apps/{app}/inbox").text


def test_a_session_of_granby_is_none_in_bjorkby(
    bjorkby: Tenant, granby: Tenant, cases: str
) -> None:
    rut = granby.browser("owner")

    answer = rut.client.get(f"/t/{bjorkby.slug}/apps/{cases}/inbox", base_url="https://localhost")

    assert answer.status_code == 303
    assert "/sign-in?return_to=" in answer.headers["Location"]


def test_a_stranger_is_sent_to_sign_in_and_told_of_no_app(bjorkby: Tenant, cases: str) -> None:
    stranger = bjorkby.browser()

    for path in ("/", f"/apps/{cases}/", f"/apps/{cases}/inbox", "/apps/nothing/inbox"):
        answer = stranger.get(path)
        assert answer.status_code == 303, path
        assert "/sign-in" in answer.headers["Location"], path


def test_without_a_role_the_app_is_not_there(bjorkby: Tenant, cases: str) -> None:
    made = Desk(bjorkby, "owner").case(**SECRET)
    vera = bjorkby.browser("builder")

    for path in addresses(cases, made.id)[:8]:
        assert vera.get(path).status_code == 404, path
    assert "Cases" not in vera.get("/").text


def test_a_screen_for_other_roles_is_forbidden(bjorkby: Tenant, cases: str) -> None:
    bjorkby.give("admin", cases, "clerk")
    adam = bjorkby.browser("admin")

    assert adam.get(f"/apps/{cases}/inbox").status_code == 403
    assert adam.get(f"/apps/{cases}/nothing").status_code == 404
    assert "No screen of this app is open to you" in adam.get(f"/apps/{cases}/").text


def test_a_screen_that_asks_for_a_stronger_sign_in_stays_closed(bjorkby: Tenant) -> None:
    made = with_screens()
    made["screens"]["inbox"]["sign_in"] = {"loa": 2}
    made["screens"]["apply"]["sign_in"] = {"kinds": ["bankid-se"]}
    app = publish(bjorkby, made, roles={"member": "handler"})

    assert bjorkby.browser("member").get(f"/apps/{app}/inbox").status_code == 403
    assert bjorkby.browser().get(f"/apps/{app}/apply").status_code == 303


def test_closed_fields_are_on_no_page(bjorkby: Tenant, cases: str) -> None:
    desk = Desk(bjorkby, "owner")
    made = desk.case(reference="C-1", **SECRET)
    desk.patch(made.id, 1, notes="Whispered again", reference="C-2")
    nils = bjorkby.browser("member")

    for path in (
        f"/apps/{cases}/inbox",
        f"/apps/{cases}/case/{made.id}",
        f"/apps/{cases}/overview",
    ):
        html = nils.get(path).text
        assert nils.get(path).status_code == 200, path
        for word in (*SECRET.values(), "Applicant", "Notes", "E-mail"):
            assert word not in html, (path, word)
    assert "C-2" in nils.get(f"/apps/{cases}/case/{made.id}").text


@pytest.mark.parametrize(
    "query",
    [
        "filter[applicant]=Sten+Ek",
        "filter[applicant]=Nobody",
        "filter[notes][contains]=W",
        "filter[notes][contains]=Q",
        "sort=applicant",
        "sort=-notes",
    ],
)
def test_a_closed_field_cannot_be_asked_about(bjorkby: Tenant, cases: str, query: str) -> None:
    """What the address asks of it is left out: right or wrong, the list is the same."""
    desk = Desk(bjorkby, "owner")
    desk.case(reference="C-1", **SECRET)
    desk.case(reference="C-2", applicant="Bo Ek")

    answer = bjorkby.browser("member").get(f"/apps/{cases}/inbox?{query}")

    assert answer.status_code == 200
    assert answer.text.index("C-2") < answer.text.index("C-1")
    assert SECRET["applicant"] not in answer.text


def test_a_search_looks_through_open_fields_only(bjorkby: Tenant, cases: str) -> None:
    Desk(bjorkby, "owner").case(reference="C-1", **SECRET)

    assert "Nothing matches" in bjorkby.browser("member").get(f"/apps/{cases}/inbox?q=Sten").text
    assert "C-1" in bjorkby.browser("member").get(f"/apps/{cases}/inbox?q=c-1").text


def test_a_record_outside_ones_rows_is_not_there(bjorkby: Tenant, cases: str) -> None:
    bjorkby.give("admin", cases, "applicant")
    made = Desk(bjorkby, "owner").case(**SECRET)
    adam = bjorkby.browser("admin")

    answer = adam.get(f"/apps/{cases}/case/{made.id}")
    other = adam.get(f"/apps/{cases}/case/00000000-0000-7000-8000-000000000000")

    assert answer.status_code == other.status_code == 404
    assert str(made.id) not in answer.text
    assert answer.text == other.text


def test_who_may_only_read_is_offered_no_change(bjorkby: Tenant, cases: str) -> None:
    made = Desk(bjorkby, "owner").case(reference="C-1")
    nils = bjorkby.browser("member")

    html = nils.get(f"/apps/{cases}/case/{made.id}").text
    assert ">Edit<" not in html
    assert ">Delete<" not in html
    assert nils.get(f"/apps/{cases}/edit").status_code == 403
    assert nils.get(f"/apps/{cases}/edit/{made.id}").status_code == 403
    for path in posts(cases, made.id):
        if "/apply" not in path and "/restore" not in path:
            answer = nils.post(path, data={"_csrf": nils.csrf, "applicant": "New"})
            assert answer.status_code == 403, path
    assert nils.get(f"/apps/{cases}/inbox/trash").status_code == 403
    assert Desk(bjorkby, "owner").get(made.id).revision == 1


def test_a_field_one_may_not_write_is_shown_and_not_taken(bjorkby: Tenant) -> None:
    made = with_screens()
    made["roles"]["handler"]["models"]["case"]["update"] = {"fields": {"except": ["applicant"]}}
    app = publish(bjorkby, made)
    case = Desk(bjorkby).case(applicant="Sten Ek", amount=2)
    nils = bjorkby.browser("member")
    form = opened(nils, f"/apps/{app}/edit/{case.id}")

    assert "applicant" not in form.fields
    answer = nils.post(f"/apps/{app}/edit/{case.id}", data=form.sent(applicant="Else"))
    assert answer.status_code == 422
    assert Desk(bjorkby).get(case.id).data["applicant"] == "Sten Ek"
    answer = nils.post(f"/apps/{app}/edit/{case.id}", data=form.sent(amount="3"))
    assert answer.status_code == 303


def test_a_condition_over_a_closed_field_stays_with_the_server(bjorkby: Tenant) -> None:
    made = with_screens()
    made["screens"]["edit"]["elements"].append(
        {"type": "field", "field": "reference", "show": {"field": "notes", "filled": True}}
    )
    made["roles"]["handler"]["models"]["case"]["read"] = {"fields": {"except": ["notes"]}}
    app = publish(bjorkby, made, roles={"member": "handler", "owner": "handler"})
    case = Desk(bjorkby).case(reference="C-1", notes="Whispered")

    html = bjorkby.browser("member").get(f"/apps/{app}/edit/{case.id}").text

    assert "Whispered" not in html
    assert "notes" not in html
    assert 'value="C-1"' in html


@pytest.mark.parametrize(
    "path",
    [
        "/apps/cases/case/not-an-id",
        "/apps/cases/case/../../etc",
        "/apps/CASES/inbox",
        "/apps/cases/inbox/00000000-0000-7000-8000-000000000000",
        "/apps/cases/case",
        "/apps/cases/apply/trash",
        "/apps/cases/inbox/thanks",
        "/apps/cases/edit/options/applicant",
        "/apps/cases/inbox/options/handler",
    ],
)
def test_what_is_no_page_is_not_found(bjorkby: Tenant, path: str) -> None:
    publish(bjorkby, with_screens(), roles={"member": "handler"})

    assert bjorkby.browser("member").get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["sort=nothing", "filter[nothing]=1", "filter[amount][gte]=much", "filter[kind][lt]=permit"],
)
def test_what_makes_no_sense_in_an_address_is_left_out_and_told(
    bjorkby: Tenant, query: str
) -> None:
    publish(bjorkby, with_screens(), roles={"member": "handler"})

    answer = bjorkby.browser("member").get(f"/apps/cases/inbox?{query}")

    assert answer.status_code == 200
    assert "The list is not narrowed or sorted by" in answer.text


@pytest.mark.parametrize("cursor", ["x", "AAAA"])
def test_a_place_in_a_list_that_is_none_leads_to_its_beginning(
    bjorkby: Tenant, cursor: str
) -> None:
    publish(bjorkby, with_screens(), roles={"member": "handler"})

    answer = bjorkby.browser("member").get(f"/apps/cases/inbox?cursor={cursor}")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/apps/cases/inbox")


def test_a_search_for_too_much_is_refused(bjorkby: Tenant) -> None:
    publish(bjorkby, with_screens(), roles={"member": "handler"})

    assert bjorkby.browser("member").get(f"/apps/cases/inbox?q={'x' * 300}").status_code == 400
