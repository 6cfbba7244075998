"""Short lists and pictures on pages: what their reader may see of them."""

import copy
import json
from typing import Any

import pytest

from stuga.models.json import JsonObject
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Tenant
from tests.factories.pictures import add_picture
from tests.factories.records import Desk, entries_of

ABSENT = f"{'a' * 64}-640x480.png"


def with_page(*elements: JsonObject, screen: str = "page") -> dict[str, Any]:
    """Return the cases with a page of these elements, for handlers."""
    made = copy.deepcopy(SMALL_CASES)
    made["screens"]["welcome"] = {"type": screen, "title": "Welcome", "elements": [*elements]}
    made["roles"]["handler"]["screens"].append("welcome")
    return made


def short_list(**more: Any) -> JsonObject:  # noqa: ANN401  # any member of the element
    return {
        "type": "list",
        "key": "newest",
        "title": "Newest cases",
        "model": "case",
        "columns": ["applicant", "kind"],
        **more,
    }


def shown(tenant: Tenant, who: str = "member") -> str:
    answer = tenant.browser(who).get("/apps/cases/welcome")
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("screen", ["page", "dashboard"])
def test_the_first_records_stand_there_with_a_way_to_all(bjorkby: Tenant, screen: str) -> None:
    whole = short_list(limit=2, sort=["-created_at"], all="inbox")
    publish(bjorkby, with_page(whole, screen=screen), roles={"member": "handler"})
    desk = Desk(bjorkby, "member")
    made = [desk.case(applicant=name) for name in ("Åsa Öberg", "Sten Ek", "Mona Ærlig")]
    text = shown(bjorkby)
    assert text.index("Mona Ærlig") < text.index("Sten Ek")
    assert "Åsa Öberg" not in text
    assert "/apps/cases/inbox" in text
    (entry,) = entries_of(bjorkby, "screen.read")
    assert {*json.loads(entry.body)["target"]["ids"]} == {str(made[1].id), str(made[2].id)}


def test_a_filter_and_an_empty_list_say_what_they_mean(bjorkby: Tenant) -> None:
    narrow = short_list(filter={"field": "kind", "is": "complaint"}, empty="Nobody complains.")
    publish(bjorkby, with_page(narrow), roles={"member": "handler"})
    Desk(bjorkby, "member").case(applicant="Sten Ek", kind="permit")
    text = shown(bjorkby)
    assert "Nobody complains." in text
    assert "Sten Ek" not in text


def test_a_reader_sees_only_rows_and_fields_that_are_open_to_them(bjorkby: Tenant) -> None:
    app = with_page(short_list())
    app["roles"]["clerk"] = {
        "title": "Clerk",
        "screens": ["welcome"],
        "models": {
            "case": {
                "read": {
                    "where": {"field": "kind", "is": "permit"},
                    "fields": {"except": ["applicant"]},
                }
            }
        },
    }
    app["roles"]["guest"] = {"title": "Guest", "screens": ["welcome"], "models": {}}
    roles = {"member": "handler", "owner": "clerk", "admin": "guest"}
    publish(bjorkby, app, roles=roles)
    desk = Desk(bjorkby, "member")
    desk.case(applicant="Sten Ek", kind="permit")
    desk.case(applicant="Mona Ærlig", kind="complaint")
    assert "Sten Ek" in shown(bjorkby)
    clerks, guests = shown(bjorkby, "owner"), shown(bjorkby, "admin")
    assert "Sten Ek" not in clerks
    assert clerks.count("<tr data-row") == 1
    assert "Newest cases" not in guests


def test_a_picture_stands_with_its_text_and_size(bjorkby: Tenant) -> None:
    publish(bjorkby, roles={"member": "handler"})
    name = add_picture(bjorkby.browser("builder"), "cases")
    app = with_page(
        {"type": "image", "key": "one", "picture": name, "alt": "Boats", "caption": "At dawn"},
        {"type": "image", "key": "two", "picture": ABSENT, "alt": "The town hall"},
    )
    publish(bjorkby, app)
    text = shown(bjorkby)
    assert f'/apps/cases/_pictures/{name}" alt="Boats" width="60" height="40"' in text
    assert "At dawn" in text
    assert ABSENT not in text
    assert "The town hall" in text
