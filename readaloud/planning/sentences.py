"""Cuts a paragraph into sentences; wraps `sentencex` where the field's abbreviations and ellipses need it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Span = tuple[int, int]

_INNER_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘(]*[A-ZÀ-Þ])")
_LONG_QUOTATION = 240
"""Letters; `sentencex` keeps a quotation whole, and a letter that is read out is a breath of half a minute."""

# After these a full stop does not end a sentence, whatever follows. `sentencex` knows most titles; these it was seen to
# miss on FRUS texts and their footnotes ("Vol. 3", "pp. 5–7", "Gen. Haig", "Doc. 12").
_ABBREVIATIONS = frozenset(
    """
    vol vols no nos p pp fn n doc docs sec ch art par para fol ff cf ed eds trans supp enc encl
    mr mrs ms messrs dr prof rev hon st gen lt col maj capt cmdr adm brig sgt gov sen rep amb sec asst dep
    u.s u.n u.k u.s.s.r e.g i.e viz vs etc jan feb mar apr jun jul aug sept sep oct nov dec a.m p.m jr sr
    """.split()
)
# These may end a sentence as well; then the next word's capital decides.
_MAY_END = frozenset("etc jr sr a.m p.m u.s u.n u.k u.s.s.r".split())
_COUNTRIES = frozenset("u.s u.n u.k u.s.s.r".split())
_OF_COUNTRIES = frozenset(
    """
    Administration Agency Air Ambassador Ambassadors Armed Army Assembly Attorney Budget Cabinet Chamber Charter Chief Coast
    Conference Congress Congressional Congressman Constitution Consul Consulate Council Court Customs Defense Delegate
    Delegation Department District Economic Embassy Federal Food Force Forces Foreign General Geological Government High
    Information Intelligence Liaison Marine Marines Military Minister Ministry Mission National Naval Navy Office Open
    Organization Permanent Pacific Policy Postal President Presidential Public Representative Representatives Resolution
    Secretariat Secretary Security Senate Senator Senators Special State Steel Strategic Supreme Trade Treasury Trusteeship
    Under Vice
    """.split()
)
"""After `U.S.` they go on with the sentence: `Chief of the new U.S. Liaison Office`."""
_MONTHS = frozenset("Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember".split())
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.\s*$")
"""German: the full stop after `10.` in `am 10. August` makes an ordinal of it."""
_SHILLINGS = re.compile(r"\ds\.\s*$")
# German and French have their own; `sentencex` covers them.
_STOP = re.compile(r"(?P<word>[\w.]*\w)\.[\"”’')\]]*\s*$")
_ELLIPSIS_END = re.compile(r"(?:\.\s){2,}\.\s*$|…\s*$")
_STARTS_SENTENCE = re.compile(r"[\"“‘'(\[]*[A-ZÀ-Þ0-9]")
_BEFORE_NUMBERS = frozenset("no nos".split())
"""`No. 5`, but `No. There is a message.`"""
_LONGEST = 420  # characters; past this an utterance is cut at a clause, so that no worker and no listener waits


def sentences(text: str, language: str, whole: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Spans of the sentences of one paragraph, without the white space between them.

    `whole` are spans that must not be cut (remarks in brackets).
    """
    if not text.strip():
        return ()
    cuts = [end for _, end in _boundaries(text, language.split("-")[0])]
    blocked = tuple(whole)
    spans: list[Span] = []
    begin = 0
    for cut in cuts:
        if cut < len(text) and (_joins(text, begin, cut) or any(a < cut < b for a, b in blocked)):
            continue
        span = _strip(text, begin, cut)
        if span is not None:
            spans.append(span)
        begin = cut
    if begin < len(text):
        span = _strip(text, begin, len(text))
        if span is not None:
            spans.append(span)
    return tuple(part for span in spans for part in _shorten(text, span, blocked))


@lru_cache(maxsize=4096)
def _boundaries(text: str, language: str) -> tuple[Span, ...]:
    from sentencex.sentencex import segment  # the package's own module says no types

    spans: list[Span] = []
    at = 0
    for piece in segment(language, text):
        begin = text.find(piece, at)
        # A segmenter that changed the text could not be trusted to cut it; the whole is then one sentence.
        if begin < 0:
            return ((0, len(text)),)
        at = begin + len(piece)
        spans.append((begin, at))
    return tuple(spans)


def _joins(text: str, begin: int, cut: int) -> bool:
    """Whether what stands before `cut` goes on after it."""
    before, after = text[begin:cut], text[cut:].lstrip()
    if not re.search(r"\w", before):
        return True  # a lone dash or bracket belongs to what follows
    if not re.search(r"\w", after):
        return True  # closing quotes and points belong to what stands before
    if after[:1].islower() and not before.rstrip().endswith(("?", "!")):
        return True  # 12 yrs. old
    if _ELLIPSIS_END.search(before):
        return not _STARTS_SENTENCE.match(after) or after[:2].strip(". ") == ""
    if after.startswith((". .", "…")):
        return True
    if _SHILLINGS.search(before) and re.match(r"\d+d\b", after):
        return True
    if _ORDINAL.search(before) and re.split(r"\W", after, maxsplit=1)[0] in _MONTHS:
        return True
    stop = _STOP.search(before)
    if stop is None:
        return False
    word = stop["word"].lower()
    if word in _BEFORE_NUMBERS and not after[:1].isdigit():
        return False
    if word in _COUNTRIES and re.split(r"\W", after, maxsplit=1)[0] in _OF_COUNTRIES:
        return True
    if word in _ABBREVIATIONS:
        return word not in _MAY_END or not _STARTS_SENTENCE.match(after)
    # An initial: "K. said" at a sentence's start is a person, not a sentence.
    return len(word) == 1 and word.isalpha() and word not in ("i", "a") and len(before.split()) <= 3


def _strip(text: str, begin: int, end: int) -> Span | None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return (begin, end) if begin < end else None


def _shorten(text: str, span: Span, blocked: tuple[Span, ...]) -> list[Span]:
    """Cuts an overlong sentence after a semicolon, colon, dash or comma near its middle."""
    begin, end = span
    if end - begin > _LONG_QUOTATION:
        inner = [begin + m.end() for m in _INNER_END.finditer(text[begin:end])]
        inner = [p for p in inner if p < end and not _joins(text, begin, p) and not any(a < p < b for a, b in blocked)]
        if inner:
            parts = [_strip(text, a, b) for a, b in zip((begin, *inner), (*inner, end), strict=True)]
            return [s for part in parts if part is not None for s in _shorten(text, part, blocked)]
    if end - begin <= _LONGEST:
        return [span]
    middle = (begin + end) // 2
    for pattern in (r";\s", r"[—:]\s?", r",\s", r"\s"):
        places = [m.end() for m in re.finditer(pattern, text[begin:end])]
        places = [begin + p for p in places if 40 < p < end - begin - 40]
        places = [p for p in places if not any(a < p < b for a, b in blocked)]
        if places:
            cut = min(places, key=lambda p: abs(p - middle))
            left, right = _strip(text, begin, cut), _strip(text, cut, end)
            return [s for part in (left, right) if part is not None for s in _shorten(text, part, blocked)]
    return [span]
