"""An app whose records hold files, pictures of every sort, and people who send them."""

import copy
import io
import zipfile
from collections.abc import Mapping, Sequence
from uuid import UUID

from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from stuga.models import File
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.platform.storage import Bucket, Storage
from stuga.platform.tenancy.entry import bound
from tests.factories.apps import NOT_PERSONAL, SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant

API = "/api/v1/apps/cases/files"
CASES = "/api/v1/apps/cases/records/case"
DROPPED = {"personal": "indirect", "subject": "applicant", "anonymise": {"method": "drop"}}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def filed_app() -> JsonObject:
    """Return an app of cases with a field of each kind that holds files, and a signature."""
    made = copy.deepcopy(SMALL_CASES)
    fields = made["models"]["case"]["properties"]
    fields["papers"] = {
        "type": "array",
        "title": "Papers",
        "items": {"type": "string"},
        "uniqueItems": True,
        "maxItems": 3,
        "x-field": {
            "kind": "files",
            "accept": ["application/pdf", "image/*", ".docx"],
            "max_bytes": 200_000,
        },
        "x-privacy": DROPPED,
    }
    fields["contract"] = {
        "type": "string",
        "title": "Contract",
        "x-field": {"kind": "file"},
        "x-privacy": DROPPED,
    }
    fields["photo"] = {
        "type": "string",
        "title": "Photo",
        "x-field": {"kind": "image"},
        "x-privacy": DROPPED,
    }
    fields["signed"] = {
        **signature_schema(),
        "title": "Signed",
        "x-privacy": {"personal": "direct", "anonymise": {"method": "drop"}},
    }
    for screen in ("edit", "apply"):
        made["screens"][screen]["elements"] += [
            {"type": "field", "field": key} for key in ("papers", "contract", "photo", "signed")
        ]
    made["screens"]["case"] = {
        "type": "detail",
        "model": "case",
        "title": "Case",
        "elements": [
            {"type": "field", "field": key}
            for key in ("applicant", "papers", "contract", "photo", "signed")
        ],
    }
    made["screens"]["inbox"]["columns"] += ["contract", "photo", "papers", "signed"]
    made["roles"]["handler"]["screens"] += ["case"]
    made["roles"]["clerk"] = {
        "title": "Clerk",
        "models": {"case": {"read": {"fields": {"except": ["contract"]}}, "create": True}},
        "screens": ["inbox", "case"],
    }
    return made


def signature_schema() -> JsonObject:
    return {
        "type": "object",
        "x-field": {"kind": "signature"},
        "properties": {
            "name": {"type": "string", "maxLength": 200},
            "at": {"type": "string", "format": "date-time"},
            "drawn": {"type": "string", "maxLength": 20_000},
        },
        "required": ["name"],
        "additionalProperties": False,
        "x-privacy": NOT_PERSONAL,
    }


def filed(tenant: Tenant) -> Tenant:
    """Publish the app; Nils and Ada handle cases, Vera is a clerk who may not see contracts."""
    roles = {"member": "handler", "owner": "handler", "builder": "clerk"}
    publish(tenant, filed_app(), roles=roles)
    return tenant


def send(
    browser: Browser,
    name: str,
    content: bytes,
    *,
    field: str = "contract",
    path: str = f"{API}?model=case",
) -> TestResponse:
    """Send a file for a field, by the API or as a form's script does."""
    address = f"{path}&field={field}" if "?" in path else f"{path}/{field}"
    headers = {"Accept": "application/json"}
    return browser.post(address, data={"file": (io.BytesIO(content), name)}, headers=headers)


def sent(browser: Browser, name: str = "plan.pdf", content: bytes = PDF, **more: str) -> str:
    """Send a file well; return its id."""
    answer = send(browser, name, content, **more)
    assert answer.status_code == 201, answer.text
    found: str = answer.get_json()["id"]
    return found


def a_case(browser: Browser, **files: str | Sequence[str]) -> UUID:
    """Make a case that holds these files."""
    answer = browser.post(CASES, json={"applicant": "Sten Ek", "kind": "permit", **files})
    assert answer.status_code == 201, answer.text
    return UUID(answer.get_json()["id"])


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **saved: object) -> bytes:
    """Draw a small picture."""
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, form, **saved)
    return content.getvalue()


def located_picture() -> bytes:
    """Take a photograph that tells where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (59.0, 20.0, 3.0), "E", (18.0, 4.0, 7.0)
    return picture(exif=exif, comment=b"at home")


def archive(*members: tuple[str, str]) -> bytes:
    """Pack members into an archive, as documents of offices are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in members:
            made.writestr(name, text)
    return content.getvalue()


def rows_of(tenant: Tenant) -> Mapping[str, File]:
    """Return every file row of a tenant, by the file's name."""
    with tenant.inside():
        return {row.name: row for row in db.session.scalars(select(File))}


def blobs_of(tenant: Tenant, storage: Storage) -> list[str]:
    """Return the names of all that is stored of a tenant."""
    with bound(tenant.id):
        return [one.name for bucket in Bucket for one in storage.listed(bucket, "")]
