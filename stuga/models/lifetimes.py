"""How long the rows of every table live; a table without an answer fails the build."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class ByRule:
    """As the tenant's retention rules say."""


@dataclass(frozen=True, slots=True)
class WithParent:
    """As long as the row they belong to."""

    table: str


@dataclass(frozen=True, slots=True)
class KeepFor:
    """A fixed time after a moment that the row holds."""

    period: timedelta
    since: str


@dataclass(frozen=True, slots=True)
class UntilDone:
    """Until what they are for has happened."""


@dataclass(frozen=True, slots=True)
class WhileTenant:
    """As long as the tenant does, unless someone removes them."""


Lifetime = ByRule | WithParent | KeepFor | UntilDone | WhileTenant

LIFETIMES: Final[Mapping[str, Lifetime]] = {
    "accessibility_report": KeepFor(timedelta(days=365), since="at"),
    "app": WhileTenant(),
    "audit_detail": KeepFor(timedelta(days=365), since="at"),
    "audit_entry": KeepFor(timedelta(days=5 * 365), since="at"),
    "bulk_failure": WithParent("bulk_job"),
    "bulk_job": KeepFor(timedelta(days=7), since="created_at"),
    "comment": WithParent("record"),
    "comment_mention": WithParent("comment"),
    "erased": WithParent("record"),
    "export_job": KeepFor(timedelta(days=1), since="created_at"),
    "export_part": WithParent("export_job"),
    "field": WithParent("model"),
    "file": WithParent("record"),
    "form_link": KeepFor(timedelta(0), since="ends_at"),
    "former_value": KeepFor(timedelta(days=30), since="at"),
    "host": WhileTenant(),
    "import_failure": WithParent("import_job"),
    "import_job": KeepFor(timedelta(days=30), since="created_at"),
    "import_key": WithParent("import_job"),
    "mail_refusal": WithParent("person"),
    "migration": WithParent("app"),
    "migration_change": UntilDone(),
    "model": WithParent("app"),
    "notice": KeepFor(timedelta(days=90), since="created_at"),
    "notice_choice": WithParent("person"),
    "one_time_token": KeepFor(timedelta(days=8), since="ends_at"),
    "outbox": UntilDone(),
    "person": WhileTenant(),
    "picture": WhileTenant(),
    "record": ByRule(),
    "record_change": WithParent("record"),
    "record_link": WithParent("record"),
    "record_sequence": WithParent("model"),
    "record_unique": WithParent("record"),
    "request_key": KeepFor(timedelta(days=1), since="created_at"),
    "retention_rule": WhileTenant(),
    "retention_run": KeepFor(timedelta(days=3 * 365), since="started_at"),
    "role_grant": WithParent("person"),
    "saved_form": KeepFor(timedelta(days=30), since="saved_at"),
    "saved_view": WhileTenant(),
    "calendar_feed": WithParent("person"),
    "service_token": KeepFor(timedelta(days=90), since="ends_at"),
    "session": KeepFor(timedelta(days=90), since="ends_at"),
    "system_event": KeepFor(timedelta(days=5 * 365), since="at"),
    "tenant": WhileTenant(),
    "throttle": KeepFor(timedelta(days=1), since="since"),
    "trial": WithParent("app"),
    "version": WithParent("app"),
}
