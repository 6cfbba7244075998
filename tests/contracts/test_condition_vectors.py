"""One file of vectors holds the condition engines together: Python and JavaScript."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Playwright

from stuga.models.definition.conditions import SYSTEM_FIELDS, World, holds
from stuga.models.definition.kinds import KINDS

VECTORS: Final = json.loads((Path(__file__).parent / "conditions.json").read_text("utf-8"))
MODULES: Final = Path(__file__).parents[2] / "stuga" / "static" / "js"
CHROMIUM: Final = "/usr/bin/chromium"

IN_THE_BROWSER: Final = """async ({ module, vectors }) => {
  const { holds, COMPARED_AS, SYSTEM_FIELDS } = await import(module);
  const held = vectors.map(({ condition, data, world, fields }) => {
    try {
      return holds(condition, data, world, fields);
    } catch (error) {
      return String(error);
    }
  });
  return { held, COMPARED_AS, SYSTEM_FIELDS };
}"""


def for_engine(engine: str) -> list[dict[str, object]]:
    return [vector for vector in VECTORS if engine in vector.get("engines", [engine])]


def test_there_are_many_vectors_and_most_are_for_every_engine() -> None:
    assert len(VECTORS) >= 200
    assert len(for_engine("sql")) >= 180


@pytest.mark.parametrize("vector", for_engine("python"), ids=lambda vector: vector["says"])
def test_a_condition_holds_in_python(vector: dict[str, object]) -> None:
    told = vector["world"]
    now = datetime.fromisoformat(told["now"])
    world = World(now=now, zone=ZoneInfo(told["zone"]), me=told["me"])

    assert holds(vector["condition"], vector["data"], world, vector["fields"]) is vector["holds"]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the modules and writes no log."""

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def modules() -> Iterator[str]:
    """Serve the JavaScript modules to this machine alone."""
    handler = partial(QuietHandler, directory=str(MODULES))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(modules: str, playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_page()
    page.goto(f"{modules}/conditions.js")
    yield page
    browser.close()


@pytest.mark.browser
def test_conditions_hold_alike_in_the_browser(page: Page) -> None:
    vectors = for_engine("javascript")

    told = page.evaluate(IN_THE_BROWSER, {"module": "/conditions.js", "vectors": vectors})

    held = dict(zip((vector["says"] for vector in vectors), told["held"], strict=True))
    assert held == {vector["says"]: vector["holds"] for vector in vectors}
    assert told["SYSTEM_FIELDS"] == SYSTEM_FIELDS
    assert told["COMPARED_AS"] == {kind.name: kind.compared_as for kind in KINDS.values()}
