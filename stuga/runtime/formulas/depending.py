"""Which computed fields follow from which others."""

from collections.abc import Collection, Mapping

from stuga.models.definition.document import Model
from stuga.models.definition.reading import text_at
from stuga.runtime.formulas.checking import Checked, check
from stuga.runtime.formulas.declaring import declared


def reckoned_from(model: Model, keys: Collection[str]) -> frozenset[str]:
    """Name the computed fields that are reckoned from some fields, directly or not."""
    looked = _looked_at(model)
    return _following(looked, {key for key, one in looked.items() if one.reads & set(keys)})


def telling_who(model: Model) -> frozenset[str]:
    """Name the computed fields that tell who acted, directly or through others."""
    looked = _looked_at(model)
    return _following(looked, {key for key, one in looked.items() if one.reads_me})


def _looked_at(model: Model) -> Mapping[str, Checked]:
    if declared(model) is None:
        return {}
    return {
        key: check(field.formula, model.fields, text_at(field.settings, "result"))
        for key, field in model.fields.items()
        if field.formula is not None
    }


def _following(looked: Mapping[str, Checked], found: set[str]) -> frozenset[str]:
    """Add what reads what was found, until nothing more does."""
    while more := {key for key, one in looked.items() if key not in found and one.reads & found}:
        found |= more
    return frozenset(found)
