"""A socket lies in a folder that is closed to others, in a path that is not too long."""

from pathlib import Path

import pytest

from stuga.local.account import Account, current_account
from stuga.local.errors import CannotStartError
from stuga.local.sockets import socket_folder

SOCKET = "valkey.sock"
OURS = current_account()


def test_it_lies_in_the_home_when_that_will_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("h")

    assert socket_folder(home, "valkey", socket=SOCKET, account=OURS) == home / "run" / "valkey"


@pytest.mark.parametrize("name", ["long" * 25, "å b", "50%", "a?b"])
def test_it_lies_elsewhere_when_the_path_is_too_long_or_unfit_for_a_url(
    tmp_path: Path, name: str
) -> None:
    home = tmp_path / name

    folder = socket_folder(home, "valkey", socket=SOCKET, account=OURS)

    assert folder.parent == Path("/tmp")  # noqa: S108  # what is tested
    assert socket_folder(home, "valkey", socket=SOCKET, account=OURS) == folder
    assert socket_folder(home, "postgres", socket=SOCKET, account=OURS) != folder
    folder.rmdir()
    socket_folder(home, "postgres", socket=SOCKET, account=OURS).rmdir()


def test_only_its_account_may_enter_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = socket_folder(tmp_path_factory.mktemp("h"), "valkey", socket=SOCKET, account=OURS)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == OURS.uid


def test_a_link_that_someone_has_put_there_is_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("h")
    (home / "run").mkdir()
    (home / "run" / "valkey").symlink_to(tmp_path_factory.mktemp("elsewhere"))

    with pytest.raises(CannotStartError, match="belongs to someone else"):
        socket_folder(home, "valkey", socket=SOCKET, account=Account(OURS.uid, OURS.gid))
