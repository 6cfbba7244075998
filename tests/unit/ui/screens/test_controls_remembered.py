"""A control that was printed before is as it would be if it were printed now."""

from dataclasses import replace

import pytest

from stuga.models.definition.kinds import KINDS
from stuga.models.definition.refusals import Refused
from stuga.platform.ui import Locale
from stuga.platform.ui.screens import still
from stuga.platform.ui.screens.form_view import FormView
from stuga.platform.ui.screens.rendering import render
from stuga.platform.ui.widgets import Mode
from tests.factories.kind_forms import form_of
from tests.factories.screens import form_view


def anew(view: FormView, locale: Locale) -> str:
    still.forget()
    return render(view, locale)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_printed_alike_whatever_came_before(kind: str) -> None:
    blank = form_of(kind)
    field = blank.model.fields["value"]
    samples = [field.kind.sample(field.schema, seed) for seed in (3, 4)]
    views = [blank, *(replace(blank, data={"value": one}) for one in samples)]
    views += [
        replace(blank, typed={"value": ("not <b>of</b> the kind",)}),
        replace(blank, typed={"value": ("one", "another")}),
        replace(blank, focus="value"),
        replace(blank, errors={"/value": Refused("required")}),
        *(replace(views[1], mode=mode) for mode in Mode),
    ]
    cases = [(view, Locale(language)) for view in views for language in ("en", "sv")]
    expected = [anew(*case) for case in cases]

    for order in (1, -1):
        still.forget()
        for case, html in list(zip(cases, expected, strict=True))[::order]:
            assert render(*case) == html
            assert render(*case) == html


def test_conditions_and_marks_on_a_form_are_not_remembered() -> None:
    plain, english = form_view(), Locale("en")
    asked = replace(plain, data={"kind": "permit", "applicant": "Rut Ek"})
    other = replace(plain, data={"kind": "report", "applicant": "Nils Alm"})
    expected = [anew(view, english) for view in (plain, asked, other)]

    still.forget()
    for view, html in zip([plain, asked, other], expected, strict=True):
        assert render(view, english) == html
    assert "Rut Ek" not in render(other, english)
    assert "Rut Ek" not in repr(still._faces)  # noqa: SLF001  # nothing typed may be kept
