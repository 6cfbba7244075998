"""How each route of the API is called well."""

from typing import Final

from tests.factories.building import APPS
from tests.factories.walk import (
    KEPT,
    Call,
    Places,
    World,
    a_record,
    a_trashed_record,
    walked_app,
)

APP: Final = f"{APPS}/{{app}}"
CASES: Final = f"{APP}/records/case"
CASE: Final = f"{CASES}/{{record}}"
RULES: Final = "/api/v1/retention/rules"
STEN: Final = {"applicant": "Sten Ek", "kind": "permit"}
RULE: Final = {"app": "{app}", "model": "case", "key": "closed-1y", "rule": KEPT}


def a_draft(world: World) -> Places:
    """Name the revision that the draft stands at."""
    draft = world.browser("builder").get(f"{APPS}/{world.app}/draft")
    return {"revision": draft.headers["ETag"].strip('"').partition(".")[0]}


def an_app_without_records(world: World) -> Places:
    """Begin an app that may be deleted."""
    body = {"key": "spare", "title": "Spare", "language": "en"}
    world.browser("builder").post(APPS, json=body)
    return {"spare": "spare"}


def a_rule(world: World) -> Places:
    """Put a rule in force."""
    body = {**RULE, "app": world.app, "title": "A year after closing"}
    world.browser("owner").post(RULES, json=body)
    return {}


TAG: Final = {"If-Match": '"{revision}"'}
FIRST: Final = {"If-Match": '"1"'}
VERSIONS: Final = f"{APP}/versions"

OF_APPS: Final = (
    Call(endpoint="apps.list_apps", path=APPS),
    Call(
        endpoint="apps.create_app",
        method="POST",
        path=APPS,
        json={"key": "fresh", "title": "Fresh", "language": "en"},
        status=201,
    ),
    Call(endpoint="apps.get_app", path=APP),
    Call(
        endpoint="apps.rename",
        method="PATCH",
        path=APP,
        given=a_draft,
        headers=TAG,
        json={"title": "Matters"},
    ),
    Call(
        endpoint="apps.delete_app",
        method="DELETE",
        path=f"{APPS}/{{spare}}?key={{spare}}",
        given=an_app_without_records,
        status=204,
    ),
    Call(endpoint="apps.get_draft", path=f"{APP}/draft"),
    Call(
        endpoint="apps.save_draft",
        method="PUT",
        path=f"{APP}/draft",
        given=a_draft,
        headers=TAG,
        json=walked_app() | {"title": "Matters"},
    ),
    Call(endpoint="apps.check_draft", method="POST", path=f"{APP}/draft/check", json=walked_app()),
    Call(endpoint="versions.list_versions", path=VERSIONS),
    Call(
        endpoint="versions.publish",
        method="POST",
        path=VERSIONS,
        given=a_draft,
        headers=TAG,
        json={"note": "As agreed"},
        status=201,
    ),
    Call(endpoint="versions.get_version", path=f"{VERSIONS}/1"),
    Call(endpoint="versions.preview_draft", path=f"{VERSIONS}/preview"),
    Call(endpoint="versions.preview_version", path=f"{VERSIONS}/1/preview"),
    Call(
        endpoint="versions.restore_version",
        method="POST",
        path=f"{VERSIONS}/1/restore",
        given=a_draft,
        headers=TAG,
        json={"note": "Back"},
        status=201,
    ),
)

OF_RECORDS: Final = (
    Call(endpoint="records.list_records", path=f"{CASES}?filter[kind]=permit&q=sten"),
    Call(endpoint="records.create_record", method="POST", path=CASES, json=STEN, status=201),
    Call(endpoint="records.get_record", path=CASE, given=a_record),
    Call(
        endpoint="records.replace_record",
        method="PUT",
        path=CASE,
        given=a_record,
        headers=FIRST,
        json=STEN | {"notes": "Called"},
    ),
    Call(
        endpoint="records.patch_record",
        method="PATCH",
        path=CASE,
        given=a_record,
        headers=FIRST,
        json={"notes": "Called", "amount": 5},
    ),
    Call(endpoint="records.delete_record", method="DELETE", path=CASE, given=a_record, status=204),
    Call(
        endpoint="records.restore_record",
        method="POST",
        path=f"{CASE}/restore",
        given=a_trashed_record,
    ),
    Call(endpoint="records.get_history", path=f"{CASE}/history", given=a_record),
    Call(
        endpoint="records.do_bulk",
        method="POST",
        path=f"{CASES}/bulk",
        given=a_record,
        json={
            "atomic": True,
            "operations": [
                {"do": "create", "data": STEN},
                {"do": "update", "id": "{record}", "revision": 1, "data": {"notes": "Called"}},
            ],
        },
    ),
    Call(
        endpoint="records.do_batch",
        method="POST",
        path=f"{APP}/batch",
        given=a_record,
        json={
            "operations": [
                {"do": "create", "model": "case", "data": STEN},
                {
                    "do": "patch",
                    "model": "case",
                    "id": "{record}",
                    "revision": 1,
                    "data": {"notes": "Called"},
                },
            ],
        },
        acts=("record.create", "record.update"),
    ),
    Call(endpoint="records.get_openapi", path=f"{APP}/openapi.json"),
    Call(endpoint="api-pages.show_api", path="/apps/{app}/docs/api"),
)

OF_THE_TENANT: Final = (
    Call(endpoint="profile-routes.read_me", path="/api/v1/me"),
    Call(endpoint="trail-routes.read_trail", path="/api/v1/audit"),
    Call(endpoint="retention.list_rules", path=RULES),
    Call(
        endpoint="retention.put_rule",
        method="POST",
        path=RULES,
        json={**RULE, "title": "A year after closing"},
        status=201,
    ),
    Call(
        endpoint="retention.end_rule",
        method="DELETE",
        path=f"{RULES}/{{app}}/case/closed-1y",
        given=a_rule,
        status=204,
    ),
    Call(
        endpoint="retention.preview_rule",
        method="POST",
        path="/api/v1/retention/preview",
        json=RULE,
    ),
)

API_CALLS: Final = (*OF_RECORDS, *OF_THE_TENANT, *OF_APPS)
