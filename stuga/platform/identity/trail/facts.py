"""The facts of one entry, as terms and descriptions."""

from collections.abc import Sequence

from stuga.models.json import JsonValue
from stuga.platform.audit import Op
from stuga.platform.audit.queries import Entry
from stuga.platform.identity.roles import TITLES
from stuga.platform.identity.trail.sentences import right_of, shown, target_of
from stuga.platform.identity.trail.timeline import OPS, VIA
from stuga.platform.ui import Locale

Facts = Sequence[tuple[str, str]]
_SHORT: int = 12


def of_act(entry: Entry, locale: Locale) -> Facts:
    """Return what was done to what."""
    described = target_of(entry)
    return _filled(
        [
            (locale.text("Kind"), locale.text(OPS[Op(entry.op)])),
            (locale.text("By way of"), locale.text(VIA.get(entry.via, entry.via))),
            (locale.text("App"), entry.app),
            (locale.text("Version"), described.get("version")),
            (locale.text("Model"), entry.model),
            (locale.text("Id"), described.get("id")),
            (locale.text("How many"), described.get("count")),
            (locale.text("Fields"), described.get("fields")),
            (locale.text("Filter and words"), entry.parts.get("query")),
            (locale.text("Reason"), entry.parts.get("reason")),
            (locale.text("Right"), right_of(entry, locale)),
        ],
        locale,
    )


def of_who(entry: Entry, locale: Locale) -> Facts:
    """Return who acted, as far as that is still known."""
    who = entry.part("who")
    roles = who.get("roles")
    titles: list[JsonValue] = [
        locale.text(TITLES[role]) for role in TITLES if isinstance(roles, list) and role in roles
    ]
    return _filled(
        [
            (locale.text("Name"), who.get("name")),
            (locale.text("E-mail"), who.get("email")),
            (locale.text("Roles at that moment"), titles),
        ],
        locale,
    ) or [(locale.text("Name"), locale.text("A stranger"))]


def of_net(entry: Entry, locale: Locale) -> Facts:
    """Return where the act came from."""
    net = entry.part("net")
    return _filled(
        [
            (locale.text("Browser"), net.get("agent")),
            (locale.text("Address, hashed"), str(net.get("address") or "")[:_SHORT]),
            (locale.text("Request"), str(net.get("request") or "")[:_SHORT]),
        ],
        locale,
    )


def _filled(facts: Sequence[tuple[str, JsonValue]], locale: Locale) -> Facts:
    return [
        (term, shown(value, locale)) for term, value in facts if value not in (None, "", [], {})
    ]
