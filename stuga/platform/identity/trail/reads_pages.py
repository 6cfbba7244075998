"""When reads come into the audit trail, as the organisation decides it."""

from typing import Final

from flask import Blueprint, Response, request

from stuga.models.tenant import AT_ONCE, READS
from stuga.platform.authz import Actor
from stuga.platform.identity import frame
from stuga.platform.identity.administration import service
from stuga.platform.ui import Link, msgid, page
from stuga.platform.web import see_other, signed_in

reads_pages: Final = Blueprint("reads", __name__)
_TITLE: Final = msgid("When reads are written")


@reads_pages.get("/admin/audit/reads")
@signed_in
def show_reads(actor: Actor) -> str:
    """Show what is decided, and what can be."""
    locale = frame.locale_of(actor)
    crumbs = (
        Link(title=locale.text("Audit trail"), href="/admin/audit"),
        Link(title=locale.text(_TITLE)),
    )
    reads = service.read_reads(actor)
    buffered, at_once = READS
    return page(
        "platform/identity/trail/reads.html",
        frame.admin_frame(actor, locale.text(_TITLE), crumbs=crumbs),
        reads=reads,
        buffered=buffered,
        at_once=at_once,
    )


@reads_pages.post("/admin/audit/reads")
@signed_in
def set_reads(actor: Actor) -> Response:
    """Decide it."""
    reads = request.form.get("reads", "")
    service.set_reads(actor, reads)
    locale = frame.locale_of(actor)
    words = (
        locale.text("Saved. Within half a minute, no answer leaves before its read is written.")
        if reads == AT_ONCE
        else locale.text("Saved. Within half a minute, ordinary reads are written together.")
    )
    frame.leave_toast(words)
    return see_other("/admin/audit/reads")
