"""Mentions in comments: whom a name means, and who cannot be mentioned."""

import re
from uuid import UUID

import pytest

from stuga.models import CommentMention
from stuga.platform.db import db
from stuga.platform.identity import people
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk
from tests.factories.talking import api_of, page_of, talked_case


@pytest.fixture
def case(bjorkby: Tenant) -> UUID:
    return talked_case(bjorkby)


@pytest.fixture
def nils(bjorkby: Tenant, case: UUID) -> Browser:  # noqa: ARG001  # the app is published
    return bjorkby.browser("member")


def mentioned(tenant: Tenant) -> set[UUID]:
    with tenant.inside():
        return set(db.session.scalars(db.select(CommentMention.person_id)))


def joined(tenant: Tenant, name: str, email: str | None = None, role: str = "handler") -> UUID:
    with tenant.inside():
        person = people.add(name, email)
        if role:
            people.grant_app_role(person, "cases", role)
        return person.id


def refused(browser: Browser, case: UUID, text: str) -> str:
    """Send a comment that is refused; return why, the text still being in the form."""
    answer = browser.post(f"{page_of(case)}/comments", data={"text": text})
    assert answer.status_code == 422, answer.headers
    assert f">\n{text}</textarea>" in answer.text
    [error] = re.findall(r'class="field-error"[^>]*>.*?<span>(.*?)</span>', answer.text)
    return str(error)


@pytest.mark.parametrize(
    "text",
    [
        "@Ada Lind, look at this.",
        "Thanks @ada!",
        "(@ADA LIND)",
        "@Lind",
        "to\n@Ada Lind",
    ],
)
def test_a_name_means_the_one_who_is_called_so(
    bjorkby: Tenant, nils: Browser, case: UUID, text: str
) -> None:
    answer = nils.post(api_of(case), json={"text": text}).get_json()
    ada = bjorkby.people["owner"]
    assert f"@[{ada}]" in answer["text"]
    assert answer["mentions"] == [{"id": str(ada), "name": "Ada Lind"}]
    assert mentioned(bjorkby) == {ada}
    assert '<span class="mention">@Ada Lind</span>' in nils.get(page_of(case)).text


@pytest.mark.parametrize("text", ["ada@example.com", r"\@Ada", "5 @ 3 kr", "@ Ada", "@1"])
def test_an_at_that_names_nobody_is_left_as_it_is(
    bjorkby: Tenant, nils: Browser, case: UUID, text: str
) -> None:
    assert nils.post(api_of(case), json={"text": text}).get_json()["text"] == text
    assert mentioned(bjorkby) == set()


def test_a_name_of_nobody_is_refused_with_the_text_kept(nils: Browser, case: UUID) -> None:
    assert "Nobody here is called “Olaf”" in refused(nils, case, "Ask @Olaf about it.")
    api = nils.post(api_of(case), json={"text": "@Olaf"})
    assert api.status_code == 422
    assert api.get_json()["errors"][0]["code"] == "mention-unknown"


def test_a_name_of_several_is_asked_about_and_an_address_settles_it(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    joined(bjorkby, "Ada Ås")
    assert "Ada Lind, Ada Ås" in refused(nils, case, "Hi @Ada and @Nils")
    twin = joined(bjorkby, "Ada Lind", "twin@example.com")
    assert "Ada Lind" in refused(nils, case, "@Ada Lind")
    sent = nils.post(api_of(case), json={"text": "@twin@example.com: look."})
    assert sent.get_json()["text"] == f"@[{twin}]: look."
    options = nils.get(f"{page_of(case)}/comments/people?q=ada").get_json()["options"]
    assert {"value": f"[{twin}]", "label": "Ada Lind"} in options
    assert {"value": "Ada Ås", "label": "Ada Ås"} in options
    given = nils.post(api_of(case), json={"text": f"@[{twin}]"})
    assert given.get_json()["mentions"] == [{"id": str(twin), "name": "Ada Lind"}]


def test_who_cannot_read_the_record_cannot_be_mentioned(bjorkby: Tenant, nils: Browser) -> None:
    complaint = Desk(bjorkby).case(kind="complaint").id
    said = refused(nils, complaint, "@Adam Ek, see this.")
    assert said.startswith("Adam Ek cannot read this record")
    assert "Vera Ström cannot" in refused(nils, complaint, "@Vera Ström")
    by_id = {"text": f"@[{bjorkby.people['admin']}]"}
    answer = nils.post(api_of(complaint), json=by_id)
    assert answer.get_json()["errors"][0]["code"] == "mention-closed"
    assert nils.post(api_of(complaint), json={"text": "@Aud Moe"}).status_code == 201


def test_people_who_can_read_the_record_are_found(bjorkby: Tenant, nils: Browser) -> None:
    permit, complaint = Desk(bjorkby).case().id, Desk(bjorkby).case(kind="complaint").id

    def found(case: UUID, words: str) -> list[str]:
        answer = nils.get(f"{page_of(case)}/comments/people?q={words}").get_json()
        return [one["label"] for one in answer["options"]]

    assert found(permit, "") == ["Ada Lind", "Adam Ek", "Aud Moe", "Nils Berg"]
    assert found(complaint, "ad") == ["Ada Lind"]
    assert found(permit, "owner@") == []


def test_someone_of_another_tenant_is_nobody(
    bjorkby: Tenant, granby: Tenant, nils: Browser, case: UUID
) -> None:
    joined(granby, "Rut Gran", role="")
    assert "Nobody here" in refused(nils, case, "@Rut Gran")
    given = nils.post(api_of(case), json={"text": f"@[{granby.people['owner']}]"})
    assert given.get_json()["errors"][0]["code"] == "mention-unknown"
    assert mentioned(bjorkby) == set()


def test_a_change_shows_names_keeps_who_was_mentioned_and_lets_go_of_others(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    text = "@Ada Lind and @Adam Ek"
    made = nils.post(api_of(case), json={"text": text}).get_json()
    assert f">\n{text}</textarea>" in nils.get(f"{page_of(case)}?edit={made['id']}").text
    nils.patch(f"{api_of(case)}/{made['id']}", json={"text": "@Adam Ek only"})
    assert mentioned(bjorkby) == {bjorkby.people["admin"]}

    Desk(bjorkby).patch(case, 1, kind="complaint")
    kept = nils.patch(f"{api_of(case)}/{made['id']}", json={"text": "@Adam Ek alone"})
    assert kept.status_code == 200


def test_too_many_are_refused(bjorkby: Tenant, nils: Browser, case: UUID) -> None:
    ids = [joined(bjorkby, f"Person {number}") for number in range(21)]
    text = " ".join(f"@[{one}]" for one in ids)
    answer = nils.post(api_of(case), json={"text": text})
    assert answer.get_json()["errors"][0]["code"] == "mention-many"
