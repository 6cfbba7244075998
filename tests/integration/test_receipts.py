"""Receipts of sent forms: what was answered, for the one who sent it, for half an hour."""

import copy
import re
from datetime import timedelta
from typing import Any, Final

import pytest

from stuga.runtime.serving import receipts
from tests.factories.apps import NOT_PERSONAL, SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import Form, opened
from tests.factories.papers import Printed
from tests.factories.records import Desk, entries_of
from tests.factories.shipped import publish_cases
from tests.factories.walk import stranger_at

APPLY: Final = "/apps/cases/apply"
SITE: Final = "https://www.bjorkby.se"
ANSWERS: Final = {"applicant": "Sten Ek", "kind": "complaint"}
LINES: Final = {
    "type": "array",
    "title": "Lines",
    "x-field": {"kind": "list"},
    "items": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "what": {"type": "string", "title": "What", "x-privacy": NOT_PERSONAL},
            "qty": {"type": "integer", "title": "Quantity", "x-privacy": NOT_PERSONAL},
        },
    },
}
ADDED: Final = {
    "pin": {"x-privacy": {"personal": "direct", "mask": True, "anonymise": {"method": "drop"}}},
    "code": {"x-privacy": {**NOT_PERSONAL, "encrypt": True}},
    "number": {
        "x-field": {"kind": "sequence", "format": "C-{number}"},
        "x-privacy": NOT_PERSONAL,
    },
}


def with_more(*origins: str) -> Any:  # noqa: ANN401  # a definition
    """Return cases whose public form asks for what is masked, and what is encrypted."""
    made: Any = copy.deepcopy(SMALL_CASES)
    fields = made["models"]["case"]["properties"]
    for key, more in ADDED.items():
        fields[key] = {"type": "string", "title": key.capitalize(), **more}
    fields["lines"] = LINES
    made["screens"]["apply"]["elements"] += [
        {"type": "field", "field": "lines"},
        {"type": "text", "text": "Words of *help*"},
        *({"type": "field", "field": key} for key in ADDED),
    ]
    made["screens"]["apply"]["embed"] = [*origins]
    return made


def sent(browser: Browser, path: str = APPLY, **typed: str) -> str:
    """Send a form; return the address of its receipt from the tenant's root."""
    answer = browser.post(path, data=opened(browser, path).sent(**{**ANSWERS, **typed}))
    assert answer.status_code == 303, answer.text
    thanks = browser.get(answer.headers["Location"].removeprefix(f"/t/{browser.tenant.slug}"))
    return receipt_in(thanks.text, browser.tenant)


def receipt_in(html: str, tenant: Tenant) -> str:
    [found] = re.findall(r'href="([^"]*/receipt[^"]*)"', html)
    return str(found).removeprefix(f"/t/{tenant.slug}")


def printed(browser: Browser, path: str) -> Printed:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    return Printed(answer.get_data())


def test_a_stranger_has_the_receipt_of_what_was_sent(bjorkby: Tenant) -> None:
    publish(bjorkby, with_more())
    stranger = stranger_at(bjorkby)

    paper = printed(stranger, sent(stranger, pin="198001019999", code="Hemligt"))

    for said in ("Receipt: Apply", "Received by", "Applicant", "Sten Ek", "Kind", "Complaint"):
        assert said in paper.text, said
    assert "••••9999" in paper.text
    assert "C-1" in paper.text
    for untold in ("19800101", "Hemligt", "Code", "help", "Handler", "Send"):
        assert untold not in paper.text, untold
    assert "Sten" not in paper.metadata
    [entry] = entries_of(bjorkby, "record.print")
    assert entry.op == "export"


def test_a_list_is_a_table(bjorkby: Tenant) -> None:
    publish(bjorkby, with_more())
    stranger = stranger_at(bjorkby)
    lines = {"lines": "0", "lines.0.what": "Nails", "lines.0.qty": "40"}

    paper = printed(stranger, sent(stranger, **lines))

    assert "Lines What Quantity Nails 40" in paper.text


def test_questions_stand_under_their_steps(bjorkby: Tenant) -> None:
    path = f"/apps/{publish_cases(bjorkby)}/apply"
    stranger = stranger_at(bjorkby)
    second = stranger.post(path, data=opened(stranger, path).sent("next", applicant="Sten Ek"))
    third = Form(second.text).sent("next", kind="question", subject="Opening hours")
    review = stranger.post(path, data=third)
    answer = stranger.post(path, data=Form(review.text).sent("save"))
    thanks = stranger.get(answer.headers["Location"].removeprefix(f"/t/{bjorkby.slug}"))

    text = printed(stranger, receipt_in(thanks.text, bjorkby)).text

    order = [text.index(one) for one in ("About you", "Sten Ek", "Your matter", "Opening hours")]
    assert order == sorted(order)
    assert "Check your answers" not in text


def test_it_is_for_that_browser_that_form_and_that_tenant(bjorkby: Tenant, granby: Tenant) -> None:
    for tenant in (bjorkby, granby):
        publish(tenant)
    stranger = stranger_at(bjorkby)
    path = sent(stranger)
    other = bjorkby.browser("")
    other.secret = "another browser"
    other.client.set_cookie(f"__Host-stuga-{bjorkby.slug}-form", other.secret, secure=True)
    altered = path[:-3] + ("AAA" if not path.endswith("AAA") else "BBB")

    assert stranger.get(path).status_code == 200
    assert other.get(path).status_code == 404
    assert bjorkby.browser("").get(path).status_code == 404
    assert bjorkby.browser("member").get(path).status_code == 404
    assert stranger_at(granby).get(path).status_code == 404
    assert stranger.get(altered).status_code == 404
    assert stranger.get(path.partition("?")[0]).status_code == 404
    assert stranger.get(path.replace("/apply/", "/edit/")).status_code in {303, 404}
    assert "receipt" not in other.get(path.replace("/receipt", "")).text.replace("?receipt", "")


def test_it_lives_for_half_an_hour(bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    path = sent(stranger)
    assert timedelta(minutes=30) == receipts.LIFE

    monkeypatch.setattr(receipts, "LIFE", timedelta())

    assert stranger.get(path).status_code == 404
    assert "Download a receipt" not in stranger.get(path.replace("/receipt?", "?")).text


def test_what_others_change_is_not_on_it(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    path = sent(stranger)
    made = entries_of(bjorkby, "record.create")[-1].target_id
    desk = Desk(bjorkby, "owner")

    desk.patch(made, 1, applicant="Someone Else")

    assert stranger.get(path).status_code == 404


def test_someone_signed_in_has_it_by_their_own_rights(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils, ada = bjorkby.browser("member"), bjorkby.browser("owner")

    path = sent(nils)

    assert "Sten Ek" in printed(nils, path).text
    assert ada.get(path).status_code == 404
    assert stranger_at(bjorkby).get(path).status_code == 404


def test_a_frame_without_cookies_posts_what_it_is_bound_to(bjorkby: Tenant) -> None:
    publish(bjorkby, with_more(SITE))
    framed = bjorkby.app.test_client(use_cookies=False)
    root = f"/t/{bjorkby.slug}"
    form = Form(framed.get(f"{root}{APPLY}", base_url="https://localhost").text)
    data = {name: values[-1] for name, values in form.sent(**ANSWERS).items() if values}
    thanks = framed.post(f"{root}{APPLY}", data=data, base_url="https://localhost")
    [asks] = re.findall(r'<form[^>]*action="([^"]*/receipt)">(.*?)</form>', thanks.text, re.DOTALL)
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', asks[1]))

    given = framed.post(asks[0], data=fields, base_url="https://localhost")
    guessed = {**fields, "_own": "guessed" * 6}

    assert "Sten Ek" in Printed(given.get_data()).text
    assert framed.post(asks[0], data=guessed, base_url="https://localhost").status_code == 403
    assert framed.get(f"{asks[0]}?receipt={fields['receipt']}").status_code == 404


def test_a_stranger_prints_so_many_and_no_more(
    bjorkby: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stuga.runtime.serving.receipt_pages.MOST_PRINTED", 1)
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    path = sent(stranger)

    assert [stranger.get(path).status_code for _ in range(2)] == [200, 429]


def test_another_language_keeps_the_receipt_and_writes_it_so(bjorkby: Tenant) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    thanks = sent(stranger).replace("/receipt?", "?")

    answer = stranger.post("/language", data={"language": "sv", "to": thanks})

    assert answer.headers["Location"].endswith(thanks)
    assert f'name="to" value="{thanks}"' in stranger.get(thanks).text
    text = printed(stranger, receipt_in(stranger.get(thanks).text, bjorkby)).text
    assert "Kvittens: Apply" in text
    assert "Mottaget av" in text
