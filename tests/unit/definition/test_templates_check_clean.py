"""The templates that ship with the product."""

import pytest

from stuga.builder.templates import templates
from stuga.models.definition.check import problems
from stuga.models.definition.document import App
from stuga.models.definition.validation import record_validator
from stuga.models.definition.words import texts_of

TEMPLATES = sorted(templates())


def test_there_are_two() -> None:
    assert TEMPLATES == ["case-handling", "equipment-bookings"]


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_has_no_problem_but_what_only_its_user_can_say(key: str) -> None:
    found = [one.code for one in problems(templates()[key].document())]
    is_public = any(one.public for one in templates()[key].app.screens.values())

    assert found == (["accessibility-unsaid"] if is_public else [])


@pytest.mark.parametrize("key", TEMPLATES)
@pytest.mark.parametrize("language", ["sv", "nb"])
def test_a_template_says_everything_in_each_language(key: str, language: str) -> None:
    template = templates()[key]
    words = template.app.words(language)

    missing = [
        one.id for one in texts_of(template.document()) if words.language_of(one.id) != language
    ]

    assert not missing
    assert template.title(language) != template.title("en")
    assert template.description(language) != template.description("en")


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_personal_field_has_a_purpose_a_method_and_an_end(key: str) -> None:
    for model in templates()[key].app.models.values():
        for field in model.fields.values():
            assert field.privacy.decided, field.key
            if field.privacy.is_personal:
                assert field.privacy.purpose, field.key
                assert field.privacy.anonymise, field.key
                assert field.privacy.retention or model.retention, field.key


@pytest.mark.parametrize("key", TEMPLATES)
def test_samples_of_every_kind_are_valid_records(key: str) -> None:
    for model in templates()[key].app.models.values():
        validate = record_validator(model)
        for seed in range(8):
            data = {
                field.key: field.kind.sample(field.schema, seed)
                for field in model.fields.values()
                if "pattern" not in field.schema
            }
            assert not validate(data), model.key


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_gives_a_document_of_ones_own(key: str) -> None:
    mine = templates()[key].document()
    mine["title"] = "Mine"

    assert templates()[key].document()["title"] != "Mine"
    assert App.read(templates()[key].document()).title == templates()[key].title("en")
