"""Attempts are counted before they are checked, alike for accounts that are and are not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from stuga.platform import clock
from stuga.platform.identity import throttle
from stuga.platform.identity.throttle import Attempt, TooManyAttemptsError
from tests.factories.cast import Tenant
from tests.factories.doors import PASSWORD, Stranger, give_password, some_address, system_log_of

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def attempt(tenant: Tenant, email: str = "a@b.se", address: str = "") -> Attempt:
    with tenant.inside():
        return throttle.attempt_at(email, address or some_address())


def is_taken(tenant: Tenant, what: Attempt, now: datetime) -> bool:
    with tenant.inside():
        try:
            throttle.take(what, now=now)
        except TooManyAttemptsError:
            return False
    return True


def test_five_failures_are_free_then_the_account_rests(bjorkby: Tenant) -> None:
    what = attempt(bjorkby)

    assert [is_taken(bjorkby, what, NOW) for _number in range(7)] == [True] * 5 + [False] * 2
    assert is_taken(bjorkby, what, NOW + SECOND)
    assert not is_taken(bjorkby, what, NOW + 2 * SECOND)
    assert is_taken(bjorkby, what, NOW + 3 * SECOND)


def test_the_rest_doubles_to_a_quarter_of_an_hour_and_no_further() -> None:
    rests = [throttle.pause_after(failures).total_seconds() for failures in (4, 5, 6, 7, 14, 15)]

    assert rests == [0, 1, 2, 4, 512, 900]
    assert throttle.pause_after(10**6) == timedelta(minutes=15)


def test_a_day_later_the_account_is_as_new(bjorkby: Tenant) -> None:
    what = attempt(bjorkby)
    for _number in range(5):
        is_taken(bjorkby, what, NOW)

    tomorrow = NOW + timedelta(days=1)

    assert [is_taken(bjorkby, what, tomorrow) for _number in range(6)] == [True] * 5 + [False]


def test_success_gives_the_attempt_back(bjorkby: Tenant) -> None:
    address = some_address()
    for _number in range(40):
        what = attempt(bjorkby, address=address)
        assert is_taken(bjorkby, what, NOW)
        with bjorkby.inside():
            throttle.give_back(what)


def test_an_address_has_thirty_failures_in_five_minutes(bjorkby: Tenant) -> None:
    address = some_address()
    many = [attempt(bjorkby, f"person-{number}@b.se", address) for number in range(31)]

    taken = [is_taken(bjorkby, each, NOW) for each in many]

    assert taken == [True] * 30 + [False]
    assert not is_taken(bjorkby, many[30], NOW + timedelta(minutes=4, seconds=59))
    assert is_taken(bjorkby, many[30], NOW + timedelta(minutes=5))


def test_an_attempt_refused_at_the_address_is_not_held_against_the_account(
    bjorkby: Tenant,
) -> None:
    address = some_address()
    for number in range(30):
        is_taken(bjorkby, attempt(bjorkby, f"person-{number}@b.se", address), NOW)
    for _number in range(10):
        assert not is_taken(bjorkby, attempt(bjorkby, "vera@b.se", address), NOW)

    assert is_taken(bjorkby, attempt(bjorkby, "vera@b.se"), NOW)


def test_parallel_attempts_cannot_overshoot(bjorkby: Tenant) -> None:
    what = attempt(bjorkby)

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _number: is_taken(bjorkby, what, NOW), range(24)))

    assert taken.count(True) == 5


def test_one_account_rests_in_its_own_tenant_only(bjorkby: Tenant, granby: Tenant) -> None:
    for _number in range(5):
        is_taken(bjorkby, attempt(bjorkby), NOW)

    assert not is_taken(bjorkby, attempt(bjorkby), NOW)
    assert is_taken(granby, attempt(granby), NOW)


@pytest.mark.parametrize("known", [True, False])
def test_the_sixth_attempt_waits_even_with_the_right_password(
    bjorkby: Tenant, *, known: bool
) -> None:
    email = give_password(bjorkby, "member") if known else f"nobody@{bjorkby.slug}.example"
    with bjorkby.inside():
        what = throttle.attempt_at(email, some_address())
        for hours in range(8, -1, -1):
            throttle.take(what, now=clock.now() - timedelta(hours=hours))

    answer = Stranger(bjorkby).sign_in(email, PASSWORD)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Too many attempts" in answer.text
    assert f'value="{email}"' in answer.text
    assert system_log_of(bjorkby) == [("sign-in", "throttled", "")]


def test_what_no_longer_throttles_is_forgotten(bjorkby: Tenant) -> None:
    what = attempt(bjorkby)
    long_ago = NOW - timedelta(days=400)
    is_taken(bjorkby, what, long_ago)

    with bjorkby.inside():
        assert throttle.forget(now=NOW - timedelta(days=300)) >= 1
