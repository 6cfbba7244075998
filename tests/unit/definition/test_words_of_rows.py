"""Texts of fields in the rows of a list: translated by ids made of keys, like all others."""

import copy

from stuga.models.definition.document import App
from stuga.models.definition.words import texts_of
from tests.factories.orders import ORDERS


def test_the_fields_of_rows_are_translated() -> None:
    document = copy.deepcopy(ORDERS)
    rows = document["models"]["order"]["properties"]["lines"]["items"]["properties"]
    rows["size"] = {
        "type": "string",
        "title": "Size",
        "oneOf": [{"const": "small", "title": "Small"}],
    }
    document["texts"] = {
        "sv": {
            "model.order.field.lines.field.what.title": "Vad",
            "model.order.field.lines.field.size.choice.small": "Liten",
            "model.order.field.lines.field.parts.field.maker.title": "Tillverkare",
        }
    }

    lines = App.read(document).in_language("sv").models["order"].fields["lines"]

    assert lines.inner["what"].title == "Vad"
    assert [one.title for one in lines.inner["size"].choices] == ["Liten"]
    assert lines.inner["parts"].inner["maker"].title == "Tillverkare"
    ids = [one.id for one in texts_of(document)]
    assert len(ids) == len(set(ids))
