"""The receipt of a form that was sent: its answers as a PDF, for the one who has just sent them.

Nothing is stored for it. It is printed from the record, and only as long as that is what was
sent: once somebody has changed it, the sender has no right to what it holds now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from flask import Response

from stuga.models.definition.document import Field, Fields, Screen
from stuga.models.definition.masks import masked_in
from stuga.models.json import JsonValue
from stuga.platform.audit import Act
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.platform.ui.paper import blocks_of
from stuga.platform.ui.screens.form_plan import writable_fields
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.receipt import receipt_html
from stuga.platform.ui.widgets import Mode
from stuga.platform.web.application import tenant
from stuga.platform.web.paging import opened_cursor, sealed_cursor
from stuga.runtime.records import queries, trail
from stuga.runtime.records.rights import NO_FIELDS
from stuga.runtime.records.stored import Stored
from stuga.runtime.serving.forms import Filling, Sheet, begin, form_view
from stuga.runtime.serving.paper_pages import paper_sent
from stuga.runtime.serving.sent_once import Sent, sender_of
from stuga.runtime.serving.visits import Visit

LIFE: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A receipt that may be downloaded.

    :ivar link: names the form that was sent, to its sender and to nobody else
    :ivar until: the moment from which it opens nothing
    """

    link: str = field(repr=False)
    until: datetime


def link_of(visit: Visit, screen: Screen, sent: Sent) -> str:
    """Return what opens the receipt for its sender; '' for anybody else."""
    if not sent.by or sent.by != sender_of(visit):
        return ""
    told: list[JsonValue] = [int(sent.at.timestamp()), str(sent.record), sent.revision]
    return sealed_cursor(told, _name(visit, screen))


def offered(visit: Visit, screen: Screen, link: str) -> Offered | None:
    """Return the receipt that a link opens to whoever asks; None if it opens nothing."""
    found = _opened(visit, screen, link)
    return Offered(link=link, until=found.at + LIFE) if found else None


def receipt(visit: Visit, screen: Screen, link: str) -> Response:
    """Print the answers of a form for its sender.

    :raises NotFoundError: if the link is another's, altered or over, or the record has changed
    """
    sent = _opened(visit, screen, link)
    if sent is None:
        raise NotFoundError
    filling = begin(visit, screen)
    record = queries.get_record(filling.acting.model.id, sent.record)
    if record.revision != sent.revision or record.restricted:
        raise NotFoundError
    locale = visit.locale
    title = locale.text("Receipt: {form}", form=screen.title)
    facts = list(_facts(filling, record))
    html = receipt_html(_answers(filling, record), locale, title, facts)
    trail.note_read(filling.acting, Act.RECORD_PRINT, record)
    return paper_sent(visit, title, blocks_of(html))


def _answers(filling: Filling, record: Stored) -> FormView:
    """Return the form as it was filled in: what its sender could type, and nothing else."""
    readable = filling.acting.rights.readable(record) or NO_FIELDS
    fields = filling.acting.model.view.fields
    typed = writable_fields(filling.screen, filling.acting.model.view, filling.writable)
    told = frozenset(key for key in typed if not fields[key].privacy.encrypt)
    hidden = [fields[key] for key in told if fields[key].privacy.mask and not readable.allow(key)]
    data = {**filling.whole(record.values), **masked_in(hidden, record.data)}
    view, _ = form_view(filling, Sheet(data=data, mode=Mode.PRINT), csrf="")
    only = Fields(only=told)
    return replace(view, readable=only, writable=NO_FIELDS, revision=record.revision)


def _facts(filling: Filling, record: Stored) -> Iterator[tuple[str, str]]:
    """Yield when it arrived, where, and under which number as far as the sender may know it."""
    visit = filling.visit
    locale = visit.locale
    yield locale.text("Sent"), locale.datetime(record.created_at)
    yield locale.text("Received by"), tenant().title
    for one in _numbers(filling, record):
        yield one.title, str(record.data[one.key])


def _numbers(filling: Filling, record: Stored) -> Sequence[Field]:
    readable = filling.acting.rights.readable(record) or NO_FIELDS
    return [
        one
        for one in filling.model.fields.values()
        if one.kind.name == "sequence"
        and record.data.get(one.key) is not None
        and not one.privacy.encrypt
        and (readable.allow(one.key) or filling.may_see(one.key))
    ]


def _opened(visit: Visit, screen: Screen, link: str) -> Sent | None:
    sender = sender_of(visit)
    if not sender or not link:
        return None
    try:
        at, record, revision = opened_cursor(link, _name(visit, screen))
        moment = datetime.fromtimestamp(int(str(at)), UTC)
        found = Sent(record=UUID(str(record)), revision=int(str(revision)), at=moment, by=sender)
    except (BadRequestError, ValueError):
        return None
    return found if visit.now < moment + LIFE else None


def _name(visit: Visit, screen: Screen) -> str:
    return f"receipt {visit.path(screen.key)} {sender_of(visit)}"
