"""Views of a list that people keep under a name: for themselves, or for roles of the app too."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from stuga.models import SavedView as Stored
from stuga.models.definition.document import Screen
from stuga.platform import audit
from stuga.platform.audit import Act, Target
from stuga.platform.authz import ActorKind
from stuga.platform.db import db
from stuga.platform.db.prepared import TENANT, Prepared
from stuga.platform.errors import NotFoundError
from stuga.platform.ui.screens.list_state import ListState, read_state
from stuga.platform.ui.screens.list_view import SavedView, Views
from stuga.platform.ui.widgets import Option
from stuga.runtime.serving.visits import Visit

PLACE: Final = "views"
TITLE, QUERY, ROLE, SEVERAL = "title", "query", "role", ","
"""What is posted of a view that is kept; roles one by one, or joined."""
LONGEST_TITLE: Final = 80
MOST: Final = 50
"""Views of one list that one person may keep."""


def views_of(at: Visit, screen: Screen, state: ListState) -> Views | None:
    """Return the views of a list that its reader may use; None for programs and strangers."""
    if at.actor.kind is not ActorKind.PERSON:
        return None
    action, now = at.url(screen.key), state.settled()
    held = _roles(at, screen)
    found = _USABLE.rows(person=at.actor.id, app=at.app.app_id, screen=screen.key, roles=list(held))
    kept = [(*row, state_of(row[2])) for row in found]
    own = (roles for *_, roles, maker, state in kept if maker == at.actor.id and state == now)
    return Views(
        all=[
            SavedView(
                id=str(view_id),
                title=title,
                link=state.link(action),
                is_current=state == now,
                is_shared=bool(roles),
                remove=at.url(screen.key, PLACE, view_id, "delete") if maker == at.actor.id else "",
            )
            for view_id, title, _, roles, maker, state in kept
        ],
        action=at.url(screen.key, PLACE),
        query=query_of(now),
        roles=[Option(key, at.definition.roles[key].title) for key in held],
        shared_with=frozenset(next(own, ())),
    )


# Made once: every list asks it.
_USABLE: Final = Prepared(
    lambda: (
        select(Stored.id, Stored.title, Stored.query, Stored.roles, Stored.person_id)
        .where(
            Stored.tenant_id == TENANT,
            Stored.app_id == bindparam("app"),
            Stored.screen == bindparam("screen"),
            or_(
                Stored.person_id == bindparam("person"),
                Stored.roles.bool_op("?|")(bindparam("roles", type_=ARRAY(Text))),
            ),
        )
        .order_by(func.lower(Stored.title), Stored.id)
        .limit(2 * MOST)
    )
)


def save(at: Visit, screen: Screen, title: str, state: ListState, roles: Collection[str]) -> str:
    """Keep the state of a list under a name; the same name again takes the new state.

    Says what keeps it from being kept; '' if it is.
    """
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        words = "Give the view a name of at most {most} characters."
        return at.locale.text(words, most=LONGEST_TITLE)
    if _count(at, screen, title) >= MOST:
        return at.locale.text("There are {most} views already. Remove one first.", most=MOST)
    made = insert(Stored).values(
        app_id=at.app.app_id,
        screen=screen.key,
        person_id=at.actor.id,
        title=title,
        query=query_of(state),
        roles=[key for key in _roles(at, screen) if key in roles],
    )
    written = made.on_conflict_do_update(
        index_elements=[
            Stored.tenant_id,
            Stored.app_id,
            Stored.screen,
            Stored.person_id,
            Stored.title,
        ],
        set_={"query": made.excluded.query, "roles": made.excluded.roles},
    ).returning(Stored.id)
    _note(at, screen, Act.VIEW_CREATE, db.session.scalars(written).one())
    return ""


def remove(at: Visit, screen: Screen, view_id: UUID) -> Mapping[str, str]:
    """Remove one of one's own views; return what keeps it anew.

    :raises NotFoundError: if there is none, or someone else made it
    """
    gone = (
        delete(Stored)
        .where(Stored.id == view_id, Stored.person_id == at.actor.id)
        .where(Stored.app_id == at.app.app_id, Stored.screen == screen.key)
        .returning(Stored.title, Stored.query, Stored.roles)
    )
    found = db.session.execute(gone.execution_options(synchronize_session=False)).first()
    if found is None:
        raise NotFoundError
    _note(at, screen, Act.VIEW_DELETE, view_id)
    title, query, roles = found
    return {TITLE: title, QUERY: query, ROLE: SEVERAL.join(roles)}


def state_of(query: str) -> ListState:
    """Read the state of a list from what an address says after its `?`."""
    return read_state(parse_qsl(query, keep_blank_values=True)).settled()


def whole_state_of(query: str) -> ListState:
    """Read it with the place in it: how far a board has been opened, when a calendar is looked at.

    A query without a word of the layout is of the list's first.
    """
    state = read_state(parse_qsl(query, keep_blank_values=True))
    return replace(state.settled(), on=state.on, more=state.more)


def query_of(state: ListState) -> str:
    """Write the state of a list as an address says it."""
    return state.link("").removeprefix("?")


def _roles(at: Visit, screen: Screen) -> Sequence[str]:
    """Name the roles that one holds and that open the list: one shares with one's own."""
    held, roles = at.actor.roles_in(at.app.key), at.definition.roles
    return [key for key, role in roles.items() if key in held and screen.key in role.screens]


def _count(at: Visit, screen: Screen, title: str) -> int:
    mine = (
        select(func.count())
        .select_from(Stored)
        .where(Stored.app_id == at.app.app_id, Stored.screen == screen.key)
        .where(Stored.person_id == at.actor.id, Stored.title != title)
    )
    return db.session.scalar(mine) or 0


def _note(at: Visit, screen: Screen, act: Act, view_id: UUID) -> None:
    target = Target(
        kind="view",
        app=at.app.key,
        version=at.app.number,
        model=screen.model,
        id=view_id,
        count=1,
        fields=(screen.key,),
    )
    audit.record(at.actor, act, target=target)
