"""The page of one rule: the form of whoever may change it, and the rule in words for others."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from flask import Response, make_response, request

from stuga.models.definition.refusals import Errors
from stuga.models.json import JsonObject
from stuga.platform import clock
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale, Shell, page
from stuga.platform.web import see_other
from stuga.runtime.retention import reading, service
from stuga.runtime.retention.cards import examples, mistakes, rule_card, title_of
from stuga.runtime.retention.commands import PreviewRule, PutRule
from stuga.runtime.retention.form_options import Typed, conditions, form_rows, starts, units
from stuga.runtime.retention.form_reading import blank, posted, rule_from, written
from stuga.runtime.retention.lifeline import lifeline
from stuga.runtime.retention.previewing import Preview, try_rule
from stuga.runtime.retention.reading import RuleShown
from stuga.runtime.retention.rules import refusals
from stuga.runtime.retention.wording import rule_words

FOLDER: Final = "runtime/retention"
HERE: Final = "/admin/retention"
Tried = tuple[Preview, JsonObject]
"""What a preview found, and the rule it was made of."""


def new_form(
    actor: Actor, shown: RuleShown, proposal: str, error: InvalidError | None = None
) -> Response:
    """Show the form of a rule that is not there yet; it may begin with a proposal."""
    locale = frame.locale_of(actor)
    found = next((one for one in shown.proposals if one.key == proposal), None)
    typed = written(found.rule, found.title, shown.model, locale) if found else blank(shown.model)
    return _form(actor, shown, typed, proposal=proposal if found else "", error=error)


def rule_page(actor: Actor, shown: RuleShown) -> Response:
    """Show a rule: as a form if it is in force and the actor may change it."""
    locale = frame.locale_of(actor)
    if shown.rule is None or not may(actor, Permission.RETENTION_WRITE):
        return _read(actor, shown, locale)
    title = title_of(shown.rule, shown.app)
    typed = written(shown.rule.rule, title, shown.model, locale)
    return _form(actor, shown, typed)


def sent(actor: Actor, place: tuple[str, str, str]) -> Response:
    """Do what the form asks for; what cannot be is shown with all that was typed."""
    locale = frame.locale_of(actor)
    shown = reading.rule_to_change(actor, place, locale.language)
    typed = posted(request.form, shown.model)
    named = request.form.get("proposal", "")
    proposal = named if named in {one.key for one in shown.proposals} else ""
    app, model, key = place
    key = key or proposal
    rule, misread = rule_from(typed, shown.model, shown.raw, locale)
    try:
        _refuse(misread, rule, shown)
        if request.form.get("act") == "preview":
            command = PreviewRule(app=app, model=model, rule=rule, now=clock.now(), key=key)
            tried = (try_rule(actor, command), rule)
            return _form(actor, shown, typed, proposal=proposal, tried=tried)
        return _put(actor, shown, (key, typed.title, rule))
    except InvalidError as error:
        return _form(actor, shown, typed, proposal=proposal, error=error)


def _refuse(misread: Errors, rule: JsonObject, shown: RuleShown) -> None:
    """Name all that is wrong at once, if something could not even be read."""
    if misread:
        raise InvalidError({**refusals(rule, shown.model), **misread})


def _put(actor: Actor, shown: RuleShown, named: tuple[str, str, JsonObject]) -> Response:
    """Put the rule in force; one without a title is called by what it says."""
    locale = frame.locale_of(actor)
    key, title, rule = named
    put = service.put_rule(
        actor,
        PutRule(
            app=shown.app.key,
            model=shown.model.key,
            key=key or shown.free_key(rule),
            title=title or rule_words(rule, shown.model, locale).title,
            rule=rule,
            now=clock.now(),
        ),
    )
    undo = "" if put.version > 1 else f"{shown.place}/{put.key}/end"
    frame.leave_toast(locale.text("The rule is in force."), undo_action=undo)
    return see_other(HERE)


def _form(
    actor: Actor,
    shown: RuleShown,
    typed: Typed,
    *,
    proposal: str = "",
    tried: Tried | None = None,
    error: InvalidError | None = None,
) -> Response:
    locale, model = frame.locale_of(actor), shown.model
    title = title_of(shown.rule, shown.app) if shown.rule else locale.text("New retention rule")
    preview, rule = tried or (None, shown.raw)
    html = page(
        f"{FOLDER}/form.html",
        framed(actor, title, crumbs_to(shown, locale, title)),
        shown=shown,
        typed=typed,
        proposal=proposal,
        mistakes=mistakes(error, typed.action, locale),
        starts=starts(model, locale),
        units=units(typed, locale),
        rows=form_rows(model, typed, shown.raw, locale),
        conditions=conditions(model, locale),
        preview=preview,
        examples=examples(preview, rule, model, locale) if preview else None,
        words=rule_words(rule, model, locale) if rule else None,
        line=lifeline(rule, model, locale) if rule else None,
        versions=[
            rule_card(one, (shown.app, model), shown.names, locale) for one in shown.versions
        ],
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)


def _read(actor: Actor, shown: RuleShown, locale: Locale) -> Response:
    cards = [
        rule_card(one, (shown.app, shown.model), shown.names, locale) for one in shown.versions
    ]
    title = cards[0].title
    shell = framed(actor, title, crumbs_to(shown, locale, title))
    return make_response(
        page(f"{FOLDER}/rule.html", shell, shown=shown, card=cards[0], versions=cards)
    )


def crumbs_to(shown: RuleShown, locale: Locale, title: str, href: str = "") -> Sequence[Link]:
    """Return the way to a rule's page, or past it to one below."""
    found = [
        Link(title=locale.text("Retention"), href=HERE),
        Link(title=f"{shown.app.title}: {shown.model.title}", href=HERE),
        Link(title=title, href=href),
    ]
    return (*found, Link(title=locale.text("End"))) if href else found


def framed(actor: Actor, title: str, crumbs: Sequence[Link] = ()) -> Shell:
    """Return the frame of a page about retention."""
    sheets = ("administration", "retention")
    return frame.admin_frame(actor, title, crumbs=crumbs, stylesheets=sheets)
