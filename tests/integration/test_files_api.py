"""Files by the API: sent for a field, taken by a record, read back by whom it is open to."""

import io
from datetime import timedelta
from uuid import UUID

import pytest
import urllib3
from PIL import Image
from sqlalchemy import select, update

from stuga.models import File, Outbox
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.storage.s3 import S3Storage
from tests.factories.cast import Browser, Tenant
from tests.factories.files import (
    API,
    CASES,
    PDF,
    a_case,
    archive,
    blobs_of,
    filed,
    located_picture,
    picture,
    rows_of,
    send,
    sent,
)
from tests.factories.jobs import run_outbox
from tests.factories.storage import MemoryStorage
from tests.factories.walk import NONE_SO


@pytest.fixture
def tenant(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    return filed(bjorkby)


@pytest.fixture
def nils(tenant: Tenant) -> Browser:
    return tenant.browser("member")


def refused(browser: Browser, name: str, content: bytes, field: str = "papers") -> str:
    answer = send(browser, name, content, field=field)
    assert answer.status_code == 422, answer.text
    (error,) = answer.get_json()["errors"]
    assert error["pointer"] == f"/{field}"
    code: str = error["code"]
    return code


def test_a_file_is_sent_named_and_read_back(nils: Browser) -> None:
    answer = send(nils, "Bygglov å ä ö.pdf", PDF)
    case = a_case(nils, contract=answer.get_json()["id"])

    shown = nils.get(f"{CASES}/{case}").get_json()["data"]
    read = nils.get(f"{API}/{shown['contract']}")

    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"{API}/{shown['contract']}")
    assert answer.get_json() == {
        "id": shown["contract"],
        "name": "Bygglov å ä ö.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": answer.get_json()["sha256"],
        "scan": "unscanned",
    }
    assert (read.status_code, read.data) == (200, PDF)
    assert read.headers["Content-Disposition"].startswith("attachment")
    assert (
        "filename*=UTF-8''Bygglov%20%C3%A5%20%C3%A4%20%C3%B6.pdf"
        in (read.headers["Content-Disposition"])
    )
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert read.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert read.headers["Cache-Control"] == "no-store"
    assert read.mimetype == "application/pdf"


def test_a_part_of_a_file_can_be_had(nils: Browser) -> None:
    file = sent(nils)
    path = f"{API}/{file}"

    part = nils.get(path, headers={"Range": "bytes=2-5"})
    rest = nils.get(path, headers={"Range": f"bytes={len(PDF) - 3}-"})
    last = nils.get(path, headers={"Range": "bytes=-4"})
    beyond = nils.get(path, headers={"Range": "bytes=900-"})
    several = nils.get(path, headers={"Range": "bytes=0-1,4-5"})
    other = nils.get(path, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    same = nils.get(path, headers={"Range": "bytes=0-1", "If-Range": part.headers["ETag"]})

    assert (part.status_code, part.data) == (206, PDF[2:6])
    assert part.headers["Content-Range"] == f"bytes 2-5/{len(PDF)}"
    assert rest.data == PDF[-3:]
    assert last.data == PDF[-4:]
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(PDF)}")
    assert (several.status_code, several.data) == (200, PDF)
    assert (other.status_code, same.status_code) == (200, 206)


def test_a_file_is_its_senders_until_a_record_has_it(tenant: Tenant, nils: Browser) -> None:
    file = sent(nils)
    ada = tenant.browser("owner")

    before = ada.get(f"{API}/{file}")
    stolen = ada.post(CASES, json={"applicant": "Eva", "kind": "permit", "contract": file})
    a_case(nils, contract=file)
    after = ada.get(f"{API}/{file}")

    assert before.status_code == 404
    assert stolen.status_code == 422
    assert stolen.get_json()["errors"] == [{"pointer": "/contract", "code": "file-unknown"}]
    assert (after.status_code, after.data) == (200, PDF)


def test_a_file_is_closed_with_its_field_and_with_its_record(tenant: Tenant, nils: Browser) -> None:
    contract, paper = sent(nils), sent(nils, field="papers")
    case = a_case(nils, contract=contract, papers=[paper])
    vera = tenant.browser("builder")

    assert vera.get(f"{API}/{contract}").status_code == 404
    assert vera.get(f"{API}/{paper}").status_code == 200
    nils.delete(f"{CASES}/{case}")
    assert nils.get(f"{API}/{contract}").status_code == 404
    nils.post(f"{CASES}/{case}/restore")
    assert nils.get(f"{API}/{contract}").status_code == 200


def test_a_file_goes_to_one_record_and_to_the_field_it_was_sent_for(nils: Browser) -> None:
    file, paper = sent(nils), sent(nils, field="papers")
    a_case(nils, contract=file)

    again = nils.post(CASES, json={"applicant": "Eva", "kind": "permit", "contract": file})
    elsewhere = nils.post(CASES, json={"applicant": "Eva", "kind": "permit", "contract": paper})
    unknown = nils.post(CASES, json={"applicant": "Eva", "kind": "permit", "photo": NONE_SO})
    twice = nils.post(
        f"{CASES}/bulk",
        json={
            "operations": [
                {"do": "create", "data": {"applicant": "A", "kind": "permit", "papers": [paper]}},
                {"do": "create", "data": {"applicant": "B", "kind": "permit", "papers": [paper]}},
            ]
        },
    )

    for answer in (again, elsewhere, unknown):
        assert answer.status_code == 422, answer.text
        assert answer.get_json()["errors"][0]["code"] == "file-unknown"
    results = twice.get_json()["results"]
    assert [one["status"] for one in results] == ["created", "refused"]


def test_a_change_takes_new_files_and_lets_the_old_ones_go(
    tenant: Tenant, nils: Browser, memory: MemoryStorage
) -> None:
    first, second, third = (sent(nils, f"{n}.pdf", field="papers") for n in range(3))
    case = a_case(nils, papers=[first, second])

    changed = nils.patch(
        f"{CASES}/{case}", json={"papers": [second, third]}, headers={"If-Match": '"1"'}
    )

    assert changed.status_code == 200, changed.text
    assert set(rows_of(tenant)) == {"1.pdf", "2.pdf"}
    assert len(blobs_of(tenant, memory)) == 3
    run_outbox(tenant)
    assert sorted(blobs_of(tenant, memory)) == sorted([f"files/{second}", f"files/{third}"])
    assert nils.get(f"{API}/{first}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<!doctype html><html></html>", "file-type"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-type"),
        ("run.exe", b"MZ\x90\x00" + bytes(100), "file-type"),
        ("noend", PDF, "file-type"),
        ("sheet.xlsx", archive(("xl/workbook.xml", "<x/>")), "file-type"),
        ("plan.pdf", picture("PNG"), "file-content"),
        ("plan.pdf", b"MZ\x90\x00" + bytes(100), "file-content"),
        ("photo.jpg", picture("PNG"), "file-content"),
        ("letter.docx", archive(("a.txt", "no letter")), "file-content"),
        ("letter.docx", PDF, "file-content"),
        ("plan.pdf", b"", "file-empty"),
        ("plan.pdf", PDF + bytes(200_000), "file-large"),
        ("photo.jpg", picture()[:300], "image-broken"),
    ],
)
def test_what_does_not_agree_with_itself_and_the_field_is_refused(
    nils: Browser, memory: MemoryStorage, name: str, content: bytes, code: str
) -> None:
    assert refused(nils, name, content) == code
    assert memory.objects == {}


def test_a_document_of_an_office_is_taken(nils: Browser) -> None:
    letter = archive(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>"))

    assert sent(nils, "letter.docx", letter, field="papers")


def test_a_picture_is_drawn_anew_without_what_it_told(nils: Browser) -> None:
    answer = send(nils, "photo.jpg", located_picture(), field="photo").get_json()

    read = nils.get(f"{API}/{answer['id']}").data
    thumb = nils.get(f"{API}/{answer['id']}/thumb")

    assert (answer["width"], answer["height"]) == (40, 60)
    for told in (b"Secret Camera", b"Exif", b"GPS", b"at home"):
        assert told not in read
    with Image.open(io.BytesIO(read)) as drawn:
        assert dict(drawn.getexif()) == {}
        assert drawn.size == (40, 60)
    assert (thumb.status_code, thumb.mimetype) == (200, "image/webp")
    assert thumb.headers["Content-Disposition"] == "inline"
    assert thumb.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with Image.open(io.BytesIO(thumb.data)) as small:
        assert small.format == "WEBP"


def test_a_picture_that_is_a_program_too_is_only_a_picture_afterwards(nils: Browser) -> None:
    script = b"=1;/*" + b"*/alert(document.cookie);"
    gif = picture("GIF") + script

    read = nils.get(f"{API}/{sent(nils, 'both.gif', gif, field='photo')}")

    assert b"alert" not in read.data
    assert read.data.startswith(b"GIF89a") or read.data.startswith(b"GIF87a")


def test_a_picture_that_would_fill_memory_is_refused(nils: Browser) -> None:
    content = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")

    assert len(content.getvalue()) < 100_000
    assert refused(nils, "bomb.png", content.getvalue(), "photo") == "image-large"


def test_what_is_no_picture_has_no_thumbnail(nils: Browser) -> None:
    assert nils.get(f"{API}/{sent(nils)}/thumb").status_code == 404


def test_a_name_keeps_its_ending_and_loses_what_deceives(tenant: Tenant, nils: Browser) -> None:
    sent(nils, "..\\..\\etc/pass\u202efdp.\x07plan.pdf")

    (name,) = rows_of(tenant)
    assert name == "passfdp.plan.pdf"


def test_nobody_of_another_tenant_finds_anything(granby: Tenant, nils: Browser) -> None:
    file = sent(nils)
    a_case(nils, contract=file)
    rut = filed(granby).browser("owner")

    assert rut.get(f"{API}/{file}").status_code == 404
    assert rut.get(f"{API}/{file}/thumb").status_code == 404
    assert rut.post(f"{API}/{file}/claim", json={"model": "case"}).status_code == 404
    named = rut.post(CASES, json={"applicant": "Rut", "kind": "permit", "contract": file})
    assert named.get_json()["errors"][0]["code"] == "file-unknown"


def test_files_are_sent_only_for_fields_that_hold_some_and_are_open(
    tenant: Tenant, nils: Browser
) -> None:
    assert send(nils, "plan.pdf", PDF, field="applicant").status_code == 404
    assert send(nils, "plan.pdf", PDF, field="none").status_code == 404
    assert nils.post(f"{API}?model=case&field=contract", data={}).status_code == 422
    assert nils.post(f"{API}?model=case", data={}).status_code == 400
    auditor = tenant.browser("auditor")
    assert send(auditor, "plan.pdf", PDF).status_code == 404
    assert send(tenant.browser(""), "plan.pdf", PDF).status_code in {401, 403}


def test_storage_that_is_down_is_told_with_when_to_come_back(
    tenant: Tenant, nils: Browser, memory: MemoryStorage
) -> None:
    file = sent(nils)
    memory.is_down = True

    answers = [send(nils, "plan.pdf", PDF), nils.get(f"{API}/{file}")]

    for answer in answers:
        assert answer.status_code == 503
        assert answer.get_json()["code"] == "storage-unavailable"
        assert int(answer.headers["Retry-After"]) > 0
    assert len(rows_of(tenant)) == 1


def test_who_sends_too_much_that_no_record_takes_is_stopped(tenant: Tenant, nils: Browser) -> None:
    sent(nils)
    with tenant.inside():
        db.session.execute(update(File).values(size=1_000_000_000))

    assert send(nils, "more.pdf", PDF).status_code == 429


def test_what_no_record_takes_is_gone_after_a_day(
    tenant: Tenant, nils: Browser, memory: MemoryStorage
) -> None:
    kept = sent(nils, "kept.pdf")
    sent(nils, "left.jpg", picture(), field="photo")
    a_case(nils, contract=kept)
    assert run_outbox(tenant) == 0

    a_day_passes(tenant)
    run_outbox(tenant)

    assert set(rows_of(tenant)) == {"kept.pdf"}
    assert blobs_of(tenant, memory) == [f"files/{kept}"]


def a_day_passes(tenant: Tenant) -> None:
    """Let what is to be looked at in a day be looked at now."""
    with tenant.inside():
        now = clock.now() - timedelta(minutes=1)
        db.session.execute(update(Outbox).values(next_at=now))


def test_what_was_cut_off_between_row_and_bytes_is_swept_too(
    tenant: Tenant, nils: Browser, memory: MemoryStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stuga.runtime.files.receiving._arrived", killed)
    with pytest.raises(KeyboardInterrupt):
        send(nils, "cut.pdf", PDF)

    (row,) = rows_of(tenant).values()
    assert row.state == "arriving"
    assert nils.get(f"{API}/{row.id}").status_code == 404
    named = nils.post(CASES, json={"applicant": "Eva", "kind": "permit", "contract": str(row.id)})
    assert named.status_code == 422
    a_day_passes(tenant)
    run_outbox(tenant)
    assert rows_of(tenant) == {}
    assert blobs_of(tenant, memory) == []


def test_bytes_are_removed_in_the_end_however_long_the_storage_is_away(
    tenant: Tenant, nils: Browser, memory: MemoryStorage
) -> None:
    file = sent(nils)
    case = a_case(nils, contract=file)
    nils.patch(f"{CASES}/{case}", json={"contract": None}, headers={"If-Match": '"1"'})
    memory.is_down = True
    run_outbox(tenant)
    memory.is_down = False
    assert blobs_of(tenant, memory) == [f"files/{file}"]

    with tenant.inside():
        kinds = db.session.scalars(select(Outbox.kind)).all()
    assert "blob.delete" in kinds
    a_day_passes(tenant)
    run_outbox(tenant)

    assert blobs_of(tenant, memory) == []


def test_a_large_file_goes_to_the_storage_directly_and_is_looked_at_before_it_is_taken(
    bjorkby: Tenant, file_storage: S3Storage
) -> None:
    nils = filed(bjorkby).browser("member")
    asked = {"model": "case", "field": "papers", "name": "plan.pdf"}
    fine, wrong = PDF + bytes(150_000), picture("PNG")

    taken, refused_one = (
        announced(nils, {**asked, "size": len(one)}, one) for one in (fine, wrong)
    )

    case = a_case(nils, papers=[taken[1]])
    assert taken[0] == 200
    assert nils.get(f"{API}/{taken[1]}").data == fine
    assert refused_one[0] == 422
    assert nils.get(f"{API}/{refused_one[1]}").status_code == 404
    names = blobs_of(bjorkby, file_storage)
    assert names == [f"files/{taken[1]}"], case


def announced(browser: Browser, asked: dict[str, object], content: bytes) -> tuple[int, str]:
    """Announce a file, store it and claim it; return the answer's status and the id."""
    ticket = browser.post(f"{API}/announce", json=asked)
    assert ticket.status_code == 201, ticket.text
    told = ticket.get_json()
    early = browser.post(f"{API}/{told['id']}/claim", json={"model": "case"})
    assert early.status_code == 404
    fields = {**told["fields"], "file": ("plan.pdf", content)}
    assert urllib3.request("POST", told["url"], fields=fields).status == 204
    claimed = browser.post(f"{API}/{told['id']}/claim", json={"model": "case"})
    return claimed.status_code, told["id"]


def test_a_file_that_is_too_large_is_not_announced(nils: Browser) -> None:
    body = {"model": "case", "field": "papers", "name": "plan.pdf", "size": 200_001}

    answer = nils.post(f"{API}/announce", json=body)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["code"] == "file-large"


def test_ids_that_are_none_are_refused_where_they_stand(nils: Browser) -> None:
    answer = nils.post(
        CASES, json={"applicant": "Eva", "kind": "permit", "contract": "plan.pdf", "papers": ["x"]}
    )

    errors = {one["pointer"]: one["code"] for one in answer.get_json()["errors"]}
    assert errors["/contract"] == "file-unknown"
    assert any(at.startswith("/papers") for at in errors)
    assert UUID(NONE_SO)
