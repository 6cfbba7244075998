"""Pictures are drawn anew: the pixels stay, whatever else was in the file does not."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from stuga.models.definition.refusals import Refused
from stuga.platform.pictures import redraw as redraw_module
from stuga.platform.pictures.redraw import Picture, redraw
from tests.factories.files import picture

Draw = Callable[[bytes, str], Picture]


def drawn(folder: Path, content: bytes, form: str) -> Picture | Refused:
    source = folder / "source"
    source.write_bytes(content)
    return redraw(source, f"image/{form}", folder)


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    content = io.BytesIO()
    image.save(content, form, **more)
    return content.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_drawing_of_every_depth_keeps_its_pixels(tmp_path: Path, mode: str) -> None:
    image = Image.new(mode, (30, 20), 1)

    found = drawn(tmp_path, saved(image, "PNG"), "png")

    assert isinstance(found, Picture)
    with Image.open(found.path) as again:
        assert again.size == (30, 20)
        assert again.convert("RGBA").getpixel((3, 3)) == image.convert("RGBA").getpixel((3, 3))


@pytest.mark.parametrize(("side", "width"), [(0, 1_800), (900, 900)])
def test_a_large_scan_of_sixteen_bits_is_drawn(tmp_path: Path, side: int, width: int) -> None:
    source = tmp_path / "source"
    source.write_bytes(saved(Image.new("I;16", (1_800, 40), 30_000), "PNG"))

    found = redraw(source, "image/png", tmp_path, longest_side=side)

    assert isinstance(found, Picture)
    assert found.width == width
    with Image.open(found.thumb) as thumb:
        assert thumb.width == 400
        grey = thumb.convert("L").getpixel((9, 3))
        assert abs(grey - 30_000 // 256) < 4


def test_a_moving_picture_is_made_smaller_too(tmp_path: Path) -> None:
    source = tmp_path / "source"
    frames = [Image.new("RGB", (900, 30), one) for one in ("red", "green")]
    source.write_bytes(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))

    found = redraw(source, "image/webp", tmp_path, longest_side=600)

    assert isinstance(found, Picture)
    assert (found.width, found.height) == (600, 20)
    with Image.open(found.path) as again:
        assert (again.size, again.n_frames) == ((600, 20), 2)


@pytest.mark.parametrize("form", ["WEBP", "GIF"])
def test_of_a_moving_picture_its_first_frame_is_kept_where_it_is_to_be_still(
    tmp_path: Path, form: str
) -> None:
    source = tmp_path / "source"
    frames = [Image.new("RGB", (90, 30), one) for one in ("red", "green")]
    source.write_bytes(saved(frames[0], form, save_all=True, append_images=frames[1:]))

    found = redraw(source, f"image/{form.lower()}", tmp_path, still=True)

    assert isinstance(found, Picture)
    with Image.open(found.path) as again:
        assert getattr(again, "n_frames", 1) == 1
        red, green, _ = again.convert("RGB").getpixel((40, 10))  # type: ignore[misc]
        assert (red > 200, green < 50) == (True, True)


def test_a_decoder_that_is_broken_into_finds_no_secrets_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller = tmp_path / "teller.py"
    teller.write_text(
        "import json, os, sys\n"
        "open(json.load(sys.stdin)['target'], 'w').write(repr({**os.environ}))\n"
        'print(\'{"width": 1, "height": 1}\')\n'
    )
    monkeypatch.setattr(redraw_module, "SCRIPT", teller)
    monkeypatch.setenv("STUGA_S3_SECRET_KEY", "told to nobody")

    found = drawn(tmp_path, b"any", "png")

    assert isinstance(found, Picture)
    assert "told to nobody" not in found.path.read_text()


def test_words_beside_the_pixels_are_gone(tmp_path: Path) -> None:
    told = PngInfo()
    told.add_text("Author", "Sten Ek")
    found = drawn(tmp_path, saved(Image.new("RGB", (9, 9)), "PNG", pnginfo=told), "png")

    assert isinstance(found, Picture)
    assert b"Sten" not in found.path.read_bytes()


def test_a_moving_picture_moves_on_without_its_comment(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), one) for one in ("red", "green", "blue")]
    gif = saved(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=70, comment=b"Sten Ek"
    )

    found = drawn(tmp_path, gif, "gif")

    assert isinstance(found, Picture)
    assert b"Sten" not in found.path.read_bytes()
    with Image.open(found.path) as again:
        assert again.n_frames == 3
        assert again.info["duration"] == 70


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_a_photograph_of_every_kind_of_colour_is_drawn(tmp_path: Path, mode: str) -> None:
    found = drawn(tmp_path, saved(Image.new(mode, (60, 40)), "JPEG"), "jpeg")

    assert isinstance(found, Picture)
    assert (found.width, found.height) == (60, 40)
    with Image.open(found.thumb) as thumb:
        assert (thumb.format, thumb.size) == ("WEBP", (60, 40))


def test_a_thumbnail_is_small_and_keeps_the_shape(tmp_path: Path) -> None:
    found = drawn(tmp_path, picture("JPEG", (2_000, 1_000)), "jpeg")

    assert isinstance(found, Picture)
    with Image.open(found.thumb) as thumb:
        assert thumb.size == (400, 200)


@pytest.mark.parametrize(
    ("content", "form", "code"),
    [
        (picture("PNG"), "jpeg", "image-broken"),
        (picture()[:200], "jpeg", "image-broken"),
        (b"", "png", "image-broken"),
        (saved(Image.new("1", (20_000, 20_000)), "PNG"), "png", "image-large"),
        (saved(Image.new("1", (9_000, 9_000)), "PNG"), "png", "image-large"),
    ],
)
def test_what_cannot_or_must_not_be_drawn_is_refused(
    tmp_path: Path, content: bytes, form: str, code: str
) -> None:
    assert drawn(tmp_path, content, form) == Refused(code)


def test_frames_count_together(tmp_path: Path) -> None:
    frames = [Image.new("P", (1_500, 1_500), n) for n in range(20)]
    gif = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert drawn(tmp_path, gif, "gif") == Refused("image-large")
