"""Who may open the builder's pages and act there; each act leaves exactly one entry."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.factories.building import begun, publish, trail
from tests.factories.cast import Tenant

VALUES = {
    "app_key": "cases",
    "model_key": "case",
    "field_key": "kind",
    "screen_key": "apply",
    "role_key": "reader",
    "language": "sv",
    "number": 1,
}
WITHOUT_APP = {"/build/", "/build/new"}
AT = "/screens/apply/elements/0"
ACTS = {
    "/look": ({"own": "yes", "accent": "#7a1f5c"}, "draft.update"),
    "/accessibility": ({"conformance": "full", "contact": "a@b.se"}, "draft.update"),
    "/models": ({"model": "Visit"}, "draft.update"),
    "/models/case": ({"title": "Case", "label": "{kind}"}, "draft.update"),
    "/models/paper/remove": ({}, "draft.update"),
    "/models/case/fields": ({"field": "Seen", "kind": "date"}, "draft.update"),
    "/models/case/table": ({"do": "up:kind"}, "draft.update"),
    "/models/case/fields/kind": (
        {"title": "Kind", "kind": "choice", "choice": "permit", "choice_title": "Permit"},
        "draft.update",
    ),
    "/models/case/fields/kind/remove": ({}, "draft.update"),
    "/models/case/fields/kind/index": ({}, "draft.update"),
    "/screens": ({"screen": "More", "type": "page"}, "draft.update"),
    "/navigation": ({"do": "in:apply"}, "draft.update"),
    f"/screens/apply/act?at={AT}": ({"do": "down"}, "draft.update"),
    f"/screens/apply?at={AT}": ({"_title": "Who"}, "draft.update"),
    "/screens/apply": ({"_title": "Apply"}, "draft.update"),
    "/screens/apply/remove": ({}, "draft.update"),
    "/roles": ({"role": "Clerk"}, "draft.update"),
    "/roles/reader": ({"title": "Reader"}, "draft.update"),
    "/roles/reader/remove": ({}, "draft.update"),
    "/privacy/purposes": (
        {"purpose_title": "Handling", "purpose_basis": "public-task"},
        "draft.update",
    ),
    "/privacy/rules": (
        {
            "rule_title": "Two years",
            "rule_number": "2",
            "rule_unit": "Y",
            "rule_start": "field:closed_on",
            "rule_action": "anonymise",
        },
        "draft.update",
    ),
    "/languages": ({"language": "nb"}, "draft.update"),
    "/languages/sv": ({"t.app.title": "Ärenden"}, "draft.update"),
    "/languages/sv/remove": ({}, "draft.update"),
    "/settings": ({"title": "Cases", "icon": "bell"}, "draft.update"),
    "/problems/fix": (
        {"pointer": "/models/case/properties/notes", "code": "privacy-undecided"},
        "draft.update",
    ),
    "/undo": (
        {"patch": '[{"op":"add","path":"/icon","value":"bell"}]', "to": "/build/cases/json"},
        "draft.update",
    ),
    "/publish": ({}, "version.publish"),
    "/delete": ({"key": "cases"}, "app.delete"),
}


def rules(app: Flask) -> list[Rule]:
    """Return the routes of the builder; those of a migration are tried with one, elsewhere."""
    found = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("build.")]
    return [rule for rule in found if "migration_id" not in rule.arguments]


def address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        wanted = {name: VALUES[name] for name in rule.arguments}
        return app.url_map.bind("localhost").build(rule.endpoint, wanted)


def with_swedish(tenant: Tenant) -> None:
    """Begin the cases, with a language and a published version."""
    vera = begun(tenant)
    vera.post("/build/cases/languages", data={"language": "sv", "revision": "1"})
    assert publish(vera, revision=2).status_code == 201


def test_another_tenants_app_is_not_there(app: Flask, bjorkby: Tenant, granby: Tenant) -> None:
    with_swedish(bjorkby)
    rut = granby.browser("owner")
    for rule in rules(app):
        path = address(app, rule)
        if path in WITHOUT_APP:
            continue
        for method in rule.methods & {"GET", "POST"}:
            answer = rut.get(path) if method == "GET" else rut.post(path, data=_any())
            assert answer.status_code == 404, (method, path)


def _any() -> dict[str, str]:
    """Return a body that each form takes, or nearly so."""
    given = {"revision": "1", "title": "T", "_title": "T", "to": "/build/cases/", "patch": "[]"}
    return given | {
        "do": "up:kind", "document": '{"key": "cases"}', "field": "F", "kind": "text",
        "model": "M", "screen": "S", "type": "page", "role": "R", "icon": "bell",
        "language": "sv", "purpose_title": "P", "purpose_basis": "consent", "rule_title": "R",
        "rule_number": "1", "rule_unit": "Y", "rule_start": "event:created",
        "rule_action": "delete", "pointer": "/", "code": "c", "key": "cases",
        "choice": "permit", "choice_title": "Permit",
    }  # fmt: skip


def test_members_are_kept_out_and_strangers_sent_to_sign_in(app: Flask, bjorkby: Tenant) -> None:
    with_swedish(bjorkby)
    nils, stranger = bjorkby.browser("member"), bjorkby.browser()
    for rule in rules(app):
        path = address(app, rule)
        for method in rule.methods & {"GET", "POST"}:
            answer = nils.get(path) if method == "GET" else nils.post(path, data=_any())
            assert answer.status_code == 403, (method, path)
        if "GET" in rule.methods:
            assert stranger.get(path).status_code == 303


def test_auditors_look_and_change_nothing(app: Flask, bjorkby: Tenant) -> None:
    with_swedish(bjorkby)
    aud = bjorkby.browser("auditor")
    for rule in rules(app):
        path = address(app, rule)
        if "GET" in rule.methods and path != "/build/new":
            page = aud.get(path)
            assert page.status_code == 200, path
            closed = path in WITHOUT_APP or "disabled" in page.get_data(as_text=True)
            assert closed, path
        if "POST" in rule.methods:
            assert aud.post(path, data=_any()).status_code == 403, path


def test_every_page_leaves_one_entry(app: Flask, bjorkby: Tenant) -> None:
    with_swedish(bjorkby)
    vera = bjorkby.browser("builder")
    for rule in rules(app):
        path = address(app, rule)
        if "GET" not in rule.methods or path == "/build/new":
            continue
        before = len(trail(bjorkby))
        assert vera.get(path).status_code == 200, path
        acts = trail(bjorkby)[before:]
        assert len(acts) == 1, (path, acts)


@pytest.mark.parametrize("path", ACTS)
def test_every_act_leaves_one_entry(bjorkby: Tenant, path: str) -> None:
    vera = begun(bjorkby)
    vera.post("/build/cases/languages", data={"language": "sv", "revision": "1"})
    body, act = ACTS[path]
    before = len(trail(bjorkby))

    answer = vera.post(f"/build/cases{path}", data={**body, "revision": "2"})

    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert trail(bjorkby)[before:] == [act]


def test_every_form_of_the_builder_is_tried(app: Flask) -> None:
    """A new act must be added to the list above."""
    elsewhere = {"/build/new", "/build/cases/try", "/build/cases/json"}
    elsewhere |= {"/build/cases/versions/1/restore", "/build/cases/privacy/remove"}
    field = "/build/cases/models/case/fields/kind"  # tried with lists and with formulas
    elsewhere |= {f"{field}/table", f"{field}/fields", f"{field}/formula"}
    tried = {f"/build/cases{path.partition('?')[0]}".replace("paper", "case") for path in ACTS}
    posts = {address(app, rule) for rule in rules(app) if "POST" in rule.methods}
    assert posts - elsewhere == tried


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.5", "9999999999"])
def test_a_form_without_its_revision_is_not_understood(bjorkby: Tenant, revision: str) -> None:
    vera = begun(bjorkby)

    answer = vera.post("/build/cases/navigation", data={"do": "in:apply", "revision": revision})

    assert answer.status_code == 400
