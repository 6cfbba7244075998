"""The process in which a document is set in type: whatever one does to it, the caller lives on.

Started by `setting` for one document, without anything of ours in it. It reads JSON and writes
the PDF; what it cannot set it says as JSON in its last words.
"""

import json
import re
import resource
import sys
from contextlib import suppress
from typing import Any

import typst

MEMORY = 2_000_000_000
TRIES = 4
STAND_IN = "□"
UNSHOWN = re.compile(r'the text `"((?:[^"`\\]|\\.)*)"` could not be displayed')
NOT_LATIN = re.compile(r"[^\n\x20-\x7e\xa0-\u024f\u2010-\u2026\u20ac□]")
UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff]")
"""Control characters and halves of letters, which no document may hold."""
LONG_WORD = re.compile(r"\S{1000}(?=\S)")
"""What no line holds; and PDF/A takes no word of more than 32,767 characters."""


def limit_all(seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system has each
            resource.setrlimit(what, (most, most))


def printed(asked: dict[str, Any]) -> bytes:
    """Set a document; letters that no font holds are shown as a box, and it is said."""
    paper = _replaced(asked["paper"], UNFIT, "")
    for _try in range(TRIES):
        try:
            return _compiled(asked, paper)
        except typst.TypstError as error:
            unshown = {one for one in UNSHOWN.findall(error.diagnostic) if one}
            if not unshown:
                raise
            pattern = "|".join(re.escape(one) for one in sorted(unshown, key=len, reverse=True))
            paper = {**_replaced(paper, re.compile(pattern), STAND_IN), "lacks_letters": True}
    return _compiled(asked, {**_replaced(paper, NOT_LATIN, STAND_IN), "lacks_letters": True})


def _compiled(asked: dict[str, Any], paper: dict[str, Any]) -> bytes:
    made = typst.compile(
        asked["template"].encode(),
        root=asked["root"],
        package_path=asked["root"],
        package_cache_path=asked["root"],
        ignore_system_fonts=not asked["system_fonts"],
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=asked["timestamp"],
        sys_inputs={"paper": json.dumps(_parted(paper))},
    )
    if not isinstance(made, bytes):
        raise TypeError
    return made


def _replaced(value: Any, pattern: re.Pattern[str], by: str) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, str):
        return pattern.sub(by, value)
    if isinstance(value, list):
        return [_replaced(one, pattern, by) for one in value]
    if isinstance(value, dict):
        return {key: _replaced(one, pattern, by) for key, one in value.items()}
    return value


def _parted(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """Let very long words that are read go on in the next line."""
    if isinstance(value, list):
        return [_parted(one) for one in value]
    if not isinstance(value, dict):
        return value
    parted = {key: _parted(one) for key, one in value.items()}
    if isinstance(text := value.get("text"), str):
        parted["text"] = LONG_WORD.sub("\\g<0>\u200b", text)
    return parted


if __name__ == "__main__":
    wanted = json.load(sys.stdin.buffer)
    limit_all(wanted["seconds"])
    sys.stdout.buffer.write(printed(wanted))
