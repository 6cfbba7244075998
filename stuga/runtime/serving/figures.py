"""Metrics and charts: counted over the records their reader may see, at most once a minute."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from stuga.models.definition.conditions import me_in
from stuga.models.definition.document import Element, Field, Model, Screen
from stuga.models.definition.kinds import Compared
from stuga.models.definition.reading import condition_at, object_at, text_at
from stuga.models.definition.rights import Grant
from stuga.models.json import JsonObject
from stuga.platform.errors import BadRequestError, NotFoundError
from stuga.platform.ui.screens.system_titles import in_locale
from stuga.platform.web.shelf import name_of, shelf
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.aggregates import MOST_GROUPS, Aggregate, figures_in
from stuga.runtime.records.charting import ADDED, Charted, Charting, as_json, charted, of_json
from stuga.runtime.records.rights import VERBS
from stuga.runtime.serving.naming import Told
from stuga.runtime.serving.visits import Visit

FIGURES: Final = ("count", "sum", "avg", "min", "max")
MARKS: Final = frozenset({"bar", "line", "area", "arc"})
KEPT_SECONDS: Final = 60
MOST_OF_A_RING: Final = 6
_OVER_TIME: Final = frozenset({"line", "area"})
_DATES: Final = frozenset({Compared.DATE, Compared.MOMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An element of a dashboard with its figures, not yet in words.

    :ivar as_of: when it was counted
    """

    element: Element
    acting: Acting
    model: Model
    mark: str
    by: Field | None
    bin: str
    color: Field | None
    of: Field | None
    figure: str
    where: JsonObject | None
    charted: Charted
    as_of: datetime

    def told(self) -> Iterator[Told]:
        """Yield the values that the groups and the colours are named after."""
        if self.by is not None and not self.bin:
            yield from ((self.by, one) for one in self.charted.groups)
        if self.color is not None:
            yield from ((self.color, one) for one in self.charted.colors)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an element asks for, as its definition says it."""

    mark: str
    by: str
    bin: str
    color: str
    figure: str
    of: str
    where: JsonObject | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """An element whose reader may know its figures; the name under which those are kept."""

    element: Element
    acting: Acting
    model: Model
    asked: _Asked
    name: str


def counted(visit: Visit, screen: Screen) -> list[Counted]:
    """Return the figures of a screen; what its reader may not know is left out."""
    elements = (one for one in screen.walk() if one.type in {"metric", "chart"})
    wanted = [one for one in (_wanted(visit, element) for element in elements) if one is not None]
    kept = shelf().find([one.name for one in wanted])
    found = (_counted(visit, one, each) for one, each in zip(wanted, kept, strict=True))
    return [one for one in found if one is not None]


def _wanted(visit: Visit, element: Element) -> _Wanted | None:
    key = text_at(element.raw, "model")
    try:
        acting, model = visit.acting(key), visit.model(key)
    except NotFoundError:
        return None
    if not acting.rights.may("read"):
        return None
    asked = _asked(element, model)
    name = name_of("figures", _name(visit, acting, asked))
    return _Wanted(element=element, acting=acting, model=model, asked=asked, name=name)


def _counted(visit: Visit, wanted: _Wanted, kept: JsonObject | None) -> Counted | None:
    """Return an element with its figures; None if they are not for this reader."""
    try:
        found, as_of = _kept(visit, wanted, kept)
    except (NotFoundError, BadRequestError):
        return None
    asked, model = wanted.asked, wanted.model
    return Counted(
        element=wanted.element,
        acting=wanted.acting,
        model=model,
        mark=asked.mark,
        by=_field(model, asked.by, visit),
        bin=asked.bin,
        color=_field(model, asked.color, visit),
        of=_field(model, asked.of, visit),
        figure=asked.figure,
        where=asked.where,
        charted=found,
        as_of=as_of,
    )


def _asked(element: Element, model: Model) -> _Asked:
    """Read what is drawn; a mark that its figures do not suit is drawn as bars."""
    figure, of = _measure(element)
    by, bin_ = _axis(element)
    mark, color = text_at(element.raw, "mark") or "bar", text_at(element.raw, "color")
    field = model.field(by) if by else None
    if mark in _OVER_TIME and not bin_ and field and field.kind.compared_as in _DATES:
        bin_ = "month"
    no_time = mark in _OVER_TIME and not bin_
    no_whole = mark == "arc" and figure not in ADDED
    return _Asked(
        mark="bar" if mark not in MARKS or no_time or no_whole else mark,
        by=by,
        bin=bin_,
        color="" if mark == "arc" or color == by else color,
        figure=figure,
        of=of,
        where=condition_at(element.raw, "filter"),
    )


def _field(model: Model, key: str, visit: Visit) -> Field | None:
    found = model.field(key) if key else None
    return None if found is None else in_locale(found, visit.locale)


def _measure(element: Element) -> tuple[str, str]:
    """Return what is reckoned, and of which field."""
    raw = object_at(element.raw, "value" if element.type == "metric" else "y")
    for figure in FIGURES[1:]:
        if of := text_at(raw, figure):
            return figure, of
    return "count", ""


def _axis(element: Element) -> tuple[str, str]:
    """Return what is grouped by, and how wide a group of dates is."""
    raw = element.raw.get("x")
    if isinstance(raw, str):
        return raw, ""
    whole: JsonObject = raw if isinstance(raw, dict) else {}
    return text_at(whole, "field"), text_at(whole, "bin")


def _kept(visit: Visit, wanted: _Wanted, kept: JsonObject | None) -> tuple[Charted, datetime]:
    """Return figures that were counted less than a minute ago for just these rights, or now."""
    if kept is not None:
        return of_json(object_at(kept, "charted")), datetime.fromisoformat(text_at(kept, "at"))
    made = _count(wanted.acting, visit, wanted.asked)
    told: JsonObject = {"charted": as_json(made), "at": visit.now.isoformat()}
    shelf().keep(wanted.name, told, KEPT_SECONDS)
    return made, visit.now


def _count(acting: Acting, visit: Visit, asked: _Asked) -> Charted:
    model = acting.model.key
    if not asked.by:
        whole = Aggregate(
            app=visit.app.key,
            model=model,
            now=visit.now,
            figure=asked.figure,
            of=asked.of,
            where=asked.where,
        )
        return Charted(
            groups=[None],
            colors=[None],
            figures=[[one.figure for one in figures_in(acting, whole).groups] or [Decimal(0)]],
        )
    return charted(
        acting,
        Charting(
            app=visit.app.key,
            model=model,
            now=visit.now,
            by=asked.by,
            bin=asked.bin,
            color=asked.color,
            figure=asked.figure,
            of=asked.of,
            where=asked.where,
            most=MOST_OF_A_RING if asked.mark == "arc" else MOST_GROUPS,
        ),
    )


def _name(visit: Visit, acting: Acting, asked: _Asked) -> JsonObject:
    """Tell all that the figures follow from: what serves, what is asked, and the reader's rights.

    Where a right or the filter looks at the reader, the figures are that person's alone.
    """
    grants = acting.rights.grants
    conditions = [asked.where, *(one.where for verb in VERBS for one in grants[verb])]
    is_own = any(one is not None and me_in(one) for one in conditions)
    me = acting.rights.world.me
    return {
        "app": str(visit.app.app_id),
        "stamp": str(visit.app.stamp),
        "model": acting.model.key,
        "zone": str(visit.app.zone),
        "asked": [asked.by, asked.bin, asked.color, asked.figure, asked.of, asked.mark == "arc"],
        "where": asked.where,
        "rights": {verb: [_granted(one) for one in grants[verb]] for verb in VERBS},
        "me": {**me, "kind": str(acting.actor.kind)} if is_own else None,
    }


def _granted(grant: Grant) -> JsonObject:
    fields = grant.fields
    listed: Callable[[frozenset[str]], list[str]] = sorted
    return {
        "where": grant.where,
        "only": None if fields.only is None else [*listed(fields.only)],
        "excepted": [*listed(fields.excepted)],
        "hidden": [*listed(fields.hidden)],
    }
