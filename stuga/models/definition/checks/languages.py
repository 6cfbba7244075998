"""Problems of translations: texts that a language lacks, and texts of nothing."""

from stuga.models.definition.checks.problem import Fix, Problems, warning
from stuga.models.definition.document import App
from stuga.models.definition.reading import object_at, pointer
from stuga.models.definition.words import texts_of
from stuga.models.json import JsonObject

_SHOWN = 3


def language_problems(app: App) -> Problems:
    ids = {one.id: one.words for one in texts_of(app.document)}
    for language in app.languages[1:]:
        has = object_at(object_at(app.document, "texts"), language)
        missing = [f"“{words}”" for one, words in ids.items() if not has.get(one)]
        if missing:
            more = ", …" if len(missing) > _SHOWN else ""
            plural = "" if len(missing) == 1 else "s"
            yield warning(
                pointer("texts", language),
                "language-missing",
                f"Language “{language}” lacks {len(missing)} text{plural}: "
                f"{', '.join(missing[:_SHOWN])}{more}. They are shown in “{app.language}”.",
            )
        stale = [one for one in has if one not in ids]
        if stale:
            patch: list[JsonObject] = [
                {"op": "remove", "path": pointer("texts", language, one)} for one in stale
            ]
            yield warning(
                pointer("texts", language),
                "language-stale",
                f"Language “{language}” has {len(stale)} texts of things that are not there: "
                f"{', '.join(stale[:_SHOWN])}{', …' if len(stale) > _SHOWN else ''}.",
                Fix("Remove them", tuple(patch)),
            )
