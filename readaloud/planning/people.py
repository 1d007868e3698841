"""Finds who a document tells of: parties named in a title, lists of persons, full names in notes, forms of address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from readaloud.model import Part, Person
from readaloud.planning import names
from readaloud.planning.names import Name


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the person behind a label."""

    person: Person
    name: Name
    evidence: str
    """Where the document says so, in words for the cast sheet."""
    rank: int
    """-1 the markup of the part names them, 0 its title as a party, 1 listed as present, 2 listed by the part or named in its
    notes, 3 in a list for all parts."""


_PARTY_WORDS = re.compile(r"\b(?:Between|With|with|Among|among|between)\b")
_SEPARATOR = re.compile(r",\s+(?:and\s+)?|\s+and\s+|;\s*")
_OFFICE_ALONE = re.compile(r"the(?:\s+[A-ZÀ-Þ][\w’'-]+)+")
"""A party that is only an office, where the next one is told with an article too: `the Mayor and the Harbor Master`."""
_NOT_A_SURNAME = frozenset(
    """affairs state defense treasury department staff union council committee office agency embassy house senate
    notes meeting conversation record washington moscow paris president secretary minister ambassador""".split()
)


def candidates(part: Part, everyone: Sequence[Person]) -> tuple[Candidate, ...]:
    """All whom the part's title and lists name, the surest first."""
    found: list[Candidate] = list(parties(part.title))
    for person in part.people:
        found.append(
            Candidate(person, names.parse(_plain(person.name)), "listed in the document", 1 if person.present else 2)
        )
    found += _in_text(part)
    listed = [Candidate(p, names.parse(_plain(p.name)), "in the list of persons", 3) for p in everyone]
    by_surname: dict[str, list[Candidate]] = {}
    for candidate in listed:
        by_surname.setdefault(candidate.name.surname, []).append(candidate)
    return (*(_completed(one, by_surname.get(one.name.surname, ())) for one in found), *listed)


def _completed(candidate: Candidate, namesakes: Sequence[Candidate]) -> Candidate:
    """A candidate with the full name that the list of persons has for him, when it can be only one of the list."""
    same = [other for other in namesakes if names.one_given(candidate.name, other.name)]
    if (
        len(same) != 1
        or not candidate.name.surname
        or {candidate.name.gender, same[0].name.gender} == {"female", "male"}
    ):
        return candidate
    person, name = same[0].person, replace(candidate.name, given=same[0].name.given or candidate.name.given)
    description = candidate.person.description or person.description
    return replace(candidate, person=replace(person, description=description), name=name)


def named_by_markup(persons: Iterable[Person]) -> tuple[Candidate, ...]:
    """Those to whom the source's own markup gives labels of the part; a label without it may mean them too."""
    return tuple(Candidate(p, names.parse(_plain(p.name)), "named by the source itself", -1) for p in persons)


_NAMED = re.compile(
    r"\b(?=(?P<full>(?:[A-ZÀ-Þ]\.\s+)?(?P<given>[A-ZÀ-Þ][\wà-ÿ’-]+)(?:\s+[A-ZÀ-Þ]\.)?\s+(?:Mc|Mac|O’|O')?[A-ZÀ-Þ][a-zà-ÿ]+(?:[A-Z][a-z]+)?)\b)"
)
_OFFICE_BEFORE = re.compile(r"(?:[A-ZÀ-Þ][\w’-]+\s+(?:(?:of|for|the)\s+)*){1,6}$")


_HONORIFIC_BEFORE = re.compile(r"\b(Mrs|Miss|Ms|Mr|Dr)\.?\s+$")


def _in_text(part: Part) -> list[Candidate]:
    """Full names in the notes and before the talk: `Dean Rusk, Robert McNamara … arrived at the Ranch`."""
    before: list[str] = []
    for block in part.blocks:
        if block.turn is not None:
            break
        before.append(block.text)
    found: dict[str, Candidate] = {}
    for text, in_note in [*((text, False) for text in before), *((note.text, True) for note in part.notes)]:
        end = 0
        for match in _NAMED.finditer(text):
            if match.start() < end or not names.is_given(match["given"]):
                continue
            end = match.end("full")
            full = " ".join(match["full"].split())
            person = Person(f"text:{names.fold(full)}", full)
            title = _HONORIFIC_BEFORE.search(text[max(0, match.start() - 10) : match.start()])
            name = names.parse(f"{title[1]} {full}" if title else full)
            # A note on a president of long ago does not say who The President is here.
            office = None if in_note else _OFFICE_BEFORE.search(text[max(0, match.start() - 80) : match.start()])
            if office:
                name = replace(name, roles=_offices(office[0]))
            where = "named in the document's notes" if in_note else "named before the talk"
            found.setdefault(person.id, Candidate(person, name, where, 2))
    return list(found.values())


def _offices(words: str) -> tuple[str, ...]:
    """The office right before a name: `Attorney General`; nothing where other words stand between."""
    parsed = names.parse(f"{words} X")
    return () if parsed.given else parsed.roles


def parties(title: str) -> tuple[Candidate, ...]:
    """Those between whom the title says the talk is: `… Between the Ambassador to Laos (Unger) and Secretary Rusk`."""
    title = re.sub(r"^\s*\d+\.\s*", "", title)
    start = None
    for match in _PARTY_WORDS.finditer(title):
        start = match.end()
        break
    if start is None:
        return ()
    pieces: list[str] = []
    held = ""
    rest = title[start:].strip().rstrip(".")
    at = 0
    for match in _SEPARATOR.finditer(rest):
        held += rest[at : match.start()]
        if _ends_party(held) or (_OFFICE_ALONE.fullmatch(held.strip()) and rest.startswith("the ", match.end())):
            pieces.append(held.strip())
            held = ""
        else:
            held += match.group()
        at = match.end()
    pieces.append((held + rest[at:]).strip())
    found = []
    for piece in pieces:
        candidate = _party(piece)
        if candidate is not None:
            found.append(candidate)
    return tuple(found)


def _ends_party(piece: str) -> bool:
    return piece.rstrip().endswith(")") or _surname_at_end(piece) != ""


def _surname_at_end(piece: str) -> str:
    words = piece.split()
    if not words or not re.fullmatch(r"[A-ZÀ-Þ][\w’'.-]+", words[-1]):
        return ""
    if names.fold(words[-1]).strip(".") in _NOT_A_SURNAME | names.ROLES:
        return ""
    if len(words) > 1 and words[-2].lower() in ("of", "for", "to", "in", "the", "on", "at"):
        return ""
    return words[-1]


def _party(piece: str) -> Candidate | None:
    bracket = re.search(r"^(?P<role>.*?)\s*\(\s*(?P<name>[A-ZÀ-Þ][^()]*?)\s*\)", piece)
    if bracket:
        printed, role = bracket["name"], re.sub(r"^(?:his|her|their)\s+", "", bracket["role"].strip())
        name = names.parse(printed)
        # "President Kennedy (JFK)" and the like put no new name in the brackets.
        if not name.surname:
            return None
        return Candidate(Person(f"title:{name.surname}", printed, role), name, "named in the title", 0)
    surname = _surname_at_end(piece)
    if not surname:
        return None
    articled = piece.strip().casefold().startswith("the ")
    piece = re.sub(r"^(?:the|his|her)\s+", "", piece.strip(), flags=re.IGNORECASE)
    words = piece.split()
    roles = tuple(w for w in (names.fold(w).strip(".") for w in words[:-1]) if w in names.ROLES)
    given: list[str] = []
    for word in reversed(words[:-1]):
        if names.is_given(word) or re.fullmatch(r"[A-Z]\.", word):
            given.insert(0, names.fold(word).strip("."))
        else:
            break
    honorifics = tuple(w for w in (names.fold(w).strip(".") for w in words[:-1]) if w in names.HONORIFICS)
    if articled and not (roles or given or honorifics):
        return None  # an office of which no list knows: the Harbor Master is not called Master
    name = Name(honorifics, roles, tuple(given), names.fold(surname))
    return Candidate(Person(f"title:{name.surname}", piece), name, "named in the title", 0)


def full_name(surname: str, texts: Iterable[str], taken: frozenset[str] = frozenset()) -> str:
    """The fullest form in which texts print given names before a surname; empty if none does: `Henry A. Kissinger`."""
    pattern = re.compile(rf"((?:[A-ZÀ-Þ][\w.’'-]*\s+){{1,3}})({re.escape(surname)})(?![\w])", re.IGNORECASE)
    seen: Counter[str] = Counter()
    for text in texts:
        for match in pattern.finditer(text):
            if not match[2][0].isupper():
                continue
            kept: list[str] = []
            for word in reversed(match[1].split()):
                if names.is_given(word) or re.fullmatch(r"[A-ZÀ-Þ]\.(?:[A-ZÀ-Þ]\.)?", word):
                    kept.insert(0, word)
                else:
                    break
            while kept and not names.is_given(kept[0]):
                kept.pop(0)
            if kept and names.fold(kept[0]) not in taken:
                seen[" ".join((*kept, _cased(match[2])))] += 1
    if not seen:
        return ""
    firsts = {name.split()[0] for name in seen}
    # Two people of one surname: nothing here can tell which of them speaks.
    if len(firsts) > 1:
        return ""
    return max(seen, key=lambda name: (len(name.split()), seen[name], name))


def _cased(word: str) -> str:
    return word.title() if word.isupper() else word


_ADDRESS = re.compile(
    r"(?:(?P<greeting>\b(?:hi|hello|morning|evening|afternoon|thank you|thanks|bye|all right|okay),?\s+)|,\s+|^|[.!?—]\s+)"
    r"(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{2,})(?P<end>[.!?]|,|—|$)",
    re.IGNORECASE,
)


def addressed_as(texts: Iterable[str]) -> str:
    """The one given name by which the other party is addressed in these texts; empty unless that is clear."""
    seen: Counter[str] = Counter()
    for text in texts:
        for match in _ADDRESS.finditer(text):
            name = match["name"]
            if name[0].isupper() and names.is_given(name):
                seen[name] += 2 if match["greeting"] or match["end"] == "!" else 1
    if not seen:
        return ""
    (name, count), *others = seen.most_common()
    return name if count >= 2 and (not others or others[0][1] * 2 <= count) else ""


def _plain(name: str) -> str:
    """A listed name without nickname in brackets and without what follows a comma."""
    return re.sub(r"\([^)]*\)", " ", name).split(",")[0].strip()
