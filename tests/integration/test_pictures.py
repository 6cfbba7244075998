"""Pictures of an app: what is taken, what is kept of it, and who may see it."""

import copy
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BoundedSemaphore
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import update

from stuga.models import App
from stuga.platform import clock
from stuga.platform.db import db, unit_of_work
from stuga.platform.pictures import drawing, service
from stuga.platform.pictures.commands import DrawnPicture, Owner
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.pictures import add_picture, drawn, names_of, post_picture
from tests.factories.storage import MemoryStorage

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


PICTURE = DrawnPicture(
    title="harbour.png", content=drawn(), media_type="image/png", width=60, height=40
)


def closed_app() -> dict[str, Any]:
    """Return the cases without a screen that strangers may open."""
    made = copy.deepcopy(SMALL_CASES)
    for screen in made["screens"].values():
        screen.pop("access", None)
    return made


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_without_what_the_camera_wrote_into_it(
    bjorkby: Tenant, kind: str
) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    name = add_picture(vera, "cases", drawn(kind))
    shown = vera.get(f"/apps/cases/_pictures/{name}")
    assert b"Sten Ek" in drawn(kind)
    assert b"Sten Ek" not in shown.data
    image = Image.open(io.BytesIO(shown.data))
    assert (image.format, image.size, not image.getexif()) == (kind, (60, 40), True)
    assert "-60x40." in name


def test_a_picture_that_moves_stands_still_on_pages(bjorkby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    first, *others = [Image.new("RGB", (60, 40), one) for one in ("red", "green", "blue")]
    content = io.BytesIO()
    first.save(content, "WEBP", save_all=True, append_images=others, duration=2000)
    assert Image.open(content).n_frames == 3  # type: ignore[attr-defined]

    name = add_picture(vera, "cases", content.getvalue())

    shown = Image.open(io.BytesIO(vera.get(f"/apps/cases/_pictures/{name}").data))
    assert (shown.format, getattr(shown, "n_frames", 1)) == ("WEBP", 1)


def test_a_picture_is_kept_for_a_year_and_can_never_run(bjorkby: Tenant) -> None:
    publish(bjorkby, closed_app())
    vera = bjorkby.browser("builder")
    shown = vera.get(f"/apps/cases/_pictures/{add_picture(vera, 'cases')}")
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_of_a_closed_app_is_for_its_people_and_builders_only(
    bjorkby: Tenant, granby: Tenant
) -> None:
    publish(bjorkby, closed_app(), roles={"member": "handler"})
    name = add_picture(bjorkby.browser("builder"), "cases")
    path = f"/apps/cases/_pictures/{name}"
    seen = {who: bjorkby.browser(who).get(path).status_code for who in ("member", "owner", "")}
    assert seen == {"member": 200, "owner": 200, "": 404}
    assert granby.browser("owner").get(path).status_code == 404
    publish(granby, closed_app())
    assert granby.browser("owner").get(path).status_code == 404


def test_a_picture_of_a_public_app_is_for_everybody(bjorkby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES)
    name = add_picture(bjorkby.browser("builder"), "cases")
    shown = bjorkby.browser().get(f"/apps/cases/_pictures/{name}?size=small")
    assert shown.status_code == 200
    assert shown.mimetype == "image/webp"
    assert shown.headers["Cache-Control"].startswith("public, ")
    assert bjorkby.browser().get("/apps/other/_pictures/" + name).status_code == 404


def test_what_anybody_may_be_given_again_brings_nobodys_cookies(bjorkby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES)
    name = add_picture(bjorkby.browser("builder"), "cases")
    nils = bjorkby.browser("member")
    shown = nils.get(f"/apps/cases/_pictures/{name}")
    assert shown.headers["Cache-Control"].startswith("public, ")
    assert "Set-Cookie" not in shown.headers
    assert "Set-Cookie" in nils.get("/").headers  # which says when the session ends


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG, "SVG is not taken"),
        (b"GIF89a" + bytes(40), "Only PNG, JPEG and WebP"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "cannot be read"),
        (b"", "The file is empty."),
    ],
)
def test_what_is_no_picture_that_is_taken_is_said_at_its_field(
    bjorkby: Tenant, content: bytes, words: str
) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    answer = post_picture(vera, "cases", content)
    assert answer.status_code == 422
    assert words in answer.text
    assert names_of(vera, "cases") == []


def test_a_picture_of_too_many_bytes_is_refused_and_one_of_many_pixels_made_smaller(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    assert "-2000x1000.png" in add_picture(vera, "cases", drawn(size=(2400, 1200)))
    monkeypatch.setattr(drawing, "MOST_BYTES", 100)
    assert post_picture(vera, "cases", drawn(size=(200, 200))).status_code == 422


def test_the_same_picture_again_is_kept_once(bjorkby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    name = add_picture(vera, "cases")
    assert post_picture(vera, "cases", drawn()).status_code == 303
    assert names_of(vera, "cases") == [name]


def test_the_same_picture_sent_twice_at_once_is_kept_once(bjorkby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    at_once = Barrier(2)

    def kept() -> UUID:
        with bjorkby.inside():
            owner = Owner(db.session.query(App.id).filter_by(key="cases").scalar())
            at_once.wait(30)
            return service.keep(None, owner, PICTURE, now=clock.now()).id

    with ThreadPoolExecutor(2) as pool:
        ids = [one.result() for one in [pool.submit(kept) for _ in range(2)]]
    assert len({*ids}) == 1
    assert len(names_of(vera, "cases")) == 1


def test_a_picture_waits_while_others_are_drawn_and_is_not_taken_if_that_lasts(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    turns = BoundedSemaphore(1)
    monkeypatch.setattr(drawing, "_turns", turns)
    monkeypatch.setattr(drawing, "WAIT", 0)
    with turns:
        assert post_picture(vera, "cases", drawn()).status_code == 503
    assert names_of(vera, "cases") == []
    assert post_picture(vera, "cases", drawn()).status_code == 303
    assert post_picture(vera, "cases", SVG).status_code == 422
    assert len(names_of(vera, "cases")) == 1


def with_picture(tenant: Tenant, name: str) -> None:
    """Put a picture on a page of the draft."""
    page = {
        "type": "page",
        "title": "Welcome",
        "elements": [{"type": "image", "key": "harbour", "picture": name, "alt": "The harbour"}],
    }
    with tenant.inside(), unit_of_work():
        app = db.session.query(App).filter_by(key="cases").one()
        draft = copy.deepcopy(app.draft)
        draft["screens"]["welcome"] = page
        db.session.execute(update(App).where(App.id == app.id).values(draft=draft))


def test_a_picture_in_use_shows_its_uses_before_it_goes(
    bjorkby: Tenant, memory: MemoryStorage
) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    name = add_picture(vera, "cases")
    with_picture(bjorkby, name)
    path = "/build/cases/pictures/delete"
    asked = vera.post(path, data={"name": name})
    assert asked.status_code == 422
    assert "Welcome" in asked.text
    assert vera.get(f"/apps/cases/_pictures/{name}").status_code == 200
    assert vera.post(path, data={"name": name, "sure": "yes"}).status_code == 303
    assert vera.get(f"/apps/cases/_pictures/{name}").status_code == 404
    assert "is not here" in vera.get("/build/cases/problems").text
    assert len(memory.objects) == 2
    run_outbox(bjorkby)
    assert not memory.objects


def test_an_unused_picture_is_told_and_goes_at_once(bjorkby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES)
    vera = bjorkby.browser("builder")
    name = add_picture(vera, "cases")
    assert "1 is not used" in vera.get("/build/cases/pictures").text
    assert vera.post("/build/cases/pictures/delete", data={"name": name}).status_code == 303
    assert names_of(vera, "cases") == []


def test_only_builders_add_and_delete(bjorkby: Tenant, granby: Tenant) -> None:
    publish(bjorkby, SMALL_CASES, roles={"member": "handler"})
    name = add_picture(bjorkby.browser("builder"), "cases")
    codes = {
        who: (
            post_picture(bjorkby.browser(who), "cases", drawn()).status_code,
            bjorkby.browser(who)
            .post("/build/cases/pictures/delete", data={"name": name})
            .status_code,
        )
        for who in ("member", "auditor")
    }
    assert codes == {"member": (403, 403), "auditor": (403, 403)}
    rut = granby.browser("owner")
    assert post_picture(rut, "cases", drawn()).status_code == 404
    assert rut.get("/build/cases/pictures").status_code == 404
