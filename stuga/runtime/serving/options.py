"""What a reference or person field may name: all of it where it is little, else a search."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from stuga.models.definition.document import Field, Model
from stuga.models.definition.paths import leaves
from stuga.models.definition.sortkeys import sort_key
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.screens.repeating import path_of
from stuga.platform.ui.screens.values import RELATIONS
from stuga.platform.ui.widgets import Option
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_in
from stuga.runtime.records.lookup import people
from stuga.runtime.serving.naming import Told, label_of
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

    :param keys: fields, or paths of those in the rows of a list
    :param words: what was searched for, by name of the control, which is answered whatever there
        is: by it or else by the path of its field a form finds what it offers
    """
    options: dict[str, Sequence[Option]] = {}
    ids: list[UUID] = []
    known: dict[str, Found | None] = {}
    searched = words or {}
    paths = list(dict.fromkeys(keys))
    names = [*(path for path in paths if path not in searched), *searched]
    for name in names:
        path = path_of(name)
        relation = model.field(path) or model.at(path)
        if relation is None or relation.kind.name not in RELATIONS or path not in paths:
            continue
        if name in searched:
            found: Found | None = find(visit, relation, searched[name])
        else:
            source = relation.references or relation.kind.name
            if source not in known:
                known[source] = _all_of(visit, relation, most)
            found = known[source]
        if found is not None:
            options[name] = found.options
            ids.extend(found.ids)
    return Offer(options=options, ids=tuple(dict.fromkeys(ids)))


def find(visit: Visit, relation: Field, words: str, most: int = MOST_FOUND) -> Found:
    """Return records or people that the words are found in; the first few if there are none."""
    if relation.kind.name == "person":
        return _people(visit, words, most)
    return _records(visit, relation.references or "", words, most)


def options_with_chosen(
    offer: Offer, told: Iterable[Told], labels: Mapping[str, str]
) -> dict[str, Sequence[Option]]:
    """Return what is offered, with what is chosen already where a list lacks it.

    Of a field for several records the chosen ones are there even if there are too many to list.
    """
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    several: set[str] = set()
    for relation, value in told:
        for leaf in leaves(relation, value):
            if leaf.field.kind.name in RELATIONS and isinstance(leaf.value, str):
                chosen[leaf.path].append(leaf.value)
                several.update([leaf.path] if leaf.field.kind.name == "references" else ())
    listed = {**dict.fromkeys(several, ()), **offer.options}
    return {name: _with(some, chosen[path_of(name)], labels) for name, some in listed.items()}


def _with(
    options: Sequence[Option], ids: Sequence[str], labels: Mapping[str, str]
) -> Sequence[Option]:
    known = {one.value for one in options}
    more = [Option(one, labels[one]) for one in dict.fromkeys(ids) if one in labels]
    return [*(one for one in more if one.value not in known), *options]


def options_json(found: Found) -> JsonObject:
    """Return options as the page's script takes them."""
    answers: list[JsonValue] = [{"value": one.value, "label": one.label} for one in found.options]
    return {"options": answers}


def _all_of(visit: Visit, relation: Field, most: int) -> Found | None:
    """Return everything there is to choose; None if that is more than a list should hold.

    Records come by what they are called, as one looks for them in a list; a search begins with
    the newest.
    """
    found = find(visit, relation, "", most + 1)
    if len(found.options) > most:
        return None
    if relation.kind.name == "person":
        return found
    language = visit.app.definition.language
    return replace(
        found, options=sorted(found.options, key=lambda one: sort_key(one.label, language))
    )


def _people(visit: Visit, words: str, most: int) -> Found:
    """Return people by name; a stranger is told of nobody."""
    if not visit.actor.signed_in:
        return Found(())
    found = [Option(str(one.id), one.label) for one in people(visit.actor, words=words, limit=most)]
    return Found(found if words else _me_first(visit, found)[:most])


def _me_first(visit: Visit, found: Sequence[Option]) -> Sequence[Option]:
    """Put whoever asks before everyone else, and say who that is."""
    actor = visit.actor
    if actor.person_id is None:
        return found
    me = str(actor.person_id)
    label = visit.locale.text("{name} (me)", name=actor.name)
    return [Option(me, label), *(one for one in found if one.value != me)]


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
