"""The comments on a record, as its page shows them."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import request

from stuga.models.definition.document import Screen
from stuga.models.definition.kinds.identifiers import id_of
from stuga.platform.ui.ids import ids
from stuga.platform.ui.screens.remark import remark_html, with_names
from stuga.platform.ui.screens.talk_view import Remark, Talk
from stuga.runtime.comments import service
from stuga.runtime.comments.commands import ROWS
from stuga.runtime.comments.results import Shown
from stuga.runtime.comments.rules import LONGEST
from stuga.runtime.serving.looking import Looked
from stuga.runtime.serving.visits import Visit

PLACE: Final = "comments"
ANCHOR: Final = "#comments"
_REVISION: Final = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the comments and the history the page is to show.

    :ivar history: the changes before one of the record's revisions, not the latest
    :ivar before: those before one of them, not the newest
    :ivar edit: which one's text stands in a form; `delete`: which one is asked about
    :ivar typed: what was typed and cannot be taken, for `error`; None if nothing was
    """

    history: int | None = None
    before: UUID | None = None
    edit: UUID | None = None
    delete: UUID | None = None
    typed: str | None = None
    error: str = ""


def asked() -> Asked:
    """Read what the present request asks for."""

    def one(name: str) -> UUID | None:
        found = id_of(request.args.get(name, ""))
        return UUID(found) if found else None

    revision = request.args.get("history", "")
    return Asked(
        history=int(revision) if _REVISION.fullmatch(revision) else None,
        before=one("before"),
        edit=one("edit"),
        delete=one("delete"),
    )


def talk_of(visit: Visit, screen: Screen, looked: Looked, wanted: Asked) -> Talk | None:
    """Return the comments on a record; None if its model takes none."""
    if not looked.acting.model.view.comments:
        return None
    page = service.page_of(looked.acting, looked.record, before=wanted.before, rows=ROWS)
    here = visit.url(screen.key, looked.record.id)
    action = f"{here}/{PLACE}"
    remarks = [_remark(visit, one, here, wanted) for one in page.comments]
    is_new = wanted.edit is None
    return Talk(
        remarks=remarks,
        here=here + ANCHOR,
        action=action if page.may_write else "",
        people=f"{action}/people" if page.may_write else "",
        typed=wanted.typed or "" if is_new else "",
        error=wanted.error,
        earlier=f"{here}?before={page.earlier}{ANCHOR}" if page.earlier else "",
        newest=here + ANCHOR if wanted.before else "",
        longest=LONGEST,
    )


def _remark(visit: Visit, one: Shown, here: str, wanted: Asked) -> Remark:
    locale = visit.locale
    someone = locale.text("Someone")
    names = {str(id_): name for id_, name in one.names.items()}
    window = f"before={wanted.before}&" if wanted.before else ""
    is_edited = one.may_edit and wanted.edit == one.id
    is_asked = one.may_delete and wanted.delete == one.id
    said = with_names(one.text, lambda id_: names.get(id_) or someone)
    return Remark(
        id=str(one.id),
        who=one.who or someone,
        when=locale.relative(one.created_at, visit.now),
        at=one.created_at.isoformat(timespec="seconds"),
        exactly=locale.datetime(one.created_at),
        html=remark_html(one.text, names, someone),
        is_edited=one.edited_at is not None,
        edit=f"{here}?{window}edit={one.id}#{ids('comment', one.id)}" if one.may_edit else "",
        delete=f"{here}?{window}delete={one.id}#{ids('comment', one.id)}" if one.may_delete else "",
        action=f"{here}/{PLACE}/{one.id}",
        state="edit" if is_edited else "delete" if is_asked else "read",
        typed=(said if wanted.typed is None else wanted.typed) if is_edited else "",
    )
