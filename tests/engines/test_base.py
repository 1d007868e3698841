"""What an engine gives and says of itself is looked at before it is believed."""

from __future__ import annotations

from typing import Any

import pytest

from readaloud.engines.base import Traits, clip_fault
from readaloud.engines.tone import ToneEngine
from readaloud.model import Clip, Word

TEXT = "Yes, sir."
SOUND = bytes(2000)


@pytest.mark.parametrize(
    ("clip", "told"),
    [
        (Clip(SOUND, 22050, (Word(0, 0, 3), Word(500, 5, 3))), ""),
        (Clip(b"", 22050), ""),
        (Clip(SOUND, 22050, (Word(0, 0, 3), Word(0, 5, 3), Word(1000, 5, 4))), ""),
        (None, "NoneType instead of a clip"),
        ((SOUND, 22050), "tuple instead of a clip"),
        (Clip(bytearray(SOUND), 22050), "bytearray instead of bytes"),
        (Clip(SOUND[:-1], 22050), "1999 bytes, which is odd"),
        (Clip(SOUND, 0), "sample rate is 0"),
        (Clip(SOUND, 22050.0), "sample rate is 22050.0"),
        (Clip(SOUND, 10**9), "sample rate is 1000000000"),
        (Clip(SOUND, 22050, (Word(1001, 0, 3),)), "at sample 1001, after 0 of 1000"),
        (Clip(SOUND, 22050, (Word(9, 0, 3), Word(8, 5, 3))), "at sample 8, after 9"),
        (Clip(SOUND, 22050, (Word(-1, 0, 3),)), "at sample -1"),
        (Clip(SOUND, 22050, (Word(0, 9, 1),)), "outside the text"),
        (Clip(SOUND, 22050, (Word(0, 0, 0),)), "outside the text"),
    ],
)
def test_what_is_no_clip_is_told(clip: object, told: str) -> None:
    assert (told in clip_fault(clip, TEXT)) if told else not clip_fault(clip, TEXT)


@pytest.mark.parametrize(
    ("name", "value"), [("version", ""), ("version", None), ("at_once", -1), ("at_once", "two"), ("patience", "long")]
)
def test_traits_that_make_no_sense_are_refused(name: str, value: Any) -> None:
    odd = type("Odd", (ToneEngine,), {name: value})
    with pytest.raises(TypeError, match=name):
        Traits.of(odd())
