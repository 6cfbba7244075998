"""Draws one picture anew, in a process of its own: a script, with little memory and little time.

A picture may be made to break its decoder, to fill memory, to carry where it was taken, or to be
a program as well. What leaves here holds the pixels and nothing else.
"""

import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageCms, ImageOps, ImageSequence

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 40
MOST_PIXELS = 40_000_000
MOST_FRAMES = 500
THUMB = (400, 400)
SAVING: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 87},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 90, "method": 3},
}
# Photographs of telephones are often several JPEGs in one file; the first is the photograph.
READ_AS = {"MPO": "JPEG"}


def main() -> None:
    order = json.load(sys.stdin)
    limit()
    answer: dict[str, int | str]
    try:
        answer = {**redrawn(order)}
    except TooLargeError:
        answer = {"refused": "image-large"}
    except Exception as error:  # noqa: BLE001  # whatever a decoder trips over
        answer = {"refused": "image-broken", "error": type(error).__name__}
    json.dump(answer, sys.stdout)


class TooLargeError(Exception):
    """More pixels than anybody's camera takes."""


def limit() -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS)):
        _, hard = resource.getrlimit(what)
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (within, hard))
        except (OSError, ValueError):  # macOS knows no limit of address space
            continue
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error")


def redrawn(order: dict[str, str]) -> dict[str, int]:
    target, thumb, wanted = order["target"], order["thumb"], order["format"]
    side = int(order["side"])
    try:
        image = Image.open(order["source"], formats=[wanted])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooLargeError from None
    with image:
        found = image.format or ""
        if READ_AS.get(found, found) != wanted:
            raise ValueError(found)
        moves = wanted in {"GIF", "WEBP"} and not order["still"]
        frames = getattr(image, "n_frames", 1) if moves else 1
        if frames > MOST_FRAMES or image.width * image.height * frames > MOST_PIXELS:
            raise TooLargeError
        if frames > 1:
            return save_moving(image, target, thumb, wanted, side)
        image.load()
        clean = cleaned(image, wanted)
    clean = within(clean, side)
    clean.save(target, wanted, **SAVING[wanted])
    save_thumb(clean, thumb)
    return {"width": clean.width, "height": clean.height}


def cleaned(image: Image.Image, wanted: str) -> Image.Image:
    """Return the pixels the right way up, in common colours, without anything said of them."""
    upright = ImageOps.exif_transpose(image)
    plain = in_srgb(upright)
    if wanted == "JPEG" and plain.mode not in {"RGB", "L"}:
        plain = plain.convert("RGB")
    elif plain.mode in {"P", "PA"}:
        has_clear = "transparency" in plain.info or plain.mode == "PA"
        plain = plain.convert("RGBA" if has_clear else "RGB")
    elif plain.mode == "CMYK":
        plain = plain.convert("RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    if plain.mode in {"1", "L", "LA", "RGB", "RGBA", "I;16", "I"}:
        return bare
    return bare.convert("RGBA")


def in_srgb(image: Image.Image) -> Image.Image:
    """Turn the colours of a named profile into those that screens take without one."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        named = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(
            image, named, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned or image


def save_moving(
    image: Image.Image, target: str, thumb: str, wanted: str, side: int
) -> dict[str, int]:
    frames, pauses = [], []
    for frame in ImageSequence.Iterator(image):
        pauses.append(int(frame.info.get("duration", 100)))
        drawn = frame.convert("RGBA")
        bare = Image.frombytes("RGBA", drawn.size, drawn.tobytes())
        frames.append(within(bare, side))
    loop = int(image.info.get("loop", 0))
    frames[0].save(
        target, wanted, save_all=True, append_images=frames[1:], duration=pauses, loop=loop
    )
    save_thumb(frames[0], thumb)
    return {"width": frames[0].width, "height": frames[0].height}


def within(image: Image.Image, side: int) -> Image.Image:
    """Return a picture no longer on any side than this; 0 leaves it as large as it is."""
    if not side or max(image.size) <= side:
        return image
    small = in_eight_bits(image)
    small.thumbnail((side, side))
    return small


def in_eight_bits(image: Image.Image) -> Image.Image:
    """Return a copy whose points have eight bits: those of 16 cannot be made fewer as they are."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    return image.copy()


def save_thumb(image: Image.Image, thumb: str) -> None:
    small = in_eight_bits(image)
    small.thumbnail(THUMB)
    mode = "RGBA" if small.mode in {"RGBA", "LA", "PA"} else "RGB"
    small.convert(mode).save(thumb, "WEBP", quality=80, method=2)


if __name__ == "__main__":
    main()
