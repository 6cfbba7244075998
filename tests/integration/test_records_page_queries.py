"""A page of a list takes as many statements for many records as for few."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.many import filled
from tests.factories.records import Desk

API = "/api/v1/apps/cases/records"


@contextmanager
def sent() -> Iterator[list[str]]:
    """Gather the statements that are sent inside."""
    seen: list[str] = []
    send = psycopg.Cursor.execute

    def counting(cursor: Any, query: Any, *given: Any, **options: Any) -> Any:  # noqa: ANN401
        seen.append(str(query))
        return send(cursor, query, *given, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counting)
        yield seen


def statements(browser: Browser, path: str) -> int:
    assert browser.get(path).status_code == 200  # what is read once is read now
    with sent() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_pages_of_many_take_no_more_statements_than_pages_of_few(bjorkby: Tenant) -> None:
    publish(bjorkby)
    browser, desk = bjorkby.browser("member"), Desk(bjorkby)
    papers = Desk(bjorkby, model="paper")
    paths = (
        f"{API}/case?limit=200",
        f"{API}/case?limit=200&count=true&sort=-amount&filter[kind]=permit",
        f"{API}/case?limit=200&filter[applicant]=Sten+Ek&q=sten",
        f"{API}/paper?limit=200",
        f"{API}/case/aggregate?group=kind,closed_on:month&measure=count,sum:amount",
        "/apps/cases/inbox",
        "/apps/cases/inbox?filter[kind]=permit&q=sten&sort=reference",
    )
    for at, one in enumerate(filled(desk, 2)):
        papers.create(title=f"Paper {at}", case=str(one))
    few = {path: statements(browser, path) for path in paths}

    for at, one in enumerate(filled(desk, 120, prefix="S")):
        if at % 4 == 0:
            papers.create(title=f"Paper {at}", case=str(one))
    many = {path: statements(browser, path) for path in paths}

    assert [path for path in paths if many[path] > few[path]] == []
    assert max(few.values()) < 10
