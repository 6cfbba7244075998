"""Where a form leads that was taken: now, or when it was sent before."""

from flask import Response

from stuga.models.json import JsonObject
from stuga.platform.errors import NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui.screens.form_reader import Posted
from stuga.platform.web import cookies, see_other
from stuga.runtime.records import queries
from stuga.runtime.records.stored import Stored
from stuga.runtime.serving import creating, receipts, results, saved_forms, sent_once
from stuga.runtime.serving.form_posts import Saved
from stuga.runtime.serving.forms import Filling
from stuga.runtime.serving.notes import leave_thanks
from stuga.runtime.serving.results import Result
from stuga.runtime.serving.sent_once import Sent
from stuga.runtime.serving.thanks_page import Sending, thanks_page


def lead_on(filling: Filling, saved: Saved, posted: Posted) -> Response:
    """Lead on from a form that was saved just now."""
    sitting = posted.sitting
    if filling.is_kept:
        saved_forms.drop(filling, sitting)
        if saved_forms.is_sitting(sitting):
            cookies.tell_sent(sitting)
    found = results.result_of(filling, saved)
    origin = creating.origin_of(filling.visit, posted.origin)
    if origin is not None:
        _leave(found)
        return see_other(origin.path(filling.visit, saved_forms.TAKEN_UP, saved.record.id))
    return _led(filling, found, sent_once.sent(filling, saved.record))


def lead_again(filling: Filling, sent: Sent) -> Response:
    """Lead to where a form has led that is sent once more; nothing is done."""
    visit, screen = filling.visit, filling.screen
    record = _still_there(filling, sent)
    if record is None:
        path = visit.path(screen.key, results.THANKS)
        return _led(filling, Result(path=path), sent, is_again=True)
    may_know = sent.by == sent_once.sender_of(visit) and record.revision == sent.revision
    data: JsonObject = (
        {key: one for key, one in record.data.items() if filling.writable.allow(key)}
        if may_know
        else {}
    )
    found = results.result_of(filling, Saved(filling.acting.rights.show(record), data))
    if found.toast:
        words = visit.locale.text("It was saved before. Nothing was saved a second time.")
        frame.leave_toast(words)
        return see_other(found.path)
    return _led(filling, found, sent, is_again=True)


def _still_there(filling: Filling, sent: Sent) -> Stored | None:
    try:
        return queries.get_record(filling.acting.model.id, sent.record)
    except NotFoundError:
        return None


def _led(filling: Filling, found: Result, sent: Sent, *, is_again: bool = False) -> Response:
    """Lead to the page that a form ends at; one without cookies is given it at once."""
    visit, screen = filling.visit, filling.screen
    if found.toast:
        _leave(found)
        return see_other(found.path)
    link = receipts.link_of(visit, screen, sent)
    sending = Sending(words=found.words, link=link, is_again=is_again)
    if cookies.is_carried():
        return thanks_page(visit, screen, sending)
    _leave(found)
    return see_other(sending.kept_at(found.path))


def _leave(found: Result) -> None:
    """Leave what the next page says."""
    if found.toast:
        frame.leave_toast(found.toast)
    else:
        leave_thanks(found.words)
