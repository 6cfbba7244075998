"""A stand-in for `stuga serve` with light parts: HOME PORT PARTS, where PARTS is a list of names.

`postgres` and `valkey` are the real ones; `web` answers on the port and has a child of its own;
`stubborn` ignores SIGTERM; `unready` does too and never gets ready; `endless` is a step without
an end, `failing` one that cannot be done.
"""

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from stuga.local.console import console
from stuga.local.parts import Service, Step, answers
from stuga.local.postgres import postgres_at
from stuga.local.processes import Child, never
from stuga.local.supervisor import serve
from stuga.local.valkey import Valkey

HOME, PORT = Path(sys.argv[1]), int(sys.argv[2])
WEB = """
import http.server, subprocess, sys
class Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Healthy).serve_forever()
"""
STUBBORN = """
import pathlib, signal, sys
signal.signal(signal.SIGTERM, lambda *_: None)
pathlib.Path(sys.argv[1]).touch()
while True:
    signal.pause()
"""


def web() -> Child:
    return python("web", WEB, str(PORT), ready=lambda: answers(PORT))


def stubborn() -> Child:
    begun = HOME / "stubborn"
    return python("stubborn", STUBBORN, str(begun), ready=begun.exists)


def unready() -> Child:
    return python("unready", STUBBORN, str(HOME / "unready"), ready=never)


def python(name: str, program: str, argument: str, *, ready: Callable[[], bool]) -> Child:
    command = [sys.executable, "-c", program, argument]
    log = HOME / "log" / f"{name}.log"
    return Child(name=name, command=command, log=log, ready=ready, stop_seconds=600)


def endless() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(600)


def failing() -> None:
    raise ValueError("the cupboard is bare\nDETAIL: since Tuesday")


PARTS = {
    "postgres": Service("Starting PostgreSQL", lambda: postgres_at(HOME, fsync=False).child()),
    "valkey": Service("Starting Valkey", lambda: Valkey(home=HOME).child()),
    "web": Service("Starting the web", web),
    "stubborn": Service("Starting what does not want to stop", stubborn),
    "unready": Service("Starting what never gets ready", unready),
    "failing": Step("Looking into the cupboard", failing),
    "endless": Step("Beginning what never ends", endless),
}

if __name__ == "__main__":
    parts = [PARTS[name] for name in sys.argv[3:]]
    sys.exit(serve(HOME, PORT, parts, console=console(), announce=lambda: ["Ready."]))
