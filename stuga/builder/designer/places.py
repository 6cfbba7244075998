"""Leads from a place in a definition to the page where it is changed."""

from stuga.builder.designer.edits.tree import parts_of

PAGES = {
    "roles": "roles",
    "purposes": "privacy",
    "retention": "privacy",
    "texts": "languages",
    "navigation": "",
    "title": "settings",
    "description": "settings",
    "icon": "settings",
    "language": "settings",
}


def page_for(home: str, pointer: str) -> str:
    """Return the address of the page that shows what a pointer names."""
    parts = parts_of(pointer)
    match parts:
        case ("models", model, "properties", field, *_):
            return f"{home}/models/{model}/fields/{field}"
        case ("models", model, *_):
            return f"{home}/models/{model}"
        case ("screens", screen, *rest):
            at = _element(pointer, rest)
            return f"{home}/screens/{screen}" + (f"?at={at}" if at else "")
        case ("roles", role, *_):
            return f"{home}/roles/{role}"
        case (first, *_) if first in PAGES:
            return f"{home}/{PAGES[first]}"
        case _:
            return f"{home}/json"


def _element(pointer: str, rest: list[str]) -> str:
    """Cut a pointer at the innermost step or element that it goes through."""
    kept = 0
    for at in range(0, len(rest) - 1, 2):
        if rest[at] not in {"steps", "elements"} or not rest[at + 1].isdecimal():
            break
        kept = at + 2
    return "/".join(pointer.split("/")[: 3 + kept]) if kept else ""
