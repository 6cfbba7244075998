"""Reads which roles are ticked in a form."""

from werkzeug.datastructures import MultiDict

from stuga.platform.authz import TenantRole
from stuga.platform.errors import BadRequestError


def tenant_roles_in(form: MultiDict[str, str]) -> frozenset[TenantRole]:
    """Return the tenant roles that are ticked.

    :raises BadRequestError: if there is no such role
    """
    try:
        return frozenset(TenantRole(value) for value in form.getlist("role"))
    except ValueError:
        raise BadRequestError("role: there is no such role.") from None


def app_roles_in(form: MultiDict[str, str]) -> dict[str, frozenset[str]]:
    """Return app key -> roles that are ticked; a box's value is `app:role`."""
    found: dict[str, frozenset[str]] = {}
    for value in form.getlist("app_role"):
        app_key, _, role = value.partition(":")
        found[app_key] = found.get(app_key, frozenset()) | {role}
    return found
