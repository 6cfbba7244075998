"""A public form within a page of another site, over https, in a browser that gives it no cookies."""

import copy
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserType, FilePayload, FrameLocator, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.files import PDF, filed_app, rows_of
from tests.factories.filling import stored
from tests.factories.storage import MemoryStorage

pytestmark = pytest.mark.browser
PLAN: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
# Browsers look no further than this machine, and take the two for sites of different owners.
OURS, OTHERS = "forms.localhost", "town.localhost"


@contextmanager
def served(app: Any, host: str) -> Iterator[str]:  # any WSGI application
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


@pytest.fixture
def cookieless(
    browser_type: BrowserType, browser_type_launch_args: Mapping[str, Any]
) -> Iterator[Browser]:
    """Start a browser that takes no cookies within pages of other sites."""
    given = dict(browser_type_launch_args)
    given["args"] = [*given["args"], "--test-third-party-cookie-phaseout"]
    browser = browser_type.launch(**given)
    yield browser
    browser.close()


def steps_app(origin: str) -> dict[str, Any]:
    made: Any = copy.deepcopy(filed_app())
    elements = made["screens"]["apply"].pop("elements")
    made["screens"]["apply"] |= {
        "embed": [origin],
        "steps": [
            {"key": "files", "title": "Files", "elements": elements[-4:]},
            {"key": "who", "title": "Who", "elements": elements[:-4]},
        ],
    }
    return made


def test_a_form_with_a_file_is_refused_mended_and_sent_without_any_cookie(
    app: Flask, bjorkby: Tenant, memory: MemoryStorage, cookieless: Browser
) -> None:
    assert memory.objects == {}
    shown: dict[str, str] = {}

    def other_site(environ: Any, start: Any) -> Any:
        html = f'<!doctype html><iframe title="Apply" src="{shown["src"]}" height="800"></iframe>'
        return Response(html, content_type="text/html")(environ, start)

    with served(other_site, OTHERS) as others, served(app, OURS) as ours:
        key = publish(bjorkby, steps_app(others))
        shown["src"] = f"{ours}/t/{bjorkby.slug}/apps/{key}/apply"
        page = cookieless.new_page(ignore_https_errors=True)
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        page.goto(others)
        form = page.frame_locator("iframe")
        fill_in(form)
        print(said)
        assert page.context.cookies() == []
    assert [one["applicant"] for one in stored(bjorkby)] == ["Sten Ek"]
    assert rows_of(bjorkby)["plan.pdf"].record_id


def fill_in(form: FrameLocator) -> None:
    papers = form.get_by_role("group", name="Papers").locator("input[type=file]")
    papers.set_input_files([PLAN])
    form.get_by_role("button", name="Next").click()
    form.get_by_label("Complaint").check()
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_contain_text("Applicant")
    form.get_by_role("textbox", name="Applicant").fill("Sten Ek")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="Thank you")).to_be_visible()
