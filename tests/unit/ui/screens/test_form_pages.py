"""Forms: steps, conditions, errors, review and conflict, without a browser."""

import re

import pytest

from stuga.models.definition.document import Fields
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.form_view import ConflictView, Difference
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.screens.whole_page import screen_page
from stuga.platform.ui.shell import Shell
from stuga.platform.ui.widgets import Mode, Privacy
from tests.factories.screens import form_view


def hidden_inputs(html: str) -> set[tuple[str, str]]:
    return set(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def buttons(html: str) -> list[str]:
    return re.findall(r'name="_do" value="([^"]+)"', html)


def test_the_same_view_gives_the_same_bytes(english: Locale) -> None:
    assert render(form_view(), english) == render(form_view(), english)


def test_a_step_says_where_it_is_and_carries_the_other_answers(english: Locale) -> None:
    view = form_view("apply", step="matter", data={"applicant": "Sten"}, revision=7)

    html = render(view, english)

    assert "Step 2 of 2" in html
    assert {("applicant", "Sten"), ("email", ""), ("_revision", "7"), ("_step", "matter")} <= (
        hidden_inputs(html)
    )
    assert ("kind", "permit") not in hidden_inputs(html)


def test_an_answer_brings_up_a_step_and_takes_it_away(english: Locale) -> None:
    view = form_view("apply", step="matter", data={"kind": "complaint"})

    assert "Step 2 of 3" in render(view, english)


def test_what_was_typed_is_shown_again_even_if_it_means_nothing(english: Locale) -> None:
    errors = {"/amount": Refused("number-invalid")}

    html = render(form_view(typed={"amount": ("12 x",)}, errors=errors), english)

    assert 'value="12 x"' in html


def test_typed_answers_of_other_steps_travel_as_they_were_typed(english: Locale) -> None:
    view = form_view("apply", typed={"amount": ("12 x",)}, data={"amount": 5})

    assert ("amount", "12 x") in hidden_inputs(render(view, english))


def test_errors_stand_first_link_to_their_field_and_say_the_same_there(english: Locale) -> None:
    view = form_view(errors={"/kind": Refused("required"), "/applicant": Refused("required")})

    html = render(view, english)

    summary = html[html.index('role="alert"') : html.index("</ul>")]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', summary) == [
        ("field-applicant", "Fill in Applicant."),
        ("field-kind", "Choose Kind."),
    ]
    assert html.index("error-summary") < html.index("form-elements")
    assert html.count("Fill in Applicant.") == 2
    assert 'aria-invalid="true"' in html


def test_an_error_on_another_step_leads_to_that_step(english: Locale) -> None:
    view = form_view("apply", step="matter", errors={"/email": Refused("e-mail-invalid")})

    html = render(view, english)

    assert 'value="go:you" formnovalidate>E-mail must be an e-mail address' in html


def test_an_error_inside_a_value_stands_at_its_field(english: Locale) -> None:
    html = render(form_view(errors={"/topics/1": Refused("choice-unknown")}), english)

    assert html.count("Choose one of the answers for Topics.") == 2


@pytest.mark.parametrize(
    ("language", "beginning"), [("en", "Error:"), ("sv", "Fel:"), ("nb", "Feil:")]
)
def test_the_title_of_a_page_with_errors_says_so(language: str, beginning: str) -> None:
    shell = Shell(title="Apply", locale=Locale(language), tenant_title="Björkby")

    page = screen_page(form_view(errors={"/kind": Refused("required")}), shell)

    assert f"<title>{beginning} Apply · Björkby</title>" in page


def test_what_a_condition_hides_waits_on_the_page_if_the_browser_may_judge_it(
    english: Locale,
) -> None:
    html = render(form_view("apply", step="matter"), english)

    section = re.search(r'<section class="form-section"([^>]*)>', html)
    assert section is not None
    assert "data-show=" in section[1]
    assert section[1].split()[-2].startswith("hidden") or " hidden" in section[1]


def test_a_condition_on_a_field_that_one_may_not_read_is_never_sent(english: Locale) -> None:
    closed = Fields(excepted=frozenset({"kind"}))

    def page(kind: str) -> str:
        view = form_view("apply", step="matter", readable=closed, data={"kind": kind}, revision=1)
        return render(view, english)

    assert "Amount" not in page("complaint")
    assert "Amount" in page("permit")
    assert "data-show=" not in page("permit")
    assert "permit" not in page("permit")


def test_a_new_record_is_all_ones_own_to_see(english: Locale) -> None:
    view = form_view(
        "apply", mode=Mode.REVIEW, readable=Fields(only=frozenset()), data={"applicant": "Sten"}
    )

    assert '<dd class="field-text">Sten</dd>' in render(view, english)


def test_a_field_one_may_only_read_is_text_and_is_not_posted(english: Locale) -> None:
    view = form_view(data={"applicant": "Sten"}, writable=Fields(excepted=frozenset({"applicant"})))

    html = render(view, english)

    assert 'name="applicant"' not in html
    assert "Sten" in html


def test_a_field_one_may_neither_read_nor_write_is_not_on_the_page(english: Locale) -> None:
    closed = Fields(excepted=frozenset({"applicant"}))

    html = render(form_view(data={"applicant": "Sten"}, readable=closed, writable=closed), english)

    assert "Sten" not in html
    assert "Applicant" not in html


def test_a_field_asked_for_by_a_condition_is_required_only_while_it_holds(
    english: Locale,
) -> None:
    asked = render(form_view("apply", step="matter", data={"kind": "permit"}), english)
    not_asked = render(form_view("apply", step="matter", data={"kind": "complaint"}), english)

    assert re.search(r'id="field-amount"[^>]* required', asked)
    assert not re.search(r'id="field-amount"[^>]* required', not_asked)
    assert "data-required=" in not_asked


def test_every_way_on_is_an_ordinary_submit_button(english: Locale) -> None:
    first = render(form_view("apply", step="you"), english)
    last = render(form_view("apply", step="matter"), english)
    review = render(form_view("apply", mode=Mode.REVIEW, data={"kind": "permit"}), english)
    alone = render(form_view(), english)

    assert buttons(first) == ["next", "next"]
    assert buttons(last) == ["next", "next", "back"]
    assert buttons(review) == ["save", "go:you", "go:matter", "save", "back"]
    assert buttons(alone) == ["save", "save"]
    assert 'value="back" formnovalidate' in last
    assert "disabled" not in first


def test_the_review_shows_each_answer_and_carries_them_all(english: Locale) -> None:
    data: JsonObject = {"applicant": "Sten", "kind": "permit", "amount": 99.5}

    html = render(form_view("apply", mode=Mode.REVIEW, data=data), english)

    assert {("applicant", "Sten"), ("kind", "permit"), ("amount", "99.50")} <= hidden_inputs(html)
    assert "Check your answers" in html
    assert "Noise" not in html


def test_from_the_review_one_comes_back_to_it(english: Locale) -> None:
    html = render(form_view("apply", step="you", reviewing=True), english)

    assert ("_reviewing", "1") in hidden_inputs(html)
    assert "Back to the review" in html


def test_answers_that_brought_up_questions_are_told(english: Locale) -> None:
    view = form_view("apply", step="matter", data={"kind": "permit"}, appeared={"amount"})

    html = render(view, english)

    assert "Your answers brought up more questions" in html
    assert re.search(r'data-field="amount"[^>]* data-new', html)


def test_a_personal_section_says_why_and_how_long(english: Locale) -> None:
    own = render(form_view(), english)
    told = render(form_view(privacy={"applicant": Privacy(why="Law 9 §")}), english)

    assert "Asked for: Handling the case. Kept: Two years after closing." in own
    assert "Asked for: Law 9 §." in told


def test_a_conflict_shows_both_values_and_loses_nothing(english: Locale) -> None:
    form = form_view(typed={"amount": ("12 x",)}, data={"applicant": "Sten"}, revision=4)
    view = ConflictView(
        form=form,
        differences=[Difference(field="applicant", mine="Sten", theirs="Sten <b>")],
        who="Vera",
        when="just now",
    )

    html = render(view, english)

    assert {("amount", "12 x"), ("applicant", "Sten"), ("_revision", "4")} <= hidden_inputs(html)
    assert re.findall(r'name="_take.applicant" value="(\w+)"', html) == ["mine", "theirs"]
    assert "Sten &lt;b&gt;" in html
    assert "Vera saved this record just now" in html


def test_the_page_tells_the_browser_only_what_conditions_need(english: Locale) -> None:
    html = render(form_view("apply", data={"handler": "secret"}), english)

    assert "secret" not in html
    assert "&#34;me&#34;: {}" in html
