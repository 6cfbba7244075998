"""A record on paper shows the pictures among its files: those open to the reader, within limits."""

from uuid import UUID

import pytest

from stuga.runtime.serving import paper_files
from tests.factories.cast import Tenant
from tests.factories.files import a_case, filed, picture, sent
from tests.factories.papers import Printed
from tests.factories.records import entries_of
from tests.factories.storage import MemoryStorage


@pytest.fixture
def tenant(bjorkby: Tenant, memory: MemoryStorage) -> Tenant:
    assert memory.objects == {}
    return filed(bjorkby)


def on_paper(tenant: Tenant, who: str, record_id: UUID) -> Printed:
    answer = tenant.browser(who).get(f"/apps/cases/case/{record_id}/pdf")
    assert answer.status_code == 200, answer.text
    return Printed(answer.get_data())


def illustrated(tenant: Tenant) -> UUID:
    """Make a case with three pictures, and a paper that is none."""
    nils = tenant.browser("member")
    photo = sent(nils, "house.jpg", picture("JPEG"), field="photo")
    drawn = sent(nils, "plan.png", picture("PNG", (90, 30)), field="contract")
    others = [
        sent(nils, "site.webp", picture("WEBP", (30, 30)), field="papers"),
        sent(nils, "text.pdf", field="papers"),
    ]
    return a_case(nils, photo=photo, contract=drawn, papers=others)


def test_pictures_are_drawn_with_their_names_and_other_files_named(tenant: Tenant) -> None:
    record_id = illustrated(tenant)
    before = len(entries_of(tenant, "file.read"))

    paper = on_paper(tenant, "member", record_id)

    assert paper.images == ["site.webp", "plan.png", "house.jpg"]
    words = "".join(paper.text.split())
    assert all(name in words for name in ("house.jpg", "plan.png", "site.webp", "text.pdf"))
    assert len(entries_of(tenant, "file.read")) == before + 3


def test_a_picture_of_a_field_that_is_closed_is_neither_drawn_nor_named(tenant: Tenant) -> None:
    paper = on_paper(tenant, "builder", illustrated(tenant))

    assert paper.images == ["site.webp", "house.jpg"]
    assert "plan.png" not in "".join(paper.text.split())


@pytest.mark.parametrize(("limit", "most", "drawn"), [("MOST", 2, 2), ("MOST_BYTES", 1, 0)])
def test_what_goes_beyond_the_limits_is_named(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, drawn: int
) -> None:
    monkeypatch.setattr(paper_files, limit, most)

    paper = on_paper(tenant, "member", illustrated(tenant))

    assert len(paper.images) == drawn
    assert "house.jpg" in "".join(paper.text.split())


def test_a_picture_whose_bytes_are_gone_is_named(tenant: Tenant, memory: MemoryStorage) -> None:
    record_id = illustrated(tenant)
    memory.objects.clear()

    paper = on_paper(tenant, "member", record_id)

    assert paper.images == []
    assert "house.jpg" in "".join(paper.text.split())
