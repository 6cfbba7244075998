"""What someone may go to, found by words: apps, screens, administration, builder, records."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from flask import current_app

from stuga.models.definition.document import Model
from stuga.models.json import JsonObject, JsonValue
from stuga.platform import audit
from stuga.platform.audit import Act, Detail, Target
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.platform.identity import frame
from stuga.platform.ui import Link, Locale
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.listing import page_in
from stuga.runtime.serving.naming import label_of
from stuga.runtime.serving.places import screens_of
from stuga.runtime.serving.visits import ICONS, Visit

BUILDER_PLACES: Final = "stuga.builder_places"
BuilderPlaces = Callable[[Actor, Locale, str], Sequence[Link]]
"""Given by `create_app`: pages of the builder for an actor, whose titles may hold the words."""
LONGEST: Final = 200
MOST: Final = 40
FEWEST_LETTERS: Final = 2
MOST_APPS: Final = 6
MOST_MODELS: Final = 8
MOST_OF_AN_APP: Final = 4
MOST_RECORDS: Final = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """Places that were found, as links with a group each; records stand last."""

    links: Sequence[Link]

    def groups(self) -> dict[str, list[Link]]:
        """Return the links below their headings, in order of first appearance."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.group, []).append(link)
        return found


def find(actor: Actor, locale: Locale, words: str, visits: Iterable[Visit]) -> Answer:
    """Return what the words are found in; leaves one entry, a list's if records were looked for.

    :param visits: the actor at their apps, the nearest first: records are looked for there
    :raises BadRequestError: if the words are too many
    """
    if len(words) > LONGEST:
        raise BadRequestError(f"q: at most {LONGEST} characters.")
    asked = words.casefold().split()
    links = [one for one in _places(actor, locale, words) if _holds(one, asked)]
    links.sort(key=lambda one: not _begins(one, asked))
    links = links[:MOST]
    looked_in = () if len(words.strip()) < FEWEST_LETTERS else _looked_in(visits)
    if not looked_in:
        audit.record(actor, Act.SCREEN_READ, target=Target(kind="places", count=len(links)))
        return Answer(_in_groups(links))
    records, ids = _records(looked_in, words.strip())
    apps = {at.app.key: at.app.number for at, _ in looked_in}
    [(app, version), *others] = apps.items()
    target = Target(
        kind="record",
        app=None if others else app,
        version=None if others else version,
        ids=ids,
        count=len(records),
    )
    audit.record(actor, Act.RECORD_LIST, target=target, detail=Detail(query={"search": words}))
    return Answer([*_in_groups(links), *records])


def answer_json(found: Answer, root: str) -> JsonObject:
    """Return an answer as the page's script takes it."""
    groups: list[JsonValue] = [
        {"title": title, "items": [_item(link, root) for link in links]}
        for title, links in found.groups().items()
    ]
    return {"groups": groups}


def _item(link: Link, root: str) -> JsonObject:
    return {"title": link.title, "hint": link.hint, "href": f"{root}{link.href}"}


def _places(actor: Actor, locale: Locale, words: str) -> Iterator[Link]:
    say = locale.text
    yield Link(title=say("Start"), href="/", icon="home", group=say("Apps"))
    yield from screens_of(actor, locale)
    builder: BuilderPlaces = current_app.extensions[BUILDER_PLACES]
    yield from builder(actor, locale, words)
    nav = frame.admin_nav(actor, locale)
    administration = say("Administration")
    if nav:
        yield Link(title=administration, href="/admin/", icon="shield", group=administration)
    for link in nav:
        yield Link(title=link.title, href=link.href, icon=link.icon, group=administration)
    own = say("Account")
    yield Link(title=own, href="/account", icon="account", group=own)
    yield Link(title=say("Change the password"), href="/account/password", icon="lock", group=own)
    yield Link(title=say("Keys"), href="/keys", icon="info", group=own)


def _holds(link: Link, asked: Sequence[str]) -> bool:
    told = f"{link.title} {link.hint} {link.group}".casefold()
    return all(word in told for word in asked)


def _begins(link: Link, asked: Sequence[str]) -> bool:
    return bool(asked) and link.title.casefold().startswith(asked[0])


def _in_groups(links: Sequence[Link]) -> Sequence[Link]:
    """Put links of a group beside each other; groups stay in the order of their best link."""
    groups = list(dict.fromkeys(one.group for one in links))
    return sorted(links, key=lambda one: groups.index(one.group))


def _looked_in(visits: Iterable[Visit]) -> Sequence[tuple[Visit, Model]]:
    """Return the models in which records are looked for, of the nearest apps first."""
    found = ((at, model) for at in islice(visits, MOST_APPS) for model in _listed(at))
    return list(islice(found, MOST_MODELS))


def _records(
    looked_in: Sequence[tuple[Visit, Model]], words: str
) -> tuple[Sequence[Link], Sequence[UUID]]:
    """Return records that the words are found in, by their labels: one query a model."""
    links: list[Link] = []
    ids: list[UUID] = []
    several = len({at.app.key for at, _ in looked_in}) > 1
    for at, model in looked_in:
        screen = at.opening(model.key)
        wanted = ListRecords(
            app=at.app.key, model=model.key, now=at.now, search=words, limit=MOST_RECORDS
        )
        for one in page_in(at.acting(model.key), wanted).records:
            title = label_of(at, model.key, {**one.data, **one.system})
            ids.append(one.id)
            links.append(
                Link(
                    title=title,
                    href=at.path(screen, one.id),
                    icon=ICONS["detail"],
                    hint=f"{model.title} · {at.definition.title}" if several else model.title,
                    group=at.locale.text("Records"),
                )
            )
    return links, ids


def _listed(at: Visit) -> Sequence[Model]:
    """Return the models that have a list, and a screen for one record, open to the actor."""
    found = [
        model
        for model in at.definition.models.values()
        if model.search and at.first_for(model.key, "list") and at.opening(model.key)
    ]
    return [model for model in found if _may_read(at, model.key)][:MOST_OF_AN_APP]


def _may_read(at: Visit, model: str) -> bool:
    try:
        return bool(at.acting(model).rights.may("read"))
    except NotFoundError:
        return False
