"""Dashboards and pages: figures, text and ways on, in the builder's order."""

from collections.abc import Iterator, Mapping

from stuga.models.definition.document import Element, Screen
from stuga.models.definition.reading import text_at
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.ui.screens.dashboard_view import DashboardView, Metric
from stuga.platform.ui.screens.page_view import (
    Divider,
    Heading,
    LinkButton,
    PageView,
    Part,
    Text,
    Unknown,
)
from stuga.platform.ui.widgets.link import web_address
from stuga.runtime.serving.figure_words import as_of, in_words
from stuga.runtime.serving.figures import Counted, counted
from stuga.runtime.serving.visits import Visit


def dashboard_view(visit: Visit, screen: Screen, *, act: Act = Act.SCREEN_READ) -> DashboardView:
    """Return the figures that the actor may know. One entry for the whole page."""
    found = counted(visit, screen)
    note(visit, screen, found, act)
    return DashboardView(
        title=screen.title,
        lead=screen.description,
        elements=in_words(visit, found),
        as_of=as_of(visit, found),
        pdf=_pdf(visit, screen),
    )


def page_view(visit: Visit, screen: Screen, *, act: Act = Act.SCREEN_READ) -> PageView:
    """Return a page of text, links and metrics."""
    found = counted(visit, screen)
    note(visit, screen, found, act)
    metrics = {one.key: one for one in in_words(visit, found) if isinstance(one, Metric)}
    parts = (part for one in screen.elements for part in _parts(visit, one, metrics))
    return PageView(title=screen.title, parts=list(parts), pdf=_pdf(visit, screen))


def _pdf(visit: Visit, screen: Screen) -> str:
    """Return where a screen is given as a PDF; '' to strangers, who print it themselves."""
    return visit.url(screen.key, "pdf") if visit.actor.signed_in else ""


def _parts(visit: Visit, element: Element, metrics: Mapping[str, Metric]) -> Iterator[Part]:
    if element.elements:
        if element.title:
            yield Heading(element.title)
        for inner in element.elements:
            yield from _parts(visit, inner, metrics)
    elif element.type == "button":
        yield from _button(visit, element)
    elif element.type == "metric":
        yield from (one for one in (metrics.get(element.key),) if one is not None)
    else:
        yield _part(element)


def _part(element: Element) -> Part:
    match element.type:
        case "heading":
            return Heading(element.title)
        case "text":
            return Text(text_at(element.raw, "text"))
        case "divider":
            return Divider()
        case _:
            return Unknown(element.type)


def _button(visit: Visit, element: Element) -> Iterator[LinkButton]:
    """Yield the button if it leads somewhere that the actor may go."""
    screen, is_primary = text_at(element.raw, "screen"), element.raw.get("tone") == "primary"
    if screen and visit.may_open(screen):
        yield LinkButton(element.title, visit.url(screen), is_primary)
    elif link := web_address(text_at(element.raw, "link")):
        yield LinkButton(element.title, link, is_primary)


def note(visit: Visit, screen: Screen, found: list[Counted], act: Act) -> None:
    """Leave the one entry of a page without a record: which screen, and what was counted."""
    target = Target(
        kind="screen",
        app=visit.app.key,
        version=visit.app.number,
        count=len(found),
        fields=(screen.key,),
    )
    audit.record(visit.actor, act, target=target)
