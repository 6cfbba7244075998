"""What the builder says of a public form: how long it is kept unfinished, how it is embedded."""

import html

import pytest
from sqlalchemy import select

from stuga.models import App
from stuga.platform.db import db
from tests.factories.building import begun
from tests.factories.cast import Browser, Tenant

APPLY = "/build/cases/screens/apply"
GIVEN = {"_title": "Apply “here”", "_public": "yes"}


@pytest.fixture
def vera(bjorkby: Tenant) -> Browser:
    return begun(bjorkby)


def post(browser: Browser, revision: int = 1, **fields: str):  # noqa: ANN201  # a test response
    """Set what the panel of the screen says."""
    return browser.post(APPLY, data={**fields, "revision": str(revision)})


def days_kept(tenant: Tenant) -> object:
    with tenant.inside():
        [found] = db.session.scalars(select(App.draft))
    return found["screens"]["apply"].get("keep_days")  # type: ignore[index, union-attr, call-overload]  # a document


def test_the_days_are_set_and_taken_back(bjorkby: Tenant, vera: Browser) -> None:
    assert post(vera, **GIVEN, _keep_days="21").status_code == 303
    assert days_kept(bjorkby) == 21
    assert 'name="_keep_days" value="21"' in vera.get(APPLY).text
    assert post(vera, revision=2, **GIVEN, _keep_days="").status_code == 303
    assert days_kept(bjorkby) is None


@pytest.mark.parametrize("days", ["0", "91", "-3", "many"])
def test_days_that_cannot_be_are_told_and_stay_typed(
    bjorkby: Tenant, vera: Browser, days: str
) -> None:
    answer = post(vera, **GIVEN, _keep_days=days)
    assert answer.status_code == 422
    assert f'value="{days}"' in answer.text
    assert days_kept(bjorkby) == 14


def test_the_words_for_embedding_hold_the_real_address(bjorkby: Tenant, vera: Browser) -> None:
    titled = {**GIVEN, "_title": 'Say "yes" & <go>'}
    assert post(vera, **titled, _embed="https://www.bjorkby.se").status_code == 303
    page = vera.get(APPLY).text
    shown = html.unescape(page[page.index("&lt;iframe") : page.index("&lt;/iframe&gt;")])
    assert f'src="https://localhost/t/{bjorkby.slug}/apps/cases/apply"' in shown
    assert 'title="Say &#34;yes&#34; &amp; &lt;go&gt;"' in shown
