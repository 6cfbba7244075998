"""What each act reads like."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stuga.models.json import JsonObject, JsonValue
from stuga.platform.audit import Act
from stuga.platform.audit.queries import Entry
from stuga.platform.authz import Permission
from stuga.platform.identity.roles import AppRoles
from stuga.platform.identity.tokens.words import PERMISSIONS
from stuga.platform.ui import Locale, msgid

SENTENCES: Final[Mapping[Act, str]] = {
    Act.RECORD_CREATE: msgid("{who} created the record {what}"),
    Act.RECORD_READ: msgid("{who} opened the record {what}"),
    Act.RECORD_LIST: msgid("{who} listed records of {what}"),
    Act.RECORD_HISTORY: msgid("{who} read the history of {what}"),
    Act.RECORD_UPDATE: msgid("{who} changed the record {what}"),
    Act.RECORD_DELETE: msgid("{who} put the record {what} in the trash"),
    Act.RECORD_RESTORE: msgid("{who} restored the record {what}"),
    Act.RECORD_BULK: msgid("{who} changed several records of {what}"),
    Act.RECORD_EXPORT: msgid("{who} exported records of {what}"),
    Act.RECORD_PRINT: msgid("{who} printed the record {what} as PDF"),
    Act.RECORD_IMPORT: msgid("{who} imported records into {what}"),
    Act.RECORD_ANONYMISE: msgid("{who} anonymised records of {what}"),
    Act.RECORD_PURGE: msgid("{who} erased records of {what} for good"),
    Act.COMMENT_CREATE: msgid("{who} commented on the record {what}"),
    Act.COMMENT_UPDATE: msgid("{who} changed a comment on the record {what}"),
    Act.COMMENT_DELETE: msgid("{who} deleted a comment on the record {what}"),
    Act.FILE_CREATE: msgid("{who} sent a file for {what}"),
    Act.FILE_READ: msgid("{who} downloaded a file of {what}"),
    Act.FILE_UPDATE: msgid("{who} completed a large file for {what}"),
    Act.FILE_DELETE: msgid("{who} removed a file that no record took, for {what}"),
    Act.SCREEN_READ: msgid("{who} opened a screen of {what}"),
    Act.FORM_READ: msgid("{who} opened an unfinished form of {what}"),
    Act.FORM_SEND: msgid("{who} sent a form of {what} that had been kept"),
    Act.FORM_MAIL: msgid("{who} had the link to an unfinished form of {what} mailed"),
    Act.SCREEN_PRINT: msgid("{who} printed a screen of {what} as PDF"),
    Act.FORM_UPDATE: msgid("{who} left a form of {what} for later"),
    Act.FORM_DELETE: msgid("{who} threw away an unfinished form of {what}"),
    Act.FEED_CREATE: msgid("{who} made a calendar address for a list of {what}"),
    Act.FEED_DELETE: msgid("{who} removed a calendar address for a list of {what}"),
    Act.VIEW_CREATE: msgid("{who} saved a view of a list of {what}"),
    Act.VIEW_DELETE: msgid("{who} removed a view of a list of {what}"),
    Act.REPORT_CREATE: msgid("{who} reported on the accessibility of {what}"),
    Act.REPORT_LIST: msgid("{who} read the reports on the accessibility of {what}"),
    Act.PICTURE_CREATE: msgid("{who} added the picture {what}"),
    Act.PICTURE_DELETE: msgid("{who} deleted the picture {what}"),
    Act.APP_LIST: msgid("{who} listed the apps"),
    Act.APP_READ: msgid("{who} looked at the app {what}"),
    Act.APP_CREATE: msgid("{who} made the app {what}"),
    Act.APP_UPDATE: msgid("{who} changed the app {what}"),
    Act.APP_DELETE: msgid("{who} deleted the app {what}"),
    Act.DRAFT_READ: msgid("{who} opened the draft of {what}"),
    Act.DRAFT_UPDATE: msgid("{who} changed the draft of {what}"),
    Act.DRAFT_CHECK: msgid("{who} checked the draft of {what}"),
    Act.DRAFT_PREVIEW: msgid("{who} previewed the draft of {what}"),
    Act.VERSION_LIST: msgid("{who} listed the versions of {what}"),
    Act.VERSION_READ: msgid("{who} looked at a version of {what}"),
    Act.VERSION_PUBLISH: msgid("{who} published {what}"),
    Act.MIGRATION_LIST: msgid("{who} looked at how records of {what} were carried along"),
    Act.MIGRATION_READ: msgid("{who} looked at how records of {what} are carried along"),
    Act.MIGRATION_CREATE: msgid("{who} began to publish {what}"),
    Act.MIGRATION_UPDATE: msgid("{who} decided on the publication of {what}"),
    Act.MIGRATION_PURGE: msgid("{who} erased old values of {what} for good"),
    Act.SLOTS_FILL: msgid("{who} filled the indexes of {what}"),
    Act.IMPORT_CREATE: msgid("{who} uploaded a spreadsheet for {what}"),
    Act.IMPORT_READ: msgid("{who} looked at an import into {what}"),
    Act.IMPORT_UPDATE: msgid("{who} changed an import into {what}"),
    Act.EXPORT_READ: msgid("{who} looked at an export of {what}"),
    Act.EXPORT_UPDATE: msgid("{who} stopped an export of {what}"),
    Act.BULK_CREATE: msgid("{who} began to change many records of {what}"),
    Act.BULK_READ: msgid("{who} looked at a change of many records of {what}"),
    Act.BULK_UPDATE: msgid("{who} stopped a change of many records of {what}"),
    Act.RETENTION_READ: msgid("{who} looked at the retention rules {what}"),
    Act.RETENTION_WRITE: msgid("{who} changed the retention rule {what}"),
    Act.RETENTION_PREVIEW: msgid("{who} previewed what retention would do {what}"),
    Act.RETENTION_RUN: msgid("{who} ran retention {what}"),
    Act.AUDIT_READ: msgid("{who} read the audit trail"),
    Act.SIGN_IN: msgid("{who} signed in"),
    Act.SIGN_OUT: msgid("{who} ended a session {what}"),
    Act.SESSION_LIST: msgid("{who} looked at sessions {what}"),
    Act.PROFILE_READ: msgid("{who} looked at their own account"),
    Act.PROFILE_UPDATE: msgid("{who} changed their own account"),
    Act.NOTICE_LIST: msgid("{who} looked at their notifications"),
    Act.NOTICE_UPDATE: msgid("{who} marked notifications as read or unread"),
    Act.PERSON_LIST: msgid("{who} looked at the list of people"),
    Act.PERSON_READ: msgid("{who} looked at the person {what}"),
    Act.PERSON_CREATE: msgid("{who} added the person {what}"),
    Act.PERSON_UPDATE: msgid("{who} changed the person {what}"),
    Act.LINK_CREATE: msgid("{who} made a sign-in link for {what}"),
    Act.ROLE_GRANT: msgid("{who} gave roles to {what}"),
    Act.ROLE_REVOKE: msgid("{who} took roles from {what}"),
    Act.TOKEN_LIST: msgid("{who} looked at the service tokens"),
    Act.TOKEN_CREATE: msgid("{who} made the service token {what}"),
    Act.TOKEN_REVOKE: msgid("{who} revoked the service token {what}"),
    Act.TENANT_READ: msgid("{who} looked at the organisation"),
    Act.TENANT_CREATE: msgid("{who} made the organisation"),
    Act.TENANT_UPDATE: msgid("{who} changed the organisation"),
    Act.ACCESS_DENIED: msgid("{who} was refused"),
}
FORM: Final = msgid("{who} opened a form")
OTHERWISE: Final = msgid("{who}: {act} {what}")
SIGN_IN_FAILED: Final = msgid("Someone failed to sign in as {what}")
FAILED: Final = msgid("This failed: {sentence}")
NOTHING: Final = "\N{EN DASH}"
NEW_APP: Final = msgid("a new app")
NO_APPS: Final[Mapping[str, AppRoles]] = MappingProxyType({})
_INTO: Final = frozenset({Act.IMPORT_READ, Act.IMPORT_UPDATE})
# Acts on no one app: by the act, and where acts are alike by the kind of what was read.
BEYOND_APPS: Final[Mapping[tuple[str, JsonValue], str]] = {
    (Act.SCREEN_READ, "home"): msgid("{who} opened the first page"),
    (Act.SCREEN_READ, "places"): msgid("{who} looked for a place to go to"),
    (Act.RECORD_LIST, "record"): msgid("{who} searched records of several apps"),
}


def sentence(entry: Entry, locale: Locale, apps: Mapping[str, AppRoles] = NO_APPS) -> str:
    """Return what happened, as one sentence; apps are called as they are named now."""
    what = subject(entry, locale, apps)
    if entry.action == Act.SIGN_IN and entry.outcome == "failed":
        return locale.text(SIGN_IN_FAILED, what=what or NOTHING)
    who = actor_name(entry, locale)
    kind = target_of(entry).get("kind")
    if kind == "form":
        return locale.text(FORM, who=who)
    if not what and (entry.action, kind) in BEYOND_APPS:
        return locale.text(BEYOND_APPS[entry.action, kind], who=who)
    if not what and entry.action in _INTO:
        what = locale.text(NEW_APP)
    words = _said(entry.action, locale, who=who, what=what)
    return locale.text(FAILED, sentence=words) if entry.outcome == "failed" else words


def actor_name(entry: Entry, locale: Locale) -> str:
    """Return who acted, or that it has been forgotten."""
    who = entry.part("who")
    kind, name = who.get("kind"), str(who.get("name") or "")
    if not who:
        return locale.text(msgid("Someone no longer named"))
    if kind == "anonymous":
        return locale.text(msgid("A stranger"))
    return name or ("Stuga" if kind == "system" else locale.text(msgid("Someone without a name")))


def target_of(entry: Entry) -> JsonObject:
    """Return what the envelope says of the target."""
    target = entry.envelope.get("target")
    return target if isinstance(target, dict) else {}


def right_of(entry: Entry, locale: Locale) -> str:
    """Return the right that was asked for, in words where it has some."""
    asked = entry.envelope.get("permission")
    name = str(asked.get("name") or "") if isinstance(asked, dict) else ""
    return locale.text(PERMISSIONS[Permission(name)]) if name in set(Permission) else name


def subject(entry: Entry, locale: Locale, apps: Mapping[str, AppRoles] = NO_APPS) -> str:
    """Return what was acted on: its label, else where it lies."""
    label = entry.parts.get("label")
    if isinstance(label, str) and label:
        return locale.text(msgid("“{label}”"), label=label)
    app = apps.get(entry.app) if entry.app else None
    if app is None:
        return " / ".join(part for part in (entry.app, entry.model) if part)
    model = app.models.get(entry.model, entry.model) if entry.model else ""
    return " / ".join(part for part in (app.title, model) if part)


def kind_of_act(act: Act, locale: Locale) -> str:
    """Return the sentence of an act with nobody in it, for a list of acts to choose from."""
    return _said(act.value, locale, who="…", what="…")


def shown(value: JsonValue, locale: Locale) -> str:
    """Return a value of a change as people read it."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return locale.text("Yes") if value else locale.text("No")
    if isinstance(value, list):
        return ", ".join(shown(each, locale) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {shown(each, locale)}" for name, each in value.items())
    return value if isinstance(value, str) else str(value)


def _said(action: str, locale: Locale, *, who: str, what: str) -> str:
    known = SENTENCES.get(Act(action)) if action in set(Act) else None
    words = locale.text(known or OTHERWISE, who=who, what=what, act=action)
    return " ".join(words.split())
