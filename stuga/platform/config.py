"""Settings: one frozen object, complete or refused. Nothing else reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qs, urlsplit

SECRET_BYTES: Final = 32
OFF: Final = "off"
# What `platform.db.roles` makes; said here, where it is known without the database's libraries.
DATABASE: Final = "stuga"
OWNER_ROLE: Final = "stuga_owner"
APP_ROLE: Final = "stuga_app"
READER_ROLE: Final = "stuga_reader"
PRIVACY_ROLE: Final = "stuga_privacy"


class SettingsError(Exception):
    """The settings cannot be used. `problems` names all of what is wrong, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one installation decides.

    :ivar database_url: as the application's role, which owns nothing
    :ivar reader_database_url: as the role that reads the audit trail
    :ivar privacy_database_url: as the role that may delete audit detail
    :ivar owner_database_url: as the tables' owner; only `stuga migrate` needs it
    :ivar broker_url: Valkey, as Celery spells it
    :ivar secret: root of all keys that are derived, at least 32 bytes
    :ivar public_url: what people type to reach us, without a path
    :ivar max_body: the largest request body taken, in bytes
    :ivar max_upload: the largest file that comes through the web, in bytes
    :ivar s3_endpoint: where files are stored, by the S3 protocol; '' where none are
    :ivar clamav: a ClamAV daemon that looks at files, as host:port or a socket's path
    :ivar mail_url: the SMTP server that takes our mail; '' where none is sent
    :ivar mail_from: whom our mail is from
    :ivar api_rate: how often one sender may ask the API, as `1200/minute`, or `off`
    :ivar api_rate_tenant: how often all senders of a tenant may, together
    :ivar statement_seconds: how long the database may take over one statement of a page or of the
        API; jobs and commands take as long as they need, and have 0
    :ivar trusted_proxies: how many proxies stand before us; that many forwarded headers count
    """

    database_url: str = field(repr=False)
    reader_database_url: str = field(repr=False)
    privacy_database_url: str = field(repr=False)
    owner_database_url: str = field(default="", repr=False)
    broker_url: str = field(repr=False)
    secret: bytes = field(repr=False)
    public_url: str = "http://localhost:8000"
    pool_size: int = 5
    max_body: int = 8_000_000
    max_upload: int = 20_000_000
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_access_key: str = field(default="", repr=False)
    s3_secret_key: str = field(default="", repr=False)
    s3_files_bucket: str = "files"
    s3_quarantine_bucket: str = "quarantine"
    clamav: str = ""
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""
    api_rate: str = "1200/minute"
    api_rate_tenant: str = "12000/minute"
    statement_seconds: int = 30
    trusted_proxies: int = 0
    bcrypt_rounds: int = 12
    session_idle: timedelta = timedelta(minutes=30)
    session_life: timedelta = timedelta(hours=12)
    member_idle: timedelta = timedelta(hours=8)
    member_life: timedelta = timedelta(days=30)


_NAMES: Final = {
    "database_url": "STUGA_DATABASE_URL",
    "reader_database_url": "STUGA_READER_DATABASE_URL",
    "privacy_database_url": "STUGA_PRIVACY_DATABASE_URL",
    "owner_database_url": "STUGA_OWNER_DATABASE_URL",
    "broker_url": "STUGA_BROKER_URL",
    "secret": "STUGA_SECRET",
    "public_url": "STUGA_PUBLIC_URL",
    "pool_size": "STUGA_POOL_SIZE",
    "max_body": "STUGA_MAX_BODY",
    "max_upload": "STUGA_MAX_UPLOAD",
    "s3_endpoint": "STUGA_S3_ENDPOINT",
    "s3_region": "STUGA_S3_REGION",
    "s3_access_key": "STUGA_S3_ACCESS_KEY",
    "s3_secret_key": "STUGA_S3_SECRET_KEY",
    "s3_files_bucket": "STUGA_S3_FILES_BUCKET",
    "s3_quarantine_bucket": "STUGA_S3_QUARANTINE_BUCKET",
    "clamav": "STUGA_CLAMAV",
    "mail_url": "STUGA_MAIL_URL",
    "mail_from": "STUGA_MAIL_FROM",
    "api_rate": "STUGA_API_RATE",
    "api_rate_tenant": "STUGA_API_RATE_TENANT",
    "statement_seconds": "STUGA_STATEMENT_SECONDS",
    "trusted_proxies": "STUGA_TRUSTED_PROXIES",
}
_WHOLE: Final = frozenset(
    {"pool_size", "max_body", "max_upload", "trusted_proxies", "statement_seconds"}
)
_RATE: Final = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")
_MAIL_TLS: Final = frozenset({"starttls", "implicit", "none"})
_SENDER: Final = re.compile(r"(?:[^<>@\r\n]* <)?[^\s<>@]+@[^\s<>@]+>?")
_S3_KEYS: Final = ("s3_access_key", "s3_secret_key")
_NEEDED: Final = (
    "database_url",
    "reader_database_url",
    "privacy_database_url",
    "broker_url",
    "secret",
)


def setting_names() -> tuple[str, ...]:
    """Return every environment variable that is read, for the documents and their test."""
    return tuple(_NAMES.values())


def is_set() -> bool:
    """Tell whether the environment holds any of our settings."""
    return any(os.environ.get(name) for name in _NAMES.values())  # noqa: TID251  # the one reader


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    :raises SettingsError: naming every problem at once
    """
    given = os.environ if environment is None else environment  # noqa: TID251  # the one reader
    problems: list[str] = []
    values: dict[str, object] = {}
    for name, variable in _NAMES.items():
        text = given.get(variable, "").strip()
        if text:
            values[name] = _read(name, variable, text, problems)
        elif name in _NEEDED:
            problems.append(f"{variable} is not set")
    if "s3_endpoint" in values:
        missing = [_NAMES[name] for name in _S3_KEYS if name not in values]
        problems += [f"{variable} is not set, as STUGA_S3_ENDPOINT is" for variable in missing]
    if ("mail_url" in values) != ("mail_from" in values):
        problems.append("STUGA_MAIL_URL and STUGA_MAIL_FROM go together; only one is set")
    if problems:
        raise SettingsError(problems)
    return Settings(**values)  # type: ignore[arg-type]  # each was read by its name


def _read(name: str, variable: str, text: str, problems: list[str]) -> object:
    if name == "secret":
        return _secret(variable, text, problems)
    if name in _WHOLE:
        if not text.isdecimal() or int(text) < 1:
            problems.append(f"{variable} must be a whole number above 0, not {text!r}")
            return 0
        return int(text)
    _check(name, variable, text, problems)
    if name == "public_url":
        return _public_url(variable, text, problems)
    return text


def _check_mail(variable: str, text: str, problems: list[str]) -> None:
    if variable == _NAMES["mail_url"] and not _is_mail_url(text):
        form = "smtp://user:password@host:587?tls=starttls (or tls=implicit, tls=none)"
        problems.append(f"{variable} must be as {form}")
    if variable == _NAMES["mail_from"] and not _SENDER.fullmatch(text):
        problems.append(f"{variable} must be an address, or a name and <an address>")


def _is_mail_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        asked = parse_qs(parts.query, keep_blank_values=True)
        is_reached = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = parts.scheme == "smtp" and parts.path in {"", "/"} and asked.keys() <= {"tls"}
    return is_reached and is_plain and asked.get("tls", ["starttls"])[0] in _MAIL_TLS


def _check(name: str, variable: str, text: str, problems: list[str]) -> None:
    if name.endswith("database_url") and not text.startswith("postgresql"):
        problems.append(f"{variable} must begin with postgresql://")
    if name == "s3_endpoint" and not text.startswith(("http://", "https://")):
        problems.append(f"{variable} must begin with https:// (or http:// on a network of its own)")
    if name.startswith("mail_"):
        _check_mail(variable, text, problems)
    if name.startswith("api_rate") and text != OFF and not _RATE.fullmatch(text):
        problems.append(f"{variable} must be as 1200/minute (or second, hour, day), or off")


def _secret(variable: str, text: str, problems: list[str]) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) < SECRET_BYTES:
        problems.append(f"{variable} must be at least {SECRET_BYTES * 2} hexadecimal digits")
    return secret


def _public_url(variable: str, text: str, problems: list[str]) -> str:
    local = text.startswith(("http://localhost", "http://127.0.0.1"))
    if not local and not text.startswith("https://"):
        problems.append(f"{variable} must begin with https:// (plain http only for localhost)")
    return text.rstrip("/")
