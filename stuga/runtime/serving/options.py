"""What a reference or person field may name: all of it where it is little, else a search."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Field, Model
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.widgets import Option
from stuga.runtime.records.listing import ListRecords, page_in
from stuga.runtime.records.lookup import people
from stuga.runtime.serving.naming import label_of
from stuga.runtime.serving.visits import Visit

MOST_LISTED: Final = 50
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Things to choose; `ids` are the records among them, for the entry of the act."""

    options: Sequence[Option]
    ids: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the fields of a screen offer; a field that is missing has too much for a list."""

    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    ids: Sequence[UUID] = ()


def offer_for(
    visit: Visit,
    model: Model,
    keys: Iterable[str],
    words: Mapping[str, str] | None = None,
    *,
    most: int = MOST_LISTED,
) -> Offer:
    """Return what each relation among the fields may name.

    :param words: what was searched for, by field: these are answered whatever there is
    """
    options: dict[str, Sequence[Option]] = {}
    ids: list[UUID] = []
    known: dict[str, Found | None] = {}
    for key in dict.fromkeys(keys):
        relation = model.field(key)
        if relation is None or relation.kind.name not in RELATIONS:
            continue
        searched = (words or {}).get(key)
        if searched is not None:
            found: Found | None = find(visit, relation, searched)
        else:
            source = relation.references or relation.kind.name
            if source not in known:
                known[source] = _all_of(visit, relation, most)
            found = known[source]
        if found is not None:
            options[key] = found.options
            ids.extend(found.ids)
    return Offer(options=options, ids=tuple(dict.fromkeys(ids)))


def find(visit: Visit, relation: Field, words: str, most: int = MOST_FOUND) -> Found:
    """Return records or people that the words are found in; the first few if there are none."""
    if relation.kind.name == "person":
        return _people(visit, words, most)
    return _records(visit, relation.references or "", words, most)


def with_chosen(
    options: Sequence[Option], value: JsonValue, labels: Mapping[str, str]
) -> Sequence[Option]:
    """Add what is chosen already where the list lacks it."""
    if not isinstance(value, str) or not value or any(one.value == value for one in options):
        return options
    label = labels.get(value)
    return [Option(value, label), *options] if label else options


def options_json(found: Found) -> JsonObject:
    """Return options as the page's script takes them."""
    answers: list[JsonValue] = [{"value": one.value, "label": one.label} for one in found.options]
    return {"options": answers}


def _all_of(visit: Visit, relation: Field, most: int) -> Found | None:
    """Return everything there is to choose; None if that is more than a list should hold."""
    found = find(visit, relation, "", most + 1)
    return None if len(found.options) > most else found


def _people(visit: Visit, words: str, most: int) -> Found:
    """Return people by name; a stranger is told of nobody."""
    if not visit.actor.signed_in:
        return Found(())
    return Found([Option(str(one.id), one.label) for one in people(words=words, limit=most)])


def _records(visit: Visit, model: str, words: str, most: int) -> Found:
    try:
        acting = visit.acting(model)
    except NotFoundError:
        return Found(())
    if not acting.rights.may("read"):
        return Found(())
    wanted = ListRecords(app=visit.app.key, model=model, now=visit.now, search=words, limit=most)
    page = page_in(acting, wanted)
    options = [
        Option(str(one.id), label_of(visit, model, {**one.data, **one.system}))
        for one in page.records
    ]
    return Found(options, [one.id for one in page.records])
