"""A list as a calendar: months, weeks and agendas by a date, in the tenant's time and country."""

import copy
import re
from datetime import date

import pytest

from stuga.models.json import JsonObject
from stuga.platform.ui import Locale
from stuga.runtime.serving.calendar_span import stretch_of, week_number, weekdays
from tests.factories.apps import SMALL_CASES, publish
from tests.factories.cast import Browser, Tenant
from tests.factories.records import Desk

INBOX = "/apps/cases/inbox"
NOVEMBER = f"{INBOX}?view=calendar&on=2026-11"


def with_calendar(by: str = "closed_on") -> JsonObject:
    made = copy.deepcopy(SMALL_CASES)
    made["models"]["case"]["properties"]["meets_at"] = {  # type: ignore[index,call-overload]
        "type": "string",
        "format": "date-time",
        "title": "Meets at",
    }
    made["models"]["case"]["x-model"]["index"].append("meets_at")  # type: ignore[index,call-overload,union-attr]
    made["screens"]["inbox"] |= {"layouts": ["table", "calendar"], "calendar_by": by}  # type: ignore[index,call-overload,operator]
    return made


@pytest.fixture
def nils(bjorkby: Tenant) -> Browser:
    publish(bjorkby, with_calendar())
    return bjorkby.browser("member")


def entries(html: str) -> dict[str, list[str]]:
    """Return what stands on each day of a grid or an agenda that holds something."""
    found: dict[str, list[str]] = {}
    days = re.split(r'<td class="calendar-day"|<section class="calendar-agenda"', html)[1:]
    for part in days:
        title = re.search(
            r'calendar-number" href="[^"]*" aria-label="([^"]*)"|<h3[^>]*>([^<]*)', part
        )
        assert title
        names = re.findall(r"data-open>(.*?)</a>", part)
        if names:
            found[(title[1] or title[2]).strip()] = [
                " ".join(re.sub(r"<[^>]+>", "", one).split()) for one in names
            ]
    return found


def test_a_month_shows_records_on_their_days(bjorkby: Tenant, nils: Browser) -> None:
    desk = Desk(bjorkby)
    desk.case(applicant="Sten Ek", reference="A", closed_on="2026-11-03")
    desk.case(applicant="Sten Ek", reference="B", closed_on="2026-12-24")
    desk.case(applicant="Sten Ek", reference="C")

    html = nils.get(NOVEMBER).text

    assert entries(html) == {"Tuesday, 3 November 2026": ["A"]}
    assert "November 2026" in html
    assert re.search(r'href="[^"]*on=2026-10[^"]*"[^>]*aria-label="Earlier"', html)
    assert re.search(r'href="[^"]*on=2026-12[^"]*"[^>]*aria-label="Later"', html)
    assert "1 record" in html


def test_filters_hold_in_a_calendar_and_its_links_keep_them(bjorkby: Tenant, nils: Browser) -> None:
    desk = Desk(bjorkby)
    desk.case(reference="A", kind="permit", closed_on="2026-11-03")
    desk.case(reference="B", kind="complaint", closed_on="2026-11-03")

    html = nils.get(f"{NOVEMBER}&filter[kind]=complaint").text

    assert entries(html) == {"Tuesday, 3 November 2026": ["B"]}
    assert re.search(r'href="[^"]*filter\[kind\]=complaint[^"]*span=agenda', html)


def test_a_full_day_leads_to_its_agenda(bjorkby: Tenant, nils: Browser) -> None:
    desk = Desk(bjorkby)
    for number in range(7):
        desk.case(reference=f"R{number}", closed_on="2026-11-03")
    html = nils.get(NOVEMBER).text
    assert len(entries(html)["Tuesday, 3 November 2026"]) == 3
    [link] = re.findall(r'class="calendar-more" href="/t/[^/]*([^"]*)">\+4 more', html)

    agenda = nils.get(link.replace("&amp;", "&")).text

    assert "span=agenda&amp;on=2026-11-03" in link
    assert len(entries(agenda)["Tuesday, 3 November 2026"]) == 7
    assert "7 records" in agenda


def test_a_moment_falls_on_the_day_of_the_tenants_clock(bjorkby: Tenant) -> None:
    publish(bjorkby, with_calendar("meets_at"))
    Desk(bjorkby).case(reference="A", meets_at="2026-11-03T23:30:00Z")
    Desk(bjorkby).case(reference="B", meets_at="2026-10-31T23:00:00Z")
    nils = bjorkby.browser("member")

    assert entries(nils.get(f"{INBOX}?view=calendar&span=week&on=2026-11-04").text) == {
        "Wednesday, 4 November 2026": ["00:30 A"]
    }
    assert "Sunday, 1 November 2026" in entries(nils.get(NOVEMBER).text)


def test_a_calendar_says_why_it_is_empty(bjorkby: Tenant, nils: Browser) -> None:
    assert "Nothing here yet" in nils.get(NOVEMBER).text
    Desk(bjorkby).case(reference="A", closed_on="2026-12-24")
    assert "Nothing falls on these days." in nils.get(NOVEMBER).text
    assert "Nothing matches" in nils.get(f"{NOVEMBER}&q=nobody").text


def test_a_date_that_is_closed_or_without_an_index_gives_no_calendar(bjorkby: Tenant) -> None:
    bare = with_calendar()
    bare["models"]["case"]["x-model"]["index"] = ["kind"]  # type: ignore[index,call-overload]
    publish(bjorkby, bare)
    Desk(bjorkby).case(reference="A", closed_on="2026-11-03")
    nils = bjorkby.browser("member")
    assert 'class="calendar' not in nils.get(NOVEMBER).text

    closed = with_calendar()
    closed["roles"]["handler"]["models"]["case"]["read"] = {"fields": {"except": ["closed_on"]}}  # type: ignore[index,call-overload]
    publish(bjorkby, closed)
    html = nils.get(NOVEMBER).text
    assert 'class="calendar' not in html
    assert "list-layout" not in html


@pytest.mark.parametrize("on", ["never", "2026-13", "0001-01-01", "9999-12", "2026-W48"])
def test_what_is_no_time_is_today(nils: Browser, bjorkby: Tenant, on: str) -> None:
    Desk(bjorkby).case(reference="A", closed_on="2026-11-03")
    for span in ("month", "week", "agenda", "century"):
        html = nils.get(f"{INBOX}?view=calendar&span={span}&on={on}").text
        assert "calendar-title" in html


def test_weeks_begin_and_are_counted_as_the_country_does() -> None:
    for language in ("sv", "nb"):
        locale = Locale(language)
        month = stretch_of("month", "2027-01", date(2026, 11, 22), locale)
        assert [month.start, month.end] == [date(2026, 12, 28), date(2027, 2, 1)]
        assert week_number(month.start, locale) == "53"
        assert len(month.weeks) == 5
    assert weekdays(Locale("sv"))[0] == ("mån", "måndag")
    assert stretch_of("week", "", date(2026, 11, 22), Locale("sv")).start == date(2026, 11, 16)


def test_each_stretch_leads_to_its_neighbours_and_none_is_left_out() -> None:
    locale, today = Locale("sv"), date(2026, 1, 31)
    months = stretch_of("month", "2026-01-31", today, locale)
    assert [months.moved(1), months.moved(-1)] == [date(2026, 2, 1), date(2025, 12, 31)]
    for span in ("week", "agenda"):
        here = stretch_of(span, "2026-01-31", today, locale)
        after = stretch_of(span, here.moved(1).isoformat(), today, locale)
        before = stretch_of(span, here.moved(-1).isoformat(), today, locale)
        assert [before.end, after.start] == [here.start, here.end]
