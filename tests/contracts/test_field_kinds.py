"""No field kind is second class: every place that knows kinds knows each of them."""

from pathlib import Path

import pytest

from stuga.builder.designer.kind_words import KIND_WORDS, kinds_offered
from stuga.models.definition.checks.nouns import kind_said
from stuga.models.definition.keywords import VALIDATION_CODES
from stuga.models.definition.kinds import KINDS, Compared, Kind
from stuga.models.definition.methods import METHODS
from stuga.models.definition.refusals import CODES
from stuga.models.definition.saying import Said
from stuga.platform.ui import Locale
from stuga.platform.ui.icons import names
from stuga.platform.ui.refusal_words import WORDS
from stuga.platform.ui.widgets import widgets_for

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
IDENTITIES = {
    "",
    "name",
    "e-mail",
    "phone",
    "national-id",
    "address",
    "organisation-number",
    "account",
    "other",
}


@every_kind
def test_a_kind_has_a_widget_words_an_icon_and_a_line_in_the_reference(kind: Kind) -> None:
    offered = {one.name for group in kinds_offered(Locale("sv")).values() for one in group}

    assert kind.name in offered
    assert KIND_WORDS[kind.name].icon in names()
    assert all(widget.icon in names() for widget in widgets_for(kind.name))
    assert f"`{kind.name}`" in REFERENCE.read_text("utf-8")


@every_kind
def test_a_kind_is_named_in_sentences_of_the_checker(kind: Kind) -> None:
    said = kind_said(kind)

    assert isinstance(said, Said)
    assert said.msgid != "“{text}”"


@every_kind
def test_what_a_kind_says_of_itself_is_known_elsewhere(kind: Kind) -> None:
    assert kind.methods <= set(METHODS)
    assert kind.identity in IDENTITIES
    assert kind.slot is not None or kind.compared_as in {
        Compared.TEXT,
        Compared.LIST,
        Compared.DATA,
    }


def test_every_refusal_has_words() -> None:
    assert sorted(set(CODES) - set(WORDS)) == []
    assert sorted(set(VALIDATION_CODES) - set(WORDS)) == []
