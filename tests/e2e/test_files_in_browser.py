"""Files and signatures in Chromium: sent as they are chosen, tried again, drawn, kept by steps."""

import copy
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.files import PDF, filed, filed_app, picture, rows_of
from tests.factories.storage import MemoryStorage

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]
Check = Callable[[Page], None]
PLAN: FilePayload = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
LETTER: FilePayload = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
PHOTO: FilePayload = {"name": "photo.png", "mimeType": "image/png", "buffer": picture("PNG")}
EDIT = "apps/cases/edit"


@pytest.fixture
def tenant(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    return filed(bjorkby)


def chosen(page: Page, label: str, *files: FilePayload) -> None:
    field = page.get_by_role("group", name=label)
    field.locator("input[type=file]").set_input_files(list(files))


def dropped(page: Page, label: str, *names: str) -> None:
    """Let files fall on a field, beside its control."""
    transfer = page.evaluate_handle(
        """(names) => {
            const transfer = new DataTransfer();
            const kind = { type: "application/pdf" };
            for (const name of names) transfer.items.add(new File(["%PDF-1.4"], name, kind));
            return transfer;
        }""",
        list(names),
    )
    place = page.get_by_role("group", name=label).locator("[data-file-list]")
    place.dispatch_event("drop", {"dataTransfer": transfer})


def fill(page: Page) -> None:
    page.get_by_role("textbox", name="Applicant").fill("Sten Ek")
    page.get_by_label("Complaint").check()


def test_files_go_up_when_they_are_chosen_and_are_saved_with_the_form(
    tenant: Tenant, page_of: Opened, axe: Check
) -> None:
    page = page_of(tenant, bypass_csp=True)
    page.goto(EDIT)
    fill(page)

    chosen(page, "Papers", PLAN, LETTER)
    chosen(page, "Photo", PHOTO)

    expect(page.get_by_label("plan.pdf")).to_be_checked()
    expect(page.get_by_label("letter.pdf")).to_be_checked()
    expect(page.get_by_label("photo.png")).to_be_checked()
    left = page.locator("input[type=file]").evaluate_all(
        "all => all.map((one) => one.files.length)"
    )
    assert left == [0, 0, 0]
    axe(page)
    page.get_by_label("letter.pdf").uncheck()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/case/*")

    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="letter.pdf")).to_have_count(0)
    shown = page.locator("img.file-thumb").evaluate("one => [one.complete, one.naturalWidth > 0]")
    assert shown == [True, True]
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="plan.pdf").click()
    assert download.value.suggested_filename == "plan.pdf"
    assert rows_of(tenant)["letter.pdf"].record_id is None


def test_a_file_that_fails_is_sent_again_and_one_that_is_wrong_is_told(
    tenant: Tenant, page_of: Opened, memory: MemoryStorage
) -> None:
    page = page_of(tenant)
    page.goto(EDIT)
    fill(page)
    memory.is_down = True

    chosen(page, "Contract", PLAN)
    expect(page.get_by_text("It could not be sent.")).to_be_visible()
    memory.is_down = False
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("plan.pdf")).to_be_checked()
    chosen(page, "Photo", {**PLAN, "name": "photo.jpg"})

    words = "The file for Photo is not what its ending, jpg, says."
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(words)).to_have_count(0)


def test_an_upload_that_is_cut_takes_nothing_else_with_it(tenant: Tenant, page_of: Opened) -> None:
    page = page_of(tenant)
    page.goto(EDIT)
    fill(page)
    chosen(page, "Papers", LETTER)
    expect(page.get_by_label("letter.pdf")).to_be_checked()
    page.route("**/files/contract", lambda route: route.abort("connectionreset"))
    chosen(page, "Contract", PLAN)
    expect(page.get_by_text("It could not be sent.")).to_be_visible()
    page.unroute("**/files/contract")

    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("plan.pdf")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/case/*")
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="letter.pdf")).to_be_visible()


def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    tenant: Tenant, page_of: Opened
) -> None:
    page = page_of(tenant)
    page.goto(EDIT)

    chosen(page, "Papers", {**PLAN, "buffer": PDF + bytes(200_001)})

    expect(page.get_by_text("It is larger than 200")).to_be_visible()
    assert rows_of(tenant) == {}


def test_a_new_file_takes_the_place_of_the_one_before(tenant: Tenant, page_of: Opened) -> None:
    page = page_of(tenant)
    page.goto(EDIT)

    chosen(page, "Contract", PLAN)
    expect(page.get_by_label("plan.pdf")).to_be_checked()
    chosen(page, "Contract", LETTER)

    expect(page.get_by_label("letter.pdf")).to_be_checked()
    expect(page.get_by_label("plan.pdf")).not_to_be_checked()


def test_a_signature_is_drawn_and_stays_when_something_else_is_wrong(
    tenant: Tenant, page_of: Opened, axe: Check
) -> None:
    page = page_of(tenant, bypass_csp=True)
    page.goto(EDIT)
    page.get_by_label("Complaint").check()
    page.get_by_role("textbox", name="Signed").fill("Sten Ek")

    draw(page)
    drawn = page.locator("[data-signature-pad] path").get_attribute("d")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert drawn
    assert drawn.startswith("M")
    assert page.locator("[data-signature-pad] path").get_attribute("d") == drawn
    axe(page)
    page.get_by_role("textbox", name="Applicant").fill("Sten Ek")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/case/*")
    expect(page.get_by_role("img", name="Signature of Sten Ek")).to_be_visible()
    assert page.locator(".signature-drawn path").get_attribute("d") == drawn
    axe(page)


def draw(page: Page) -> None:
    pad = page.locator("[data-signature-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(box["x"] + 20 + 25 * step, box["y"] + 30 + 8 * step)
    page.mouse.up()


def test_a_drawing_can_be_begun_anew(tenant: Tenant, page_of: Opened) -> None:
    page = page_of(tenant)
    page.goto(EDIT)

    draw(page)
    page.get_by_role("button", name="Draw anew").click()

    assert page.locator("[data-signature-path]").input_value() == ""
    assert page.locator("[data-signature-pad] path").get_attribute("d") == ""


def in_steps(tenant: Tenant) -> None:
    made = copy.deepcopy(filed_app())
    elements = made["screens"]["edit"].pop("elements")
    made["screens"]["edit"] |= {
        "steps": [
            {"key": "files", "title": "Files", "elements": elements[-4:]},
            {"key": "who", "title": "Who", "elements": elements[:-4]},
        ],
        "review": True,
    }
    publish(tenant, made, roles={"member": "handler"})


def test_files_that_are_dropped_go_up_at_once_in_every_step(
    bjorkby: Tenant, page_of: Opened, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    in_steps(bjorkby)
    page = page_of(bjorkby)
    page.goto(EDIT)

    dropped(page, "Papers", "plan.pdf", "letter.pdf")
    expect(page.get_by_label("plan.pdf")).to_be_checked()
    expect(page.get_by_label("letter.pdf")).to_be_checked()

    page.get_by_role("button", name="Next").click()
    fill(page)
    page.get_by_role("button", name="Back").click()
    dropped(page, "Papers", "map.pdf")
    expect(page.get_by_label("map.pdf")).to_be_checked()


def test_files_and_strokes_travel_through_the_steps_of_a_form(
    bjorkby: Tenant, page_of: Opened, memory: MemoryStorage
) -> None:
    assert memory.objects == {}
    in_steps(bjorkby)
    page = page_of(bjorkby)
    page.goto(EDIT)
    chosen(page, "Papers", PLAN)
    expect(page.get_by_label("plan.pdf")).to_be_checked()
    page.get_by_role("textbox", name="Signed").fill("Sten Ek")
    draw(page)

    page.get_by_role("button", name="Next").click()
    fill(page)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("plan.pdf")).to_be_checked()
    chosen(page, "Papers", LETTER)
    expect(page.get_by_label("letter.pdf")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Review the answers").click()
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(page.get_by_role("img", name="Signature of Sten Ek")).to_be_visible()
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/case/*")
    rows = rows_of(bjorkby)
    assert {name for name, row in rows.items() if row.record_id} == {"plan.pdf", "letter.pdf"}


def test_without_script_the_plain_form_does_it_all(tenant: Tenant, page_of: Opened) -> None:
    page = page_of(tenant, java_script_enabled=False)
    page.goto(EDIT)
    fill(page)
    chosen(page, "Papers", PLAN)
    page.get_by_role("textbox", name="Signed").fill("Sten Ek")

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(page.locator(".signature-name")).to_have_text("Sten Ek")
