"""Which words before a colon or a full stop are speakers' labels in this document, judged by all of them together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from readaloud.model import Doubt
from readaloud.readers.talk.label_scores import System, scores_of
from readaloud.readers.talk.label_starts import HEAD, Start, starts_of
from readaloud.readers.talk.labels import Candidate, Member, bare, candidate, unmarked
from readaloud.readers.talk.names import Names
from readaloud.readers.talk.paragraphs import Paragraph

_ACCEPT = 3.0


@dataclass(slots=True)
class Labels:
    """The document's labels."""

    accepted: dict[System, float] = field(default_factory=dict)
    """(key, stop) → how sure."""
    doubts: list[Doubt] = field(default_factory=list)
    counts: dict[System, int] = field(default_factory=dict)
    """How often each begins a paragraph."""
    people: frozenset[str] = frozenset()
    """Labels, and the surnames in them, of one speaker each."""

    def of(self, text: str, end: int | None = None) -> Candidate | None:
        """The label at the beginning of a text, when it is one of the document's; `end` is where its line ends."""
        text = text if end is None else text[:end]
        head = text[:HEAD]
        found = candidate(head)
        if found is not None and (found.key, found.stop) in self.accepted:
            return found
        if not any(stop == "none" for _, stop in self.accepted):
            return None
        found = unmarked(head) or bare(text)
        return found if found is not None and (found.key, "none") in self.accepted else None


def find_labels(paragraphs: Sequence[Paragraph], names: Names) -> Labels:
    """The labels that the paragraphs of one part begin with."""
    starts = starts_of(paragraphs)
    if not starts:
        return Labels()
    counts = Counter(start.system for start in starts)
    scores = scores_of(paragraphs, starts, names)
    told = {start.system for start in starts if not start.found.verb}
    # `Harriman said: “…”` reports words in prose; beside labels without a verb it is one of them.
    accepted = {system: score for system, score in scores.items() if score >= _ACCEPT and system in told}
    _initials_in_turn(starts, counts, scores, accepted)
    _answers(accepted)
    while (more := _related(starts, scores, accepted)) != accepted:
        accepted = more
    accepted = _stops(starts, accepted)
    if not _is_dialogue(starts, accepted):
        return Labels()
    members = {
        key
        for start in starts
        if start.system in accepted and len(start.found.members) == 1
        for key in (start.found.key, start.found.members[0].key, start.found.members[0].surname)
        if key not in ("q", "a")
    }
    return Labels(accepted, _doubts(paragraphs, starts, accepted, scores), dict(counts), frozenset(members))


def _initials_in_turn(
    starts: Sequence[Start],
    counts: Counter[System],
    scores: dict[System, float],
    accepted: dict[System, float],
) -> None:
    """Two unknown labels that take turns with one another again and again are speakers."""
    pairs: Counter[frozenset[System]] = Counter()
    for one, other in pairwise(starts):
        if one.system != other.system and other.paragraph - one.paragraph <= 2:
            pairs[frozenset((one.system, other.system))] += 1
    for pair, times in pairs.items():
        if (
            times >= 3
            and all(stop == "colon" for _, stop in pair)
            and all(counts[system] >= 2 and scores[system] >= 1.0 for system in pair)
        ):
            for system in pair:
                accepted.setdefault(system, scores[system])


def _answers(accepted: dict[System, float]) -> None:
    """`A.` is an answer only where there are questions; a letter before a full stop or a space may be a heading."""
    for stop in ("full stop", "none"):
        if ("q", stop) not in accepted:
            accepted.pop(("a", stop), None)


def _related(
    starts: Sequence[Start], scores: dict[System, float], accepted: dict[System, float]
) -> dict[System, float]:
    """Rare labels that stand among accepted ones: misprints, joint labels, other forms of a known label, new people."""
    if not accepted:
        return accepted
    result = dict(accepted)
    around = _Around(starts, accepted)
    for start in starts:
        if start.system in result or not around.can_be(start.found):
            continue
        if len(start.found.members) > 1:
            if around.knows_all(start.found.members):
                result[start.system] = _ACCEPT
        elif around.means_one_of_them(start):
            result[start.system] = _ACCEPT
        elif around.is_new_there(start, scores[start.system]):
            result[start.system] = scores[start.system]
    return result


class _Around:
    """The accepted labels around a rare one."""

    def __init__(self, starts: Sequence[Start], accepted: dict[System, float]) -> None:
        firm = [start for start in starts if start.system in accepted]
        self._keys = {key for key, _ in accepted}
        self._stops = {stop for _, stop in accepted}
        self._members = {m.key for s in firm for m in s.found.members} | {
            m.surname for s in firm for m in s.found.members
        }
        self._places = sorted(start.paragraph for start in firm)

    def can_be(self, found: Candidate) -> bool:
        if found.form in ("vocative", "salutation") or (found.form in ("field", "place") and len(found.members) < 2):
            return False
        return found.stop == "colon" or (found.stop in self._stops and found.form in ("title", "office", "role"))

    def knows_all(self, members: Sequence[Member]) -> bool:
        titled = members[0].form == "title"
        return all(
            m.key in self._members or m.surname in self._members or m.form == "initials" or titled for m in members
        )

    def _inside(self, start: Start) -> bool:
        return self._places[0] - 1 <= start.paragraph <= self._places[-1] + 2

    def means_one_of_them(self, start: Start) -> bool:
        found, member = start.found, start.found.members[0]
        if found.key in self._keys:
            return True
        if not self._inside(start):
            return False
        return (
            (bool(found.verb) and member.key in self._keys)
            or (member.form == "name" and member.surname in self._members)
            or (member.form in ("name", "initials", "title", "other") and _misprint(found.key, self._keys))
            or (member.form == "initials" and self._near(start) > 0 and _shortened(member.key, self._keys))
        )

    def is_new_there(self, start: Start, score: float) -> bool:
        near = self._near(start)
        if not self._inside(start) or not near:
            return False
        person = start.found.members[0].form in ("name", "initials", "office", "role")
        return score >= 2.0 or (person and score >= 1.0 and near >= 2 and not start.found.empty and not start.wrapped)

    def _near(self, start: Start) -> int:
        low = bisect_left(self._places, start.paragraph - 2)
        return bisect_right(self._places, start.paragraph + 2) - low


def _shortened(key: str, firm: Iterable[str]) -> bool:
    """Whether letters are the beginning of another label: `Pr` of `Pr[esident]`."""
    return len(key) > 1 and any(other.startswith(key) and len(other) > len(key) + 2 for other in firm)


def _misprint(key: str, firm: Iterable[str]) -> bool:
    """Whether a label is one of the others with a letter or two wrong: `THE SECRETNRY`."""
    return any(
        len(key) >= 6
        and abs(len(key) - len(other)) <= 2
        and SequenceMatcher(None, key, other, autojunk=False).ratio() >= 0.85
        for other in firm
    )


def _stops(starts: Sequence[Start], accepted: dict[System, float]) -> dict[System, float]:
    """A document sets its labels off in one way; the few others are sentences that happen to look like labels."""
    counts: Counter[str] = Counter()
    for start in starts:
        if start.system in accepted:
            counts[start.found.stop] += 1
    if not counts:
        return accepted
    colons, points = counts["colon"], counts["full stop"]
    if colons and points:
        weak = "full stop" if points <= colons * 2 else "colon"
        asked = {key for key, stop in accepted if stop == weak and key in ("q", "a", "question", "answer")}
        if weak == "colon" and colons >= 3:
            return accepted
        if weak == "colon":
            firm = {s.system for s in starts if s.found.form in ("title", "office", "role")}
            return {s: score for s, score in accepted.items() if s[1] != weak or s in firm}
        return {s: score for s, score in accepted.items() if s[1] != weak or s[0] in asked}
    return accepted


def _is_dialogue(starts: Sequence[Start], accepted: dict[System, float]) -> bool:
    labelled = [start for start in starts if start.system in accepted]
    if len(labelled) >= 3:
        return True
    if len(labelled) == 2:
        strong = [s for s in labelled if accepted[s.system] >= _ACCEPT]
        return len(strong) == 2 and labelled[1].paragraph - labelled[0].paragraph <= 3
    return False


def _doubts(
    paragraphs: Sequence[Paragraph],
    starts: Sequence[Start],
    accepted: dict[System, float],
    scores: dict[System, float],
) -> list[Doubt]:
    found = []
    seen: set[System] = set()
    for start in starts:
        if start.system in seen or start.found.form in ("field", "salutation", "place"):
            continue
        seen.add(start.system)
        place = paragraphs[start.paragraph].plain[start.offset : start.offset + 60]
        question = f"Is {start.found.label!r} a speaker?"
        if start.system in accepted and accepted[start.system] < _ACCEPT:
            found.append(Doubt(place, question, "yes"))
        elif start.system not in accepted and scores[start.system] >= 1.5:
            found.append(Doubt(place, question, "no"))
    return found
