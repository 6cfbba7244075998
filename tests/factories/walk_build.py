"""How each page of the builder is called well."""

import json
from typing import Final

from stuga.models.json import JsonObject
from tests.factories.building import APPS, tag, written
from tests.factories.walk import Call, Places, World, walked_app
from tests.factories.walk_api import an_app_without_records

APP: Final = "/build/{app}"
SHOP: Final = "workshop"
REVISION: Final = {"revision": "{revision}"}
MODEL: Final = f"{APP}/models/paper"
FIELD: Final = f"{MODEL}/fields/title"
ROWS: Final = f"{MODEL}/fields/sheets"
SCREEN: Final = f"{APP}/screens/edit"


def workshop() -> JsonObject:
    """Return an app with something in every part that the builder shows."""
    made = walked_app()
    made["key"] = SHOP
    made["texts"] = {"sv": {"app.title": "Ärenden"}}
    made["purposes"] = {"handling": {"title": "Handling", "basis": "public-task"}}
    made["retention"] = {
        "closed-1y": {
            "title": "A year after closing",
            "start": {"field": "closed_on"},
            "keep_max": "P1Y",
            "action": "anonymise",
        }
    }
    pages: JsonObject = {"type": "integer", "title": "Pages"}
    title: JsonObject = {"type": "string", "title": "Title"}
    row: JsonObject = {"type": "object", "additionalProperties": False}
    made["models"]["paper"]["properties"]["sheets"] = {
        "type": "array",
        "title": "Sheets",
        "x-field": {"kind": "list"},
        "items": {**row, "properties": {"title": title, "pages": pages}},
    }
    return made


def a_draft(world: World, document: JsonObject | None = None) -> Places:
    """Put the workshop's draft back as it was; name its revision."""
    vera = world.browser("builder")
    draft = vera.get(f"{APPS}/{SHOP}/draft")
    if draft.status_code == 404:
        begun = vera.post(APPS, **written({"document": workshop()}))
        assert begun.status_code == 201, begun.get_json()
        draft = vera.get(f"{APPS}/{SHOP}/draft")
    revision = int(draft.headers["ETag"].strip('"').partition(".")[0])
    saved = vera.put(
        f"{APPS}/{SHOP}/draft", headers=tag(revision), **written(document or workshop())
    )
    assert saved.status_code == 200, saved.get_json()
    return {"app": SHOP, "revision": saved.headers["ETag"].strip('"')}


def a_published_app(world: World) -> Places:
    """Publish the workshop's draft if nothing of it serves yet."""
    places = a_draft(world)
    vera = world.browser("builder")
    if not vera.get(f"{APPS}/{SHOP}/versions").get_json()["items"]:
        published(world, places)
    return places


def two_versions(world: World) -> Places:
    """Let another version than the first serve."""
    places = a_published_app(world)
    if world.browser("builder").get(f"{APPS}/{SHOP}").get_json()["live_number"] == 1:
        places = a_draft(world, workshop() | {"title": "Matters"})
        published(world, places)
    return places


def published(world: World, places: Places) -> None:
    body = {"note": "As agreed"}
    headers = tag(int(places["revision"]))
    answer = world.browser("builder").post(f"{APPS}/{SHOP}/versions", json=body, headers=headers)
    assert answer.status_code == 201, answer.get_json()


def a_mendable_mistake(world: World) -> Places:
    """Make a mistake that the checker has a fix for; name it."""
    wrong = workshop()
    wrong["screens"]["inbox"]["colour"] = "red"
    places = a_draft(world, wrong)
    found = world.browser("builder").post(f"{APPS}/{SHOP}/draft/check").get_json()
    one = next(one for one in found["problems"] if one["fix"])
    return {**places, "pointer": one["pointer"], "code": one["code"]}


def shown(endpoint: str, path: str) -> Call:
    return Call(endpoint=f"build.{endpoint}", path=path, given=a_draft)


def sent(endpoint: str, path: str, **form: str | list[str]) -> Call:
    return Call(
        endpoint=f"build.{endpoint}",
        method="POST",
        path=path,
        given=a_draft,
        form={**REVISION, **form},
        status=303,
    )


UNDONE: Final = json.dumps([{"op": "replace", "path": "/title", "value": "Undone"}])

OF_PARTS: Final = (
    shown("show_app", f"{APP}/"),
    sent("add_model", f"{APP}/models", model="Parcel"),
    sent("add_screen", f"{APP}/screens", screen="Board", type="list", model="case"),
    sent("navigate", f"{APP}/navigation", do="in:overview"),
    sent("undo", f"{APP}/undo", patch=UNDONE, to="/build/{app}/settings"),
    shown("show_model", MODEL),
    sent("set_model", MODEL, title="Papers", label="{title}"),
    sent("remove_model", f"{MODEL}/remove", title="Paper"),
    sent("add_field", f"{MODEL}/fields", field="Sheet", kind="integer"),
    sent("act_on_field", f"{MODEL}/table", do="down:title"),
    shown("show_field", FIELD),
    sent("set_field", FIELD, title="Heading", personal="none"),
    sent("index_field", f"{FIELD}/index"),
    sent("remove_field", f"{FIELD}/remove", title="Title"),
    Call(
        endpoint="build.check_formula",
        method="POST",
        path=f"{FIELD}/formula",
        who="builder",
        given=a_draft,
        form={"formula": "1 + 1", "result": "decimal"},
        quiet="nothing is kept, and showing the field has left its entry",
    ),
    sent("add_row_field", f"{ROWS}/fields", field="Ink", kind="text"),
    sent("act_on_row_field", f"{ROWS}/table", do="down:sheets.title"),
    shown("show_field", ROWS),
    shown("show_field", f"{ROWS}.pages"),
    shown("show_screen", SCREEN),
    shown("show_screen", f"{APP}/screens/case"),
    shown("show_screen", f"{APP}/screens/inbox"),
    shown("show_screen", f"{APP}/screens/overview"),
    sent("act", f"{SCREEN}/act?at=/screens/edit/elements/0", do="down:"),
    sent("set_selected", SCREEN, _title="Change a case"),
    sent("remove_screen", f"{SCREEN}/remove", title="Edit"),
    shown("show_roles", f"{APP}/roles"),
    sent("add_role", f"{APP}/roles", role="Guard"),
    shown("show_role", f"{APP}/roles/reader"),
    sent("set_role", f"{APP}/roles/reader", title="Readers", screen="inbox"),
    sent("remove_role", f"{APP}/roles/clerk/remove", title="Clerk"),
    shown("show_languages", f"{APP}/languages"),
    sent("add_language", f"{APP}/languages", language="nb"),
    shown("show_language", f"{APP}/languages/sv"),
    sent("set_texts", f"{APP}/languages/sv", **{"t.app.title": "Mål"}),
    sent("remove_language", f"{APP}/languages/sv/remove"),
    shown("show_privacy", f"{APP}/privacy"),
    sent("set_purpose", f"{APP}/privacy/purposes", purpose_title="Law", purpose_basis="contract"),
    sent(
        "set_rule",
        f"{APP}/privacy/rules",
        rule_title="Two years",
        rule_start="event:created",
        rule_number="2",
        rule_unit="Y",
        rule_action="delete",
    ),
    sent("remove_part", f"{APP}/privacy/remove", do="purposes:handling"),
    shown("show_accessibility", f"{APP}/accessibility"),
    sent("set_accessibility", f"{APP}/accessibility", conformance="full", contact="a@b.se"),
    shown("show_look", f"{APP}/look"),
    sent("set_look", f"{APP}/look", own="yes", accent="#7a1f5c", corner="round"),
    shown("show_settings", f"{APP}/settings"),
    sent("set_app", f"{APP}/settings", title="Matters", icon="folder"),
    shown("show_json", f"{APP}/json"),
    sent("save_json", f"{APP}/json", document=json.dumps(workshop() | {"title": "Typed"})),
    shown("show_problems", f"{APP}/problems"),
    Call(
        endpoint="build.fix",
        method="POST",
        path=f"{APP}/problems/fix",
        given=a_mendable_mistake,
        form={**REVISION, "pointer": "{pointer}", "code": "{code}"},
        status=303,
    ),
)

OF_VERSIONS: Final = (
    shown("show_publish", f"{APP}/publish"),
    sent("publish", f"{APP}/publish", note="As agreed"),
    Call(endpoint="build.show_versions", path=f"{APP}/versions", given=a_published_app),
    Call(endpoint="build.show_version", path=f"{APP}/versions/1", given=two_versions),
    Call(endpoint="build.show_version", path=f"{APP}/versions/2", given=two_versions),
    Call(endpoint="build.show_restore", path=f"{APP}/versions/1/restore", given=two_versions),
    Call(
        endpoint="build.restore",
        method="POST",
        path=f"{APP}/versions/1/restore",
        given=two_versions,
        form=REVISION,
        status=303,
    ),
    Call(
        endpoint="build.give_role",
        method="POST",
        path=f"{APP}/try",
        given=a_published_app,
        form={"role": "handler"},
        status=303,
    ),
)

BUILD_CALLS: Final = (
    Call(endpoint="build.show_apps", path="/build/"),
    Call(endpoint="build.show_new", path="/build/new", quiet="an empty form; nothing is read"),
    Call(
        endpoint="build.begin",
        method="POST",
        path="/build/new",
        form={"title": "Fleet", "language": "en", "template": ""},
        status=303,
    ),
    *OF_PARTS,
    *OF_VERSIONS,
    Call(
        endpoint="build.delete_app",
        method="POST",
        path="/build/{spare}/delete",
        given=an_app_without_records,
        form={"key": "{spare}"},
        status=303,
    ),
)
