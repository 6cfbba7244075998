"""Every widget there is, and which one shows a field."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.choice import choices_of
from stuga.platform.ui.widgets.address import AddressWidget
from stuga.platform.ui.widgets.bankgiro import BankgiroWidget
from stuga.platform.ui.widgets.checkbox import CheckboxWidget
from stuga.platform.ui.widgets.checkboxes import CheckboxesWidget
from stuga.platform.ui.widgets.computed import ComputedWidget
from stuga.platform.ui.widgets.date import DateWidget
from stuga.platform.ui.widgets.date_time import DateTimeWidget
from stuga.platform.ui.widgets.duration import DurationWidget
from stuga.platform.ui.widgets.email import EmailWidget
from stuga.platform.ui.widgets.file import FilesWidget, FileWidget, ImageWidget
from stuga.platform.ui.widgets.iban import IbanWidget
from stuga.platform.ui.widgets.json_data import JsonWidget
from stuga.platform.ui.widgets.link import LinkWidget
from stuga.platform.ui.widgets.list import ListWidget
from stuga.platform.ui.widgets.money import MoneyWidget
from stuga.platform.ui.widgets.national_id import NationalIdWidget
from stuga.platform.ui.widgets.number import NumberWidget
from stuga.platform.ui.widgets.organisation_number import OrganisationNumberWidget
from stuga.platform.ui.widgets.percent import PercentWidget
from stuga.platform.ui.widgets.person import PersonWidget
from stuga.platform.ui.widgets.phone import PhoneWidget
from stuga.platform.ui.widgets.place import PlaceWidget
from stuga.platform.ui.widgets.radio import RadioWidget
from stuga.platform.ui.widgets.reference import ReferenceWidget
from stuga.platform.ui.widgets.references import ReferencesWidget
from stuga.platform.ui.widgets.rich_text import RichTextWidget
from stuga.platform.ui.widgets.select import SelectWidget
from stuga.platform.ui.widgets.sequence import SequenceWidget
from stuga.platform.ui.widgets.signature import SignatureWidget
from stuga.platform.ui.widgets.text import TextWidget
from stuga.platform.ui.widgets.textarea import TextareaWidget
from stuga.platform.ui.widgets.time_of_day import TimeWidget
from stuga.platform.ui.widgets.widget import Widget
from stuga.platform.ui.widgets.yes_no import YesNoWidget

MOST_RADIOS: Final = 5


class NoWidgetError(LookupError):
    """A field kind that nothing can show: the program is incomplete, so it does not start."""


def registry(widgets: Iterable[Widget], kinds: Iterable[str]) -> dict[str, Widget]:
    """Order widgets by name; the first that takes a kind is the kind's own.

    :raises NoWidgetError: if a kind has none
    """
    found = {widget.name: widget for widget in widgets}
    taken = {kind for widget in found.values() for kind in widget.kinds}
    if missing := sorted(set(kinds) - taken):
        raise NoWidgetError(f"No widget for {', '.join(missing)}")
    return found


WIDGETS: Final[Mapping[str, Widget]] = registry(
    (
        TextWidget(),
        TextareaWidget(),
        NumberWidget(),
        MoneyWidget(),
        CheckboxWidget(),
        YesNoWidget(),
        DateWidget(),
        DateTimeWidget(),
        SelectWidget(),
        RadioWidget(),
        CheckboxesWidget(),
        EmailWidget(),
        PhoneWidget(),
        LinkWidget(),
        NationalIdWidget(),
        BankgiroWidget(),
        DurationWidget(),
        IbanWidget(),
        JsonWidget(),
        OrganisationNumberWidget(),
        PercentWidget(),
        RichTextWidget(),
        TimeWidget(),
        PersonWidget(),
        ReferenceWidget(),
        ReferencesWidget(),
        AddressWidget(),
        PlaceWidget(),
        FileWidget(),
        FilesWidget(),
        ImageWidget(),
        SignatureWidget(),
        SequenceWidget(),
        ListWidget(lambda field: widget_for(field)),  # noqa: PLW0108  # defined below
        ComputedWidget(),
    ),
    KINDS,
)


@cache
def widgets_for(kind: str) -> tuple[Widget, ...]:
    """List the widgets that can show a kind, for the builder to offer."""
    return tuple(widget for widget in WIDGETS.values() if kind in widget.kinds)


def widget_for(field: Field, wanted: str = "") -> Widget:
    """Take the wanted widget if it can show the field, else the one that suits it."""
    kind = field.kind.name
    if field.formula is not None:
        return WIDGETS["computed"]
    chosen = WIDGETS.get(wanted)
    if chosen is not None and kind in chosen.kinds:
        return chosen
    if kind == "choice" and len(choices_of(field.schema)) <= MOST_RADIOS:
        return WIDGETS["radio"]
    if kind == "yes-no" and field.required:
        return WIDGETS["yes-no"]
    return widgets_for(kind)[0]
