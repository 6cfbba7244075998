"""The clock: where it keeps when it did what, and that it leaves nothing behind."""

import os
import signal
import tempfile
from pathlib import Path

import pytest

from stuga.cli.beat import SCHEDULE, clock_with, schedule_file
from stuga.local.parts import STUGA
from stuga.local.processes import Child, Process, within
from stuga.platform.config import Settings
from stuga.platform.jobs.broker import NIGHT, RELAY_ALL, TIDY, new_celery

PATIENCE_SECONDS = 60


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_file_that_is_named_is_taken(tmp_path: Path, temporary: Path) -> None:
    with schedule_file(tmp_path / "named", tmp_path) as path:
        assert path == tmp_path / "named"
    assert list(temporary.iterdir()) == []


def test_it_lies_below_our_home_if_there_is_one(tmp_path: Path, temporary: Path) -> None:
    with schedule_file(None, tmp_path / "home") as path:
        assert path == tmp_path / "home" / "run" / SCHEDULE
        assert path.parent.is_dir()
    assert list(temporary.iterdir()) == []


def test_without_a_home_that_can_be_written_it_lies_in_a_private_folder(
    tmp_path: Path, temporary: Path
) -> None:
    home = tmp_path / "home"
    home.write_text("not a folder", encoding="utf-8")

    for none in (None, home):
        with schedule_file(None, none) as path:
            assert path is not None
            assert path.parent.parent == temporary
            assert path.parent.stat().st_mode & 0o777 == 0o700
        assert list(temporary.iterdir()) == []


def test_where_nothing_can_be_written_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    with schedule_file(None, None) as path:
        assert path is None


def started(settings: Settings, tmp_path: Path, temporary: Path) -> Process:
    environ = {
        "STUGA_DATABASE_URL": settings.database_url,
        "STUGA_READER_DATABASE_URL": settings.reader_database_url,
        "STUGA_PRIVACY_DATABASE_URL": settings.privacy_database_url,
        "STUGA_BROKER_URL": settings.broker_url,
        "STUGA_SECRET": settings.secret.hex(),
        "STUGA_HOME": "",
        "TMPDIR": str(temporary),
    }
    return Process(
        Child(name="beat", command=[*STUGA, "beat"], environ=environ, log=tmp_path / "beat.log")
    )


def kept_in(temporary: Path) -> list[Path]:
    return list(temporary.glob(f"*/{SCHEDULE}*"))


def has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def test_it_takes_its_folder_along_when_it_is_asked_to_end(
    settings: Settings, tmp_path: Path, temporary: Path
) -> None:
    process = started(settings, tmp_path, temporary)
    try:
        assert within(PATIENCE_SECONDS, lambda: any(map(has_content, kept_in(temporary))))
        os.kill(process.pid, signal.SIGTERM)
        assert within(PATIENCE_SECONDS, lambda: not process.running)
    finally:
        process.stop()
    assert list(temporary.iterdir()) == []


def test_where_nothing_can_be_written_it_knows_its_times_all_the_same(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clock = clock_with(new_celery(settings.broker_url), None)

    service = clock.Service(app=clock.app, scheduler_cls=clock.scheduler_cls)

    tasks = {entry.task for entry in service.get_scheduler().schedule.values()}
    assert {RELAY_ALL, NIGHT, TIDY} <= tasks
    assert list(tmp_path.iterdir()) == []
