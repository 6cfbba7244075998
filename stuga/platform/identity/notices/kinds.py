"""What there is to tell of: each kind with its sentence, and what one chooses about."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stuga.platform.ui import msgid


class Mail(StrEnum):
    """How one is told by mail."""

    NOW = "now"
    DAILY = "daily"
    OFF = "off"


class Topic(StrEnum):
    """What one chooses about. Names are stored and never change."""

    MENTIONS = "mentions"
    DONE = "jobs-done"
    FAILED = "jobs-failed"
    REPORTS = "reports"


class Kind(StrEnum):
    """A kind of thing that happened. Names are stored and never change."""

    MENTIONED = "mentioned"
    IMPORT_DONE = "import-done"
    IMPORT_FAILED = "import-failed"
    EXPORT_DONE = "export-done"
    EXPORT_FAILED = "export-failed"
    BULK_DONE = "bulk-done"
    BULK_FAILED = "bulk-failed"
    TRIAL_FAILED = "trial-failed"
    ACCESS_REPORTED = "access-reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a kind reads: in the app, and in a mail, which says less."""

    topic: Topic
    sentence: str
    subject: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A topic to choose about, and how it is until one does."""

    title: str
    hint: str
    shown: bool = True
    mail: Mail = Mail.OFF


KINDS: Final[Mapping[Kind, Told]] = {
    Kind.MENTIONED: Told(
        topic=Topic.MENTIONS,
        sentence=msgid("{who} mentioned you in a comment in {app}"),
        subject=msgid("You are mentioned in a comment in {app}"),
        icon="user",
    ),
    Kind.IMPORT_DONE: Told(
        topic=Topic.DONE,
        sentence=msgid("Your import into {app} is done"),
        subject=msgid("Your import into {app} is done"),
        icon="good",
    ),
    Kind.IMPORT_FAILED: Told(
        topic=Topic.FAILED,
        sentence=msgid("Your import into {app} has failed"),
        subject=msgid("Your import into {app} has failed"),
        icon="danger",
    ),
    Kind.EXPORT_DONE: Told(
        topic=Topic.DONE,
        sentence=msgid("Your export from {app} is ready, for a day"),
        subject=msgid("Your export from {app} is ready, for a day"),
        icon="download",
    ),
    Kind.EXPORT_FAILED: Told(
        topic=Topic.FAILED,
        sentence=msgid("Your export from {app} has failed"),
        subject=msgid("Your export from {app} has failed"),
        icon="danger",
    ),
    Kind.BULK_DONE: Told(
        topic=Topic.DONE,
        sentence=msgid("Your change of many records in {app} is done"),
        subject=msgid("Your change of many records in {app} is done"),
        icon="good",
    ),
    Kind.BULK_FAILED: Told(
        topic=Topic.FAILED,
        sentence=msgid("Your change of many records in {app} has failed"),
        subject=msgid("Your change of many records in {app} has failed"),
        icon="danger",
    ),
    Kind.TRIAL_FAILED: Told(
        topic=Topic.FAILED,
        sentence=msgid("The trial of your import into {app} has failed"),
        subject=msgid("The trial of your import into {app} has failed"),
        icon="danger",
    ),
    Kind.ACCESS_REPORTED: Told(
        topic=Topic.REPORTS,
        sentence=msgid("Someone has reported on the accessibility of {app}"),
        subject=msgid("A report on the accessibility of {app} has arrived"),
        icon="help",
    ),
}
TOPICS: Final[Mapping[Topic, Offered]] = {
    Topic.MENTIONS: Offered(
        title=msgid("Someone mentions you"),
        hint=msgid("In a comment on a record that you can read."),
        mail=Mail.NOW,
    ),
    Topic.DONE: Offered(
        title=msgid("Something you began is done"),
        hint=msgid("Imports, exports and changes of many records."),
    ),
    Topic.FAILED: Offered(
        title=msgid("Something you began has failed"),
        hint=msgid("Imports, exports and changes of many records."),
        mail=Mail.DAILY,
    ),
    Topic.REPORTS: Offered(
        title=msgid("Someone reports on accessibility"),
        hint=msgid("It is told to those who build apps or run the organisation's pages."),
        mail=Mail.DAILY,
    ),
}
