"""Pictures of pages, and the page on which they are laid out."""

import itertools
from html import escape
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.windows import DESK, HEIGHT, SCHEMES, WIDTHS


def picture(page: Page, folder: Path, name: str) -> None:
    """Take pictures of a page at three widths in both schemes."""
    for width, scheme in itertools.product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        # As high as its page, so that what sticks to the window's edge covers nothing.
        high = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(HEIGHT, high)})
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    page.emulate_media(color_scheme="light")


def lay_out(folder: Path) -> None:
    """Write a page that shows all pictures of a folder, a row for each page of the product."""
    names = sorted({file.name.rsplit("-", 2)[0] for file in folder.glob("*-*-*.png")})
    rows = "\n".join(_row(name) for name in names)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(
        f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Every page</title>
<style>
body {{ font: 1rem/1.5 system-ui; margin: 2rem; background: #8883 }}
div {{ display: flex; gap: 1rem; overflow-x: auto; align-items: start }}
img {{ block-size: 20rem; inline-size: auto; object-fit: cover; object-position: top }}
</style>
<h1>Every page</h1>
{rows}
</html>
""",
        encoding="utf-8",
    )


def _row(name: str) -> str:
    shown = escape(name)
    files = (f"{shown}-{width}-{scheme}.png" for width in WIDTHS for scheme in SCHEMES)
    pictures = "".join(
        f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in files
    )
    return f"<h2>{shown}</h2><div>{pictures}</div>"
