"""The operator's log of sign-in attempts. The application may add to it and never read it."""

from enum import StrEnum
from typing import Final, cast
from uuid import UUID

from sqlalchemy import Table, insert

from stuga.models import SystemEvent
from stuga.platform.db import own_transaction
from stuga.platform.telemetry import current_request
from stuga.platform.tenancy import current_tenant_id

_EVENTS: Final = cast("Table", SystemEvent.__table__)


class Kind(StrEnum):
    """What was attempted."""

    SIGN_IN = "sign-in"
    SIGN_IN_LINK = "sign-in-link"


def note(kind: Kind, outcome: str, *, reason: str = "", person_id: UUID | None = None) -> None:
    """Add one event, in a transaction of its own: no rollback takes it along.

    :param outcome: `success`, `failed` or `throttled`
    """
    request = current_request()
    event = {
        "kind": kind.value,
        "outcome": outcome,
        "reason": reason,
        "tenant": current_tenant_id(),
        "person": person_id,
        "request_id": request.id,
        "address_hmac": bytes.fromhex(request.address) or None,
    }
    with own_transaction() as session:
        # Inline, for asking back the id would be reading.
        session.connection().execute(insert(_EVENTS).inline(), event)
