"""A live app's model changes while it has records: every value is carried along or put aside."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from stuga.models import AuditDetail, RecordChange, RecordLink
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.db import db, reading_trail
from tests.factories.carrying import EVA, STEN, UNA, Carried, decisions
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk, diffs_of, entries_of

PLAIN: JsonObject = {"x-privacy": {"personal": "none"}}


def renamed(case: JsonObject) -> None:
    case["properties"]["remarks"] = case["properties"].pop("notes")
    case["properties"]["code"] = case["properties"].pop("reference")
    case["x-model"]["unique"] = [["code"]]
    case["x-model"]["index"] = [
        "code" if one == "reference" else one for one in case["x-model"]["index"]
    ]
    case["x-model"]["search"] = ["applicant", "code"]
    case["x-model"]["label"] = "{code} {applicant}"


RENAMES = {"notes": "remarks", "reference": "code"}


def test_a_rename_takes_values_history_and_unique_values_along(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    nils = Desk(bjorkby)
    nils.patch(app.ids[0], 1, notes="later")

    done = app.change(renamed, renames=RENAMES).publish()

    assert done.status_code == 201, done.get_json()
    assert done.get_json()["migration"]["changed"] == 2
    sten, eva = app.records()
    assert (sten["remarks"], sten["code"]) == ("later", "12")
    assert (eva["remarks"], eva["code"]) == ("ask Eva", "A2")
    assert not {"notes", "reference"} & (sten.keys() | eva.keys())
    assert diffs_of(bjorkby, app.ids[0])[0] == {"remarks": ["31.1.2026", "later"]}
    assert app.claims() == {"code": 2}
    assert app.aside() == {}
    twice = bjorkby.browser("member").post(
        "/api/v1/apps/cases/records/case", json={**UNA, "reference": None, "code": "12"}
    )
    assert twice.status_code == 422
    assert nils.get(app.ids[0]).revision == 3


def of_kind(key: str, **schema: object) -> object:
    """Return a change that gives a field another kind."""

    def change(case: JsonObject) -> None:
        title = case["properties"][key]["title"]
        case["properties"][key] = {"title": title, **schema, **PLAIN}
        if key != "reference" or schema.get("type") != "string":
            settings = case["x-model"]
            settings["search"] = [one for one in settings["search"] if one != key]

    return change


def test_texts_become_numbers_and_what_is_none_is_put_aside(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA, UNA)
    app.change(of_kind("reference", type="integer"))

    asked = decisions(app.publish())
    done = app.publish(type_change__reference={"do": "convert", "otherwise": "aside"})

    assert set(asked) == {"type-change:case.reference"}
    told = asked["type-change:case.reference"]
    assert (told["affected"], told["looked_at"]) == (1, 3)
    assert told["records"] == "1 record has a value in “Reference” that does not convert."
    assert told["answers"] == [
        {"do": "convert", "otherwise": ["aside", "forget", "leave", "cancel"]},
        {"do": "leave"},
    ]
    assert done.status_code == 201, done.get_json()
    assert [one.get("reference") for one in app.records()] == [12, None, 13]
    assert app.aside() == {"reference": ["12", "A2", "13"]}
    assert app.claims() == {"reference": 2}
    state = done.get_json()["migration"]
    assert (state["put_aside"], state["state"]) == (3, "done")
    assert diffs_of(bjorkby, app.ids[1]) == [{"reference": ["A2", None]}]


def test_a_value_that_does_not_convert_can_cancel_everything(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(of_kind("reference", type="integer"))

    stopped = app.publish(type_change__reference={"do": "convert", "otherwise": "cancel"})

    assert (stopped.status_code, stopped.get_json()["code"]) == (409, "publish-stopped")
    assert stopped.get_json()["field"] == "reference"
    assert app.records() == [STEN, EVA]
    assert app.claims() == {"reference": 2}
    assert app.vera.get("/api/v1/apps/cases").get_json()["live_number"] == 1
    assert app.vera.get("/api/v1/apps/cases/migrations").get_json()["items"] == []


def test_values_may_be_left_as_they_are_or_forgotten(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(of_kind("reference", type="integer"))

    done = app.publish(type_change__reference={"do": "convert", "otherwise": "leave"})

    assert done.status_code == 201
    assert [one.get("reference") for one in app.records()] == [12, "A2"]
    app.change(of_kind("notes", type="boolean"))
    assert app.publish(type_change__notes={"do": "leave"}).status_code == 201
    assert [one["notes"] for one in app.records()] == [STEN["notes"], EVA["notes"]]


def test_texts_become_dates_in_the_order_that_is_named(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA, {**UNA, "notes": "1/2/2026"})
    app.change(of_kind("notes", type="string", format="date"))

    asked = decisions(app.publish())["type-change:case.notes"]
    done = app.publish(type_change__notes={"do": "convert", "order": "dmy"})

    assert asked["answers"][0]["order"] == {"auto": 1, "ymd": 3, "dmy": 1, "mdy": 2}
    assert done.status_code == 201
    assert [one.get("notes") for one in app.records()] == ["2026-01-31", None, "2026-02-01"]
    assert app.aside() == {"notes": ["31.1.2026", "ask Eva", "1/2/2026"]}


def test_choices_become_texts_one_becomes_many_and_numbers_become_texts(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    kinds = [{"const": "permit", "title": "Permit"}, {"const": "complaint", "title": "Complaint"}]
    many = {"type": "array", "uniqueItems": True, "items": {"type": "string", "oneOf": kinds}}

    def unindexed(case: JsonObject) -> None:
        case["x-model"]["index"].remove("kind")

    done = app.change(
        unindexed, of_kind("kind", **many), of_kind("amount", type="string")
    ).publish()

    assert done.status_code == 201, done.get_json()
    sten, eva = app.records()
    assert (sten["kind"], sten["amount"]) == (["permit"], "100")
    assert eva["kind"] == ["complaint"]
    assert app.change(of_kind("kind", type="string")).publish().status_code == 201
    assert [one["kind"] for one in app.records()] == ["Permit", "Complaint"]


def test_texts_become_references_by_what_records_are_called(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN)
    one, _, other, _ = app.add(
        {"title": "Plan"}, {"title": "Twice"}, {"title": "Map"}, {"title": "Twice"}, model="paper"
    )
    app.add({**UNA, "notes": " plan "}, {**EVA, "notes": "Twice"}, {**EVA, "notes": "Map",
        "reference": "A3", "email": "x@example.se"})  # fmt: skip
    to_paper = {"type": "string", "x-field": {"kind": "reference", "model": "paper"}}
    app.change(of_kind("notes", **to_paper))

    asked = decisions(app.publish())["type-change:case.notes"]
    done = app.publish(type_change__notes={"do": "convert", "by": "title"})

    assert (asked["affected"], asked["answers"][0]["by"]) == (2, ["title"])
    assert done.status_code == 201, done.get_json()
    assert [row.get("notes") for row in app.records()] == [None, str(one), None, str(other)]
    assert links(app) == {("notes", one), ("notes", other)}
    assert app.change(of_kind("notes", type="string")).publish().status_code == 201
    assert [row.get("notes") for row in app.records()] == ["31.1.2026", " plan ", "Twice", "Map"]
    assert (links(app), app.aside()) == (set(), {})


def links(app: Carried) -> set[tuple[str, UUID]]:
    with app.tenant.inside():
        return {(row.field, row.to_id) for row in db.session.scalars(select(RecordLink))}


def test_what_lacks_a_required_value_is_given_one_or_left(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, UNA)
    app.change(lambda case: case["required"].append("notes"))

    asked = decisions(app.publish())["new-required:case.notes"]
    done = app.publish(new_required__notes={"do": "give", "value": "none"})

    assert asked["records"] == "1 record lacks “Notes”."
    assert asked["answers"] == [{"do": "leave"}, {"do": "give", "value": True}]
    assert done.status_code == 201
    assert [one["notes"] for one in app.records()] == ["31.1.2026", "none"]
    app.change(lambda case: case["required"].append("closed_on"))
    assert app.publish(new_required__closed_on={"do": "leave"}).status_code == 201
    assert [one.get("closed_on") for one in app.records()] == [None, None]


def test_duplicates_are_listed_and_later_ones_refused(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, UNA, EVA)
    app.change(lambda case: case["x-model"]["unique"].append(["kind"]))

    asked = decisions(app.publish())["new-unique:case.kind"]
    done = app.publish(new_unique__kind={"do": "leave"})

    assert (asked["affected"], asked["answers"]) == (2, [{"do": "leave"}])
    assert done.status_code == 201
    assert app.claims() == {"reference": 3, "kind": 2}
    again = bjorkby.browser("member").post(
        "/api/v1/apps/cases/records/case", json={"applicant": "Bo", "kind": "complaint"}
    )
    assert again.status_code == 422
    assert [(one["pointer"], one["code"]) for one in again.get_json()["errors"]] == [
        ("/kind", "taken")
    ]


def test_of_duplicates_the_oldest_may_keep_the_value(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, {**UNA, "amount": 100}, {**EVA, "amount": 7})
    app.change(lambda case: case["x-model"]["unique"].append(["amount"]))

    done = app.publish(new_unique__amount={"do": "first"})

    assert done.status_code == 201, done.get_json()
    assert [one.get("amount") for one in app.records()] == [100, None, 7]
    assert app.aside() == {"amount": [100]}
    assert app.claims() == {"reference": 3, "amount": 2}


def test_fewer_choices_are_mapped_kept_or_emptied(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(lambda case: case["properties"]["kind"]["oneOf"].pop())

    asked = decisions(app.publish())["fewer-choices:case.kind"]
    wrong = app.publish(fewer_choices__kind={"do": "map", "mapping": {"complaint": "nothing"}})
    done = app.publish(fewer_choices__kind={"do": "map", "mapping": {"complaint": "permit"}})

    assert asked["answers"][1] == {
        "do": "map",
        "gone": ["complaint"],
        "left": ["permit"],
        "otherwise": ["aside", "forget"],
    }
    pointer = "/choices/fewer-choices:case.kind/mapping/complaint"
    assert [one["pointer"] for one in wrong.get_json()["errors"]] == [pointer]
    assert done.status_code == 201
    assert [one["kind"] for one in app.records()] == ["permit", "permit"]
    assert app.aside() == {"kind": ["complaint"]}
    listed = bjorkby.browser("member").get("/api/v1/apps/cases/records/case?filter[kind]=permit")
    assert len(listed.get_json()["items"]) == 2


def test_tighter_limits_empty_or_replace_what_does_not_fit(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, {**UNA, "amount": 10})
    app.change(lambda case: case["properties"]["amount"].update(maximum=50))
    done = app.publish(narrowing__amount={"do": "replace", "value": 50})
    assert done.status_code == 201
    assert [one["amount"] for one in app.records()] == [50, 10]

    app.change(lambda case: case["properties"]["amount"].update(maximum=20))
    unfit = app.publish(narrowing__amount={"do": "replace", "value": 30})
    assert unfit.get_json()["errors"][0]["pointer"] == "/choices/narrowing:case.amount/value"
    assert app.publish(narrowing__amount={"do": "empty"}).status_code == 201
    assert [one.get("amount") for one in app.records()] == [None, 10]
    assert app.aside() == {"amount": [100, 50]}


def test_a_removed_field_is_gone_from_records_and_comes_back_with_its_version(
    bjorkby: Tenant,
) -> None:
    app = Carried(bjorkby, STEN, EVA)

    def without_amount(case: JsonObject) -> None:
        del case["properties"]["amount"]
        case["x-model"]["index"].remove("amount")

    asked = decisions(app.change(without_amount).publish())["removal:case.amount"]
    done = app.publish(removal__amount={"do": "remove"})

    assert asked["records"] == "1 record has a value in “Amount”."
    assert done.status_code == 201
    assert all("amount" not in one for one in app.records())
    assert app.aside() == {"amount": [100]}
    app.add(UNA)
    back = app.restore(1)
    assert back.status_code == 201, back.get_json()
    told = {one["code"]: one for one in back.get_json()["effects"]}["additive:case.amount"]
    assert (told["back"], told["records"]) == (1, "1 value comes back from the trash.")
    assert [one.get("amount") for one in app.records()] == [100, None, None]
    assert app.aside() == {}


def test_what_was_forgotten_does_not_come_back(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN)

    def without_notes(case: JsonObject) -> None:
        del case["properties"]["notes"]

    Desk(bjorkby).patch(app.ids[0], 1, notes="secret")
    app.change(without_notes)
    done = app.publish(removal__notes={"do": "remove", "otherwise": "forget"})
    run_outbox(bjorkby)

    assert done.status_code == 201
    assert app.aside() == {}
    assert diffs_of(bjorkby, app.ids[0]) == [{}, {}]
    assert not traces(bjorkby, "secret")
    assert app.restore(1).status_code == 201
    assert "notes" not in app.records()[0]


def traces(tenant: Tenant, words: str) -> list[str]:
    """Return the places, beside the record, that still hold some words."""
    with tenant.inside(), reading_trail() as session:
        details = session.scalars(select(AuditDetail.val)).all()
        held = [str(row.diff) for row in db.session.scalars(select(RecordChange))]
    return [one for one in [*map(str, details), *held] if words in one]


def test_an_earlier_version_comes_back_over_a_rename_and_a_conversion(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(renamed, renames=RENAMES).publish()
    app.change(of_kind("code", type="integer")).publish(["type-change:case.code"])
    assert [one.get("code") for one in app.records()] == [12, None]
    app.add({"applicant": "Bo", "kind": "permit", "code": 77, "remarks": "new"})
    Desk(bjorkby).patch(app.ids[0], 3, code=14)

    back = app.restore(1)

    assert back.status_code == 201, back.get_json()
    assert [one.get("reference") for one in app.records()] == ["14", "A2", "77"]
    assert [one.get("notes") for one in app.records()] == ["31.1.2026", "ask Eva", "new"]
    assert all("code" not in one and "remarks" not in one for one in app.records())
    assert app.claims() == {"reference": 3}
    assert back.get_json()["draft_follows"] is True


def test_a_removed_model_comes_back_with_its_records_or_is_gone_in_the_end(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Carried(bjorkby, STEN)
    paper, *_ = app.add({"title": "Plan", "case": str(app.ids[0])}, model="paper")

    def gone(document: JsonObject) -> None:
        del document["models"]["paper"]
        del document["roles"]["handler"]["models"]["paper"]

    gone(app.document)
    app.change()
    done = app.vera.post(
        "/api/v1/apps/cases/versions",
        json={"choices": {"removal:paper": {"do": "remove"}}},
        headers={"If-Match": f'"{app.revision}"'},
    )
    assert done.status_code == 201, done.get_json()
    assert done.get_json()["migration"]["removed_models"] == ["paper"]
    assert app.restore(1).status_code == 201
    assert Desk(bjorkby, model="paper").get(paper).data["title"] == "Plan"

    again = app.vera.post(
        "/api/v1/apps/cases/versions/2/restore",
        json={"confirm": ["removal:paper"]},
        headers={"If-Match": f'"{app.revision}"'},
    )
    assert again.status_code == 201, again.get_json()
    later = clock.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    run_outbox(bjorkby)
    assert app.records("paper") == []
    assert len(app.records()) == 1
    assert entries_of(bjorkby, "migration.purge")


def test_records_in_the_trash_are_carried_along(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    desk = Desk(bjorkby)
    desk.delete(app.ids[0])
    app.change(renamed, renames=RENAMES).publish()

    desk.restore(app.ids[0])

    assert app.records()[0]["remarks"] == "31.1.2026"
    assert app.claims() == {"code": 2}
