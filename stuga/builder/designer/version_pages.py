"""The pages of an app's versions: who published what when, how they differ, going back."""

from collections.abc import Sequence

from flask import request

from stuga.builder.designer import service as drafts
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.migration_pages import place_of
from stuga.builder.designer.publish_pages import Told, parts_told, told
from stuga.builder.publishing import service
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.web import signed_in


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


def version_page(desk: Desk, number: int) -> str:
    """Render a version, and what became of stored records by it."""
    say, actor = desk.locale.text, desk.actor
    effects: Sequence[Told] = ()
    parts: Sequence[tuple[str, str]] = ()
    if number > 1:
        compared = service.compare_versions(actor, desk.key, number - 1, number)
        summary, effects = compared.after, told(compared.effects, desk.locale)
        parts = parts_told(compared.parts, desk.locale)
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
        migrations=[
            (one, place_of(desk.key, one.id))
            for one in service.migrations_to(actor, desk.key, number)
        ],
    )
