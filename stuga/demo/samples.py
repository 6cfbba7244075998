"""Sample records of the demo: made up, in Swedish, spread over the last months."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from stuga.models.definition.kinds.date_time import moment_text
from stuga.models.json import JsonObject

_CASES: Final = (
    ("Bygglov för altan, Strandvägen 4", "permit", "Åsa Öberg", "Norra Kajen 12"),
    ("Buller från ventilation på Torggatan", "complaint", "Mohammed Al-Rashid", "Torget 3"),
    ("Bidrag till sommarkoloni", "grant", "Björkby Scoutkår", "Skogsbrynet 1"),
    ("Fråga om sophämtning i fritidsområdet", "question", "Karin Lindqvist", "Sjövägen 88"),
    ("Marklov för parkeringsplats", "permit", "Ek & Söner Fastigheter AB", "Ekbacken 7"),
    ("Trasig gatubelysning vid skolan", "complaint", "Ida Nordström-Hallberg", "Skolgatan 22"),
    ("Stöd till byfest i augusti", "grant", "Granby byalag", "Granby 2:14"),
    ("Bygglov för inglasad balkong", "permit", "Sten Ek", "Björkallén 15"),
    ("Fallet träd över cykelvägen", "complaint", "Lars Ove Persson", "Kvarnvägen 5"),
    ("Hur överklagar jag ett beslut?", "question", "Fatima Haddad", "Parkgatan 9"),
    ("Bidrag till bredband på landsbygden", "grant", "Östra Fiberföreningen", "Östra byn 3"),
    ("Strandskyddsdispens för brygga", "permit", "Nils-Erik Wallin", "Sjövägen 41"),
    ("Nedskräpning vid återvinningen", "complaint", "Vera Holm", "Industrivägen 2"),
    ("Rivningslov för lada", "permit", "Margareta Sjögren", "Norrgården 1:3"),
    ("Bidrag till integrationsprojekt", "grant", "Språkcaféet Björkby", "Biblioteksgatan 1"),
    ("När öppnar simhallen igen?", "question", "Elias Berg", "Ringvägen 30"),
    ("Skyltlov för butik", "permit", "Café Linnéa", "Torget 6"),
    ("Lukt från reningsverket", "complaint", "Anna-Karin Forsberg", "Åvägen 11"),
    ("Bidrag till idrottsdag", "grant", "Björkby IF", "Idrottsvägen 4"),
    ("Attefallshus nära tomtgräns", "permit", "Jonas Åkerlund", "Ekbacken 19"),
)
_AGES: Final = (
    *(224, 219, 211, 196, 188, 171, 166, 158, 149, 131),
    *(127, 118, 104, 97, 71, 66, 52, 45, 20, 9),
)
"""How many days ago each came in: some months bring more than others."""
_STATES: Final = (
    *("closed", "closed", "decided", "closed", "closed", "decided", "closed", "waiting"),
    *("closed", "decided", "investigating", "closed", "waiting", "investigating", "decided"),
    *("investigating", "waiting", "received", "received", "received"),
)
_PRIORITIES: Final = ("normal", "normal", "high", "low")
_AMOUNTS: Final = (12000, 4500.5, 38000, 7250, 15900.9)

_ITEMS: Final = (
    ("Bärbar dator ThinkPad", "IT-014", "it", "Förrådet, plan 1", 13990),
    ("Projektor Epson", "AV-003", "av", "Biblioteket", 8495),
    ("Konferenshögtalare", "AV-007", "av", "Kommunhuset 2 tr", 3290),
    ("Elcykel med flak", "FO-002", "vehicle", "Cykelgaraget", 46900),
    ("Tjänstebil Volvo EX30", "FO-011", "vehicle", "Garaget", 385000),
    ("Slagborrmaskin Hilti", "VE-021", "tool", "Verkstaden", 6795),
    ("Lasermätare Bosch", "VE-025", "tool", "Verkstaden", 1895),
    ("Partytält, stort", "UT-004", "outdoor", "Förrådet, plan 0", 4200),
    ("Kanotset för fyra", "UT-009", "outdoor", "Sjöboden", 28500),
    ("Bärbar dator MacBook Air", "IT-017", "it", "Förrådet, plan 1", 14490),
    ("Trådlöst internet, resväska", "IT-019", "it", "Förrådet, plan 1", 5990),
    ("Skruvdragare Makita", "VE-029", "tool", "Verkstaden", 2495),
    ("Stolar, tjugo stycken", "OV-001", "other", "Förrådet, plan 0", 9800),
    ("Surfplatta för fältarbete", "IT-022", "it", "Förrådet, plan 1", 7490),
)
_PURPOSES: Final = (
    "Medborgardialog i Granby",
    "Besiktning av lekplatser",
    "Studiebesök från vänorten",
    "Utbildning i brandskydd",
    "Sommarläger vecka 28",
)
_SUMMER: Final = frozenset({5, 6, 8})
_NEAR: Final = 16
"""The days around today have loans of their own."""


def cases(*, today: date, handler: str) -> Iterator[JsonObject]:
    """Return cases, from the oldest to today's."""
    for number, (subject, kind, applicant, address) in enumerate(_CASES):
        received = today - timedelta(days=_AGES[number])
        state = _STATES[number]
        case: JsonObject = {
            "subject": subject,
            "kind": kind,
            "applicant": applicant,
            "address": address,
            "email": f"{_mailbox(applicant)}@example.com",
            "answer_by": "email",
            "state": state,
            "priority": _PRIORITIES[number % len(_PRIORITIES)],
            "received_on": received.isoformat(),
            "due_on": (received + timedelta(days=60)).isoformat(),
        }
        if state != "received":
            case["handler"] = handler
        if kind == "grant":
            case["amount"] = _AMOUNTS[number % len(_AMOUNTS)]
        if state == "closed":
            case["closed_on"] = (received + timedelta(days=40)).isoformat()
        yield case


def items() -> Iterator[JsonObject]:
    """Return things to borrow."""
    for name, number, category, location, price in _ITEMS:
        yield {
            "name": name,
            "number": number,
            "category": category,
            "location": location,
            "state": "repair" if number == "VE-021" else "in-service",
            "price": price,
            "longest_loan": 14 if category != "vehicle" else 3,
            "bought_on": "2025-03-17",
        }


def bookings(things: list[str], *, today: date, borrower: str) -> Iterator[JsonObject]:
    """Return loans of the last months, more of them in summer, and those around today."""
    for number, age in enumerate(_past(today)):
        yield _booking(things, number, today - timedelta(days=age), borrower, "returned")
    for number in range(2 * len(_PURPOSES)):
        day = today + timedelta(days=3 * number - 12)
        over = day < today - timedelta(days=1)
        state = "returned" if over else "out" if day <= today else "booked"
        yield _booking(things, number, day, borrower, state)


def _past(today: date) -> Iterator[int]:
    """Yield how many days ago loans of the past began, the first first."""
    age = 270
    while age > _NEAR:
        yield age
        month = (today - timedelta(days=age)).month
        age -= 3 if month in _SUMMER else 5 + age % 4


def _booking(things: list[str], number: int, day: date, borrower: str, state: str) -> JsonObject:
    begins = datetime.combine(day, time(8)).astimezone()
    ends = begins + timedelta(days=1, hours=8)
    booking: JsonObject = {
        "item": things[(number * number + number // 2) % len(things)],
        "borrower": borrower,
        "starts_at": moment_text(begins),
        "ends_at": moment_text(ends),
        "purpose": _PURPOSES[number % len(_PURPOSES)],
        "state": state,
    }
    if state == "returned":
        booking["returned_at"] = moment_text(ends)
    return booking


def _mailbox(name: str) -> str:
    letters = str.maketrans("åäöéÅÄÖ", "aaoeaao", "&.,'")
    return ".".join(name.translate(letters).lower().split()[:2])
