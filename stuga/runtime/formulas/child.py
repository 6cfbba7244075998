"""The process in which formulas run: whatever one does to it, the caller lives on.

Started by `engine` with nothing open but its pipes. A request is a line of JSON; answers are one
line each. It ends with its input, and so with its parent.
"""

import json
import resource
import signal
import sys
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, BinaryIO, Final
from zoneinfo import ZoneInfo

from stuga.runtime.formulas import flaws
from stuga.runtime.formulas.compiling import checked
from stuga.runtime.formulas.flaws import FlawError
from stuga.runtime.formulas.limits import MEMORY, SECONDS, SECONDS_MORE
from stuga.runtime.formulas.programs import Programs, programs, world_at

MOST_KEPT: Final = 200
MOST_OPEN: Final = 16
"""Files at once: the pipes, and now and then one of time zones."""
Request = Mapping[str, Any]
Answer = Mapping[str, object]
UNKNOWN: Final[Answer] = {"unknown": True}


class Child:
    """What has been loaded, and how each request is answered."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Programs] = OrderedDict()

    def answers(self, request: Request) -> Iterator[Answer]:
        if request["do"] == "check":
            yield check(request)
        elif request["do"] == "load":
            yield self._load(request)
        else:
            yield from self._run(request)

    def _load(self, request: Request) -> Answer:
        made = programs(request["types"], request["formulas"])
        self._kept[request["plan"]] = made
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return {"reads": made.reads}

    def _run(self, request: Request) -> Iterator[Answer]:
        found = self._kept.get(request["plan"])
        if found is None:
            yield UNKNOWN
            return
        self._kept.move_to_end(request["plan"])
        now = datetime.fromisoformat(request["now"])
        world = world_at(now, ZoneInfo(request["zone"]), request["me"])
        rows = request["rows"]
        until = time.process_time() + SECONDS + SECONDS_MORE * len(rows)
        for row in rows:
            if time.process_time() > until:
                yield {"values": {step.key: {"flaw": flaws.TOO_SLOW} for step in found.steps}}
            else:
                limit_time()
                yield {"values": found.run(row, world)}


def check(request: Request) -> Answer:
    """Say what is wrong with a formula, or what it reads."""
    types, rows = request["types"], request.get("rows", {})
    try:
        found = checked(request["source"], request["result"], types, rows)
    except FlawError as error:
        return {"flaw": error.code, "offset": error.offset, "about": error.about}
    return {
        "reads": sorted(found.reads),
        "reads_me": found.reads_me,
        "compares_fractions": found.compares_fractions,
    }


def limit_time() -> None:
    """Let the system end this process when it has reckoned too long from now on.

    By its own computing time, so that a busy machine makes no formula fail.
    """
    signal.setitimer(signal.ITIMER_PROF, SECONDS)


def limit_all() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_OPEN),
    ):
        with suppress(ValueError, OSError):  # not every system has each
            resource.setrlimit(what, (most, most))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    child = Child()
    _tell(answers, {"ready": True})
    for line in requests:
        limit_time()
        for answer in child.answers(json.loads(line)):
            _tell(answers, answer)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _tell(answers: BinaryIO, answer: Answer) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    limit_all()
    serve(sys.stdin.buffer, sys.stdout.buffer)
