"""A short list on paper, given with the answer."""

from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import Actor
from stuga.runtime.exchange.exporting import papers, service, slices
from stuga.runtime.exchange.exporting.commands import Export
from stuga.runtime.exchange.exporting.naming import names_in
from stuga.runtime.records.keyset import rows_at
from stuga.runtime.records.stored import stored_of


def printed_now(actor: Actor, command: Export) -> bytes | None:
    """Return a list as a PDF; None if it is too long to wait for.

    :raises NotFoundError: as `service.begin`, as do the others
    """
    acting = service.acting_for(actor, command.app, command.model, now=command.now)
    plan = service.plan_of(acting, command)
    asking, fields = slices.asking_of(acting, plan), slices.fields_of(acting, plan)
    found = rows_at(asking.part, asking.orders, None, papers.AT_ONCE)
    if found.more_after:
        return None
    stored = [stored_of(row) for row in found.rows]
    data = list(slices.open_data_of(acting.rights, stored, fields))
    names = names_in(acting, fields, data, for_import=False)
    titled, locale = slices.worded(acting, plan, fields), slices.locale_of(acting, plan)
    target = Target(
        kind="record",
        app=acting.app.key,
        version=acting.app.number,
        model=acting.model.key,
        ids=[one.id for one in stored[: slices.MOST_NAMED]],
        count=len(stored),
        fields=[one.key for one in fields],
    )
    audit.record(actor, Act.RECORD_EXPORT, target=target)
    rows = papers.rows_of(titled, data, names, locale)
    return papers.printed(slices.sheet_of(acting, plan, titled), rows, locale)
