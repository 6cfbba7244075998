"""How often the API may be asked: by one sender, and by all of a tenant."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from structlog.testing import capture_logs

from stuga.platform.config import OFF, Settings, SettingsError, load
from stuga.platform.web.line import REST
from stuga.platform.web.rates import RATES, Rates
from tests.factories.apps import publish
from tests.factories.cast import Browser, Tenant

ME = "/api/v1/me"
Limit = Callable[..., Rates]


@pytest.fixture
def limit(app: Flask, settings: Settings) -> Iterator[Limit]:
    """Give the app other limits for one test."""
    before = app.extensions[RATES]

    def set_limits(actor: str = OFF, tenant: str = OFF, **more: object) -> Rates:
        chosen = {"api_rate": actor, "api_rate_tenant": tenant, **more}
        tick = chosen.pop("tick", time.monotonic)
        app.extensions[RATES] = Rates(dataclasses.replace(settings, **chosen), tick=tick)
        return app.extensions[RATES]

    yield set_limits
    app.extensions[RATES] = before


def statuses(browser: Browser, times: int, path: str = ME) -> list[int]:
    return [browser.get(path).status_code for _ in range(times)]


def test_every_answer_tells_what_is_left(bjorkby: Tenant, limit: Limit) -> None:
    limit("5/minute", "100/hour")
    nils = bjorkby.browser("member")
    first, second = nils.get(ME), nils.get(ME)
    assert first.headers["RateLimit-Policy"] == '"actor";q=5;w=60, "tenant";q=100;w=3600'
    assert first.headers["RateLimit"].startswith('"actor";r=4;t=')
    assert '"tenant";r=98;t=' in second.headers["RateLimit"]


def test_who_asks_too_often_is_told_when_to_go_on(bjorkby: Tenant, limit: Limit) -> None:
    limit("2/minute")
    nils = bjorkby.browser("member")
    assert statuses(nils, 2) == [200, 200]
    refused = nils.get(ME)
    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert refused.get_json()["code"] == "rate-exceeded"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit"].startswith('"actor";r=0;t=')
    assert statuses(bjorkby.browser("owner"), 1) == [200]


def test_what_is_refused_is_not_carried_out(bjorkby: Tenant, limit: Limit) -> None:
    publish(bjorkby)
    nils, cases = bjorkby.browser("member"), "/api/v1/apps/cases/records/case"
    limit("1/minute")
    data = {"applicant": "Sten Ek", "kind": "permit"}
    answers = [nils.post(cases, json=data).status_code for _ in range(3)]
    limit()
    assert answers == [201, 429, 429]
    assert len(nils.get(cases).get_json()["items"]) == 1


def test_a_tenant_has_a_limit_of_its_own(bjorkby: Tenant, granby: Tenant, limit: Limit) -> None:
    limit(tenant="3/minute")
    assert statuses(bjorkby.browser("member"), 2) == [200, 200]
    assert statuses(bjorkby.browser("owner"), 2) == [200, 429]
    assert statuses(granby.browser("owner"), 1) == [200]


def test_a_window_ends(bjorkby: Tenant, limit: Limit) -> None:
    limit("1/second")
    nils = bjorkby.browser("member")
    nils.get(ME)
    refused = nils.get(ME)
    assert refused.status_code == 429
    deadline = time.monotonic() + 5
    while nils.get(ME).status_code == 429:
        assert time.monotonic() < deadline


def test_pages_and_strangers_are_not_counted(bjorkby: Tenant, limit: Limit) -> None:
    limit("1/minute")
    nils = bjorkby.browser("member")
    assert statuses(nils, 3, "/account") == [200, 200, 200]
    assert statuses(bjorkby.browser(""), 2) == [401, 401]
    assert nils.get(ME).status_code == 200


def test_a_limit_can_be_switched_off(bjorkby: Tenant, limit: Limit) -> None:
    limit()
    answer = bjorkby.browser("member").get(ME)
    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


def test_without_valkey_requests_are_let_through_and_it_is_said_once(
    bjorkby: Tenant, limit: Limit, tmp_path: Path
) -> None:
    now = [0.0]
    nowhere = f"redis+socket://{tmp_path / 'nothing.sock'}"
    limit("1/minute", broker_url=nowhere, tick=lambda: now[0])
    nils = bjorkby.browser("member")
    with capture_logs() as logs:
        assert statuses(nils, 2) == [200, 200]
        now[0] += REST + 1
        assert statuses(nils, 2) == [200, 200]
    assert [one["event"] for one in logs if one["event"].startswith("rates.")] == [
        "rates.not-counted"
    ]
    assert "RateLimit" not in nils.get(ME).headers


def test_valkey_is_asked_again_after_a_rest(
    bjorkby: Tenant, limit: Limit, tmp_path: Path, broker_url: str
) -> None:
    now, socket = [0.0], tmp_path / "valkey.sock"
    limit("5/minute", broker_url=f"redis+socket://{socket}", tick=lambda: now[0])
    nils = bjorkby.browser("member")
    assert "RateLimit" not in nils.get(ME).headers
    socket.symlink_to(urlsplit(broker_url).path)
    assert "RateLimit" not in nils.get(ME).headers
    now[0] += REST + 1
    assert nils.get(ME).headers["RateLimit"].startswith('"actor";r=4')


@pytest.mark.parametrize("text", ["0/minute", "many", "5/week", "-1/hour", "5", "5/minute/hour"])
def test_a_limit_that_is_none_is_refused_at_start(text: str) -> None:
    with pytest.raises(SettingsError) as error:
        load({"STUGA_API_RATE": text})
    assert any("STUGA_API_RATE must be as" in one for one in error.value.problems)


@pytest.mark.parametrize("text", ["off", "5/second", "1200/minute", "7/hour", "100000/day"])
def test_what_is_a_limit_is_taken(text: str) -> None:
    with pytest.raises(SettingsError) as error:
        load({"STUGA_API_RATE_TENANT": text})
    assert not any("STUGA_API_RATE" in one for one in error.value.problems)
