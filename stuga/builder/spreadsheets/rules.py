"""What a spreadsheet may become: names, columns, and who may fill it."""

from typing import Final

from stuga.builder.apps import rules as app_rules
from stuga.builder.spreadsheets.commands import REFERENCE, MakeApp
from stuga.models.definition.document import App
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.platform.errors import InvalidError

PERSONAL: Final = ("none", "direct", "indirect")
CURRENCIES: Final = ("SEK", "NOK", "DKK", "EUR", "USD", "GBP")
BASES: Final = (
    "public-task",
    "legal-obligation",
    "contract",
    "consent",
    "legitimate-interest",
    "vital-interests",
)
LANGUAGES: Final = ("sv", "nb", "en")
KINDS_OFFERED: Final = tuple(name for name, kind in KINDS.items() if kind.from_columns)


def check(command: MakeApp, into: App | None) -> None:
    """Go on only if an app can be made of this.

    :raises InvalidError: naming each thing that cannot be taken
    """
    errors = {**_naming(command, into), **_columns(command)}
    if errors:
        raise InvalidError(errors)


def _naming(command: MakeApp, into: App | None) -> dict[str, Refused]:
    named = command.named
    errors: dict[str, Refused] = {}
    if into is None:
        errors |= app_rules.naming_errors(key=named.key, title=named.title, language=named.language)
    elif not app_rules.is_title(named.title):
        errors["/title"] = Refused("required")
    if not app_rules.is_title(named.row_title):
        errors["/row_title"] = Refused("required")
    if named.currency not in CURRENCIES:
        errors["/currency"] = Refused("choice-unknown")
    if into is not None and named.role not in into.roles:
        errors["/role"] = Refused("choice-unknown")
    if named.purpose and not app_rules.is_title(named.purpose):
        errors["/purpose"] = Refused("text-broken")
    if named.purpose and named.basis not in BASES:
        errors["/basis"] = Refused("required")
    return errors


def _columns(command: MakeApp) -> dict[str, Refused]:
    errors: dict[str, Refused] = {}
    included = [one for one in command.columns if one.include]
    if not included:
        errors["/columns"] = Refused("columns-left-out")
    for one in included:
        at = f"/columns/{one.guess.at}"
        if not app_rules.is_title(one.title):
            errors[f"{at}/title"] = Refused("required")
        if one.kind not in KINDS_OFFERED or (one.kind == REFERENCE) != (one.link is not None):
            errors[f"{at}/kind"] = Refused("choice-unknown")
        elif one.kind == "choice" and not one.guess.choices:
            errors[f"{at}/kind"] = Refused("choices-many")
        if one.personal not in {"", *PERSONAL}:
            errors[f"{at}/personal"] = Refused("choice-unknown")
    return errors


def usual_role(app: App) -> str:
    """Return the role that may create most: who works with the rest works with more."""
    roles = sorted(app.roles, key=lambda key: -sum(_creates(app, key, one) for one in app.models))
    return roles[0] if roles else ""


def _creates(app: App, role: str, model: str) -> bool:
    return app.roles[role].rights(model).create is not None


def able_roles(app: App, model: str) -> frozenset[str]:
    """Return the roles of an app that may create any record of a model."""
    return frozenset(
        key
        for key, role in app.roles.items()
        if (grant := role.rights(model).create) is not None and grant.where is None
    )
