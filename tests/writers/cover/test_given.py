import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from readaloud.errors import UsageError
from readaloud.writers.cover.given import LARGEST, load


def picture(mode: str = "RGB", size: tuple[int, int] = (400, 400)) -> Image.Image:
    ramp = np.linspace(0, 255, size[0] * size[1] * 3).reshape(size[1], size[0], 3).astype("u1")
    return Image.fromarray(ramp).convert(mode)


def saved(path: Path, image: Image.Image, **options: object) -> str:
    image.save(path, **options)
    return str(path)


def pixels(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "RGB"
        return np.asarray(image).astype(int)


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_what_every_player_shows_is_kept_to_the_byte(name: str, tmp_path: Path) -> None:
    path = saved(tmp_path / name, picture(size=(500, 400)))
    cover = load(path)
    assert cover.data == Path(path).read_bytes()
    assert (cover.width, cover.height, cover.drawn) == (500, 400, False)
    assert cover.file_name == ("cover.png" if name.endswith("png") else "cover.jpg")


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("cmyk.jpg", "CMYK", {}), ("grey.jpg", "L", {}), ("progressive.jpg", "RGB", {"progressive": True}),
        ("alpha.png", "RGBA", {}), ("palette.png", "P", {}), ("a.gif", "P", {}), ("a.webp", "RGB", {}), ("a.tiff", "CMYK", {}),
        ("a.bmp", "RGB", {}), ("one.png", "1", {}),
    ],
)  # fmt: skip
def test_others_become_a_plain_jpeg(name: str, mode: str, options: dict, tmp_path: Path) -> None:
    cover = load(saved(tmp_path / name, picture(mode), **options))
    assert cover.media_type == "image/jpeg"
    assert pixels(cover.data).shape == (400, 400, 3)


def test_transparency_is_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 100, 200))
    seen = pixels(load(saved(tmp_path / "a.png", image)).data)
    assert np.abs(seen[100, 150] - 255).max() < 8 and np.abs(seen[100, 50] - (0, 0, 255)).max() < 20


def test_of_an_animation_the_first_picture_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "green", "blue")]
    for name in ("a.gif", "a.png", "a.webp"):
        path = saved(tmp_path / name, frames[0], save_all=True, append_images=frames[1:])
        seen = pixels(load(path).data)[100, 100]
        assert seen[0] > 200 and seen[1] < 60, name


def test_a_photograph_that_is_turned_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    cover = load(saved(tmp_path / "a.jpg", picture(size=(400, 200)), exif=exif))
    assert (cover.width, cover.height) == (200, 400)


def test_sixteen_bits_are_brought_down_not_cut_off(tmp_path: Path) -> None:
    grey = Image.fromarray(np.full((200, 200), 32768, "u2"))
    assert abs(int(pixels(load(saved(tmp_path / "a.png", grey)).data)[100, 100, 0]) - 128) < 4


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    cover = load(saved(tmp_path / "a.png", Image.new("RGB", (4000, 1000), "red")))
    assert (cover.width, cover.height) == (LARGEST, 750)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def bomb() -> bytes:
    """A PNG that tells of 900 million pixels."""

    def chunk(id: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + id + body + zlib.crc32(id + body).to_bytes(4, "big")

    head = (30000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def half(format: str) -> bytes:
    file = io.BytesIO()
    picture().save(file, format)
    return file.getvalue()[: len(file.getvalue()) // 2]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"No picture at all.", "no picture that can be read"), ("a.jpg", b"", "no picture"), ("a.svg", SVG, "SVG"),
        ("a.png", bomb(), "too large"), ("half.jpg", half("JPEG"), "damaged"), ("half.png", half("PNG"), "damaged"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n", "no picture"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_told(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=message) as caught:
        load(str(tmp_path / name))
    assert name in caught.value.message and caught.value.tip


def test_places_that_hold_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file"):
        load(str(tmp_path / "nowhere.png"))
    with pytest.raises(UsageError, match="folder"):
        load(str(tmp_path))
    with pytest.raises(UsageError, match="too small"):
        load(saved(tmp_path / "dot.png", picture(size=(16, 16))))
