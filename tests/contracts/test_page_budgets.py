"""Every page within its budget: what a browser fetches for it, as it comes over the wire."""

import gzip
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from stuga.app import STATIC, STATIC_FILES
from stuga.platform.ui import FRAME_STYLES
from stuga.platform.web.static import StaticFiles
from tests.factories.cast import Tenant, new_tenant
from tests.factories.shipped import publish_bookings, publish_cases, some_cases
from tests.factories.walk import World
from tests.factories.walk_all import CALLS

KIB: Final = 1024
SCRIPT, BUILDER_SCRIPT, STYLE, WHOLE, LIST = 20 * KIB, 60 * KIB, 15 * KIB, 60 * KIB, 15 * KIB
FETCHED: Final = re.compile(r'(?:href|src)="/static/[0-9a-f]{16}/([\w./-]+)')
IMPORTED: Final = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[\w./-]+)["']""")
AT_ONCE: Final = re.compile(r"""^import .*?["'](\.[\w./-]+)["'];""", re.MULTILINE)


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return World(new_tenant(app, "bjorkby", "Björkby"))


@pytest.fixture(scope="module")
def files(app: Flask) -> StaticFiles:
    found: StaticFiles = app.extensions[STATIC_FILES]
    return found


def fetched(html: str) -> set[str]:
    """Name every static file that a page names, and what its modules import, all the way."""
    found: set[str] = set()
    left = FETCHED.findall(html)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += imports_of(name)
    return found


def imports_of(name: str, way: re.Pattern[str] = IMPORTED) -> Iterator[str]:
    if name.endswith(".js"):
        folder = PurePosixPath(name).parent
        for path in way.findall((STATIC / name).read_text(encoding="utf-8")):
            yield (STATIC / folder / path).resolve().relative_to(STATIC).as_posix()


def weights(answer: TestResponse, files: StaticFiles) -> dict[str, int]:
    """Return the bytes of a page by kind of file; `whole` is all of them with the page itself."""
    found = {".css": 0, ".js": 0, "whole": len(gzip.compress(answer.data))}
    for name in fetched(answer.text):
        size, kind = files.zipped_size(name), PurePosixPath(name).suffix
        found[kind] = found.get(kind, 0) + size
        found["whole"] += size
    return found


def pages(world: World) -> Iterator[tuple[str, TestResponse]]:
    for call in CALLS:
        if not (call.is_unsafe or call.is_api):
            answer = call.send(world.browser(call.who), world.named(call))
            if answer.mimetype == "text/html" and answer.status_code == 200:
                yield call.path, answer


def test_every_page_is_within_its_budget(world: World, files: StaticFiles) -> None:
    heavy = []
    for path, answer in pages(world):
        weight = weights(answer, files)
        most = {
            ".css": STYLE,
            ".js": BUILDER_SCRIPT if path.startswith("/build/") else SCRIPT,
            "whole": WHOLE,
        }
        heavy += [(path, kind, weight[kind]) for kind in most if weight[kind] > most[kind]]
    assert not heavy, heavy


def test_a_list_of_fifty_is_within_its_budget(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    some_cases(bjorkby, app, 50)
    answer = bjorkby.browser("member").get(f"/apps/{app}/inbox")
    assert answer.text.count("<tr") > 50
    assert len(gzip.compress(answer.data)) <= LIST


def test_a_page_names_all_that_its_modules_import(bjorkby: Tenant) -> None:
    app = publish_cases(bjorkby)
    html = bjorkby.browser("member").get(f"/apps/{app}/register").text
    named = {name for name in FETCHED.findall(html) if name.endswith(".js")}
    assert {"js/form.js", "js/conditions.js", "js/moments.js", "js/toast.js"} <= named
    imported = {one for name in named for one in imports_of(name, AT_ONCE)}
    assert imported <= named, "fetched only once another has come"


def test_the_styles_of_every_page_come_in_one_file(files: StaticFiles) -> None:
    whole = files.zipped_size("css/frame.css")
    apart = [files.zipped_size(f"css/{name}.css") for name in FRAME_STYLES]
    assert max(apart) < whole < sum(apart)


@pytest.mark.parametrize("form", ["register", "apply"])
def test_a_form_of_a_shipped_app_is_within_its_budget(
    bjorkby: Tenant, files: StaticFiles, form: str
) -> None:
    app = publish_cases(bjorkby)
    weight = weights(bjorkby.browser("member").get(f"/apps/{app}/{form}"), files)
    assert weight[".js"] <= SCRIPT
    assert weight["whole"] <= WHOLE


def test_a_form_with_references_is_within_its_budget(bjorkby: Tenant, files: StaticFiles) -> None:
    app = publish_bookings(bjorkby)
    weight = weights(bjorkby.browser("member").get(f"/apps/{app}/book"), files)
    called = fetched(f'<script src="{files.url("js/combobox.js")}">')
    assert called == {"js/combobox.js", "js/listbox.js"}
    added = sum(map(files.zipped_size, called))
    assert weight[".js"] + added <= SCRIPT
    assert weight["whole"] + added <= WHOLE


def test_what_a_page_fetches_when_it_stands_is_small(files: StaticFiles) -> None:
    html = f'<script src="{files.url("js/later.js")}">'
    own = fetched(html) - fetched(f'<script src="{files.url("js/app.js")}">')
    assert own == {f"js/{name}.js" for name in ("bell", "keys", "later", "scheme", "standing")}
    assert sum(map(files.zipped_size, own)) <= 4.5 * KIB


def test_what_a_page_fetches_is_counted(files: StaticFiles) -> None:
    html = f'<script type="module" src="{files.url("js/app.js")}"></script>'
    assert "js/toast.js" in fetched(html)
