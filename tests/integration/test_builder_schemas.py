"""The schemas of definitions are open to anyone, and any validator can use them."""

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from stuga.models.definition.structure import FILES
from tests.factories.building import definition
from tests.factories.cast import Tenant


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_served_outside_every_tenant(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/schemas/{name}")

    assert answer.status_code == 200
    assert answer.mimetype == "application/schema+json"
    Draft202012Validator.check_schema(answer.get_json(force=True))


def test_the_list_names_every_schema_and_where_it_is(app: Flask) -> None:
    client = app.test_client()

    listed = client.get("/schemas/").get_json()["schemas"]

    assert [one["href"] for one in listed] == [f"/schemas/{name}" for name in FILES]
    for one in listed:
        assert client.get(one["href"]).get_json(force=True)["$id"] == one["id"]


def test_what_is_served_judges_a_definition_by_itself(app: Flask) -> None:
    client = app.test_client()
    served = [client.get(f"/schemas/{name}").get_json(force=True) for name in FILES]
    resources = [(one["$id"], DRAFT202012.create_resource(one)) for one in served]
    judge = Draft202012Validator(
        {"$ref": "urn:stuga:app:1"}, registry=Registry().with_resources(resources)
    )

    assert judge.is_valid(definition())
    assert not judge.is_valid({**definition(), "colour": "red"})


def test_a_schema_is_kept_and_asked_for_by_its_digest(app: Flask) -> None:
    client = app.test_client()
    first = client.get("/schemas/app.json")

    again = client.get("/schemas/app.json", headers={"If-None-Match": first.headers["ETag"]})

    assert "public" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.json", "app", "..%2Fapp.json", "app.json%00"])
def test_what_is_no_schema_is_not_found(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/schemas/{name}")

    assert answer.status_code == 404
    assert answer.get_json()["code"] == "not-found"


def test_no_tenant_has_schemas_of_its_own(bjorkby: Tenant) -> None:
    assert bjorkby.browser("builder").get("/schemas/app.json").status_code == 404
