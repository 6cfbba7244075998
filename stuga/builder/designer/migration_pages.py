"""The page of a publication that changes stored records: how far it is, stopping it, letting go."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import Response

from stuga.builder.designer import service as drafts
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.publishing import progress
from stuga.builder.publishing.commands import MigrationState
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, msgid, page
from stuga.platform.web import see_other, signed_in

PLACE: Final = "/<app_key>/publishing/<uuid:migration_id>"
_REASONS: Final[Mapping[str, str]] = {
    "not-converted": msgid("“{field}” has values that do not convert. Nothing has changed."),
    "not-permitted": msgid("Whoever asked for it may not publish any more. Nothing has changed."),
    "app-gone": msgid("The app has been deleted."),
}
_OTHERWISE: Final = msgid("An error stopped it. Nothing has changed.")


@build.get(PLACE)
@signed_in
def show_migration(actor: Actor, app_key: str, migration_id: UUID) -> str:
    """Show how a publication goes."""
    state = progress.get_migration(actor, app_key, migration_id)
    desk = Desk(actor, drafts.draft_read(actor, app_key), frame.locale_of(actor))
    title = desk.locale.text("Version {number}", number=state.number)
    crumbs = (
        Link(title=desk.draft.app.title, href=f"{desk.home}/"),
        Link(title=desk.locale.text("Versions"), href=f"{desk.home}/versions"),
        Link(title=title),
    )
    waits = not state.is_over and not state.reason
    return page(
        f"{FOLDER}/migration.html",
        desk.shell(
            title,
            f"{desk.home}/versions",
            crumbs=crumbs,
            modules=("progress",) if waits else (),
        ),
        desk=desk,
        state=state,
        here=place_of(app_key, migration_id),
        reason=_reason(state, desk.locale),
    )


def place_of(app_key: str, migration_id: UUID) -> str:
    """Return a migration's page, from the tenant's root."""
    return f"/build/{app_key}/publishing/{migration_id}"


def _reason(state: MigrationState, locale: Locale) -> str:
    return locale.text(_REASONS.get(state.reason, _OTHERWISE), field=state.field)


@build.post(f"{PLACE}/cancel")
@signed_in
def cancel_migration(actor: Actor, app_key: str, migration_id: UUID) -> Response:
    """Stop a publication before its version serves."""
    progress.cancel_migration(actor, app_key, migration_id, now=clock.now())
    return see_other(place_of(app_key, migration_id))


@build.post(f"{PLACE}/confirm")
@signed_in
def confirm_migration(actor: Actor, app_key: str, migration_id: UUID) -> Response:
    """Let go of old values before their time is over."""
    progress.confirm_migration(actor, app_key, migration_id, now=clock.now())
    frame.leave_toast(frame.locale_of(actor).text("The old values are let go of"))
    return see_other(place_of(app_key, migration_id))
