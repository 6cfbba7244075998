"""Processes are told apart, and their troubles found in what they said."""

import os
import subprocess
import sys

import pytest

from stuga.local.processes import complaint_in, start_time


def test_a_process_has_one_start_time_all_its_life() -> None:
    began = start_time(os.getpid())

    assert began is not None
    assert start_time(os.getpid()) == began


def test_a_process_that_has_ended_has_none() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass

    assert start_time(ended.pid) is None


def test_a_process_that_has_ended_and_was_not_waited_for_has_none() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as ended:
        assert ended.stdout is not None
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)

        assert start_time(ended.pid) is None


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("", "it said nothing"),
        ("one\n\ntwo.\n", "two"),
        (
            '2026-01-02 03:04:05.678 UTC [9] FATAL:  could not map memory: "x"\nLOG: shut down\n',
            'could not map memory: "x"',
        ),
        (
            "Traceback\n  File x\nModuleNotFoundError: No module named 'y'\n[INFO] bye\n",
            "ModuleNotFoundError: No module named 'y'",
        ),
    ],
)
def test_the_complaint_is_the_line_that_tells_of_trouble(said: str, complaint: str) -> None:
    assert complaint_in(said) == complaint
