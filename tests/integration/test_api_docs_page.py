"""The page that tells an app's API: for its reader, with examples that work."""

import html
import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

from stuga.runtime.records.openapi_parts import CODES
from stuga.runtime.serving.snippets import Asked, Sent, variable
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant, new_tenant
from tests.factories.examples import TOKEN, Sender
from tests.factories.files import PDF, picture
from tests.factories.orders import ORDERS, SELLERS
from tests.factories.walk import Places, World, a_record, a_trashed_record
from tests.factories.walk_comments import a_comment
from tests.factories.walk_exports import a_written_export, an_export
from tests.factories.walk_files import a_picture, an_announced_file
from tests.factories.walk_imports import a_stopped_import, a_tried_import, an_import
from tests.factories.walk_many import a_running_change

PAGE = "/apps/cases/docs/api"
WAY: Final = re.compile(
    r'<div class="api-snippets" data-way="([^"]+)" data-status="(\d+)">(.*?)\n</div>', re.DOTALL
)
PRE: Final = re.compile(r'<pre class="code"[^>]* data-language="(\w+)">(.*?)</pre>', re.DOTALL)


def a_paper(world: World) -> Places:
    made = world.browser("owner").post(
        f"/api/v1/apps/{world.app}/records/paper", json={"title": "About it"}
    )
    return {"record": made.get_json()["id"]}


def a_trashed_paper(world: World) -> Places:
    found = a_paper(world)
    world.browser("owner").delete(f"/api/v1/apps/{world.app}/records/paper/{found['record']}")
    return found


GIVENS: Final[Mapping[str, Callable[[World], Places]]] = {
    "restore-case": a_trashed_record,
    "restore-paper": a_trashed_paper,
    "edit-comment-case": a_comment,
    "delete-comment-case": a_comment,
    "get-bulk": a_running_change,
    "cancel-bulk": a_running_change,
    "list-failures": a_running_change,
    "get-import": an_import,
    "pause-import": an_import,
    "cancel-import": an_import,
    "start-import": a_tried_import,
    "resume-import": a_stopped_import,
    "get-export": an_export,
    "cancel-export": an_export,
    "get-export-file": a_written_export,
    "claim-file": an_announced_file,
    "get-file": a_picture,
    "get-thumb": a_picture,
}


def text_of(browser: Browser, path: str = PAGE) -> str:
    response = browser.get(path)
    assert response.status_code == 200, response.text
    found: str = response.get_data(as_text=True)
    return found


def snippets(text: str) -> list[str]:
    return [html.unescape(one) for _, one in PRE.findall(text)]


def ways(text: str) -> Iterator[tuple[str, int, Mapping[str, str]]]:
    """Yield each way of asking that the page tells: its name, its status, how it is written."""
    for name, status, inside in WAY.findall(text):
        yield name, int(status), {key: html.unescape(one) for key, one in PRE.findall(inside)}


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return World(new_tenant(app, "bjorkby", "Björkby"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay out the files and the token that examples speak of."""
    (tmp_path / "case.csv").write_text("Applicant,Kind\nSten Ek,permit\n")
    (tmp_path / "paper.csv").write_text("Title\nAbout it\n")
    (tmp_path / "picture.png").write_bytes(picture("PNG"))
    (tmp_path / "letter.pdf").write_bytes(PDF)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STUGA_TOKEN", TOKEN)


def variables(world: World, name: str) -> Mapping[str, str]:
    """Make what an example acts on, and name it as the example does."""
    given = GIVENS.get(name, a_paper if name.endswith("-paper") else a_record)
    found = given(world)
    records = {"CASE_ID": found.get("record", ""), "PAPER_ID": found.get("record", "")}
    made = {**records, "JOB_ID": found.get("job", ""), "FILE_ID": found.get("file", "")}
    made["COMMENT_ID"] = found.get("comment", "")
    if name == "list-page":
        a_record(world)
        page = world.browser("owner").get(f"/api/v1/apps/{world.app}/records/case?limit=1")
        made["CURSOR"] = page.get_json()["next"]
    return made


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("language", ["curl", "Python"])
def test_every_example_is_answered_as_told(
    world: World, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(world.browser("owner"))
    monkeypatch.setattr("urllib.request.urlopen", sender.urlopen)
    done = set()
    for name, status, written in ways(text_of(world.browser("owner"))):
        for key, text in variables(world, name).items():
            monkeypatch.setenv(key, text)
        if language == "curl":
            sender.curl(written[language])
        else:
            exec(compile(written[language], name, "exec"), {})  # noqa: S102  # our own words
        assert sender.status == status, (name, sender.status)
        done.add(name)
    assert len(done) > 45
    assert {"batch", "aggregate-case", "export-case", "list-condition", "send-file"} <= done


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


def test_it_tells_every_operation_and_every_refusal(world: World) -> None:
    browser = world.browser("owner")
    document = browser.get(f"/api/v1/apps/{world.app}/openapi.json").get_json()
    told = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
    }
    text = text_of(browser)
    assert told - {name for name, _, _ in ways(text)} == {"get-openapi"}
    for codes in CODES.values():
        assert [one for one in codes if f"<code>{one}</code>" not in text] == []


def test_its_contents_lead_to_its_parts(world: World) -> None:
    text = text_of(world.browser("owner"))
    named = re.findall(r'href="#(api[^"]*)"', text)
    assert len(named) > 12
    assert [one for one in named if f'id="{one}"' not in text] == []
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_it_tells_only_what_is_open_to_its_reader(bjorkby: Tenant) -> None:
    publish(bjorkby)
    bjorkby.give("builder", "cases", "reader")
    text = text_of(bjorkby.browser("builder"))
    assert "<code>GET /apps/cases/records/case</code>" in text
    assert "<code>POST /apps/cases/records" not in text
    assert "<code>POST /apps/cases/imports" not in text
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
    found = [one for one in snippets(text) if "urlopen" in one]
    assert len(found) > 20
    for one in found:
        compile(one, "example", "exec")


def test_who_holds_the_page_is_not_sent_it_again(world: World) -> None:
    browser = world.browser("owner")
    tag = browser.get(PAGE).headers["ETag"]
    assert tag.startswith("W/")
    assert browser.get(PAGE, headers={"If-None-Match": tag}).status_code == 304
    assert (
        browser.get(PAGE, headers={"If-None-Match": tag, "Accept-Language": "sv"}).status_code
        == 200
    )


@pytest.mark.parametrize("answers", ["json", "bytes", "status"])
def test_a_variable_is_read_in_every_language(answers: str) -> None:
    asked = Asked(
        url=f"https://x.example/{variable('CASE_ID')}/it's",
        headers={},
        query={"a": variable("CURSOR")},
        file=Sent(name="a.csv"),
        answers=answers,  # type: ignore[arg-type]  # one of them
    )
    curl = asked.in_language("curl")
    assert "'https://x.example/'\"$CASE_ID\"'/it'\\''s'" in curl
    assert 'os.environ["CASE_ID"] + "/it\'s"' in asked.in_language("python")
    assert 'process.env.CASE_ID + "/it\'s"' in asked.in_language("javascript")


def test_it_is_told_in_the_readers_language(bjorkby: Tenant) -> None:
    publish(bjorkby)
    nils = bjorkby.browser("member")
    text = nils.get(PAGE, headers={"Accept-Language": "sv"}).get_data(as_text=True)
    assert "Så gör man anrop" in text
    assert "Felsvar" in text


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
