"""What may become a draft, and how drafts take titles and languages."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import ClassVar, Final

from stuga.builder.apps.commands import Who
from stuga.models.definition import words
from stuga.models.definition.check import Problem
from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.definition.reading import object_at
from stuga.models.definition.refusals import Errors, Refused
from stuga.models.definition.saying import Said, Tree, said
from stuga.models.definition.storable import is_broken, unstorable
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.errors import InvalidError, PreconditionFailedError, TooLargeError

KEY: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
ICON: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
LONGEST_TITLE: Final = 200
MOST_BYTES: Final = 2_000_000
MOST_PROBLEMS: Final = 1000


class DraftChangedError(PreconditionFailedError):
    """Someone saved the draft after the caller had read it; says who and when."""

    code: ClassVar[str] = "draft-changed"
    title: ClassVar[str] = "Someone saved this after you opened it"

    def __init__(self, *, revision: int, at: datetime, by: Who | None) -> None:
        super().__init__(_saved(revision, f"{at.astimezone(UTC):%H:%M}", by))
        self.revision, self.at, self.by = revision, at, by

    def members(self) -> Mapping[str, Tree]:
        """Return the present revision, and who made it when."""
        return {
            "revision": self.revision,
            "changed_at": moment_text(self.at),
            "changed_by": who_described(self.by),
        }


def _saved(revision: int, time: str, by: Who | None) -> Said:
    if by and by.name:
        return said(
            "{person} saved revision {revision} at {time} UTC.",
            person=by.name,
            revision=revision,
            time=time,
        )
    return said("Someone saved revision {revision} at {time} UTC.", revision=revision, time=time)


def who_described(who: Who | None) -> JsonValue:
    """Return someone as JSON."""
    return None if who is None else {"id": str(who.id), "name": who.name}


def problem_described(problem: Problem) -> Mapping[str, Tree]:
    """Return a problem as JSON, its sentences not in a language yet."""
    fix = problem.fix
    return {
        "severity": problem.severity,
        "pointer": problem.pointer,
        "code": problem.code,
        "message": problem.message,
        "fix": {"title": fix.title, "patch": fix.patch} if fix else None,
    }


def problems_described(problems: Sequence[Problem]) -> Sequence[Tree]:
    """Return problems as JSON: the first thousand, which is more than anyone mends at once."""
    return [problem_described(one) for one in problems[:MOST_PROBLEMS]]


def written(document: JsonObject) -> str:
    """Write a document as it stands, its members in their order.

    :raises InvalidError: if it holds a number or a text that cannot be kept
    """
    refused = unstorable(document)
    if refused:
        raise InvalidError(refused)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def check_storable(document: JsonObject, key: str) -> None:
    """Go on only if a document may be this app's draft, broken or not.

    :raises TooLargeError: above 2 MB
    :raises InvalidError: if it is another app's, or holds what cannot be kept
    """
    if len(written(document).encode()) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise TooLargeError(said("A definition may be {most} MB at most.", most=most))
    if document.get("key") != key:
        raise InvalidError(
            {"/key": Refused("app-key-fixed", {"key": key})},
            said("The app is called “{key}”, and that is for ever: “key” must say so.", key=key),
        )


def is_title(value: JsonValue) -> bool:
    """Tell whether a value can be an app's title."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TITLE:
        return False
    return not is_broken(value)


def is_icon(value: JsonValue) -> bool:
    """Tell whether a value can name an icon."""
    return isinstance(value, str) and ICON.fullmatch(value) is not None


def naming_errors(*, key: str, title: str, language: str) -> Errors:
    """Find what is wrong with the three words every app begins with."""
    found: dict[str, Refused] = {}
    if not KEY.fullmatch(key):
        found["/key"] = Refused("app-key-invalid")
    if not is_title(title):
        found["/title"] = title_refused(title)
    if not LANGUAGE.fullmatch(language):
        found["/language"] = Refused("language-invalid")
    return found


def title_refused(title: str) -> Refused:
    """Say why a text cannot be an app's title."""
    if not title.strip():
        return Refused("required")
    too_long = len(title) > LONGEST_TITLE
    return Refused("max-length", {"limit": LONGEST_TITLE}) if too_long else Refused("text-broken")


def retitled(document: JsonObject, title: str) -> JsonObject:
    """Give a document another title; translations of the former one go, for they would lie."""
    if document.get("title") == title:
        return document
    texts: JsonObject = {}
    for language, raw in object_at(document, "texts").items():
        kept = raw
        if isinstance(raw, dict):
            kept = {name: one for name, one in raw.items() if name != "app.title"}
        texts[language] = kept
    changed: JsonObject = {**document, "title": title}
    return {**changed, "texts": texts} if "texts" in document else changed


def turned_to(document: JsonObject, language: str) -> JsonObject:
    """Write an app in another of its languages; the language it was written in stays beside.

    :raises InvalidError: if it is not translated to that language
    """
    own = document.get("language")
    if own == language:
        return document
    texts = object_at(document, "texts")
    if not isinstance(own, str) or not object_at(texts, language):
        raise InvalidError({"/language": Refused("choice-unknown")})
    literals: JsonObject = {one.id: one.words for one in words.texts_of(document)}
    turned = words.in_language(document, language)
    beside = {name: one for name, one in texts.items() if name != language}
    return {**turned, "language": language, "texts": {**beside, own: literals}}
