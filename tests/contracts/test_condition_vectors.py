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
from babel import Locale
from playwright.sync_api import Page, Playwright

from stuga.models.definition.conditions import SYSTEM_FIELDS, World, fields_in, holds
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue

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


READ: Final = """async ({ module, typed }) => {
  const { read } = await import(module);
  return typed.map(([kind, texts, group]) => read(kind, texts, group));
}"""

NAMED: Final = """async ({ module, conditions }) => {
  const { fieldsIn } = await import(module);
  return conditions.map((condition) => [...fieldsIn(condition)].sort());
}"""

MALFORMED: Final[list[JsonValue]] = [
    None,
    "kind",
    [],
    {},
    {"all": {}},
    {"every": []},
    {"all": [], "any": []},
    {"field": "kind"},
    {"field": "kind", "is": "a", "is_not": "b"},
    {"field": "kind", "equals": "a"},
    {"field": "kind", "is": {}},
    {"field": "kind", "is": {"you": "id"}},
    {"field": "kind", "is": {"field": 5}},
    {"field": "day", "lt": {"now": "30 days"}},
    {"any": [{"field": "kind", "empty": True}, {"field": "kind", "wat": 1}]},
]

# Kind, what the controls hold, the language's sign of thousands; each is read as `parse` does.
TYPED: Final[list[tuple[str, list[str], str]]] = [
    ("text", [" Sten "], ""),
    ("text", [""], ""),
    ("text", ["", "Sten"], ""),
    ("decimal", ["1 234,50"], ""),
    ("decimal", ["1\u00a0234,50"], ""),
    ("decimal", ["1,234.50"], ""),
    ("decimal", ["1.234,50"], ""),
    ("decimal", ["1,234"], ""),
    ("decimal", ["1,234"], ","),
    ("decimal", ["0,123"], ","),
    ("decimal", ["1.234.567"], ""),
    ("decimal", ["\u22125,5"], ""),
    ("decimal", [",5"], ""),
    ("decimal", ["5,"], ""),
    ("integer", ["12"], ""),
    ("yes-no", ["false", "true"], ""),
    ("yes-no", ["false"], ""),
    ("date", ["2026-01-31"], ""),
    ("choices", ["", "a", "b"], ""),
    ("choice", ["a"], ""),
]


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


@pytest.fixture(scope="module")
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


@pytest.mark.browser
def test_a_malformed_condition_is_an_error_in_the_browser_too(page: Page) -> None:
    world = {"now": "2026-03-15T12:00:00Z", "zone": "Europe/Stockholm", "me": {}}
    vectors = [
        {"condition": one, "data": {"kind": "a"}, "world": world, "fields": {"day": "date"}}
        for one in MALFORMED
    ]

    told = page.evaluate(IN_THE_BROWSER, {"module": "/conditions.js", "vectors": vectors})

    assert [str(held).partition(":")[0] for held in told["held"]] == ["TypeError"] * len(MALFORMED)


@pytest.mark.browser
def test_a_condition_names_the_same_fields_in_the_browser(page: Page) -> None:
    conditions = [vector["condition"] for vector in VECTORS]

    named = page.evaluate(NAMED, {"module": "/conditions.js", "conditions": conditions})

    assert named == [sorted(fields_in(condition)) for condition in conditions]


@pytest.mark.browser
def test_controls_are_read_in_the_browser_as_the_server_reads_them(page: Page) -> None:
    read = page.evaluate(READ, {"module": "/conditions.js", "typed": TYPED})

    assert read == [parsed(kind, texts, group) for kind, texts, group in TYPED]


def parsed(kind: str, texts: list[str], group: str) -> JsonValue | Refused:
    choices: JsonObject = {"type": "string", "enum": ["a", "b"]}
    schema: JsonObject = {"items": choices} if kind == "choices" else choices
    return KINDS[kind].parse(texts, schema, Locale("en" if group else "sv"))
