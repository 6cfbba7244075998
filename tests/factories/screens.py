"""An app with a field of every kind, and views of its screens."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from stuga.models.definition.conditions import World
from stuga.models.definition.document import App
from stuga.models.json import JsonObject
from stuga.platform.ui.screens.form_view import FormView

CASES: Final[JsonObject] = {
    "key": "cases",
    "title": "Cases",
    "language": "en",
    "purposes": {"case-handling": {"title": "Handling the case", "basis": "public-task"}},
    "retention": {
        "closed-2y": {
            "title": "Two years after closing",
            "start": {"field": "closed_on"},
            "keep_max": "P2Y",
            "action": "anonymise",
        }
    },
    "models": {
        "case": {
            "type": "object",
            "title": "Case",
            "properties": {
                "applicant": {
                    "type": "string",
                    "title": "Applicant",
                    "maxLength": 20,
                    "x-privacy": {
                        "personal": "direct",
                        "identity": "name",
                        "purpose": "case-handling",
                        "retention": "closed-2y",
                    },
                },
                "pnr": {
                    "type": "string",
                    "title": "Personal number",
                    "x-field": {"kind": "national-id"},
                },
                "email": {
                    "type": "string",
                    "title": "E-mail",
                    "format": "email",
                    "x-privacy": {"personal": "direct", "identity": "e-mail"},
                },
                "phone": {"type": "string", "title": "Phone", "x-field": {"kind": "phone"}},
                "site": {"type": "string", "title": "Web site", "format": "uri"},
                "kind": {
                    "type": "string",
                    "title": "Kind",
                    "oneOf": [
                        {"const": "permit", "title": "Permit"},
                        {"const": "complaint", "title": "Complaint"},
                    ],
                },
                "topics": {
                    "type": "array",
                    "title": "Topics",
                    "items": {
                        "type": "string",
                        "oneOf": [
                            {"const": "water", "title": "Water"},
                            {"const": "waste", "title": "Waste"},
                            {"const": "noise", "title": "Noise"},
                        ],
                    },
                },
                "what": {"type": "string", "title": "What", "x-field": {"kind": "long-text"}},
                "amount": {
                    "type": "number",
                    "title": "Amount",
                    "minimum": 0,
                    "multipleOf": 0.01,
                    "x-field": {"kind": "money", "currency": "SEK"},
                },
                "persons": {"type": "integer", "title": "Persons", "minimum": 1},
                "share": {"type": "number", "title": "Share"},
                "urgent": {"type": "boolean", "title": "Urgent"},
                "closed_on": {"type": "string", "title": "Closed on", "format": "date"},
                "met_at": {"type": "string", "title": "Met at", "format": "date-time"},
                "handler": {"type": "string", "title": "Handler", "x-field": {"kind": "person"}},
                "parent": {
                    "type": "string",
                    "title": "Belongs to",
                    "x-field": {"kind": "reference", "model": "case"},
                },
            },
            "required": ["applicant", "kind"],
            "additionalProperties": False,
            "x-model": {"label": "{applicant}", "index": ["kind", "amount"]},
        }
    },
    "screens": {
        "apply": {
            "type": "form",
            "model": "case",
            "title": "Apply",
            "access": "public",
            "review": True,
            "steps": [
                {
                    "key": "you",
                    "title": "You",
                    "elements": [
                        {"type": "field", "field": "applicant"},
                        {"type": "field", "field": "email"},
                    ],
                },
                {
                    "key": "matter",
                    "title": "The matter",
                    "elements": [
                        {"type": "field", "field": "kind"},
                        {
                            "type": "section",
                            "key": "cost",
                            "title": "Cost",
                            "show": {"field": "kind", "is": "permit"},
                            "elements": [
                                {
                                    "type": "field",
                                    "field": "amount",
                                    "required": {"field": "kind", "is": "permit"},
                                }
                            ],
                        },
                    ],
                },
                {
                    "key": "noise",
                    "title": "Noise",
                    "show": {"field": "kind", "is": "complaint"},
                    "elements": [{"type": "field", "field": "what"}],
                },
            ],
        },
        "edit": {
            "type": "form",
            "model": "case",
            "title": "Case",
            "elements": [
                {
                    "type": "section",
                    "key": "who",
                    "title": "Who",
                    "elements": [
                        {
                            "type": "columns",
                            "count": 2,
                            "elements": [
                                {"type": "field", "field": key}
                                for key in ("applicant", "pnr", "email", "phone", "site")
                            ],
                        }
                    ],
                },
                {
                    "type": "section",
                    "key": "what",
                    "title": "What",
                    "elements": [
                        {"type": "field", "field": key}
                        for key in ("kind", "topics", "what", "amount", "persons", "share")
                    ]
                    + [{"type": "field", "field": "urgent"}],
                },
                {"type": "divider"},
                {"type": "heading", "key": "then", "title": "Then"},
                {"type": "text", "key": "words", "text": "Read *this* first. <b>No</b>"},
                *(
                    {"type": "field", "field": key}
                    for key in ("closed_on", "met_at", "handler", "parent")
                ),
                {"type": "hologram", "key": "new"},
            ],
        },
    },
}

WORLD: Final = World(now=datetime(2026, 3, 1, 12, tzinfo=UTC), zone=ZoneInfo("Europe/Stockholm"))


def cases_app() -> App:
    return App.read(CASES)


def form_view(screen: str = "edit", **more: object) -> FormView:
    """Make a view of a form of the cases app; what is given goes over what is usual."""
    app = cases_app()
    view: dict[str, object] = {
        "app": app,
        "screen": app.screens[screen],
        "model": app.models["case"],
        "action": f"/apps/cases/{screen}",
        "csrf": "t0ken",
        "world": WORLD,
    }
    return FormView(**{**view, **more})
