"""How each route of files is called well."""

from io import BytesIO
from typing import Final
from uuid import UUID

from stuga.platform.storage import STORAGE, Bucket
from stuga.platform.tenancy.entry import bound
from tests.factories.files import PDF, picture
from tests.factories.walk import Call, Places, World

FILES: Final = "/api/v1/apps/{app}/files"
FILE: Final = f"{FILES}/{{file}}"
PAGES: Final = "/apps/{app}"
BOUNDARY: Final = "between-the-parts"


def multipart(name: str, content: bytes) -> tuple[bytes, str]:
    """Write a body that holds one file, with its content type."""
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={BOUNDARY}"


PHOTO: Final = multipart("photo.png", picture("PNG"))
ANNOUNCED: Final = {"model": "case", "field": "scan", "name": "plan.pdf", "size": len(PDF)}


def a_picture(world: World) -> Places:
    """Send a picture."""
    data, kind = PHOTO
    path = FILES.format(app=world.app)
    query = "?model=case&field=photo"
    answer = world.browser("owner").post(path + query, data=data, content_type=kind)
    assert answer.status_code == 201, answer.text
    return {"file": answer.get_json()["id"]}


def an_announced_file(world: World) -> Places:
    """Announce a file and store it, as a client does by itself."""
    announced = world.browser("owner").post(
        f"{FILES.format(app=world.app)}/announce", json=ANNOUNCED
    )
    file = announced.get_json()["id"]
    storage = world.tenant.app.extensions[STORAGE]
    with bound(world.tenant.id):
        where = str(UUID(file))
        storage.put(Bucket.QUARANTINE, where, BytesIO(PDF), media_type="application/pdf")
    return {"file": file}


FILE_CALLS: Final = (
    Call(
        endpoint="files.send_file",
        method="POST",
        path=f"{FILES}?model=case&field=photo",
        raw=PHOTO,
        status=201,
    ),
    Call(
        endpoint="files.announce_file",
        method="POST",
        path=f"{FILES}/announce",
        json=ANNOUNCED,
        status=201,
    ),
    Call(
        endpoint="files.claim_file",
        method="POST",
        path=f"{FILE}/claim",
        given=an_announced_file,
        json={"model": "case"},
    ),
    Call(endpoint="files.get_file", path=FILE, given=a_picture),
    Call(endpoint="files.get_thumb", path=f"{FILE}/thumb", given=a_picture),
    Call(
        endpoint="file-pages.send_file",
        method="POST",
        path=f"{PAGES}/edit/files/photo",
        raw=PHOTO,
        status=201,
    ),
    Call(endpoint="file-pages.download", path=f"{PAGES}/_files/{{file}}", given=a_picture),
    Call(endpoint="file-pages.show_thumb", path=f"{PAGES}/_files/{{file}}/thumb", given=a_picture),
)
