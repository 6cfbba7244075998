"""Pictures as builders add them, and what serves them."""

import io
import re

from PIL import Image
from werkzeug.test import TestResponse

from tests.factories.cast import Browser
from tests.factories.walk_pictures import sent_as

CARD = re.compile(r'name="name" value="([0-9a-f]{64}-\d+x\d+\.\w+)"')


def drawn(kind: str = "PNG", size: tuple[int, int] = (60, 40), color: str = "#0b6e4f") -> bytes:
    """Draw a picture of one colour, with where and when it was taken written in."""
    made = Image.new("RGB", size, color)
    about = Image.Exif()
    about[0x010F] = "Camera of Sten Ek"
    about[0x0132] = "2026:03:02 10:00:00"
    held = io.BytesIO()
    made.save(held, kind, exif=about)
    return held.getvalue()


def post_picture(
    browser: Browser, app: str, content: bytes, name: str = "harbour.png"
) -> TestResponse:
    data, kind = sent_as("picture", content, name)
    return browser.post(f"/build/{app}/pictures", data=data, content_type=kind)


def add_picture(browser: Browser, app: str, content: bytes | None = None) -> str:
    """Add a picture to an app; return its name."""
    before = names_of(browser, app)
    answer = post_picture(browser, app, drawn() if content is None else content)
    assert answer.status_code == 303, answer.text
    return next(one for one in names_of(browser, app) if one not in before)


def names_of(browser: Browser, app: str) -> list[str]:
    return list(dict.fromkeys(CARD.findall(browser.get(f"/build/{app}/pictures").text)))
