"""A record's values are carried from one version of a model to the next, step by step."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from stuga.models.definition.carrying import Aside, Carried, Former, Way
from stuga.models.definition.model import Model
from stuga.models.definition.steps import Do, Otherwise, Step, in_order
from stuga.models.json import JsonObject

TEXT: JsonObject = {"type": "string", "title": "T"}
WHOLE: JsonObject = {"type": "integer", "title": "W"}
CHOICE: JsonObject = {
    "type": "string",
    "title": "C",
    "oneOf": [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}],
}
FEWER: JsonObject = {**CHOICE, "oneOf": [{"const": "a", "title": "A"}]}
SMALL: JsonObject = {**WHOLE, "maximum": 10}


def model(**fields: JsonObject) -> Model:
    return Model.read("case", {"title": "Case", "properties": {**fields}})


def way(before: Model, after: Model, *steps: Step) -> Way:
    return Way(before, after, steps, Locale("en"), ZoneInfo("Europe/Stockholm"))


def step(do: Do, field: str = "a", **more: object) -> Step:
    return Step(do=do, model="case", field=field, **more)  # type: ignore[arg-type]


def carry(found: Way, data: JsonObject, **former: Former) -> Carried:
    return found.carry(data, former=former)


def test_a_renamed_value_moves_and_nothing_is_put_aside() -> None:
    found = carry(way(model(a=TEXT), model(b=TEXT), step(Do.RENAME, "b", was="a")), {"a": "x"})

    assert (found.data, found.aside, found.was) == ({"b": "x"}, {}, {})


def test_what_an_old_field_left_behind_makes_room_for_a_renamed_one() -> None:
    rename = way(model(a=TEXT), model(b=TEXT), step(Do.RENAME, "b", was="a"))

    found = carry(rename, {"a": "x", "b": "left behind"})

    assert found.data == {"b": "x"}
    assert found.aside == {"b": Aside("left behind")}


def test_a_field_can_be_renamed_and_converted_at_once() -> None:
    both = way(model(a=TEXT), model(b=WHOLE), step(Do.CONVERT, "b"), step(Do.RENAME, "b", was="a"))

    assert carry(both, {"a": "7"}).data == {"b": 7}
    assert carry(both, {"a": "7"}).aside == {"b": Aside("7")}
    assert carry(both, {}).data == {}


@pytest.mark.parametrize(
    ("otherwise", "left", "aside", "refused"),
    [
        (Otherwise.ASIDE, {}, {"a": Aside("x")}, set()),
        (Otherwise.FORGET, {}, {"a": Aside("x", forget=True)}, set()),
        (Otherwise.LEAVE, {"a": "x"}, {}, set()),
        (Otherwise.CANCEL, {"a": "x"}, {}, {"a"}),
    ],
)
def test_what_does_not_convert_goes_where_it_was_said(
    otherwise: Otherwise, left: JsonObject, aside: dict[str, Aside], refused: set[str]
) -> None:
    turn = way(model(a=TEXT), model(a=WHOLE), step(Do.CONVERT, otherwise=otherwise))

    found = carry(turn, {"a": "x"})

    assert (found.data, found.aside, found.refused) == (left, aside, refused)


def test_choices_are_mapped_one_by_one_and_swapped() -> None:
    swap = way(
        model(a=CHOICE), model(a=CHOICE), step(Do.MAP, mapping={"a": "b", "b": "a", "c": None})
    )

    assert carry(swap, {"a": "a"}).data == {"a": "b"}
    assert carry(swap, {"a": "b"}).data == {"a": "a"}
    assert carry(swap, {"a": "c"}).data == {}
    assert carry(swap, {"a": ["a", "c"]}).data == {"a": ["b"]}
    assert carry(swap, {"a": "other"}).aside == {}


def test_misfits_are_replaced_or_emptied_and_the_rest_is_left() -> None:
    replaced = way(model(a=WHOLE), model(a=SMALL), step(Do.REPLACE, value=10))
    emptied = way(model(a=WHOLE), model(a=SMALL), step(Do.EMPTY))

    assert [carry(replaced, {"a": one}).data for one in (5, 50)] == [{"a": 5}, {"a": 10}]
    assert [carry(emptied, {"a": one}).data for one in (5, 50)] == [{"a": 5}, {}]
    assert carry(emptied, {"a": 50}).aside == {"a": Aside(50)}


def test_a_value_is_given_only_where_there_is_none() -> None:
    give = way(model(a=TEXT), model(a=TEXT), step(Do.GIVE, value="new"))

    assert [carry(give, one).data["a"] for one in ({}, {"a": ""}, {"a": "x"})] == [
        "new",
        "new",
        "x",
    ]


def test_what_misfits_can_be_emptied_and_given_a_value() -> None:
    both = way(model(a=CHOICE), model(a=FEWER), step(Do.GIVE, value="a"), step(Do.EMPTY))

    found = carry(both, {"a": "b"})

    assert (found.data, found.aside) == ({"a": "a"}, {"a": Aside("b")})


def test_a_value_is_taken_back_where_nobody_has_put_another() -> None:
    back = way(model(a=WHOLE), model(a=TEXT), step(Do.TAKE_BACK), step(Do.CONVERT))

    assert carry(back, {"a": 12}, a=Former("12 kr", 12)).data == {"a": "12 kr"}
    assert carry(back, {}, a=Former("ask", None)).data == {"a": "ask"}
    assert carry(back, {"a": 13}, a=Former("12 kr", 12)).data == {"a": "13"}
    assert carry(back, {}, a=Former(12, None)).data == {}
    assert carry(back, {"a": 12}, a=Former("12 kr", 12)).aside == {}


def test_a_removed_value_goes_and_says_nothing_of_itself() -> None:
    found = carry(way(model(a=TEXT, b=TEXT), model(b=TEXT), step(Do.REMOVE)), {"a": "x", "b": "y"})

    assert (found.data, found.aside) == ({"b": "y"}, {"a": Aside("x")})


def test_steps_are_taken_in_their_order_and_read_as_they_are_written() -> None:
    steps = [
        step(Do.GIVE, value="x"),
        step(Do.MAP, mapping={"a": None, "b": "c"}, otherwise=Otherwise.FORGET),
        step(Do.CONVERT, order="dmy", by="title", otherwise=Otherwise.CANCEL),
        step(Do.RENAME, was="b"),
        Step(do=Do.UNIQUE, model="case", fields=("a", "b"), keeps_first=True),
        step(Do.TAKE_BACK, of=("1",)),
    ]

    assert [one.do for one in in_order(steps)] == [
        Do.RENAME, Do.TAKE_BACK, Do.CONVERT, Do.MAP, Do.GIVE, Do.UNIQUE,
    ]  # fmt: skip
    assert [Step.read(one.described()) for one in steps] == steps
