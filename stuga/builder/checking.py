"""The checker of definitions, with the formula engine and the app's pictures at hand."""

from collections.abc import Iterator

from sqlalchemy import select

from stuga.models import App, Picture
from stuga.models.definition import check
from stuga.models.definition.check import Problem
from stuga.models.definition.checks.problem import warning
from stuga.models.definition.pictures import uses
from stuga.models.definition.reading import text_at
from stuga.models.definition.saying import said
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.runtime.formulas.checking import check as look_at_formula


def problems(document: JsonObject) -> list[Problem]:
    """List what is wrong with a definition, its formulas and pictures included."""
    return [*check.problems(document, look_at_formula), *_pictures(document)]


def _pictures(document: JsonObject) -> Iterator[Problem]:
    """Find pictures that the app does not have: its definition came here without them."""
    named = [*uses(document)]
    known = _known(text_at(document, "key"), {one.name for one in named}) if named else frozenset()
    for use in named:
        if use.name not in known:
            message = said(
                "The picture {name} is not here. Until it is added or another one is chosen, "
                "its alternative text stands in its place.",
                name=f"{use.name[:12]}…",
            )
            yield warning(use.pointer, "picture-missing", message)


def _known(app_key: str, names: set[str]) -> frozenset[str]:
    wanted = (
        select(Picture.name)
        .join(App, (App.tenant_id == Picture.tenant_id) & (App.id == Picture.app_id))
        .where(App.key == app_key, App.deleted_at.is_(None), Picture.name.in_(names))
    )
    return frozenset(db.session.scalars(wanted))
