"""Someone before the vault's items, and what it looks like to get through to what is closed."""

from typing import Any, Final
from uuid import UUID

from stuga.platform import clock
from stuga.platform.errors import DomainError
from stuga.runtime.records.aggregates import Aggregate, aggregate
from stuga.runtime.records.stored import Shown
from tests.factories.cast import Browser, Tenant
from tests.factories.closed import OTHER, SECRET, WORTH
from tests.factories.exports import exported
from tests.factories.records import Desk, row_of

API: Final = "/api/v1/apps/vault"
ITEMS: Final = f"{API}/records/item"
_WORDS: Final = (SECRET, "98765432", "98,765,432", "98 765 432", "98\N{NO-BREAK SPACE}765")


class Trial:
    """One of the cast before two items: one holds the secret, one another value."""

    def __init__(self, tenant: Tenant, who: str) -> None:
        self.tenant, self.who = tenant, who
        keeper = Desk(tenant, "owner", "item", "vault")
        made = keeper.create(title="The bee", secret=OTHER, worth=WORTH)
        self.one: Shown = keeper.patch(made.id, 1, secret=SECRET)
        self.other: Shown = keeper.create(title="The ant", secret="Zz", worth=1)
        notes = Desk(tenant, "owner", "note", "vault")
        notes.create(text="About it", about=str(self.one.id))

    @property
    def browser(self) -> Browser:
        return self.tenant.browser(self.who)

    @property
    def at(self) -> str:
        return f"{ITEMS}/{self.one.id}"

    def secret_now(self) -> object:
        row = row_of(self.tenant, self.one.id)
        assert row is not None
        return row.data.get("secret")


def shows(text: str) -> bool:
    return any(word in text for word in _WORDS)


def only_the_one(answer: Any) -> bool:  # noqa: ANN401
    """Tell whether a list, filtered or searched, holds the one item and not the other."""
    text = answer.get_data(as_text=True)
    return answer.status_code == 200 and "The bee" in text and "The ant" not in text


def table_of(trial: Trial, query: str = "", kind: str = "csv") -> str:
    joined = f"?format={kind}{query}"
    begun = trial.browser.post(f"{API}/exports/item{joined}")
    if begun.status_code != 202:
        return ""
    found = exported(trial.tenant, joined, who=trial.who, path=f"{API}/exports/item")
    return found.decode("utf-8-sig")


def reckoned(trial: Trial, **asked: Any) -> bool:  # noqa: ANN401
    """Tell whether figures of the items are given."""
    actor = trial.tenant.actor(trial.who)
    with trial.tenant.inside():
        command = Aggregate(app="vault", model="item", now=clock.now(), **asked)
        try:
            return bool(aggregate(actor, command).groups)
        except DomainError:
            return False


def has_new(trial: Trial) -> bool:
    """Tell whether there is an item with a secret of one's own."""
    items = Desk(trial.tenant, "owner", "item", "vault")
    found = trial.tenant.browser("owner").get(f"{ITEMS}?filter[title]=New")
    ids = [UUID(one["id"]) for one in found.get_json()["items"]]
    return any(items.get(one).data.get("secret") == "Mine" for one in ids)
