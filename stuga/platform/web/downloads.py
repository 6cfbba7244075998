"""How an answer says that it is a file to keep, and what it is called."""

from urllib.parse import quote


def as_attachment(name: str) -> str:
    """Write `Content-Disposition` (RFC 6266): the name plainly, and as it really is."""
    plain = "".join(one if one.isascii() and one not in '"\\%' else "_" for one in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
