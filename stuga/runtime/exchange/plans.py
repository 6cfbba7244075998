"""Plans as a job's settings keep them."""

from stuga.models.definition.reading import flag_at, list_at, object_at, text_at, texts_at
from stuga.models.json import JsonObject, JsonValue
from stuga.runtime.exchange.commands import Again, Mapped, Plan
from stuga.runtime.exchange.conventions import Conventions, DateOrder, DecimalSign
from stuga.runtime.exchange.layouts import Layout
from stuga.runtime.exchange.reading import Cursor


def kept(plan: Plan) -> JsonObject:
    """Return a plan as JSON."""
    layout = plan.layout
    names: list[JsonValue] = [*layout.columns]
    fields: list[JsonValue] = [_mapped_kept(one) for one in plan.mapped]
    return {
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "columns": names,
        "named": layout.named,
        "sheets": [*layout.sheets],
        "sheet": layout.sheet,
        "start": _cursor_kept(layout.start),
        "cursor": _cursor_kept(plan.cursor),
        "fields": fields,
        "key": [*plan.key],
        "language": plan.language,
        "reason": plan.reason,
        "again": {
            "turn": plan.again.turn,
            "after": plan.again.after,
            "moved": plan.again.moved,
        },
    }


def read(settings: JsonObject) -> Plan:
    """Return the plan that settings hold."""
    layout = Layout(
        encoding=text_at(settings, "encoding"),
        delimiter=text_at(settings, "delimiter", ","),
        columns=texts_at(settings, "columns"),
        named=flag_at(settings, "named"),
        start=_cursor(object_at(settings, "start")),
        sheets=texts_at(settings, "sheets"),
        sheet=_whole(settings, "sheet"),
    )
    return Plan(
        layout=layout,
        cursor=_cursor(object_at(settings, "cursor")),
        mapped=tuple(_mapped(one) for one in list_at(settings, "fields") if isinstance(one, dict)),
        key=texts_at(settings, "key"),
        language=text_at(settings, "language", "en"),
        reason=text_at(settings, "reason"),
        again=_again(object_at(settings, "again")),
    )


def _again(raw: JsonObject) -> Again:
    return Again(turn=_whole(raw, "turn"), after=_whole(raw, "after"), moved=flag_at(raw, "moved"))


def _mapped_kept(mapped: Mapped) -> JsonObject:
    ways = mapped.conventions
    return {
        "column": mapped.column,
        "field": mapped.field,
        "by": mapped.by,
        "dates": ways.dates.value if ways.dates else "",
        "decimals": ways.decimals.value if ways.decimals else "",
    }


def _mapped(raw: JsonObject) -> Mapped:
    dates, decimals = text_at(raw, "dates"), text_at(raw, "decimals")
    return Mapped(
        column=_whole(raw, "column"),
        field=text_at(raw, "field"),
        by=text_at(raw, "by"),
        conventions=Conventions(
            dates=DateOrder(dates) if dates else None,
            decimals=DecimalSign(decimals) if decimals else None,
        ),
    )


def _cursor_kept(cursor: Cursor) -> JsonObject:
    return {"offset": cursor.offset, "row": cursor.row}


def _cursor(raw: JsonObject) -> Cursor:
    return Cursor(_whole(raw, "offset"), _whole(raw, "row"))


def _whole(raw: JsonObject, key: str) -> int:
    found = raw.get(key)
    return found if isinstance(found, int) else 0
