"""What the page of a list says of the fields in its rows, and where these have pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stuga.builder.designer.desk import Desk
from stuga.builder.designer.kind_words import KindChoice, kinds_offered
from stuga.builder.designer.model_facts import FieldRow, field_row
from stuga.builder.designer.typed import Typed
from stuga.models.definition.checks.rows import DEEPEST, NOT_IN_ROWS
from stuga.models.definition.document import Field, Model
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.kinds.address import PARTS
from stuga.models.definition.paths import BETWEEN
from stuga.models.definition.reading import object_at, texts_at
from stuga.platform.ui import Link, Locale
from stuga.platform.ui.widgets.address import LABELS

Kinds = Mapping[str, list[KindChoice]]


def lines(desk: Desk, model: Model, field: Field, path: str) -> Sequence[FieldRow]:
    """Return a line for each field in the rows of a list, its `key` being its path."""
    found = (field_row(desk.app, model, inner, desk.locale) for inner in field.inner.values())
    return [
        replace(
            one,
            key=path + BETWEEN + one.key,
            indexed=False,
            searched=False,
            unique=False,
            uses=(),
        )
        for one in found
    ]


def kinds(path: str, locale: Locale) -> Kinds:
    """Group the kinds that may stand in the rows of the list at a path."""
    is_deepest = path.count(BETWEEN) + 1 >= DEEPEST
    return {
        group: fitting
        for group, several in kinds_offered(locale).items()
        if (fitting := [one for one in several if _may_stand(one.name, is_deepest=is_deepest)])
    }


def _may_stand(kind: str, *, is_deepest: bool) -> bool:
    is_left_out = kind in NOT_IN_ROWS or KINDS[kind].given
    return not is_left_out and not (is_deepest and kind == "list")


def kinds_for(path: str, locale: Locale) -> list[tuple[str, str]]:
    """List the kinds that the field at a path may become."""
    above = path.rpartition(BETWEEN)[0]
    groups = kinds(above, locale) if above else kinds_offered(locale)
    return [(one.name, one.title) for several in groups.values() for one in several]


def page_above(path: str, model_page: str) -> str:
    """Return the address of what holds a field: its model, or its list."""
    above = path.rpartition(BETWEEN)[0]
    return f"{model_page}/fields/{above}" if above else model_page


def crumbs(model: Model, path: str, model_page: str) -> Sequence[Link]:
    """Lead back through the lists that a field stands in."""
    keys = path.split(BETWEEN)[:-1]
    paths = [BETWEEN.join(keys[: n + 1]) for n in range(len(keys))]
    found = [(one, model.at(one)) for one in paths]
    return [Link(title=one.title, href=f"{model_page}/fields/{at}") for at, one in found if one]


def address_parts(
    field: Field, typed: Typed | None, locale: Locale
) -> Sequence[tuple[str, str, bool, bool]]:
    """Return the parts an address may have: key, title, whether asked for, whether required."""
    if typed:
        asked, required = typed.several("part", PARTS), typed.several("part_required", PARTS)
    else:
        asked = [*object_at(field.schema, "properties")]
        required = [*texts_at(field.schema, "required")]
    return [(key, locale.text(LABELS[key]), key in asked, key in required) for key in PARTS]
