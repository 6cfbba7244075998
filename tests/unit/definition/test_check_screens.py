"""What the checker finds in screens, elements, conditions, roles and languages."""

import pytest

from stuga.models.definition.check import problems
from stuga.models.definition.patch import patched
from stuga.models.json import JsonObject, JsonValue
from tests.unit.definition.conftest import Broken

INBOX, APPLY, OVERVIEW = "/screens/inbox", "/screens/apply", "/screens/overview"
YOU = f"{APPLY}/steps/0/elements"
HEADING: JsonObject = {"type": "heading", "key": "top", "title": "Top", "level": 3}


@pytest.mark.parametrize(
    ("operation", "pointer", "code", "words"),
    [
        (("add", f"{INBOX}/model", "cases"), f"{INBOX}/model", "model-unknown", "“case”?"),
        (("add", f"{INBOX}/columns/0", "sate"), f"{INBOX}/columns/0", "field-unknown", "“state”?"),
        (
            ("add", f"{INBOX}/filters/0", "xyz"),
            f"{INBOX}/filters/0",
            "field-unknown",
            "filter list",
        ),
        (("add", f"{INBOX}/sort/0", "-x"), f"{INBOX}/sort/0", "field-unknown", "sort"),
        (("add", f"{INBOX}/sort/0", "subject"), f"{INBOX}/sort/0", "sort-unindexed", "Index it"),
        (("add", f"{INBOX}/sort/0", "-pnr"), f"{INBOX}/sort/0", "sort-kind", "has no order"),
        (("add", f"{INBOX}/open", "cas"), f"{INBOX}/open", "screen-unknown", "“case”?"),
        (
            ("add", f"{INBOX}/open", "decision"),
            f"{INBOX}/open",
            "screen-unfit",
            "one record or a form",
        ),
        (("add", f"{INBOX}/create", "case"), f"{INBOX}/create", "screen-unfit", "form of the same"),
        (("add", f"{INBOX}/access", "public"), f"{INBOX}/access", "public-screen", "only a form"),
        (("remove", f"{INBOX}/board_by"), INBOX, "layout-field", "a choice field"),
        (
            ("add", f"{INBOX}/board_by", "subject"),
            f"{INBOX}/board_by",
            "layout-field",
            "a choice field",
        ),
        (
            ("add", f"{INBOX}/calendar_by", "state"),
            f"{INBOX}/calendar_by",
            "layout-field",
            "a date field",
        ),
        (("add", "/screens/case/edit", "decide"), "/screens/case/edit", "screen-unfit", "a form"),
        (("add", "/navigation/0", "inbx"), "/navigation/0", "screen-unknown", "“inbox”?"),
        (("add", "/navigation/0", "case"), "/navigation/0", "navigation-detail", "Lead to a list"),
        (
            ("add", f"{APPLY}/elements", [{"type": "divider"}]),
            f"{APPLY}/elements",
            "steps-and-elements",
            "both steps and elements",
        ),
        (("add", f"{APPLY}/after/open", "x"), f"{APPLY}/after/open", "screen-unknown", "“x”"),
        (
            ("add", f"{APPLY}/after/message", "Thanks, {nobody}."),
            f"{APPLY}/after/message",
            "field-unknown",
            "“nobody”",
        ),
        (("remove", f"{YOU}/0"), APPLY, "required-unasked", "does not ask for “Name”"),
        (
            ("add", f"{YOU}/-", {"type": "field", "field": "handler"}),
            f"{YOU}/3/field",
            "public-reference",
            "lists records or people",
        ),
        (
            ("add", f"{YOU}/-", {"type": "field", "field": "pnr"}),
            f"{YOU}/3",
            "field-repeated",
            "twice",
        ),
        (
            ("add", f"{YOU}/0/field", "aplicant"),
            f"{YOU}/0/field",
            "field-unknown",
            "“applicant”?",
        ),
        (
            ("add", f"{YOU}/0/show", {"field": "nothing", "is": 1}),
            f"{YOU}/0/show/field",
            "field-unknown",
            "“nothing”",
        ),
        (
            ("add", f"{YOU}/0/required", {"field": "kind", "is": "castle"}),
            f"{YOU}/0/required/is",
            "condition-value",
            "permit",
        ),
        (
            ("add", f"{APPLY}/steps/1/show", {"field": "nothing", "filled": True}),
            f"{APPLY}/steps/1/show/field",
            "field-unknown",
            "Step “Your matter”",
        ),
        (
            ("add", f"{YOU}/2/key", "you"),
            f"{YOU}/2/key",
            "key-repeated",
            "“you” 2 times",
        ),
        (
            ("add", f"{YOU}/0/title", "Who are you?"),
            f"{YOU}/0",
            "key-missing",
            "can be translated",
        ),
        (("add", f"{YOU}/0", HEADING), f"{YOU}/0/level", "heading-order", "level 3 below"),
        (
            ("add", f"{OVERVIEW}/elements/0", {"type": "field", "field": "kind"}),
            f"{OVERVIEW}/elements/0",
            "element-misplaced",
            "cannot stand on a dashboard",
        ),
        (
            ("add", f"{YOU}/0", {"type": "repeater", "field": "kind", "elements": []}),
            f"{YOU}/0",
            "not-yet",
            "cannot be used yet",
        ),
        (
            ("add", f"{OVERVIEW}/elements/0/value", {"sum": "subject"}),
            f"{OVERVIEW}/elements/0/value/sum",
            "measure-kind",
            "which is no number",
        ),
        (
            ("add", f"{OVERVIEW}/elements/0/open", "decisions"),
            f"{OVERVIEW}/elements/0/open",
            "screen-unfit",
            "a list of the same model",
        ),
        (
            ("add", f"{OVERVIEW}/elements/4/x", "pnr"),
            f"{OVERVIEW}/elements/4/x",
            "chart-group",
            "encrypted",
        ),
        (
            ("add", f"{OVERVIEW}/elements/4/x", "colour"),
            f"{OVERVIEW}/elements/4/x",
            "field-unknown",
            "“colour”",
        ),
        (
            ("add", f"{OVERVIEW}/elements/4/x", {"field": "kind", "bin": "month"}),
            f"{OVERVIEW}/elements/4/x/bin",
            "chart-bin",
            "no date",
        ),
        (
            ("add", f"{APPLY}/embed", ["https://a.se", "https://*.a.se"]),
            f"{APPLY}/embed/1",
            "embed-origin",
            "one site",
        ),
        (
            ("add", "/screens/register/embed", ["https://a.se"]),
            "/screens/register/embed",
            "embed-not-public",
            "not public",
        ),
        (
            ("add", "/screens/register/keep_days", 30),
            "/screens/register/keep_days",
            "keep-not-public",
            "not public",
        ),
        (
            ("add", f"{OVERVIEW}/elements/4/model", "casse"),
            f"{OVERVIEW}/elements/4/model",
            "model-unknown",
            "“case”?",
        ),
        (
            ("add", "/screens/case/elements/3/by", "kase"),
            "/screens/case/elements/3/by",
            "reference-unknown",
            "Did you mean “case”?",
        ),
        (
            ("add", "/screens/case/elements/3/columns/0", "nope"),
            "/screens/case/elements/3/columns/0",
            "field-unknown",
            "“nope”",
        ),
        (
            ("add", f"{OVERVIEW}/elements/0", {"type": "button", "key": "go", "title": "Go"}),
            f"{OVERVIEW}/elements/0",
            "button-target",
            "either a screen or a link",
        ),
        (
            (
                "add",
                f"{OVERVIEW}/elements/0",
                {"type": "button", "key": "go", "title": "Go", "screen": "gone"},
            ),
            f"{OVERVIEW}/elements/0/screen",
            "screen-unknown",
            "“gone”",
        ),
        (
            ("add", "/roles/handler/screens/0", "x"),
            "/roles/handler/screens/0",
            "screen-unknown",
            "Handler",
        ),
        (
            ("add", "/roles/handler/models/cases", {}),
            "/roles/handler/models/cases",
            "model-unknown",
            "“case”?",
        ),
        (
            ("add", "/roles/handler/models/case/update/fields/except/0", "pin"),
            "/roles/handler/models/case/update/fields/except/0",
            "field-unknown",
            "Handler” to change",
        ),
        (
            ("add", "/roles/applicant/models/case/read/where", {"field": "owner", "empty": True}),
            "/roles/applicant/models/case/read/where/field",
            "field-unknown",
            "Applicant” to read",
        ),
    ],
)
def test_a_mistake_is_named_where_it_stands(
    broken: Broken, operation: tuple[str, str, JsonValue], pointer: str, code: str, words: str
) -> None:
    found = [one for one in broken(operation) if one.code == code]

    assert [(one.pointer, one.severity) for one in found] == [(pointer, "error")]
    assert words in str(found[0].message)


def test_a_circle_of_conditions_blocks(broken: Broken) -> None:
    matter = f"{APPLY}/steps/1/elements"
    (problem,) = broken(
        ("add", f"{matter}/3/show", {"field": "amount", "filled": True}),
        ("add", f"{matter}/4/show", {"field": "property", "filled": True}),
    )

    assert (problem.code, problem.severity, problem.pointer) == ("show-cycle", "error", APPLY)
    assert "“Property or place” → “Amount applied for” → “Property or place”" in str(
        problem.message
    )


def test_a_field_that_shows_by_itself_is_a_circle_through_its_section_too(broken: Broken) -> None:
    found = broken(("add", f"{YOU}/2/show", {"field": "email", "filled": True}))

    assert [one.code for one in found] == ["show-cycle"]


def test_a_chain_of_conditions_is_no_circle(broken: Broken) -> None:
    matter = f"{APPLY}/steps/1/elements"

    assert not broken(
        ("add", f"{matter}/4/show", {"field": "property", "filled": True}),
        ("add", f"{matter}/5/show", {"field": "amount", "filled": True}),
    )


def test_a_required_field_that_may_be_hidden_is_a_warning(broken: Broken) -> None:
    found = broken(("add", f"{YOU}/0/show", {"field": "kind", "is": "permit"}))

    assert [(one.code, one.severity) for one in found] == [("required-hidden", "warning")]


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [("mark", "line", "chart-line"), ("mark", "area", "chart-line"), ("mark", "arc", "")],
)
def test_a_drawing_that_would_be_bars_is_a_warning(
    broken: Broken, member: str, value: str, code: str
) -> None:
    found = broken(("add", f"{OVERVIEW}/elements/4/{member}", value))

    assert [one.code for one in found if one.code.startswith("chart-")] == [code][: bool(code)]
    assert {one.severity for one in found if one.code == code} <= {"warning"}


def test_a_chart_without_title_is_a_warning(broken: Broken) -> None:
    texts = [f"/texts/{one}/screen.overview.element.by-kind.title" for one in ("sv", "nb")]
    found = broken(
        ("remove", f"{OVERVIEW}/elements/4/title"), *(("remove", text) for text in texts)
    )

    assert [(one.code, one.severity) for one in found] == [("title-missing", "warning")]


def test_twenty_mistakes_at_once_are_all_named(cases: JsonObject) -> None:
    operations: list[JsonObject] = [
        {"op": "add", "path": path, "value": value}
        for path, value in [
            ("/key", "Cases!"),
            ("/colour", "red"),
            ("/navigation/0", "nowhere"),
            ("/models/case/x-model/label", "{nobody}"),
            ("/models/case/x-model/index/0", "nobody"),
            ("/models/case/required/0", "nobody"),
            ("/models/case/properties/id", {"type": "string", "title": "Id"}),
            ("/models/case/properties/subject/pattern", "(a+)+"),
            ("/models/case/properties/state/default", "nothing"),
            ("/models/case/properties/email/x-privacy/purpose", "fun"),
            ("/models/case/properties/email/x-privacy/anonymise", {"method": "hash"}),
            ("/models/note/properties/case/x-field/model", "nobody"),
            ("/retention/closed-2y/start", {"field": "kind"}),
            ("/retention/closed-2y/keep_min", "P9Y"),
            ("/screens/inbox/columns/0", "nobody"),
            ("/screens/inbox/filter", {"field": "subject", "lt": "x"}),
            ("/screens/inbox/sort/0", "nobody"),
            ("/screens/overview/elements/0/type", "gauge"),
            ("/roles/handler/screens/0", "nowhere"),
            ("/roles/handler/models/case/read", "yes"),
        ]
    ]

    found = problems(patched(cases, operations))

    assert len([one for one in found if one.severity == "error"]) >= len(operations)
    assert len({one.code for one in found}) >= 12


def test_a_sort_without_index_is_mended_by_its_fix(broken: Broken, cases: JsonObject) -> None:
    (problem,) = broken(("add", f"{INBOX}/sort/0", "subject"))
    assert problem.fix is not None
    wrong = patched(cases, [{"op": "add", "path": f"{INBOX}/sort/0", "value": "subject"}])

    assert not problems(patched(wrong, problem.fix.patch))


def test_a_field_that_a_form_forgot_is_added_by_its_fix(cases: JsonObject) -> None:
    wrong = patched(cases, [{"op": "remove", "path": f"{YOU}/0"}])
    problem = next(one for one in problems(wrong) if one.code == "required-unasked")
    assert problem.fix is not None

    assert not problems(patched(wrong, problem.fix.patch))


def test_a_ring_of_means_is_drawn_as_bars(broken: Broken) -> None:
    found = broken(
        ("add", f"{OVERVIEW}/elements/4/mark", "arc"),
        ("add", f"{OVERVIEW}/elements/4/y", {"avg": "amount"}),
    )

    assert "chart-ring" in {one.code for one in found}


def test_a_calendar_by_a_field_without_an_index_is_warned_of_and_can_be_mended(
    broken: Broken, cases: JsonObject
) -> None:
    seen: JsonObject = {"type": "string", "format": "date", "title": "Seen"}
    changed = (
        ("add", "/models/case/properties/seen", seen),
        ("add", f"{INBOX}/calendar_by", "seen"),
    )
    [problem] = [one for one in broken(*changed) if one.code == "layout-unindexed"]

    assert (problem.severity, problem.pointer) == ("warning", f"{INBOX}/calendar_by")
    assert "The calendar of screen" in str(problem.message)
    assert problem.fix is not None
    wrong = patched(cases, [{"op": op, "path": at, "value": value} for op, at, value in changed])
    mended = problems(patched(wrong, problem.fix.patch))
    assert "layout-unindexed" not in {one.code for one in mended}
