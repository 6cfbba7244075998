"""The JSON API of comments on records."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, request

from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.web import answer, arguments, body, no_content, signed_in
from stuga.runtime.comments import service
from stuga.runtime.comments.commands import AddComment, DeleteComment, EditComment, GetComments
from stuga.runtime.comments.schemas import (
    CommentsArguments,
    CommentSchema,
    comment_json,
    comments_json,
)

comments: Final = Blueprint("comments", __name__, url_prefix="/api/v1/apps/<app>")
COMMENTS: Final = "/records/<model>/<uuid:record_id>/comments"
COMMENT: Final = f"{COMMENTS}/<uuid:comment_id>"


@comments.get(COMMENTS)
@signed_in
def list_comments(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Return comments on a record: the newest, or those before one of them."""
    given = arguments(CommentsArguments())
    command = GetComments(
        app=app,
        model=model,
        now=clock.now(),
        id=record_id,
        before=given["before"],
        rows=given["limit"],
    )
    return answer(comments_json(service.read(actor, command)))


@comments.post(COMMENTS)
@signed_in
def add_comment(actor: Actor, app: str, model: str, record_id: UUID) -> Response:
    """Write a comment on a record."""
    text = body(CommentSchema())["text"]
    command = AddComment(app=app, model=model, now=clock.now(), id=record_id, text=text)
    made = service.add(actor, command)
    location = f"{request.script_root}{request.path}/{made.id}"
    return answer(comment_json(made), status=HTTPStatus.CREATED, location=location)


@comments.patch(COMMENT)
@signed_in
def edit_comment(actor: Actor, app: str, model: str, record_id: UUID, comment_id: UUID) -> Response:
    """Change a comment of one's own."""
    command = EditComment(
        app=app,
        model=model,
        now=clock.now(),
        id=record_id,
        comment=comment_id,
        text=body(CommentSchema())["text"],
    )
    return answer(comment_json(service.edit(actor, command)))


@comments.delete(COMMENT)
@signed_in
def delete_comment(
    actor: Actor, app: str, model: str, record_id: UUID, comment_id: UUID
) -> Response:
    """Delete a comment for good: one's own, or any on a record that one may delete."""
    command = DeleteComment(app=app, model=model, now=clock.now(), id=record_id, comment=comment_id)
    service.delete(actor, command)
    return no_content()
