"""An app's statement on accessibility, with a form to report what does not work."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, make_response, request

from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.platform.identity import frame
from stuga.platform.telemetry import current_request
from stuga.platform.ui import page
from stuga.platform.ui.refusal_words import refusal_text
from stuga.platform.web import public, see_other, signed_in
from stuga.platform.web.application import tenant
from stuga.runtime.serving import accessibility, public_forms, statement
from stuga.runtime.serving.request import PLACES, shell_of, visit_of
from stuga.runtime.serving.visits import Visit

statement_pages: Final = Blueprint("statement-pages", __name__, url_prefix="/apps/<app>/docs")
PATH: Final = "docs/accessibility"
MOST_REPORTS: Final = 5
OF_PUBLIC_APPS: Final = "an app of which something is public owes everyone its statement"


@statement_pages.get("/accessibility")
@public(OF_PUBLIC_APPS)
def show_statement(actor: Actor, app: str) -> Response:
    """Show the statement."""
    at = visit_of(actor, app)
    accessibility.opened(at)
    return _page(at)


@statement_pages.post("/accessibility")
@public(OF_PUBLIC_APPS)
def send_report(actor: Actor, app: str) -> Response:
    """Take a report of what does not work."""
    at = visit_of(actor, app)
    accessibility.opened(at)
    to = f"{at.home}{PATH}"
    public_forms.count_post(to, current_request().network, now=at.now, most=MOST_REPORTS)
    text = request.form.get("text", "").strip().replace("\r\n", "\n")
    reply_to = request.form.get("reply_to", "").strip()
    if not public_forms.is_trapped(list(request.form.items(multi=True))):
        try:
            accessibility.report(at, text, reply_to)
        except InvalidError as error:
            errors = {
                name.removeprefix("/"): refusal_text(one, at.locale.text("This"), at.locale)
                for name, one in error.errors.items()
            }
            return _page(at, {"text": text, "reply_to": reply_to}, errors)
    frame.leave_toast(at.locale.text("Thank you. Those who answer for the app can read it now."))
    return see_other(to)


@statement_pages.get("/accessibility/reports")
@signed_in
def show_reports(actor: Actor, app: str) -> Response:
    """Show what has been reported."""
    at = visit_of(actor, app)
    found = accessibility.reports(at)
    title = at.locale.text("Reports on accessibility")
    html = page(
        "runtime/serving/reports.html",
        shell_of(at, title, stylesheets=(*PLACES, "administration")),
        reports=found,
        back=f"{at.home}{PATH}",
    )
    return make_response(html)


def _page(
    at: Visit, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> Response:
    title = at.locale.text("Accessibility of {app}", app=at.definition.title)
    reply_to = at.actor.email
    html = page(
        "runtime/serving/statement.html",
        shell_of(at, title, stylesheets=("form",)),
        sections=statement.sections_of(at.definition, tenant().title, at.locale),
        contact=statement.contact_of(at.definition),
        authority=statement.authority_of(at.definition, at.locale),
        typed=typed or {"text": "", "reply_to": reply_to},
        errors=errors or {},
        trap=public_forms.TRAP,
        action=f"{at.home}{PATH}",
        reads=accessibility.may_read(at.actor),
    )
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)
