"""Compares transcriptions by what can be heard: espeak-ng's IPA with that of dictionaries."""

from __future__ import annotations

import re

_ONE_SOUND = {
    "ɹ": "r", "ɚ": "ər", "ɜːr": "ər", "ɜː": "ər", "ɐ": "ə", "ᵻ": "ɪ", "ʌ": "ə", "ɾ": "t", "əʊ": "oʊ", "ɒ": "ɑ", "ɔ": "ɑ",
    "ɫ": "l", "ː": "", "ˌ": "", ".": "", "g": "ɡ",
}  # fmt: skip
"""Accent, length and secondary stress: /ɒ/ and /ɔː/ are one vowel in much of America, /ɾ/ is its /t/."""
_DIPHTHONGS = {"oʊ": "o", "eɪ": "e", "aɪ": "A", "aʊ": "W", "ɑɪ": "Y"}
_VOWELS = "aæɑeɛiɪoʊuəAWY"


def plain(ipa: str, *, rhotic: bool = True) -> str:
    """Two transcriptions that are equal so differ in accent alone; without `rhotic` an r is said before vowels only."""
    for written, same in (_ONE_SOUND | _DIPHTHONGS).items():
        ipa = ipa.replace(written, same)
    ipa = re.sub("r+", "r", ipa)
    # Stress is compared by its vowel: where a syllable begins is a matter of taste.
    ipa = re.sub(f"ˈ([^{_VOWELS}]*)", r"\1ˈ", ipa)
    ipa = re.sub("(?<!ˈ)[əɪi]", "ə", ipa).replace("ɛ", "e").replace("a", "æ")
    return ipa if rhotic else re.sub(f"r(?![ˈ{_VOWELS}])", "", ipa)
