"""How a preview is looked at: language, role, width, colours, filled or empty, which step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

WIDTHS: Final = ("full", "768", "390")
SCHEMES: Final = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the switches of a preview say; it is part of the page's address.

    :ivar role: see the screen as someone with this role of the app, '' with every right
    """

    language: str = ""
    role: str = ""
    width: str = "full"
    scheme: str = "auto"
    empty: bool = False

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "Look":
        """Read the switches; what is not known is left as it was."""
        width, scheme = arguments.get("width", ""), arguments.get("scheme", "")
        return cls(
            language=arguments.get("language", "")[:8],
            role=arguments.get("role", "")[:63],
            width=width if width in WIDTHS else "full",
            scheme=scheme if scheme in SCHEMES else "auto",
            empty=arguments.get("empty") == "1",
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Write only what differs from how one begins."""
        given = {
            "language": self.language,
            "role": self.role,
            "width": self.width.replace("full", ""),
            "scheme": self.scheme.replace("auto", ""),
            "empty": "1" if self.empty else "",
        }
        return [(name, value) for name, value in given.items() if value]

    def link(self, path: str, at: str = "") -> str:
        """Write the address of a page with these switches, and what is selected on it."""
        query = urlencode([*([("at", at)] if at else []), *self.pairs()], safe="/")
        return f"{path}?{query}" if query else path

    def with_width(self, width: str) -> "Look":
        return replace(self, width=width)

    def with_scheme(self, scheme: str) -> "Look":
        return replace(self, scheme=scheme)
