"""How much each candidate looks like a speaker's label: its form, how often it comes, what stands beside it, who is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from readaloud.readers.talk.label_starts import Start
from readaloud.readers.talk.labels import Member
from readaloud.readers.talk.names import Names
from readaloud.readers.talk.paragraphs import Paragraph

System = tuple[str, str]
"""A label's key and how it is set off."""

_TELETYPE = re.compile(r"teletype|telecon\b|teleconference", re.IGNORECASE)

_BASE = {
    "title": 2.5,
    "office": 2.0,
    "role": 2.0,
    "initials": 0.5,
    "name": 0.5,
    "field": -5.0,
    "place": -5.0,
    "vocative": 0.0,
    "salutation": -5.0,
    "other": -2.0,
}


def scores_of(paragraphs: Sequence[Paragraph], starts: Sequence[Start], names: Names) -> dict[System, float]:
    """A score for each label; from 3 on it is taken for one."""
    title = next((p.plain for p in paragraphs if p.kind == "title"), "")
    base = _BASE | {"place": 0.5} if _TELETYPE.search(title) else _BASE
    lower = _common_words(paragraphs, starts)
    bonus = 0.75 if _mostly_labelled(paragraphs, starts) else 0.0
    beside = _neighbours(starts)
    by_system: dict[System, list[Start]] = {}
    for start in starts:
        by_system.setdefault(start.system, []).append(start)
    return {system: _score(found, beside[system], names, lower, base) + bonus for system, found in by_system.items()}


def _common_words(paragraphs: Sequence[Paragraph], starts: Sequence[Start]) -> frozenset[str]:
    """One-word labels that the document also writes in lower case, as it does with no name."""
    wanted = {start.found.key for start in starts if " " not in start.found.key and len(start.found.key) > 2}
    if not wanted:
        return frozenset()
    found: set[str] = set()
    for paragraph in paragraphs:
        found.update(word for word in re.findall(r"\b[a-z]{3,}\b", paragraph.plain) if word in wanted)
    return frozenset(found)


def _neighbours(starts: Sequence[Start]) -> dict[tuple[str, str], float]:
    """For each label the share of its places that stand right before or after another label."""
    beside: Counter[tuple[str, str]] = Counter()
    whole = Counter(start.system for start in starts)
    good = [start for start in starts if start.found.form not in ("field", "salutation", "other")]
    touched: set[int] = set()
    for one, other in pairwise(range(len(good))):
        a, b = good[one], good[other]
        if b.paragraph - a.paragraph <= 2 and a.found.key != b.found.key:
            touched.update((one, other))
    for index in touched:
        beside[good[index].system] += 1
    return {system: beside[system] / count for system, count in whole.items()}


def _mostly_labelled(paragraphs: Sequence[Paragraph], starts: Sequence[Start]) -> bool:
    """Whether nearly all paragraphs begin with what may be somebody's label, and some label comes again."""
    people = [
        s for s in starts if s.found.form not in ("field", "salutation", "place", "other") and s.found.stop == "colon"
    ]
    labelled = {s.paragraph for s in people}
    prose = [i for i, p in enumerate(paragraphs) if p.kind == "paragraph" and not p.plain.startswith(("[", "("))]
    counts = Counter(s.found.key for s in people)
    again = len(counts) * 4 <= len(people) * 3
    return again and ((len(labelled) >= 4 and len(labelled) * 5 >= len(prose) * 4) or len(labelled) == len(prose) == 3)


def _score(
    found: list[Start],
    beside: float,
    names: Names,
    lower: frozenset[str],
    base: Mapping[str, float],
) -> float:
    first, count = found[0].found, len(found)
    score = min(_member_score(member, names, lower, base) for member in first.members)
    if score < -3.0:
        return score
    if (
        first.stop in ("full stop", "dash")
        and first.form in ("name", "initials")
        and score < 2.0
        and first.key not in "qa"
    ):
        # `Yes. …`, `B. …`: only a name that the document tells can be set off like this.
        return 1.0 if first.form == "initials" else 0.0
    score += {1: 0.0, 2: 1.0, 3: 1.5}.get(count, 2.0)
    score += beside
    if first.stop == "full stop":
        score -= 1.5 if first.form == "name" else 1.0
    if all(start.found.empty for start in found):
        score -= 1.5
        if first.stop == "none" and count >= 4 and first.core.isupper():
            score += 1.0
    if all(start.quotes for start in found):
        score += 1.0
    if len(first.core.split()) > 5:
        score -= 1.0
    if all(start.wrapped for start in found):
        score -= 1.0  # where a line was only wrapped, a word before a colon may begin it by chance
    return score


def _member_score(member: Member, names: Names, lower: frozenset[str], base: Mapping[str, float]) -> float:
    score = base[member.form]
    if member.form in ("initials", "name"):
        known = names.surname(member.surname) if member.form == "name" else names.initials(member.key)
        if member.form == "initials" and len(member.key) > 1:
            known = max(known, names.surname(member.key))
        score += (0.0, 1.0, 1.5, 2.0)[known]
        if not known and member.key in lower:
            score -= 2.0
        if member.form == "name" and len(member.text.split()) > 1 and not known:
            score += 0.5 if _looks_like_a_name(member.text) else -0.5
    elif member.form == "title":
        score += 0.5 if names.surname(member.surname) else 0.0
    elif member.form == "vocative":
        # Mr. Chancellor may be a man of that name.
        score += 1.0 if names.surname(member.surname) else -1.5
    return score


def _looks_like_a_name(text: str) -> bool:
    return all(word[0].isupper() for word in text.split()) and len(text.split()) <= 3
