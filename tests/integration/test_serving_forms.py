"""Forms of published apps over HTTP, without a script: steps, errors, saving, conflicts."""

import re

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, errors_of, opened, stored
from tests.factories.records import Desk
from tests.factories.shipped import made, publish_bookings, publish_cases, some_items

APPLICANT = {"applicant": "Sten Ek", "answer_by": "email", "email": "sten@example.se"}


@pytest.fixture
def cases(bjorkby: Tenant) -> str:
    return publish(bjorkby)


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    return bjorkby.browser("member")


def test_a_form_makes_a_record_of_what_people_type(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    form = opened(nils, f"/apps/{cases}/edit")

    answer = nils.post(
        f"/apps/{cases}/edit",
        data=form.sent(applicant="Sten Ek", kind="permit", amount="1 234,50", _shown="amount"),
    )

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/apps/{cases}/inbox")
    assert stored(bjorkby) == [{"applicant": "Sten Ek", "kind": "permit", "amount": 1234.5}]
    assert "Sten Ek is saved" in nils.get(f"/apps/{cases}/inbox").text


def test_mistakes_come_back_with_every_typed_text(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    form = opened(nils, f"/apps/{cases}/edit")

    sent = form.sent(
        applicant="", kind="permit", amount="a lot", closed_on="1 June", _shown="amount"
    )
    answer = nils.post(f"/apps/{cases}/edit", data=sent)

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert errors_of(answer.text) == [
        "Fill in Applicant.",
        "Amount must be a number, such as 1234 or 12.50.",
        "Closed on must be a date, such as 2026-01-31.",
    ]
    again = Form(answer.text)
    assert again.fields["amount"] == ["a lot"]
    assert again.fields["closed_on"] == ["1 June"]
    assert stored(bjorkby) == []


def test_an_unknown_name_is_refused(bjorkby: Tenant, cases: str, nils: Browser) -> None:
    form = opened(nils, f"/apps/{cases}/edit")

    sent = form.sent(applicant="Sten", kind="complaint", notes="not on this form")
    answer = nils.post(f"/apps/{cases}/edit", data=sent)

    assert answer.status_code == 422
    assert "Notes does not belong to this form." in answer.text
    assert stored(bjorkby) == []


def test_a_question_that_an_answer_brings_up_is_shown_before_anything_is_saved(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    form = opened(nils, f"/apps/{cases}/edit")

    answer = nils.post(f"/apps/{cases}/edit", data=form.sent(applicant="Sten", kind="permit"))
    again = Form(answer.text)
    assert answer.status_code == 200
    assert "Your answers brought up more questions" in answer.text
    assert again.fields["applicant"] == ["Sten"]
    assert stored(bjorkby) == []

    done = nils.post(f"/apps/{cases}/edit", data=again.sent(amount="5"))
    assert done.status_code == 303
    assert stored(bjorkby) == [{"applicant": "Sten", "kind": "permit", "amount": 5}]


def test_what_is_hidden_is_dropped(bjorkby: Tenant, cases: str, nils: Browser) -> None:
    form = opened(nils, f"/apps/{cases}/edit")

    sent = form.sent(applicant="Sten", kind="complaint", amount="5", _shown="amount")
    assert nils.post(f"/apps/{cases}/edit", data=sent).status_code == 303

    assert stored(bjorkby) == [{"applicant": "Sten", "kind": "complaint"}]


def test_saving_says_first_what_it_will_remove(bjorkby: Tenant, cases: str, nils: Browser) -> None:
    made = Desk(bjorkby).case(amount=7)
    form = opened(nils, f"/apps/{cases}/edit/{made.id}")

    wrong = form.sent(kind="complaint", applicant="")
    answer = nils.post(f"/apps/{cases}/edit/{made.id}", data=wrong)

    assert "Saving removes what is no longer asked for" in answer.text
    right = Form(answer.text).sent(applicant="Sten")
    assert nils.post(f"/apps/{cases}/edit/{made.id}", data=right).status_code == 303
    assert stored(bjorkby) == [{"applicant": "Sten", "kind": "complaint"}]


def test_a_record_is_changed_by_the_form_it_is_shown_in(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    made = Desk(bjorkby).case(amount=1234.5, closed_on="2026-03-01")
    form = opened(nils, f"/apps/{cases}/edit/{made.id}")

    assert form.fields["amount"] == ["1,234.50"]
    assert form.fields["_revision"] == ["1"]
    sent = form.sent(applicant="Åsa Öberg")
    assert nils.post(f"/apps/{cases}/edit/{made.id}", data=sent).status_code == 303
    assert stored(bjorkby) == [
        {"applicant": "Åsa Öberg", "kind": "permit", "amount": 1234.5, "closed_on": "2026-03-01"}
    ]


def test_two_people_who_change_one_record_lose_nothing(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    made = Desk(bjorkby).case(amount=1)
    path = f"/apps/{cases}/edit/{made.id}"
    form = opened(nils, path)
    Desk(bjorkby, "owner").patch(made.id, 1, applicant="Hers", amount=2)

    conflict = nils.post(path, data=form.sent(applicant="Mine", amount="3"))
    assert conflict.status_code == 409
    assert "Ada Lind saved this record" in conflict.text
    assert "Save my choices" in conflict.text
    for value in ("Mine", "Hers", "SEK3", "SEK2"):
        assert value in conflict.text.replace("\xa0", "")

    choice = Form(conflict.text).sent(**{"_take.applicant": "theirs", "_take.amount": "mine"})
    assert nils.post(path, data=choice).status_code == 303
    assert stored(bjorkby) == [{"applicant": "Hers", "kind": "permit", "amount": 3}]


def test_two_people_who_change_different_fields_keep_both(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    made = Desk(bjorkby).case(amount=1)
    path = f"/apps/{cases}/edit/{made.id}"
    form = opened(nils, path)
    Desk(bjorkby, "owner").patch(made.id, 1, applicant="Hers")

    conflict = nils.post(path, data=form.sent(amount="3"))

    assert conflict.status_code == 409
    assert "both changes can stay" in conflict.text
    assert "Keep both changes" in conflict.text
    assert nils.post(path, data=Form(conflict.text).sent()).status_code == 303
    assert stored(bjorkby) == [{"applicant": "Hers", "kind": "permit", "amount": 3}]


def test_what_another_changed_on_another_screen_stays_beside_ones_own(
    bjorkby: Tenant, cases: str, nils: Browser
) -> None:
    made = Desk(bjorkby).case(amount=1)
    path = f"/apps/{cases}/edit/{made.id}"
    form = opened(nils, path)
    Desk(bjorkby, "owner").patch(made.id, 1, reference="C-9")

    conflict = nils.post(path, data=form.sent(applicant="Mine"))

    assert "Keep both changes" in conflict.text
    assert "Choose for each field" not in conflict.text
    assert nils.post(path, data=Form(conflict.text).sent()).status_code == 303
    assert stored(bjorkby) == [
        {"applicant": "Mine", "kind": "permit", "amount": 1, "reference": "C-9"}
    ]


def test_after_a_conflict_one_may_go_on_editing(bjorkby: Tenant, cases: str, nils: Browser) -> None:
    made = Desk(bjorkby).case()
    path = f"/apps/{cases}/edit/{made.id}"
    form = opened(nils, path)
    Desk(bjorkby, "owner").patch(made.id, 1, applicant="Hers")
    conflict = Form(nils.post(path, data=form.sent(applicant="Mine")).text)

    again = nils.post(path, data=conflict.sent("edit", **{"_take.applicant": "theirs"}))

    fields = Form(again.text).fields
    assert again.status_code == 200
    assert fields["applicant"] == ["Hers"]
    assert fields["_revision"] == ["2"]


def test_steps_carry_all_that_was_typed_and_end_in_a_review(
    bjorkby: Tenant,
) -> None:
    path = f"/apps/{publish_cases(bjorkby)}/apply"
    nils = bjorkby.browser("member")
    first = opened(nils, path)
    assert "Step 1 of 2" in nils.get(path).text

    second = nils.post(path, data=first.sent("next", **APPLICANT))
    assert "Step 2 of 2" in second.text
    sent = Form(second.text).sent("next", kind="question", subject="Opening hours")
    review = nils.post(path, data=sent)
    assert "Check your answers" in review.text
    assert stored(bjorkby) == []

    change = nils.post(path, data=Form(review.text).sent("go:you"))
    assert Form(change.text).fields["applicant"] == ["Sten Ek"]
    back = nils.post(path, data=Form(change.text).sent("next", applicant="Åsa Öberg"))
    assert "Check your answers" in back.text

    thanks = nils.post(path, data=Form(back.text).sent("save"))
    assert thanks.status_code == 303
    assert "We have received “Opening hours”" in nils.get(f"{path}/thanks").text
    [case] = stored(bjorkby)
    assert case["applicant"] == "Åsa Öberg"
    assert "We have received" not in nils.get(f"{path}/thanks").text


def test_back_goes_to_the_step_before(bjorkby: Tenant) -> None:
    path = f"/apps/{publish_cases(bjorkby)}/apply"
    nils = bjorkby.browser("member")
    second = nils.post(path, data=opened(nils, path).sent("next", **APPLICANT))

    back = nils.post(path, data=Form(second.text).sent("back", subject="Half a th"))

    assert "Step 1 of 2" in back.text
    assert Form(back.text).fields["subject"] == ["Half a th"]


def test_a_step_with_mistakes_is_not_left(bjorkby: Tenant) -> None:
    path = f"/apps/{publish_cases(bjorkby)}/apply"
    nils = bjorkby.browser("member")

    answer = nils.post(path, data=opened(nils, path).sent("next", email="no address"))

    assert answer.status_code == 422
    assert "Step 1 of 2" in answer.text
    assert errors_of(answer.text) == [
        "Fill in Name.",
        "E-mail must be an e-mail address, such as name@example.se.",
    ]


def test_a_reference_is_preset_by_the_address_and_searched_without_script(
    bjorkby: Tenant,
) -> None:
    app = publish_bookings(bjorkby)
    items = some_items(bjorkby, app)
    nils = bjorkby.browser("member")

    form = opened(nils, f"/apps/{app}/book?item={items[0].id}")
    assert form.fields["item"] == [str(items[0].id)]

    found = nils.post(f"/apps/{app}/book", data=form.sent("find:item", **{"_find.item": "drill"}))
    assert "Hammer drill" in found.text
    assert "Cargo bike" not in found.text

    sent = form.sent("find:item", item="", **{"_find.item": "yacht"})
    none = nils.post(f"/apps/{app}/book", data=sent)
    [told] = errors_of(none.text)
    assert told.startswith("Nothing called “yacht” was found")
    assert 'value="yacht"' in none.text


def test_a_search_that_nobody_pressed_is_made_before_anything_is_saved(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby)
    items = some_items(bjorkby, app)
    nils = bjorkby.browser("member")
    form = opened(nils, f"/apps/{app}/book")
    times = {"starts_at": "2026-03-20 09:00", "ends_at": "2026-03-20 12:00"}

    def sent(**more: str) -> str:
        given = {"purpose": "A shed", **times, **more}
        return nils.post(f"/apps/{app}/book", data=form.sent("save", **given)).text

    answer = sent(item="", **{"_find.item": "drill"})
    assert re.search(r"<option[^>]*>Hammer drill", answer)
    assert "A shed" in answer
    other = sent(item=str(items[0].id), **{"_find.item": "drill"})
    assert re.search(r"<option[^>]*>Hammer drill", other)
    assert not [one for one in stored(bjorkby) if "purpose" in one]


def test_a_form_that_no_right_covers_is_told_so_and_kept(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby, member="borrower", owner="caretaker")
    [item, *_] = some_items(bjorkby, app, "owner")
    nils = bjorkby.browser("member")
    form = opened(nils, f"/apps/{app}/book")
    times = {"starts_at": "2026-03-20 09:00", "ends_at": "2026-03-20 12:00"}

    ada = str(bjorkby.people["owner"])
    sent = form.sent(item=str(item.id), borrower=ada, purpose="For Ada", **times)
    answer = nils.post(f"/apps/{app}/book", data=sent)

    assert answer.status_code == 403
    assert "You may not save a record with these answers." in answer.text
    assert Form(answer.text).fields["purpose"] == ["For Ada"]


def test_markup_in_values_is_text(bjorkby: Tenant, cases: str, nils: Browser) -> None:
    evil = '"><script>alert(1)</script>'
    made = Desk(bjorkby).case(applicant=evil, reference=evil)

    for path in (f"/apps/{cases}/inbox", f"/apps/{cases}/edit/{made.id}"):
        html = nils.get(path).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
    again = nils.post(
        f"/apps/{cases}/edit", data=opened(nils, f"/apps/{cases}/edit").sent(closed_on=evil)
    )
    assert "<script>alert" not in again.text


def test_records_to_choose_from_stand_by_name(bjorkby: Tenant) -> None:
    app = publish_bookings(bjorkby)
    for name in ("Östra tältet", "Ålkista", "Borr", "ängsslåtter"):
        item: JsonObject = {"name": name, "number": f"TO-{len(name):04}", "category": "tool"}
        made(bjorkby, app, "item", {**item, "state": "in-service"})

    html = bjorkby.browser("member").get(f"/apps/{app}/book").text

    names = ("Ålkista", "ängsslåtter", "Borr", "Östra")  # the app is English
    places = [html.index(f">{name}") for name in names]
    assert places == sorted(places)
