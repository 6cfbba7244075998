"""Those who look after people: adding, roles, links, shutting out."""

import re
from uuid import UUID, uuid4  # noqa: TID251  # an id that nobody has

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from stuga.models import Person
from stuga.platform.authz import Actor, TenantRole
from stuga.platform.authz.actor import system
from stuga.platform.db import db
from stuga.platform.identity.persons import service
from stuga.platform.identity.persons.commands import SetTenantRoles
from stuga.platform.identity.persons.rules import LastOwnerError
from stuga.platform.identity.who import person_for_job
from tests.factories.cast import Browser, Tenant
from tests.factories.doors import Stranger, trail_of
from tests.factories.published import publish_roles


def person_of(tenant: Tenant, email: str) -> UUID:
    with tenant.inside():
        return db.session.scalars(select(Person.id).where(Person.email == email)).one()


def actor_of(tenant: Tenant, person_id: UUID) -> Actor:
    with tenant.inside():
        return person_for_job(person_id)


def token_in(text: str) -> str:
    found = re.search(r"https://localhost/t/[^/]+/sign-in/link/([\w-]{43})", text)
    assert found, text
    return found[1]


def add(browser: Browser, **form: object) -> TestResponse:
    return browser.post("/admin/people/new", data={"name": "Åsa Öberg", **form})


def test_a_person_is_added_and_comes_in_by_the_link(bjorkby: Tenant) -> None:
    publish_roles(bjorkby)

    answer = add(
        bjorkby.browser("admin"),
        email=" Asa@Example.se ",
        role=["auditor"],
        app_role=["cases:handler"],
    )

    assert answer.status_code == 201
    token = token_in(answer.text)
    added = person_of(bjorkby, "asa@example.se")
    actor = actor_of(bjorkby, added)
    assert actor.tenant_roles == frozenset()  # invited: no rights before they come in
    stranger = Stranger(bjorkby)
    stranger.post(f"/sign-in/link/{token}", {}, page="/sign-in")
    me = stranger.get("/api/v1/me").get_json()
    assert me["name"] == "Åsa Öberg"
    assert me["tenant_roles"] == ["auditor", "member"]
    assert me["app_roles"] == {"cases": ["handler"]}


def test_the_link_is_shown_once_and_kept_nowhere(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("owner")
    token = token_in(add(browser, email="asa@example.se").text)

    added = person_of(bjorkby, "asa@example.se")

    assert token not in browser.get(f"/admin/people/{added}").text
    assert token not in str(trail_of(bjorkby))


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": ""}, "This must be filled in."),
        ({"email": "nobody"}, "Write it as name@example.se."),
        ({"email": "a@b"}, "Write it as name@example.se."),
        ({"email": "a@b.se\nBcc: c@d.se"}, "Write it as name@example.se."),
        ({"email": "x" * 300 + "@b.se"}, "Write it as name@example.se."),
        ({"email": "a@b.se", "name": "  "}, "This must be filled in."),
        ({"email": "a@b.se", "name": "x" * 201}, "At most 200 characters."),
        ({"email": "a@b.se", "app_role": "cases:king"}, "That role is not in the published app."),
        ({"email": "a@b.se", "app_role": "nothing"}, "That role is not in the published app."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    bjorkby: Tenant, form: dict[str, str], words: str
) -> None:
    answer = add(bjorkby.browser("owner"), **form)

    assert answer.status_code == 422
    assert words in answer.text
    with bjorkby.inside():
        assert db.session.scalar(select(Person).where(Person.name == "Åsa Öberg")) is None


def test_an_address_is_used_once_in_a_tenant_and_freely_in_another(
    bjorkby: Tenant, granby: Tenant
) -> None:
    taken = f"member@{bjorkby.slug}.example"

    assert add(bjorkby.browser("owner"), email=taken.upper()).status_code == 422
    assert add(granby.browser("owner"), email=taken).status_code == 201


def test_a_role_that_does_not_exist_is_refused(bjorkby: Tenant) -> None:
    assert add(bjorkby.browser("owner"), email="a@b.se", role="king").status_code == 400


def set_roles(browser: Browser, person_id: UUID, *roles: str) -> TestResponse:
    return browser.post(f"/admin/people/{person_id}/roles", data={"role": [*roles]})


def test_an_admin_gives_and_takes_roles(bjorkby: Tenant) -> None:
    browser, nils = bjorkby.browser("admin"), bjorkby.people["member"]

    assert set_roles(browser, nils, "builder", "auditor").status_code == 303
    assert bjorkby.actor("member").tenant_roles == {
        TenantRole.MEMBER,
        TenantRole.BUILDER,
        TenantRole.AUDITOR,
    }
    assert set_roles(browser, nils, "auditor").status_code == 303
    assert bjorkby.actor("member").tenant_roles == {TenantRole.MEMBER, TenantRole.AUDITOR}
    assert [entry.action for entry in trail_of(bjorkby)[:2]] == ["role.revoke", "role.grant"]
    assert trail_of(bjorkby)[0].part("changes") == {"roles": [["auditor", "builder"], ["auditor"]]}


def test_an_admin_makes_no_owner_and_unmakes_none(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("admin")

    assert set_roles(browser, bjorkby.people["member"], "owner").status_code == 403
    assert set_roles(browser, bjorkby.people["owner"]).status_code == 403
    assert add(browser, email="a@b.se", role="owner").status_code == 403
    assert TenantRole.OWNER in bjorkby.actor("owner").tenant_roles
    assert TenantRole.OWNER not in bjorkby.actor("member").tenant_roles


def test_an_admin_finds_no_way_in_as_an_owner(bjorkby: Tenant) -> None:
    browser, ada = bjorkby.browser("admin"), bjorkby.people["owner"]

    assert browser.post(f"/admin/people/{ada}/link").status_code == 403
    assert browser.post(f"/admin/people/{ada}/disable").status_code == 403
    assert "New sign-in link" not in browser.get(f"/admin/people/{ada}").text


def test_nobody_changes_their_own_roles_or_shuts_themselves_out(bjorkby: Tenant) -> None:
    for who in ("owner", "admin"):
        browser, own = bjorkby.browser(who), bjorkby.people[who]
        assert set_roles(browser, own, "builder").status_code == 403
        assert browser.post(f"/admin/people/{own}/disable").status_code == 403
    assert bjorkby.actor("admin").tenant_roles == {TenantRole.MEMBER, TenantRole.ADMIN}


def test_the_last_owner_stays(bjorkby: Tenant) -> None:
    ada, adam = bjorkby.people["owner"], bjorkby.people["admin"]
    assert set_roles(bjorkby.browser("owner"), adam, "admin", "owner").status_code == 303
    second = bjorkby.browser("admin")

    assert second.post(f"/admin/people/{ada}/disable").status_code == 303
    first = bjorkby.browser("owner")

    assert first.get("/api/v1/me").status_code == 401
    refused = [set_roles(second, adam), second.post(f"/admin/people/{adam}/disable")]
    assert [answer.status_code for answer in refused] == [403, 403]


def test_taking_the_role_from_the_only_owner_is_a_conflict(bjorkby: Tenant) -> None:
    """Only the system could try: nobody but an owner may, and nobody changes their own."""
    command = SetTenantRoles(person_id=bjorkby.people["owner"], roles=frozenset())
    with pytest.raises(LastOwnerError), bjorkby.inside():
        service.set_tenant_roles(system(), command)


def test_shutting_out_ends_sessions_links_and_passwords_at_once(bjorkby: Tenant) -> None:
    nils, owner = bjorkby.browser("member"), bjorkby.browser("owner")
    person_id = bjorkby.people["member"]
    token = token_in(owner.post(f"/admin/people/{person_id}/link").text)

    answer = owner.post(f"/admin/people/{person_id}/disable")

    assert answer.status_code == 303
    assert nils.get("/api/v1/me").status_code == 401
    assert Stranger(bjorkby).get(f"/sign-in/link/{token}").status_code == 404
    assert owner.post(f"/admin/people/{person_id}/link").status_code == 409
    assert owner.post(f"/admin/people/{person_id}/enable").status_code == 303
    assert owner.post(f"/admin/people/{person_id}/link").status_code == 200


def test_a_new_link_makes_the_earlier_useless(bjorkby: Tenant) -> None:
    owner, person_id = bjorkby.browser("owner"), bjorkby.people["member"]
    first = token_in(owner.post(f"/admin/people/{person_id}/link").text)
    second = token_in(owner.post(f"/admin/people/{person_id}/link").text)

    assert Stranger(bjorkby).get(f"/sign-in/link/{first}").status_code == 404
    assert Stranger(bjorkby).get(f"/sign-in/link/{second}").status_code == 200


def test_ending_sessions_leaves_the_person_in(bjorkby: Tenant) -> None:
    nils = bjorkby.browser("member")

    bjorkby.browser("admin").post(f"/admin/people/{bjorkby.people['member']}/sessions/end")

    assert nils.get("/api/v1/me").status_code == 401
    assert bjorkby.browser("member").get("/api/v1/me").status_code == 200


def test_app_roles_are_given_and_taken(bjorkby: Tenant) -> None:
    publish_roles(bjorkby)
    bjorkby.give("member", "gone", "old")
    path = f"/admin/people/{bjorkby.people['member']}/app-roles"
    browser = bjorkby.browser("admin")

    browser.post(path, data={"app_role": ["cases:handler", "cases:reader"]})
    assert bjorkby.actor("member").app_roles["cases"] == {"handler", "reader"}
    browser.post(path, data={"app_role": ["cases:reader"]})

    assert bjorkby.actor("member").app_roles == {
        "cases": frozenset({"reader"}),
        "gone": frozenset({"old"}),
    }
    assert browser.post(path, data={"app_role": ["cases:king"]}).status_code == 422


def test_the_list_finds_people_page_by_page(bjorkby: Tenant) -> None:
    browser = bjorkby.browser("auditor")
    with bjorkby.inside():
        db.session.add_all([Person(name=f"Person {number:03}") for number in range(60)])

    first = browser.get("/admin/people?q=person")
    next_page = re.search(r'rel="next" href="[^"]*?(/admin/people\?[^"]+)"', first.text)
    assert next_page
    second = browser.get(next_page[1].replace("&amp;", "&"))

    assert "60 people" in first.text
    assert "Person 049" in first.text
    assert "Person 050" not in first.text
    assert "Person 050" in second.text
    assert "Nils Berg" not in first.text
    assert "Nobody matches" in browser.get("/admin/people?q=%25").text
    assert browser.get("/admin/people?cursor=abc").status_code == 400


def test_an_auditor_sees_people_and_changes_nothing(bjorkby: Tenant) -> None:
    browser, nils = bjorkby.browser("auditor"), bjorkby.people["member"]

    page = browser.get(f"/admin/people/{nils}")

    assert page.status_code == 200
    assert "Save these roles" not in page.text
    assert set_roles(browser, nils, "builder").status_code == 403
    assert browser.get("/admin/people/new").status_code == 403


@pytest.mark.parametrize("who", ["member", "builder"])
def test_others_see_no_people(bjorkby: Tenant, who: str) -> None:
    browser, nils = bjorkby.browser(who), bjorkby.people["member"]

    for path in ("/admin/people", "/admin/people/new", f"/admin/people/{nils}"):
        assert browser.get(path).status_code == 403
    for act in ("roles", "app-roles", "link", "disable", "enable", "sessions/end"):
        assert browser.post(f"/admin/people/{nils}/{act}").status_code == 403


def test_people_of_another_tenant_are_not_there(bjorkby: Tenant, granby: Tenant) -> None:
    rut, nils = granby.browser("owner"), bjorkby.people["member"]
    nobody = uuid4()

    for act in ("roles", "app-roles", "link", "disable", "enable", "sessions/end"):
        assert rut.post(f"/admin/people/{nils}/{act}").status_code == 404
    foreign, unknown = rut.get(f"/admin/people/{nils}"), rut.get(f"/admin/people/{nobody}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    assert bjorkby.browser("member").get("/api/v1/me").status_code == 200


def test_every_act_on_people_is_one_entry(bjorkby: Tenant) -> None:
    publish_roles(bjorkby)
    browser, nils = bjorkby.browser("owner"), bjorkby.people["member"]
    at = f"/admin/people/{nils}"
    acts = [
        ("GET", "/admin/", {}, "tenant.read"),
        ("GET", "/admin/people?q=nils", {}, "person.list"),
        ("GET", "/admin/people/new", {}, "person.read"),
        ("POST", "/admin/people/new", {"name": "A", "email": "a@b.se"}, "person.create"),
        ("GET", at, {}, "person.read"),
        ("POST", f"{at}/roles", {"role": "auditor"}, "role.grant"),
        ("POST", f"{at}/app-roles", {"app_role": "cases:reader"}, "role.grant"),
        ("POST", f"{at}/app-roles", {}, "role.revoke"),
        ("POST", f"{at}/link", {}, "link.create"),
        ("POST", f"{at}/sessions/end", {}, "session.end"),
        ("POST", f"{at}/disable", {}, "person.update"),
        ("POST", f"{at}/enable", {}, "person.update"),
    ]

    for method, path, form, action in acts:
        before = len(trail_of(bjorkby))
        act = browser.get if method == "GET" else browser.post
        answer = act(path, data=form)
        trail = trail_of(bjorkby)
        assert answer.status_code in {200, 201, 303}, path
        assert len(trail) == before + 1, path
        assert trail[0].action == action
        assert "Nils" not in str(trail[0].envelope)
