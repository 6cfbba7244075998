"""Retention as its pages are used: an app that proposes rules, forms typed and read back."""

import copy
import re
from html import unescape
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from stuga.models import AuditEntry, RetentionRule
from stuga.models.json import JsonObject
from stuga.platform.db import db, reading_trail
from tests.factories.apps import SMALL_CASES
from tests.factories.cast import Browser, Tenant

HERE = "/admin/retention"
CASE = f"{HERE}/cases/case"
CASES = "/api/v1/apps/cases/records/case"
STEN = {
    "applicant": "Sten Ek",
    "email": "sten@example.com",
    "kind": "permit",
    "reference": "A-1",
    "closed_on": "2020-03-01",
}


def with_proposals() -> JsonObject:
    """Return the small app with a rule proposed for its cases, and one for a field."""
    made = copy.deepcopy(SMALL_CASES)
    made["retention"] = {
        "closed-1y": {
            "title": "A year after closing",
            "start": {"field": "closed_on"},
            "keep_max": "P1Y",
            "action": "anonymise",
            "trash": "P7D",
            "law": "Arkivlag",
        },
        "mail-30d": {
            "title": "Addresses",
            "start": {"event": "created"},
            "keep_max": "P30D",
            "action": "delete",
        },
    }
    case: Any = made["models"]["case"]  # type: ignore[index,call-overload]
    case["x-model"]["retention"] = ["closed-1y"]
    case["properties"]["email"]["x-privacy"]["retention"] = "mail-30d"
    return made


def case(tenant: Tenant, **more: object) -> str:
    """Make a case as Nils would; a field given as None is left out."""
    data = {key: value for key, value in {**STEN, **more}.items() if value is not None}
    response = tenant.browser("member").post(CASES, json=data)
    assert response.status_code == 201, response.text
    return str(response.get_json()["id"])


def form(act: str = "put", **more: object) -> MultiDict[str, str]:
    """Return the form as typed: name and e-mail go a year after closing."""
    typed: dict[str, object] = {
        "act": act,
        "start": "field:closed_on",
        "most": "1",
        "most_unit": "years",
        "least_unit": "years",
        "action": "fields",
        "field": ["applicant", "email"],
        "method-applicant": "redact",
        "method-email": "drop",
        **more,
    }
    return MultiDict({key: value for key, value in typed.items() if value is not None})


def send(browser: Browser, path: str, typed: MultiDict[str, str]) -> TestResponse:
    response: TestResponse = browser.post(path, data=MultiDict([*typed.items(multi=True)]))
    return response


def rules_of(tenant: Tenant) -> list[RetentionRule]:
    with tenant.inside():
        wanted = select(RetentionRule).order_by(RetentionRule.accepted_at, RetentionRule.key)
        return list(db.session.scalars(wanted))


def entries(tenant: Tenant) -> list[str]:
    with tenant.inside(), reading_trail() as session:
        wanted = select(AuditEntry.action).where(AuditEntry.action.like("retention.%"))
        return list(session.scalars(wanted.order_by(AuditEntry.at, AuditEntry.id)))


def ticked(page: str) -> set[str]:
    boxes = re.findall(r'<input class="check"[^>]*name="field"[^>]*>', page)
    return {re.findall(r'value="([^"]*)"', one)[0] for one in boxes if "checked" in one}


def typed_in(page: str, act: str = "put") -> MultiDict[str, str]:
    """Return what a browser without script would send of the rule's form."""
    form = page.partition('class="stack form-column rule-form"')[2].partition("</form>")[0]
    found: list[tuple[str, str]] = [("act", act)]
    for tag in re.findall(r"<input[^>]*>", form):
        values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if values.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        found.append((values["name"], unescape(values.get("value", ""))))
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', inner)
        first = re.findall(r'<option value="([^"]*)"', inner)
        found.append((name, unescape((chosen or first)[0])))
    return MultiDict(found)


def figures(page: str) -> dict[str, int]:
    found = re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", page)
    return {name: int(number) for name, number in found}


def main_of(page: TestResponse) -> str:
    return page.text.partition("<main")[2].partition("</main>")[0]
