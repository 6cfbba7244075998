"""The page that says what publishing will do, and does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, make_response, request

from stuga.builder.apps.rules import DraftChangedError
from stuga.builder.designer import service as drafts
from stuga.builder.designer.answers import posted_revision
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.places import page_for
from stuga.builder.publishing import service
from stuga.builder.publishing.commands import Effect, Preview, Publish
from stuga.builder.publishing.rules import (
    LONGEST_NOTE,
    DraftHasErrorsError,
    NothingToPublishError,
    PublishNeedsDecisionError,
)
from stuga.builder.publishing.told import count_said, part_said
from stuga.models.definition.differences import Change
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, page
from stuga.platform.web import see_other, signed_in

TONES = {
    Change.ADDITIVE: "good",
    Change.WIDENING: "good",
    Change.RENAME: "accent",
}
ICONS = {
    Change.ADDITIVE: "plus",
    Change.WIDENING: "plus",
    Change.REMOVAL: "trash",
    Change.RENAME: "edit",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that publishing does, in words.

    :ivar records: what it means for the records that are stored; '' if nothing by its nature
    """

    effect: Effect
    records: str
    tone: str
    icon: str


@build.get("/<app_key>/publish")
@signed_in
def show_publish(actor: Actor, app_key: str) -> str:
    """Show what publishing would do."""
    locale = frame.locale_of(actor)
    preview = service.preview_publish(actor, app_key, now=clock.now(), locale=locale)
    return publish_page(Desk(actor, drafts.draft_read(actor, app_key), locale), preview)


def publish_page(desk: Desk, preview: Preview, error: str = "") -> str:
    """Render what publishing does; `error` says why it was not done."""
    title = desk.locale.text("Publish")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    problems = sorted(preview.checked.problems, key=lambda one: one.severity != "error")
    return page(
        f"{FOLDER}/publish.html",
        desk.shell(title, f"{desk.home}/publish", crumbs=crumbs),
        desk=desk,
        preview=preview,
        told=told(preview.effects, desk.locale),
        parts=[desk.locale.tell(part_said(one)) for one in preview.parts],
        problems=[(one, page_for(desk.home, one.pointer)) for one in problems],
        confirmed=frozenset(request.form.getlist("confirm")),
        note=request.form.get("note", ""),
        longest_note=LONGEST_NOTE,
        failure=error,
    )


def told(effects: Sequence[Effect], locale: Locale) -> Sequence[Told]:
    """Say what each change is, those that bear on records first."""
    ordered = sorted(effects, key=lambda one: not one.needs_decision)
    return [
        Told(
            one,
            locale.tell(count_said(one)),
            "warn" if one.needs_decision else TONES.get(one.change, "neutral"),
            ICONS.get(one.change, "edit"),
        )
        for one in ordered
    ]


@build.post("/<app_key>/publish")
@signed_in
def publish(actor: Actor, app_key: str) -> Response:
    """Publish the draft as it was shown; every choice must have been made."""
    locale = frame.locale_of(actor)
    command = Publish(
        app_key=app_key,
        revision=posted_revision(),
        now=clock.now(),
        note=request.form.get("note", "").strip()[:LONGEST_NOTE],
        confirm=frozenset(request.form.getlist("confirm")),
    )
    try:
        done = service.publish(actor, command)
    except DraftChangedError:
        words = locale.text("Someone saved the draft meanwhile. This is what publishing does now.")
        return _again(actor, app_key, words, HTTPStatus.PRECONDITION_FAILED)
    except DraftHasErrorsError:
        words = locale.text("There are errors to put right first.")
        return _again(actor, app_key, words, HTTPStatus.UNPROCESSABLE_ENTITY)
    except PublishNeedsDecisionError:
        words = locale.text("Say of each change to stored records that it is well.")
        return _again(actor, app_key, words, HTTPStatus.CONFLICT)
    except NothingToPublishError:
        words = locale.text("This is what serves already.")
        return _again(actor, app_key, words, HTTPStatus.CONFLICT)
    frame.leave_toast(locale.text("Version {number} is live", number=done.version.number))
    return see_other(f"/build/{app_key}/")


def _again(actor: Actor, app_key: str, words: str, status: HTTPStatus) -> Response:
    """Show the page once more with why it was not done; what was chosen stays chosen."""
    locale = frame.locale_of(actor)
    preview = service.preview_publish(actor, app_key, now=clock.now(), locale=locale)
    desk = Desk(actor, drafts.draft_read(actor, app_key), locale)
    return make_response(publish_page(desk, preview, words), status)
