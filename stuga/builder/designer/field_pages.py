"""The page of one field: what it is, what it may hold, whose it is and how it goes."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from flask import Response, request

from stuga.builder.designer import formula_form, rows
from stuga.builder.designer.answers import acted, desk_of, desk_to_change, refused
from stuga.builder.designer.blueprint import FOLDER, build
from stuga.builder.designer.desk import Desk
from stuga.builder.designer.edits import fields
from stuga.builder.designer.field_form import MEGABYTE, read_field
from stuga.builder.designer.model_facts import field_row, slot_words
from stuga.builder.designer.model_pages import model_page
from stuga.builder.designer.privacy_words import (
    IDENTITIES,
    METHOD_WORDS,
    PERIOD_WORDS,
    PERSONAL,
    mask_shown,
    methods_for,
)
from stuga.builder.designer.setting_words import settings_offered
from stuga.builder.designer.typed import Typed
from stuga.models.definition.document import Field, Model
from stuga.models.definition.kinds.attached import most_bytes
from stuga.models.definition.kinds.countries import country_names
from stuga.models.definition.kinds.duration import unit_of
from stuga.models.definition.paths import BETWEEN
from stuga.models.definition.reading import text_at, texts_at
from stuga.models.json import JsonObject
from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, msgid, page
from stuga.platform.web import answer, signed_in

LIMITS: Final = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")
DELETED = {
    "restrict": msgid("Not while something refers to it"),
    "unlink": msgid("Yes, and the reference becomes empty"),
    "cascade": msgid("Yes, and this record goes with it"),
}


@build.get("/<app_key>/models/<model_key>/fields/<field_key>")
@signed_in
def show_field(actor: Actor, app_key: str, model_key: str, field_key: str) -> str:
    """Show one field; `?for=index` to who comes from a list that is slow without an index."""
    wants_index = request.args.get("for") == "index"
    return field_page(desk_of(actor, app_key), model_key, field_key, wants_index=wants_index)


def field_page(
    desk: Desk,
    model_key: str,
    field_key: str,
    typed: Typed | None = None,
    *,
    wants_index: bool = False,
) -> str:
    """Render a field's page; `typed` brings back what could not be taken."""
    model, field = found(desk, model_key, field_key)
    here = f"{desk.home}/models/{model_key}"
    crumbs = (
        Link(title=desk.draft.app.title, href=f"{desk.home}/"),
        Link(title=model.title, href=here),
        *rows.crumbs(model, field_key, here),
        Link(title=field.title),
    )
    locale, is_inside = desk.locale, BETWEEN in field_key
    return page(
        f"{FOLDER}/field.html",
        desk.shell(
            field.title,
            here,
            crumbs=crumbs,
            modules=("designer/formula",) if field.formula is not None else (),
        ),
        desk=desk,
        model=model,
        field=field,
        row=field_row(desk.app, model, field, locale),
        path=f"{here}/fields/{field_key}",
        back=rows.page_above(field_key, here),
        wants_index=wants_index and not is_inside,
        is_inside=is_inside,
        rows=rows.lines(desk, model, field, field_key),
        row_kinds=rows.kinds(field_key, locale),
        field_kinds=rows.kinds_for(field_key, locale),
        formula=formula_form.shown(model, field, locale) if field.formula is not None else None,
        slots=slot_words(model, locale),
        values=typed.form if typed else _values(field),
        typed=typed.form if typed else {},
        ticked=_ticked(typed, model, field, is_inside=is_inside),
        errors=typed.errors if typed else {},
        deleted=_said(desk, DELETED),
        **settings_offered(field.kind, locale),
        address_parts=rows.address_parts(field, typed, locale),
        territories=list(country_names(locale.language).items()),
        models=[(one.key, one.title) for one in desk.app.models.values()],
        **_privacy(desk, field),
    )


def _privacy(desk: Desk, field: Field) -> dict[str, object]:
    """Return what the panel on privacy offers."""
    locale = desk.locale
    return {
        "personal": {key: (locale.text(a), locale.text(b)) for key, (a, b) in PERSONAL.items()},
        "identities": _said(desk, IDENTITIES),
        "methods": [(key, locale.text(METHOD_WORDS[key])) for key in methods_for(field.kind.name)],
        "periods": _said(desk, PERIOD_WORDS),
        "purposes": [(one.key, one.title) for one in desk.app.purposes.values()],
        "rules": [(one.key, one.title) for one in desk.app.retention.values()],
        "mask": mask_shown(field, locale),
    }


def _said(desk: Desk, words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key, desk.locale.text(one)) for key, one in words.items()]


def found(desk: Desk, model_key: str, path: str) -> tuple[Model, Field]:
    """Return a field, also one in the rows of a list, and its model.

    :raises NotFoundError: if there is none
    """
    model = desk.app.models.get(model_key)
    field = model.at(path) if model else None
    if model is None or field is None:
        raise NotFoundError
    return model, field


def _values(field: Field) -> dict[str, str]:
    """Write a field as its form has it."""
    schema, privacy = field.schema, field.privacy
    method = privacy.anonymise or {}
    is_said = "x-privacy" in schema  # of a list its fields may say it
    given: JsonObject = {
        "title": text_at(schema, "title"),
        "kind": field.chosen_kind,
        "formula": field.formula or "",
        "result": text_at(field.settings, "result"),
        "description": field.description,
        "currency": text_at(field.settings, "currency"),
        "country": text_at(field.settings, "country", next(iter(field.kind.countries), "")),
        "unit": unit_of(schema),
        "holds": text_at(schema, "type"),
        "accept": " ".join(texts_at(field.settings, "accept")),
        "megabytes": max(1, most_bytes(schema) // MEGABYTE),
        "model": field.references or "",
        "on_delete": text_at(field.settings, "on_delete", "restrict"),
        "decimals": _decimals(schema),
        "format": text_at(field.settings, "format"),
        "region": text_at(field.settings, "region", "SE"),
        "personal": privacy.personal if privacy.decided and is_said else "",
        "subject": privacy.subject,
        "identity": privacy.identity,
        "purpose": privacy.purpose,
        "retention": privacy.retention,
        "method": method.get("method"),
        "method_text": method.get("text"),
        "method_first": method.get("first"),
        "method_last": method.get("last"),
        "method_to": method.get("to"),
        "method_reason": method.get("reason"),
    }
    limits = {name: schema.get(name) for name in LIMITS}
    return {name: "" if one is None else str(one) for name, one in {**given, **limits}.items()}


def _decimals(schema: JsonObject) -> str:
    step = schema.get("multipleOf")
    if not isinstance(step, int | float) or isinstance(step, bool):
        return ""
    return str(len(f"{step:f}".rstrip("0").partition(".")[2]))


def _ticked(typed: Typed | None, model: Model, field: Field, *, is_inside: bool) -> frozenset[str]:
    """List the boxes that are ticked."""
    names: tuple[str, ...] = ("required", "mask")
    if typed or not is_inside:
        names = (*names, "index", "search", "unique")
    if typed:
        return frozenset(name for name in names if typed.ticked(name))
    states = (
        field.required,
        field.privacy.mask,
        field.key in model.index,
        field.key in model.search,
        (field.key,) in model.unique,
    )
    return frozenset(name for name, on in zip(names, states, strict=False) if on)


@build.post("/<app_key>/models/<model_key>/fields/<field_key>")
@signed_in
def set_field(actor: Actor, app_key: str, model_key: str, field_key: str) -> Response:
    """Set a field; what cannot be taken comes back with the reason beside it."""
    desk = desk_to_change(actor, app_key)
    _, field = found(desk, model_key, field_key)
    typed = Typed(request.form, desk.locale)
    schema = read_field(typed, desk.app, field)
    model = desk.app.models[model_key]
    if field.formula is not None and "formula" not in typed.errors:
        formula_form.check_typed(typed, model, field)
    if typed.errors:
        return refused(field_page(desk, model_key, field_key, typed))

    def change(document: JsonObject) -> JsonObject:
        required = typed.ticked("required")
        result = fields.set_field(document, model_key, field_key, schema, required=required)
        for name in () if BETWEEN in field_key else ("index", "search", "unique"):
            on = typed.ticked(name)
            result = fields.switch(result, model_key, field_key, name, on=on)
        return result

    here = f"/build/{app_key}/models/{model_key}"
    stays = request.form.get("do", "").partition(":")[0] in {"up", "down", "kind"}
    return acted(
        actor,
        app_key,
        change,
        said=desk.locale.text("“{title}” is saved", title=text_at(schema, "title")),
        to=lambda: f"{here}/fields/{field_key}" if stays else rows.page_above(field_key, here),
        show=partial(field_page, model_key=model_key, field_key=field_key),
    )


@build.post("/<app_key>/models/<model_key>/fields/<field_key>/index")
@signed_in
def index_field(actor: Actor, app_key: str, model_key: str, field_key: str) -> Response:
    """Index a field in the draft, and show that it is to be published."""
    desk = desk_to_change(actor, app_key)
    _, field = found(desk, model_key, field_key)
    shown = partial(field_page, model_key=model_key, field_key=field_key, wants_index=True)
    return acted(
        actor,
        app_key,
        partial(fields.switch, model=model_key, key=field_key, name="index", on=True),
        said=desk.locale.text("“{title}” is indexed in the draft", title=field.title),
        to=lambda: f"/build/{app_key}/models/{model_key}/fields/{field_key}?for=index",
        show=shown,
    )


@build.post("/<app_key>/models/<model_key>/fields/<field_key>/formula")
@signed_in
def check_formula(actor: Actor, app_key: str, model_key: str, field_key: str) -> Response:
    """Answer what is wrong with a formula while one types it, or what it gives."""
    desk = desk_to_change(actor, app_key)
    model, field = found(desk, model_key, field_key)
    typed = Typed(request.form, desk.locale)
    return answer(formula_form.said_of(typed, model, field))


@build.post("/<app_key>/models/<model_key>/fields/<field_key>/remove")
@signed_in
def remove_field(actor: Actor, app_key: str, model_key: str, field_key: str) -> Response:
    """Take a field away."""
    title = request.form.get("title", field_key)[:200]
    said = frame.locale_of(actor).text("“{title}” is removed", title=title)
    return acted(
        actor,
        app_key,
        partial(fields.remove_field, model=model_key, key=field_key),
        said=said,
        to=lambda: rows.page_above(field_key, f"/build/{app_key}/models/{model_key}"),
        show=partial(model_page, model_key=model_key),
    )
