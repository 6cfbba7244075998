"""How each route of pictures is called well."""

import io
import json
import re
from typing import Final

from stuga.platform import clock
from stuga.platform.db import unit_of_work
from stuga.platform.pictures import service
from stuga.platform.pictures.commands import AddPicture, Owner
from tests.factories.building import APPS, written
from tests.factories.files import picture
from tests.factories.walk import Call, Places, World
from tests.factories.walk_build import workshop
from tests.factories.walk_files import BOUNDARY

DESK: Final = "/build/{app}/pictures"
NAMED: Final = re.compile(r'name="name" value="([^"]+)"')
THE_SAME_FOR_ALL: Final = "it is a part of the app's pages, and says nothing of anybody"


def sent_as(part: str, content: bytes, name: str = "plan.png") -> tuple[bytes, str]:
    """Write a form with one file, with its content type."""
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={BOUNDARY}"


def a_shown_picture(world: World) -> Places:
    """Add a picture to the app; name it."""
    owner, path = world.browser("owner"), DESK.format(app=world.app)
    data, kind = sent_as("picture", picture("PNG"))
    assert owner.post(path, data=data, content_type=kind).status_code == 303
    return {"picture": NAMED.findall(owner.get(path).text)[0]}


def a_logo(world: World) -> Places:
    """Add a picture to the tenant's own; name it."""
    content = io.BytesIO(picture("PNG"))
    with world.tenant.inside(), unit_of_work():
        command = AddPicture(owner=Owner(), title="logo.png", content=content, now=clock.now())
        return {"logo": service.add(world.tenant.actor("owner"), command).name}


APP_FILE: Final = {
    "$schema": "urn:stuga:app-file:1",
    "definition": workshop() | {"title": "Read"},
    "pictures": {},
}


def file_form() -> tuple[bytes, str]:
    """Write the form that reads a file in place of a draft of revision one."""
    data, kind = sent_as("file", json.dumps(APP_FILE).encode(), "app.json")
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="revision"\r\n\r\n1\r\n'
    return head.encode() + data, kind


def a_fresh_app(world: World) -> Places:
    """Begin an app whose draft is at its first revision."""
    fresh = workshop() | {"key": "travelling"}
    begun = world.browser("builder").post(APPS, **written({"document": fresh}))
    assert begun.status_code in {201, 422}, begun.text
    return {"app": "travelling"}


PICTURE_CALLS: Final = (
    Call(endpoint="build-files.give_file", path="/build/{app}/file", given=a_fresh_app),
    Call(
        endpoint="build-files.take_file",
        method="POST",
        path="/build/{app}/file",
        given=a_fresh_app,
        raw=file_form(),
        status=303,
    ),
    Call(
        endpoint="build-pictures.add_picture",
        method="POST",
        path=DESK,
        raw=sent_as("picture", picture("JPEG")),
        status=303,
    ),
    Call(endpoint="build-pictures.show_pictures", path=DESK),
    Call(
        endpoint="build-pictures.delete_picture",
        method="POST",
        path=f"{DESK}/delete",
        given=a_shown_picture,
        form={"name": "{picture}"},
        status=303,
    ),
    Call(
        endpoint="picture-pages.show_picture",
        path="/apps/{app}/_pictures/{picture}",
        who="",
        given=a_shown_picture,
        quiet=THE_SAME_FOR_ALL,
    ),
    Call(
        endpoint="pictures.show_picture",
        path="/pictures/{logo}",
        who="",
        given=a_logo,
        quiet=THE_SAME_FOR_ALL,
    ),
)
