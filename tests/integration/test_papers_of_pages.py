"""Pages on paper show their pictures, and say what those would show that are not there."""

import copy
import re
from typing import Any

import pytest

from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.papers import Printed
from tests.factories.pictures import add_picture, drawn
from tests.factories.storage import MemoryStorage

GONE = f"{'0' * 64}-60x40.png"


def published(tenant: Tenant, *images: dict[str, Any]) -> str:
    made: Any = copy.deepcopy(SMALL_CASES)
    elements = [{"type": "image", **one} for one in images]
    made["screens"]["about"] = {"title": "About", "type": "page", "elements": elements}
    made["roles"]["handler"]["screens"].append("about")
    return publish(tenant, made)


def on_paper(tenant: Tenant, app: str) -> Printed:
    answer = tenant.browser("member").get(f"/apps/{app}/about/pdf")
    assert answer.status_code == 200, answer.text
    return Printed(answer.get_data())


def sizes(paper: Printed) -> list[tuple[bytes, bytes]]:
    """Return width and height, in pixels, of each picture that is drawn, in the file's order."""
    found = re.findall(rb"/Subtype\s*/Image.*?>>", paper.content, re.DOTALL)
    return [
        (re.findall(rb"/Width (\d+)", one)[0], re.findall(rb"/Height (\d+)", one)[0])
        for one in found
    ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_with_its_words_and_its_caption(bjorkby: Tenant, kind: str) -> None:
    publish(bjorkby)
    name = add_picture(bjorkby.browser("builder"), "cases", drawn(kind))
    image = {"picture": name, "alt": "The town hall", "caption": "Seen from the *square*."}

    paper = on_paper(bjorkby, published(bjorkby, image, {**image, "width": "narrow"}))

    assert sizes(paper) == [(b"60", b"40")]  # twice the same, kept once
    assert paper.content.count(b"/Alt") == 2
    assert paper.text.count("Seen from the *square*.") == 2


def test_an_ornament_is_drawn_and_not_spoken_of(bjorkby: Tenant) -> None:
    publish(bjorkby)
    name = add_picture(bjorkby.browser("builder"), "cases")

    paper = on_paper(bjorkby, published(bjorkby, {"picture": name, "decorative": True}))

    assert len(sizes(paper)) == 1
    assert b"/Alt" not in paper.content


def test_a_picture_that_is_not_there_is_said(bjorkby: Tenant, memory: MemoryStorage) -> None:
    publish(bjorkby)
    lost = add_picture(bjorkby.browser("builder"), "cases")
    memory.objects.clear()

    paper = on_paper(
        bjorkby,
        published(
            bjorkby,
            {"picture": GONE, "alt": "The town hall"},
            {"picture": lost, "alt": "The bridge", "caption": "Built in 1912"},
        ),
    )

    assert sizes(paper) == []
    for words in ("The town hall", "The bridge", "Built in 1912"):
        assert words in paper.text
