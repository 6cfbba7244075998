"""What a form computes while one types: asked for often, saved never."""

from typing import Final

from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.ui.screens.form import computed_on
from stuga.platform.ui.screens.form_reader import Posted
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.widgets.computed import plain
from stuga.runtime.records import computing
from stuga.runtime.serving import public_forms
from stuga.runtime.serving.forms import Filling

OPENED: Final = "opened"
PLACE: Final = "computed"
MOST_ASKED: Final = 600
"""Times in ten minutes that one address may ask on a public form."""


def address_for(filling: Filling, csrf: str) -> str:
    """Return where the form on the page asks; '' if it computes nothing.

    The address says when this very browser was shown the form: then its record was read, which
    left an entry, and what is computed from it needs none of its own.
    """
    if not computed_on(filling.screen, filling.acting.model.view):
        return ""
    token = public_forms.token_of(_place(filling), csrf, now=filling.visit.now)
    return f"{filling.visit.root}{_place(filling)}?{OPENED}={token}"


def check_opened(filling: Filling, token: str, csrf: str) -> None:
    """Refuse to compute for someone who was not shown the form.

    :raises NotFoundError: if it was not shown to this browser, or over a day ago
    """
    pairs = [(public_forms.TOKEN, token)]
    if not public_forms.is_fresh(pairs, _place(filling), csrf, now=filling.visit.now):
        raise NotFoundError


def _place(filling: Filling) -> str:
    return f"{filling.action}/{PLACE}"


def computed_json(filling: Filling, posted: Posted) -> JsonObject:
    """Return, by field, what the form computes: in words, as conditions read it, or why not."""
    acting, locale = filling.acting, filling.visit.locale
    data = posted.over(filling.stored())
    [found] = computing.reckoned(acting.model, [data], actor=acting.actor, now=acting.now)
    values, fields = Values(locale), filling.model.fields
    told: JsonObject = {}
    for key in sorted(computed_on(filling.screen, acting.model.view)):
        if filling.may_see(key):
            value, field = found.get(key), fields[key]
            if isinstance(value, Refused):
                words = refusal_text(value, field.title, locale)
                told[key] = {"text": "", "value": "", "error": words}
            else:
                told[key] = {"text": values.words(field, value), "value": plain(value), "error": ""}
    return {"fields": told}
