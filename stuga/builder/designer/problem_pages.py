"""The page of what is wrong with a draft: each problem, where it is, and its fix."""

from functools import partial

from flask import Response, request

from stuga.builder.apps.service import check_draft
from stuga.builder.designer import service
from stuga.builder.designer.answers import acted
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.places import page_for
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.ui import Link, page
from stuga.platform.web import signed_in


@build.get("/<app_key>/problems")
@signed_in
def show_problems(actor: Actor, app_key: str) -> str:
    """Check the draft and show what was found."""
    check_draft(actor, app_key)
    return problems_page(Desk(actor, service.draft_read(actor, app_key), frame.locale_of(actor)))


def problems_page(desk: Desk) -> str:
    """Render what is wrong, errors first."""
    title = desk.locale.text("Problems")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    ordered = sorted(desk.problems, key=lambda one: one.severity != "error")
    return page(
        f"{FOLDER}/problems.html",
        desk.shell(title, f"{desk.home}/problems", crumbs=crumbs),
        desk=desk,
        problems=[(one, page_for(desk.home, one.pointer)) for one in ordered],
    )


@build.post("/<app_key>/problems/fix")
@signed_in
def fix(actor: Actor, app_key: str) -> Response:
    """Carry out the fix of a problem."""
    change = partial(
        service.fixed, pointer=request.form.get("pointer", ""), code=request.form.get("code", "")
    )
    return acted(
        actor,
        app_key,
        change,
        said=frame.locale_of(actor).text("Mended"),
        to=lambda: f"/build/{app_key}/problems",
        show=problems_page,
    )
