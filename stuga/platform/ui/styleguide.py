"""A page with every component in every state, made without a server or a script."""

from typing import Final

from markupsafe import Markup

from stuga.platform.ui.environment import fragment, page
from stuga.platform.ui.icons import names
from stuga.platform.ui.locale import Locale
from stuga.platform.ui.shell import Link, Scheme, Shell, Toast, Undo

_PEOPLE: Final = (
    "Sten Ek",
    "Åsa Öberg",
    "Mona Ærlig",
    "Bo Å",
    "Ingrid Margareta Sjöström-Lindqvist",
)
_STATES: Final = (
    ("Open", "accent"),
    ("Closed", "good"),
    ("Overdue", "danger"),
    ("Draft", "neutral"),
)
_PLACES: Final = (
    ("No cases yet", "Write the first one, or bring in a spreadsheet.", "papers", "New case"),
    ("Nothing matches", "No case is open, about noise and from March.", "search", "Clear filters"),
    ("You may not see these", "Ada Holm answers for this app.", "lock", "Ask Ada"),
    ("All forgotten", "Nothing is due before 1 March.", "hills", "See the rules"),
    ("There is nothing here", "What was here has been removed.", "cabin", "To the start page"),
    ("Something went wrong", "The fault is ours and has been noted.", "storm", "Try again"),
)
_CARDS: Final = (
    ("Case handling", "From application to decision, with deadlines and letters.", "form"),
    ("Equipment bookings", "Who has the projector, and when it comes back.", "calendar"),
    ("From a spreadsheet", "We guess the kinds; you correct them.", "spreadsheet"),
    ("Blank", "A model, a form and a list. The rest is yours.", "plus"),
)
_FIGURES: Final = (
    ("Open cases", "128", "12 more than last week"),
    ("Median days to decision", "9.5", "Goal: 14"),
    ("Forgotten this month", "1,240", "Two years after closing"),
)


def styleguide(frame: str = "app", scheme: Scheme = Scheme.AUTO, language: str = "en") -> str:
    """Render the page in one of the layouts: `app`, `side` or `card`."""
    shell = sample_shell(frame, Locale(language), scheme)
    return page(
        "pages/styleguide.html",
        shell,
        frame=frame,
        tabs=[Link(title="All", href="/style", count=56), Link(title="Mine", href="/mine")],
        rows=_rows(shell.locale),
        cards=_CARDS,
        figures=_FIGURES,
        places=_PLACES,
        icon_names=sorted(names()),
    )


def sample_shell(frame: str, locale: Locale, scheme: Scheme = Scheme.AUTO) -> Shell:
    """Make the frame of a page of Björkby, with Vera signed in."""
    return Shell(
        title="Style guide",
        locale=locale,
        root="/t/bjorkby",
        current="/apps/cases/cases",
        tenant_title="Björkby",
        person_name="Vera Lund",
        person_email="vera.lund@bjorkby.example",
        csrf="token",
        apps=[
            Link(title="Case handling", href="/apps/cases", icon="form"),
            Link(title="Equipment bookings", href="/apps/bookings", icon="calendar"),
        ],
        place=Link(title="Case handling", href="/apps/cases"),
        nav=_nav(grouped=frame == "side"),
        crumbs=[Link(title="Case handling", href="/apps/cases"), Link(title="Style guide")],
        toasts=[Toast(text="Case C-2026-00017 is in the trash", undo=Undo(action="/undo"))],
        scheme=scheme,
        stylesheets=("form", "steps"),
    )


def _nav(*, grouped: bool) -> list[Link]:
    """Make a navigation, under headings where there is room for them."""
    first, second = ("Work", "Follow up") if grouped else ("", "")
    return [
        Link(title="Overview", href="/apps/cases/overview", icon="dashboard", group=first),
        Link(title="Cases", href="/apps/cases/cases", icon="list", count=128, group=first),
        Link(title="New case", href="/apps/cases/new", icon="form", group=first),
        Link(title="People", href="/apps/cases/people", icon="people", group=second),
        Link(title="Reports", href="/apps/cases/reports", icon="chart", group=second),
    ]


def _rows(locale: Locale) -> list[list[str | Markup]]:
    rows: list[list[str | Markup]] = []
    for number, person in enumerate(_PEOPLE):
        words, tone = _STATES[number % len(_STATES)]
        reference = f"C-2026-{17 + number:05}"
        badge = fragment("pages/styleguide/badge.html", locale, words=words, tone=tone)
        link = Markup('<a href="#{0}">{0}</a>').format(reference)
        received, amount = f"{number + 3} Jan 2026", locale.number(1234.5 * number, 2)
        rows.append([link, person, "Building permit", badge, received, amount])
    return rows
