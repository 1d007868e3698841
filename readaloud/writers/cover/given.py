"""Takes a person's picture as a cover: as it is where every player shows it, else made so."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from readaloud.errors import UsageError
from readaloud.model import Cover

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 50_000_000
"""Of the file: it goes into every audio file."""
MOST_PIXELS = 80_000_000
"""Of the picture; what is in the open takes 4 bytes for each."""
LARGEST = 3000
"""Pixels of the longer side: podcast apps take no more. A larger picture is made smaller."""
LEAST = 100
"""Pixels of the shorter side: less cannot be recognized."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
"""By Pillow's names. Not PostScript, for which it would start another program."""

_CONVERT = "Save it as a JPEG or PNG, best square and 1,400 to 3,000 pixels wide."


def load(name: str) -> Cover:
    """The picture in a file, without an alternative text; UsageError with the reason when it is none that fits.

    A JPEG or PNG that every player shows is kept to the byte. Of an animation the first picture is taken; transparency
    becomes white, CMYK becomes RGB, a turned photograph is turned, and a large picture is made smaller.
    """
    data = _bytes(Path(name))
    if b"<svg" in data[:4000].lower():
        raise UsageError(f"{name} is an SVG drawing, which audio players do not show.", tip=_CONVERT)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise UsageError(f"{name} is too large: {width:,} × {height:,} pixels.", tip=_CONVERT)
            if min(width, height) < LEAST:
                raise UsageError(f"{name} is too small: {width} × {height} pixels.", tip=_CONVERT)
            image.load()
            if _shown_everywhere(image):
                kind = image.format
            else:
                image, kind = _plain(image), "JPEG"
                file = io.BytesIO()
                image.save(file, "JPEG", quality=92, subsampling=0)
                data = file.getvalue()
    except UnidentifiedImageError:
        raise UsageError(
            f"{name} is no picture that can be read: JPEG, PNG, GIF, WebP, TIFF and BMP can.", tip=_CONVERT
        ) from None
    except Image.DecompressionBombError:
        raise UsageError(f"{name} is too large: more than {MOST_PIXELS:,} pixels.", tip=_CONVERT) from None
    except UsageError:
        raise
    except Exception as error:  # what the coders of Pillow raise on a damaged file is of many kinds
        raise UsageError(
            f"{name} is damaged: {str(error).rstrip('.') or type(error).__name__}.", tip=_CONVERT
        ) from error
    return Cover(data, "image/png" if kind == "PNG" else "image/jpeg", *image.size, alt="", drawn=False)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; --cover takes a picture.")
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} is too large: {path.stat().st_size // 1_000_000} MB, at most 50.", tip=_CONVERT)
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no file {path} for the cover.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _shown_everywhere(image: Image) -> bool:
    """Whether it is in RGB, stands upright, does not move, and has neither transparency nor passes."""
    upright = image.getexif().get(0x0112, 1) == 1
    one = getattr(image, "n_frames", 1) == 1
    plain = not (
        {"progressive", "progression", "interlace", "transparency"}
        & {k for k, v in image.info.items() if v is not None and v != 0}
    )
    fits = max(image.size) <= LARGEST
    return image.format in ("JPEG", "PNG") and image.mode == "RGB" and upright and one and plain and fits


def _plain(image: Image) -> Image:
    """RGB on white, upright, at most `LARGEST` pixels wide and high."""
    from PIL import Image as Images
    from PIL import ImageOps

    image.seek(0)
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):  # 16 bits a pixel, which a conversion would only cut off
        image = image.convert("F").point(lambda value: value * (1 / 257) + 0).convert("L")
    if image.mode == "CMYK":
        image = _from_cmyk(image, profile)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Images.new("RGBA", image.size, "white")
        image = Images.alpha_composite(ground, image)
    image = image.convert("RGB")
    image.thumbnail((LARGEST, LARGEST), Images.Resampling.LANCZOS)
    return image


def _from_cmyk(image: Image, profile: bytes | None) -> Image:
    """By the printer's own profile where it is in the file: without one, colours come out too bright."""
    from PIL import ImageCms

    if profile:
        try:
            made = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return image
        return image if made is None else made
    return image
