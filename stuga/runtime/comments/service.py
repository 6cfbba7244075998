"""Use cases of comments. A record that the actor may not read is not there (404)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete as delete_rows

from stuga.models import Comment, CommentMention
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, ActorKind
from stuga.platform.crypto import Purpose, ring
from stuga.platform.db import db
from stuga.platform.errors import NotFoundError, NotPermittedError
from stuga.platform.identity.notices import service as notices
from stuga.platform.identity.notices.commands import Tell
from stuga.platform.identity.notices.kinds import Kind
from stuga.platform.tenancy import current_tenant_id
from stuga.runtime.comments import mentions, queries, readers, rules
from stuga.runtime.comments.commands import (
    ROWS,
    AddComment,
    DeleteComment,
    EditComment,
    FindComment,
    FindPeople,
    GetComments,
    OnRecord,
)
from stuga.runtime.comments.readers import Reader
from stuga.runtime.comments.results import Page, Shown, Spot
from stuga.runtime.records import trail
from stuga.runtime.records.acting import Acting, acting_in
from stuga.runtime.records.definitions import live_as_found
from stuga.runtime.records.queries import get_live_record, get_record, names_of
from stuga.runtime.records.rights import rights_on
from stuga.runtime.records.stored import Stored


def read(actor: Actor, command: GetComments) -> Page:
    """Return comments on a record; the entry is that of a look at the record.

    :raises NotFoundError: if the actor may not read the record, or it takes no comments
    """
    acting, record = _at(actor, command)
    trail.note_read(acting, Act.RECORD_READ, record)
    return page_of(acting, record, before=command.before, rows=command.rows)


def page_of(acting: Acting, record: Stored, *, before: UUID | None, rows: int) -> Page:
    """Return comments on a record that the actor reads; part of that act's entry."""
    found = queries.comments_on(record.id, before=before, rows=rows + 1)
    shown = found[:rows]
    return Page(
        comments=_shown(acting, record, reversed(shown)),
        earlier=shown[-1].id if len(found) > rows else None,
        may_write=rules.may_write(acting.rights, record),
    )


def add(actor: Actor, command: AddComment) -> Shown:
    """Write a comment.

    :raises NotPermittedError: if the actor may not change the record
    :raises InvalidError: if the text cannot be taken
    """
    acting, record = _to_write(actor, command)
    said = mentions.resolved(acting, record, rules.checked(command.text))
    is_person = actor.kind is ActorKind.PERSON
    comment = Comment(
        record_id=record.id,
        person_id=actor.id if is_person else None,
        token_id=None if is_person else actor.id,
        text=said.text,
        created_at=command.now,
    )
    db.session.add(comment)
    db.session.flush()  # PostgreSQL makes its id
    _mention(acting, comment, said.ids, ())
    _note(acting, Act.COMMENT_CREATE, record, _Said(comment.id, None, said.text))
    [shown] = _shown(acting, record, [comment])
    return shown


def edit(actor: Actor, command: EditComment) -> Shown:
    """Change a comment of one's own. What it said before is not kept.

    :raises NotPermittedError: if it is someone else's, or the actor may not comment any more
    :raises InvalidError: if the text cannot be taken
    """
    acting, record = _to_write(actor, command)
    comment = queries.locked(record.id, command.comment)
    if not rules.is_own(actor, comment):
        raise NotPermittedError(permission="comment.update")
    before = comment.text
    known = mentions.ids_in(before)
    said = mentions.resolved(acting, record, rules.checked(command.text), known)
    if said.text != before:
        comment.text, comment.edited_at = said.text, command.now
        _mention(acting, comment, said.ids, known)
    _note(acting, Act.COMMENT_UPDATE, record, _Said(comment.id, before, said.text))
    [shown] = _shown(acting, record, [comment])
    return shown


def delete(actor: Actor, command: DeleteComment) -> None:
    """Delete a comment for good.

    :raises NotPermittedError: if it is someone else's and the actor may not delete the record
    """
    acting, record = _at(actor, command)
    comment = queries.locked(record.id, command.comment)
    if not rules.may_delete(acting.rights, record, comment):
        raise NotPermittedError(permission="comment.delete")
    db.session.delete(comment)
    _note(acting, Act.COMMENT_DELETE, record, _Said(command.comment, comment.text, None))


def people(actor: Actor, command: FindPeople) -> Sequence[Reader]:
    """Return people whom a comment on a record may mention, by name.

    :raises NotPermittedError: if the actor may not comment on it
    """
    acting, record = _to_write(actor, command)
    found = readers.search(acting, record, command.words)
    target = Target(
        kind="person",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        ids=[one.id for one in found],
        count=len(found),
    )
    detail = Detail(query={"search": command.words})
    audit.record(actor, Act.PERSON_LIST, target=target, detail=detail)
    return found


def find(actor: Actor, command: FindComment) -> Spot:
    """Return where a comment stands; the look at its record leaves the entry, not this.

    :raises NotFoundError: if the actor may not read its record, or there is no such comment
    """
    app = live_as_found(command.app)
    record = get_live_record(queries.record_of(command.comment))
    model = app.model_with(record.model_id)
    if model is None:
        raise NotFoundError
    rights_on(actor, app, model.key, now=command.now).require("read", record)
    later = queries.after(record.id, command.comment, rows=ROWS)
    before = later[ROWS // 2] if len(later) == ROWS else None
    return Spot(model=model.key, record=record.id, before=before)


def _at(actor: Actor, command: OnRecord) -> tuple[Acting, Stored]:
    acting = acting_in(actor, command)
    if not acting.model.view.comments:
        raise NotFoundError
    record = get_record(acting.model.id, command.id)
    acting.rights.require("read", record)
    return acting, record


def _to_write(actor: Actor, command: OnRecord) -> tuple[Acting, Stored]:
    acting, record = _at(actor, command)
    if not rules.may_write(acting.rights, record):
        raise NotPermittedError(permission="record.update")
    return acting, record


def _mention(
    acting: Acting, comment: Comment, ids: Collection[UUID], known: Collection[UUID]
) -> None:
    """Keep whom a comment mentions, and tell those who were not mentioned in it before."""
    gone = [one for one in known if one not in ids]
    if gone:
        wanted = delete_rows(CommentMention).where(
            CommentMention.comment_id == comment.id, CommentMention.person_id.in_(gone)
        )
        db.session.execute(wanted.execution_options(synchronize_session=False))
    for one in sorted({*ids} - {*known}):
        db.session.add(CommentMention(comment_id=comment.id, person_id=one))
        if one != acting.actor.id:
            _tell(acting, comment, one)


def _tell(acting: Acting, comment: Comment, person_id: UUID) -> None:
    app, actor = acting.app, acting.actor
    place = f"/comments/{app.key}/{comment.id}"
    told = Tell(
        kind=Kind.MENTIONED,
        person=person_id,
        app=app.key,
        path=place,
        now=acting.now,
        who=actor.person_id,
        comment=comment.id,
    )
    notices.tell(told)


def _shown(acting: Acting, record: Stored, comments: Iterable[Comment]) -> list[Shown]:
    several = list(comments)
    mentioned = {one.id: mentions.ids_in(one.text) for one in several}
    authors = {one.id: one.person_id or one.token_id for one in several}
    names = names_of([*authors.values(), *(who for ids in mentioned.values() for who in ids)])
    may_write = rules.may_write(acting.rights, record)
    return [
        Shown(
            id=one.id,
            author=authors[one.id],
            who=_name(names, authors[one.id]),
            text=one.text,
            names={who: names[who] for who in mentioned[one.id] if who in names},
            created_at=one.created_at,
            edited_at=one.edited_at,
            may_edit=may_write and rules.is_own(acting.actor, one),
            may_delete=rules.may_delete(acting.rights, record, one),
        )
        for one in several
    ]


def _name(names: Mapping[UUID, str], who: UUID | None) -> str:
    return names.get(who, "") if who else ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a comment said before and after an act; None where there was or is none."""

    id: UUID
    before: str | None
    after: str | None


def _note(acting: Acting, act: Act, record: Stored, said: _Said) -> None:
    """Leave an entry that tells by keyed digests what was said, so that it can be proven."""
    target = Target(
        kind="comment",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        id=record.id,
        ids=(said.id,),
        count=1,
    )
    detail = Detail(
        changes={"text": [_digest(said.before), _digest(said.after)]},
        label=trail.label_of(acting.model, record.data),
    )
    audit.record(acting.actor, act, target=target, detail=detail)


def _digest(text: str | None) -> str | None:
    if text is None:
        return None
    return ring().mac(Purpose.COMMENT, text.encode(), current_tenant_id()).hex()
