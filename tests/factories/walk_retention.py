"""How each page of retention is called well."""

from typing import Final

from sqlalchemy import select

from stuga.models import RetentionRun
from stuga.platform.db import db
from tests.factories.apps import publish
from tests.factories.walk import Call, Places, World, walked_app

HERE: Final = "/admin/retention"
CASE: Final = f"{HERE}/{{app}}/case"
TYPED: Final = {
    "act": "put",
    "start": "field:closed_on",
    "most": "3",
    "most_unit": "years",
    "least_unit": "years",
    "action": "delete",
}


def a_rule_typed(world: World) -> Places:
    """Put a rule in force with the form, unless it is."""
    world.browser("owner").post(f"{HERE}/{world.app}/case/new", data=TYPED)
    return {"rule": "closed_on-p3y"}


def a_proposal(world: World) -> Places:
    """Publish a version that proposes a rule."""
    made = walked_app()
    made["retention"] = {
        "old": {
            "title": "Old cases",
            "start": {"event": "updated"},
            "keep_max": "P9Y",
            "action": "delete",
        }
    }
    made["models"]["case"]["x-model"]["retention"] = ["old"]
    publish(world.tenant, made, roles={})
    return {}


def a_run(world: World) -> Places:
    world.browser("owner").post(f"{HERE}/run")
    with world.tenant.inside():
        newest = select(RetentionRun.id).order_by(RetentionRun.id.desc())
        return {"run": str(db.session.scalars(newest).first())}


RETENTION_CALLS: Final = (
    Call(endpoint="retention-pages.show_overview", path=HERE),
    Call(endpoint="retention-pages.show_new", path=f"{CASE}/new"),
    Call(
        endpoint="retention-pages.send_new",
        method="POST",
        path=f"{CASE}/new",
        form=TYPED,
        status=303,
    ),
    Call(
        endpoint="retention-pages.send_new",
        method="POST",
        path=f"{CASE}/new",
        form=TYPED | {"act": "preview"},
    ),
    Call(endpoint="retention-pages.show_rule", path=f"{CASE}/{{rule}}", given=a_rule_typed),
    Call(
        endpoint="retention-pages.send_rule",
        method="POST",
        path=f"{CASE}/{{rule}}",
        given=a_rule_typed,
        form=TYPED | {"most": "4"},
        status=303,
    ),
    Call(endpoint="retention-pages.show_end", path=f"{CASE}/{{rule}}/end", given=a_rule_typed),
    Call(
        endpoint="retention-pages.end",
        method="POST",
        path=f"{CASE}/{{rule}}/end",
        given=a_rule_typed,
        status=303,
    ),
    Call(
        endpoint="retention-pages.accept",
        method="POST",
        path=f"{CASE}/accept",
        given=a_proposal,
        form={"proposal": "old"},
        status=303,
    ),
    Call(endpoint="retention-pages.show_due", path=f"{HERE}/run"),
    Call(endpoint="retention-pages.run_now", method="POST", path=f"{HERE}/run", status=303),
    Call(endpoint="retention-pages.show_run", path=f"{HERE}/runs/{{run}}", given=a_run),
)
