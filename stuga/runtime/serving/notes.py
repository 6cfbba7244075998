"""Carries a few typed words from a form to its page of thanks, in the browser and nowhere else."""

import base64
import json
from collections.abc import Mapping

from stuga.platform.web import cookies

WORDS = "thanks"


def leave_thanks(words: Mapping[str, str]) -> None:
    """Leave the words for the next page."""
    raw = json.dumps({WORDS: dict(words)}, ensure_ascii=False).encode()
    cookies.leave_note(base64.urlsafe_b64encode(raw).decode())


def taken_thanks() -> Mapping[str, str]:
    """Return the words that the form left; none after a reload."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cookies.take_note()))
        return {str(key): str(text) for key, text in found[WORDS].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
