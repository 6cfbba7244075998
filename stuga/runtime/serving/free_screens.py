"""Dashboards and pages: figures, text and ways on, in the builder's order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stuga.models.definition.document import Element, Screen
from stuga.models.definition.pictures import PictureName
from stuga.models.definition.reading import text_at
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.pictures import queries as pictures
from stuga.platform.pictures.commands import Owner
from stuga.platform.ui.screens.dashboard_view import DashboardView, Metric
from stuga.platform.ui.screens.page_view import (
    Divider,
    Heading,
    Image,
    LinkButton,
    PageView,
    Part,
    Text,
    Unknown,
)
from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.widgets.link import web_address
from stuga.runtime.records.gravity import is_grave
from stuga.runtime.serving.figure_words import as_of, in_words
from stuga.runtime.serving.figures import Counted, counted
from stuga.runtime.serving.picture_pages import PLACE
from stuga.runtime.serving.short_lists import Listed, listed
from stuga.runtime.serving.short_lists import in_words as lists_in_words
from stuga.runtime.serving.visits import Visit


def dashboard_view(visit: Visit, screen: Screen, *, act: Act = Act.SCREEN_READ) -> DashboardView:
    """Return the figures that the actor may know. One entry for the whole page."""
    found, lists = counted(visit, screen), listed(visit, screen)
    note(visit, screen, act, found, lists)
    return DashboardView(
        title=screen.title,
        lead=screen.description,
        elements=in_words(visit, found),
        lists=[*lists_in_words(visit, lists).values()],
        as_of=as_of(visit, found),
        pdf=_pdf(visit, screen),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What parts of a page are made of, by key or pointer; and the pictures that there are."""

    metrics: Mapping[str, Metric]
    lists: Mapping[str, ShortList]
    pictures: frozenset[str]


def page_view(visit: Visit, screen: Screen, *, act: Act = Act.SCREEN_READ) -> PageView:
    """Return a page of text, links, pictures, metrics and short lists."""
    figures, lists = counted(visit, screen), listed(visit, screen)
    note(visit, screen, act, figures, lists)
    found = _Found(
        {one.key: one for one in in_words(visit, figures) if isinstance(one, Metric)},
        lists_in_words(visit, lists),
        _pictures(visit, screen),
    )
    parts = (part for one in screen.elements for part in _parts(visit, one, found))
    return PageView(title=screen.title, parts=list(parts), pdf=_pdf(visit, screen))


def _pdf(visit: Visit, screen: Screen) -> str:
    """Return where a screen is given as a PDF; '' to strangers, who print it themselves."""
    return visit.url(screen.key, "pdf") if visit.actor.signed_in else ""


def _pictures(visit: Visit, screen: Screen) -> frozenset[str]:
    named = [text_at(one.raw, "picture") for one in screen.walk() if one.type == "image"]
    return pictures.known(Owner(visit.app.app_id), named)


def _parts(visit: Visit, element: Element, found: _Found) -> Iterator[Part]:
    if element.elements:
        if element.title:
            yield Heading(element.title)
        for inner in element.elements:
            yield from _parts(visit, inner, found)
    elif element.type == "button":
        yield from _button(visit, element)
    elif element.type == "metric":
        yield from (one for one in (found.metrics.get(element.key),) if one is not None)
    elif element.type == "list":
        yield from (one for one in (found.lists.get(element.pointer),) if one is not None)
    elif element.type == "image":
        here = text_at(element.raw, "picture") in found.pictures
        yield image_of(element, f"{visit.root}{visit.home}{PLACE}" if here else "")
    else:
        yield _part(element)


def image_of(element: Element, place: str) -> Image:
    """Return a picture as a page shows it.

    :param place: where the app's pictures lie; '' if this one is not there
    """
    raw = element.raw
    name = PictureName.read(text_at(raw, "picture"))
    return Image(
        source=f"{place}/{name.text}" if name and place else "",
        alt="" if raw.get("decorative") is True else text_at(raw, "alt"),
        width=name.width if name else 0,
        height=name.height if name else 0,
        size=text_at(raw, "width") or "full",
        caption=text_at(raw, "caption"),
    )


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


def note(
    visit: Visit,
    screen: Screen,
    act: Act,
    found: Sequence[Counted],
    lists: Sequence[Listed],
) -> None:
    """Leave the one entry of a page without a record: what was counted, which records shown."""
    target = Target(
        kind="screen",
        app=visit.app.key,
        version=visit.app.number,
        ids=[record.id for one in lists for record in one.page.records],
        count=len(found) + sum(len(one.page.records) for one in lists),
        fields=(screen.key,),
    )
    grave = (
        act is not Act.SCREEN_READ
        or any(is_grave(one.acting) for one in found)
        or any(is_grave(one.acting, one.page.records) for one in lists)
    )
    audit.record_read(visit.actor, act, target=target, grave=grave)
