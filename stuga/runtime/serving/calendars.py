"""A list as a calendar: a month, a week, or an agenda, by a date of its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from stuga.models.definition.document import Field, Screen
from stuga.models.definition.kinds import Compared
from stuga.models.definition.kinds.date_time import moment_of
from stuga.models.definition.reading import text_at
from stuga.models.json import JsonObject
from stuga.platform.authz import ActorKind
from stuga.platform.ui import msgid
from stuga.platform.ui.screens.calendar_view import Calendar, Day, Entry, Way, Week
from stuga.platform.ui.screens.list_state import ListState
from stuga.platform.ui.screens.list_view import ListView
from stuga.platform.ui.screens.listing import count_text
from stuga.runtime.records.acting import Acting
from stuga.runtime.records.commands import ListRecords
from stuga.runtime.records.days import DayOf, between, by_day, can_be_dated
from stuga.runtime.records.listing import page_in
from stuga.runtime.records.stored import Shown
from stuga.runtime.serving.at_list import AtList
from stuga.runtime.serving.calendar_span import (
    AGENDA,
    MONTH,
    SPANS,
    WEEK,
    Stretch,
    stretch_of,
    week_number,
    weekdays,
)

FEEDS: Final = "feeds"
MOST_FACTS: Final = 3
_MOST: Final[Mapping[str, int]] = {MONTH: 3, WEEK: 20}
"""So many records of a day are shown; there is a link to the rest."""
_TITLES: Final[Mapping[str, str]] = {
    MONTH: msgid("Month"),
    WEEK: msgid("Week"),
    AGENDA: msgid("Agenda"),
}


def calendar_field(acting: Acting, screen: Screen) -> Field | None:
    """Return the date that records are laid out by, if it may be read whole and has an index."""
    key = text_at(screen.raw, "calendar_by")
    field = acting.model.view.fields.get(key)
    return field if field is not None and can_be_dated(acting, key) else None


def with_calendar(
    here: AtList, frame: ListView, state: ListState, fields: Sequence[Field]
) -> ListView:
    """Put the records of a list in a calendar; where there is none at all, say why."""
    field = here.model.fields[text_at(here.screen.raw, "calendar_by")]
    locale = here.visit.locale
    today = locale.local(here.visit.now).date()
    stretch = stretch_of(state.span, state.on, today, locale)
    others = [one for one in fields if one.key != field.key]
    page = _Page(here, state, field, stretch, today, others)
    return page.agenda(frame) if stretch.span == AGENDA else page.grid(frame)


@dataclass(frozen=True, slots=True)
class _Page:
    here: AtList
    state: ListState
    field: Field
    stretch: Stretch
    today: date
    fields: Sequence[Field]

    def grid(self, frame: ListView) -> ListView:
        """Lay a month or a week out, day beside day."""
        command = self._command(self._within())
        found = by_day(self.here.acting, command, self.field.key, _MOST[self.stretch.span])
        shown = [record for one in found.values() for record in one.records]
        self.here.note(command, shown)
        if not shown and not self._has_any():
            return frame
        entries = self._entries(shown)
        locale = self.here.visit.locale
        weeks = [
            Week(
                number=week_number(days[0], locale),
                link=self._link(WEEK, days[0]),
                days=[self._day(day, found.get(day), entries) for day in days],
            )
            for days in self.stretch.weeks
        ]
        calendar = replace(self._calendar(), weeks=weeks, weekdays=weekdays(locale))
        many = sum(one.count for one in found.values())
        return self._in(frame, calendar, many, "" if many else self._nothing())

    def agenda(self, frame: ListView) -> ListView:
        """List what comes from a day on, by day."""
        command = replace(
            self._command(self._within()), sort=self.field.key, cursor=self.state.cursor, count=True
        )
        page = page_in(self.here.acting, command)
        self.here.note(command, page.records)
        if not page.records and not self._has_any():
            return frame
        entries = self._entries(page.records)
        by_date: dict[date, list[Shown]] = {}
        for one in page.records:
            by_date.setdefault(self._date(one), []).append(one)
        days = [
            self._day(day, DayOf(records, len(records)), entries)
            for day, records in by_date.items()
        ]
        calendar = replace(self._calendar(), days=days)
        many = page.count.number + page.count.capped if page.count else 0
        framed = self._in(frame, calendar, many, "" if days else self._nothing())
        action = self.here.action
        return replace(
            framed,
            previous=self.state.at(page.previous).link(action) if page.previous else "",
            next=self.state.at(page.next).link(action) if page.next else "",
        )

    def _in(self, frame: ListView, calendar: Calendar, many: int, nothing: str) -> ListView:
        return replace(
            frame,
            calendar=replace(calendar, nothing=nothing),
            count=count_text(many, self.here.visit.locale),
        )

    def _nothing(self) -> str:
        return self.here.visit.locale.text("Nothing falls on these days.")

    def _within(self) -> JsonObject:
        return between(self.here.acting, self.field.key, self.stretch.start, self.stretch.end)

    def _command(self, *also: JsonObject) -> ListRecords:
        at_start = replace(self.state, cursor="")
        return self.here.command(at_start, self.here.order(at_start), *also, count=False)

    def _has_any(self) -> bool:
        """Tell whether there is anything at another time."""
        return bool(page_in(self.here.acting, replace(self._command(), limit=1)).records)

    def _calendar(self) -> Calendar:
        stretch, text = self.stretch, self.here.visit.locale.text
        return Calendar(
            span=stretch.span,
            title=stretch.title(self.here.visit.locale),
            spans=[
                Way(
                    title=text(_TITLES[one]),
                    link=self._link(one, stretch.on),
                    is_current=one == stretch.span,
                )
                for one in SPANS
            ],
            previous=Way(title=text("Earlier"), link=self._link(stretch.span, stretch.moved(-1))),
            next=Way(title=text("Later"), link=self._link(stretch.span, stretch.moved(1))),
            feed=self._feed(),
            today=Way(
                title=text("Today"),
                link=self._link(stretch.span, self.today),
                is_current=stretch.start <= self.today < stretch.end,
            ),
        )

    def _feed(self) -> str:
        """Link to where a person makes an address of these records for a calendar program."""
        here = self.here
        if here.visit.actor.kind is not ActorKind.PERSON:
            return ""
        return self.state.settled().link(here.visit.url(here.screen.key, FEEDS))

    def _link(self, span: str, on: date) -> str:
        """Link to another time; a month is told by its number, what else by a day."""
        told = f"{on:%Y-%m}" if span == MONTH else on.isoformat()
        there = replace(self.state.settled(), span="" if span == MONTH else span, on=told)
        return there.link(self.here.action)

    def _day(self, day: date, found: DayOf | None, entries: Mapping[str, Entry]) -> Day:
        locale = self.here.visit.locale
        records = found.records if found else ()
        rest = found.count - len(records) if found else 0
        return Day(
            iso=day.isoformat(),
            number=locale.number(day.day),
            title=locale.date(day, "full"),
            link=self._link(AGENDA, day),
            entries=[entries[str(one.id)] for one in records],
            more=locale.plural("+{n} more", "+{n} more", rest) if rest else "",
            is_today=day == self.today,
            is_outside=self.stretch.span == MONTH and day.month != self.stretch.on.month,
        )

    def _entries(self, records: Sequence[Shown]) -> Mapping[str, Entry]:
        rows = zip(self.here.rows(records, self.fields), records, strict=True)
        return {
            row.id: Entry(
                id=row.id,
                label=row.label,
                link=row.link,
                time=self._time(record),
                facts=[
                    (one.title, cell)
                    for one, cell in zip(self.fields, row.cells, strict=True)
                    if cell.text
                ][1 : 1 + MOST_FACTS],  # the first names it
            )
            for row, record in rows
        }

    def _time(self, record: Shown) -> str:
        if self.field.kind.compared_as is not Compared.MOMENT:
            return ""
        moment = moment_of(str(record.data.get(self.field.key)))
        return self.here.visit.locale.time(moment) if moment else ""

    def _date(self, record: Shown) -> date:
        value = str(record.data[self.field.key])
        moment = moment_of(value) if self.field.kind.compared_as is Compared.MOMENT else None
        locale = self.here.visit.locale
        return locale.local(moment).date() if moment else date.fromisoformat(value[:10])
