"""What the builder's forms do with a draft, and what they say of what they cannot take."""

import json

import pytest
from sqlalchemy import select

from stuga.models import App
from stuga.models.json import JsonObject
from stuga.platform.db import db
from tests.factories.building import begun, definition, publish, saved, stored, trail
from tests.factories.cast import Browser, Tenant

HOME = "/build/cases"
FIELD = f"{HOME}/models/case/fields"
APPLY = f"{HOME}/screens/apply"
COST = "/screens/apply/elements/2"


def draft(tenant: Tenant, key: str = "cases") -> JsonObject:
    with tenant.inside():
        found: JsonObject = db.session.scalar(select(App.draft).where(App.key == key))
        return json.loads(json.dumps(found))


def post(browser: Browser, path: str, *, revision: int = 1, **fields: object):  # noqa: ANN201  # a test response
    """Send a form of the builder."""
    return browser.post(path, data={**fields, "revision": str(revision)})


def words(answer: object) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.mark.parametrize("template", ["case-handling", "equipment-bookings"])
@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_a_template_begins_an_app_that_can_be_published_at_once(
    bjorkby: Tenant, template: str, language: str
) -> None:
    vera = bjorkby.browser("builder")

    begin = vera.post("/build/new", data={"template": template, "language": language})
    home = begin.headers["Location"].removeprefix(f"/t/{bjorkby.slug}")
    done = vera.post(f"{home}publish", data={"revision": "1", "note": "First"})

    assert (begin.status_code, done.status_code) == (303, 303)
    is_public = template == "case-handling"
    told = "it does not say how accessible it is" if is_public else "Nothing is wrong."
    assert told in words(vera.get(home))


def test_two_apps_of_one_name_get_keys_of_their_own(bjorkby: Tenant) -> None:
    vera = bjorkby.browser("builder")
    places = [
        vera.post("/build/new", data={"title": title, "language": "sv"}).headers["Location"]
        for title in ("Nya nycklar", "Nya nycklar", "New")
    ]
    assert [place.split("/")[-2] for place in places] == ["nya-nycklar", "nya-nycklar-2", "new-2"]


@pytest.mark.parametrize(
    "given",
    [
        {"title": "", "language": "sv"},
        {"title": "x" * 201, "language": "sv"},
        {"title": "Visits", "language": "tlh"},
        {"title": "Visits", "language": "sv", "template": "nothing"},
    ],
)
def test_an_app_is_not_begun_without_what_it_needs(bjorkby: Tenant, given: dict[str, str]) -> None:
    vera = bjorkby.browser("builder")

    answer = vera.post("/build/new", data=given)

    assert answer.status_code == 422
    assert "No apps yet" in words(vera.get("/build/"))


def test_a_field_says_whose_it_is_and_how_it_goes(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    post(vera, f"{HOME}/privacy/purposes", purpose_title="Handling", purpose_basis="public-task")

    answer = post(
        vera, f"{FIELD}/email", revision=2, title="E-mail", kind="e-mail", personal="direct",
        purpose="handling", subject="Applicant", identity="e-mail", method="hmac", index="yes",
    )  # fmt: skip

    assert answer.status_code == 303
    model = draft(bjorkby)["models"]["case"]
    assert model["properties"]["email"]["x-privacy"] == {
        "personal": "direct", "anonymise": {"method": "hmac"}, "subject": "applicant",
        "identity": "e-mail", "purpose": "handling",
    }  # fmt: skip
    assert "email" in model["x-model"]["index"]


def test_limits_choices_and_money_are_read_as_people_write_them(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    post(
        vera,
        f"{FIELD}/amount",
        title="Amount",
        kind="money",
        minimum="0",
        maximum="1,000.50",
        currency="nok",
    )
    vera.post(f"{FIELD}/kind", data={
        "title": "Kind", "kind": "choice", "choice": ["permit", "complaint"],
        "choice_title": ["Permit", "Grievance"], "new_choices": "Appeal\n\nPermit",
        "do": "down:permit", "revision": "2",
    })  # fmt: skip

    made = draft(bjorkby)["models"]["case"]["properties"]
    assert (made["amount"]["maximum"], made["amount"]["x-field"]["currency"]) == (1000.5, "NOK")
    assert [(one["const"], one["title"]) for one in made["kind"]["oneOf"]] == [
        ("complaint", "Grievance"), ("permit", "Permit"),
        ("appeal", "Appeal"), ("permit-2", "Permit"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "given", "sentence"),
    [
        ("amount", {"kind": "money", "currency": "kronor"}, "Three letters"),
        ("amount", {"kind": "money", "currency": "SEK", "minimum": "much"}, "must be a number"),
        ("amount", {"kind": "money", "currency": "SEK", "minimum": "5", "maximum": "2"}, "lower"),
        ("applicant", {"kind": "text", "maxLength": "-1"}, "at least 0"),
        ("applicant", {"kind": "text", "title": ""}, "must be filled in"),
        ("applicant", {"kind": "text", "personal": "direct", "method": "generalise"}, "Choose one"),
        ("applicant", {"kind": "text", "personal": "direct", "method": "keep"}, "cannot be kept"),
        (
            "applicant",
            {"kind": "text", "personal": "direct", "method": "drop", "required": "yes"},
            "just go",
        ),
        ("applicant", {"kind": "text", "personal": "direct", "purpose": "none-such"}, "Choose one"),
        ("applicant", {"kind": "everything"}, "Choose one"),
        ("kind", {"kind": "choice"}, "something to choose"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_be_is_said_beside_it_and_typed_words_stay(
    bjorkby: Tenant, field: str, given: dict[str, str], sentence: str
) -> None:
    vera = begun(bjorkby)

    answer = post(
        vera, f"{FIELD}/{field}", **{"title": "T", "description": "My own words", **given}
    )

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "My own words" in words(answer)
    assert draft(bjorkby) == definition()


def test_the_panel_sets_an_element_and_its_condition(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)

    answer = vera.post(f"{APPLY}?at={COST}", data={
        "_title": "Price", "_show_field": ["kind", "amount", ""], "_show_join": "any",
        "_show_operator": ["is", "gte", "is"], "_show_value": ["Complaint", "1,000", ""],
        "revision": "1",
    })  # fmt: skip

    assert answer.status_code == 303
    section = draft(bjorkby)["screens"]["apply"]["elements"][2]
    assert section["title"] == "Price"
    assert section["show"] == {
        "any": [{"field": "kind", "is": "complaint"}, {"field": "amount", "gte": 1000}]
    }


@pytest.mark.parametrize(
    ("operator", "value"), [("is", "nonsense"), ("is", ""), ("lt", "permit"), ("made-up", "x")]
)
def test_a_condition_that_cannot_be_is_not_saved(
    bjorkby: Tenant, operator: str, value: str
) -> None:
    vera = begun(bjorkby)

    answer = post(
        vera, f"{APPLY}?at={COST}", _title="Price", _show_field="kind", _show_operator=operator,
        _show_value=value,
    )  # fmt: skip

    assert answer.status_code == 422
    assert draft(bjorkby) == definition()


def test_a_condition_deeper_than_lines_stays_as_it_is(bjorkby: Tenant) -> None:
    changed = definition()
    deep: JsonObject = {"not": {"all": [{"field": "kind", "is": "permit"}]}}
    changed["screens"]["apply"]["elements"][2]["show"] = deep
    vera = begun(bjorkby, changed)
    page = words(vera.get(f"{APPLY}?at={COST}"))
    assert "says more than fits here" in page

    post(vera, f"{APPLY}?at={COST}", _title="Price", _show_deeper="1")

    assert draft(bjorkby)["screens"]["apply"]["elements"][2]["show"] == deep


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (f"{APPLY}/act?at={COST}", {"do": "sideways"}),
        (f"{APPLY}/act?at=/screens/inbox/elements/0", {"do": "up"}),
        (f"{APPLY}/act?at=/models/case", {"do": "delete"}),
        (f"{APPLY}/act?at={COST}", {"do": "to", "place": "/roles/reader|0"}),
        (f"{APPLY}/act?at={COST}", {"do": "to", "place": "x"}),
        (f"{APPLY}/act", {"do": "add:everything"}),
        (f"{APPLY}/act", {"do": "step-remove"}),
        (f"{APPLY}?at=/screens/apply/elements/77", {"_title": "T"}),
        (f"{HOME}/screens/inbox/act", {"do": "column-add:nothing"}),
        (f"{HOME}/screens/gone/act", {"do": "add:divider"}),
        (f"{HOME}/navigation", {"do": "in:nothing"}),
        (f"{HOME}/navigation", {"do": "away:inbox"}),
        (f"{HOME}/models/case/table", {"do": "encrypt:kind:on"}),
        (f"{HOME}/models/case/table", {"do": "index:nothing:on"}),
        (f"{HOME}/models/gone/fields", {"field": "F", "kind": "text"}),
        (f"{FIELD}/gone", {"title": "T"}),
        (f"{HOME}/roles/gone", {"title": "T"}),
        (f"{HOME}/languages", {"language": "../x"}),
        (f"{HOME}/languages/fi", {"t.app.title": "T"}),
        (f"{HOME}/privacy/remove", {"do": "models:case"}),
        (f"{HOME}/problems/fix", {"pointer": "/nowhere", "code": "none"}),
        (f"{HOME}/versions/7/restore", {}),
    ],
)
def test_what_is_not_there_cannot_be_changed(
    bjorkby: Tenant, path: str, fields: dict[str, str]
) -> None:
    vera = begun(bjorkby)

    assert post(vera, path, **fields).status_code == 404
    assert draft(bjorkby) == definition()


@pytest.mark.parametrize(
    ("patch", "to", "status"),
    [
        ("no json", f"{HOME}/", 422),
        ('{"op": "remove"}', f"{HOME}/", 422),
        ('[{"op": "test", "path": "/title"}]', f"{HOME}/", 422),
        ('[{"op": "remove", "path": "/nothing/at/all"}]', f"{HOME}/", 422),
        ('[{"op": "add", "path": "/key", "value": "theirs"}]', f"{HOME}/", 422),
        ("[]", "https://elsewhere.example/", 400),
        ("[]", "/build/other/", 400),
        ("[]", f"{HOME}/\\..\\x", 400),
    ],
)
def test_an_undo_that_means_nothing_is_refused(
    bjorkby: Tenant, patch: str, to: str, status: int
) -> None:
    vera = begun(bjorkby)

    assert post(vera, f"{HOME}/undo", patch=patch, to=to).status_code == status
    assert draft(bjorkby) == definition()


def test_an_act_by_script_is_answered_with_the_page_and_what_takes_it_back(
    bjorkby: Tenant,
) -> None:
    vera = begun(bjorkby)

    answer = vera.post(
        f"{APPLY}/act?at={COST}&language=en",
        data={"do": "up", "revision": "1"},
        headers={"X-Act": "1"},
    )

    place = f"/t/{bjorkby.slug}{APPLY}?at=/screens/apply/elements/1&language=en"
    assert (answer.status_code, answer.headers["Content-Location"]) == (200, place)
    assert "Moved to position 2 of 3" in words(answer)
    assert 'data-revision="2"' in words(answer)
    assert "&#34;op&#34;:&#34;move&#34;" in words(answer)


def test_someone_elses_change_is_told_and_the_act_can_be_done_on_top(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    theirs = definition()
    theirs["title"] = "Matters"
    saved(bjorkby.browser("owner"), theirs, revision=1)

    told = post(vera, f"{APPLY}?at={COST}", _title="My own words")
    assert told.status_code == 412
    assert "Ada Lind saved the draft" in words(told)
    assert 'value="My own words"' in words(told)
    assert draft(bjorkby)["screens"] == definition()["screens"]

    on_top = post(vera, f"{APPLY}?at={COST}", revision=2, _title="My own words")
    assert on_top.status_code == 303
    assert draft(bjorkby)["title"] == "Matters"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "not JSON: line 1, column 2"),
        ('{"a": 1,\n "b" 2}', "not JSON: line 2"),
        ("[1]", "A definition is an object"),
        ('{"a": NaN}', "not JSON that is taken"),
        ('{"key": "other"}', "that is for ever"),
        ('{"key": "cases", "title": "\\u0000"}', "/title cannot be kept"),
        ('{"key": "cases", "a": ' + "[" * 200 + "]" * 200 + "}", "nested too deeply"),
        ("[" * 100_000, "not JSON that is taken"),
    ],
)
def test_json_that_cannot_be_saved_stays_in_the_box(
    bjorkby: Tenant, text: str, sentence: str
) -> None:
    vera = begun(bjorkby)

    answer = post(vera, f"{HOME}/json", document=text)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert text[:40].replace('"', "&#34;") in answer.get_data(as_text=True)
    assert draft(bjorkby) == definition()


def test_json_with_problems_is_saved_and_each_is_told_with_its_line(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    broken = definition()
    broken["screens"]["inbox"]["columns"] = ["nothing"]

    answer = post(vera, f"{HOME}/json", document=json.dumps(broken))

    page = words(vera.get(f"{HOME}/json"))
    assert answer.status_code == 303
    line = json.dumps(broken, indent=2).splitlines().index('        "nothing"') + 1
    assert f"Line {line} · <code>/screens/inbox/columns/0</code>" in page


@pytest.mark.parametrize(
    "junk", [{"models": []}, {"models": {"case": 7}}, {"screens": {"apply": []}}]
)
def test_pages_of_a_broken_draft_still_open(bjorkby: Tenant, junk: JsonObject) -> None:
    vera = begun(bjorkby)
    post(vera, f"{HOME}/json", document=json.dumps({**definition(), **junk, "roles": "none"}))

    for page in ("", "roles", "privacy", "languages", "problems", "json", "publish", "settings"):
        assert vera.get(f"{HOME}/{page}").status_code == 200, page


def test_publishing_asks_for_each_decision_and_keeps_the_note(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    assert publish(vera).status_code == 201
    stored(bjorkby, "case", {"kind": "permit", "applicant": "Sten Ek"})
    changed = definition()
    changed["models"]["case"]["required"] = ["applicant", "kind", "closed_on"]
    for screen in ("apply", "edit"):
        changed["screens"][screen]["elements"] = [
            {"type": "field", "field": key} for key in ("applicant", "kind", "closed_on")
        ]
    revision = saved(vera, changed, revision=1)

    shown = words(vera.get(f"{HOME}/publish"))
    asked = post(vera, f"{HOME}/publish", revision=revision, note="As the board decided")
    done = post(
        vera, f"{HOME}/publish", revision=revision, confirm="new-required:case.closed_on",
        note="As the board decided",
    )  # fmt: skip

    assert "1 record lacks “Closed on”." in shown
    assert asked.status_code == 409
    assert "As the board decided" in words(asked)
    assert done.status_code == 303
    assert "As the board decided" in words(vera.get(f"{HOME}/versions"))
    assert trail(bjorkby).count("version.publish") == 2


def test_a_draft_with_errors_is_not_published(bjorkby: Tenant) -> None:
    broken = definition()
    broken["screens"]["inbox"]["columns"] = ["nothing"]
    vera = begun(bjorkby, broken)

    answer = post(vera, f"{HOME}/publish")

    assert answer.status_code == 422
    assert "There are errors to put right first." in words(answer)


def test_an_earlier_version_comes_back_through_the_same_gate(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)
    publish(vera)
    post(vera, f"{HOME}/settings", title="Matters", icon="bell")
    publish(vera, revision=2)

    answer = post(vera, f"{HOME}/versions/1/restore", revision=2)

    assert answer.status_code == 303
    assert "Version 1 again" in words(vera.get(f"{HOME}/versions"))
    assert draft(bjorkby)["title"] == "Cases"


def test_an_owner_gives_herself_a_role_to_try_the_app(bjorkby: Tenant) -> None:
    publish(begun(bjorkby))
    ada, vera = bjorkby.browser("owner"), bjorkby.browser("builder")

    assert vera.post(f"{HOME}/try", data={"role": "handler"}).status_code == 403
    assert ada.post(f"{HOME}/try", data={"role": "nothing"}).status_code == 404
    given = ada.post(f"{HOME}/try", data={"role": "handler"})

    assert given.headers["Location"] == f"/t/{bjorkby.slug}/apps/cases/"
    assert "Your role in it: Handler." in words(ada.get(f"{HOME}/"))


def test_an_app_is_deleted_by_typing_its_key(bjorkby: Tenant) -> None:
    vera = begun(bjorkby)

    slip = vera.post(f"{HOME}/delete", data={"key": "case"})
    done = vera.post(f"{HOME}/delete", data={"key": "cases"})

    assert (slip.status_code, done.status_code) == (422, 303)
    assert "Type cases to delete the app." in words(slip)
    assert vera.get(f"{HOME}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "?language=xx&role=none&width=1&scheme=pink&empty=9",
        "?at=x",
        "?at=/screens/apply/elements/99",
    ],
)
def test_switches_that_mean_nothing_are_left_alone(bjorkby: Tenant, query: str) -> None:
    vera = begun(bjorkby)

    assert vera.get(f"{APPLY}{query}").status_code == 200


@pytest.mark.parametrize("screen", ["case", "overview", "apply", "inbox", "decision"])
@pytest.mark.parametrize(
    "query", ["", "?empty=1", "?role=applicant", "?language=sv", "?role=handler&empty=1"]
)
def test_every_type_of_screen_is_shown_with_made_up_records(
    bjorkby: Tenant, screen: str, query: str
) -> None:
    vera = bjorkby.browser("builder")
    vera.post("/build/new", data={"template": "case-handling", "language": "en"})

    page = vera.get(f"/build/case-handling/screens/{screen}{query}")

    assert page.status_code == 200
    before, mark, _ = words(page).partition("data-canvas")
    assert mark
    assert before.count("<fieldset") == before.count("</fieldset"), "Chromium may leave it empty"
