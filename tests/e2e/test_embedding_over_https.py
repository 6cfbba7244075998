"""A public form within a page of another site, over https, where browsers give it no cookies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask
from playwright.sync_api import FilePayload, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from stuga.models.json import JsonObject
from tests.e2e.conftest import OpenPage
from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.files import PDF, filed_app, rows_of
from tests.factories.filling import stored
from tests.factories.storage import MemoryStorage

pytestmark = pytest.mark.browser
PLAN: Final[FilePayload] = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
# Browsers find both on this machine, and take them for sites of different owners.
OURS: Final = "forms.localhost"
OTHERS: Final = "town.localhost"
KEPT: Final = "() => { document.cookie = 'a=b; SameSite=None; Secure'; return document.cookie; }"


@contextmanager
def served(app: WSGIApplication, host: str) -> Iterator[str]:
    """Serve over https with a certificate that nobody vouches for; yield the origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context="adhoc")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page_holding(addresses: list[str]) -> WSGIApplication:
    """Make the other site: one page with a frame, of whatever address there is by then."""

    @Request.application
    def site(_request: Request) -> Response:
        frame = f'<iframe title="Apply" src="{addresses[0]}" height="800"></iframe>'
        return Response(f"<!doctype html><title>Town</title>{frame}", content_type="text/html")

    return site


def app_in_steps(origin: str) -> JsonObject:
    """Return an app whose public form begins with files, and may be embedded by one origin."""
    made = filed_app()
    elements = made["screens"]["apply"].pop("elements")
    made["screens"]["apply"] |= {
        "embed": [origin],
        "steps": [
            {"key": "files", "title": "Files", "elements": elements[-4:]},
            {"key": "who", "title": "Who", "elements": elements[:-4]},
        ],
    }
    return made


def test_a_form_with_a_file_is_refused_mended_and_sent_without_cookies(
    app: Flask, bjorkby: Tenant, memory: MemoryStorage, page_of: OpenPage
) -> None:
    assert memory.objects == {}
    addresses: list[str] = []
    failed: list[str] = []
    page = page_of(bjorkby, "", ignore_https_errors=True)
    page.on("pageerror", lambda error: failed.append(str(error)))
    with served(page_holding(addresses), OTHERS) as others, served(app, OURS) as ours:
        key = publish(bjorkby, app_in_steps(others))
        addresses.append(f"{ours}/t/{bjorkby.slug}/apps/{key}/apply")
        page.goto(others)
        form = page.frame_locator("iframe")
        papers = form.get_by_role("group", name="Papers")
        papers.locator("input[type=file]").set_input_files([PLAN])
        form.get_by_role("button", name="Next").click()
        form.get_by_label("Complaint").check()
        form.get_by_role("button", name="Send", exact=True).click()
        expect(form.get_by_role("alert")).to_contain_text("Applicant")
        expect(form.get_by_role("alert")).to_be_focused()
        form.get_by_role("textbox", name="Applicant").fill("Sten Ek")
        form.get_by_role("button", name="Back").click()
        expect(papers.get_by_text("plan.pdf")).to_be_visible()
        form.get_by_role("button", name="Next").click()
        form.get_by_role("button", name="Send", exact=True).click()
        expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
        assert page.frames[1].evaluate(KEPT) == "", "this browser gives frames their cookies"
        assert page.context.cookies() == []
    assert failed == []
    assert [one["applicant"] for one in stored(bjorkby)] == ["Sten Ek"]
    assert rows_of(bjorkby)["plan.pdf"].record_id
