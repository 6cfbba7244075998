"""Catalogues of several folders, compiled together in memory."""

from pathlib import Path

import pytest

from stuga.platform.ui import catalogue

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for feature, english, swedish in (("builder", "Publish", "Publicera"), ("ui", "Save", "Spara")):
        folder = tmp_path / feature / "locale"
        folder.mkdir(parents=True)
        words = f'msgid "{english}"\nmsgstr "{swedish}"\n\nmsgid "{english} all"\nmsgstr ""\n'
        (folder / "sv.po").write_text(HEAD + words, encoding="utf-8")
    return tmp_path


def test_each_feature_brings_its_own_words(package: Path) -> None:
    whole = catalogue.merged("sv", package)

    assert whole["Publish"].string == "Publicera"
    assert whole["Save"].string == "Spara"


def test_a_sentence_nobody_translated_is_left_out(package: Path) -> None:
    assert "Save all" not in catalogue.merged("sv", package)


def test_another_languages_catalogue_is_not_read(package: Path) -> None:
    assert catalogue.files("nb", package) == []


def test_a_language_without_catalogue_speaks_english() -> None:
    assert catalogue.translations("fi").gettext("Sign out") == "Sign out"


def test_the_pseudo_language_is_longer_and_accented() -> None:
    said = catalogue.translations(catalogue.PSEUDO).gettext("Sign out")

    assert said == "[Sígñ óút~~]"


def test_the_pseudo_language_keeps_places_for_values() -> None:
    said = catalogue.translations(catalogue.PSEUDO)

    assert said.gettext("Remove {thing}").format(thing="x").startswith("[Rémóvé x~")
    assert said.ngettext("{n} case", "{n} cases", 2).startswith("[{n} çášéš")
