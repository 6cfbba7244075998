"""The pages of an app's versions: who published what when, how they differ, going back."""

from http import HTTPStatus

from flask import Response, make_response, request

from stuga.builder.apps.rules import DraftChangedError
from stuga.builder.designer import service as drafts
from stuga.builder.designer.answers import posted_revision
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.publish_pages import told
from stuga.builder.publishing import service
from stuga.builder.publishing.commands import RestoreVersion
from stuga.builder.publishing.rules import (
    DraftHasErrorsError,
    NothingToPublishError,
    PublishNeedsDecisionError,
)
from stuga.builder.publishing.told import count_said, part_said
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.web import see_other, signed_in


@build.get("/<app_key>/versions")
@signed_in
def show_versions(actor: Actor, app_key: str) -> str:
    """Show the versions, the newest first."""
    given = request.args.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004
    found = service.list_versions(actor, app_key, before=before)
    desk = Desk(actor, drafts.draft_read(actor, app_key), frame.locale_of(actor))
    title = desk.locale.text("Versions")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    return page(
        f"{FOLDER}/versions.html",
        desk.shell(title, f"{desk.home}/versions", crumbs=crumbs),
        desk=desk,
        versions=found.versions,
        next_number=found.next_number,
        now=clock.now(),
    )


@build.get("/<app_key>/versions/<int:number>")
@signed_in
def show_version(actor: Actor, app_key: str, number: int) -> str:
    """Show one version, and how it differs from the one before it."""
    desk = Desk(actor, drafts.draft_read(actor, app_key), frame.locale_of(actor))
    return version_page(desk, number)


def version_page(desk: Desk, number: int, error: str = "", decisions: object = ()) -> str:
    """Render a version; `error` says why it was not restored."""
    say, actor = desk.locale.text, desk.actor
    effects, parts = [], []
    if number > 1:
        compared = service.compare_versions(actor, desk.key, number - 1, number)
        summary, effects = compared.after, [*told(compared.effects, desk.locale)]
        parts = [desk.locale.tell(part_said(one)) for one in compared.parts]
    else:
        summary = service.get_version(actor, desk.key, number).summary
    title = say("Version {number}", number=number)
    crumbs = (
        Link(title=desk.draft.app.title, href=f"{desk.home}/"),
        Link(title=say("Versions"), href=f"{desk.home}/versions"),
        Link(title=title),
    )
    return page(
        f"{FOLDER}/version.html",
        desk.shell(title, f"{desk.home}/versions", crumbs=crumbs),
        desk=desk,
        version=summary,
        effects=effects,
        parts=parts,
        decisions=decisions,
        failure=error,
    )


@build.post("/<app_key>/versions/<int:number>/restore")
@signed_in
def restore(actor: Actor, app_key: str, number: int) -> Response:
    """Publish an earlier version again, through the same gate."""
    locale = frame.locale_of(actor)
    command = RestoreVersion(
        app_key=app_key,
        number=number,
        revision=posted_revision(),
        now=clock.now(),
        note=locale.text("Version {number} again", number=number),
        confirm=frozenset(request.form.getlist("confirm")),
    )
    decisions: list[tuple[str, str, str]] = []
    try:
        done = service.restore_version(actor, command)
    except DraftChangedError:
        words = locale.text("Someone saved the draft meanwhile. Look at it once more.")
        status = HTTPStatus.PRECONDITION_FAILED
    except DraftHasErrorsError:
        words = locale.text("That version has errors by the rules of now.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    except NothingToPublishError:
        words, status = locale.text("This is what serves already."), HTTPStatus.CONFLICT
    except PublishNeedsDecisionError as error:
        words = locale.text("Stored records are affected. Say of each change that it is well.")
        decisions = [
            (one.code, locale.tell(one.sentence), locale.tell(count_said(one)))
            for one in error.effects
        ]
        status = HTTPStatus.CONFLICT
    else:
        frame.leave_toast(locale.text("Version {number} is live", number=done.version.number))
        return see_other(f"/build/{app_key}/versions")
    desk = Desk(actor, drafts.draft_read(actor, app_key), locale)
    return make_response(version_page(desk, number, words, decisions), status)
