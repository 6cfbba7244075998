"""The form in which several records get the same values: their fields, and no others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stuga.models.definition.document import Screen
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.json import JsonObject
from stuga.platform.ui.screens.form_reader import Posted, read_posted
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.values import RELATIONS
from stuga.runtime.records.asked_names import names_typed
from stuga.runtime.serving.many_asked import BULK, Asked
from stuga.runtime.serving.naming import values_for
from stuga.runtime.serving.options import offer_for, options_with_chosen

OWN = frozenset({"csrf_token", "_expected", "_field"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is on the form besides its fields."""

    count: int
    typed: Posted | None = None
    errors: Errors | None = None
    sought: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


def screen_of(listed: Screen, keys: Sequence[str], title: str = "") -> Screen:
    """Return a form of these fields of a list's model."""
    elements: list[JsonObject] = [{"type": "field", "field": key} for key in keys]
    raw: JsonObject = {
        "type": "form",
        "model": listed.model,
        "title": title,
        "submit": title,
        "elements": [*elements],
    }
    return replace(Screen.read(listed.key, raw), public=False)


def read(
    asked: Asked, keys: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> tuple[Posted, Errors]:
    """Return what was typed, and what is wrong with it; a field left alone is emptied."""
    model = asked.visit.model(asked.screen.model)
    own = ((name, text) for name, text in pairs if name not in OWN)
    posted = read_posted(
        own, screen_of(asked.screen, keys), model, asked.visit.locale, writable=asked.writable(keys)
    )
    errors = dict(posted.errors)
    for key in keys:
        is_empty = posted.data.get(key) is None and f"/{key}" not in errors
        if is_empty and key in model.fields and model.fields[key].required:
            errors[f"/{key}"] = Refused("required")
    return posted, errors


def form_of(asked: Asked, keys: Sequence[str], sheet: Sheet, *, csrf: str) -> FormView:
    """Return the form."""
    visit, model = asked.visit, asked.visit.model(asked.screen.model)
    title = visit.locale.plural("Change one record", "Change {n} records", sheet.count)
    relations = [key for key in keys if model.fields[key].kind.name in RELATIONS]
    data = sheet.typed.data if sheet.typed else {}
    told = [(model.fields[key], data.get(key)) for key in relations]
    values = values_for(visit, told, whom=names_typed)
    offer = offer_for(visit, model, relations, sheet.sought)
    in_full = offer.options.keys() - sheet.sought.keys()
    return FormView(
        app=visit.definition,
        screen=screen_of(asked.screen, keys, title),
        model=model,
        action=visit.root + with_fields(asked, keys),
        csrf=csrf,
        world=asked.acting.rights.world,
        data=data,
        typed=sheet.typed.typed if sheet.typed else {},
        errors=sheet.errors or {},
        options=options_with_chosen(offer, told, values.labels),
        labels=values.labels,
        searches={
            key: visit.url(asked.screen.key, BULK, "options", key)
            for key in relations
            if key not in in_full
        },
        readable=asked.writable(keys),
        writable=asked.writable(keys),
        cancel=visit.root + asked.back,
        carries={"_expected": str(sheet.count)},
        notice=sheet.notice
        or visit.locale.text("Each gets what you fill in here; a field left empty is emptied."),
    )


def with_fields(asked: Asked, keys: Sequence[str]) -> str:
    """Return the address of the form, from the tenant's root."""
    return asked.path + "".join(f"&field={key}" for key in keys)
