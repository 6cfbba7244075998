"""A form's reference can be made on the way: the form waits, and has the new record chosen."""

import re
from html import unescape

from stuga.models.json import JsonObject
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.paper_forms import with_paper_form


def with_papers() -> JsonObject:
    made = with_paper_form("title", "case", "mentions")
    made["roles"]["reader"]["screens"].append("paper")
    made["roles"]["reader"]["models"]["paper"] = {"create": True, "read": True}
    return made


def hidden(html: str, name: str) -> str:
    return unescape(re.findall(rf'name="{name}" value="([^"]*)"', html)[0])


def post(browser: Browser, path: str, html: str, **typed: str):  # noqa: ANN201  # a test response
    own = {"_csrf": hidden(html, "_csrf"), "_sitting": hidden(html, "_sitting"), "_step": ""}
    if 'name="_return"' in html:
        own["_return"] = hidden(html, "_return")
    own["_step"] = hidden(html, "_step") if 'name="_step"' in html else ""
    return browser.post(path, data={**own, **typed})


def test_what_is_made_is_chosen_in_the_form_that_waited(bjorkby: Tenant) -> None:
    app = publish(bjorkby, with_papers())
    ada = bjorkby.browser("owner")
    paper = f"/apps/{app}/paper"
    html = ada.get(paper).text
    assert 'value="new:case"' in html

    led = post(ada, paper, html, title="Drawing", case="", mentions="", _do="new:case")
    assert led.status_code == 303
    address = led.headers["Location"].partition(bjorkby.slug)[2]
    assert address.startswith(f"/apps/{app}/edit?return=paper")
    form = ada.get(address).text
    assert "/paper?saved=" in form, "Cancel leads back"
    refused = post(ada, f"/apps/{app}/edit", form, applicant="Sten Ek", _do="save")
    assert refused.status_code == 422
    made = post(ada, f"/apps/{app}/edit", refused.text, applicant="Sten Ek", kind="complaint")

    assert made.status_code == 303
    back = ada.get(made.headers["Location"].partition(bjorkby.slug)[2]).text
    assert 'value="Drawing"' in back
    case = re.findall(r'id="field-case"[^>]*>.*?<option value="([^"]+)" selected', back, re.DOTALL)
    assert len(case) == 1
    saved = post(ada, paper, back, title="Drawing", case=case[0], mentions="", _do="save")
    assert saved.status_code == 303


def test_who_may_not_create_is_not_led_there(bjorkby: Tenant) -> None:
    app = publish(bjorkby, with_papers(), roles={"owner": "handler", "member": "reader"})
    nils = bjorkby.browser("member")
    html = nils.get(f"/apps/{app}/paper").text
    assert "new:case" not in html

    answer = post(nils, f"/apps/{app}/paper", html, title="Drawing", _do="new:case")

    assert answer.status_code == 200
    assert 'value="Drawing"' in answer.text


def test_a_made_up_way_back_leads_nowhere_else(bjorkby: Tenant) -> None:
    app = publish(bjorkby, with_papers())
    ada = bjorkby.browser("owner")
    edit = f"/apps/{app}/edit"
    for told in ("//evil.example|||case", "inbox||" + "a" * 20 + "|case", "paper|x|y|z", "paper"):
        html = ada.get(f"{edit}?return={told}").text
        led = post(ada, edit, html, applicant="Sten Ek", kind="complaint", _do="save")
        assert led.status_code == 303
        assert "/paper" not in led.headers["Location"], told
        assert "evil" not in led.headers["Location"], told
