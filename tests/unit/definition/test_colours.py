"""From any colour come accents that can be read in both schemes."""

import colorsys
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import stuga
from stuga.models.definition.colours import DARK, LIGHT, contrast, derived, passes


def whole_circle() -> Iterator[str]:
    """Yield colours of every hue, pale and strong, light and dark; and greys."""
    for hue in range(0, 360, 5):
        for saturation in (0.0, 0.3, 0.7, 1.0):
            for value in (0.0, 0.25, 0.5, 0.75, 1.0):
                parts = colorsys.hsv_to_rgb(hue / 360, saturation, value)
                yield "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def test_every_pair_of_every_hue_can_be_read() -> None:
    bad = [
        colour
        for colour in set(whole_circle())
        for found in [derived(colour)]
        if not (passes(found.light, LIGHT) and passes(found.dark, DARK))
    ]
    assert bad == []


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    found = derived("#0B6E4F")
    assert found.light.accent == "#0b6e4f"
    assert not found.light.moved
    assert found.dark.moved
    assert contrast(found.dark.accent, DARK.surface) >= 4.5


@pytest.mark.parametrize(
    "colour", ["#0b6e4f", "#1f5f99", "#b3261e", "#7a3db8", "#8a5a00", "#333333"]
)
def test_a_dark_colour_is_as_bright_in_the_dark_scheme_as_our_own(colour: str) -> None:
    own = contrast("#5cc8a0", DARK.surface)
    assert contrast(derived(colour).dark.accent, DARK.surface) >= 0.9 * own


def test_our_own_colour_chosen_by_hand_looks_as_our_own_in_the_dark() -> None:
    found, own = derived("#0b6e4f").dark.accent, "#5cc8a0"
    apart = [abs(int(found[at : at + 2], 16) - int(own[at : at + 2], 16)) for at in (1, 3, 5)]
    assert max(apart) <= 8, found


def test_a_colour_keeps_its_hue_while_it_moves() -> None:
    yellow = derived("#ffd400").light.accent
    red, green, blue = (int(yellow[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue = colorsys.rgb_to_hsv(red, green, blue)[0] * 360
    assert 30 <= hue <= 65


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#0b6e4f;", "#0b6e4g"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(colour)}$"):
        derived(colour)


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    css = (Path(stuga.__file__).parent / "static/css/base.css").read_text(encoding="utf-8")
    assert f"--page: light-dark({LIGHT.page}, {DARK.page});" in css
    assert f"--surface: light-dark({LIGHT.surface}, {DARK.surface});" in css
