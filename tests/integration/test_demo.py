"""The demo: made once, complete, and everyone can get in."""

import pytest

from stuga.demo import seeding
from stuga.platform.config import Settings


@pytest.mark.usefixtures("app")
def test_the_demo_is_made_once_with_a_way_in_for_everyone(settings: Settings) -> None:
    links = seeding.seed(settings)
    assert len(links) == 4
    assert all(link.path.startswith("/t/bjorkby/sign-in/link/") for link in links)
    assert seeding.seed(settings) == []
