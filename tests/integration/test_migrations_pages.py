"""Changing an app that has records, on the builder's pages: asked, answered, watched, undone."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from stuga.builder.publishing import impact, migrations
from stuga.models.json import JsonObject
from tests.factories.carrying import EVA, STEN, UNA, Carried
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.records import Desk

PUBLISH = "/build/cases/publish"
PLAIN: JsonObject = {"x-privacy": {"personal": "none"}}
TAG = re.compile(r"<[^>]+>")


def words(answer: TestResponse) -> str:
    return " ".join(unescape(TAG.sub(" ", answer.get_data(as_text=True))).split())


def posted(app: Carried, path: str = PUBLISH, **form: str) -> TestResponse:
    """Post answers; `do__removal__amount` answers for `removal:case.amount`."""
    given = {named(name): value for name, value in form.items()}
    return app.vera.post(path, data={"revision": str(app.revision), **given})


def named(name: str) -> str:
    if "__" not in name:
        return name
    what, change, field, *do = name.split("__")
    code = f"{change.replace('_', '-')}:case.{field}"
    return "|".join([what.replace("_TO_", ":"), code, *do])


def integer(case: JsonObject) -> None:
    case["properties"]["reference"] = {"type": "integer", "title": "Reference", **PLAIN}
    case["x-model"]["search"] = ["applicant"]


def test_a_rename_with_data_is_told_and_needs_no_decision(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)

    def renamed(case: JsonObject) -> None:
        case["properties"]["remarks"] = case["properties"].pop("notes")

    app.change(renamed, renames={"notes": "remarks"})

    shown = words(app.vera.get(PUBLISH))
    done = posted(app)

    assert "“Notes”: the key “notes” becomes “remarks”." in shown
    assert "2 values move along." in shown
    assert done.status_code == 303
    assert [one["remarks"] for one in app.records()] == ["31.1.2026", "ask Eva"]


def test_a_type_change_asks_what_becomes_of_values_that_do_not_convert(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(integer)

    page = app.vera.get(PUBLISH)
    unanswered = posted(app)
    stopped = posted(
        app,
        do__type_change__reference="convert",
        otherwise__type_change__reference__convert="cancel",
    )
    done = posted(
        app,
        do__type_change__reference="convert",
        otherwise__type_change__reference__convert="aside",
    )

    shown = words(page)
    assert "1 record has a value in “Reference” that does not convert." in shown
    for answer in ("Convert the values", "Leave them as they are", "Then publish nothing"):
        assert answer in shown
    assert unanswered.status_code == 409
    assert "Say of each change what is to be done" in words(unanswered)
    assert stopped.status_code == 409
    assert "“case.reference” has values that do not convert." in words(stopped)
    assert "A version is being published already." not in words(stopped)
    assert 'value="convert" required checked' in stopped.text
    assert done.status_code == 303
    assert [one.get("reference") for one in app.records()] == [12, None]
    after = words(app.vera.get(done.headers["Location"].removeprefix(f"/t/{bjorkby.slug}")))
    assert "2 records were changed." in after
    assert "2 values lie in the trash." in after
    assert "They are gone for good on" in after


def test_examples_are_named_to_those_who_may_read_the_records(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(integer)

    ada, vera = bjorkby.browser("owner").get(PUBLISH), app.vera.get(PUBLISH)

    assert "A2 Eva Lo" in words(ada)
    assert "Eva Lo" not in words(vera)


def test_what_lacks_a_required_value_is_given_what_is_typed(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, UNA)
    app.change(lambda case: case["required"].append("amount"))

    shown = words(app.vera.get(PUBLISH))
    empty = posted(app, do__new_required__amount="give", value__new_required__amount__give="")
    wrong = posted(app, do__new_required__amount="give", value__new_required__amount__give="much")
    unfit = posted(app, do__new_required__amount="give", value__new_required__amount__give="-5")
    done = posted(
        app, do__new_required__amount="give", value__new_required__amount__give="1 200,50 kr"
    )

    assert "1 record lacks “Amount”." in shown
    assert [one.status_code for one in (empty, wrong, unfit)] == [422, 422, 422]
    assert "Fill in Value." in words(empty)
    assert "Value must be a number" in words(wrong)
    assert 'value="much"' in wrong.text
    assert "This does not fit the field as it is to be." in words(unfit)
    assert done.status_code == 303
    assert [one["amount"] for one in app.records()] == [100, 1200.5]


def test_duplicates_are_counted_and_left_or_emptied(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, {**UNA, "amount": 100})
    app.change(lambda case: case["x-model"]["unique"].append(["amount"]))

    shown = words(app.vera.get(PUBLISH))
    done = posted(app, do__new_unique__amount="first")

    assert "2 records have the same values as another." in shown
    assert "The oldest record keeps the value" in shown
    assert done.status_code == 303
    assert [one.get("amount") for one in app.records()] == [100, None]


def test_each_former_choice_is_mapped(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(lambda case: case["properties"]["kind"]["oneOf"].pop())

    shown = words(app.vera.get(PUBLISH))
    done = app.vera.post(
        PUBLISH,
        data={
            "revision": str(app.revision),
            "do|fewer-choices:case.kind": "map",
            "map:complaint|fewer-choices:case.kind|map": "permit",
        },
    )

    assert "“Complaint” becomes" in shown
    assert done.status_code == 303
    assert [one["kind"] for one in app.records()] == ["permit", "permit"]


def test_what_is_removed_comes_back_with_the_version_before(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN)

    def without_notes(case: JsonObject) -> None:
        del case["properties"]["notes"]

    app.change(without_notes)
    assert "Remove it with its values" in words(app.vera.get(PUBLISH))
    assert posted(app, do__removal__notes="remove").status_code == 303
    app.add(UNA)

    version = words(app.vera.get("/build/cases/versions/2"))
    restore = app.vera.get("/build/cases/versions/1/restore")
    done = posted(app, "/build/cases/versions/1/restore")

    assert "1 value lies in the trash." in version
    assert "Publish version 1 again" in words(restore)
    assert "1 value comes back from the trash." in words(restore)
    assert done.status_code == 303
    assert [one.get("notes") for one in app.records()] == ["31.1.2026", None]
    assert "Version 1 again" in words(app.vera.get("/build/cases/versions"))


def test_old_values_are_let_go_of_on_the_page(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN)
    app.change(lambda case: case["properties"].pop("notes"))
    done = posted(app, do__removal__notes="remove")
    place = done.headers["Location"].removeprefix(f"/t/{bjorkby.slug}")

    assert "Let them go now" in words(app.vera.get(place))
    assert app.vera.post(f"{place}/confirm").status_code == 303
    run_outbox(bjorkby)

    assert app.aside() == {}
    assert "Let them go now" not in words(app.vera.get(place))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let more than one record be many."""
    monkeypatch.setattr(migrations, "AT_ONCE", 1)


@pytest.mark.usefixtures("few")
def test_a_long_publication_is_watched_and_cancelled_without_script(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(integer)
    begun = posted(app, do__type_change__reference="convert")
    place = begun.headers["Location"].removeprefix(f"/t/{bjorkby.slug}")

    watched = app.vera.get(place)
    blocked = app.vera.get(PUBLISH)
    refused = posted(app, do__type_change__reference="convert")
    cancelled = app.vera.post(f"{place}/cancel")

    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in watched.text
    assert 'data-over="no"' in watched.text
    assert "Stored records are made ready for it." in words(watched)
    assert "A version is being published already." in words(blocked)
    assert (refused.status_code, cancelled.status_code) == (409, 303)
    assert "Publishing was cancelled" in words(app.vera.get(place))
    run_outbox(bjorkby)
    assert app.records() == [STEN, EVA]
    auditor = bjorkby.browser("auditor")
    assert auditor.get(place).status_code == 200
    assert auditor.post(f"{place}/cancel").status_code == 403


@pytest.mark.usefixtures("few")
def test_a_publication_that_failed_says_why(bjorkby: Tenant) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(integer)
    begun = posted(
        app,
        do__type_change__reference="convert",
        otherwise__type_change__reference__convert="cancel",
    )
    run_outbox(bjorkby)

    shown = words(app.vera.get(begun.headers["Location"].removeprefix(f"/t/{bjorkby.slug}")))

    assert "Version 2 was not published" in shown
    assert "“case.reference” has values that do not convert. Nothing has changed." in shown


def test_all_records_are_looked_at_in_the_background(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(impact, "MOST_RECORDS", 1)
    app = Carried(bjorkby, STEN, EVA, UNA)
    app.change(integer)

    first = words(app.vera.get(PUBLISH))
    run_outbox(bjorkby)
    then = words(app.vera.get(PUBLISH))

    assert "Only the 1 newest records were looked at." in first
    assert "All stored records are being looked at: 0 of 3." in first
    assert "All 3 stored records have been looked at." in then
    assert "1 record has a value in “Reference” that does not convert." in then


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "x-field": {"kind": "reference", "model": "paper"}}, ""),
        ({"type": "number"}, "12"),
        ({"type": "boolean"}, ""),
        ({"type": "string", "format": "date"}, ""),
    ],
)
def test_a_record_is_shown_with_its_history_whatever_its_fields_were(
    bjorkby: Tenant, schema: JsonObject, expected: str
) -> None:
    app = Carried(bjorkby, STEN)
    Desk(bjorkby).patch(app.ids[0], 1, notes="12")
    app.document["screens"]["detail"] = {
        "type": "detail",
        "model": "case",
        "title": "Case",
        "elements": [{"type": "field", "field": "notes"}],
    }
    app.document["roles"]["handler"]["screens"] = ["detail"]

    def turned(case: JsonObject) -> None:
        case["properties"]["notes"] = {"title": "Notes", **schema, **PLAIN}

    app.change(turned)
    code = "type-change:case.notes"
    assert app.publish([code]).status_code == 201

    member = bjorkby.browser("member")
    page = member.get(f"/apps/cases/detail/{app.ids[0]}")
    history = member.get(f"/api/v1/apps/cases/records/case/{app.ids[0]}/history")

    assert page.status_code == 200
    assert expected in words(page)
    assert history.status_code == 200


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_questions_are_asked_in_the_builders_language(bjorkby: Tenant, language: str) -> None:
    app = Carried(bjorkby, STEN, EVA)
    app.change(integer)
    app.vera.client.set_cookie("stuga-language", language)

    shown = words(app.vera.get(PUBLISH))

    said = {"sv": "Omvandla värdena", "nb": "Gjør om verdiene"}
    assert said[language] in shown
    assert "Convert the values" not in shown
