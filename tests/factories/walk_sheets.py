"""How each page is called well on which a spreadsheet becomes an app."""

import io
import secrets
from typing import Final

from tests.factories.walk import Call, Places, World
from tests.factories.walk_imports import FILE, stopped

PAGE: Final = "/build/new/spreadsheet"
JOB: Final = f"{PAGE}/{{job}}"
DECIDED: Final = {
    "key": "{key}",
    "title": "From a file",
    "row_title": "Case",
    "language": "en",
    "currency": "EUR",
    "c0-in": "yes",
    "c0-title": "Applicant",
    "c0-kind": "text",
    "c0-personal": "direct",
    "c1-in": "yes",
    "c1-title": "Kind",
    "c1-kind": "text",
    "c1-personal": "none",
}


def a_file(world: World) -> Places:
    """Upload a file that waits to become an app."""
    given = {"file": (io.BytesIO(FILE), "cases.csv")}
    answer = world.browser("owner").post(PAGE, data=given)
    job = answer.headers["Location"].rsplit("/", 1)[1]
    return {"job": job, "key": f"sheet-{secrets.token_hex(4)}"}


def an_app_of_it(world: World) -> Places:
    """Make an app of a file, without its rows."""
    places = a_file(world)
    form = {**DECIDED, "key": places["key"]}
    made = world.browser("owner").post(f"{PAGE}/{places['job']}", data=form)
    assert made.status_code == 303, made.text
    return places


def a_filling_app(world: World) -> Places:
    """Begin to import the rows of the file too."""
    places = an_app_of_it(world)
    world.browser("owner").post(f"{PAGE}/{places['job']}/import")
    return places


def a_stopped_app(world: World) -> Places:
    """Let errors keep the rows from coming in."""
    return stopped(world, a_filling_app(world))


SHEET_CALLS: Final = (
    Call(endpoint="spreadsheet_pages.show_upload", path=PAGE),
    Call(
        endpoint="spreadsheet_pages.upload",
        method="POST",
        path=PAGE,
        files={"file": FILE},
        status=303,
    ),
    Call(endpoint="spreadsheet_pages.show", path=JOB, given=a_file),
    Call(endpoint="spreadsheet_pages.show", path=JOB, given=an_app_of_it),
    Call(endpoint="spreadsheet_pages.show", path=JOB, given=a_filling_app),
    Call(
        endpoint="spreadsheet_pages.make",
        method="POST",
        path=JOB,
        given=a_file,
        form={"act": "names", "named": "yes"},
        status=303,
    ),
    Call(
        endpoint="spreadsheet_pages.make",
        method="POST",
        path=JOB,
        given=a_file,
        form=DECIDED,
        status=303,
        acts=("app.create", "version.publish"),
    ),
    Call(
        endpoint="spreadsheet_pages.begin",
        method="POST",
        path=f"{JOB}/import",
        given=an_app_of_it,
        status=303,
        acts=("role.grant", "import.update"),
    ),
    Call(
        endpoint="spreadsheet_pages.cancel",
        method="POST",
        path=f"{JOB}/cancel",
        given=a_file,
        status=303,
    ),
    Call(
        endpoint="spreadsheet_pages.resume",
        method="POST",
        path=f"{JOB}/resume",
        given=a_stopped_app,
        status=303,
    ),
    Call(
        endpoint="spreadsheet_pages.download_failures",
        path=f"{JOB}/failures.csv",
        given=a_filling_app,
    ),
)
