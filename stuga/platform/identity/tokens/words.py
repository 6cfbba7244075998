"""What the scopes of a token are called."""

from collections.abc import Mapping, Sequence
from typing import Final

from stuga.platform.authz import Permission
from stuga.platform.identity.roles import AppRoles
from stuga.platform.ui import Locale, msgid

PERMISSIONS: Final[Mapping[Permission, str]] = {
    Permission.APP_READ: msgid("See apps and their versions"),
    Permission.APP_WRITE: msgid("Make and change apps"),
    Permission.APP_PUBLISH: msgid("Publish apps"),
    Permission.AUDIT_READ: msgid("Read the audit trail"),
    Permission.PERSON_READ: msgid("See people and their roles"),
    Permission.PERSON_WRITE: msgid("Add people and change their roles"),
    Permission.RETENTION_READ: msgid("See retention rules"),
    Permission.RETENTION_WRITE: msgid("Change retention rules"),
    Permission.RETENTION_RUN: msgid("Run retention"),
    Permission.TENANT_WRITE: msgid("Change the organisation's settings"),
    Permission.TOKEN_READ: msgid("See service tokens"),
    Permission.TOKEN_WRITE: msgid("Make and revoke service tokens"),
}
_RECORDS: Final[Mapping[str, str]] = {
    "records:read": msgid("Read records of {app}"),
    "records:write": msgid("Change records of {app}"),
}


def scope_words(
    scopes: Sequence[str], apps: Mapping[str, AppRoles], locale: Locale
) -> Sequence[str]:
    """Return what each scope allows."""
    return [_words(scope, apps, locale) for scope in scopes]


def _words(scope: str, apps: Mapping[str, AppRoles], locale: Locale) -> str:
    if scope == "*":
        return locale.text("Everything its roles allow")
    if scope in set(Permission):
        return locale.text(PERMISSIONS[Permission(scope)])
    act, _, key = scope.rpartition(":")
    if act not in _RECORDS:
        return scope
    return locale.text(_RECORDS[act], app=apps[key].title if key in apps else key)
