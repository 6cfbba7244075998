"""The cases app and the languages that its screens are shown in."""

import pytest

from stuga.models.definition.document import App, Model
from stuga.platform.ui import Locale
from tests.factories.screens import cases_app


@pytest.fixture(scope="session")
def cases() -> App:
    return cases_app()


@pytest.fixture(scope="session")
def case(cases: App) -> Model:
    return cases.models["case"]


@pytest.fixture
def english() -> Locale:
    return Locale("en")


@pytest.fixture
def swedish() -> Locale:
    return Locale("sv")
