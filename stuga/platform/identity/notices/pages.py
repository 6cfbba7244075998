"""The page of notices, what the bell asks, and how one wants to be told."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from stuga.models.definition.kinds.identifiers import id_of
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.identity import bell, frame
from stuga.platform.identity.notices import service
from stuga.platform.identity.notices.commands import Choose, Wanted
from stuga.platform.identity.notices.kinds import KINDS, TOPICS, Mail
from stuga.platform.identity.paths import own_path
from stuga.platform.ui import Link, msgid, page
from stuga.platform.web import answer, see_other, signed_in

notice_pages: Final = Blueprint("notice-pages", __name__)
HERE: Final = "/notifications"
CHOICES: Final = "/account/notifications"
_FOLDER: Final = "platform/identity/notices"
MAILS: Final = {
    Mail.NOW: msgid("At once"),
    Mail.DAILY: msgid("Once a day"),
    Mail.OFF: msgid("Never"),
}


@notice_pages.get(HERE)
@signed_in
def show_notices(actor: Actor) -> Response:
    """Show what one is told of, the newest first."""
    found = id_of(request.args.get("before", ""))
    before = UUID(found) if found else None
    locale = frame.locale_of(actor)
    several = service.read_page(actor, before=before, language=locale.language)
    shell = frame.frame(
        actor, locale.text("Notifications"), locale=locale, stylesheets=("administration",)
    )
    return make_response(
        page(
            f"{_FOLDER}/notices.html",
            shell,
            page=several,
            kinds=KINDS,
            now=clock.now(),
            unread=bell.unread(actor),
            is_first=before is None,
        )
    )


@notice_pages.get(f"{HERE}/count")
@signed_in
def count_unread(actor: Actor) -> Response:
    """Answer how many are not read, for the bell of an open page."""
    count = bell.unread(actor) or 0
    return answer({"count": bell.told(count), "words": bell.words(count, frame.locale_of(actor))})


@notice_pages.get(f"{HERE}/<uuid:notice_id>")
@signed_in
def open_notice(actor: Actor, notice_id: UUID) -> Response:
    """Go where a notice leads; it is read then."""
    path = service.open_notice(actor, notice_id, now=clock.now())
    return see_other(own_path(path) if path else HERE)


@notice_pages.post(f"{HERE}/<uuid:notice_id>")
@signed_in
def mark_notice(actor: Actor, notice_id: UUID) -> Response:
    """Mark one as read, or as not read yet."""
    is_read = request.form.get("read") == "yes"
    service.mark(actor, notice_id, is_read=is_read, now=clock.now())
    return see_other(HERE)


@notice_pages.post(f"{HERE}/read")
@signed_in
def mark_all(actor: Actor) -> Response:
    """Mark all as read."""
    count = service.mark_all(actor, now=clock.now())
    locale = frame.locale_of(actor)
    words = locale.plural(
        "{n} notification is marked as read", "{n} notifications are marked as read", count
    )
    frame.leave_toast(words if count else locale.text("All were read already"))
    return see_other(HERE)


@notice_pages.get(CHOICES)
@signed_in
def show_choices(actor: Actor) -> Response:
    """Ask how one wants to be told."""
    locale = frame.locale_of(actor)
    crumbs = (
        Link(title=locale.text("Account"), href="/account"),
        Link(title=locale.text("Notifications")),
    )
    shell = frame.frame(
        actor,
        locale.text("How you are notified"),
        locale=locale,
        crumbs=crumbs,
        stylesheets=("administration", "notices"),
    )
    choices = service.read_choices(actor)
    mails = [(mail.value, locale.text(title)) for mail, title in MAILS.items()]
    html = page(f"{_FOLDER}/choices.html", shell, choices=choices, topics=TOPICS, mails=mails)
    return make_response(html)


@notice_pages.post(CHOICES)
@signed_in
def choose(actor: Actor) -> Response:
    """Keep how one wants to be told."""
    form = request.form
    try:
        wanted = {
            topic: Wanted(
                shown=f"shown.{topic}" in form,
                mail=Mail(form.get(f"mail.{topic}", offered.mail.value)),
            )
            for topic, offered in TOPICS.items()
        }
    except ValueError:
        raise BadRequestError("mail: now, daily or off.") from None
    service.choose(actor, Choose(wanted=wanted))
    frame.leave_toast(frame.locale_of(actor).text("Your choice is saved"))
    return see_other(CHOICES)
