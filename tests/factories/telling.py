"""Looks whether a sentence can be told in every language, whatever stands in it."""

import re
from collections.abc import Iterator
from functools import cache

from babel.messages import Catalog

from stuga.models.definition.saying import Listed, Phrase, Said
from stuga.platform.ui.catalogue import merged

TRANSLATED = ("sv", "nb")
QUOTATION = re.compile("“([^”]*)”")
_merged = cache(merged)


def untold(phrase: Phrase) -> list[str]:
    """List what would stay English: sentences without translation, words past the catalogue."""
    return [
        *(f"{language}: {one.msgid}" for one in _said(phrase) for language in lacking(one)),
        *(f"{name} in: {one.msgid}" for one in _said(phrase) for name in _bare(one)),
    ]


def lacking(one: Said) -> list[str]:
    """List the languages that have no words for a sentence."""
    return [language for language in TRANSLATED if not _has(_merged(language), one)]


def _has(catalogue: Catalog, one: Said) -> bool:
    message = catalogue.get(one.msgid)
    return message is not None and bool(message.string)


def _said(phrase: Phrase) -> Iterator[Said]:
    if isinstance(phrase, Listed):
        for inner in phrase.phrases:
            yield from _said(inner)
    elif isinstance(phrase, Said):
        yield phrase
        for inner in phrase.arguments.values():
            yield from _said(inner)


def _bare(one: Said) -> list[str]:
    """List plain texts outside quotation marks: names and values stand within, words are said."""
    quoted = " ".join(QUOTATION.findall(one.msgid))
    texts = [name for name, value in one.arguments.items() if isinstance(value, str)]
    return [name for name in texts if f"{{{name}}}" not in quoted]
