"""Two people changed one record: both values of each field that differs, in words."""

from stuga.models.definition.document import SYSTEM_FIELDS
from stuga.platform.ui.screens.form_view import ConflictView, Difference, FormView
from stuga.runtime.records.errors import RecordChangedError
from stuga.runtime.serving.forms import Filling
from stuga.runtime.serving.naming import values_for


def conflict_view(filling: Filling, form: FormView, error: RecordChangedError) -> ConflictView:
    """Return the page on which a person decides, field by field.

    :param form: the form as it was posted, with the new revision
    """
    visit, model = filling.visit, filling.model
    differing = [
        (model.fields[one.field], one) for one in error.differences if one.field in model.fields
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
            )
            for field, one in differing
        ],
        who=(error.name if knows_who else "") or visit.locale.text("Someone"),
        when=visit.locale.relative(error.changed_at, visit.now),
    )
