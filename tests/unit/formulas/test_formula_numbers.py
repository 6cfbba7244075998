"""Money comes out as on paper: price times quantity times rate, thousands of times."""

import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from stuga.models.json import JsonObject
from stuga.runtime.formulas.declaring import declared
from stuga.runtime.formulas.evaluating import evaluate
from tests.factories.formulas import AT, computed, model_with

CASES: Final = 4_000
CENT: Final = Decimal("0.01")


def test_products_agree_with_decimals_to_the_last_cent() -> None:
    chance = random.Random(20260315)  # noqa: S311
    found = declared(
        model_with(
            total=computed("record.price * record.quantity * record.rate", multipleOf=0.01),
            again=computed("sum([record.total, 0.1, 0.2]) - 0.3", multipleOf=0.01),
        )
    )
    assert found is not None
    records: list[JsonObject] = [
        {
            "price": chance.randrange(1, 1_000_000) / 100,
            "quantity": chance.randrange(1, 1_000),
            "rate": chance.randrange(1, 20_000) / 10_000,
        }
        for _ in range(CASES)
    ]

    outcomes = evaluate(found, records, AT)

    wrong = [
        (record, one)
        for record, one in zip(records, outcomes, strict=True)
        if one["total"] != float(_on_paper(record)) or one["again"] != one["total"]
    ]
    assert wrong == []


def _on_paper(record: JsonObject) -> Decimal:
    product = Decimal(1)
    for factor in record.values():
        product *= Decimal(repr(factor))
    return product.quantize(CENT, ROUND_HALF_UP)
