"""A deletion of many settles which records are meant without reading what is in them."""

from typing import Any

import psycopg
import pytest

from tests.factories.apps import publish
from tests.factories.cast import Tenant
from tests.factories.jobs import run_outbox
from tests.factories.many import asked, filled, how_it_went, in_trash
from tests.factories.records import Desk


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the lists of records that PostgreSQL is asked for, as they are asked for."""
    seen: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: Any, query: Any, *more: Any, **options: Any) -> Any:  # noqa: ANN401
        if "FROM record" in str(query) and "ORDER BY" in str(query):
            seen.append(str(query))
        return execute(self, query, *more, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)
    return seen


@pytest.mark.parametrize("do", ["delete", "update"])
def test_all_that_match_are_settled_by_their_ids_alone(
    bjorkby: Tenant, lists: list[str], do: str
) -> None:
    publish(bjorkby)
    nils = Desk(bjorkby)
    filled(nils, 101)
    more = {"patch": {"kind": "complaint"}} if do == "update" else {}
    browser = bjorkby.browser("member")

    begun = asked(browser, status=202, do=do, all=True, **more)
    run_outbox(bjorkby)

    assert how_it_went(browser, begun)["changed"] == 101
    assert in_trash(bjorkby) == (101 if do == "delete" else 0)
    read = [one for one in lists if "FOR UPDATE" not in one]
    assert read
    assert not [one for one in read if "record.data," in one.partition("FROM")[0]]
