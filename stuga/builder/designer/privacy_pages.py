"""The page of purposes and proposed retention rules: why data is kept, and how long."""

from functools import partial
from typing import Final

from flask import Response, request

from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits import words
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import RetentionProposal
from stuga.models.definition.durations import Duration
from stuga.models.definition.paths import every
from stuga.models.definition.reading import object_at, text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, msgid, page
from stuga.platform.web import signed_in

BASES: Final = {
    "consent": msgid("Consent"),
    "contract": msgid("Contract"),
    "legal-obligation": msgid("Legal obligation"),
    "vital-interests": msgid("Vital interests"),
    "public-task": msgid("Public task"),
    "legitimate-interest": msgid("Legitimate interest"),
}
ACTIONS: Final = {
    "anonymise": msgid("Anonymise the record"),
    "delete": msgid("Delete the record"),
}
UNITS: Final = {"Y": msgid("years"), "M": msgid("months"), "D": msgid("days")}
EVENTS: Final = {"created": msgid("Created"), "updated": msgid("Last changed")}
DATES: Final = frozenset({"date", "date-time"})
MOST: Final = 9999


@build.get("/<app_key>/privacy")
@signed_in
def show_privacy(actor: Actor, app_key: str) -> str:
    """Show purposes and rules."""
    return privacy_page(desk_of(actor, app_key))


def privacy_page(desk: Desk, typed: Typed | None = None) -> str:
    """Render purposes and rules; `typed` brings back what could not be taken."""
    say, app = desk.locale.text, desk.app
    title = say("Privacy")
    crumbs = (Link(title=desk.draft.app.title, href=f"{desk.home}/"), Link(title=title))
    undecided = [
        (model, field)
        for model in app.models.values()
        for field in model.fields.values()
        if not field.privacy.decided
    ]
    return page(
        f"{FOLDER}/privacy.html",
        desk.shell(title, f"{desk.home}/privacy", crumbs=crumbs),
        desk=desk,
        undecided=undecided,
        bases=[(key, say(one)) for key, one in BASES.items()],
        actions=[(key, say(one)) for key, one in ACTIONS.items()],
        units=[(key, say(one)) for key, one in UNITS.items()],
        starts=_starts(desk),
        told={key: rule_told(rule, desk) for key, rule in app.retention.items()},
        used=_used(desk),
        typed=typed.form if typed else {},
        errors=typed.errors if typed else {},
    )


def _used(desk: Desk) -> dict[str, int]:
    """Count the fields that each purpose is named by."""
    fields = [field for model in desk.app.models.values() for _, field in every(model.fields)]
    return {key: sum(one.privacy.purpose == key for one in fields) for key in desk.app.purposes}


def _starts(desk: Desk) -> list[tuple[str, str]]:
    """List from when a rule can count: an event, or a date field of some model."""
    events = [(f"event:{key}", desk.locale.text(one)) for key, one in EVENTS.items()]
    fields = {
        f"field:{field.key}": f"{model.title}: {field.title}"
        for model in desk.app.models.values()
        for field in model.fields.values()
        if field.kind.name in DATES
    }
    return [*events, *fields.items()]


def rule_told(rule: RetentionProposal, desk: Desk) -> str:
    """Say a proposed rule in one line."""
    say = desk.locale.text
    start = text_at(rule.start, "field") or text_at(rule.start, "event")
    titles = {key.partition(":")[2]: title for key, title in _starts(desk)}
    action = ACTIONS.get(rule.action)
    return say(
        "{period} after “{start}”: {action}",
        period=duration_told(rule.keep_max, desk.locale),
        start=titles.get(start, start or "?"),
        action=say(action).lower() if action else rule.action,
    )


def duration_told(text: str, locale: Locale) -> str:
    """Say a duration in words, the largest parts of it."""
    try:
        duration = Duration.parse(text)
    except ValueError:
        return text or "?"
    parts = [
        locale.plural("{n} year", "{n} years", duration.months // 12) * bool(duration.months // 12),
        locale.plural("{n} month", "{n} months", duration.months % 12) * bool(duration.months % 12),
        locale.plural("{n} day", "{n} days", duration.days) * bool(duration.days),
    ]
    return locale.listed([one for one in parts if one]) or text


@build.post("/<app_key>/privacy/purposes")
@signed_in
def set_purpose(actor: Actor, app_key: str) -> Response:
    """Add a purpose, or change one."""
    typed = Typed(request.form, frame.locale_of(actor))
    members: JsonObject = {
        "title": typed.title("purpose_title"),
        "basis": typed.choice("purpose_basis", BASES, empty=False),
        "law": typed.text("purpose_law", longest=300),
        "special_basis": typed.text("purpose_special", longest=200),
    }
    return _set(actor, app_key, typed, "purposes", members)


@build.post("/<app_key>/privacy/rules")
@signed_in
def set_rule(actor: Actor, app_key: str) -> Response:
    """Propose a rule, or change what is proposed."""
    typed = Typed(request.form, frame.locale_of(actor))
    start, _, what = typed.form.get("rule_start", "").partition(":")
    number = typed.number("rule_number", whole=True, least=1)
    unit = typed.choice("rule_unit", UNITS, empty=False)
    if not isinstance(number, int) or number > MOST:
        typed.refuse("rule_number", typed.locale.text("Write a whole number, such as 2."))
    if start not in {"field", "event"} or not what:
        typed.refuse("rule_start", typed.locale.text("Choose one of those shown."))
    members: JsonObject = {
        "title": typed.title("rule_title"),
        "start": {start: what},
        "keep_max": f"P{number}{unit}",
        "action": typed.choice("rule_action", ACTIONS, empty=False),
    }
    return _set(actor, app_key, typed, "retention", members)


def _set(actor: Actor, app_key: str, typed: Typed, part: str, members: JsonObject) -> Response:
    if typed.errors:
        return refused(privacy_page(desk_to_change(actor, app_key), typed))
    key = typed.form.get("key", "")

    def change(document: JsonObject) -> JsonObject:
        if part == "retention" and (start := object_at(members, "start")).get("field"):
            _check_start(document, text_at(start, "field"))
        return words.set_part(document, part, key, members)[0]

    return acted(
        actor,
        app_key,
        change,
        said=typed.locale.text("“{title}” is saved", title=text_at(members, "title")),
        to=lambda: f"/build/{app_key}/privacy",
        show=privacy_page,
    )


def _check_start(document: JsonObject, field: str) -> None:
    models = object_at(document, "models")
    if not any(field in object_at(object_at(models, key), "properties") for key in models):
        raise NotFoundError


@build.post("/<app_key>/privacy/remove")
@signed_in
def remove_part(actor: Actor, app_key: str) -> Response:
    """Take a purpose or a proposed rule away."""
    part, _, key = request.form.get("do", "").partition(":")
    if part not in {"purposes", "retention"}:
        raise NotFoundError
    return acted(
        actor,
        app_key,
        partial(words.remove_part, part=part, key=key),
        said=frame.locale_of(actor).text("Removed"),
        to=lambda: f"/build/{app_key}/privacy",
        show=privacy_page,
    )
