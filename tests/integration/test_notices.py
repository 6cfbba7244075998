"""What people are told of: at the bell, on its page, by mail, and as they choose."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from sqlalchemy import func, select, update

from stuga.models import MailRefusal, Notice, Outbox, Person, Session
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.identity.notices import sending
from stuga.platform.identity.notices.commands import Tell
from stuga.platform.identity.notices.kinds import KINDS, TOPICS, Kind
from stuga.platform.identity.notices.service import MAIL, tell
from stuga.platform.identity.tasks import tidy_tenant
from stuga.platform.mail import MAILER
from stuga.platform.ui.ids import ids
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.jobs import made_due, run_outbox
from tests.factories.posted import Post, post_office
from tests.factories.talking import api_of, talked_app, talked_case

HERE = "/notifications"
CHOICES = "/account/notifications"
ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def case(bjorkby: Tenant) -> UUID:
    return talked_case(bjorkby)


@pytest.fixture
def nils(bjorkby: Tenant, case: UUID) -> Browser:  # noqa: ARG001  # the app is published
    return bjorkby.browser("member")


@pytest.fixture
def ada(bjorkby: Tenant) -> Browser:
    return bjorkby.browser("owner")


@pytest.fixture
def post(bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Return the mail server that takes this test's mail."""
    with post_office() as office:
        monkeypatch.setitem(bjorkby.app.extensions, MAILER, office.mailer())
        yield office


def mention(nils: Browser, case: UUID, text: str = "Look, @Ada Lind") -> str:
    answer = nils.post(api_of(case), json={"text": text})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["id"])


def notices_in(browser: Browser) -> list[str]:
    return linked_in(browser.get(HERE).text)


def linked_in(html: str) -> list[str]:
    return re.findall(r'href="[^"]*/notifications/([0-9a-f-]{36})"', html)


def bell(browser: Browser) -> str:
    [words] = re.findall(r'aria-label="(Notifications[^"]*)"', browser.get("/").text)
    return str(words)


def told(tenant: Tenant, who: str = "owner", kind: Kind = Kind.EXPORT_DONE) -> None:
    with tenant.inside():
        person = tenant.people[who]
        tell(Tell(kind=kind, person=person, app="cases", path="/", now=clock.now()))


def count(tenant: Tenant, table: type[Notice | MailRefusal | Outbox] = Notice) -> int:
    with tenant.inside():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_mention_rings_the_bell_and_leads_to_the_comment(
    nils: Browser, ada: Browser, case: UUID
) -> None:
    assert bell(ada) == "Notifications"
    comment = mention(nils, case)
    assert bell(ada) == "Notifications, 1 unread"
    assert bell(nils) == "Notifications"
    assert ada.get(f"{HERE}/count").get_json() == {
        "count": "1",
        "words": "Notifications, 1 unread",
    }
    assert "Nils Berg mentioned you in a comment in Cases" in ada.get(HERE).text

    [notice] = notices_in(ada)
    first = ada.get(f"{HERE}/{notice}")
    assert first.headers["Location"].endswith(f"/comments/cases/{comment}")
    second = ada.get(f"/comments/cases/{comment}")
    assert second.headers["Location"].endswith(f"/apps/cases/case/{case}#{ids('comment', comment)}")
    assert bell(ada) == "Notifications"
    assert notices_in(nils) == []


def test_the_bell_of_an_open_page_keeps_no_session_alive(bjorkby: Tenant, ada: Browser) -> None:
    past = clock.now() - timedelta(minutes=20)

    def seen(path: str) -> datetime:
        with bjorkby.inside():
            db.session.execute(update(Session).values(seen_at=past))
        assert ada.get(path).status_code == 200
        with bjorkby.inside():
            return db.session.scalars(select(Session.seen_at)).one()

    assert seen(f"{HERE}/count") == past
    assert seen(HERE) > past


def test_a_comment_far_back_is_led_to_on_its_own_page(
    nils: Browser, ada: Browser, case: UUID
) -> None:
    comment = mention(nils, case)
    for number in range(50):
        mention(nils, case, f"Line {number}.")
    link = ada.get(f"/comments/cases/{comment}").headers["Location"]
    [path] = re.findall(r"/apps/.*", link)
    assert f'id="{ids("comment", comment)}"' in ada.get(path.partition("#")[0]).text


def test_one_does_not_tell_oneself_and_a_change_tells_only_those_who_are_new(
    bjorkby: Tenant, nils: Browser, case: UUID
) -> None:
    comment = mention(nils, case, "@Nils Berg and @Ada Lind")
    assert count(bjorkby) == 1
    nils.patch(f"{api_of(case)}/{comment}", json={"text": "@Ada Lind, @Adam Ek and @Nils Berg"})
    assert count(bjorkby) == 2


def test_notices_go_with_the_comment_and_the_person(
    bjorkby: Tenant, nils: Browser, ada: Browser, case: UUID
) -> None:
    comment = mention(nils, case, "@Ada Lind @Adam Ek")
    with bjorkby.inside():
        db.session.delete(db.session.get_one(Person, (bjorkby.id, bjorkby.people["admin"])))
    assert count(bjorkby) == 1
    nils.delete(f"{api_of(case)}/{comment}")
    assert notices_in(ada) == []


def test_one_marks_as_read_as_unread_and_all(bjorkby: Tenant, ada: Browser) -> None:
    for _ in range(2):
        told(bjorkby)
    [newest, oldest] = notices_in(ada)
    assert newest > oldest
    ada.post(f"{HERE}/{newest}", data={"read": "yes"})
    assert bell(ada) == "Notifications, 1 unread"
    ada.post(f"{HERE}/{newest}", data={"read": "no"})
    assert bell(ada) == "Notifications, 2 unread"
    assert ada.post(f"{HERE}/read").status_code == 303
    assert bell(ada) == "Notifications"
    assert "Mark all as read" not in ada.get(HERE).text


def test_what_others_are_told_is_not_there(bjorkby: Tenant, granby: Tenant, ada: Browser) -> None:
    told(bjorkby)
    [notice] = notices_in(ada)
    for other in (bjorkby.browser("member"), granby.browser("owner")):
        assert other.get(f"{HERE}/{notice}").status_code == 404
        assert other.post(f"{HERE}/{notice}", data={"read": "yes"}).status_code == 404
        other.post(f"{HERE}/read")
    assert bell(ada) == "Notifications, 1 unread"


def test_the_page_goes_back_fifty_at_a_time(bjorkby: Tenant, ada: Browser) -> None:
    for _ in range(51):
        told(bjorkby)
    html = ada.get(HERE).text
    [older] = re.findall(r"/notifications\?before=([0-9a-f-]+)", html)
    assert len(notices_in(ada)) == 50
    assert len(linked_in(ada.get(f"{HERE}?before={older}").text)) == 1


def test_a_topic_that_is_turned_off_tells_nothing(bjorkby: Tenant, ada: Browser) -> None:
    ada.post(CHOICES, data={"mail.jobs-done": "off", "shown.mentions": "yes"})
    told(bjorkby)
    assert count(bjorkby) == 0
    html = ada.get(CHOICES).text
    assert re.search(r'name="shown.mentions" value="yes" checked', html)
    assert not re.search(r'name="shown.jobs-done" value="yes" checked', html)
    assert ada.post(CHOICES, data={"mail.mentions": "hourly"}).status_code == 400


def test_without_a_mail_server_mail_is_shown_as_not_available(
    bjorkby: Tenant, ada: Browser, nils: Browser, case: UUID
) -> None:
    html = ada.get(CHOICES).text
    assert "Mail is not set up here" in html
    assert html.count("By mail: not available") == len(TOPICS)
    mention(nils, case)
    assert count(bjorkby, Outbox) == 0


def test_a_mention_is_mailed_at_once_and_says_nothing_of_the_record(
    bjorkby: Tenant, nils: Browser, case: UUID, post: Post
) -> None:
    with bjorkby.inside():
        person = db.session.get_one(Person, (bjorkby.id, bjorkby.people["owner"]))
        person.language = "sv"
    mention(nils, case, "Sten Ek is ill, @Ada Lind")
    run_outbox(bjorkby)

    [letter] = post.letters
    assert letter["To"] == f"owner@{bjorkby.slug}.example"
    assert letter["Subject"] == "Du nämns i en kommentar i Cases"
    whole = letter.as_string()
    for part in letter.walk():
        whole += part.get_content() if part.get_content_maintype() == "text" else ""
    assert "Sten" not in whole
    assert "Nils" not in whole
    assert re.search(rf"/t/{bjorkby.slug}/notifications/[0-9a-f-]{{36}}", whole)
    assert letter["List-Unsubscribe"].endswith(f"/t/{bjorkby.slug}{CHOICES}>")
    run_outbox(bjorkby)
    assert len(post.letters) == 1


def test_an_app_is_called_as_in_the_readers_language(
    bjorkby: Tenant, nils: Browser, ada: Browser, case: UUID
) -> None:
    made = talked_app()
    made["texts"] = {"sv": {"app.title": "Ärenden"}}
    publish(bjorkby, made)
    mention(nils, case)
    ada.client.set_cookie("stuga-language", "sv")
    assert "Nils Berg nämnde dig i en kommentar i Ärenden" in ada.get(HERE).text


def test_what_has_been_read_is_not_mailed(
    bjorkby: Tenant, nils: Browser, ada: Browser, case: UUID, post: Post
) -> None:
    mention(nils, case)
    ada.post(f"{HERE}/read")
    run_outbox(bjorkby)
    assert post.letters == []


def test_a_server_that_is_away_is_tried_again_later(
    bjorkby: Tenant, nils: Browser, case: UUID, post: Post
) -> None:
    post.answer = "451 later"
    mention(nils, case)
    run_outbox(bjorkby)
    with bjorkby.inside():
        [waiting] = db.session.scalars(select(Outbox))
        assert waiting.payload["attempt"] == 1
        assert waiting.next_at > clock.now() + timedelta(seconds=30)
    post.answer = "250 OK"
    made_due(bjorkby, MAIL)
    run_outbox(bjorkby)
    assert len(post.letters) == 1


def test_attempts_come_to_an_end(bjorkby: Tenant, nils: Browser, case: UUID, post: Post) -> None:
    post.answer = "451 later"
    mention(nils, case)
    run_outbox(bjorkby)
    for _ in sending.AGAIN_AFTER:
        made_due(bjorkby, MAIL)
        run_outbox(bjorkby)
    assert count(bjorkby, Outbox) == 0


def test_an_address_that_is_refused_gets_no_more_until_one_says_so(
    bjorkby: Tenant, nils: Browser, ada: Browser, case: UUID, post: Post
) -> None:
    address = f"owner@{bjorkby.slug}.example"
    post.answers[address] = "550 nobody here"
    mention(nils, case)
    run_outbox(bjorkby)
    assert f"{address} takes no mail" in ada.get(CHOICES).text
    del post.answers[address]
    mention(nils, case)
    run_outbox(bjorkby)
    assert post.letters == []

    ada.post(CHOICES, data={"shown.mentions": "yes", "mail.mentions": "now"})
    mention(nils, case)
    run_outbox(bjorkby)
    assert len(post.letters) == 1
    assert count(bjorkby, MailRefusal) == 0


def test_once_a_day_what_gathered_comes_in_one_letter(
    bjorkby: Tenant, nils: Browser, ada: Browser, case: UUID, post: Post
) -> None:
    ada.post(CHOICES, data={"mail.mentions": "daily", "mail.jobs-failed": "daily"})
    mention(nils, case)
    mention(nils, case)
    told(bjorkby, kind=Kind.IMPORT_FAILED)
    assert notices_in(ada) == []
    yesterday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with bjorkby.inside():
        db.session.execute(update(Notice).values(created_at=yesterday))
    early, late = (datetime(2026, 3, 2, hour, 30, tzinfo=UTC) for hour in (5, 6))
    for now, letters in ((early, 0), (late, 1), (late, 1)):
        with bjorkby.inside():
            sending.leave_daily(ZONE, now=now)
        run_outbox(bjorkby)
        assert len(post.letters) == letters
    [letter] = post.letters
    assert letter["Subject"] == "3 notifications from Björkby"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "You are mentioned in a comment in Cases (2)" in body.get_content()
    assert "Your import into Cases has failed" in body.get_content()


def test_someone_who_has_left_is_not_written_to(
    bjorkby: Tenant, nils: Browser, case: UUID, post: Post
) -> None:
    mention(nils, case)
    with bjorkby.inside():
        db.session.get_one(Person, (bjorkby.id, bjorkby.people["owner"])).state = "disabled"
    run_outbox(bjorkby)
    assert post.letters == []


def test_notices_go_after_ninety_days(bjorkby: Tenant, nils: Browser, case: UUID) -> None:
    mention(nils, case)
    for days, left in ((89, 1), (91, 0)):
        with bjorkby.inside():
            tidy_tenant(clock.now() + timedelta(days=days))
        assert count(bjorkby) == left


def test_an_export_that_is_written_is_told_with_the_way_to_it(
    bjorkby: Tenant, ada: Browser, case: UUID
) -> None:
    assert case
    begun = ada.post("/apps/cases/inbox/export", data={"format": "csv", "columns": "list"})
    assert begun.status_code == 303, begun.text
    run_outbox(bjorkby)
    assert "Your export from Cases is ready, for a day" in ada.get(HERE).text
    [notice] = notices_in(ada)
    link = ada.get(f"{HERE}/{notice}").headers["Location"]
    assert link == begun.headers["Location"]


def test_every_kind_belongs_to_a_topic_and_every_mail_has_its_queue() -> None:
    assert set(KINDS) == set(Kind)
    assert {one.topic for one in KINDS.values()} == set(TOPICS)
    assert {MAIL, sending.DAILY} <= set(current_app.tasks)
