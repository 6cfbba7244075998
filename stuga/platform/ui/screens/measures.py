"""Sums and means in words, as the field they are of writes its own values."""

from decimal import Decimal

from stuga.models.definition.document import Field
from stuga.models.definition.durations import duration_of
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.money import currency_of
from stuga.platform.ui.locale import Locale


def measured_text(field: Field, figure: Decimal, locale: Locale) -> str:
    """Write a figure; of durations it is in seconds, and shown as a duration again."""
    if field.kind.compared_as is Compared.DURATION:
        return field.kind.text(duration_of(round(figure)), field.schema, locale.babel)
    if field.kind.name == "money":
        return locale.money(figure, currency_of(field.schema))
    if field.kind.name == "percent":
        return locale.percent_of(figure)
    return locale.number(figure)
