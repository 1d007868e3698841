"""What an unlabelled paragraph is by its looks: a remark alone, a heading, narration, a signature."""

from __future__ import annotations

import re

from readaloud.readers.talk.labels import key_of
from readaloud.readers.words import any_of, word_list, word_set

_DATE_ONLY = re.compile(
    r"[(\[](?:[A-Z][a-z]+day,? )?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)(?: \d{1,2})?(?:st|nd|rd|th)?,? "
    r"\d{4}[)\]]\.?"
)
_VALEDICTION = re.compile(
    r"(?:very |yours |most )?(?:sincerely|respectfully|truly|faithfully|cordially|best (?:wishes|regards)|warm(?:est)? regards|"
    r"with (?:best|warm|kind|high)[\w ]*|accept,? [\w ]*|believe me|i (?:am|remain)|regards|yours)\b.{0,60}",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "& a an and as at but by for from in into nor of on or over per the to under upon versus vs vs. with without between against".split()
)
_CLASSIFICATION = re.compile(
    r"[\[(]?(?:top secret|secret|confidential|unclassified|restricted|limited official use|official use only|"
    r"for official use only|personal and confidential|strictly confidential)"
    r"(?:[;,/.\s–-]+(?:and|top secret|secret|confidential|nodis|exdis|limdis|sensitive|eyes only|noforn|priority|immediate|"
    r"flash|niact|personal|restricted data|us|only|umbra|codeword|special handling|presidential handling|cherokee|harvan|"
    r"double plus|plus|literally))*[\])]?\.?",
    re.IGNORECASE,
)


def is_bracketed(text: str) -> bool:
    """Whether a paragraph is one remark in brackets or parentheses, a full stop after it allowed."""
    bare = text.rstrip(" .")
    if len(bare) < 3 or bare[0] + bare[-1] not in ("[]", "()"):
        return False
    depth = 0
    for index, character in enumerate(bare):
        depth += (character in "([") - (character in ")]")
        if depth <= 0 and index < len(bare) - 1:
            return False
    return True


def is_date_alone(text: str) -> bool:
    """`(November 9, 1972)`: the date of a letter, no remark about the talk."""
    return _DATE_ONLY.fullmatch(text) is not None


def is_classification(text: str) -> bool:
    """`TOP SECRET; EYES ONLY` and the like."""
    return len(text) < 120 and _CLASSIFICATION.fullmatch(text.strip()) is not None


def is_heading(text: str) -> bool:
    """A short line in title case or capitals, or two or three such words and a colon."""
    words = text.split()
    if (
        not words
        or len(words) > 12
        or len(text) > 100
        or not (text[0].isupper() or text[0].isdigit() or text[0] in "“[")
    ):
        return False
    if not re.search(r"[^\W\d_]{3}", text) or _is_field(text):
        return False
    if text[-1] == ":":
        return len(words) <= 4 and _title_case([word.rstrip(":") for word in words])
    if text[-1] in '.?!,;—–…”"’)]' and not re.fullmatch(r"(?:[IVX]+|[A-Z]|\d+)\. .*[^.?!,;—–…]", text):
        return False
    return _title_case(words)


def _is_field(text: str) -> bool:
    """`SUBJECT: Piers`, `HB Files: Lot 7`."""
    head, colon, rest = text.partition(":")
    key = key_of(head)
    return bool(colon and rest.strip()) and (
        key in word_set("talk", "fields") or key.endswith((" files", " file", " papers", " lot"))
    )


def _title_case(words: list[str]) -> bool:
    capitals = [word for word in words if word[:1].isupper() or word[:1].isdigit() or word[:1] in "(“&–-/"]
    small = [word for word in words if word not in capitals]
    return len(capitals) > 0 and all(word.casefold() in _SMALL for word in small)


def is_valediction(text: str) -> bool:
    """`Sincerely,` and its like."""
    return len(text) < 100 and _VALEDICTION.fullmatch(text) is not None


def is_name_alone(text: str) -> bool:
    """A short line that can be a signature: `Lodge`, `H. Morgenthau, Jr.`."""
    words = text.rstrip(".").replace(",", " ").split()
    return 0 < len(words) <= 5 and all(
        re.fullmatch(r"(?:[A-Z][\w’'\-]*|[A-Z]\.?|Jr\.?|Sr\.?|de|van|von)\.?", w) for w in words
    )


def narrates(text: str, labels: frozenset[str], acts: bool) -> bool:
    """Whether a paragraph reports what happened: `The meeting ended…`, or `DR reviews…` of someone in the talk.

    `acts` says whether sentences about the people of the talk count; not where the turns themselves are reported so.
    """
    if any_of("talk", "narration").match(text):
        return True
    if not acts:
        return False
    return any(_act(sentence, labels) for sentence in re.split(r"(?<=[.?!])\s+", text[:600])[:3])


def _act(sentence: str, labels: frozenset[str]) -> bool:
    words = sentence.split(maxsplit=8)
    for size in range(1, min(6, len(words))):
        if key_of(" ".join(words[:size])) in labels and words[size - 1][-1] not in ".,:;?!—":
            rest = re.sub(r"^\[?(?:(?:then|also|briefly|again|next|now|thereupon) )*", "", " ".join(words[size:]))
            return any(rest.startswith(verb) and not rest[len(verb) : len(verb) + 1].isalpha() for verb in _verbs())
    return False


def _verbs() -> tuple[str, ...]:
    return (*word_list("talk", "acts"), *word_list("talk", "verbs"))


def is_reported(text: str, label: str) -> bool:
    """Whether a turn tells in the third person what was said: `Said he had read…`, `Mr. Gomulka said that…`."""
    words = text.split(maxsplit=6)
    if not words:
        return False
    if words[0].casefold().rstrip(",") in _reporting() and len(words) > 2:
        return words[0][0].isupper()
    key = key_of(label)
    return any(key_of(" ".join(words[:size])) == key for size in range(1, min(5, len(words))))


def _reporting() -> frozenset[str]:
    return word_set("talk", "reported")
