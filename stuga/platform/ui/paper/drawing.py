"""Draws a chart or a signature anew for paper: known shapes in the light colours, nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from stuga.platform.ui.paper.tree import Node

WIDTH: Final = 680
"""What a drawing that takes all of the width is drawn for, in px."""
ROOM: Final = 8
"""Around a drawing, for letters and lines that reach beyond it."""
KNOWN: Final = frozenset({"svg", "g", "rect", "line", "path", "circle", "text", "defs", "pattern"})
ATTRIBUTES: Final = {
    **{
        name: name
        for name in (
            *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d", "width", "height"),
            *("fill", "stroke", "stroke-dasharray", "text-anchor", "overflow", "id"),
        )
    },
    # As SVG writes them; reading HTML makes them small.
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "patternunits": "patternUnits",
}
TEXT, MUTED, LINE, PAPER = "#18201d", "#56605c", "#d5dad8", "#ffffff"
SERIES: Final = ("#0b6e4f", "#1a4fd6", "#8a5a00", "#8e2f7f", "#b3261e", "#0f6a83", "#56605c")
Looks = Mapping[str, Mapping[str, str]]
LOOKS: Final[Looks] = {
    "chart-label": {"fill": TEXT, "font-size": "14"},
    "chart-value": {"fill": TEXT, "font-size": "14", "font-weight": "600"},
    "chart-small": {"fill": MUTED, "font-size": "13"},
    "chart-tick": {"fill": MUTED, "font-size": "13"},
    "chart-track": {"fill": "#edf0ee"},
    "chart-mark": {"fill": SERIES[0]},
    "chart-zero": {"stroke": "#747d79"},
    "chart-scale": {"stroke": LINE},
    "chart-fill": {"stroke": PAPER, "stroke-width": "1"},
    "chart-area": {"fill-opacity": "0.2"},
    "chart-line": {"fill": "none", "stroke-width": "2", "stroke-linejoin": "round"},
    "chart-pattern": {"fill": "none", "stroke": PAPER, "stroke-width": "1.5"},
}


def drawing_of(drawn: Node, patterns: Sequence[Node] = ()) -> str:
    """Return a chart as a drawing of its own; `patterns` are those that its fills may name."""
    width = _number(drawn.attributes.get("width", ""), WIDTH)
    height = _number(drawn.attributes.get("height", ""), width)
    own = "".join(_written(one) for one in patterns)
    inner = "".join(_written(one) for one in _inside(drawn))
    return _framed(width, height, f"<defs>{own}</defs>{inner}" if own else inner)


def signature_of(drawn: Node) -> str:
    """Return the strokes of a signature as a drawing."""
    paths = "".join(
        f'<path d="{escape(one.attributes.get("d", ""))}" fill="none" stroke="{TEXT}" '
        'stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>'
        for one in drawn.all("path")
    )
    box = [_number(one, 0) for one in drawn.attributes.get("viewbox", "").split()]
    width, height = (box[2], box[3]) if len(box) == 4 else (600, 200)  # noqa: PLR2004  # a box
    return _framed(width, height, paths)


def patterns_in(node: Node) -> Sequence[Node]:
    """Return the patterns that are defined somewhere in an element."""
    return list(node.all("pattern"))


def size_of(drawing: Node) -> float:
    """Return which share of the width a drawing takes."""
    return min(_number(drawing.attributes.get("width", ""), WIDTH) / WIDTH, 1.0)


def _framed(width: float, height: float, inner: str) -> str:
    """Put a drawing in a frame with room around it: its shares stay those of its own width."""
    whole = f"0 0 {width + 2 * ROOM:g} {height + 2 * ROOM:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{whole}" width="{width + 2 * ROOM:g}" '
        f'height="{height + 2 * ROOM:g}" font-family="Libertinus Serif">'
        f'<svg x="{ROOM}" y="{ROOM}" width="{width:g}" height="{height:g}" overflow="visible">'
        f"{inner}</svg></svg>"
    )


def _inside(node: Node) -> Iterator[Node]:
    yield from (one for one in node.elements() if one.tag in KNOWN)


def _written(node: Node) -> str:
    words = "".join(f' {name}="{escape(value)}"' for name, value in _attributes(node).items())
    if node.tag == "text":
        said = "".join(one for one in node.children if isinstance(one, str))
        return f"<text{words}>{escape(said)}</text>"
    return f"<{node.tag}{words}>{''.join(map(_written, _inside(node)))}</{node.tag}>"


def _attributes(node: Node) -> dict[str, str]:
    found = {
        ATTRIBUTES[name]: value
        for name, value in node.attributes.items()
        if (name in ATTRIBUTES and not value.startswith("url(")) or _is_own(name, value)
    }
    for name in sorted(node.classes):
        found.update(LOOKS.get(name, {}))
    found.update(_of_series(node))
    return found


def _is_own(name: str, value: str) -> bool:
    """Tell whether a fill is a pattern of this very page."""
    return name == "fill" and value.startswith("url(#") and value.endswith(")")


def _of_series(node: Node) -> Mapping[str, str]:
    """Give a shape the colour of its series."""
    for at, colour in enumerate(SERIES):
        if f"chart-s{at}" in node.classes:
            return {"stroke" if "chart-line" in node.classes else "fill": colour}
    return {}


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
