"""Changes of drafts by one act at a time, each a pure function of the document."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stuga.builder.apps import queries, rules
from stuga.builder.apps.commands import AppSummary, Draft
from stuga.builder.apps.service import keep_draft, unchanged
from stuga.builder.checking import problems
from stuga.models import App
from stuga.models.definition.check import Problem
from stuga.models.definition.patch import PatchError, patched
from stuga.models.definition.refusals import Refused
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor, Permission, require
from stuga.platform.errors import InvalidError, NotFoundError

Change = Callable[[JsonObject], JsonObject]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDraft:
    """Change a draft that was read at a revision."""

    app_key: str
    revision: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Changed:
    """A draft after a change, and its document before it."""

    draft: Draft
    before: JsonObject


def draft_to_change(actor: Actor, app_key: str) -> Draft:
    """Return a draft that the same act goes on to change; that change leaves the entry.

    :raises NotFoundError: if there is no such app
    """
    require(actor, Permission.APP_WRITE)
    return _draft(queries.get_app(app_key))


def draft_read(actor: Actor, app_key: str) -> Draft:
    """Return a draft where another function leaves the entry of the act."""
    require(actor, Permission.APP_READ)
    return _draft(queries.get_app(app_key))


def change_draft(actor: Actor, command: ChangeDraft, change: Change) -> Changed:
    """Change a draft; what changes nothing makes no new revision.

    :raises DraftChangedError: if someone saved it meanwhile
    :raises NotFoundError: if what is to be changed is not there
    """
    require(actor, Permission.APP_WRITE)
    app = unchanged(command.app_key, command.revision)
    before = app.draft
    document = change(before)
    rules.check_storable(document, app.key)
    keep_draft(actor, app, document, now=command.now)
    audit.record(actor, Act.DRAFT_UPDATE, target=Target(kind="app", app=app.key, id=app.id))
    return Changed(_draft(app), before)


def _draft(app: App) -> Draft:
    summary: AppSummary = queries.summary_of(app)
    if summary.draft is None:
        raise NotFoundError
    return Draft(app=summary, state=summary.draft, document=app.draft)


def with_patch(document: JsonObject, text: str) -> JsonObject:
    """Carry out operations that came from a page: they take a change back, or do it again.

    :raises InvalidError: if they are none, or do not fit the document
    """
    try:
        operations: JsonValue = json.loads(text)
        listed = operations if isinstance(operations, list) else [{}]
        return patched(document, [one for one in listed if isinstance(one, dict)])
    except (PatchError, ValueError, RecursionError):
        raise InvalidError({"/patch": Refused("patch-invalid")}) from None


def fixed(document: JsonObject, pointer: str, code: str) -> JsonObject:
    """Carry out the fix that the checker offers for a problem.

    :raises NotFoundError: if there is no such problem any more, or no fix for it
    """
    for problem in problems(document):
        if problem.pointer == pointer and problem.code == code and problem.fix:
            return _patched(document, problem)
    raise NotFoundError


def _patched(document: JsonObject, problem: Problem) -> JsonObject:
    try:
        return patched(document, problem.fix.patch if problem.fix else ())
    except PatchError:
        raise NotFoundError from None
