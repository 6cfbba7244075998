"""Publishes small apps straight into their tables, as the builder would, with roles given."""

import copy
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import select

from stuga.models import App, Version
from stuga.models.definition import document
from stuga.models.definition.digest import digest
from stuga.models.json import JsonObject
from stuga.platform.db import db
from stuga.runtime.records.slots import adopt_version
from tests.factories.cast import Tenant

NOT_PERSONAL: Final = {"personal": "none"}

SMALL_CASES: Final[JsonObject] = {
    "$schema": "urn:stuga:app:1",
    "key": "cases",
    "title": "Cases",
    "language": "en",
    "models": {
        "case": {
            "type": "object",
            "title": "Case",
            "properties": {
                "applicant": {
                    "type": "string",
                    "title": "Applicant",
                    "maxLength": 200,
                    "x-privacy": {
                        "personal": "direct",
                        "subject": "applicant",
                        "identity": "name",
                        "anonymise": {"method": "redact"},
                    },
                },
                "email": {
                    "type": "string",
                    "title": "E-mail",
                    "format": "email",
                    "x-privacy": {"personal": "direct", "anonymise": {"method": "drop"}},
                },
                "reference": {
                    "type": "string",
                    "title": "Reference",
                    "maxLength": 40,
                    "x-privacy": NOT_PERSONAL,
                },
                "kind": {
                    "type": "string",
                    "title": "Kind",
                    "oneOf": [
                        {"const": "permit", "title": "Permit"},
                        {"const": "complaint", "title": "Complaint"},
                    ],
                    "x-privacy": NOT_PERSONAL,
                },
                "amount": {
                    "type": "number",
                    "title": "Amount",
                    "minimum": 0,
                    "multipleOf": 0.01,
                    "x-field": {"kind": "money", "currency": "SEK"},
                    "x-privacy": NOT_PERSONAL,
                },
                "closed_on": {
                    "type": "string",
                    "title": "Closed on",
                    "format": "date",
                    "x-privacy": NOT_PERSONAL,
                },
                "handler": {
                    "type": "string",
                    "title": "Handler",
                    "x-field": {"kind": "person"},
                    "x-privacy": NOT_PERSONAL,
                },
                "notes": {
                    "type": "string",
                    "title": "Notes",
                    "maxLength": 2000,
                    "x-field": {"kind": "long-text"},
                },
            },
            "required": ["applicant", "kind"],
            "additionalProperties": False,
            "x-model": {
                "label": "{reference} {applicant}",
                "index": ["kind", "closed_on", "amount", "reference"],
                "search": ["applicant", "reference"],
                "unique": [["reference"]],
                "history": True,
            },
        },
        "paper": {
            "type": "object",
            "title": "Paper",
            "properties": {
                "title": {"type": "string", "title": "Title", "x-privacy": NOT_PERSONAL},
                "case": {
                    "type": "string",
                    "title": "Case",
                    "x-field": {"kind": "reference", "model": "case", "on_delete": "cascade"},
                    "x-privacy": NOT_PERSONAL,
                },
                "decides": {
                    "type": "string",
                    "title": "Decides",
                    "x-field": {"kind": "reference", "model": "case", "on_delete": "restrict"},
                    "x-privacy": NOT_PERSONAL,
                },
                "mentions": {
                    "type": "string",
                    "title": "Mentions",
                    "x-field": {"kind": "reference", "model": "case", "on_delete": "unlink"},
                    "x-privacy": NOT_PERSONAL,
                },
                "quotes": {
                    "type": "string",
                    "title": "Quotes",
                    "x-field": {"kind": "reference", "model": "case", "on_delete": "unlink"},
                    "x-privacy": NOT_PERSONAL,
                },
            },
            "required": ["title"],
            "additionalProperties": False,
            "x-model": {"label": "{title}", "search": ["title"]},
        },
    },
    "screens": {
        "apply": {
            "type": "form",
            "model": "case",
            "title": "Apply",
            "access": "public",
            "keep_days": 14,
            "elements": [
                {"type": "field", "field": "applicant"},
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
        "edit": {
            "type": "form",
            "model": "case",
            "title": "Edit",
            "elements": [
                {"type": "field", "field": "applicant"},
                {"type": "field", "field": "kind"},
                {"type": "field", "field": "amount", "show": {"field": "kind", "is": "permit"}},
                {"type": "field", "field": "closed_on"},
            ],
        },
        "inbox": {
            "type": "list",
            "model": "case",
            "title": "Inbox",
            "columns": ["reference", "applicant", "kind", "closed_on"],
            "sort": ["-created_at"],
        },
    },
    "navigation": ["inbox"],
    "roles": {
        "handler": {
            "title": "Handler",
            "screens": ["inbox", "edit"],
            "models": {
                "case": {
                    "create": True,
                    "read": True,
                    "update": True,
                    "delete": True,
                    "export": True,
                },
                "paper": {
                    "create": True,
                    "read": True,
                    "update": True,
                    "delete": True,
                    "export": True,
                },
            },
        },
        "reader": {
            "title": "Reader",
            "screens": ["inbox"],
            "models": {"case": {"read": {"fields": {"except": ["applicant", "email", "notes"]}}}},
        },
        "clerk": {
            "title": "Clerk",
            "models": {
                "case": {
                    "create": {"fields": {"except": ["closed_on"]}},
                    "read": {"where": {"field": "kind", "is": "permit"}},
                    "update": {
                        "where": {"field": "closed_on", "empty": True},
                        "fields": {"only": ["applicant", "amount", "kind"]},
                    },
                }
            },
        },
        "applicant": {
            "title": "Applicant",
            "models": {
                "case": {
                    "read": {
                        "where": {"field": "created_by", "is": {"me": "id"}},
                        "fields": {"only": ["reference", "kind"]},
                    }
                }
            },
        },
    },
}

EVERYONE_HANDLES: Final = {"owner": "handler", "member": "handler"}


def publish(
    tenant: Tenant,
    definition: JsonObject = SMALL_CASES,
    *,
    roles: Mapping[str, str] = EVERYONE_HANDLES,
) -> str:
    """Publish a definition as the next version of its app; give people their roles at the first.

    Returns the app's key.
    """
    made = copy.deepcopy(definition)
    with tenant.inside():
        is_first = put_live(made) == 1
    key = str(made["key"])
    if is_first:
        for who, role in roles.items():
            tenant.give(who, key, role)
    return key


def put_live(made: JsonObject) -> int:
    """Make a definition the live version of its app, in the present transaction."""
    definition = document.App.read(made)
    app = db.session.scalar(select(App).where(App.key == definition.key))
    if app is None:
        app = App(key=definition.key, title=definition.title, draft=made)
        db.session.add(app)
        db.session.flush()  # the version needs the app's id, which PostgreSQL makes
    app_id: UUID = app.id
    number = (app.live_number or 0) + 1
    db.session.add(Version(app_id=app_id, number=number, document=made, digest=digest(made)))
    app.live_number = number
    db.session.flush()  # what is adopted looks at the versions there are
    adopt_version(app_id, definition, number)
    return number
