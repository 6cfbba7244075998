"""Every field kind, through every way in and out: programs, forms, lists, history, files."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from stuga.models.definition import starters
from stuga.models.definition.document import Field
from stuga.models.definition.kinds import KINDS
from stuga.models.definition.starters import NewField
from stuga.models.json import JsonObject, JsonValue
from stuga.platform.ui import Locale
from stuga.platform.ui.screens.values import Values
from stuga.platform.ui.widgets import widget_for
from tests.factories.apps import publish
from tests.factories.cast import Tenant, new_tenant
from tests.factories.filling import Form, errors_of, opened
from tests.factories.imports import csv_of, how_it_went
from tests.factories.jobs import run_outbox
from tests.factories.kind_examples import ELSEWHERE, World, example_of, schema_of

TRIED = [name for name in KINDS if name not in ELSEWHERE]
TYPED = [name for name in TRIED if not KINDS[name].given]
every_kind = pytest.mark.parametrize("kind", TRIED)
every_typed_kind = pytest.mark.parametrize("kind", TYPED)
ENGLISH = Locale("en")
NAMED: JsonObject = {
    "type": "string",
    "title": "Name",
    "maxLength": 200,
    "x-privacy": {"personal": "none"},
}


def model_key(kind: str) -> str:
    return f"k_{kind.replace('-', '_')}"


def app_of_all_kinds() -> JsonObject:
    """Make an app with a model for each kind, in which a record has a name and a value of it."""
    document = starters.blank("kinds", "Kinds", "en")
    for kind in TRIED:
        schema = schema_of(kind, example_of(kind).more)
        fields = [NewField(key="name", schema=NAMED), NewField(key="value", schema=schema)]
        document = starters.with_model(document, model_key(kind), starters.model_of(kind, fields))
    return document


class Kinds:
    """The app of all kinds in a tenant, used by Nils."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        publish(tenant, app_of_all_kinds(), roles={"member": "user"})
        self.nils = tenant.browser("member")
        made = [self.made("text", name=name)["id"] for name in ("First", "Second")]
        self.world = World(tenant=tenant, texts=(made[0], made[1]))

    def made(self, kind: str, **data: JsonValue) -> JsonObject:
        answer = self.nils.post(api(kind), json=data)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        found: JsonObject = answer.get_json()
        return found

    def names(self, kind: str, query: dict[str, str]) -> list[str]:
        answer = self.nils.get(api(kind), query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return [str(one["data"].get("name")) for one in answer.get_json()["items"]]


def api(kind: str) -> str:
    return f"/api/v1/apps/kinds/records/{model_key(kind)}"


@pytest.fixture(scope="module")
def kinds(app: Flask) -> Kinds:
    return Kinds(new_tenant(app, "bjorkby", "Björkby"))


def field_of(kind: str) -> Field:
    field = Field.read("value", schema_of(kind, example_of(kind).more))
    assert field is not None
    return field


def test_no_kind_is_left_out() -> None:
    here = Path(__file__).parent

    assert set(ELSEWHERE) <= set(KINDS)
    assert all((here / f"{name}.py").is_file() for name in ELSEWHERE.values())
    assert len(TRIED) + len(ELSEWHERE) == len(KINDS)


@every_typed_kind
def test_a_program_stores_a_value_and_has_it_back(kinds: Kinds, kind: str) -> None:
    for value in example_of(kind).values(kinds.world):
        made = kinds.made(kind, name="By program", value=value)
        place = f"{api(kind)}/{made['id']}"

        assert made["data"]["value"] == value
        assert kinds.nils.get(place).get_json()["data"]["value"] == value


@every_typed_kind
def test_a_program_is_told_which_value_is_wrong(kinds: Kinds, kind: str) -> None:
    answer = kinds.nils.post(api(kind), json={"name": "Wrong", "value": example_of(kind).wrong})

    assert answer.status_code == 422
    pointers = [one["pointer"] for one in answer.get_json()["errors"]]
    assert pointers
    assert all(one.startswith("/value") for one in pointers)
    assert kinds.names(kind, {"filter[name]": "Wrong"}) == []


def typed_into(kind: str, value: JsonValue) -> dict[str, list[str]]:
    """Return what the controls of a value post."""
    field = field_of(kind)
    spread = widget_for(field).spread(value, field, ENGLISH)
    return {f"value.{key}" if key else "value": list(texts) for key, texts in spread.items()}


@every_typed_kind
def test_a_form_without_script_stores_what_is_typed(kinds: Kinds, kind: str) -> None:
    value = example_of(kind).values(kinds.world)[1]
    path = f"/apps/kinds/{form_screen(kind)}"
    form = opened(kinds.nils, path)

    sent = {**form.sent(name="By form"), **typed_into(kind, value)}
    answer = kinds.nils.post(path, data=sent)

    assert answer.status_code == 303, errors_of(answer.text)
    stored = kinds.nils.get(api(kind), query_string={"filter[name]": "By form"}).get_json()
    assert [one["data"]["value"] for one in stored["items"]] == [value]


def form_screen(kind: str) -> str:
    return screens(kind)["form"]


def screens(kind: str) -> dict[str, str]:
    """Return the keys of a model's screens by their type."""
    return {
        str(one["type"]): key
        for key, one in app_of_all_kinds()["screens"].items()
        if one.get("model") == model_key(kind)
    }


@pytest.mark.parametrize("kind", [name for name in TYPED if example_of(name).wrong_typed])
def test_a_form_says_what_is_wrong_and_keeps_it(kinds: Kinds, kind: str) -> None:
    wrong = example_of(kind).wrong_typed
    path = f"/apps/kinds/{form_screen(kind)}"
    form = opened(kinds.nils, path)
    names = [name for name in form.fields if name.split(".")[0] == "value"]

    sent = {**form.sent(name="Wrong"), **{name: [wrong] for name in names}}
    answer = kinds.nils.post(path, data=sent)

    assert answer.status_code == 422
    assert len(errors_of(answer.text)) == 1
    again = Form(answer.text)
    if not is_chosen(answer.text):
        assert any(wrong in again.fields.get(name, []) for name in names)


def is_chosen(html: str) -> bool:
    """Whether the value is chosen among others, so that a wrong one is not among them."""
    return re.search(r'<select[^>]* name="value"|type="radio"[^>]* name="value"', html) is not None


@every_typed_kind
def test_a_list_shows_each_value_in_words(kinds: Kinds, kind: str) -> None:
    values = example_of(kind).values(kinds.world)
    for name, value in zip(("Low", "High"), values, strict=True):
        kinds.made(kind, name=f"{name} in list", value=value)

    page = kinds.nils.get(f"/apps/kinds/{screens(kind)['list']}?q=")

    assert page.status_code == 200
    if KINDS[kind].slot is not None:
        for value in values:
            assert words_of(kinds, kind, value) in unescape(page.text)


def words_of(kinds: Kinds, kind: str, value: JsonValue) -> str:
    labels = {
        **dict(zip(kinds.world.texts, ("First", "Second"), strict=True)),
        str(kinds.tenant.people["member"]): "Nils Berg",
        str(kinds.tenant.people["builder"]): "Vera Ström",
    }
    return Values(ENGLISH, labels).cell(field_of(kind), value).text


CASES: dict[str, tuple[object, set[str]]] = {
    "is": (0, {"Low"}),
    "is_not": (0, {"High"}),
    "in": (0, {"Low"}),
    "not_in": (0, {"High"}),
    "lt": (1, {"Low"}),
    "lte": (0, {"Low"}),
    "gt": (0, {"High"}),
    "gte": (1, {"High"}),
    "contains": (0, {"Low"}),
    "starts_with": (0, {"Low"}),
    "empty": (None, {"None"}),
    "filled": (None, {"Low", "High"}),
}


@every_typed_kind
def test_every_operator_of_a_kind_finds_its_records(kinds: Kinds, kind: str) -> None:
    values = example_of(kind).values(kinds.world)
    for name, value in (("Low", values[0]), ("High", values[1]), ("None", None)):
        data = {} if value is None else {"value": value}
        kinds.made(kind, name=f"{name} asked", **data)

    for operator in sorted(KINDS[kind].operators):
        which, expected = CASES[operator]
        asked = {
            f"filter[value][{operator}]": operand(values, which),
            "filter[name][contains]": "asked",
        }
        found = {name.split()[0] for name in kinds.names(kind, asked)}
        assert found == expected, operator


def operand(values: tuple[JsonValue, JsonValue], which: object) -> str:
    """Write a value as the address of a filter has it."""
    if which is None:
        return "true"
    value = values[int(str(which))]
    if isinstance(value, list):
        return str(value[0])
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("kind", [name for name in TYPED if KINDS[name].slot is not None])
def test_a_kind_with_an_order_sorts_by_it(kinds: Kinds, kind: str) -> None:
    values = example_of(kind).values(kinds.world)
    for name, value in (("High", values[1]), ("Low", values[0]), ("None", None)):
        kinds.made(kind, name=f"{name} sorted", **({} if value is None else {"value": value}))

    rising, falling = (
        [
            name.split()[0]
            for name in kinds.names(kind, {"sort": sort, "filter[name][contains]": "sorted"})
        ]
        for sort in ("value", "-value")
    )

    assert rising == ["Low", "High", "None"]
    assert falling == ["High", "Low", "None"]


@every_typed_kind
def test_a_change_is_kept_in_the_history_and_shown(kinds: Kinds, kind: str) -> None:
    first, other = example_of(kind).values(kinds.world)
    place = f"{api(kind)}/{kinds.made(kind, name='Changed', value=first)['id']}"

    answer = kinds.nils.patch(place, json={"value": other}, headers={"If-Match": '"1"'})

    assert answer.status_code == 200, answer.get_data(as_text=True)
    history = kinds.nils.get(f"{place}/history").get_json()["items"]
    assert history[0]["changes"] == {"value": [first, other]}
    page = kinds.nils.get(f"/apps/kinds/{screens(kind)['detail']}/{place.rpartition('/')[2]}")
    assert page.status_code == 200
    assert "1 change" in page.text


@pytest.mark.parametrize("kind", [name for name in TYPED if KINDS[name].from_columns])
def test_a_file_brings_values_in_as_people_write_them(kinds: Kinds, kind: str) -> None:
    example = example_of(kind)
    values = example.values(kinds.world)
    rows = [
        f'{name} imported,"{text.replace(chr(34), chr(34) * 2)}"'
        for name, text in zip(("Low", "High"), example.typed(kinds.world, values), strict=True)
    ]

    begun = kinds.nils.post(
        f"/api/v1/apps/kinds/imports/{model_key(kind)}",
        data=csv_of("Name,Value", *rows),
        content_type="text/csv",
    )
    assert begun.status_code == 202, begun.get_data(as_text=True)
    run_outbox(kinds.tenant)
    how_it_went(kinds.nils, begun.headers["Location"])

    asked = {"filter[name][contains]": "imported", "sort": "created_at"}
    answer = kinds.nils.get(api(kind), query_string=asked).get_json()
    assert [one["data"].get("value") for one in answer["items"]] == list(values)


@every_kind
def test_a_programs_description_of_the_app_shows_a_value(kinds: Kinds, kind: str) -> None:
    document = kinds.nils.get("/api/v1/apps/kinds/openapi.json").get_json()

    schema = document["components"]["schemas"][f"{model_key(kind)}.record"]
    value = schema["properties"]["data"]["properties"]["value"]
    assert value["type"] == field_of(kind).schema["type"]
    assert len(value["examples"]) == 1
