"""The facts of one entry, as terms and descriptions."""

from collections.abc import Sequence

from stuga.models.json import JsonValue
from stuga.platform.audit import Op
from stuga.platform.audit.queries import Entry
from stuga.platform.identity.roles import TITLES
from stuga.platform.identity.trail.sentences import shown
from stuga.platform.identity.trail.timeline import OPS, VIA
from stuga.platform.ui import Locale

Facts = Sequence[tuple[str, str]]
_SHORT: int = 12


def of_act(entry: Entry, locale: Locale) -> Facts:
    """Return what was done to what."""
    target = entry.envelope.get("target")
    described = target if isinstance(target, dict) else {}
    permission = entry.envelope.get("permission")
    named = permission.get("name") if isinstance(permission, dict) else None
    say = locale.text
    return _filled(
        [
            (say("Kind"), say(OPS[Op(entry.op)])),
            (say("By way of"), say(VIA.get(entry.via, entry.via))),
            (say("App"), entry.app),
            (say("Version"), described.get("version")),
            (say("Model"), entry.model),
            (say("Id"), described.get("id")),
            (say("How many"), described.get("count")),
            (say("Fields"), described.get("fields")),
            (say("Filter and words"), entry.parts.get("query")),
            (say("Reason"), entry.parts.get("reason")),
            (say("Right"), named),
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
    say = locale.text
    return _filled(
        [
            (say("Name"), who.get("name")),
            (say("E-mail"), who.get("email")),
            (say("Roles at that moment"), titles),
        ],
        locale,
    ) or [(say("Name"), say("A stranger"))]


def of_net(entry: Entry, locale: Locale) -> Facts:
    """Return where the act came from."""
    net = entry.part("net")
    say = locale.text
    return _filled(
        [
            (say("Browser"), net.get("agent")),
            (say("Address, hashed"), str(net.get("address") or "")[:_SHORT]),
            (say("Request"), str(net.get("request") or "")[:_SHORT]),
        ],
        locale,
    )


def _filled(facts: Sequence[tuple[str, JsonValue]], locale: Locale) -> Facts:
    return [
        (term, shown(value, locale)) for term, value in facts if value not in (None, "", [], {})
    ]
