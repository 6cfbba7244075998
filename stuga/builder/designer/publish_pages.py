"""The page that says what publishing will do, and does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from flask import Response, make_response, request

from stuga.builder.apps.rules import DraftChangedError
from stuga.builder.designer import service as drafts
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.migration_pages import place_of
from stuga.builder.designer.places import page_for
from stuga.builder.designer.publish_gate import Gate
from stuga.builder.designer.publish_questions import Asking, read
from stuga.builder.publishing.commands import (
    Effect,
    PartChange,
)
from stuga.builder.publishing.rules import (
    LONGEST_NOTE,
    DraftHasErrorsError,
    NothingToPublishError,
    PublishingError,
    PublishNeedsDecisionError,
    PublishStoppedError,
)
from stuga.builder.publishing.told import count_said, part_said
from stuga.models.definition.differences import Change
from stuga.platform.authz import Actor
from stuga.platform.errors import DomainError, InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, msgid, page
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

PART_ICONS = {"added": "plus", "removed": "trash"}


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
    return publish_page(Gate(actor, app_key))


@build.post("/<app_key>/publish")
@signed_in
def publish(actor: Actor, app_key: str) -> Response:
    """Publish the draft as it was shown; every choice must have been made."""
    return published(Gate(actor, app_key))


@build.get("/<app_key>/versions/<int:number>/restore")
@signed_in
def show_restore(actor: Actor, app_key: str, number: int) -> str:
    """Show what publishing an earlier version again would do."""
    return publish_page(Gate(actor, app_key, number))


@build.post("/<app_key>/versions/<int:number>/restore")
@signed_in
def restore(actor: Actor, app_key: str, number: int) -> Response:
    """Publish an earlier version again, through the same gate."""
    return published(Gate(actor, app_key, number))


def publish_page(gate: Gate, error: str = "", errors: Mapping[str, str] | None = None) -> str:
    """Render what publishing does; `error` says why it was not done.

    :param errors: code of a change -> what is wrong with what was chosen about it
    """
    locale = frame.locale_of(gate.actor)
    preview = gate.preview(locale)
    desk = Desk(gate.actor, drafts.draft_read(gate.actor, gate.app_key), locale)
    title = locale.text("Publish")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    problems = sorted(preview.checked.problems, key=lambda one: one.severity != "error")
    asking = Asking(gate.definition(), locale, request.form, errors or {})
    return page(
        f"{FOLDER}/publish.html",
        desk.shell(
            title, gate.place if not gate.number else f"{desk.home}/versions", crumbs=crumbs
        ),
        desk=desk,
        here=gate.place,
        restored=gate.number,
        preview=preview,
        told=told(preview.effects, locale),
        questions={one.code: asking.question(one) for one in preview.decisions},
        parts=parts_told(
            [one for one in preview.parts if one.title or desk.draft.app.live_number], locale
        ),
        problems=[(one, page_for(desk.home, one.pointer)) for one in problems],
        pending=place_of(gate.app_key, preview.pending) if preview.pending else "",
        note=request.form.get("note", ""),
        longest_note=LONGEST_NOTE,
        failure=error,
    )


def published(gate: Gate) -> Response:
    """Publish as the form says, and answer; what was chosen stays chosen if it is not done."""
    locale = frame.locale_of(gate.actor)
    given = read(request.form, gate.definition(), locale)
    if given.errors:
        words = locale.text("A value does not fit. It is marked below.")
        return _again(gate, words, HTTPStatus.UNPROCESSABLE_ENTITY, given.errors)
    try:
        done = gate.publish(locale, given.choices)
    except DomainError as error:
        refused = _refused(error, locale)
        if refused is None:
            raise
        return _again(gate, *refused, _marked(error, locale))
    if done.version is None and done.migration is not None:
        return see_other(place_of(gate.app_key, done.migration.id))
    if done.version is not None:
        frame.leave_toast(locale.text("Version {number} is live", number=done.version.number))
    if done.migration is not None and done.migration.may_be_confirmed:
        return see_other(place_of(gate.app_key, done.migration.id))
    return see_other(f"/build/{gate.app_key}/{'versions' if gate.number else ''}")


_WORDS: Final[Mapping[type[DomainError], tuple[str, HTTPStatus]]] = {
    DraftChangedError: (
        msgid("Someone saved the draft meanwhile. This is what publishing does now."),
        HTTPStatus.PRECONDITION_FAILED,
    ),
    DraftHasErrorsError: (
        msgid("There are errors to put right first."),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    PublishNeedsDecisionError: (
        msgid("Say of each change what is to be done about stored records."),
        HTTPStatus.CONFLICT,
    ),
    PublishStoppedError: (
        msgid("“{field}” has values that do not convert. Nothing has changed."),
        HTTPStatus.CONFLICT,
    ),
    PublishingError: (msgid("A version is being published already."), HTTPStatus.CONFLICT),
    NothingToPublishError: (msgid("This is live already."), HTTPStatus.CONFLICT),
    InvalidError: (
        msgid("A choice does not fit. It is marked below."),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}


def _refused(error: DomainError, locale: Locale) -> tuple[str, HTTPStatus] | None:
    """Say why nothing was published; None if it is not for this page to say."""
    found = next((_WORDS[family] for family in type(error).__mro__ if family in _WORDS), None)
    if found is None:
        return None
    field = f"{error.model}.{error.field}" if isinstance(error, PublishStoppedError) else ""
    return locale.text(found[0], field=field), found[1]


def _marked(error: DomainError, locale: Locale) -> Mapping[str, str]:
    """Return, by change, what is wrong with what was chosen about it."""
    if not isinstance(error, InvalidError) or isinstance(error, DraftHasErrorsError):
        return {}
    words = locale.text("This does not fit the field as it is to be.")
    return {at.split("/")[2]: words for at in error.errors if at.count("/") > 1}


def _again(
    gate: Gate, words: str, status: HTTPStatus, errors: Mapping[str, str] | None = None
) -> Response:
    """Show the page once more with why it was not done."""
    return make_response(publish_page(gate, words, errors), status)


def parts_told(parts: Sequence[PartChange], locale: Locale) -> Sequence[tuple[str, str]]:
    """Say what becomes of each part, with an icon."""
    return [
        (locale.tell(part_said(one)), PART_ICONS.get(one.how, "edit") if one.title else "edit")
        for one in parts
    ]


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
