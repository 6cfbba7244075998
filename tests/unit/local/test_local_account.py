"""An account gets as far as the mode bits let it."""

import os
from pathlib import Path

import pytest

from stuga.local.account import Account, current_account, service_account

STRANGER = Account(uid=54321, gid=54321)


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder below one that pytest keeps closed to others."""
    return tmp_path_factory.mktemp("folder")


def test_its_owner_gets_into_a_closed_folder(folder: Path) -> None:
    folder.chmod(0o700)
    owner = current_account()

    assert owner.may_pass(folder)


def test_a_stranger_does_not_get_into_a_closed_folder(folder: Path) -> None:
    folder.chmod(0o700)

    assert not STRANGER.may_pass(folder)


def test_a_stranger_gets_through_a_folder_that_may_only_be_passed(folder: Path) -> None:
    folder.chmod(0o711)

    assert STRANGER.may_pass(folder)


def test_its_group_decides_before_what_all_may(folder: Path) -> None:
    folder.chmod(0o701)
    member = Account(uid=54321, gid=folder.stat().st_gid)

    assert not member.may_pass(folder)


def test_one_closed_folder_on_the_way_is_enough_to_be_kept_out(folder: Path) -> None:
    inside = folder / "closed" / "open"
    inside.mkdir(parents=True)
    (folder / "closed").chmod(0o700)
    inside.chmod(0o755)

    assert STRANGER.may_pass(inside)
    assert not STRANGER.can_enter(inside)


def test_services_never_run_as_root() -> None:
    assert service_account().uid != 0
    assert os.geteuid() == 0 or service_account() == current_account()
