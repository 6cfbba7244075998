"""The page of guesses as it is posted: what was corrected, and what is proposed before that."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from werkzeug.datastructures import MultiDict

from stuga.builder.spreadsheets import naming, queries
from stuga.builder.spreadsheets.commands import REFERENCE, Decided, Link, MakeApp, Named
from stuga.builder.spreadsheets.guessing import Guess
from stuga.builder.spreadsheets.referring import referred
from stuga.builder.spreadsheets.rules import LANGUAGES, usual_role
from stuga.builder.spreadsheets.service import Looked
from stuga.models.definition.document import App
from stuga.runtime.exchange.conventions import DateOrder

Form = MultiDict[str, str]
BETWEEN: Final = ":"
_CURRENCY_OF: Final = {"sv": "SEK", "nb": "NOK", "en": "EUR"}


def proposed_names(looked: Looked, language: str, into: App | None) -> Named:
    """Return what an app could be called, by the name of its file."""
    title = naming.title_from(looked.job.file_name)
    language = into.language if into else language
    return Named(
        key=naming.key_for(title, queries.keys_taken()),
        title=title,
        row_title=naming.row_title_from(title, language),
        language=language,
        currency=currency_of(looked.guesses, language),
        role=usual_role(into) if into else "",
    )


def currency_of(guesses: Sequence[Guess], language: str) -> str:
    """Return the currency that some column names, else the language's usual one."""
    named = (one.currency for one in guesses if one.kind == "money" and one.currency)
    return next(named, _CURRENCY_OF.get(language, "EUR"))


def proposed_columns(guesses: Sequence[Guess], into: App | None) -> tuple[Decided, ...]:
    """Return every column as it was guessed; empty ones are left out."""
    links: Mapping[int, Link] = referred(guesses, into) if into else {}
    return tuple(
        Decided(
            guess=one,
            include=not one.is_empty,
            title=_title(one, links.get(one.at), into),
            kind=REFERENCE if one.at in links else one.kind,
            personal=one.meaning.personal.value if one.meaning else "",
            conventions=one.conventions,
            link=links.get(one.at),
        )
        for one in guesses
    )


def _title(guess: Guess, link: Link | None, into: App | None) -> str:
    """Call a reference what it leads to: `Customer`, not `Customer ID`."""
    return guess.title if link is None or into is None else into.models[link.model].title


def posted_names(form: Form, into: App | None) -> Named:
    """Return what the app is to be called."""
    language = form.get("language", "")
    return Named(
        key=into.key if into else form.get("key", "").strip(),
        title=" ".join(form.get("title", "").split()),
        row_title=" ".join(form.get("row_title", "").split()),
        language=into.language if into else language if language in LANGUAGES else "",
        currency=form.get("currency", ""),
        role=form.get("role", "") if into else "",
        purpose=" ".join(form.get("purpose", "").split()),
        basis=form.get("basis", ""),
    )


def posted_columns(form: Form, guesses: Sequence[Guess]) -> tuple[Decided, ...]:
    """Return every column as it was corrected."""
    return tuple(_posted(form, one) for one in guesses)


def _posted(form: Form, guess: Guess) -> Decided:
    at = f"c{guess.at}"
    kind, _, way = form.get(f"{at}-kind", guess.kind).partition(BETWEEN)
    model, _, by = way.partition(".")
    ways = guess.conventions
    if guess.is_unclear:
        order = form.get(f"{at}-dates", "")
        ways = replace(ways, dates=DateOrder.MONTH if order == "month" else DateOrder.DAY)
    return Decided(
        guess=guess,
        include=f"{at}-in" in form,
        title=" ".join(form.get(f"{at}-title", "").split()),
        kind=kind,
        personal=form.get(f"{at}-personal", ""),
        conventions=ways,
        link=Link(model=model, by=by) if way else None,
    )


def posted(form: Form, looked: Looked, into: App | None, *, note: str, now: datetime) -> MakeApp:
    """Return the whole page as it was posted."""
    return MakeApp(
        job_id=looked.job.id,
        named=posted_names(form, into),
        columns=posted_columns(form, looked.guesses),
        work="work" in form,
        now=now,
        note=note,
        into=into.key if into else "",
    )
