"""Turns JSON into commands about apps, and what they answer into JSON."""

from typing import Any, Final

from marshmallow import RAISE, Schema, fields, post_load, validate, validates_schema
from marshmallow.exceptions import ValidationError

from stuga.builder.apps import rules
from stuga.builder.apps.commands import AppPage, AppSummary, Checked, CreateApp, Draft, DraftState
from stuga.builder.apps.service import MOST_APPS
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.saying import Tongue, in_words
from stuga.models.definition.storable import is_broken
from stuga.models.json import JsonObject, JsonValue

ICON: Final = validate.Regexp(
    rules.ICON.pattern + r"\Z", error="An icon's name: a to z, 0 to 9 and -."
)


def storable(text: str) -> None:
    """Refuse a text that holds a sign PostgreSQL or UTF-8 has no place for."""
    if is_broken(text):
        raise ValidationError("It holds a sign that cannot be kept.")


TITLE: Final = validate.And(validate.Length(min=1, max=rules.LONGEST_TITLE), storable)


class CreateAppSchema(Schema):
    """The body of a new app: `key`, `title` and `language`, or a `document` that has them."""

    class Meta:
        unknown = RAISE

    key = fields.String()
    title = fields.String(validate=TITLE)
    language = fields.String()
    template = fields.String()
    document = fields.Dict(keys=fields.String())

    @validates_schema
    def named(self, given: dict[str, Any], **_: object) -> None:
        """Ask for the three words unless a whole document brings them."""
        if "document" not in given:
            missing = [name for name in ("key", "title", "language") if not given.get(name)]
            if missing:
                raise ValidationError(
                    {name: ["Missing data for required field."] for name in missing}
                )

    @post_load
    def command(self, given: dict[str, Any], **_: object) -> CreateApp:
        return CreateApp(**given)


class RenameAppSchema(Schema):
    """The body of a rename: another title, another icon, or both."""

    class Meta:
        unknown = RAISE

    title = fields.String(load_default="", validate=TITLE)
    icon = fields.String(load_default="", validate=ICON)


class AppKeySchema(Schema):
    """The query of a deletion: the app's key, typed once more."""

    class Meta:
        unknown = RAISE

    key = fields.String(required=True)


class PageSchema(Schema):
    """The query of a list: how many, and after what."""

    class Meta:
        unknown = RAISE

    limit = fields.Integer(load_default=MOST_APPS, validate=validate.Range(min=1, max=MOST_APPS))
    cursor = fields.String(load_default="")


def app_described(app: AppSummary) -> JsonObject:
    """Return an app as JSON; the draft only for those who may read it."""
    shown: JsonObject = {
        "key": app.key,
        "title": app.title,
        "icon": app.icon,
        "live_number": app.live_number,
    }
    return {**shown, "draft": state_described(app.draft)} if app.draft else shown


def state_described(state: DraftState) -> JsonObject:
    """Return how far a draft has come, as JSON."""
    return {
        "revision": state.revision,
        "saved_at": moment_text(state.saved_at),
        "saved_by": rules.who_described(state.saved_by),
        "unpublished": state.unpublished,
    }


def page_described(page: AppPage, cursor: str | None) -> JsonObject:
    """Return a list of apps as JSON."""
    items: list[JsonValue] = [app_described(one) for one in page.apps]
    return {"items": items, "next": cursor}


def saved_described(draft: Draft) -> JsonObject:
    """Return what saving made, without sending the document back."""
    return state_described(draft.state)


def checked_described(checked: Checked, tongue: Tongue) -> JsonObject:
    """Return problems as JSON, in a language."""
    found = in_words(rules.problems_described(checked.problems), tongue)
    return {"errors": checked.errors, "warnings": checked.warnings, "problems": found}
