"""Lists, addresses and references on forms without a script: rows come, go, move, are pasted."""

import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, errors_of, opened, stored
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.records import Desk

EDIT = "/apps/orders/edit"


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby, ORDERS, roles=SELLERS)
    return bjorkby.browser("member")


def desk(tenant: Tenant, model: str = "order") -> Desk:
    return Desk(tenant, model=model, app="orders")


def pressed(browser: Browser, form: Form, act: str, **typed: str) -> Form:
    named = {name.replace("__", "."): text for name, text in typed.items()}
    answer = browser.post(EDIT, data=form.sent(act, **named))
    assert answer.status_code == 200, answer.text
    return Form(answer.text)


def rows(form: Form) -> list[str]:
    return [one for one in form.fields["lines"] if one]


def test_rows_are_added_filled_and_saved(bjorkby: Tenant, nils: Browser) -> None:
    form = opened(nils, EDIT)
    assert rows(form) == []

    form = pressed(nils, form, "add:lines", title="One")
    form = pressed(nils, form, "add:lines", lines__0__what="Bolt", lines__0__qty="2")
    form = pressed(nils, form, "add:lines.1.parts", lines__1__what="Nut")
    done = nils.post(EDIT, data=form.sent(**{"lines.1.parts.0.name": "Ring"}))

    assert done.status_code == 303
    [order] = stored(bjorkby)
    assert order["lines"] == [
        {"what": "Bolt", "qty": 2},
        {"what": "Nut", "parts": [{"name": "Ring"}]},
    ]
    assert str(order["number"]).endswith("-00001")


def test_a_row_nobody_filled_in_is_no_row(bjorkby: Tenant, nils: Browser) -> None:
    form = pressed(nils, opened(nils, EDIT), "add:lines", title="One")

    assert nils.post(EDIT, data=form.sent()).status_code == 303
    assert "lines" not in stored(bjorkby)[0]


def test_rows_go_and_move(bjorkby: Tenant, nils: Browser) -> None:
    made = desk(bjorkby).create(title="One", lines=[{"what": one} for one in ("a", "b", "c")])
    path = f"{EDIT}/{made.id}"
    form = opened(nils, path)
    assert [form.fields[f"lines.{row}.what"] for row in rows(form)] == [["a"], ["b"], ["c"]]

    form = Form(nils.post(path, data=form.sent("up:lines.2", **{"lines.2.what": "C"})).text)
    form = Form(nils.post(path, data=form.sent("remove:lines.0")).text)
    assert [form.fields[f"lines.{row}.what"] for row in rows(form)] == [["C"], ["b"]]
    assert nils.post(path, data=form.sent()).status_code == 303

    assert stored(bjorkby)[0]["lines"] == [{"what": "C"}, {"what": "b"}]


@pytest.mark.parametrize("act", ["up:lines.0", "down:lines.9", "remove:lines.x", "add:nothing"])
def test_an_act_on_a_row_that_is_not_there_changes_nothing(nils: Browser, act: str) -> None:
    form = pressed(nils, opened(nils, EDIT), "add:lines", title="One")

    again = pressed(nils, form, act, lines__0__what="Bolt")

    assert rows(again) == ["0"]
    assert again.fields["lines.0.what"] == ["Bolt"]


def test_mistakes_in_rows_are_told_at_their_controls_and_nothing_is_lost(
    bjorkby: Tenant, nils: Browser
) -> None:
    form = opened(nils, EDIT)
    for _ in range(3):
        form = pressed(nils, form, "add:lines")
    typed = {
        "title": "",
        "lines.1.what": "Bolt",
        "lines.1.qty": "many",
        "lines.2.qty": "0",
        "ship_to.city": "Björkby",
        "ship_to.postal_code": "12",
        "spot": "here",
    }

    answer = nils.post(EDIT, data=form.sent(**typed))

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Fill in Title.",
        "Postal code is no postal code of its country.",
        "Spot must be a place, such as 59.3293, 18.0686 or 59°19&#39;46&#34;N 18°4&#39;7&#34;E.",
        "Quantity, row 2 must be a number, such as 1234 or 12.50.",
        "Fill in What, row 3.",
        "Quantity, row 3 must be at least 1.",
    ]
    assert 'href="#field-lines.2e.2.2e.what"' in answer.text
    again = Form(answer.text)
    assert {name: again.fields[name] for name in typed} == {
        name: [text] for name, text in typed.items()
    }
    assert rows(again) == ["0", "1", "2"]
    assert stored(bjorkby) == []


def test_rows_of_a_spreadsheet_are_pasted(bjorkby: Tenant, nils: Browser) -> None:
    [bolt] = [desk(bjorkby, "product").create(name="Bolt")]
    form = pressed(nils, opened(nils, EDIT), "add:lines", title="One")
    cells = "Bolt\t2\tbolt\r\n\r\nNut\tmany\tNobody\n"

    form = pressed(nils, form, "paste:lines", _paste__lines="", **{"lines.0.what": "First"})
    again = nils.post(EDIT, data=form.sent("paste:lines", **{"_paste.lines": cells}))
    form = Form(again.text)

    assert rows(form) == ["0", "1", "2"]
    assert form.fields["lines.0.what"] == ["First"]
    assert form.fields["lines.1.product"] == [str(bolt.id)]
    assert form.fields["lines.2.qty"] == ["many"]
    assert form.fields["lines.2.product"] == ["Nobody"]

    sent = form.sent("paste:lines.2.qty", **{"_paste.lines.2.qty": "3\n4"})
    form = Form(nils.post(EDIT, data=sent).text)
    assert [form.fields[f"lines.{row}.qty"] for row in rows(form)] == [[""], ["2"], ["3"], ["4"]]


def test_hundreds_of_rows_are_saved_at_once(bjorkby: Tenant, nils: Browser) -> None:
    form = opened(nils, EDIT)
    cells = "\n".join(f"Bolt {number}\t{number + 1}" for number in range(400))
    sent = form.sent("paste:lines", title="One", **{"_paste.lines": cells})

    filled = Form(nils.post(EDIT, data=sent, content_type="multipart/form-data").text)
    done = nils.post(EDIT, data=filled.sent(), content_type="multipart/form-data")

    assert done.status_code == 303, errors_of(done.text)
    assert len(stored(bjorkby)[0]["lines"]) == 400


def test_references_are_boxes_to_tick(bjorkby: Tenant, nils: Browser) -> None:
    red, blue = (desk(bjorkby, "tag").create(name=name) for name in ("Red", "Blue"))
    form = opened(nils, EDIT)

    done = nils.post(EDIT, data={**form.sent(title="One"), "tags": ["", str(red.id), str(blue.id)]})

    assert done.status_code == 303
    order = next(one for one in stored(bjorkby) if "title" in one)
    assert order["tags"] == [str(red.id), str(blue.id)]
    assert "Red; Blue" in nils.get("/apps/orders/orders").text


def test_many_records_are_searched_for_and_stay_ticked(bjorkby: Tenant, nils: Browser) -> None:
    tags = [desk(bjorkby, "tag").create(name=f"Tag {number:02}") for number in range(51)]
    made = desk(bjorkby).create(title="One", tags=[str(tags[0].id)])
    path = f"{EDIT}/{made.id}"
    page = nils.get(path).text
    form = Form(page)
    assert form.fields["tags"] == ["", str(tags[0].id)]
    assert "Tag 07" not in page

    found = nils.post(path, data=form.sent("find:tags", **{"_find.tags": "07"}))
    assert "Tag 07" in found.text
    ticked = {**Form(found.text).sent(), "tags": ["", str(tags[0].id), str(tags[7].id)]}
    assert nils.post(path, data=ticked).status_code == 303

    order = next(one for one in stored(bjorkby) if "title" in one)
    assert order["tags"] == [str(tags[0].id), str(tags[7].id)]
    options = nils.get("/apps/orders/edit/options/lines.product?q=x")
    assert options.status_code == 200


def test_the_page_of_a_record_shows_its_parts(bjorkby: Tenant, nils: Browser) -> None:
    bolt = desk(bjorkby, "product").create(name="Bolt")
    made = desk(bjorkby).create(
        title="One",
        ship_to={"street": "Ågatan 1", "postal_code": "123 45", "city": "Björkby"},
        spot={"lat": 59.33, "lon": 18.07},
        lines=[{"what": "A", "qty": 2, "product": str(bolt.id)}],
    )

    html = nils.get(f"/apps/orders/order/{made.id}").text

    assert '<td data-label="Product">Bolt</td>' in html
    assert "123 45 Björkby" in html
    assert 'href="geo:59.33,18.07"' in html
    assert 'viewBox="1.92 -71.5 13.44 17.5"' in html
    assert "1 row" in nils.get("/apps/orders/orders").text


def test_a_name_that_no_row_has_is_refused(bjorkby: Tenant, nils: Browser) -> None:
    form = pressed(nils, opened(nils, EDIT), "add:lines", title="One", lines__0__what="x")

    for name in ("lines.0.price", "lines.0.parts.0.no", "ship_to.planet", "number", "lines.0"):
        answer = nils.post(EDIT, data=form.sent(**{name: "1", "lines.0.what": "x"}))
        assert answer.status_code == 422, name
    assert stored(bjorkby) == []


def test_two_people_who_change_one_list_choose_between_them(bjorkby: Tenant, nils: Browser) -> None:
    made = desk(bjorkby).create(title="One", lines=[{"what": "a"}])
    path = f"{EDIT}/{made.id}"
    form = opened(nils, path)
    Desk(bjorkby, "owner", "order", "orders").patch(made.id, 1, lines=[{"what": "hers"}])

    conflict = nils.post(path, data=form.sent(**{"lines.0.what": "mine"}))
    assert conflict.status_code == 409
    choice = Form(conflict.text).sent(**{"_take.lines": "mine"})
    assert nils.post(path, data=choice).status_code == 303

    assert stored(bjorkby)[0]["lines"] == [{"what": "mine"}]


def test_a_list_is_filtered_by_one_of_several_records(bjorkby: Tenant, nils: Browser) -> None:
    red, blue = (str(desk(bjorkby, "tag").create(name=name).id) for name in ("Red", "Blue"))
    for title, tags in (("One", [red]), ("Two", [red, blue]), ("Three", None)):
        desk(bjorkby).create(title=title, **({"tags": tags} if tags else {}))

    page = nils.get(f"/apps/orders/orders?filter[tags][contains]={blue}").text
    api = "/api/v1/apps/orders/records/order"
    either = nils.get(f"{api}?filter[tags][in]={red},{blue}").get_json()["items"]
    none = nils.get(f"{api}?filter[tags][empty]=true").get_json()["items"]

    assert "Two" in page
    assert "Three" not in page
    assert "Tags contains Blue" in " ".join(page.split())
    assert {one["data"]["title"] for one in either} == {"One", "Two"}
    assert [one["data"]["title"] for one in none] == ["Three"]
