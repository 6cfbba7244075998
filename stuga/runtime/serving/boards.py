"""A list as a board: a column for each choice of a field, cards that are moved between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stuga.models.definition.document import Field, Screen
from stuga.models.definition.kinds.choice import choices_of
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import ActorKind
from stuga.platform.ui.ids import ids
from stuga.platform.ui.screens.board_view import Board, Card, Lane
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import ListView, Row
from stuga.platform.ui.screens.listing import count_text, short_count
from stuga.platform.ui.widgets import Option
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.lanes import Filled, filled
from stuga.runtime.records.lanes import Lane as Wanted
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.at_list import ROWS, AtList
from stuga.runtime.serving.saved_views import query_of
from stuga.runtime.serving.visits import Visit

MOVE: Final = "move"
MOST_LANES: Final = 50
MOST_FACTS: Final = 3
MOST_PAGES: Final = 10
"""So often a column can be made longer by fifty cards."""
OTHERS: Final = "*"
"""Names the column of values that are no choice any more."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """A column before its cards are known; `key` is the value, '' for those without one."""

    key: str
    title: str
    where: JsonObject
    is_choice: bool = False
    is_target: bool = False


def board_field(acting: Acting, screen: Screen) -> Field | None:
    """Return the field whose choices are the columns, if the actor may read it whole."""
    key = text_at(screen.raw, "board_by")
    field = acting.model.view.fields.get(key)
    if field is None or field.kind.name != "choice" or field.privacy.encrypt:
        return None
    is_read = acting.rights.whole_fields("read").allow(key)
    return field if is_read and 0 < len(choices_of(field.schema)) <= MOST_LANES else None


def may_move(acting: Acting, field: Field, record: Shown) -> bool:
    """Tell whether the actor may move a record on a board by a field."""
    if acting.actor.kind is not ActorKind.PERSON or field.kind.given or field.formula:
        return False
    return record.writable is not None and record.writable.allow(field.key)


def targets_of(visit: Visit, field: Field) -> Sequence[Option]:
    """Return what a card may be moved to: each choice, and no value where none is needed."""
    found = [Option(value, title) for value, title in choices_of(field.schema).items()]
    return found if field.required else [*found, Option("", visit.locale.text("No value"))]


def with_board(
    here: AtList, frame: ListView, state: ListState, fields: Sequence[Field]
) -> ListView:
    """Put the records of a list on a board."""
    field = here.model.fields[text_at(here.screen.raw, "board_by")]
    command = here.command(state, here.order(state), count=False)
    planned = list(_planned(here.visit, field))
    wanted = [Wanted(one.where, _limit(state, one) + 1) for one in planned]
    found = [
        replace(one, records=one.records[: _limit(state, plan)])
        for plan, one in zip(planned, filled(here.acting, command, wanted), strict=True)
    ]
    shown = [record for one in found for record in one.records]
    here.note(command, shown)
    if not shown:
        return frame
    cards = _cards(here, field, shown, [one for one in fields if one.key != field.key])
    lanes = [
        _lane(here, state, plan, one, cards)
        for plan, one in zip(planned, found, strict=True)
        if plan.is_choice or one.records
    ]
    many = sum(one.count.number + one.count.capped for one in found)
    return replace(
        frame,
        count=count_text(many, here.visit.locale),
        board=Board(
            field=field.title,
            lanes=lanes,
            targets=targets_of(here.visit, field),
            query=query_of(replace(state.settled(), more=state.more)),
        ),
    )


def _limit(state: ListState, plan: _Planned) -> int:
    return ROWS * min(1 + state.more.count(plan.key), MOST_PAGES)


def _planned(visit: Visit, field: Field) -> Iterator[_Planned]:
    """Yield a column for each choice, for what is no choice any more, and for no value."""
    key, choices = field.key, choices_of(field.schema)
    for value, title in choices.items():
        yield _Planned(value, title, {"field": key, "is": value}, is_choice=True)
    others, none = visit.locale.text("Other values"), visit.locale.text("No value")
    yield _Planned(OTHERS, others, {"field": key, "not_in": [*choices]})
    yield _Planned("", none, {"field": key, "empty": True}, is_target=not field.required)


def _cards(
    here: AtList, field: Field, shown: Sequence[Shown], fields: Sequence[Field]
) -> Mapping[str, Card]:
    rows = zip(here.rows(shown, fields), shown, strict=True)
    return {row.id: _card(here, field, row, record, fields) for row, record in rows}


def _card(here: AtList, field: Field, row: Row, record: Shown, fields: Sequence[Field]) -> Card:
    told = [(one.title, cell) for one, cell in zip(fields, row.cells, strict=True) if cell.text]
    is_mine = may_move(here.acting, field, record)
    return Card(
        id=row.id,
        label=row.label,
        link=row.link,
        facts=told[1 : 1 + MOST_FACTS],  # the first names it
        revision=record.revision,
        move=here.visit.url(here.screen.key, record.id, MOVE) if is_mine else "",
    )


def _lane(
    here: AtList, state: ListState, plan: _Planned, lane: Filled, cards: Mapping[str, Card]
) -> Lane:
    held = [
        replace(cards[str(one.id)], place=ids("lane", plan.key, at) if at and not at % ROWS else "")
        for at, one in enumerate(lane.records)
    ]
    there_is_more = lane.count.number > len(held) < ROWS * MOST_PAGES
    longer = replace(state, more=(*state.more, plan.key))
    place = ids("lane", plan.key, len(held))
    return Lane(
        key=plan.key,
        title=plan.title,
        count=short_count(lane.count.number + lane.count.capped, here.visit.locale),
        cards=held,
        more=f"{longer.link(here.action)}#{place}" if there_is_more else "",
        is_target=plan.is_choice or plan.is_target,
    )
