"""Where a saved form leads: the page it names, the record, its list, or words of thanks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stuga.models.definition.document import Screen
from stuga.models.definition.model import PLACEHOLDER
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.runtime.records.rights import NO_FIELDS
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.form_posts import Saved
from stuga.runtime.serving.forms import Filling
from stuga.runtime.serving.naming import label_of, values_for
from stuga.runtime.serving.visits import Visit

THANKS: Final = "thanks"
LONGEST_WORD: Final = 200
MOST_WORDS: Final = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A path from the tenant's root, and what is said there.

    :ivar toast: a sentence for the next page; '' if the page itself says it
    :ivar words: what fills the placeholders of the thanks, by field
    """

    path: str
    toast: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def result_of(filling: Filling, saved: Saved) -> Result:
    """Return where to go after a form."""
    visit, screen = filling.visit, filling.screen
    is_new = filling.record is None
    if is_new and (screen.public or _says_more(screen)):
        return Result(path=visit.path(screen.key, THANKS), words=_words(filling, saved))
    return Result(path=_shown_at(visit, screen, saved.record), toast=_toast(filling, saved.record))


def _says_more(screen: Screen) -> bool:
    return bool(text_at(screen.after, "message") or text_at(screen.after, "title"))


def _shown_at(visit: Visit, screen: Screen, record: Shown) -> str:
    wanted = text_at(screen.after, "open")
    is_readable = record.readable != NO_FIELDS
    detail = visit.first_for(screen.model, "detail", wanted) if is_readable else ""
    named = visit.definition.screens.get(wanted)
    if named is not None and named.type != "detail" and visit.may_open(wanted):
        return visit.path(wanted)
    if detail:
        return visit.path(detail, record.id)
    listed = visit.first_for(screen.model, "list")
    return visit.path(listed) if listed else visit.home


def _toast(filling: Filling, record: Shown) -> str:
    visit, locale = filling.visit, filling.visit.locale
    if record.readable == NO_FIELDS:
        return locale.text("Saved")
    label = label_of(visit, filling.screen.model, {**record.data, **record.system})
    return locale.text("{record} is saved", record=label)


def _words(filling: Filling, saved: Saved) -> dict[str, str]:
    """Return the values that the thanks name: what was typed here, or may be read anyway."""
    keys = PLACEHOLDER.findall(text_at(filling.screen.after, "message"))
    known: JsonObject = {**saved.data, **saved.record.data}
    fields = [(filling.model.fields[key], known.get(key)) for key in keys if key in known]
    values = values_for(filling.visit, fields, linked=False)
    found = {one.key: values.words(one, value)[:LONGEST_WORD] for one, value in fields}
    return found if sum(map(len, found.values())) <= MOST_WORDS else {}


@dataclass(frozen=True, slots=True)
class Thanks:
    """What is said after a form; `again` is the form's own address."""

    title: str
    message: str
    again: str
    ways: Mapping[str, str]


def thanks_of(visit: Visit, screen: Screen, words: Mapping[str, str]) -> Thanks:
    """Return the words after a form; where its values are no longer known, general ones."""
    locale = visit.locale
    message = text_at(screen.after, "message")
    missing = set(PLACEHOLDER.findall(message)) - words.keys()
    if not message or missing:
        message = locale.text("What you sent has arrived.")
    else:
        message = PLACEHOLDER.sub(lambda found: words[found[1]], message)
    listed = visit.first_for(screen.model, "list")
    return Thanks(
        title=text_at(screen.after, "title") or locale.text("Thank you"),
        message=message,
        again=visit.url(screen.key),
        ways={visit.definition.screens[listed].title: visit.url(listed)} if listed else {},
    )


def note_thanks(visit: Visit, screen: Screen) -> None:
    """Leave the entry of the page of thanks, which shows no record."""
    target = Target(
        kind="screen", app=visit.app.key, version=visit.app.number, fields=(screen.key, THANKS)
    )
    audit.record_read(visit.actor, Act.SCREEN_READ, target=target)
