"""The keys of a local installation are made once and never replaced in silence."""

from pathlib import Path

import pytest

from stuga.local.errors import CannotStartError
from stuga.local.keys import keys_of


def test_a_first_start_makes_a_key_that_later_starts_read(tmp_path: Path) -> None:
    made = keys_of(tmp_path)

    assert len(bytes.fromhex(made["STUGA_SECRET"])) == 32
    assert keys_of(tmp_path) == made


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    assert keys_of(first) != keys_of(second)


def test_nobody_else_may_read_the_keys(tmp_path: Path) -> None:
    keys_of(tmp_path)

    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"STUGA_SECRET": "no hex"}'])
def test_damaged_keys_are_refused_and_left_as_they_are(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(damage, encoding="utf-8")

    with pytest.raises(CannotStartError, match="is damaged; restore it"):
        keys_of(tmp_path)

    assert path.read_text(encoding="utf-8") == damage


def test_keys_that_are_gone_while_their_data_is_there_are_not_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()

    with pytest.raises(CannotStartError, match="cannot be opened"):
        keys_of(tmp_path)

    assert not (tmp_path / "secrets.json").exists()


def test_a_first_start_that_was_cut_off_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "secrets.new").write_text("{", encoding="utf-8")

    assert keys_of(tmp_path)
