"""Translations of Stuga's own texts, compiled in memory from every `locale` folder."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE: Final = Path(__file__).parents[2]
PSEUDO: Final = "pseudo"
_ACCENTED: Final = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")


def files(language: str, package: Path = PACKAGE) -> list[Path]:
    """List every catalogue of the language, wherever a feature keeps its `locale` folder."""
    return sorted(package.rglob(f"locale/{language}.po"))


def merged(language: str, package: Path = PACKAGE) -> Catalog:
    """Merge all catalogues of the language."""
    whole = Catalog(locale=language, charset="utf-8")
    for path in files(language, package):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    whole[message.id] = message
    return whole


@cache
def translations(language: str) -> NullTranslations:
    """Look the language's translations up; English sentences are their own."""
    if language == PSEUDO:
        return PseudoTranslations()
    if not files(language):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


class PseudoTranslations(NullTranslations):
    """Longer, accented English in brackets: what stays plain was never translated."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    """Make the text a third longer and accented, but for its `{placeholders}`."""
    pieces = [
        piece if piece.startswith("{") else piece.translate(_ACCENTED) for piece in _pieces(text)
    ]
    return f"[{''.join(pieces)}{'~' * (len(text) // 3)}]"


def _pieces(text: str) -> list[str]:
    """Cut `a {b} c` into `a `, `{b}`, ` c`."""
    return text.replace("{", "\0{").replace("}", "}\0").split("\0")
