"""Finds for each label the person whom the document names: in its markup, its title, its lists, its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readaloud.planning import names
from readaloud.planning.labels import Label
from readaloud.planning.names import Name
from readaloud.planning.people import Candidate

_HEADS = frozenset("president king queen shah emperor pope chancellor premier".split())
_UNDER = frozenset(
    "ambassador secretary senator representative director adviser under assistant deputy attorney".split()
)


def resolve(labels: Sequence[Label], listed: Sequence[Candidate]) -> dict[str, Candidate]:
    """Labels whose person the document names: exactly one candidate of the surest kind fits."""
    best = {label.key: _best(label, listed) for label in labels}
    resolved = {key: found[0] for key, found in best.items() if len(found) == 1}
    for label in labels:
        if len(best[label.key]) > 1 and all(candidate.rank == 0 for candidate in best[label.key]):
            # Of the parties that the title names, K may be Kissinger or Kennedy, but whom he talks with is EK.
            taken = {resolved[key].person.id for key in label.neighbours if key in resolved and len(best[key]) == 1}
            left = [candidate for candidate in best[label.key] if candidate.person.id not in taken]
            if taken and len(left) == 1:
                resolved[label.key] = left[0]
    return _undisputed(labels, resolved)


def _best(label: Label, listed: Sequence[Candidate]) -> list[Candidate]:
    """The people of the surest kind that fit a label best."""
    for rank in sorted({candidate.rank for candidate in listed}):
        fits = [(strength, c) for c in listed if c.rank == rank and (strength := fit(label, c))]
        if fits:
            most = max(strength for strength, _ in fits)
            return list({c.person.id: c for strength, c in fits if strength == most}.values())
    return []


def _undisputed(labels: Sequence[Label], resolved: dict[str, Candidate]) -> dict[str, Candidate]:
    """Without the claims of those who cannot be one person with the label that fits a candidate best."""
    kept = dict(resolved)
    for candidate in {c.person.id: c for c in resolved.values()}.values():
        claims = [x for x in labels if x.key in resolved and resolved[x.key].person.id == candidate.person.id]
        claims.sort(key=lambda label: -fit(label, resolved[label.key]))
        for label in claims:
            rivals = [x for x in claims if x is not label and apart(x, label)]
            best = max((fit(x, resolved[x.key]) for x in rivals), default=0)
            if rivals and best >= fit(label, resolved[label.key]):
                kept.pop(label.key, None)
    return kept


def fit(label: Label, candidate: Candidate) -> int:
    """How well a candidate fits a label: 0 not at all, 1 by the surname, more by office, given name, or all words."""
    name, other = label.name, candidate.name
    if candidate.person.id in label.who:
        return 9
    if _genders_differ(name, candidate):
        return 0
    if names.key(candidate.person.name) == label.key:
        return 6
    if names.is_initials(label.printed) and name.surname != other.surname:
        if not _initials_fit(label, candidate):
            return 0
        return 1 if len(label.key) == 1 else 3 if other.given else 2
    if not name.surname:
        return 1 if _office_fits(name, candidate) else 0
    if name.surname != other.surname:
        return 1 if _nearly(name, candidate) else 0
    if not names.one_given(name, other):
        return 0
    if name.given and other.given:
        return 4
    office = name.roles and (set(name.roles) & set(other.roles) or _in_description(name.roles[0], candidate))
    same = set(name.honorifics) & set(other.honorifics)
    return 3 if office else 2 if same else 1


def _initials_fit(label: Label, candidate: Candidate) -> bool:
    if candidate.rank == 3 and len(label.key) < 3:
        return False  # a persons list of hundreds has somebody for every letter
    if names.fits_initials(label.printed, candidate.name, surname_alone=candidate.rank == 0):
        return True
    # P for the President, whose name the title gives with the office.
    return candidate.rank == 0 and len(label.key) == 1 and any(r.startswith(label.key) for r in candidate.name.roles)


def _office_fits(name: Name, candidate: Candidate) -> bool:
    roles, other = name.roles, candidate.name
    if candidate.rank == 3 or not roles or not other.surname:
        return False
    # The Under Secretary is not The Secretary.
    return other.roles[: len(roles)] == roles or (not other.roles and _in_description(" ".join(roles), candidate))


def _nearly(name: Name, candidate: Candidate) -> bool:
    """A misprint, SKOLNIKOFP for Skolnikoff, or a family name that stands first: Prime Minister Chou."""
    if candidate.rank > 2:
        return False
    if not name.given and name.surname in names.other_surnames(candidate.name):
        return True
    long = min(len(name.surname), len(candidate.name.surname))
    return long >= 7 and names.distance(name.surname, candidate.name.surname, 1) <= 1


def _in_description(role: str, candidate: Candidate) -> bool:
    description = candidate.person.description.lower().removeprefix("the ")
    return candidate.rank <= 1 and re.match(rf"{re.escape(role)}(?![\w'’])", description) is not None


def _genders_differ(name: Name, candidate: Candidate) -> bool:
    gender = candidate.person.gender or candidate.name.gender
    return bool(name.gender and gender and name.gender != gender)


def apart(a: Label, b: Label) -> bool:
    """Whether two labels cannot mean one person, whatever else they have in common."""
    x, y = a.name, b.name
    if a.who and b.who and not set(a.who) & set(b.who):
        return True
    if x.gender and y.gender and x.gender != y.gender:
        return True
    if names.is_initials(a.printed) and names.is_initials(b.printed):
        return _initials_differ(a.key, b.key)
    for one, other in ((a, b), (b, a)):
        # Mrs. Gandhi may be Prime Minister Gandhi; who answers President Johnson is his wife.
        told = other.name.roles or names.is_initials(other.printed)
        if one.name.gender == "female" and told and other.key in one.neighbours:
            return True
    if x.surname != y.surname or not x.surname:
        return False
    if not names.one_given(x, y):
        return True
    for one, other in ((a, b), (b, a)):
        if set(one.name.roles[:1]) & _HEADS and set(other.name.roles[:1]) & _UNDER:
            return True
    return False


def _initials_differ(a: str, b: str) -> bool:
    """Whether two sets of initials are two people's: JFK and RFK; but not H and AMH, McN and RSM."""
    if min(len(a), len(b)) < 2 or "mc" in (a[:2], b[:2]):
        return False
    return a[0] != b[0] or a[-1] != b[-1] or (len(a) == len(b) and a != b)
