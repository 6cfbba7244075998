"""Forms over HTTP: opening, going through steps, saving; nothing typed is lost on the way."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import Final, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, make_response, request

from stuga.models.definition.document import Screen
from stuga.models.definition.embedding import embedders
from stuga.models.definition.refusals import Refused
from stuga.platform import clock
from stuga.platform.audit import Act
from stuga.platform.authz.actor import ANONYMOUS
from stuga.platform.errors import InvalidError, NotSignedInError, TooManyError
from stuga.platform.identity import frame
from stuga.platform.identity.paths import after_sign_in
from stuga.platform.identity.request import settings
from stuga.platform.identity.who import person_of_session
from stuga.platform.storage.port import RETRY_SECONDS
from stuga.platform.telemetry import current_request
from stuga.platform.ui import Link, page
from stuga.platform.ui.screens.form_reader import Posted
from stuga.platform.ui.screens.form_view import ConflictView, FormView, Linked, Unfinished
from stuga.platform.ui.screens.repeating import path_of
from stuga.platform.ui.screens.whole_page import screen_page
from stuga.platform.web import cookies, see_other
from stuga.platform.web.csrf import FIELD, ForgedRequestError
from stuga.platform.web.headers import kept_for_back
from stuga.runtime.serving import (
    attachments,
    creating,
    form_links,
    public_forms,
    results,
    saved_forms,
    sent_once,
)
from stuga.runtime.serving.computed import address_for
from stuga.runtime.serving.conflicts import conflict_view
from stuga.runtime.serving.form_posts import (
    LATER,
    Again,
    Answer,
    Conflicting,
    Repeated,
    Saved,
    answer,
    may_save,
    refused_whole,
)
from stuga.runtime.serving.form_sent import lead_again, lead_on
from stuga.runtime.serving.forms import (
    Filling,
    begin,
    first_sheet,
    form_view,
    note_page,
    sheet_of,
    way_back,
)
from stuga.runtime.serving.link_page import link_page
from stuga.runtime.serving.request import shell_of, token, visit_of
from stuga.runtime.serving.thanks_page import embeddable
from stuga.runtime.serving.visits import Visit

P = ParamSpec("P")
SENT_TO: Final = "send"
"""Makes the address that takes a stranger's form another than its page's, of which browsers drop
their copy when something is posted there: who goes back is to find it as it was sent."""


def open_form(at: Visit, screen: Screen, record_id: UUID | None = None) -> Response:
    """Show a form as it begins."""
    filling = begin(at, screen, record_id)
    asked = request.args.to_dict()
    if not filling.is_kept:
        fresh = replace(first_sheet(filling, asked), sitting=saved_forms.new_sitting())
        shown = _show(filling, Again(fresh))
        return kept_for_back(shown) if _is_watched(filling) else shown
    if saved_forms.TAKEN_UP in asked:
        return _go_on(filling, asked[saved_forms.TAKEN_UP], asked.get(creating.CHOSEN, ""))
    sheet = replace(
        first_sheet(filling, asked),
        sitting=saved_forms.new_sitting(),
        origin=asked.get(creating.ORIGIN, ""),
    )
    return _show(filling, Again(sheet), begun=saved_forms.unfinished(filling), is_opened=True)


def _go_on(filling: Filling, sitting: str, chosen: str = "") -> Response:
    """Show a form as it was left; what one may no longer type is no longer in it."""
    locale = filling.visit.locale
    pairs = creating.with_chosen(saved_forms.taken_up(filling, sitting), chosen)
    posted = _read(filling, pairs)
    notice = locale.text("You go on where you stopped. Nothing is sent yet.")
    focus = chosen.rpartition(":")[0]
    sheet = sheet_of(filling, posted, sitting=sitting, notice=notice, focus=focus)
    return _show(filling, Again(sheet), is_opened=True)


def post_form(at: Visit, screen: Screen, record_id: UUID | None = None) -> Response:
    """Take a posted form: go on with it, say what is wrong, or save it and lead on."""
    filling = begin(at, screen, record_id)
    pairs = list(request.form.items(multi=True))
    posted = _read(filling, pairs)
    before = sent_once.sent_before(filling, posted.sitting)
    if before is not None:
        return lead_again(filling, before)
    held = _held_back(filling, posted, pairs)
    if held is not None:
        return held
    link = form_links.found(filling, posted.kept)
    if posted.kept and link is None and (posted.do == "next" or may_save(filling, posted)):
        return _without_link(filling, posted)
    found = _answered(filling, pairs)
    if isinstance(found, Saved) and link is not None:
        form_links.end(filling, link, Act.FORM_SEND)
    return _led(filling, found, pairs, posted)


def _read(filling: Filling, pairs: public_forms.Pairs) -> Posted:
    """Read what may be shown again: of files only those that one has sent or may see here."""
    return filling.read(attachments.known(filling, public_forms.without_own(pairs)))


def _without_link(filling: Filling, posted: Posted) -> Response:
    """Answer a form whose link is over: by this very form, sent a moment ago, or by another."""
    before = sent_once.sent_before(filling, posted.sitting)
    if before is not None:
        return lead_again(filling, before)
    gone = refused_whole(filling, posted, form_links.GONE, HTTPStatus.CONFLICT)
    return _show(filling, replace(gone, sheet=replace(gone.sheet, kept="")))


def _led(filling: Filling, found: Answer, pairs: public_forms.Pairs, posted: Posted) -> Response:
    """Lead on from a form that was taken, or show it once more."""
    match found:
        case Again() if filling.is_linkable and posted.do == LATER:
            return _linked(filling, found, pairs, posted)
        case Again() if filling.is_kept and posted.do in ASIDE:
            return ASIDE[posted.do](filling, found, pairs, posted)
        case Saved():
            return lead_on(filling, found, posted)
        case Repeated():
            return lead_again(filling, found.sent)
        case Conflicting():
            form, _ = form_view(filling, found.sheet, csrf=token())
            view = conflict_view(filling, form, found.error, since=posted.revision or 0)
            return make_response(_page(filling, view), HTTPStatus.CONFLICT)
        case Again():
            return _show(filling, found)


def _held_back(filling: Filling, posted: Posted, pairs: public_forms.Pairs) -> Response | None:
    """Answer a stranger's form that is not taken: a program's, a late one, one of too many."""
    brings_files = any(part.filename for part in request.files.values())
    if not _is_watched(filling) or not (
        brings_files or posted.do == LATER or may_save(filling, posted)
    ):
        return None
    if public_forms.is_trapped(pairs):
        return see_other(filling.visit.path(filling.screen.key, results.THANKS))
    stopped = _stopped(filling, posted, pairs)
    return _show(filling, stopped) if stopped is not None else None


def _is_watched(filling: Filling) -> bool:
    """Tell whether a stranger fills it in, whose forms are counted."""
    return filling.screen.public and not filling.acting.actor.signed_in


def _linked(filling: Filling, found: Again, pairs: public_forms.Pairs, posted: Posted) -> Response:
    """Keep a stranger's form behind a link, and show the link this once."""
    if found.status >= HTTPStatus.BAD_REQUEST:
        return _show(filling, found)
    try:
        kept = form_links.keep(filling, _whole(found, pairs), posted.kept)
    except InvalidError as error:
        refused = replace(found.sheet, errors=error.errors)
        return _show(filling, Again(refused, HTTPStatus.UNPROCESSABLE_ENTITY))
    return link_page(filling, kept)


def show_linked(
    filling: Filling, pairs: public_forms.Pairs, secret: str, linked: Linked
) -> Response:
    """Show a form that a link has opened, as it was left."""
    sitting = saved_forms.new_sitting()
    sheet = sheet_of(filling, _read(filling, pairs), kept=secret, sitting=sitting)
    return _show(filling, Again(sheet), linked=linked)


def _left(filling: Filling, found: Again, pairs: public_forms.Pairs, _posted: Posted) -> Response:
    """Keep a form for later and lead back; one with a file that was refused is shown again."""
    if found.status >= HTTPStatus.BAD_REQUEST:
        return _show(filling, found)
    _keep(filling, found, pairs)
    frame.leave_toast(filling.visit.locale.text("The form is kept. Open it again to go on."))
    return see_other(way_back(filling) or filling.visit.home)


def _keep(filling: Filling, found: Again, pairs: public_forms.Pairs) -> None:
    saved_forms.keep(filling, _whole(found, pairs), is_said=True)


def _whole(found: Again, pairs: public_forms.Pairs) -> public_forms.Pairs:
    """Return what was posted, with the files that came along named in place of themselves."""
    typed = [(name, text) for name, texts in found.sheet.typed.items() for text in texts]
    return [*(one for one in pairs if one[0] not in found.sheet.typed), *typed]


def _made_elsewhere(
    filling: Filling, found: Again, pairs: public_forms.Pairs, posted: Posted
) -> Response:
    """Keep the form, and lead to the one that makes what its field refers to."""
    relation = filling.model.at(path_of(posted.target)) or filling.model.field(posted.target)
    form = creating.form_for(filling.visit, relation) if relation else ""
    if not form or found.status >= HTTPStatus.BAD_REQUEST:
        return _show(filling, found)
    _keep(filling, found, pairs)
    record = filling.record.id if filling.record else None
    origin = creating.Origin(filling.screen.key, record, posted.sitting, posted.target)
    asked = urlencode({creating.ORIGIN: origin.told})
    return see_other(f"{filling.visit.path(form)}?{asked}")


ASIDE: Final = {LATER: _left, creating.NEW: _made_elsewhere}
"""What puts a form aside for a while."""


def _answered(filling: Filling, pairs: public_forms.Pairs) -> Answer:
    """Take the files that came along, then do what the pressed button says."""
    given = public_forms.without_own(pairs)
    kept, errors = attachments.received(filling, given, request.files.items(multi=True))
    posted = filling.read(kept)
    posted = replace(posted, errors={**posted.errors, **errors})
    found = answer(filling, posted)
    if not errors or not isinstance(found, Again):
        return found
    is_away = attachments.AWAY in errors.values()
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_away else HTTPStatus.UNPROCESSABLE_ENTITY
    return Again(replace(found.sheet, errors={**found.sheet.errors, **errors}), status)


def _stopped(filling: Filling, posted: Posted, pairs: public_forms.Pairs) -> Again | None:
    """Hold a stranger's form back that came too late or too often; what was typed is kept."""
    at, form = filling.visit, filling.visit.path(filling.screen.key)
    try:
        public_forms.count_post(form, current_request().network, now=at.now)
    except TooManyError as error:
        refused = Refused("too-many-forms", {"seconds": error.seconds})
        return refused_whole(filling, posted, refused, HTTPStatus.TOO_MANY_REQUESTS)
    if not public_forms.is_fresh(pairs, form, token(), now=at.now):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return refused_whole(filling, posted, public_forms.EXPIRED, status)
    return None


def _show(
    filling: Filling,
    again: Again,
    begun: Sequence[Unfinished] = (),
    *,
    is_opened: bool = False,
    linked: Linked | None = None,
) -> Response:
    at, screen = filling.visit, filling.screen
    csrf = token()
    view, offer = form_view(filling, again.sheet, csrf=csrf)
    view = replace(view, computes=address_for(filling, csrf), unfinished=begun, linked=linked)
    view = replace(view, offers_copy=is_opened and bool(view.saves and view.copies))
    if _is_watched(filling):
        given = public_forms.token_of(at.path(screen.key), csrf, now=at.now)
        view = replace(
            view,
            action=f"{view.action}?{SENT_TO}",
            carries={**view.carries, public_forms.TOKEN: given},
            trap=public_forms.TRAP,
        )
        if embedders(screen):
            view = _embedded(view)
    if again.status < HTTPStatus.BAD_REQUEST and linked is None:
        note_page(filling, offer)
    response = make_response(_page(filling, view), again.status)
    response = response if linked else embeddable(response, screen)
    if again.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _embedded(view: FormView) -> FormView:
    """Make a form do without cookies; files then come along with the form itself."""
    is_framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
    carries = {**view.carries, cookies.CARRIED: cookies.form_secret()}
    return replace(view, carries=carries, uploads="" if is_framed else view.uploads)


def _page(filling: Filling, view: FormView | ConflictView) -> str:
    at, screen = filling.visit, filling.screen
    crumbs: list[Link] = []
    detail = at.first_for(screen.model, "detail")
    listed = at.first_for(screen.model, "list")
    if filling.record is not None and listed:
        crumbs.append(Link(title=at.definition.screens[listed].title, href=at.path(listed)))
    if filling.record is not None and detail:
        title = at.definition.screens[detail].title
        crumbs.append(Link(title=title, href=at.path(detail, filling.record.id)))
    title = (view.form if isinstance(view, ConflictView) else view).screen.title
    if crumbs:
        crumbs.append(Link(title=title))
    return screen_page(view, shell_of(at, title, *crumbs))


def typing_kept(view: Callable[P, Response]) -> Callable[P, Response]:
    """Show a form again, or keep it on a page, when the session it began in has ended."""

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> Response:
        frame.keep_typed(_typed_texts())
        try:
            return view(*args, **kwargs)
        except NotSignedInError:
            return signed_out()
        except ForgedRequestError:
            if not is_own_page():
                raise
            return _once_more(**kwargs)  # type: ignore[arg-type]  # parts of the route's address

    return kept


def _typed_texts() -> list[tuple[str, str]]:
    """Return what was posted, each text under the name of its field."""
    return [
        (name.replace("_", " ").capitalize(), text)
        for name, text in request.form.items(multi=True)
        if text and not name.startswith("_")
    ]


def is_own_page() -> bool:
    """Tell whether the browser says that one of our pages sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _once_more(app: str, screen: str, record_id: UUID | None = None) -> Response:
    """Show the form as it was posted from a page of another session; nothing is saved yet."""
    secret = cookies.session_token()
    found = person_of_session(secret, now=clock.now(), settings=settings()) if secret else None
    actor = found or ANONYMOUS
    frame.remember_actor(actor)
    try:
        at = visit_of(actor, app)
        filling = begin(at, at.opened(screen), record_id)
    except NotSignedInError:
        return signed_out()
    pairs = list(request.form.items(multi=True))
    posted = _read(filling, pairs)
    before = sent_once.sent_before(filling, posted.sitting)
    if before is not None:
        return lead_again(filling, before)
    if not at.actor.signed_in:
        stopped = refused_whole(
            filling, posted, public_forms.EXPIRED, HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return _show(filling, stopped)
    notice = at.locale.text("You have signed in again. Look through what you typed, then save it.")
    return _show(filling, Again(sheet_of(filling, posted, notice=notice)))


def signed_out() -> Response:
    """Keep what was typed on a page, from which one goes on after signing in again."""
    locale = frame.locale_of(ANONYMOUS)
    shell = frame.frame(ANONYMOUS, locale.text("You have been signed out"), locale=locale)
    pairs = [one for one in request.form.items(multi=True) if one[0] != FIELD]
    html = page(
        "runtime/serving/signed_out.html",
        shell,
        pairs=pairs,
        action=request.script_root + request.path,
        return_to=after_sign_in(request.path),
    )
    return make_response(html, HTTPStatus.UNAUTHORIZED)
