"""Every route of an app's API is in its OpenAPI document, with what it takes and answers."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.routing import Rule

from stuga.models.json import JsonObject
from stuga.platform.errors import DomainError
from stuga.platform.web.problems import STATUS
from stuga.runtime.records.openapi_parts import CODES
from tests.factories.cast import new_tenant
from tests.factories.walk import Call, World, filled
from tests.factories.walk_all import CALLS

BELOW: Final = "/api/v1/apps/"
BUILDERS: Final = frozenset({"apps", "versions", "migrations"})
"""Blueprints that are not the app's API, but of those who build it: no role in it opens them."""
METHODS: Final = ("get", "post", "put", "patch", "delete")


def is_builders(endpoint: str) -> bool:
    return endpoint.partition(".")[0] in BUILDERS


OF_APPS: Final = [
    call
    for call in CALLS
    if call.path.startswith(f"{BELOW}{{app}}/") and not is_builders(call.endpoint)
]


@pytest.fixture(scope="module")
def world(app: Flask) -> World:
    return World(new_tenant(app, "bjorkby", "Björkby"))


@pytest.fixture(scope="module")
def document(world: World) -> JsonObject:
    found: JsonObject = world.browser("owner").get(f"{BELOW}{world.app}/openapi.json").get_json()
    return found


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401  # JSON
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def fits(rule: Rule, path: str, app_key: str) -> bool:
    """Tell whether a path of the document is one that a route serves."""
    parts = re.split(r"<[^>]+>", rule.rule.replace("<app>", app_key).replace("<app_key>", app_key))
    pattern = r"[^/]+".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, f"/api/v1{path}") is not None


def test_every_route_is_described_or_is_the_builders(
    app: Flask, world: World, document: JsonObject
) -> None:
    told = {(method.upper(), path) for method, path, _ in operations(document)}
    served = [one for one in app.url_map.iter_rules() if one.rule.startswith(BELOW + "<app")]
    missing = [
        (method, rule.rule)
        for rule in served
        if not is_builders(rule.endpoint)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not any(method == one and fits(rule, path, world.app) for one, path in told)
    ]
    assert missing == []


def test_every_operation_is_served(app: Flask, document: JsonObject) -> None:
    urls = app.url_map.bind("localhost")
    for method, path, operation in operations(document):
        address = re.sub(r"{\w+}", "00000000-0000-7000-8000-000000000000", f"/api/v1{path}")
        endpoint, _ = urls.match(address, method=method.upper())
        assert not is_builders(endpoint), path
        names = re.findall(r"{(\w+)}", path)
        described = document["paths"][path].get("parameters", [])  # type: ignore[index,call-overload,union-attr]  # JSON
        assert [one["name"] for one in described] == names, path
        assert operation["operationId"]
        assert operation["tags"]


def test_names_are_given_once_and_refusals_are_told(document: Any) -> None:  # noqa: ANN401  # JSON
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    for _, path, operation in operations(document):
        statuses = set(operation["responses"])
        assert {"400", "401", "403", "404", "406", "414", "429", "503"} <= statuses, path
        assert "requestBody" not in operation or {"413", "415", "422"} <= statuses, path


def every_error(family: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    yield family
    for one in family.__subclasses__():
        yield from every_error(one)


def test_the_codes_of_refusals_are_those_of_errors() -> None:
    known = {
        (one.code, str(STATUS[family].value))
        for one in every_error()
        for family in one.__mro__
        if family in STATUS
    }
    told = {(code, status) for status, codes in CODES.items() for code in codes}
    assert told <= known, told - known


@pytest.mark.parametrize("call", OF_APPS, ids=lambda call: call.name)
def test_what_is_answered_is_as_described(
    world: World,
    document: Any,  # noqa: ANN401  # JSON
    call: Call,
) -> None:
    places = {"app": world.app, "revision": "1", **call.given(world)}
    answered = call.send(world.browser(call.who), places)
    path = filled(call.path, places).partition("?")[0].removeprefix("/api/v1")
    method = call.method.lower()
    [operation] = [
        one
        for found, template, one in operations(document)
        if found == method and re.fullmatch(re.sub(r"{\w+}", "[0-9a-f-]{36}", template), path)
    ]
    assert str(answered.status_code) in operation["responses"]
    content = operation["responses"][str(answered.status_code)].get("content", {})
    if not content:
        assert answered.get_data() == b""
    elif "application/json" in content and answered.mimetype == "application/json":
        schema = content["application/json"].get("schema", True)
        if isinstance(schema, dict):
            refused = problems(document, schema, answered.get_json())
            assert refused == []
    else:
        assert answered.mimetype in content or "application/octet-stream" in content


def problems(document: JsonObject, schema: JsonObject, value: object) -> list[str]:
    validator = Draft202012Validator({**schema, "components": document["components"]})
    return [f"{one.json_path}: {one.message}" for one in validator.iter_errors(value)]
