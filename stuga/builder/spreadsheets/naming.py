"""What a file says its app is called: titles and keys, made of its name."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from stuga.builder.spreadsheets.headers import title_of
from stuga.models.definition import starters

_COPIES = re.compile(
    r"[\s_-]*(\(\d+\)|copy|kopia|kopi|\d{4}-?\d\d-?\d\d|v\d+|final|export)$", re.IGNORECASE
)


def title_from(file_name: str) -> str:
    """Return a title: `northwind_customers (2).csv` gives `Northwind customers`."""
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    while (shorter := _COPIES.sub("", stem)) != stem and shorter:
        stem = shorter
    return title_of(stem)


def row_title_from(title: str, language: str) -> str:
    """Return what one of them is called: `Customers` gives `Customer`; only English is easy."""
    if language != "en" or not title.endswith("s") or title.endswith(("ss", "us", "is")):
        return title
    if title.endswith("ies"):
        return f"{title[:-3]}y"
    return title[:-2] if title.endswith(("ches", "shes", "xes", "sses")) else title[:-1]


def key_for(title: str, taken: Collection[str]) -> str:
    """Return a free key for an app."""
    return starters.key_from(title, taken, joint="-") if title else ""
