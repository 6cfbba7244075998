"""Files and signatures on forms: with and without script, by members and strangers, and kept."""

import io
import re
from uuid import UUID

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.factories.cast import Browser, Tenant
from tests.factories.files import CASES, PDF, filed, picture, rows_of, send, sent
from tests.factories.storage import MemoryStorage
from tests.factories.walk import stranger_at

EDIT = "/apps/cases/edit"
APPLY = "/apps/cases/apply"
STEN = {"applicant": "Sten Ek", "kind": "complaint", "_do": "save"}
PATH = "M10 20L30 40L50 60"


@pytest.fixture
def tenant(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    return filed(bjorkby)


@pytest.fixture
def nils(tenant: Tenant) -> Browser:
    return tenant.browser("member")


def post(
    browser: Browser, path: str, *files: tuple[str, str, bytes], **form: object
) -> TestResponse:
    """Post a form as a browser without script does, with these files beside what was typed."""
    parts: MultiDict[str, object] = MultiDict()
    for name, value in {**STEN, **form}.items():
        for one in value if isinstance(value, list) else [value]:
            parts.add(name, one)
    for field, name, content in files:
        parts.add(field, (io.BytesIO(content), name))
    return browser.post(path, data=parts, content_type="multipart/form-data")


def kept_on(page: TestResponse, field: str) -> list[str]:
    """Return the files that a form shows for a field, by id."""
    box = rf'type="checkbox" id="[^"]+" name="{field}" value="([^"]+)" data-kind="\w+" checked'
    return re.findall(box, page.text)


def the_case(browser: Browser) -> dict[str, object]:
    (case,) = browser.get(CASES).get_json()["items"]
    found: dict[str, object] = case["data"] | {"id": case["id"]}
    return found


def test_a_form_without_script_saves_its_files(tenant: Tenant, nils: Browser) -> None:
    page = nils.get(EDIT)

    answer = post(
        nils,
        EDIT,
        ("papers", "one.pdf", PDF),
        ("papers", "two.png", picture("PNG")),
        ("contract", "contract.pdf", PDF),
        ("photo", "", b""),
    )

    assert 'enctype="multipart/form-data"' in page.text
    assert 'accept="application/pdf,image/*,.docx" multiple' in page.text
    assert answer.status_code == 303, answer.text
    rows = rows_of(tenant)
    case = the_case(nils)
    assert case["papers"] == [str(rows["one.pdf"].id), str(rows["two.png"].id)]
    assert case["contract"] == str(rows["contract.pdf"].id)
    assert "photo" not in case
    assert {str(row.record_id) for row in rows.values()} == {case["id"]}


def test_a_file_is_kept_when_another_answer_is_wrong(tenant: Tenant, nils: Browser) -> None:
    wrong = post(nils, EDIT, ("contract", "contract.pdf", PDF), applicant="")

    (file,) = kept_on(wrong, "contract")
    again = post(nils, EDIT, contract=["", file])

    assert wrong.status_code == 422
    assert "contract.pdf" in wrong.text
    assert "not scanned for malware" in wrong.text
    assert again.status_code == 303
    assert the_case(nils)["contract"] == file
    assert len(rows_of(tenant)) == 1


def test_a_refused_file_is_told_at_its_field_and_what_was_typed_is_kept(nils: Browser) -> None:
    answer = post(nils, EDIT, ("photo", "photo.jpg", PDF), ("contract", "c.pdf", PDF))

    assert answer.status_code == 422
    assert "The file for Photo is not what its ending, jpg, says." in answer.text
    assert 'value="Sten Ek"' in answer.text
    assert len(kept_on(answer, "contract")) == 1
    assert nils.get(CASES).get_json()["items"] == []


def test_storage_that_is_down_keeps_what_was_typed(nils: Browser, memory: MemoryStorage) -> None:
    memory.is_down = True

    answer = post(nils, EDIT, ("contract", "c.pdf", PDF))
    without = post(nils, EDIT)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert 'value="Sten Ek"' in answer.text
    assert "Files cannot be kept right now" in answer.text
    assert without.status_code == 303


def test_a_file_that_is_unticked_goes_and_one_that_is_chosen_takes_its_place(
    tenant: Tenant, nils: Browser
) -> None:
    post(nils, EDIT, ("papers", "1.pdf", PDF), ("papers", "2.pdf", PDF), ("contract", "a.pdf", PDF))
    case = the_case(nils)
    page = nils.get(f"{EDIT}/{case['id']}")
    first, second = kept_on(page, "papers")

    answer = post(
        nils,
        f"{EDIT}/{case['id']}",
        ("contract", "b.pdf", PDF),
        _revision="1",
        papers=["", second],
        contract=["", str(case["contract"])],
    )

    assert answer.status_code == 303, answer.text
    assert first not in {str(row.id) for row in rows_of(tenant).values()}
    assert set(rows_of(tenant)) == {"2.pdf", "b.pdf"}
    assert the_case(nils)["papers"] == [second]


def test_more_files_than_a_field_takes_are_told(nils: Browser) -> None:
    answer = post(nils, EDIT, *(("papers", f"{n}.pdf", PDF) for n in range(4)))

    assert answer.status_code == 422
    assert len(kept_on(answer, "papers")) == 4


def test_nobody_posts_the_file_of_another(tenant: Tenant, nils: Browser) -> None:
    ada = tenant.browser("owner")
    hers = sent(ada, "hers.pdf")

    answer = post(nils, EDIT, contract=["", hers])

    assert answer.status_code == 422
    assert "hers.pdf" not in answer.text
    assert rows_of(tenant)["hers.pdf"].record_id is None


def test_a_script_sends_a_file_and_the_form_names_it(tenant: Tenant, nils: Browser) -> None:
    answer = send(nils, "photo.png", picture("PNG"), field="photo", path=f"{EDIT}/files")
    taken = answer.get_json()

    assert answer.status_code == 201
    assert taken["name"] == "photo.png"
    assert "not scanned" in taken["about"]
    thumb = taken["thumb"].removeprefix(f"/t/{tenant.slug}")
    assert nils.get(thumb).mimetype == "image/webp"
    assert tenant.browser("owner").get(thumb).status_code == 404
    assert post(nils, EDIT, photo=["", taken["id"]]).status_code == 303
    assert tenant.browser("owner").get(thumb).status_code == 200


def test_a_script_is_told_in_words_what_is_wrong(nils: Browser) -> None:
    answer = send(nils, "run.exe", b"MZ", field="photo", path=f"{EDIT}/files")

    assert answer.status_code == 422
    assert answer.get_json() == {"words": "Photo takes only these files: jpg, png, gif, webp."}
    assert send(nils, "a.pdf", PDF, field="notes", path=f"{EDIT}/files").status_code == 404
    assert (
        send(nils, "a.pdf", PDF, field="contract", path="/apps/cases/inbox/files").status_code
        == 404
    )


def test_a_stranger_sends_files_with_a_public_form_and_only_they_see_them(
    tenant: Tenant, nils: Browser
) -> None:
    stranger = stranger_at(tenant)
    form = re.search(r'name="_form" value="([^"]+)"', stranger.get(APPLY).text)
    assert form is not None
    file = send(stranger, "scan.png", picture("PNG"), field="photo", path=f"{APPLY}/files")
    thumb = file.get_json()["thumb"].removeprefix(f"/t/{tenant.slug}")
    other = tenant.browser("")
    other.secret = "another browser"
    cookie = f"__Host-stuga-{tenant.slug}-form"
    other.client.set_cookie(cookie, other.secret, secure=True)

    own, theirs = stranger.get(thumb), other.get(thumb)
    stolen = post(other, APPLY, photo=["", file.get_json()["id"]])
    answer = post(
        stranger,
        APPLY,
        ("contract", "c.pdf", PDF),
        _form=form[1],
        _csrf=stranger.csrf,
        photo=["", file.get_json()["id"]],
    )

    assert own.status_code == 200
    assert theirs.status_code == 303
    assert stolen.status_code == 422
    assert answer.status_code == 303, answer.text
    case = the_case(nils)
    assert case["photo"] == file.get_json()["id"]
    assert rows_of(tenant)["c.pdf"].record_id == UUID(str(case["id"]))
    assert stranger.get(thumb).status_code == 303


def test_strangers_are_slowed_down(tenant: Tenant) -> None:
    stranger = stranger_at(tenant)

    statuses = [
        send(stranger, "a.exe", b"MZ", field="photo", path=f"{APPLY}/files").status_code
        for _ in range(31)
    ]

    assert statuses[:30] == [422] * 30
    assert statuses[30] == 429


def test_a_page_shows_its_files_and_pictures(tenant: Tenant, nils: Browser) -> None:
    post(nils, EDIT, ("photo", "photo.png", picture("PNG")), ("contract", "Avtal å.pdf", PDF))
    case = the_case(nils)

    page = nils.get(f"/apps/cases/case/{case['id']}")
    listed = nils.get("/apps/cases/inbox")
    clerk = tenant.browser("builder").get(f"/apps/cases/case/{case['id']}")

    address = f"/t/{tenant.slug}/apps/cases/_files/{case['photo']}"
    assert f'src="{address}/thumb"' in page.text
    assert "Avtal å.pdf" in page.text
    assert f'src="{address}/thumb"' in listed.text
    assert "Avtal å.pdf" in listed.text
    assert clerk.status_code == 200
    assert "Avtal" not in clerk.text
    assert "files.css" in page.text


def test_history_tells_of_a_file_that_is_gone(nils: Browser) -> None:
    post(nils, EDIT, ("contract", "old.pdf", PDF))
    case = the_case(nils)
    post(nils, f"{EDIT}/{case['id']}", ("contract", "new.pdf", PDF), _revision="1")

    page = nils.get(f"/apps/cases/case/{case['id']}").text

    assert "<del>1 file</del>" in page
    assert "<ins>new.pdf</ins>" in page
    assert "old.pdf" not in page


def test_a_signature_is_a_name_its_moment_and_perhaps_strokes(nils: Browser) -> None:
    typed = post(nils, EDIT, signed="Sten  Ek")
    (first,) = nils.get(CASES).get_json()["items"]
    drawn = post(nils, EDIT, **{"signed": "Eva Ek", "signed.drawn": PATH})

    (second,) = [one for one in nils.get(CASES).get_json()["items"] if one["id"] != first["id"]]
    page = nils.get(f"/apps/cases/case/{second['id']}").text
    form = nils.get(f"{EDIT}/{second['id']}").text
    assert (typed.status_code, drawn.status_code) == (303, 303)
    assert first["data"]["signed"] == {"name": "Sten Ek", "at": first["created_at"]}
    assert second["data"]["signed"]["drawn"] == PATH
    assert f'<path d="{PATH}">' in page
    assert "Eva Ek" in page
    assert f'name="signed.drawn" value="{PATH}"' in form


def test_a_signature_that_stays_keeps_its_moment_and_nobody_sets_one(nils: Browser) -> None:
    made = nils.post(
        CASES,
        json={
            "applicant": "Eva",
            "kind": "permit",
            "signed": {"name": "Eva", "at": "1999-01-01T00:00:00Z"},
        },
    ).get_json()
    tag = {"If-Match": '"1"'}
    same = nils.patch(
        f"{CASES}/{made['id']}",
        json={"signed": {"name": "Eva", "at": "2001-01-01T00:00:00Z"}, "notes": "x"},
        headers=tag,
    ).get_json()

    assert made["data"]["signed"] == {"name": "Eva", "at": made["created_at"]}
    assert same["data"]["signed"] == made["data"]["signed"]
    assert same["revision"] == 2


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"signed": "", "signed.drawn": PATH}, "Type the name of who signs Signed."),
        ({"signed": "Eva", "signed.drawn": "M1 1<script>"}, "The drawing of Signed cannot be kept"),
        ({"signed": "x" * 201}, "Signed"),
    ],
)
def test_a_signature_that_is_none_is_refused(
    nils: Browser, form: dict[str, str], words: str
) -> None:
    answer = post(nils, EDIT, **form)

    assert answer.status_code == 422
    assert words in answer.text
