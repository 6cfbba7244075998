"""What a page of text, links and figures shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from stuga.platform.ui.screens.dashboard_view import Metric
from stuga.platform.ui.screens.short_list import ShortList
from stuga.platform.ui.widgets.control import Mode


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown of the allow-listed sort: paragraphs, lists, emphasis, links; no HTML."""

    source: str


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class LinkButton:
    label: str
    link: str
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture; without an address it is not there, and its alternative text stands for it.

    :ivar alt: '' where it is decorative
    :ivar size: `narrow`, `half` or `full`
    """

    source: str
    alt: str
    width: int
    height: int
    size: str = "full"
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An element this version of Stuga does not know: a neutral box, never a crash."""

    type: str


Part: TypeAlias = Heading | Text | Divider | LinkButton | Metric | Image | ShortList | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    title: str
    parts: Sequence[Part]
    pdf: str = ""  # where it is given as a PDF
    mode: Mode = Mode.READ

    def has(self, *types: type) -> bool:
        """Tell whether it has parts of these types."""
        return any(isinstance(one, types) for one in self.parts)
