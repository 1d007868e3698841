"""Which labels of a part mean one person; every merge states its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from readaloud.model import Doubt
from readaloud.planning import names
from readaloud.planning.labels import Label
from readaloud.planning.people import Candidate
from readaloud.planning.resolving import apart


class Groups:
    """Union of labels, with the reasons; the first label of a group stands for it."""

    def __init__(self, labels: Sequence[Label], resolved: Mapping[str, Candidate] | None = None) -> None:
        """Each label is a group of its own; `resolved` are the people that the document names for them."""
        self._resolved = resolved or {}
        self._parent = {label.key: label.key for label in labels}
        self._members = {label.key: [label] for label in labels}
        self._order = {label.key: i for i, label in enumerate(labels)}
        self.reasons: dict[str, list[str]] = {label.key: [] for label in labels}

    def find(self, key: str) -> str:
        """The label that stands for a label's group."""
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def of(self, key: str) -> Sequence[Label]:
        """The labels of the group for which a label stands."""
        return self._members[key]

    def apart(self, a: Label, b: Label) -> bool:
        """Whether two labels cannot mean one person, or the document names two for them."""
        one, other = self._resolved.get(a.key), self._resolved.get(b.key)
        return apart(a, b) or (one is not None and other is not None and not _one_party(one, other))

    def join(self, a: str, b: str, reason: str = "") -> bool:
        """Makes two groups one, unless somebody in one cannot be somebody in the other."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if any(self.apart(x, y) for x in self._members[a] for y in self._members[b]):
            return False
        if self._order[b] < self._order[a]:
            a, b = b, a
        self._parent[b] = a
        self._members[a] = sorted(self._members[a] + self._members.pop(b), key=lambda label: self._order[label.key])
        self.reasons[a] += [*self.reasons[b], *([reason] if reason else [])]
        return True


def merge(labels: Sequence[Label], resolved: Mapping[str, Candidate], groups: Groups) -> None:
    """Joins the labels of running text that mean one person."""
    for i, a in enumerate(labels):
        for b in labels[i + 1 :]:
            one, other = resolved.get(a.key), resolved.get(b.key)
            if one is not None and other is not None and one.person.id == other.person.id:
                groups.join(a.key, b.key)  # whoever names the person says why
            elif reason := _same_person(a, b, labels, resolved, groups):
                groups.join(a.key, b.key, reason)


def _one_party(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are one person; a title may name whom a list names in full."""
    if one.person.id == other.person.id:
        return True
    return bool(one.name.surname) and one.name.surname == other.name.surname and 0 in (one.rank, other.rank)


def _same_person(a: Label, b: Label, labels: Sequence[Label], resolved: Mapping[str, Candidate], groups: Groups) -> str:
    """Why two labels mean one person; empty when nothing says so."""
    pair = f"“{a.printed}” and “{b.printed}”"
    for x, y in ((a, b), (b, a)):
        if y.printed.lower().startswith(x.printed.lower() + " ") and y.printed[len(x.printed) + 1 :].islower():
            return f"“{y.printed}” is “{x.printed}” with a verb"
        if x.key in _aliases(y):
            return f"“{y.printed}” says that “{x.printed}” is the same"
    if a.who and a.who == b.who:
        return f"{pair} are one person in the source's markup"
    one, other = resolved.get(a.key), resolved.get(b.key)
    if one is not None and other is not None:
        return f"{pair} both fit “{one.person.name}”, {one.evidence}" if _one_party(one, other) else ""
    if a.name.surname and a.name.surname == b.name.surname:
        return _same_surname(a, b, labels, pair, groups)
    if not a.name.surname and not b.name.surname and a.name.roles and a.name.roles == b.name.roles:
        return f"{pair} name one office"
    for x, y in ((a, b), (b, a)):
        if names.is_initials(x.printed) and x.key not in resolved and _only_one_fits(x, y, labels):
            return f"“{x.printed}” are initials of “{y.printed}”"
        if _is_abbreviation(x, y, labels):
            return f"“{x.printed}” abbreviates “{y.printed}”"
        if _holds_the_office(x, y, labels):
            return f"“{y.printed}” alone holds the office “{x.printed}”"
        if _other_surname(x, y, labels):
            return f"{pair} have one family name"
    return ""


def _aliases(label: Label) -> frozenset[str]:
    """What a label's brackets say it is called from now on: `McNamara [hereafter McN]`, `General Taylor [MDT]`."""
    found = re.findall(
        r"\s[\[(](?:hereafter |hereinafter |henceforth )?[“\"]?([^\[\]()“”\"]+)[”\"]?[\])]", label.printed
    )
    return frozenset(names.key(alias) for alias in found)


def _same_surname(a: Label, b: Label, labels: Sequence[Label], pair: str, groups: Groups) -> str:
    if groups.apart(a, b):
        return ""
    namesakes = [label for label in labels if label.name.surname == a.name.surname]
    if a.name.place != b.name.place:
        places = {label.name.place for label in namesakes} - {""}
        if len(places) > 1 or (a.name.place and b.name.place):
            return ""
    for x, y in ((a, b), (b, a)):
        # Two people of one surname stay two. Which one "Mr. Brown" is cannot be known; but "Kissinger" alone is not
        # Mrs. Kissinger.
        rivals = [z for z in namesakes if z not in (x, y) and groups.apart(y, z) and not groups.apart(x, z)]
        if rivals and not _told_apart(x, y, rivals):
            return ""
    return f"{pair} have one surname"


def _told_apart(label: Label, chosen: Label, rivals: Sequence[Label]) -> bool:
    """Whether a label that could mean several people means the chosen one, and none of the rivals."""
    if label.name.gender != "female" and all(rival.name.gender == "female" for rival in rivals):
        return chosen.name.gender != "female"
    office = set(label.name.roles)
    return bool(office & set(chosen.name.roles)) and not any(office & set(rival.name.roles) for rival in rivals)


def _only_one_fits(initials: Label, label: Label, labels: Sequence[Label]) -> bool:
    def fits(other: Label) -> bool:
        if names.is_initials(other.printed) or other is initials:
            return False
        if not other.name.surname:
            return len(initials.key) == 1 and any(r.startswith(initials.key) for r in other.name.roles[:1])
        return names.fits_initials(initials.printed, other.name) or (
            len(initials.key) > 1 and not other.name.given and other.name.surname.startswith(initials.key[-1])
            and len([o for o in labels if o.name.surname.startswith(initials.key[-1])]) == 1
        )  # fmt: skip

    fitting = {other.name.surname or other.key for other in labels if fits(other)}
    return fits(label) and len(fitting) == 1


def _is_abbreviation(short: Label, long: Label, labels: Sequence[Label]) -> bool:
    a, b = short.key.replace(" ", ""), long.key.removeprefix("the ").replace(" ", "")
    if len(a) < 2 or len(b) < len(a) + 2 or not b.startswith(a) or names.is_given(a):
        return False
    if names.is_initials(short.printed) and not short.printed.startswith(("Mc", "Mac")):
        return False
    rivals = [x for x in labels if x is not short and x.key.removeprefix("the ").replace(" ", "").startswith(a)]
    return len({x.name.surname or x.key for x in rivals}) == 1


def _holds_the_office(office: Label, holder: Label, labels: Sequence[Label]) -> bool:
    """The President: President Nixon, when no other president speaks."""
    if office.name.surname or not office.name.roles or not holder.name.surname:
        return False
    holders = [z for z in labels if z.name.surname and z.name.roles == office.name.roles]
    return holder in holders and len({z.name.surname for z in holders}) == 1


def _other_surname(short: Label, full: Label, labels: Sequence[Label]) -> bool:
    """`Marshal Yeh` is Yeh Chien-ying, when nobody else is called so."""
    surname = short.name.surname
    if short.name.given or not surname or names.is_initials(short.printed):
        return False
    called = [x for x in labels if x is not short and surname in names.other_surnames(x.name)]
    namesakes = [x for x in labels if x.name.surname == surname and x.name.given]
    return full in called and len({x.name.surname for x in called}) == 1 and not namesakes


def merge_slips(labels: Sequence[Label], groups: Groups, doubts: list[Doubt], listed: Sequence[Candidate]) -> None:
    """Misprints: a rare label a letter away from a frequent one, unless the document says that both are people."""
    known = {names.key(c.person.name) for c in listed if c.rank in (1, 2)} | {
        names.key(x) for c in listed if c.rank in (1, 2) for x in c.person.labels
    }
    by_length: dict[int, list[Label]] = {}
    for label in labels:
        by_length.setdefault(len(label.key), []).append(label)
    for rare in labels:
        if rare.turns > 2 or len(rare.key) < 6 or rare.key in known or re.search(r"\d", rare.key):
            continue
        limit = 1 if len(rare.key) < 10 else 2
        close: list[tuple[int, int, Label]] = []
        for size in range(len(rare.key) - limit, len(rare.key) + limit + 1):
            for label in by_length.get(size, ()):
                edits = _slip(rare, label, limit)
                if edits:
                    close.append((edits, -label.turns, label))
        close.sort(key=lambda item: item[:2])
        if close:
            label = close[0][2]
            if groups.join(label.key, rare.key, f"“{rare.printed}” is a misprint of “{label.printed}”"):
                doubts.append(
                    Doubt(rare.printed, "Is this label a misprint of a frequent one?", f"yes, of “{label.printed}”")
                )


def _slip(rare: Label, label: Label, limit: int) -> int:
    """How many letters of a rare label are wrong if it is a misprint of another; 0 when it is none."""
    if label is rare or label.turns < 2 * rare.turns:
        return 0
    if len(rare.key.split()) != len(label.key.split()) and rare.key.replace(" ", "") != label.key.replace(" ", ""):
        return 0
    edits = names.distance(rare.key, label.key, limit)
    if edits > limit or _differ_by_number(rare.key, label.key):
        return 0
    # Nobody answers himself; but a long name with one wrong letter is no other name.
    if label.key in rare.neighbours and (edits > 1 or max(map(len, rare.key.split())) < 9):
        return 0
    return edits


_NUMBERS = frozenset("first second third fourth fifth one two three four five six i ii iii iv v vi a b c d".split())


def _differ_by_number(a: str, b: str) -> bool:
    return any(x != y and (x in _NUMBERS or y in _NUMBERS) for x, y in zip(a.split(), b.split(), strict=False))
