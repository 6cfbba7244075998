"""Two people changed one record: both values of each field that differs, in words."""

from stuga.models.definition.document import SYSTEM_FIELDS
from stuga.models.json import JsonObject
from stuga.platform.ui.screens.form_view import ConflictView, Difference, FormView
from stuga.runtime.records.errors import RecordChangedError
from stuga.runtime.records.queries import changes_of
from stuga.runtime.serving.forms import Filling
from stuga.runtime.serving.naming import values_for

MOST_CHANGES = 50


def conflict_view(
    filling: Filling, form: FormView, error: RecordChangedError, *, since: int
) -> ConflictView:
    """Return the page on which a person decides, field by field.

    A field that only this person changed is no conflict; of one that they left alone the other's
    value is chosen to begin with.

    :param form: the form as it was posted, with the new revision
    :param since: the revision that the person had before them
    """
    visit, model = filling.visit, filling.model
    before = _before(filling, since)
    differing = [
        (model.fields[one.field], one)
        for one in error.differences
        if one.field in model.fields and (before is None or one.field in before)
    ]
    values = values_for(
        visit, [(field, value) for field, one in differing for value in (one.mine, one.theirs)]
    )
    knows_who = filling.readable.allow(SYSTEM_FIELDS["updated_by"].key)
    return ConflictView(
        form=form,
        differences=[
            Difference(
                field=field.key,
                mine=values.words(field, one.mine),
                theirs=values.words(field, one.theirs),
                take="theirs" if before and before[field.key] == one.mine else "mine",
            )
            for field, one in differing
        ],
        who=(error.name if knows_who else "") or visit.locale.text("Someone"),
        when=visit.locale.relative(error.changed_at, visit.now),
    )


def _before(filling: Filling, since: int) -> JsonObject | None:
    """Return what the fields were that others have changed since; None if that is not known."""
    record = filling.record
    if record is None or not filling.acting.model.view.history:
        return None
    rows = [
        row for row in changes_of(record.id, before=None, rows=MOST_CHANGES) if row.revision > since
    ]
    if len(rows) != record.revision - since:
        return None
    before: JsonObject = {}
    for row in rows:
        for key, pair in row.diff.items():
            if isinstance(pair, list):
                before[key] = pair[0]
    return before
