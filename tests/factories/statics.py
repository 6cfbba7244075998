"""Static files as the product serves them, for pages that a browser gets without a server."""

from stuga.platform.ui import FRAME_STYLES
from stuga.platform.ui.catalogue import PACKAGE

STATIC = PACKAGE / "static"


def content_of(path: str) -> bytes:
    """Return what lies at `/static/<digest>/…`."""
    name = path.split("/", 3)[3]
    if name == "css/frame.css":
        return b"".join((STATIC / f"css/{one}.css").read_bytes() for one in FRAME_STYLES)
    return (STATIC / name).read_bytes()
