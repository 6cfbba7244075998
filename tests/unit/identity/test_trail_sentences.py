"""Every act reads as a sentence, in every language, whatever has been forgotten."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from stuga.models.json import JsonObject
from stuga.platform.audit import Act, Op
from stuga.platform.audit.queries import Entry
from stuga.platform.identity.roles import AppRoles
from stuga.platform.identity.trail import sentences, timeline
from stuga.platform.ui import LANGUAGES, Locale

NILS: JsonObject = {"who": {"kind": "person", "name": "Nils Berg"}, "label": "C-17"}
ENGLISH = Locale("en")


def entry(action: str = "record.update", outcome: str = "success", **more: object) -> Entry:
    op = Act(action).op.value if action in set(Act) else "update"
    given = {"parts": NILS, "envelope": {}, "app": "cases", "model": "case", **more}
    return Entry(
        id=UUID(int=1),
        at=datetime(2026, 5, 4, 22, 30, tzinfo=UTC),
        stream="change",
        action=action,
        op=op,
        outcome=outcome,
        via="page",
        target_id=None,
        **given,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_a_sentence_of_its_own(language: str) -> None:
    locale = Locale(language)

    told = [sentences.sentence(entry(act.value), locale) for act in Act]

    assert len(set(told)) == len(Act)
    assert all(each.startswith("Nils Berg ") and "{" not in each for each in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_can_be_chosen_in_a_filter(language: str) -> None:
    titles = [sentences.kind_of_act(act, Locale(language)) for act in Act]

    assert all(title.startswith("… ") for title in titles)


def test_every_kind_of_act_has_an_icon_a_tone_and_a_name() -> None:
    assert set(timeline.ICONS) == set(timeline.TONES) == set(timeline.OPS) == set(Op)


def test_a_sign_in_that_failed_names_whose_account_it_was() -> None:
    parts: JsonObject = {"who": {"kind": "anonymous"}, "label": "Nils Berg"}

    told = sentences.sentence(entry("session.start", "failed", parts=parts), ENGLISH)

    assert told == "Someone failed to sign in as “Nils Berg”"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, "Someone no longer named changed the record cases / case"),
        ({"who": {"kind": "anonymous"}}, "A stranger changed the record cases / case"),
        ({"who": {"kind": "system"}}, "Stuga changed the record cases / case"),
        ({"who": {"kind": "person"}}, "Someone without a name changed the record cases / case"),
    ],
)
def test_what_is_not_known_is_said_so(parts: JsonObject, told: str) -> None:
    assert sentences.sentence(entry(parts=parts), ENGLISH) == told


@pytest.mark.parametrize(
    ("action", "kind", "told"),
    [
        ("screen.read", "home", "Nils Berg opened the first page"),
        ("screen.read", "places", "Nils Berg looked for a place to go to"),
        ("record.list", "record", "Nils Berg searched records of several apps"),
    ],
)
def test_what_was_of_no_one_app_is_named_for_itself(action: str, kind: str, told: str) -> None:
    parts: JsonObject = {"who": NILS["who"]}
    envelope: JsonObject = {"target": {"kind": kind}}

    found = entry(action, parts=parts, envelope=envelope, app=None, model=None)

    assert sentences.sentence(found, ENGLISH) == told


def test_apps_and_models_are_called_as_they_are_named_now() -> None:
    apps = {"cases": AppRoles("cases", "Case handling", {}, {"case": "Case"})}
    parts: JsonObject = {"who": NILS["who"]}

    known = sentences.sentence(entry("record.list", parts=parts), ENGLISH, apps)
    gone = sentences.sentence(entry("record.list", parts=parts, model="old"), ENGLISH, apps)

    assert known == "Nils Berg listed records of Case handling / Case"
    assert gone == "Nils Berg listed records of Case handling / old"


def test_an_act_of_a_later_release_still_reads() -> None:
    assert sentences.sentence(entry("moon.visit"), ENGLISH) == "Nils Berg: moon.visit “C-17”"


def test_braces_in_names_are_only_braces() -> None:
    parts: JsonObject = {"who": {"kind": "person", "name": "{what}"}, "label": "{0}"}

    assert sentences.sentence(entry(parts=parts), ENGLISH) == "{what} changed the record “{0}”"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "\N{EN DASH}"),
        ("", "\N{EN DASH}"),
        ([], "\N{EN DASH}"),
        (True, "Yes"),
        (False, "No"),
        (0, "0"),
        (12.5, "12.5"),
        (["a", None], "a, \N{EN DASH}"),
        ({"a": [1, 2]}, "a: 1, 2"),
    ],
)
def test_values_of_changes_read_as_people_read(value: object, text: str) -> None:
    assert sentences.shown(value, ENGLISH) == text  # type: ignore[arg-type]


def test_days_begin_in_the_tenants_zone() -> None:
    late = entry()
    now = datetime(2026, 5, 5, 8, tzinfo=UTC)

    in_sweden = timeline.days_of([late], Locale("en", "Europe/Stockholm"), now)
    in_utc = timeline.days_of([late], Locale("en", "UTC"), now)

    assert [day.title for day in in_sweden] == ["Today"]
    assert [day.title for day in in_utc] == ["Yesterday"]
