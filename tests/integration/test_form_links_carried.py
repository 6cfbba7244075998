"""What goes with a stranger's kept form: its files to another browser, its link by mail."""

import io
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from stuga.models import File, Outbox, Throttle
from stuga.platform.db import db
from stuga.platform.mail import MAILER
from stuga.runtime.files.receiving import SWEEP
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.files import PDF, filed, picture, send
from tests.factories.filling import opened
from tests.factories.jobs import made_due, run_outbox
from tests.factories.papers import Printed
from tests.factories.posted import Post, post_office
from tests.factories.records import entries_of
from tests.factories.storage import MemoryStorage
from tests.factories.walk import stranger_at

APPLY = "/apps/cases/apply"
MAIL = f"{APPLY}/kept/mail"
STEN = {"applicant": "Sten Ek", "kind": "complaint"}


def another(tenant: Tenant, name: str = "another browser") -> Browser:
    """Return a second browser of a stranger."""
    browser = tenant.browser("")
    browser.secret = name
    cookie = f"__Host-stuga-{tenant.slug}-form"
    browser.client.set_cookie(cookie, name, secure=True)
    return browser


def link_in(html: str) -> str:
    [secret] = re.findall(r"/kept/([\w-]{43})</textarea>", html)
    return f"/kept/{secret}"


@pytest.fixture
def tenant(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    return filed(bjorkby)


def kept_with_file(tenant: Tenant) -> tuple[str, str]:
    """Keep a form with a picture; return its link, and the file's id."""
    stranger = stranger_at(tenant)
    form = opened(stranger, APPLY)
    sent = send(stranger, "scan.png", picture("PNG"), field="photo", path=f"{APPLY}/files")
    file_id = sent.get_json()["id"]
    answer = stranger.post(APPLY, data={**form.sent("later", **STEN), "photo": ["", file_id]})
    assert answer.status_code == 200, answer.text
    return link_in(answer.text), file_id


def files(tenant: Tenant) -> list[tuple[str, bool]]:
    """Return the files, and whether a record holds each."""
    with tenant.inside():
        rows = db.session.scalars(select(File).order_by(File.id)).all()
        return [(row.name, row.record_id is not None) for row in rows]


def test_a_file_comes_along_to_another_browser_and_into_the_record(tenant: Tenant) -> None:
    link, file_id = kept_with_file(tenant)
    other = another(tenant)
    thumb = f"/apps/cases/_files/{file_id}/thumb"
    assert other.get(thumb).status_code == 303

    form = opened(other, link)

    assert file_id in form.fields["photo"]
    assert other.get(thumb).status_code == 200
    assert stranger_at(tenant).get(thumb).status_code == 303
    sent = {**form.sent(), "photo": ["", file_id]}
    assert other.post(APPLY, data=sent).status_code == 303
    assert files(tenant) == [("scan.png", True)]


def test_a_file_that_comes_with_pressing_the_button_is_kept_too(tenant: Tenant) -> None:
    stranger = stranger_at(tenant)
    parts = {**opened(stranger, APPLY).sent("later", **STEN)}
    parts.pop("contract", None)
    data = {name: values[-1] for name, values in parts.items() if values}
    with_file = {**data, "contract": (io.BytesIO(PDF), "plan.pdf")}
    answer = stranger.post(APPLY, data=with_file, content_type="multipart/form-data")

    form = opened(another(tenant), link_in(answer.text))

    [(_, held)] = files(tenant)
    assert not held
    assert any(form.fields["contract"])


def test_someone_elses_file_is_not_brought_by_naming_it(tenant: Tenant) -> None:
    _, file_id = kept_with_file(tenant)
    thief = another(tenant)
    answer = thief.post(APPLY, data=opened(thief, APPLY).sent("later", **STEN))
    link = link_in(answer.text)
    form = opened(thief, link)
    thief.post(f"{APPLY}/kept", data={**form.sent(), "photo": ["", file_id]})

    third = another(tenant, "a third browser")
    assert third.get(link).status_code == 200

    assert third.get(f"/apps/cases/_files/{file_id}/thumb").status_code == 303
    assert thief.get(f"/apps/cases/_files/{file_id}/thumb").status_code == 303


def waiting_file(tenant: Tenant) -> tuple[Browser, str]:
    """Let a stranger send a file that no record has yet; return them and its id."""
    stranger = stranger_at(tenant)
    opened(stranger, APPLY)
    sent = send(stranger, "scan.png", picture("PNG"), field="photo", path=f"{APPLY}/files")
    return stranger, str(sent.get_json()["id"])


def naming(thief: Browser, file_id: str) -> str:
    """Keep a form that names somebody else's file; return its link."""
    kept = thief.post(APPLY, data=opened(thief, APPLY).sent("later", **STEN))
    link = link_in(kept.text)
    form = opened(thief, link)
    answer = thief.post(f"{APPLY}/kept", data={**form.sent(), "photo": ["", file_id]})
    assert answer.get_json()["words"].startswith("Saved ")
    return link


def test_someone_elses_file_is_not_thrown_away_by_naming_it(tenant: Tenant) -> None:
    _, file_id = waiting_file(tenant)
    thief = another(tenant)
    link = naming(thief, file_id)

    gone = thief.post(f"{APPLY}/kept/discard", data=opened(thief, link).fields)
    assert "thrown away" in gone.text
    run_outbox(tenant)

    assert files(tenant) == [("scan.png", False)]


def test_someone_elses_file_is_not_taken_once_they_open_the_link_that_names_it(
    tenant: Tenant,
) -> None:
    owner, file_id = waiting_file(tenant)
    thief = another(tenant)
    link = naming(thief, file_id)

    form = opened(owner, link)
    again = opened(thief, link)

    assert not any(form.fields["photo"])
    assert not any(again.fields["photo"])
    assert (thumb_of(owner, file_id), thumb_of(thief, file_id)) == (200, 303)


def test_the_file_of_someone_signed_in_is_not_taken_either(tenant: Tenant) -> None:
    nils, thief = tenant.browser("member"), another(tenant)
    link, file_id = kept_with_file(tenant)
    assert nils.get(link).status_code == 200  # now it is his

    theirs = naming(thief, file_id)
    for browser in (nils, thief):
        assert browser.get(theirs).status_code == 200

    assert (thumb_of(nils, file_id), thumb_of(thief, file_id)) == (200, 303)


def test_a_records_file_is_not_told_of_by_naming_it(tenant: Tenant) -> None:
    stranger, file_id = waiting_file(tenant)
    sent = opened(stranger, APPLY).sent(**STEN)
    assert stranger.post(APPLY, data={**sent, "photo": ["", file_id]}).status_code == 303
    assert files(tenant) == [("scan.png", True)]

    thief = another(tenant)
    link = naming(thief, file_id)
    stale = {**opened(thief, APPLY).sent(**STEN), "photo": ["", file_id], "_form": [""]}
    pages = [thief.get(link), thief.post(APPLY, data=stale)]

    assert [one.status_code for one in pages] == [200, 422]
    assert all("scan.png" not in one.text for one in pages)


def thumb_of(browser: Browser, file_id: str) -> int:
    return int(browser.get(f"/apps/cases/_files/{file_id}/thumb").status_code)


def test_someone_signed_in_has_the_files_with_the_form_and_sends_them(tenant: Tenant) -> None:
    link, file_id = kept_with_file(tenant)
    nils, ada = tenant.browser("member"), tenant.browser("owner")
    assert thumb_of(nils, file_id) == 404

    form = opened(nils, link)

    assert (thumb_of(nils, file_id), thumb_of(ada, file_id)) == (200, 404)
    assert thumb_of(stranger_at(tenant), file_id) == 303
    sent = {**form.sent(), "photo": ["", file_id]}
    assert nils.post(APPLY, data=sent).status_code == 303
    assert files(tenant) == [("scan.png", True)]
    assert stranger_at(tenant).get(link).status_code == 404


def test_a_receipt_names_the_files_that_were_sent(tenant: Tenant) -> None:
    stranger = stranger_at(tenant)
    sent = send(stranger, "scan.png", picture("PNG"), field="photo", path=f"{APPLY}/files")
    form = opened(stranger, APPLY).sent(**STEN)
    answer = stranger.post(APPLY, data={**form, "photo": ["", sent.get_json()["id"]]})
    at = answer.headers["Location"].removeprefix(f"/t/{tenant.slug}")

    receipt = stranger.get(at.replace("/thanks?", "/thanks/receipt?"))

    assert "scan.png" in Printed(receipt.get_data()).text


def test_files_go_on_from_a_person_to_whoever_opens_the_link_next(tenant: Tenant) -> None:
    link, file_id = kept_with_file(tenant)
    nils, ada, stranger = tenant.browser("member"), tenant.browser("owner"), stranger_at(tenant)

    for browser in (nils, ada):
        assert browser.get(link).status_code == 200
    assert (thumb_of(nils, file_id), thumb_of(ada, file_id)) == (404, 200)

    form = opened(stranger, link)
    assert (thumb_of(ada, file_id), thumb_of(stranger, file_id)) == (404, 200)
    assert stranger.post(APPLY, data={**form.sent(), "photo": ["", file_id]}).status_code == 303
    assert files(tenant) == [("scan.png", True)]


def test_a_link_brings_no_file_of_another_form_or_tenant(tenant: Tenant, granby: Tenant) -> None:
    filed(granby)
    link, file_id = kept_with_file(tenant)
    with tenant.inside():
        moved = update(File).values(model="paper")
        db.session.execute(moved.execution_options(synchronize_session=False))

    rut, nils = granby.browser("owner"), tenant.browser("member")
    assert rut.get(link).status_code == 404
    assert nils.get(link).status_code == 200

    assert thumb_of(nils, file_id) == 404
    with tenant.inside():
        assert db.session.scalar(select(File.uploaded_by)) is None


def test_files_wait_as_long_as_the_form_and_go_with_it(tenant: Tenant) -> None:
    link, _ = kept_with_file(tenant)
    made_due(tenant, SWEEP)
    run_outbox(tenant)
    assert files(tenant) == [("scan.png", False)]

    stranger = stranger_at(tenant)
    answer = stranger.post(f"{APPLY}/kept/discard", data=opened(stranger, link).fields)
    assert answer.status_code == 200
    run_outbox(tenant)
    assert files(tenant) == []


@pytest.fixture
def post(bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Return the mail server that takes this test's mail."""
    with post_office() as office:
        monkeypatch.setitem(bjorkby.app.extensions, MAILER, office.mailer())
        yield office


def kept(tenant: Tenant) -> tuple[Browser, dict[str, list[str]]]:
    """Keep a form; return the browser, and what the page of its link would send."""
    publish(tenant)
    stranger = stranger_at(tenant)
    answer = stranger.post(APPLY, data=opened(stranger, APPLY).sent("later", **STEN))
    return stranger, {"_kept": [link_in(answer.text).rpartition("/")[2]]}


def test_the_link_is_mailed_and_the_address_is_kept_nowhere(bjorkby: Tenant, post: Post) -> None:
    stranger, carried = kept(bjorkby)

    answer = stranger.post(
        MAIL,
        data={**carried, "email": "sten.ek@example.com"},
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )

    assert "The link is on its way to sten.ek@example.com" in answer.text
    [letter] = post.letters
    text = letter.get_body(("plain",))
    assert text is not None
    ours = bjorkby.app.extensions["stuga.settings"].public_url  # and not what was asked for
    assert f"{ours}/t/{bjorkby.slug}/kept/{carried['_kept'][0]}" in text.get_content()
    assert "List-Unsubscribe" not in letter
    with bjorkby.inside():
        told = [*db.session.scalars(select(Outbox.payload)), *entries_of(bjorkby, "%")]
        told += [*db.session.scalars(select(Throttle.key))]
    assert "sten.ek" not in str([one if isinstance(one, dict) else repr(one) for one in told])
    assert "form.mail" in [one.action for one in entries_of(bjorkby, "form.%")]


def test_letters_are_counted_and_bad_addresses_are_told(bjorkby: Tenant, post: Post) -> None:
    stranger, carried = kept(bjorkby)
    post.answers["gone@example.com"] = "550 No such user"

    wrong = stranger.post(MAIL, data={**carried, "email": "no address"})
    gone = stranger.post(MAIL, data={**carried, "email": "gone@example.com"})
    some = [
        stranger.post(MAIL, data={**carried, "email": "sten@example.com"}).status_code
        for _ in range(4)
    ]

    assert (wrong.status_code, gone.status_code) == (422, 422)
    assert "Type an e-mail address" in wrong.text
    assert "does not take this address" in gone.text
    assert some == [200, 200, 200, 422]
    assert len(post.letters) == 3


def test_without_a_mail_server_no_letter_is_offered(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    answer = stranger.post(APPLY, data=opened(stranger, APPLY).sent("later", **STEN))
    assert "Have the link mailed" not in answer.text
