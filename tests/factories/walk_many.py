"""How each route of changes of many records is called well."""

from secrets import token_hex
from typing import Final

from tests.factories.many import filled as cases_filled
from tests.factories.records import Desk
from tests.factories.walk import Call, Places, World

API: Final = "/api/v1/apps/{app}/bulk"
PAGE: Final = "/apps/{app}/inbox/bulk"
NONE: Final = "all=1&filter[reference]=none"


def a_running_change(world: World) -> Places:
    """Begin to delete more records than are deleted at once."""
    ids = cases_filled(Desk(world.tenant, "owner"), 101, prefix=token_hex(4))
    body = {"do": "delete", "ids": [str(one) for one in ids]}
    path = f"{API}/case".replace("{app}", world.app)
    return {"job": world.browser("owner").post(path, json=body).get_json()["id"]}


def a_deletion(world: World) -> Places:
    """Delete a record, as one of many."""
    ids = cases_filled(Desk(world.tenant, "owner"), 1, prefix=token_hex(4))
    body = {"do": "delete", "ids": [str(one) for one in ids]}
    path = f"{API}/case".replace("{app}", world.app)
    return {"job": world.browser("owner").post(path, json=body).get_json()["id"]}


MANY_CALLS: Final = (
    Call(endpoint="figures.aggregate", path="/api/v1/apps/{app}/records/case/aggregate?group=kind"),
    Call(
        endpoint="bulk_jobs.begin",
        method="POST",
        path=f"{API}/case?filter[reference]=none",
        json={"do": "update", "all": True, "patch": {"kind": "permit"}},
        acts=("bulk.create",),
    ),
    Call(endpoint="bulk_jobs.progress", path=f"{API}/{{job}}", given=a_running_change),
    Call(
        endpoint="bulk_jobs.list_failures", path=f"{API}/{{job}}/failures", given=a_running_change
    ),
    Call(
        endpoint="bulk_jobs.cancel",
        method="POST",
        path=f"{API}/{{job}}/cancel",
        given=a_running_change,
    ),
    Call(endpoint="many_pages.ask", path=f"{PAGE}?do=delete&{NONE}"),
    Call(
        endpoint="many_pages.begin",
        method="POST",
        path=f"{PAGE}?do=delete&{NONE}",
        form={"_expected": "0"},
        status=303,
        acts=("bulk.create",),
    ),
    Call(endpoint="many_pages.show", path=f"{PAGE}/{{job}}", given=a_running_change),
    Call(
        endpoint="many_pages.find_options",
        path=f"{PAGE}/options/handler?q=x",
        acts=("record.list",),
    ),
    Call(
        endpoint="many_pages.give_failures",
        path=f"{PAGE}/{{job}}/failures.csv",
        given=a_running_change,
    ),
    Call(
        endpoint="many_pages.cancel",
        method="POST",
        path=f"{PAGE}/{{job}}/cancel",
        given=a_running_change,
        status=303,
    ),
    Call(
        endpoint="many_pages.undo",
        method="POST",
        path=f"{PAGE}/{{job}}/undo",
        given=a_deletion,
        status=303,
        acts=("bulk.create", "record.bulk"),
    ),
)
