"""The one Jinja environment: where templates lie, what they may call, in which language."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2 import FunctionLoader as Loader
from jinja2.runtime import Context
from markupsafe import Markup

from stuga.models.definition.saying import Sentence
from stuga.models.definition.words import Foreign
from stuga.platform.ui import icons
from stuga.platform.ui.catalogue import PACKAGE
from stuga.platform.ui.ids import ids, named
from stuga.platform.ui.locale import LANGUAGES, NAMES, Length, Locale
from stuga.platform.ui.shell import Shell

TEMPLATES: Final = Path(__file__).parent / "templates"
_spoken: ContextVar[Locale] = ContextVar("spoken")
FRAME_STYLES: Final = ("base", "components", "surfaces", "layout")
"""The styles of every page, which come as one file: `css/frame.css`."""
ImportsOf = Callable[[tuple[str, ...]], Sequence[str]]
_static: dict[str, Callable[[str], str]] = {"url": "/static/0/{}".format}
_scripts: dict[str, ImportsOf] = {}


def configure(*, static_url: Callable[[str], str], imports_of: ImportsOf | None = None) -> None:
    """Say where static files are; without it the address is one that is never cached.

    :param imports_of: names what modules import, all the way
    """
    _static["url"] = static_url
    if imports_of is not None:
        _scripts["imports"] = imports_of


def page(template: str, shell: Shell, **context: object) -> str:
    """Render a whole page: a template that extends one of `layout/`."""
    with speaking(shell.locale):
        found = environment().get_template(template)
        return found.render(shell=shell, url=shell.url, locale=shell.locale, **context)


def fragment(template: str, locale: Locale, **context: object) -> Markup:
    """Render a part of a page, to stand in a template or be swapped in."""
    with speaking(locale):
        html = environment().get_template(template).render(locale=locale, **context)
    return Markup(html)  # noqa: S704  # autoescape has seen to it


@contextmanager
def speaking(locale: Locale) -> Iterator[None]:
    """Let `_()` and the formats of every template and macro follow the locale."""
    token = _spoken.set(locale)
    try:
        yield
    finally:
        _spoken.reset(token)


class _Context(Context):
    """Calls what a template calls as it is.

    Jinja looks at each call for what wants the context itself. Nothing of ours does, and a page
    calls hundreds of times.
    """

    def call(
        self,
        called: Callable[..., object],
        /,
        *given: object,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: object,
    ) -> object:
        return called(*given, **named)


@cache
def environment() -> Environment:
    """Find templates of ui by their path; a feature's `pages/x.html` as `<feature>/x.html`."""
    made = Environment(
        loader=_loader(),
        autoescape=True,
        auto_reload=False,  # asking the disk for changes costs more than many a fragment
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.context_class = _Context
    made.globals.update(_words(), ids=ids, named=named, static_url=static_url)
    made.globals.update(preloaded=preloaded, language_of=language_of)
    made.globals.update(icon=partial(icons.icon, static_url), languages=LANGUAGES)
    made.globals.update(drawing=partial(icons.drawing, static_url), language_names=NAMES)
    made.filters.update(_formats())
    made.globals["ui"] = _components(made)
    return made


def spoken(words: str) -> str:
    """Print words that fell back to another language within `lang`, so that they are said so."""
    language = language_of(words)
    if not language:
        return words
    return Markup('<span lang="{}">{}</span>').format(language, words)


def language_of(words: str) -> str:
    """Return the language that words fell back to; '' if they are in the page's own."""
    return words.language if isinstance(words, Foreign) else ""


def static_url(path: str) -> str:
    return _static["url"](path)


def preloaded(modules: Sequence[str]) -> Sequence[str]:
    """Name the files that a page's modules import: fetched with them, not one after the other."""
    imports_of = _scripts.get("imports")
    return imports_of(tuple(f"js/{name}.js" for name in ("app", *modules))) if imports_of else ()


def _loader() -> BaseLoader:
    return ChoiceLoader([FileSystemLoader(TEMPLATES), Loader(_feature_page)])


def _feature_page(name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """`builder/apps/list.html` lies in `stuga/builder/apps/pages/list.html`."""
    feature, _, file = name.rpartition("/")
    path = PACKAGE / feature / "pages" / file
    if not feature or ".." in name or not path.is_file():
        return None
    changed = path.stat().st_mtime_ns
    text = path.read_text(encoding="utf-8")
    return text, str(path), lambda: path.stat().st_mtime_ns == changed


def _words() -> dict[str, Callable[..., str]]:
    return {
        "_": lambda msgid, /, **arguments: _spoken.get().text(msgid, **arguments),
        "plural": lambda one, many, n, /, **more: _spoken.get().plural(one, many, n, **more),
    }


def _formats() -> dict[str, Callable[..., str]]:
    def number(value: Decimal | float, decimals: int | None = None) -> str:
        return _spoken.get().number(value, decimals)

    def day(value: date, length: Length = "medium") -> str:
        return _spoken.get().date(value, length)

    def moment(value: datetime, length: Length = "medium") -> str:
        return _spoken.get().datetime(value, length)

    def told(value: Sentence) -> str:
        return _spoken.get().tell(value)

    def relative(value: datetime, now: datetime) -> str:
        return _spoken.get().relative(value, now)

    return {
        "number": number,
        "date": day,
        "datetime": moment,
        "relative": relative,
        "spoken": spoken,
        "told": told,
        "initials": initials,
    }


def initials(name: str) -> str:
    """Shorten a name to the first letters of its first and last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _components(made: Environment) -> SimpleNamespace:
    """Gather the macros of every `components/*.html`: a page writes `ui.button(…)`."""
    macros: dict[str, object] = {}
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        module = made.get_template(f"components/{path.name}").module
        macros.update((key, value) for key, value in vars(module).items() if key[0] != "_")
    return SimpleNamespace(**macros)
