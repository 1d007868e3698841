"""The person behind the labels of a group: name, description, gender, and where they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from readaloud.model import Part, Person, Speaker
from readaloud.planning import names, people
from readaloud.planning.joint import listing
from readaloud.planning.labels import Label
from readaloud.planning.names import Name
from readaloud.planning.people import Candidate
from readaloud.planning.text import slug
from readaloud.planning.told import Told, age_of, told_by_description, told_by_label, told_by_title


def speaker_of(
    group: Sequence[Label], resolved: Mapping[str, Candidate], persons: Mapping[str, Person],
    reasons: Sequence[str], part: Part, labels: Sequence[Label],
) -> Speaker:  # fmt: skip
    """The speaker whom a group of labels means; its id may be another's too."""
    printed = tuple(dict.fromkeys(p for label in group for p in label.printings))
    who = next((label.who for label in group if label.who), ())
    if who:
        return _named_by_source(who, printed, persons, reasons, names_people=part.text_labels)
    why = list(dict.fromkeys(reasons))
    candidate = min(
        (resolved[label.key] for label in group if label.key in resolved), key=lambda c: c.rank, default=None
    )
    best = max(group, key=_tells)
    gender: names.Gender = ""
    for label in group:
        gender = gender or label.name.gender
    if candidate is None:
        name = spoken_name(names.expanded(best.printed))
        description = ""
        surname = best.name.surname if not names.is_initials(best.printed) else ""
    else:
        person = candidate.person
        name, description, surname = person.name, person.description, candidate.name.surname
        gender = person.gender or candidate.name.gender or gender
        why.insert(0, _evidence(group, resolved, candidate))
    others = [resolved[label.key].name for label in labels if label not in group and label.key in resolved]
    others += [label.name for label in labels if label not in group]
    name, description, gender, more = _given_name(name, description, surname, gender, group, part, labels, others)
    why += more
    last = names.parse(name).surname.split()
    called = [label.name.surname for label in group if not names.is_initials(label.printed)]
    surname = next((c for c in called if c in names.other_surnames(names.parse(name))), surname)
    identity = slug(surname.split()[-1] if surname else last[-1] if last else "") or slug(name) or "speaker"
    person_age = "" if candidate is None else candidate.person.age
    known = Told(gender, age_of(person_age)) | _told(name, description, printed, names_people=part.text_labels)
    return Speaker(identity, printed, name, description, known.gender, known.age, reasons=tuple(dict.fromkeys(why)))


def _told(name: str, description: str, printed: Sequence[str], *, names_people: bool) -> Told:
    """What title, label and description tell of gender and age, the nearest to the person first."""
    told = told_by_title(name)
    # "Old Tom" of a play is old; in a transcript it is only a name.
    told = Told(told.gender) if names_people else told
    for label in (name, *printed):
        told |= told_by_label(label, names_people=names_people)
        if not names_people:  # a play calls its people JULIET and ROMEO, and hardly ever by a bare surname
            told |= Told(names.given_gender(label))
    return told | told_by_description(description)


def _tells(label: Label) -> tuple[bool, bool, bool, int]:
    """How much of a name a label tells."""
    name = label.name
    given = any(names.is_given(g) for g in name.given)
    whole = bool(name.surname) and not names.is_initials(label.printed)
    return given, whole, bool(name.roles or name.honorifics), label.turns


def _evidence(group: Sequence[Label], resolved: Mapping[str, Candidate], candidate: Candidate) -> str:
    """Why these labels mean the candidate."""
    same = [x for x in group if x.key in resolved and resolved[x.key].person.id == candidate.person.id]
    shown = [f"“{label.printed}”" for label in same if names.key(label.printed) != names.key(candidate.person.name)]
    if not shown:
        return f"“{candidate.person.name}” is {candidate.evidence}"
    verb = "is" if len(shown) == 1 else "are"
    return f"{listing(shown)} {verb} “{candidate.person.name}”, {candidate.evidence}"


def _named_by_source(
    who: tuple[str, ...], printed: tuple[str, ...], persons: Mapping[str, Person], reasons: Sequence[str], *,
    names_people: bool,
) -> Speaker:  # fmt: skip
    why = tuple(dict.fromkeys((*reasons, "named by the source itself")))
    person = persons.get(who[0]) if len(who) == 1 else None
    if person is None:
        name = spoken_name(printed[0] if printed else who[0])
        told = Told(names.parse(name).gender) | _told(name, "", printed, names_people=names_people)
        return Speaker(slug(who[0]), printed, name, "", told.gender, told.age, reasons=why)
    parsed = names.parse(person.name)
    known = Told(person.gender or parsed.gender, age_of(person.age))
    known |= _told(person.name, person.description, printed, names_people=names_people)
    readable = re.fullmatch(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", person.id) and not person.id.startswith("p_")
    return Speaker(
        slug(person.id if readable or not parsed.surname else parsed.surname.split()[-1]),
        printed,
        person.name,
        person.description,
        known.gender,
        known.age,
        reasons=why,
    )


def _given_name(
    name: str, description: str, surname: str, gender: names.Gender, group: Sequence[Label], part: Part,
    labels: Sequence[Label], others: Sequence[Name],
) -> tuple[str, str, names.Gender, list[str]]:  # fmt: skip
    """Looks in the rest of the document for the given name that goes with a surname."""
    parsed = names.parse(name)
    if not part.text_labels or not surname or any(names.is_given(g) for g in parsed.given):
        return name, description, gender, []
    words = [w for w in name.split() if names.fold(w).strip(".,") == surname.split()[-1]]
    shown = words[0] if words else surname.title()
    shown = shown.title() if shown.isupper() else shown
    elsewhere = [b.text for b in part.blocks if b.turn is None] + [n.text for n in part.notes]
    taken = frozenset(other.given[0] for other in others if other.surname == surname and other.given)
    full = people.full_name(surname, elsewhere, taken)
    if {gender, names.parse(full).gender} == {"female", "male"}:
        full = ""
    reason = f"“{full}” is printed elsewhere in the document"
    # An operator or interpreter is no party; who is addressed by a given name is the other one.
    people_here = [label for label in labels if label.name.surname or names.is_initials(label.printed)]
    partners = [label for label in people_here if label not in group]
    if not full and len(partners) == 1:
        other = partners[0]
        address = people.addressed_as(other.texts)
        if address:
            full = f"{address} {shown}"
            reason = f"“{group[0].printed}” is addressed as “{address}”"
    if not full:
        return name, description, gender, []
    gender = gender or names.parse(full).gender
    before = name.split(shown)[0].strip() if shown in name else ""
    if before and not description and not names.parse(before).honorifics:
        description = before
    return full, description, gender, [reason]


_ROLE_NAMES = {"Q": "Question", "A": "Answer"}


def spoken_name(label: str) -> str:
    """A label as a name to be said: words in capitals made title case, editor's brackets joined in."""
    text = _ROLE_NAMES.get(label) or names.spelled_out(names.expanded(label).strip())
    # Short capitals are initials, unless all is in capitals: RSM, but TOM BROKAW.
    long = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.isupper()]
    if not long:
        return text
    least = 2 if text.isupper() else 4

    def cased(match: re.Match[str]) -> str:
        word = match[0]
        return (
            word.capitalize() if word.isupper() and (len(word) >= least or word.lower() in names.HONORIFICS) else word
        )

    return re.sub(r"[^\W\d_][^\W\d_’']+", cased, text)
