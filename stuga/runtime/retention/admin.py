"""The pages on which a tenant admin says what is forgotten when, and sees that it was."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.platform import clock
from stuga.platform.audit import Act
from stuga.platform.authz import Actor, Permission, may
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, msgid, page
from stuga.platform.web import see_other, signed_in
from stuga.platform.web.application import tenant
from stuga.runtime.retention import reading, rule_pages, service, sweeping
from stuga.runtime.retention.cards import NO_RUN, model_card, report, rule_card, title_of
from stuga.runtime.retention.commands import AcceptProposal, EndRule, Reason, StartRun
from stuga.runtime.retention.rule_pages import FOLDER, HERE, crumbs_to, framed
from stuga.runtime.retention.wording import REASONS

retention_pages = Blueprint("retention-pages", __name__, url_prefix="/admin/retention")
_ACTS: Final = (Act.RECORD_ANONYMISE, Act.RECORD_PURGE)


@retention_pages.get("")
@signed_in
def show_overview(actor: Actor) -> str:
    """Show every model with its rules, what is due, and the last runs."""
    locale, now = frame.locale_of(actor), clock.now()
    found = reading.overview(actor, locale.language, now)
    runs = [report(one) for one in found.runs]
    ended = next((one for one in runs if one.run.state != "running"), NO_RUN)
    return page(
        f"{FOLDER}/overview.html",
        framed(actor, locale.text(msgid("Retention"))),
        cards=[model_card(one, found.names, locale) for one in found.models],
        found=found,
        runs=runs,
        ended=ended,
        due=sum(one.due for one in found.models),
        soon=sum(one.soon for one in found.models),
        endless=sum(one.is_endless for one in found.models),
        may_write=may(actor, Permission.RETENTION_WRITE),
        may_run=may(actor, Permission.RETENTION_RUN),
        slug=tenant().slug,
        now=now,
    )


@retention_pages.get("/<app>/<model>/new")
@signed_in
def show_new(actor: Actor, app: str, model: str) -> Response:
    """Show the form for a new rule; `?proposal=` begins with what the definition proposes."""
    locale = frame.locale_of(actor)
    shown = reading.read_form(actor, (app, model, ""), locale.language)
    return rule_pages.new_form(actor, shown, request.args.get("proposal", ""))


@retention_pages.post("/<app>/<model>/new")
@signed_in
def send_new(actor: Actor, app: str, model: str) -> Response:
    """Look at what a new rule would do, or put it in force."""
    return rule_pages.sent(actor, (app, model, ""))


@retention_pages.get("/<app>/<model>/<key>")
@signed_in
def show_rule(actor: Actor, app: str, model: str, key: str) -> Response:
    """Show a rule and its versions: as a form to whoever may change it."""
    locale = frame.locale_of(actor)
    shown = reading.read_rule(actor, (app, model, key), locale.language)
    return rule_pages.rule_page(actor, shown)


@retention_pages.post("/<app>/<model>/<key>")
@signed_in
def send_rule(actor: Actor, app: str, model: str, key: str) -> Response:
    """Look at what a changed rule would do, or put it in force."""
    return rule_pages.sent(actor, (app, model, key))


@retention_pages.post("/<app>/<model>/accept")
@signed_in
def accept(actor: Actor, app: str, model: str) -> Response:
    """Put a proposal of the definition in force; one that cannot be is shown in the form."""
    locale, key = frame.locale_of(actor), request.form.get("proposal", "")
    try:
        command = AcceptProposal(app=app, model=model, key=key, now=clock.now())
        service.accept_proposal(actor, command)
    except InvalidError as error:
        shown = reading.rule_at((app, model, ""), locale.language)
        return rule_pages.new_form(actor, shown, key, error)
    end = f"{HERE}/{app}/{model}/{key}/end"
    frame.leave_toast(locale.text("The rule is in force."), undo_action=end)
    return see_other(HERE)


@retention_pages.get("/<app>/<model>/<key>/end")
@signed_in
def show_end(actor: Actor, app: str, model: str, key: str) -> str:
    """Ask before a rule is ended."""
    locale = frame.locale_of(actor)
    shown, rule = reading.read_ending(actor, (app, model, key), locale.language)
    title = locale.text("End this rule?")
    return page(
        f"{FOLDER}/end.html",
        framed(
            actor,
            title,
            crumbs_to(shown, locale, title_of(rule, shown.app), f"{shown.place}/{key}"),
        ),
        shown=shown,
        card=rule_card(rule, (shown.app, shown.model), shown.names, locale),
    )


@retention_pages.post("/<app>/<model>/<key>/end")
@signed_in
def end(actor: Actor, app: str, model: str, key: str) -> Response:
    """End a rule."""
    service.end_rule(actor, EndRule(app=app, model=model, key=key, now=clock.now()))
    frame.leave_toast(frame.locale_of(actor).text("The rule has ended. It erases nothing more."))
    return see_other(HERE)


@retention_pages.get("/run")
@signed_in
def show_due(actor: Actor) -> str:
    """Show what a run would do now, before it is asked for."""
    locale, now = frame.locale_of(actor), clock.now()
    counted, counts = reading.read_due(actor, locale.language, now)
    title = locale.text("What is due now")
    crumbs = (Link(title=locale.text("Retention"), href=HERE), Link(title=title))
    shell = framed(actor, title, crumbs)
    return page(f"{FOLDER}/due.html", shell, counted=counted, counts=counts, slug=tenant().slug)


@retention_pages.post("/run")
@signed_in
def run_now(actor: Actor) -> Response:
    """Begin a run, and show it."""
    run = sweeping.run_now(actor, StartRun(now=clock.now()))
    return see_other(f"{HERE}/runs/{run.id}")


@retention_pages.get("/runs/<uuid:run_id>")
@signed_in
def show_run(actor: Actor, run_id: UUID) -> str:
    """Show one run's report."""
    locale = frame.locale_of(actor)
    run, counts, passed = reading.read_run(actor, run_id, locale.language)
    title = locale.text("Run of {when}", when=locale.datetime(run.started_at))
    crumbs = (Link(title=locale.text("Retention"), href=HERE), Link(title=title))
    span = {"from": run.started_at.isoformat()} | (
        {"to": run.ended_at.isoformat()} if run.ended_at else {}
    )
    return page(
        f"{FOLDER}/run.html",
        framed(actor, title, crumbs),
        run=run,
        report=report(run),
        counts=counts,
        passed=[(one, locale.text(REASONS[Reason(one.reason)])) for one in passed],
        trails=[f"/admin/audit?{urlencode({'action': act.value, **span})}" for act in _ACTS],
        entry=f"/admin/audit?{urlencode({'target': str(run.id)})}",
        may_audit=may(actor, Permission.AUDIT_READ),
        may_run=may(actor, Permission.RETENTION_RUN),
    )
