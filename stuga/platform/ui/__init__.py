"""The one renderer: definitions and data become HTML here and nowhere else."""

from stuga.platform.ui.environment import FRAME_STYLES, configure, fragment, page
from stuga.platform.ui.locale import LANGUAGES, Locale, chosen_language, msgid
from stuga.platform.ui.shell import Bell, Link, Scheme, SessionMark, Shell, Toast, Undo

__all__ = [
    "FRAME_STYLES",
    "LANGUAGES",
    "Bell",
    "Link",
    "Locale",
    "Scheme",
    "SessionMark",
    "Shell",
    "Toast",
    "Undo",
    "chosen_language",
    "configure",
    "fragment",
    "msgid",
    "page",
]
