"""Logs are put aside by size, and the oldest goes."""

from pathlib import Path

from stuga.local.logs import rotate


def test_a_small_log_is_continued(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("12", encoding="utf-8")

    rotate(log, largest_bytes=3)

    assert log.read_text(encoding="utf-8") == "12"


def test_a_log_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    rotate(tmp_path / "web.log", largest_bytes=3)

    assert list(tmp_path.iterdir()) == []


def test_large_logs_move_on_and_the_fourth_is_forgotten(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    for number in range(1, 6):
        log.write_text(f"log {number}", encoding="utf-8")
        rotate(log, largest_bytes=3)

    kept = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}

    assert kept == {"web.log.1": "log 5", "web.log.2": "log 4", "web.log.3": "log 3"}
