"""The walk with the Tab key finds each fault that is planted, and nothing in a good page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.looking import LOOKING
from tests.e2e.walking import WALKING, walked

pytestmark = pytest.mark.browser
STYLE = "<style>body { background: white } :focus-visible { outline: 3px solid #1a4fd6 }</style>"
TRAP = "trap.addEventListener('keydown', (event) => event.preventDefault())"
TURNED = "display: flex; flex-direction: row-reverse"
GOOD = """
  <a href="#x">One</a> <button>Two</button> <input type="date" aria-label="Day">
  <label><input type="radio" name="r"> A</label> <label><input type="radio" name="r"> B</label>
  <details open><summary>More</summary><a href="#y">In it</a></details>
  <div tabindex="0" role="region" aria-label="Long"
    style="height: 40px; overflow: auto"><p style="height: 400px">Long</p></div>
"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        context.add_init_script(LOOKING + WALKING)
        yield context.new_page()


def found_in(page: Page, html: str) -> str:
    page.goto("about:blank")
    page.set_content(f"<!doctype html>{STYLE}{html}")
    return "\n".join(walked(page))


def test_a_good_page_is_gone_through(blank: Page) -> None:
    assert found_in(blank, GOOD) == ""


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<button tabindex='-1'>Out of reach</button>", "no key leads to <button"),
        ("<span role='button' style='cursor: pointer'>Press</span>", "no key leads to <span"),
        ("<p style='cursor: pointer'>Press</p>", "only a pointer can use <p"),
        ("<p draggable='true'>Drag</p>", "only a pointer can use <p"),
        ("<button style='outline: none'>No ring</button>", "shows no focus"),
        ("<button style='outline-color: #ddd'>Pale</button>", "too weakly"),
        ("<button tabindex='2'>Last</button>", "the key leads back|lies before|comes after"),
        (f"<p style='{TURNED}'><button>1</button><button>2</button></p>", "lies before"),
        (f"<input id='trap'><script>{TRAP}</script>", "the key does not lead out"),
        (
            "<button>Below</button><div style='position: fixed; inset: 0; background: red'></div>",
            "covered while it has the focus",
        ),
    ],
)
def test_a_fault_is_found(blank: Page, html: str, told: str) -> None:
    found = found_in(blank, f"<a href='#x'>One</a>{html}<a href='#y'>Last</a>")
    assert any(one in found for one in told.split("|")), found
