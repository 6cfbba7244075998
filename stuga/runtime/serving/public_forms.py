"""What keeps public forms from being abused: a token that ends, a trap, a measure per address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from stuga.models import Throttle
from stuga.models.definition.refusals import Refused
from stuga.platform.crypto import Purpose, ring
from stuga.platform.db import own_transaction
from stuga.platform.errors import BadRequestError, TooManyError
from stuga.platform.tenancy import current_tenant_id
from stuga.platform.web.paging import opened_cursor, sealed_cursor

TOKEN: Final = "_form"  # noqa: S105  # a field's name
TRAP: Final = "_website"
LIFE: Final = timedelta(hours=24)
EXPIRED: Final = Refused("form-expired")
MOST_POSTS: Final = 30
WINDOW: Final = timedelta(minutes=10)

Pairs = Sequence[tuple[str, str]]


def token_of(form: str, csrf: str, *, now: datetime) -> str:
    """Return a token that says when this browser was given the form."""
    return sealed_cursor([int(now.timestamp())], _name(form, csrf))


def without_own(pairs: Pairs) -> Pairs:
    """Leave out what is no answer but a part of this watch."""
    return [(name, value) for name, value in pairs if name not in {TOKEN, TRAP}]


def is_trapped(pairs: Pairs) -> bool:
    """Tell whether the field was filled in that no person sees."""
    return any(name == TRAP and value for name, value in pairs)


def is_fresh(pairs: Pairs, form: str, csrf: str, *, now: datetime) -> bool:
    """Tell whether the form was given to this very browser less than a day ago."""
    given = next((value for name, value in pairs if name == TOKEN), "")
    try:
        [at] = opened_cursor(given, _name(form, csrf))
    except (BadRequestError, ValueError):
        return False
    return isinstance(at, int) and now.timestamp() - at < LIFE.total_seconds()


def count_post(form: str, address: str, *, now: datetime, most: int | None = None) -> None:
    """Count a form from an address, in a transaction of its own.

    :param address: of a letter its own; of who asks the network, as a household has many addresses
    :raises TooManyError: if it has sent too many in a short time
    """
    value = f"form:{form}:{address}".encode()
    key = ring().mac(Purpose.THROTTLE, value, current_tenant_id())
    with own_transaction() as session:
        new = insert(Throttle).values(key=key, failures=0, since=now)
        session.execute(new.on_conflict_do_nothing())
        row = session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).one()
        if row.since + WINDOW <= now:
            row.failures, row.since = 0, now
        if row.failures >= (MOST_POSTS if most is None else most):
            seconds = int((row.since + WINDOW - now).total_seconds()) + 1
            raise TooManyError(f"Wait {seconds} s, then try again.", seconds=seconds)
        row.failures += 1


def _name(form: str, csrf: str) -> str:
    return f"form {form} {csrf}"
