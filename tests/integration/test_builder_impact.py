"""What a change does to stored records is counted, told, and must be decided."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from stuga.builder.publishing import impact, service
from stuga.builder.publishing.told import count_said
from stuga.models import Record
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db
from stuga.platform.ui import Locale
from tests.factories.building import (
    CASES,
    begun,
    definition,
    publish,
    saved,
    stored,
)
from tests.factories.cast import Browser, Tenant

STEN = {"applicant": "Sten Ek", "kind": "permit", "reference": "A1", "amount": 100}
EVA = {"applicant": "Eva Lo", "kind": "complaint", "reference": "A2", "notes": "long"}
UNA = {"applicant": "Una Rask", "kind": "permit", "reference": "A3", "notes": "long"}


def case_of(document: JsonObject) -> JsonObject:
    return document["models"]["case"]


def bare() -> JsonObject:
    """Return a definition with models alone, so that a change of them breaks no screen."""
    return {**definition(), "screens": {}, "navigation": [], "roles": {}}


def running(tenant: Tenant, document: JsonObject | None = None) -> Browser:
    """Return Vera's browser, with version 1 live and three cases stored."""
    vera = begun(tenant, document)
    assert publish(vera).status_code == 201
    stored(tenant, "case", STEN, EVA, UNA)
    return vera


def decisions(response) -> dict[str, tuple[int, str]]:  # noqa: ANN001  # a test response
    assert response.status_code == 409, response.get_json()
    assert response.get_json()["code"] == "publish-needs-decision"
    found = response.get_json()["decisions"]
    return {one["code"]: (one["affected"], one["records"]) for one in found}


def gone_field(case: JsonObject) -> None:
    del case["properties"]["amount"]
    case["x-model"]["index"].remove("amount")


def fewer_choices(case: JsonObject) -> None:
    del case["properties"]["kind"]["oneOf"][1]


def tighter(case: JsonObject) -> None:
    case["properties"]["amount"] |= {"minimum": 50, "maximum": 60}


def required(case: JsonObject) -> None:
    case["required"].append("notes")


def unique(case: JsonObject) -> None:
    case["x-model"]["unique"].append(["kind"])


AMOUNT = ("removal:case.amount", 1, "1 record has a value in “Amount”.")
KIND = ("fewer-choices:case.kind", 1, "1 record has a value in “Kind” that no longer fits.")
LIMITS = ("narrowing:case.amount", 1, "1 record has a value in “Amount” that no longer fits.")
NOTES = ("new-required:case.notes", 1, "1 record lacks “Notes”.")
UNIQUE = ("new-unique:case.kind", 2, "2 records have the same values as another.")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (gone_field, AMOUNT),
        (fewer_choices, KIND),
        (tighter, LIMITS),
        (required, NOTES),
        (unique, UNIQUE),
    ],
)
def test_what_stored_records_no_longer_fit_must_be_decided(
    bjorkby: Tenant, change: Callable[[JsonObject], None], expected: tuple[str, int, str]
) -> None:
    document = bare()
    vera = running(bjorkby, document)
    change(case_of(document))
    saved(vera, document, revision=1)
    code, affected, words = expected

    assert decisions(publish(vera, revision=2)) == {code: (affected, words)}
    assert vera.get(CASES).get_json()["live_number"] == 1
    assert publish(vera, "removal:case.other", revision=2).status_code == 409
    done = publish(vera, code, revision=2)

    assert done.status_code == 201, done.get_json()
    assert code in {one["code"] for one in done.get_json()["effects"]}
    with bjorkby.inside():
        kept = db.session.scalars(select(Record.data).order_by(Record.id)).all()
        if change is gone_field:
            assert kept == [{key: one for key, one in STEN.items() if key != "amount"}, EVA, UNA]
        else:
            assert kept == [STEN, EVA, UNA]


def test_another_kind_is_tried_on_every_value(bjorkby: Tenant) -> None:
    vera = running(bjorkby)
    stored(bjorkby, "case", {**EVA, "reference": "12"})
    document = definition()
    case = case_of(document)
    case["properties"]["reference"] = {
        "type": "integer",
        "title": "Reference",
        "x-privacy": {"personal": "none"},
    }
    case["x-model"]["search"].remove("reference")
    saved(vera, document, revision=1)

    found = decisions(publish(vera, revision=2))

    words = "3 records have a value in “Reference” that does not convert."
    assert found == {"type-change:case.reference": (3, words)}


def test_a_model_that_goes_is_told_with_its_records(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    stored(bjorkby, "paper", {"title": "One"}, {"title": "Two"})
    document = definition()
    del document["models"]["paper"]
    del document["roles"]["handler"]["models"]["paper"]
    saved(vera, document, revision=1)

    words = "2 records are stored."
    assert decisions(publish(vera, revision=2)) == {"removal:paper": (2, words)}


def test_what_no_record_breaks_needs_no_decision(bjorkby: Tenant) -> None:
    document = bare()
    vera = begun(bjorkby, document)
    publish(vera)
    stored(bjorkby, "case", {**STEN, "notes": "x"})
    required(case_of(document))
    saved(vera, document, revision=1)

    done = publish(vera, revision=2)

    assert done.status_code == 201
    effect = done.get_json()["effects"][0]
    assert effect["records"] == "No stored record is affected."
    assert (effect["looked_at"], effect["capped"]) == (1, False)


def test_what_was_not_looked_at_must_be_decided_too(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact, "MOST_RECORDS", 2)
    vera = running(bjorkby)
    document = definition()
    case_of(document)["properties"]["amount"]["maximum"] = 50
    saved(vera, document, revision=1)

    found = decisions(publish(vera, revision=2))

    assert found == {
        "narrowing:case.amount": (0, "Only the 2 newest records were looked at."),
    }


def test_records_in_the_trash_are_left_out(bjorkby: Tenant) -> None:
    document = bare()
    vera = running(bjorkby, document)
    with bjorkby.inside():
        db.session.execute(update(Record).values(deleted_at=clock.now()))
    required(case_of(document))
    saved(vera, document, revision=1)

    assert publish(vera, revision=2).status_code == 201


def test_the_preview_names_examples_to_those_who_may_read_them(bjorkby: Tenant) -> None:
    vera = running(bjorkby)
    bjorkby.give("owner", "cases", "handler")
    bjorkby.give("admin", "cases", "reader")
    document = definition()
    required(case_of(document))
    document["screens"]["extra"] = {"type": "page", "title": "Extra"}
    saved(vera, document, revision=1)

    with bjorkby.inside():
        previews = {
            who: service.preview_publish(
                bjorkby.actor(who), "cases", now=clock.now(), locale=Locale("en")
            )
            for who in ("owner", "builder", "admin")
        }

    for preview in previews.values():
        assert (preview.number, preview.revision, preview.same) == (2, 2, False)
        assert [one.code for one in preview.decisions] == ["new-required:case.notes"]
        assert [(one.part, one.key, one.how) for one in preview.parts] == [
            ("screens", "extra", "added")
        ]
    labels = {
        who: [one.label for one in preview.decisions[0].examples]
        for who, preview in previews.items()
    }
    assert labels == {"owner": ["A1 Sten Ek"], "builder": [], "admin": ["A1"]}
    swedish = Locale("sv").tell(count_said(previews["owner"].decisions[0]))
    assert swedish == "1 post saknar ”Notes”."
