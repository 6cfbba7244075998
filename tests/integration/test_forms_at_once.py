"""A kept form that is sent twice at the same moment is taken once, and thanked for twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
from sqlalchemy import URL

from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant
from tests.factories.filling import opened, stored
from tests.factories.walk import stranger_at
from tests.factories.workers import Obstacle, an_obstacle

APPLY: Final = "/apps/cases/apply"
ANSWERS: Final = {"applicant": "Sten Ek", "kind": "complaint"}
TWICE: Final = 2


@pytest.fixture
def obstacle(superuser_url: URL, database: str) -> Iterator[Obstacle]:
    url = superuser_url.set(drivername="postgresql", database=database)
    with an_obstacle(url.render_as_string(hide_password=False)) as obstacle:
        yield obstacle


def test_a_double_click_on_a_kept_form_is_thanked_for(bjorkby: Tenant, obstacle: Obstacle) -> None:
    publish(bjorkby)
    stranger = stranger_at(bjorkby)
    kept = stranger.post(APPLY, data=opened(stranger, APPLY).sent("later", **ANSWERS))
    link = kept.text.partition("/kept/")[2][:43]
    form = opened(stranger, f"/kept/{link}")
    of_this = {"tenant": bjorkby.id}
    obstacle.put("SELECT 1 FROM form_link WHERE tenant_id = %(tenant)s FOR UPDATE", of_this)

    def send(browser: Browser) -> Any:  # noqa: ANN401  # a test response
        return browser.post(APPLY, data=form.sent())

    with ThreadPoolExecutor(TWICE) as pool:
        answers = [pool.submit(send, one) for one in (stranger, stranger_at(bjorkby))]
        assert obstacle.stops_someone(TWICE)
        obstacle.clear()
        statuses = [one.result().status_code for one in answers]

    assert statuses == [303, 303]
    assert stored(bjorkby) == [ANSWERS]
