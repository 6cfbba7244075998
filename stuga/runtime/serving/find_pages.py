"""Finding a place by words: a page, and the same answers for the palette."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, make_response, request

from stuga.platform.authz import Actor
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import msgid, page
from stuga.platform.web import answer, signed_in
from stuga.runtime.serving.finding import answer_json, find
from stuga.runtime.serving.places import keys_of
from stuga.runtime.serving.request import visit_of
from stuga.runtime.serving.visits import Visit

find_pages: Final = Blueprint("find-pages", __name__)


@find_pages.get("/find")
@signed_in
def show_find(actor: Actor) -> Response:
    """Show what the words are found in, each as a link."""
    locale, words = frame.locale_of(actor), request.args.get("q", "")
    found = find(actor, locale, words, _visits(actor))
    shell = frame.frame(actor, locale.text(msgid("Find")), locale=locale, stylesheets=("palette",))
    html = page(
        "runtime/serving/find.html",
        shell,
        found=found,
        words=words,
        app=request.args.get("app", ""),
    )
    return make_response(html)


@find_pages.get("/find/answers")
@signed_in
def find_answers(actor: Actor) -> Response:
    """Answer the same to a script."""
    found = find(actor, frame.locale_of(actor), request.args.get("q", ""), _visits(actor))
    return answer(answer_json(found, request.script_root))


def _visits(actor: Actor) -> Iterator[Visit]:
    """Yield the actor at their apps, one by one as they are asked for: first where they are."""
    here = request.args.get("app", "")
    keys = keys_of(actor, frame.locale_of(actor))
    for key in sorted(keys, key=lambda one: one != here):
        at = _visit(actor, key)
        if at is not None:
            yield at


def _visit(actor: Actor, key: str) -> Visit | None:
    try:
        at = visit_of(actor, key)
    except NotFoundError:
        return None
    return at if at.is_at_home else None
