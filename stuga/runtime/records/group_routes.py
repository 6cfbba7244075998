"""The API of figures: `/api/v1/apps/<app>/records/<model>/aggregate`."""

from typing import Final

from flask import Blueprint, Response, request

from stuga.models.json import JsonObject, JsonValue
from stuga.platform import clock
from stuga.platform.authz import Actor
from stuga.platform.errors import BadRequestError
from stuga.platform.web import answer, signed_in
from stuga.runtime.records.grouping import (
    MOST_GROUPS,
    Axis,
    Figures,
    GroupRecords,
    Measure,
    group,
)

figures: Final = Blueprint("figures", __name__, url_prefix="/api/v1/apps/<app>/records")
NAMES: Final = frozenset({"group", "measure", "q"})


@figures.get("/<model>/aggregate")
@signed_in
def aggregate(actor: Actor, app: str, model: str) -> Response:
    """Return figures by up to two fields: `group=kind,closed_on:month&measure=count,sum:amount`."""
    command = _command(app, model)
    return answer(_shown(command, group(actor, command)))


def _command(app: str, model: str) -> GroupRecords:
    filters, others = [], {}
    for name, text in request.args.items(multi=True):
        if name.startswith("filter"):
            filters.append((name, text))
        elif name in others or name not in NAMES:
            raise BadRequestError(f"{name}: it is given twice, or means nothing here.")
        else:
            others[name] = text
    return GroupRecords(
        app=app,
        model=model,
        now=clock.now(),
        axes=tuple(Axis(*one) for one in _pairs(others.get("group", ""))),
        measures=tuple(Measure(*one) for one in _pairs(others.get("measure", "count"))),
        filters=tuple(filters),
        search=others.get("q", ""),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    """Split `kind,closed_on:month` into names and what stands behind their colons."""
    parts = (one.strip().partition(":") for one in text.split(",") if one.strip())
    return [(name, more) for name, _, more in parts]


def _shown(command: GroupRecords, found: Figures) -> JsonObject:
    axes: list[JsonValue] = [{"field": one.field, "bin": one.bin or None} for one in command.axes]
    measures: list[JsonValue] = [
        {"name": one.name, "currency": currency or None}
        for one, currency in zip(command.measures, found.currencies, strict=True)
    ]
    names = [one.name for one in command.measures]
    items: list[JsonValue] = [
        {"group": [*one.group], "figures": dict(zip(names, one.figures, strict=True))}
        for one in found.groups
    ]
    return {
        "group": axes,
        "measure": measures,
        "items": items,
        "cut": found.cut,
        "most": MOST_GROUPS,
    }
