"""Posted forms: read as people type, refused by name, nothing lost between steps."""

import pytest

from stuga.models.definition.document import App, Fields, Model
from stuga.models.definition.refusals import Refused
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.form_plan import neighbour, step_with
from stuga.platform.ui.screens.form_reader import Posted, appeared, read_posted, resolved
from stuga.platform.ui.screens.visibility import Judge
from tests.factories.screens import WORLD


def posted(app: App, *pairs: tuple[str, str], screen: str = "edit", **more: Fields) -> Posted:
    return read_posted(pairs, app.screens[screen], app.models["case"], Locale("sv"), **more)


def test_values_are_read_as_people_type_them(cases: App) -> None:
    read = posted(
        cases,
        ("amount", "1 234,50"),
        ("phone", "070-123 45 67"),
        ("closed_on", "20260131"),
        ("topics", ""),
        ("topics", "noise"),
        ("topics", "water"),
        ("urgent", "false"),
        ("urgent", "true"),
        ("applicant", ""),
    )

    assert read.errors == {}
    assert read.data == {
        "amount": 1234.5,
        "phone": "+46701234567",
        "closed_on": "2026-01-31",
        "topics": ["water", "noise"],
        "urgent": True,
        "applicant": None,
    }


def test_a_box_that_was_on_the_page_and_not_ticked_is_no(cases: App) -> None:
    assert posted(cases, ("urgent", "false")).data == {"urgent": False}


def test_what_cannot_be_read_is_an_error_and_stays_as_typed(cases: App) -> None:
    read = posted(cases, ("amount", "12 x"))

    assert read.errors == {"/amount": Refused("number-invalid")}
    assert read.typed == {"amount": ("12 x",)}
    assert "amount" not in read.data


@pytest.mark.parametrize("name", ["no_such", "created_by", "_other", "revision"])
def test_a_name_that_is_not_of_the_screen_is_refused(cases: App, name: str) -> None:
    assert posted(cases, (name, "x")).errors == {f"/{name}": Refused("unknown-field")}


def test_a_field_of_the_model_that_the_screen_lacks_is_refused(cases: App) -> None:
    read = posted(cases, ("handler", "x"), screen="apply")

    assert read.errors == {"/handler": Refused("unknown-field")}
    assert read.data == {}


def test_a_field_one_may_not_write_is_refused(cases: App) -> None:
    closed = Fields(excepted=frozenset({"amount"}))

    assert posted(cases, ("amount", "1"), writable=closed).errors == {
        "/amount": Refused("unknown-field")
    }


@pytest.mark.parametrize(
    ("button", "do", "target"),
    [("next", "next", ""), ("go:you", "go", "you"), ("find:parent", "find", "parent")],
)
def test_the_button_says_what_to_do(cases: App, button: str, do: str, target: str) -> None:
    read = posted(cases, ("_do", button), ("_step", "matter"), ("_revision", "3"))

    assert (read.do, read.target, read.step, read.revision) == (do, target, "matter", 3)


@pytest.mark.parametrize("revision", ["", "-1", "x", "1.5", "²"])
def test_a_revision_that_is_no_number_is_none(cases: App, revision: str) -> None:
    assert posted(cases, ("_revision", revision)).revision is None


def test_posted_values_lie_over_stored_ones_and_emptied_ones_are_gone(cases: App) -> None:
    read = posted(cases, ("applicant", ""), ("share", "2"))

    assert read.over({"applicant": "Sten", "kind": "permit"}) == {"kind": "permit", "share": 2}


def test_after_a_conflict_each_field_is_mine_or_theirs(cases: App) -> None:
    read = posted(cases, ("applicant", "Sten"), ("share", "2"), ("_take.share", "theirs"))

    assert resolved(read, {"applicant": "Åsa", "share": 9}) == {"applicant": "Sten", "share": 9}


def test_questions_that_the_posted_answers_bring_up_are_found_once(cases: App, case: Model) -> None:
    judge, screen = Judge.of(case, WORLD), cases.screens["apply"]
    unseen = posted(cases, ("kind", "permit"), ("_step", "matter"), screen="apply")
    seen = posted(
        cases, ("kind", "permit"), ("_step", "matter"), ("_shown", "amount"), screen="apply"
    )

    assert appeared(unseen, screen, {"kind": "permit"}, judge) == {"amount"}
    assert appeared(seen, screen, {"kind": "permit"}, judge) == frozenset()
    assert appeared(unseen, screen, {"kind": "complaint"}, judge) == frozenset()


def test_steps_follow_the_answers(cases: App, case: Model) -> None:
    judge, screen = Judge.of(case, WORLD), cases.screens["apply"]

    assert neighbour(screen, {"kind": "complaint"}, judge, "matter", by=1) == "noise"
    assert neighbour(screen, {"kind": "permit"}, judge, "matter", by=1) is None
    assert neighbour(screen, {}, judge, "you", by=-1) is None
    assert step_with(screen, "amount") == "matter"
    assert step_with(screen, "handler") == ""
