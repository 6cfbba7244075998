"""Every text of ours exists in Swedish and Norwegian, and none is written past the catalogue."""

import ast
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from jinja2 import Environment, nodes

from stuga.platform.ui import Locale, Scheme
from stuga.platform.ui.catalogue import PACKAGE, PSEUDO, files, merged
from stuga.platform.ui.environment import environment
from stuga.platform.ui.failures import failure_page
from stuga.platform.ui.styleguide import sample_shell

TRANSLATED = ("sv", "nb")
WORDS = {"_": 1, "text": 1, "msgid": 1, "plural": 2, "said": 1, "said_of": 2}


def templates() -> list[Path]:
    return sorted(
        path
        for path in PACKAGE.rglob("*.html")
        if path.parent.name == "pages" or "templates" in path.parts
    )


def in_template(path: Path, made: Environment) -> Iterator[tuple[str, ...]]:
    tree = made.parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("_", "plural"):
            said = call.args[: WORDS[call.node.name]]
            if all(isinstance(arg, nodes.Const) for arg in said):
                yield tuple(str(arg.as_const()) for arg in said)


def in_python(path: Path) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (count := _words_of(node.func)):
            said = node.args[:count]
            if said and all(
                isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in said
            ):
                yield tuple(str(arg.value) for arg in said if isinstance(arg, ast.Constant))
        elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            yield from _titles_of(node)


def _words_of(called: ast.expr) -> int:
    """Tell how many sentences a call says: `msgid(…)`, `said(…)`, `locale.text(…)`, `_(…)`."""
    if isinstance(called, ast.Name):
        return WORDS[called.id] if called.id in ("_", "msgid", "said", "said_of") else 0
    if isinstance(called, ast.Attribute) and called.attr in ("text", "plural"):
        owner = ast.unparse(called.value)
        return WORDS[called.attr] if owner.endswith(("locale", "self")) else 0
    return 0


def _titles_of(error: ast.ClassDef) -> Iterator[tuple[str, ...]]:
    """Find the `title` of a domain error, which its page shows."""
    for line in error.body:
        target = getattr(line, "target", None) or next(iter(getattr(line, "targets", [])), None)
        value = getattr(line, "value", None)
        if (
            isinstance(target, ast.Name)
            and target.id == "title"
            and isinstance(value, ast.Constant)
        ):
            yield (str(value.value),)


def said() -> set[tuple[str, ...]]:
    made = environment()
    found = {words for path in templates() for words in in_template(path, made)}
    return found | {words for path in PACKAGE.rglob("*.py") for words in in_python(path)}


def _lookup(catalogue: Catalog, words: tuple[str, ...]) -> Message | None:
    return catalogue.get(words[0])


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    catalogue = merged(language)

    missing = sorted(words[0] for words in said() if not _lookup(catalogue, words))

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_all_its_forms(language: str) -> None:
    catalogue = merged(language)
    plurals = [_lookup(catalogue, words) for words in said() if len(words) > 1]

    short = [message.id for message in plurals if message and not _has_both(message)]

    assert short == []


def _has_both(message: Message) -> bool:
    return isinstance(message.string, tuple) and len(message.string) == 2 and all(message.string)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_the_same_things(language: str) -> None:
    wrong = [
        message.id
        for message in merged(language)
        if message.id and _placeholders(message.id) != _placeholders(message.string)
    ]

    assert wrong == []


def _placeholders(text: str | tuple[str, ...] | list[str]) -> set[str | None]:
    whole = text if isinstance(text, str) else text[-1]
    return {name for _, name, _, _ in Formatter().parse(whole) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_two_folders_translate_a_text_differently(language: str) -> None:
    from babel.messages.pofile import read_po  # noqa: PLC0415  # only here

    seen: dict[str, object] = {}
    clashes = []
    for path in files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                key = message.id if isinstance(message.id, str) else message.id[0]
                if key and seen.setdefault(key, message.string) != message.string:
                    clashes.append(key)

    assert clashes == []


class _Texts(HTMLParser):
    """The texts a person sees or hears, and the language each claims."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._foreign = False
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._foreign = "lang" in values and tag != "html"
        self._silent = tag in ("style", "script", "code")
        self.found += [
            text for name in ("title", "aria-label", "placeholder") if (text := values.get(name))
        ]

    def handle_endtag(self, _tag: str) -> None:
        self._foreign = self._silent = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._foreign and not self._silent:
            self.found.append(data.strip())


def test_no_text_of_the_frame_passes_the_catalogue_by() -> None:
    """In the pseudo language, what is neither bracketed nor data was written by hand."""
    shell = sample_shell("side", Locale(PSEUDO), Scheme.AUTO)
    texts = _Texts()
    texts.feed(failure_page(shell, 500))
    data = {"VL", "128", "Björkby", shell.person_name, shell.person_email, "·"}
    data |= {link.title for link in [*shell.nav, *shell.apps, *shell.crumbs]}
    data |= {link.group for link in shell.nav} | {toast.text for toast in shell.toasts}

    plain = [text for text in texts.found if text not in data and not text.startswith("[")]

    assert plain == []
