"""Tags of languages: the form that files of ours are named by, and the language that a text without one is in."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable

from readaloud.data import table

_SHORT = {
    "chi": "zh", "deu": "de", "dut": "nl", "eng": "en", "fra": "fr", "fre": "fr", "ger": "de", "ita": "it", "nld": "nl",
    "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "zho": "zh",
}  # fmt: skip
"""ISO 639-2 codes → the shorter ones that BCP 47 (RFC 5646, section 2.2.1) asks for."""
_FILES = {"zh": "cmn", "no": "nb"}
"""What documents write for a macrolanguage → the subtag that espeak-ng and so our files have."""
_UNTOLD = {"und", "mul", "mis", "zxx"}
"""Tags of ISO 639-2 that name no language."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")

ENOUGH_WORDS = 2.0
"""Common words of a language that a text must have, one that several languages share counting less …"""
ENOUGH_SHARE = 0.12
"""… and among all its words. Prose in our languages has 0.19 to 0.41, Swedish 0.08 at most for any of them."""
CLEARLY = 1.3
"""How many times the next language's count it must be."""
_LONGEST = 4000
"""Words looked at, taken evenly from a longer text."""
_WORD = re.compile(r"[^\W\d_]+")
_HAN, _KANA = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[\u3040-\u30ff]")


def primary(tag: str) -> str:
    """The subtag that voices, passages and catalogues are named by: `en` of `en-GB`, `cmn` of `zh-Hans`, `de` of `ger`."""
    subtag = tag.replace("_", "-").split("-")[0].casefold()
    subtag = _SHORT.get(subtag, subtag)
    return _FILES.get(subtag, subtag)


def canonical(tag: str) -> str:
    """A declared tag as BCP 47 writes it (`ger` is `de`, `en_GB` is `en-GB`); empty when it names no language."""
    subtags = tag.strip().replace("_", "-").split("-")
    subtags[0] = _SHORT.get(subtags[0].casefold(), subtags[0].casefold())
    joined = "-".join(subtags)
    return joined if _TAG.fullmatch(joined) and subtags[0] not in _UNTOLD else ""


def detected(texts: Iterable[str]) -> str:
    """The language of texts, `zh` for Chinese, by their script and commonest words; empty when that is not sure.

    Common words are steady where letters are not (names, quotations, OCR): cf. G. Grefenstette, "Comparing two language
    identification schemes", JADT 1995, which finds them as good as trigrams from 15 words on.
    """
    whole = "\n".join(texts)
    letters = _WORD.findall(whole)
    han = len(_HAN.findall(whole))
    if han > 0.5 * sum(map(len, letters)):
        return "" if len(_KANA.findall(whole)) > 0.1 * han else "zh"
    words = [word.casefold() for word in letters[:: -(-len(letters) // _LONGEST) or 1]]
    counts: dict[str, float] = {}
    for word, times in Counter(words).items():
        owners = _owners().get(word, ())
        for language in owners:
            counts[language] = counts.get(language, 0.0) + times / len(owners)
    best, *others = sorted(counts, key=lambda language: (-counts[language], language)) or [""]
    next_ = counts[others[0]] if others else 0.0
    sure = counts.get(best, 0.0) >= max(ENOUGH_WORDS, ENOUGH_SHARE * len(words), CLEARLY * next_)
    return best if sure else ""


@functools.cache
def _owners() -> dict[str, tuple[str, ...]]:
    """Common word → the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in table("common_words.toml").items():
        for word in words["words"].split():
            found[word] = (*found.get(word, ()), language)
    return found
