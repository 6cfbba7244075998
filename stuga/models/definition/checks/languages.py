"""Problems of translations: texts that a language lacks, and texts of nothing."""

from collections.abc import Sequence

from stuga.models.definition.checks.problem import Fix, Problems, warning
from stuga.models.definition.document import App
from stuga.models.definition.reading import object_at, pointer
from stuga.models.definition.saying import (
    Listed,
    Phrase,
    Spoken,
    in_row,
    quoted,
    said,
    said_of,
)
from stuga.models.definition.words import texts_of
from stuga.models.json import JsonObject

_SHOWN = 3


def language_problems(app: App) -> Problems:
    ids = {one.id: one.words for one in texts_of(app.document)}
    for language in app.languages[1:]:
        has = object_at(object_at(app.document, "texts"), language)
        missing = [quoted(words) for one, words in ids.items() if not has.get(one)]
        if missing:
            message = said_of(
                "Language “{language}” lacks {n} text: {texts}. It is shown in “{own}”.",
                "Language “{language}” lacks {n} texts: {texts}. They are shown in “{own}”.",
                len(missing),
                language=Spoken(language),
                texts=_some(missing),
                own=Spoken(app.language),
            )
            yield warning(pointer("texts", language), "language-missing", message)
        stale = [one for one in has if one not in ids]
        if stale:
            patch: list[JsonObject] = [
                {"op": "remove", "path": pointer("texts", language, one)} for one in stale
            ]
            yield warning(
                pointer("texts", language),
                "language-stale",
                said_of(
                    "Language “{language}” has {n} text of a thing that is not there: {texts}.",
                    "Language “{language}” has {n} texts of things that are not there: {texts}.",
                    len(stale),
                    language=Spoken(language),
                    texts=_some(stale),
                ),
                Fix(said("Remove them"), tuple(patch)),
            )


def _some(phrases: Sequence[Phrase]) -> Listed:
    """List the first few, and count the rest."""
    rest = len(phrases) - _SHOWN
    return in_row([*phrases[:_SHOWN], *([said("{n} more", n=rest)] if rest > 0 else [])])
