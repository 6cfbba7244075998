"""The whole of an import in one act: received, mapped by names, begun. For programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stuga.models import ImportJob
from stuga.models.definition.refusals import Refused
from stuga.platform.authz import Actor
from stuga.platform.errors import InvalidError
from stuga.runtime.exchange import mapping, plans, service
from stuga.runtime.exchange.commands import Mapped, Receive, Start
from stuga.runtime.exchange.conventions import conventions_of
from stuga.runtime.exchange.survey import Survey
from stuga.runtime.records.acting import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAtOnce:
    """A file for a model. Columns that are not named go where their names say.

    :ivar columns: column's name -> field and `by`; none leaves the column out
    :ivar is_trial: say what would happen to every row, and write nothing
    :ivar key: the fields by which rows find the records they change; all are new without
    """

    file: Receive
    columns: Mapping[str, Mapping[str, str] | None]
    language: str
    key: tuple[str, ...] = ()
    again: bool = False
    is_trial: bool = False


def import_at_once(actor: Actor, command: ImportAtOnce) -> ImportJob:
    """Take a file and let it become records.

    :raises InvalidError: if it cannot be read, or its columns find no fields
    """
    file = command.file
    job = service.receive(actor, file)
    acting = service.acting_for(actor, file.app_key, file.model, now=file.now)
    survey, proposed = service.proposal(acting, job, command.key)
    names = plans.read(job.settings).layout.columns
    unknown = [name for name in command.columns if name not in names]
    if unknown:
        raise InvalidError({"/columns": Refused("column-unknown", {"column": unknown[0][:80]})})
    named = [one for one in proposed if names[one.column] not in command.columns]
    chosen = list(_chosen(command.columns, names, survey, acting))
    taken = {one.field for one in chosen}
    service.begin(
        actor,
        job,
        Start(
            job_id=job.id,
            app_key=file.app_key,
            model=file.model,
            mapped=(*chosen, *(one for one in named if one.field not in taken)),
            language=command.language,
            now=file.now,
            key=command.key,
            again=command.again,
            is_trial=command.is_trial,
        ),
    )
    return job


def _chosen(
    columns: Mapping[str, Mapping[str, str] | None],
    names: tuple[str, ...],
    survey: Survey,
    acting: Acting,
) -> Iterator[Mapped]:
    for name, wanted in columns.items():
        if wanted is None:
            continue
        at = names.index(name)
        field = acting.model.view.fields.get(wanted["field"])
        by = wanted["by"]
        if field is not None and not by:
            by = mapping.default_link(field, acting.app.definition)
        ways = conventions_of(survey.columns[at].values)
        yield Mapped(column=at, field=wanted["field"], by=by, conventions=ways)
