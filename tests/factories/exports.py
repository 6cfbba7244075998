"""Exports of the tests."""

import csv
import io

from stuga.models.json import JsonObject
from tests.factories.cast import Browser, Tenant
from tests.factories.jobs import run_outbox

EXPORTS = "/api/v1/apps/cases/exports/case"


def begun(browser: Browser, query: str = "", path: str = EXPORTS) -> str:
    """Begin an export through the API; return its address below the tenant."""
    answer = browser.post(path + query)
    assert answer.status_code == 202, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).removeprefix(f"/t/{browser.tenant.slug}")


def exported(tenant: Tenant, query: str = "", *, who: str = "member", path: str = EXPORTS) -> bytes:
    """Export a list through the API, to the end; return the file."""
    browser = tenant.browser(who)
    at = begun(browser, query, path)
    run_outbox(tenant)
    found = state_of(browser, at)
    assert found["state"] == "done", found
    answer = browser.get(f"{at}/file")
    assert answer.status_code == 200
    content: bytes = answer.get_data()
    assert len(content) == found["size"]
    return content


def state_of(browser: Browser, at: str) -> JsonObject:
    """Return how an export goes."""
    answer = browser.get(at)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: JsonObject = answer.get_json()
    return found


def table(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """Read a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))
