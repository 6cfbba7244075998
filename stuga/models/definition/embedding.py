"""Which sites may show a public form within their own pages."""

import re
from typing import Final

from stuga.models.definition.document import Screen
from stuga.models.definition.reading import texts_at

_ORIGIN: Final = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?|http://localhost(:[0-9]{1,5})?", re.ASCII
)


def is_origin(text: str) -> bool:
    """Tell whether this names one site: https, a whole name, no path; http for localhost only."""
    return _ORIGIN.fullmatch(text) is not None


def embedders(screen: Screen) -> tuple[str, ...]:
    """Return the origins that may embed a screen; none but for a public form."""
    if screen.type != "form" or not screen.public:
        return ()
    return tuple(one for one in texts_at(screen.raw, "embed") if is_origin(one))
