"""How each route of migrations is called well."""

import secrets
from typing import Final

from stuga.models.json import JsonObject
from tests.factories.building import APPS, stored, tag, written
from tests.factories.carrying import bare
from tests.factories.walk import Call, Places, World

API: Final = f"{APPS}/{{moving}}/migrations"
PAGE: Final = "/build/{moving}/publishing/{migration}"
MANY: Final = 501


def a_migration(world: World) -> Places:
    """Publish a removal over one record: its value lies aside."""
    return _moved(world, 1)


def a_pending_migration(world: World) -> Places:
    """Publish a removal over more records than are carried along at once."""
    return _moved(world, MANY)


def _moved(world: World, records: int) -> Places:
    vera, key = world.browser("builder"), f"moving-{secrets.token_hex(3)}"
    document = {**bare(), "key": key}
    document["models"] = {"matter": document["models"]["case"]}
    document["roles"] = {}
    assert vera.post(APPS, **written({"document": document})).status_code == 201
    home = f"{APPS}/{key}"
    assert vera.post(f"{home}/versions", json={}, headers=tag(1)).status_code == 201
    stored(world.tenant, "matter", *[{"notes": "x"} for _ in range(records)], app=key)
    del document["models"]["matter"]["properties"]["notes"]
    saved = vera.put(f"{home}/draft", headers=tag(1), **written(document))
    assert saved.status_code == 200, saved.get_json()
    body: JsonObject = {"confirm": ["removal:matter.notes"]}
    done = vera.post(f"{home}/versions", json=body, headers=tag(2))
    assert done.status_code in {201, 202}, done.get_json()
    return {"moving": key, "migration": done.get_json()["migration"]["id"]}


def acting(endpoint: str, path: str, given: object, *, status: int) -> Call:
    return Call(endpoint=endpoint, method="POST", path=path, given=given, status=status)


MIGRATION_CALLS: Final = (
    Call(endpoint="migrations.list_migrations", path=API, given=a_migration),
    Call(endpoint="migrations.get_migration", path=f"{API}/{{migration}}", given=a_migration),
    acting(
        "migrations.cancel_migration",
        f"{API}/{{migration}}/cancel",
        a_pending_migration,
        status=200,
    ),
    acting("migrations.confirm_migration", f"{API}/{{migration}}/confirm", a_migration, status=200),
    Call(endpoint="build.show_migration", path=PAGE, given=a_migration),
    acting("build.cancel_migration", f"{PAGE}/cancel", a_pending_migration, status=303),
    acting("build.confirm_migration", f"{PAGE}/confirm", a_migration, status=303),
)
