"""Fills in forms as a browser without scripts does: what stands in the page is what is sent."""

import re
from html.parser import HTMLParser

from sqlalchemy import select

from stuga.models import Record
from stuga.platform.db import db
from tests.factories.cast import Browser, Tenant


class Form(HTMLParser):
    """What a browser without scripts would send from a page: its fields as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.action = ""
        self._here = False
        self._select, self._area = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._here = "data-form" in given
            self.action = given["action"] if self._here else self.action
        elif self._here and tag == "input" and given.get("name") and "disabled" not in given:
            ticks = given.get("type") in {"radio", "checkbox"}
            if not ticks or "checked" in given:
                self.fields.setdefault(given["name"], []).append(given.get("value", ""))
        elif self._here and tag == "select":
            self._select = given["name"]
            self.fields.setdefault(self._select, [""])
        elif self._here and tag == "option" and "selected" in given:
            self.fields[self._select] = [given["value"]]
        elif self._here and tag == "textarea":
            self._area = given["name"]
            self.fields[self._area] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        self._here = self._here and tag != "form"
        self._area = "" if tag == "textarea" else self._area

    def sent(self, press: str = "save", **typed: str) -> dict[str, list[str]]:
        return {**self.fields, **{name: [text] for name, text in typed.items()}, "_do": [press]}


def opened(browser: Browser, path: str) -> Form:
    response = browser.get(path)
    assert response.status_code == 200, response.text
    return Form(response.text)


def errors_of(html: str) -> list[str]:
    found = re.search(r'class="error-summary".*?</ul>', html, re.DOTALL)
    lines = re.findall(r"<(?:a|button)[^>]*>(.*?)</(?:a|button)>", found[0]) if found else []
    return [line.strip() for line in lines]


def stored(tenant: Tenant) -> list[dict[str, object]]:
    with tenant.inside():
        return [dict(row) for row in db.session.scalars(select(Record.data).order_by(Record.id))]
