"""Digests of definitions."""

import pytest

from stuga.models.definition.digest import canonical, digest


def test_the_order_of_members_changes_no_digest() -> None:
    assert digest({"a": 1, "b": {"c": 2, "d": 3}}) == digest({"b": {"d": 3, "c": 2}, "a": 1})


def test_the_order_of_a_list_does() -> None:
    assert digest({"a": [1, 2]}) != digest({"a": [2, 1]})


def test_numbers_are_written_at_their_shortest() -> None:
    assert canonical({"a": 1.0, "b": 0.1, "c": 100, "d": True}) == (
        b'{"a":1,"b":0.1,"c":100,"d":true}'
    )


def test_accents_composed_or_not_are_one_text() -> None:
    assert digest({"a\u030a": "o\u0308"}) == digest({"å": "ö"})


def test_the_digest_is_the_sha_256_of_the_canonical_bytes() -> None:
    # printf '{"a":1}' | sha256sum
    assert digest({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        canonical({"a": float("nan")})
    with pytest.raises(ValueError, match="same name"):
        canonical({"a\u030a": 1, "å": 2})
