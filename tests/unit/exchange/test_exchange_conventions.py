"""How columns write dates and numbers."""

import pytest
from babel import Locale

from stuga.models.definition.document import Field
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.base import DEFAULT_ZONE
from stuga.models.json import JsonValue
from stuga.runtime.exchange.cells import Writing, value_of
from stuga.runtime.exchange.conventions import DateOrder, DecimalSign, conventions_of


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2026", "31/12/2025"], DateOrder.DAY),
        (["03/04/2026", "12/31/2025"], DateOrder.MONTH),
        (["03/04/2026", "05.06.2026"], DateOrder.UNCLEAR),
        (["04/04/2026"], None),
        (["2026-04-03", "3 april 2026"], None),
        ([], None),
    ],
)
def test_day_and_month_are_told_apart_by_one_clear_date(
    values: list[str], order: DateOrder | None
) -> None:
    assert conventions_of(values).dates is order


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (["1 234,50", "3"], DecimalSign.COMMA),
        (["1,234.50"], DecimalSign.POINT),
        (["1.234,5"], DecimalSign.COMMA),
        (["1,234,567"], DecimalSign.POINT),
        (["1.234.567"], DecimalSign.COMMA),
        (["0,125"], DecimalSign.COMMA),
        (["1,234"], None),
        (["1234"], None),
    ],
)
def test_the_decimal_sign_is_told_by_one_clear_number(
    values: list[str], sign: DecimalSign | None
) -> None:
    assert conventions_of(values).decimals is sign


@pytest.mark.parametrize(
    ("column", "kind", "value"),
    [
        (["1.234", "5,5"], "decimal", 1234),
        (["1,234", "5.5"], "decimal", 1234),
        (["1.234", "0.5"], "decimal", 1.234),
        (["03/04/2026", "31/12/2026"], "date", "2026-04-03"),
        (["03/04/2026", "12/31/2026"], "date", "2026-03-04"),
        (["1996-07-04 00:00:00.000"], "date", "1996-07-04"),
        (["04/03/2026 14:30", "12/31/2026 08:00"], "date-time", "2026-04-03T12:30:00Z"),
        (["070-174 06 05"], "phone", "+46701740605"),
        ([" "], "integer", None),
    ],
)
def test_a_cell_means_what_its_column_says(column: list[str], kind: str, value: JsonValue) -> None:
    schema = KINDS[kind].new_schema()
    field = Field.read("x", schema)
    assert field

    found = value_of(column[0], field, conventions_of(column), Writing(Locale("sv"), DEFAULT_ZONE))

    assert found == value
