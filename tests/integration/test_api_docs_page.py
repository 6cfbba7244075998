"""The page that tells an app's API: for its reader, with examples that work."""

import html
import json
import re
import shlex

import pytest

from stuga.runtime.serving.snippets import Asked
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.orders import ORDERS, SELLERS

PAGE = "/apps/cases/docs/api"


def text_of(browser: Browser, path: str = PAGE) -> str:
    response = browser.get(path)
    assert response.status_code == 200, response.text
    found: str = response.get_data(as_text=True)
    return found


def snippets(text: str) -> list[str]:
    return [
        html.unescape(one)
        for one in re.findall(r'<pre class="code"[^>]*>(.*?)</pre>', text, re.DOTALL)
    ]


def test_it_tells_endpoints_and_fields_of_each_model(bjorkby: Tenant) -> None:
    publish(bjorkby)
    text = text_of(bjorkby.browser("member"))
    for path in ("/apps/cases/records/case", "/apps/cases/records/paper/{id}"):
        for method in ("GET", "POST") if "{id}" not in path else ("PUT", "PATCH", "DELETE"):
            assert f"<code>{method} {path}</code>" in text
    for field in ("applicant", "closed_on", "decides"):
        assert f"<code>{field}</code>" in text
    assert "openapi.json" in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_it_tells_only_what_is_open_to_its_reader(bjorkby: Tenant) -> None:
    publish(bjorkby)
    bjorkby.give("builder", "cases", "reader")
    text = text_of(bjorkby.browser("builder"))
    assert "<code>GET /apps/cases/records/case</code>" in text
    assert "<code>POST" not in text
    assert "applicant" not in text.replace("/applicant", "")
    assert "paper" not in text


def test_strangers_and_other_tenants_see_nothing(bjorkby: Tenant, granby: Tenant) -> None:
    publish(bjorkby)
    assert bjorkby.browser("builder").get(PAGE).status_code == 404
    assert granby.browser("owner").get(PAGE).status_code == 404
    assert bjorkby.browser("").get(PAGE).status_code in {302, 303, 401}


def test_who_builds_is_led_to_it_and_who_does_not_is_not(bjorkby: Tenant) -> None:
    publish(bjorkby)
    assert "/apps/cases/docs/api" in text_of(bjorkby.browser("owner"), "/apps/cases/inbox")
    assert "/apps/cases/docs/api" not in text_of(bjorkby.browser("member"), "/apps/cases/inbox")


def test_the_python_examples_are_python(bjorkby: Tenant) -> None:
    publish(bjorkby, ORDERS, roles=SELLERS)
    text = text_of(bjorkby.browser("member"), "/apps/orders/docs/api")
    found = [one for one in snippets(text) if one.startswith("import json")]
    assert len(found) > 5
    for one in found:
        compile(one, "example", "exec")


def test_the_record_of_the_curl_example_is_taken(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    [made] = [
        one
        for one in snippets(text_of(nils))
        if one.startswith("curl -X POST") and "/records/case'" in one
    ]
    words = shlex.split(made.replace("\\\n", " "))
    headers = [words[at + 1] for at, word in enumerate(words) if word == "-H"]
    assert "Content-Type: application/json" in headers
    path = words[3].partition(bjorkby.slug)[2]
    body = json.loads(words[words.index("-d") + 1])
    assert nils.post(path, json=body).status_code == 201


def test_it_is_told_in_the_readers_language(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    text = nils.get(PAGE, headers={"Accept-Language": "sv"}).get_data(as_text=True)
    assert "Så frågar man" in text


@pytest.mark.parametrize(
    "text", ["it's", 'a "quoted" word', "back\\slash", "åäö $HOME `id`", "</pre>"]
)
def test_a_value_stays_what_it_is_in_every_language(text: str) -> None:
    asked = Asked(url="https://x.example/a", method="POST", headers={}, body={"a": text})
    words = shlex.split(asked.in_language("curl").replace("\\\n", " "))
    assert json.loads(words[-1]) == {"a": text}
    line = next(one for one in asked.in_language("python").splitlines() if "data=" in one)
    given = line.strip().removeprefix("data=json.dumps(").removesuffix(").encode(),")
    assert eval(given) == {"a": text}  # noqa: S307  # our own words
    line = next(one for one in asked.in_language("javascript").splitlines() if "body:" in one)
    given = line.strip().removeprefix("body: JSON.stringify(").removesuffix("),")
    assert json.loads(given) == {"a": text}
