"""From a file to an app: received, guessed, corrected, made, published, filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from stuga.builder.apps import queries as app_queries
from stuga.builder.apps import rules as app_rules
from stuga.builder.apps import service as apps
from stuga.builder.apps.commands import CreateApp, GrantToSelf, SaveDraft
from stuga.builder.publishing import service as publishing
from stuga.builder.publishing.commands import Publish
from stuga.builder.spreadsheets import queries, rules
from stuga.builder.spreadsheets.commands import REFERENCE, Decided, MakeApp
from stuga.builder.spreadsheets.drafting import Drafted, drafted
from stuga.builder.spreadsheets.guessing import Guess, guessed
from stuga.models import ImportJob
from stuga.models.definition.document import App
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor, Permission, may, require
from stuga.platform.db import db
from stuga.platform.errors import ConflictError, NotFoundError
from stuga.platform.identity import people, roles
from stuga.runtime.exchange import plans
from stuga.runtime.exchange import queries as job_queries
from stuga.runtime.exchange import service as imports
from stuga.runtime.exchange.commands import Mapped, Receive, Start
from stuga.runtime.exchange.survey import Survey, surveyed


@dataclass(frozen=True, slots=True)
class Looked:
    """A file looked through: what it holds, and what its columns seem to be."""

    job: ImportJob
    survey: Survey
    guesses: Sequence[Guess]


def read_form(actor: Actor) -> Sequence[tuple[str, str]]:
    """Return the apps that a file may be added to, for the page where it is chosen."""
    require(actor, Permission.APP_WRITE)
    audit.record(actor, Act.IMPORT_READ, target=Target(kind="form"))
    return queries.apps_without_changes()


def receive(actor: Actor, command: Receive) -> ImportJob:
    """Keep a file that is to become an app; errors as `exchange.service.receive`."""
    require(actor, Permission.APP_WRITE)
    require(actor, Permission.APP_PUBLISH)
    return imports.receive(actor, command)


def look(actor: Actor, job_id: UUID, *, language: str) -> Looked:
    """Guess what a file's columns are; the caller leaves the entry of its own act.

    :raises ConflictError: if the file has been emptied
    """
    require(actor, Permission.APP_WRITE)
    job = imports.own(actor, job_id)
    survey = surveyed(imports.file_of(job))
    return Looked(job, survey, guessed(survey.columns, total=survey.total, language=language))


def app_to_extend(app_key: str) -> App | None:
    """Return the app that gets another model; None for a new one.

    :raises ConflictError: if its draft holds changes that would be published along
    """
    if not app_key:
        return None
    found = app_queries.get_app(app_key)
    live = app_queries.live_document(found)
    if live is not None and not app_rules.written(live) == app_rules.written(found.draft):
        raise ConflictError("The app has changes that are not published. Publish them first.")
    return App.read(found.draft)


def make_app(actor: Actor, command: MakeApp) -> ImportJob:
    """Make an app of a file, or a model of an app, publish it, and begin to import the rows.

    Rows are imported as the one who asks, who therefore needs a role of the app: whoever makes
    an app may take it, and it is on record; in an app that is there, owners and admins may.

    :raises InvalidError: naming what cannot be taken, as `/key` or `/columns/3/title`
    """
    require(actor, Permission.APP_WRITE)
    require(actor, Permission.APP_PUBLISH)
    roles.require_person(actor)
    job = job_queries.own_job(actor, command.job_id, locked=True)
    if job.state != "uploaded" or job.app_key:
        raise ConflictError("An app has been made of this file.")
    before = app_to_extend(command.into)
    rules.check(command, before)
    made = drafted(command.named, command.columns, before.document if before else None)
    key = _published(actor, command, made)
    job.app_key, job.model = key, made.model
    mapped = tuple(_mapped(one, made.fields) for one in command.columns if one.include)
    plan = plans.read(job.settings)
    job.settings = plans.kept(replace(plan, mapped=mapped, language=command.named.language))
    if command.work:
        _give_role_and_begin(actor, job, now=command.now, again=command.again)
    return job


def _mapped(decided: Decided, fields: Mapping[int, str]) -> Mapped:
    by = decided.link.by if decided.kind == REFERENCE and decided.link else ""
    at = decided.guess.at
    return Mapped(column=at, field=fields[at], by=by, conventions=decided.conventions)


def _published(actor: Actor, command: MakeApp, made: Drafted) -> str:
    if command.into:
        app = app_queries.get_app(command.into)
        save = SaveDraft(
            app_key=app.key,
            revision=app.draft_revision,
            document=made.document,
            now=command.now,
        )
        revision = apps.save_draft(actor, save).state.revision
        key = app.key
    else:
        created = apps.create_app(actor, CreateApp(document=made.document))
        key, revision = created.key, created.draft.revision if created.draft else 1
    publish = Publish(app_key=key, revision=revision, now=command.now, note=command.note)
    publishing.publish(actor, publish)
    return key


def may_work(actor: Actor, into: App | None, role: str) -> bool:
    """Tell whether someone may work with the records of what they make."""
    held = into is not None and role in actor.roles_in(into.key)
    return into is None or held or may(actor, Permission.PERSON_WRITE)


def may_begin(actor: Actor, job: ImportJob) -> bool:
    """Tell whether someone may import the rows that wait, taking a role if need be."""
    if may(actor, Permission.PERSON_WRITE) or queries.is_made_and_empty(job.app_key, actor.id):
        return True
    return bool(_able(job) & actor.roles_in(job.app_key))


def _able(job: ImportJob) -> frozenset[str]:
    document = app_queries.live_document(app_queries.get_app(job.app_key)) or {}
    return rules.able_roles(App.read(document), job.model or "")


def begin_import(actor: Actor, job_id: UUID, *, now: datetime, again: bool) -> ImportJob:
    """Import the rows of a file whose app has been made, taking a role of it if need be."""
    require(actor, Permission.APP_WRITE)
    job = job_queries.own_job(actor, job_id, locked=True)
    if not job.app_key or job.model is None:
        raise NotFoundError
    _give_role_and_begin(actor, job, now=now, again=again)
    imports.note_begun(actor, job)
    return job


def _give_role_and_begin(actor: Actor, job: ImportJob, *, now: datetime, again: bool) -> None:
    able = _able(job)
    if not able:
        raise ConflictError("No role of the app may create these records.")
    if not able & actor.roles_in(job.app_key):
        actor = _with_role(actor, job.app_key, min(able))
    plan = plans.read(job.settings)
    start = Start(
        job_id=job.id,
        app_key=job.app_key,
        model=job.model or "",
        mapped=plan.mapped,
        language=plan.language,
        now=now,
        again=again,
    )
    imports.begin(actor, job, start)


def _with_role(actor: Actor, app_key: str, role: str) -> Actor:
    """Give someone a role of an app that they have just made, or that they may give themselves."""
    if queries.is_made_and_empty(app_key, actor.id):
        person = people.find(actor.person_id, locked=True)
        if person is None:
            raise NotFoundError
        people.grant_app_role(person, app_key, role)
        db.session.flush()  # whether they may import is asked of the database
        detail = Detail(changes={"role": [None, role]}, label=actor.name)
        audit.record(actor, Act.ROLE_GRANT, target=Target(kind="app", app=app_key), detail=detail)
    else:
        apps.grant_role_to_self(actor, GrantToSelf(app_key, role))
    held = {**actor.app_roles, app_key: actor.roles_in(app_key) | {role}}
    return replace(actor, app_roles=held)
