"""A part that ends is started again, later each time, and not for ever."""

from stuga.local.restarts import Restarts


def test_each_restart_waits_twice_as_long_until_there_is_no_more() -> None:
    restarts = Restarts()

    delays = [restarts.next_delay(float(moment)) for moment in range(6)]

    assert delays == [0.5, 1, 2, 4, 8, None]


def test_a_part_that_ran_well_for_a_while_begins_anew() -> None:
    restarts = Restarts()
    for moment in range(5):
        restarts.next_delay(float(moment))

    assert restarts.next_delay(1_000.0) == 0.5
