"""Has pictures drawn anew, each in a process that can be lost without harm."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stuga.models.definition.refusals import Refused

SCRIPT: Final = Path(__file__).with_name("redrawing.py")
SECONDS: Final = 60
FORMATS: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
THUMB_TYPE: Final = "image/webp"
REFUSALS: Final = frozenset({"image-large", "image-broken"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew: where it lies with its thumbnail, and its size in pixels."""

    path: Path
    thumb: Path
    width: int
    height: int


def redraw(
    source: Path, media_type: str, folder: Path, *, longest_side: int = 0, still: bool = False
) -> Picture | Refused:
    """Draw a picture anew into a folder; refuse what is too large, or cannot be drawn.

    :param longest_side: in pixels: a larger picture is made smaller; 0 leaves it as large as it is
    :param still: whether of one that moves only the first frame is kept
    """
    target, thumb = folder / "picture", folder / "thumb"
    order = {
        "source": str(source),
        "target": str(target),
        "thumb": str(thumb),
        "format": FORMATS[media_type],
        "side": str(longest_side),
        "still": "yes" if still else "",
    }
    try:
        # Our own script; of the picture it is told a path that we made, and of our secrets none.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(SCRIPT)],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        return Refused("image-large")
    return _answered(done.stdout, target, thumb)


def _answered(said: str, target: Path, thumb: Path) -> Picture | Refused:
    try:
        answer = json.loads(said)
    except ValueError:  # it was ended: by its limits, or by what it was shown
        return Refused("image-broken")
    if "refused" in answer:
        code = answer["refused"]
        return Refused(code if code in REFUSALS else "image-broken")
    return Picture(target, thumb, int(answer["width"]), int(answer["height"]))
