"""Which new passwords are refused: those that a guesser tries first."""

import bcrypt
import pytest

from stuga.models.definition.refusals import Refused
from stuga.platform.identity import passwords

NAMES = ("Björkby kommun", "bjorkby", "stuga", "Nils Berg", "nils.berg")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "Sommar202612",
        "123456789012",
        "1q2w3e4r5t6y"[:6] * 2,
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "lösenord-lösenord",
        "björkbykommun1",
        "NilsBerg-1984",
        "stuga stuga stuga",
        "............",
        "            ",
    ],
)
def test_what_everyone_guesses_is_refused(password: str) -> None:
    assert passwords.problem(password, NAMES) == Refused("password-common")


@pytest.mark.parametrize(
    "password",
    [
        "grusväg lampa torsdag",
        "839201758362",
        "kX7!mQ2$vR9z",
        "en häst på taket vid sjön",
        "пароль который трудно",
        "🐎🔋🏠🌲🐟🧊🪵🎣🧦🕯️🧵🪡",
    ],
)
def test_what_is_hard_to_guess_is_taken_as_it_is(password: str) -> None:
    assert passwords.problem(password, NAMES) is None


def test_twelve_characters_are_enough_and_eleven_are_not() -> None:
    assert passwords.problem("kX7!mQ2$vR9", ()) == Refused("password-short", {"least": 12})
    assert passwords.problem("kX7!mQ2$vR9z", ()) is None


def test_a_thousand_characters_are_taken_and_no_more() -> None:
    long = "grusväg lampa torsdag " * 50

    assert passwords.problem(long[:1024], ()) is None
    assert passwords.problem(long[:1025], ()) == Refused("password-long", {"most": 1024})


def test_short_names_do_not_forbid_half_the_alphabet() -> None:
    assert passwords.problem("grusväg lampa torsdag", ("A B", "a@b.se", "")) is None


def test_the_hash_of_nobody_costs_as_much_and_fits_nothing() -> None:
    nobody = passwords.unknown_hash(4)

    assert not bcrypt.checkpw(b"anything", nobody.encode())
    assert not passwords.is_outdated(nobody, rounds=4)
    assert passwords.is_outdated(nobody, rounds=12)
