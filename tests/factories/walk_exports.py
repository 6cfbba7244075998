"""How each route of exports is called well."""

from typing import Final

from tests.factories.jobs import run_outbox
from tests.factories.walk import Call, Places, World

API: Final = "/api/v1/apps/{app}/exports"
PAGE: Final = "/apps/{app}/inbox/export"


def an_export(world: World) -> Places:
    """Begin an export through the API."""
    path = f"{API}/case".replace("{app}", world.app)
    return {"job": world.browser("owner").post(path).get_json()["id"]}


def a_written_export(world: World) -> Places:
    """Export a list to the end."""
    places = an_export(world)
    run_outbox(world.tenant)
    return places


EXPORT_CALLS: Final = (
    Call(endpoint="exports.begin", method="POST", path=f"{API}/case", status=202),
    Call(endpoint="exports.progress", path=f"{API}/{{job}}", given=an_export),
    Call(endpoint="exports.download", path=f"{API}/{{job}}/file", given=a_written_export),
    Call(endpoint="exports.cancel", method="POST", path=f"{API}/{{job}}/cancel", given=an_export),
    Call(endpoint="export_pages.show_form", path=PAGE),
    Call(endpoint="export_pages.print_list", path=f"{PAGE}/pdf"),
    Call(
        endpoint="export_pages.begin",
        method="POST",
        path=PAGE,
        form={"format": "csv", "columns": "list"},
        status=303,
    ),
    Call(endpoint="export_pages.show", path=f"{PAGE}/{{job}}", given=an_export),
    Call(endpoint="export_pages.download", path=f"{PAGE}/{{job}}/file", given=a_written_export),
    Call(
        endpoint="export_pages.cancel",
        method="POST",
        path=f"{PAGE}/{{job}}/cancel",
        given=an_export,
        status=303,
    ),
)
