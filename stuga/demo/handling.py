"""What became of the demo's cases: decisions with their reasons, and notes along the way."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject

_TO_DECIDE: Final = timedelta(days=34)
_TO_APPEAL: Final = timedelta(days=21)
_REASONS: Final = {
    "approved": (
        "Åtgärden följer detaljplanen, och ingen granne har haft något att invända.",
        "Ansökan uppfyller kommunens riktlinjer, och pengarna räcker i årets budget.",
        "Platsen har besiktigats. Det som anmäldes stämmer, och felet är åtgärdat.",
    ),
    "partly": ("Halva beloppet ryms i budgeten. Resten kan sökas på nytt i januari.",),
    "rejected": (
        "Byggnaden skulle stå närmare tomtgränsen än planen tillåter.",
        "Sökanden har fått stöd för samma sak tidigare i år.",
    ),
    "withdrawn": ("Sökanden har tagit tillbaka sin ansökan i ett brev till kommunen.",),
}
_OUTCOMES: Final = (
    *("approved", "approved", "partly", "rejected", "approved", "approved"),
    *("approved", "withdrawn", "approved", "rejected"),
)
_NOTES: Final = (
    ("call", "Ringde och bad om en ritning i skala 1:100. Den kommer i veckan."),
    ("meeting", "Besökte platsen tillsammans med en granne. Tog bilder."),
    ("letter", "Skickade en begäran om komplettering. Svar väntas inom två veckor."),
    ("internal", "Stämde av med miljökontoret: inga hinder från deras håll."),
)


def decisions(cases: list[tuple[str, JsonObject]], *, by: str) -> Iterator[JsonObject]:
    """Return a decision of each case that is decided or closed, questions apart."""
    decided = (
        (case_id, case)
        for case_id, case in cases
        if case["state"] in {"decided", "closed"} and case["kind"] != "question"
    )
    for number, (case_id, case) in enumerate(decided):
        outcome = _OUTCOMES[number % len(_OUTCOMES)]
        day = _received(case) + _TO_DECIDE
        reasons = _REASONS[outcome]
        decision: JsonObject = {
            "case": case_id,
            "outcome": outcome,
            "decided_on": day.isoformat(),
            "decided_by": by,
            "reasons": reasons[number % len(reasons)],
            "appeal_by": (day + _TO_APPEAL).isoformat(),
            "appealed": outcome == "rejected",
        }
        asked = case.get("amount")
        if isinstance(asked, int | float) and outcome in {"approved", "partly"}:
            decision["granted"] = asked if outcome == "approved" else asked / 2
        yield decision


def notes(cases: list[tuple[str, JsonObject]]) -> Iterator[JsonObject]:
    """Return notes in the cases that someone works with."""
    handled = (
        (case_id, case)
        for case_id, case in cases
        if case["state"] in {"investigating", "waiting", "decided"}
    )
    for number, (case_id, case) in enumerate(handled):
        for step in range(1 + number % 2):
            kind, words = _NOTES[(number + step) % len(_NOTES)]
            day = _received(case) + timedelta(days=3 + 4 * step)
            at = datetime.combine(day, time(9 + step, 30)).astimezone()
            yield {"case": case_id, "kind": kind, "happened_at": moment_text(at), "text": words}


def _received(case: JsonObject) -> date:
    return date.fromisoformat(str(case["received_on"]))
