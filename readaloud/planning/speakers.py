"""Decides which labels mean one person, by evidence that each merge can state; no model, no network, no guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from readaloud.model import Document, Doubt, Part, Person, Speaker
from readaloud.planning import names, people
from readaloud.planning.joint import members_of
from readaloud.planning.names import Name
from readaloud.planning.people import Candidate
from readaloud.planning.text import slug

WhoKey = tuple[int, str]
"""Number of a part and a label as printed, or an id that the source itself gives (with `#` before it)."""


@dataclass(frozen=True, slots=True)
class Identities:
    """Who speaks: the speakers, and each part's label → speaker id."""

    speakers: tuple[Speaker, ...]
    ids: Mapping[WhoKey, str]
    doubts: tuple[Doubt, ...]

    def of(self, part: int, label: str | None, who: Sequence[str]) -> str:
        """Id of the speaker of a turn; KeyError for a label that the document does not have."""
        return self.ids[(part, who_key(label, who))]


def turn_heads(part: Part) -> dict[int, tuple[str | None, tuple[str, ...]]]:
    """Label and ids of each turn: those of its first block that has them, since a remark may stand before it."""
    heads: dict[int, tuple[str | None, tuple[str, ...]]] = {}
    for block in part.blocks:
        if block.turn is not None and (block.label or block.who) and block.turn not in heads:
            heads[block.turn] = (block.label, block.who)
    return heads


def who_key(label: str | None, who: Sequence[str]) -> str:
    """What identifies the speaker of a turn within its part: the ids of the source before the label it prints."""
    return "#" + " ".join(who) if who else label or ""


@dataclass(slots=True)
class _Label:
    """What is known of one label (or id) of one part."""

    printed: str
    key: str
    name: Name
    who: tuple[str, ...]
    turns: int = 0
    words: int = 0
    texts: list[str] = field(default_factory=list)
    neighbours: set[str] = field(default_factory=set)
    """Keys of labels of the turns just before and after."""
    others: list[str] = field(default_factory=list)
    """Further printings."""


class _Groups:
    """Union of labels, with the reasons; the first label of a group stands for it."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._parent = {k: k for k in keys}
        self._order = {k: i for i, k in enumerate(keys)}
        self.reasons: dict[str, list[str]] = {k: [] for k in keys}

    def find(self, k: str) -> str:
        while self._parent[k] != k:
            k = self._parent[k]
        return k

    def join(self, a: str, b: str, reason: str) -> None:
        a, b = self.find(a), self.find(b)
        if a == b:
            return
        if self._order[b] < self._order[a]:
            a, b = b, a
        self._parent[b] = a
        self.reasons[a] += [*self.reasons[b], reason]


def identify(document: Document) -> Identities:
    """The speakers of a document: one for each person, however often their label changes."""
    everyone = {person.id: person for person in document.people}
    found: list[tuple[int, Speaker, tuple[str, ...]]] = []
    doubts: list[Doubt] = []
    for number, part in enumerate(document.parts):
        for speaker, keys in _identify_part(part, everyone, doubts):
            found.append((number, speaker, keys))
    return _across_parts(found, tuple(doubts))


# ---------------------------------------------------------------------------------------------------------------------
# Within a part
# ---------------------------------------------------------------------------------------------------------------------


def _identify_part(
    part: Part, everyone: Mapping[str, Person], doubts: list[Doubt]
) -> list[tuple[Speaker, tuple[str, ...]]]:
    labels = _labels(part)
    if not labels:
        return []
    groups = _Groups([label.key for label in labels])
    members: dict[str, tuple[str, ...]] = {}
    told = [label for label in labels if not label.who]
    known_names = [label.printed for label in told]
    for label in told:
        parts_of = members_of(label.printed, known_names)
        if parts_of:
            members[label.key] = tuple(names.key(p) for p in parts_of)
    for label in labels:
        if len(label.who) > 1:
            members[label.key] = tuple(who_key(None, (w,)) for w in label.who)
    single = [label for label in told if label.key not in members]
    listed = people.candidates(part, tuple(everyone.values()))
    resolved: dict[str, Candidate] = {}
    if part.text_labels:
        resolved = _resolve(single, listed, part)
        _merge_text_labels(single, resolved, groups, doubts)
    else:
        _merge_slips(single, groups, doubts, listed)
        resolved = {
            label.key: c for label in single for c in listed if c.rank in (1, 2) and _is_listed(label, c)
        }  # fmt: skip
    persons = {person.id: person for person in part.people} | dict(everyone)
    result: list[tuple[Speaker, tuple[str, ...]]] = []
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for label in labels:
        if groups.find(label.key) != label.key or label.key in members:
            continue
        group = [other for other in labels if groups.find(other.key) == label.key]
        speaker = _speaker(group, resolved, persons, groups.reasons[label.key], part, labels)
        speaker = _with_id(speaker, taken)
        for other in group:
            ids[other.key] = speaker.id
        result.append((speaker, tuple(k for other in group for k in _who_keys(other))))
    for label in labels:
        if label.key in members:
            found = {s.id: s for s, _ in result}
            who = tuple(dict.fromkeys(ids[k] for k in members[label.key] if k in ids))
            complete = len(who) == len(members[label.key]) > 1 and all(w in found for w in who)
            name = " and ".join(found[w].name for w in who) if complete else _spoken_name(label.printed)
            if label.who and not complete:
                name = " and ".join(persons[w].name if w in persons else w for w in label.who)
            speaker = Speaker(
                slug(label.printed or "-".join(label.who)),
                tuple(x for x in (label.printed, *label.others) if x),
                name,
                members=who,
                reasons=(f"“{label.printed}” names several who speak together",),
            )
            result.append((_with_id(speaker, taken), _who_keys(label)))
    order = {k: i for i, label in enumerate(labels) for k in _who_keys(label)}
    return sorted(result, key=lambda item: min(order[k] for k in item[1]))


def _labels(part: Part) -> list[_Label]:
    labels: dict[str, _Label] = {}
    of_turn: dict[int, _Label] = {}
    before: _Label | None = None
    for turn, (printed, who) in turn_heads(part).items():
        shown = printed or ""
        k = who_key(None, who) if who else names.key(shown) or shown
        label = labels.get(k)
        if label is None:
            label = labels[k] = _Label(shown, k, names.parse(shown), who)
        elif shown and shown != label.printed and shown not in label.others:
            label.others.append(shown)
        label.turns += 1
        if before is not None:
            label.neighbours.add(before.key)
            before.neighbours.add(k)
        of_turn[turn] = before = label
    surnames = {label.name.surname for label in labels.values() if label.name.surname}
    for label in labels.values():
        name = label.name
        if not name.surname and name.honorifics and len(name.roles) == 1 and name.roles[0] in surnames:
            label.name = replace(name, roles=(), surname=name.roles[0])  # Mr. Chancellor, whose name is John Chancellor
    for block in part.blocks:
        if block.turn in of_turn and block.role != "pagebreak":
            label = of_turn[block.turn]
            label.words += len(block.text.split())
            label.texts.append(block.text)
    return list(labels.values())


def _who_keys(label: _Label) -> tuple[str, ...]:
    if label.who:
        return (who_key(None, label.who),)
    return (label.printed, *label.others)


def _is_listed(label: _Label, candidate: Candidate) -> bool:
    return label.key in {names.key(candidate.person.name), *(names.key(x) for x in candidate.person.labels)}


def _resolve(labels: Sequence[_Label], listed: Sequence[Candidate], part: Part) -> dict[str, Candidate]:
    """Labels whose person the document names: exactly one candidate of the surest kind fits."""
    resolved: dict[str, Candidate] = {}
    for label in labels:
        for rank in range(4):
            fits = [c for c in listed if c.rank == rank and _fits(label, c)]
            different = {c.person.id: c for c in fits}
            if len(different) == 1:
                resolved[label.key] = fits[0]
            if different:
                break
    return resolved


def _fits(label: _Label, candidate: Candidate) -> bool:
    name, other = label.name, candidate.name
    if names.is_initials(label.printed):
        if candidate.rank == 3 and len(label.key) < 3:
            return False  # a persons list of hundreds has somebody for every letter
        if names.fits_initials(label.printed, other, surname_alone=candidate.rank == 0):
            return True
        # P for the President, whose name the title gives with the office.
        return candidate.rank == 0 and len(label.key) == 1 and any(r.startswith(label.key) for r in other.roles)
    if not name.surname:
        if candidate.rank == 3:
            return False
        if names.key(candidate.person.name) == label.key:
            return True
        roles = [r for r in name.roles if r in names.ROLES]
        return (
            bool(roles)
            and bool(other.surname)
            and all(r in other.roles or _in_description(r, candidate) for r in roles)
        )
    if not other.surname:
        return False
    if name.surname == other.surname:
        return not name.given or not other.given or _given_agree(name, other)
    if candidate.rank > 2:
        return False
    # OCR slips: SKOLNIKOFP for Skolnikoff.
    long = min(len(name.surname), len(other.surname))
    return long >= 7 and names.distance(name.surname, other.surname, 1) <= 1


def _in_description(role: str, candidate: Candidate) -> bool:
    description = candidate.person.description.lower()
    return candidate.rank <= 1 and description.removeprefix("the ").startswith(role)


def _given_agree(a: Name, b: Name) -> bool:
    x, y = a.given[0], b.given[0]
    return x == y or (x[0] == y[0] and (len(x) == 1 or len(y) == 1))


def _merge_text_labels(
    labels: Sequence[_Label], resolved: Mapping[str, Candidate], groups: _Groups, doubts: list[Doubt]
) -> None:
    for i, a in enumerate(labels):
        for b in labels[i + 1 :]:
            reason = _same_person(a, b, labels, resolved)
            if reason:
                groups.join(a.key, b.key, reason)
    _merge_slips(labels, groups, doubts, tuple(resolved.values()))


def _same_person(a: _Label, b: _Label, labels: Sequence[_Label], resolved: Mapping[str, Candidate]) -> str:
    pair = f"“{a.printed}” and “{b.printed}”"
    for x, y in ((a, b), (b, a)):
        if y.printed.lower().startswith(x.printed.lower() + " ") and y.printed[len(x.printed) + 1 :].islower():
            return f"“{y.printed}” is “{x.printed}” with a verb"
    one, other = resolved.get(a.key), resolved.get(b.key)
    if one is not None and other is not None:
        same = one.person.id == other.person.id or (
            bool(one.name.surname) and one.name.surname == other.name.surname and 0 in (one.rank, other.rank)
        )
        if same:
            return f"{pair} both fit “{one.person.name}”, {one.evidence}"
        return ""
    if a.name.surname and a.name.surname == b.name.surname and not names.is_initials(a.printed):
        return _same_surname(a, b, labels, pair)
    if not a.name.surname and not b.name.surname and a.name.roles and a.name.roles == b.name.roles:
        return f"{pair} name one office"
    for x, y in ((a, b), (b, a)):
        if names.is_initials(x.printed) and x.key not in resolved and _only_one_fits(x, y, labels):
            return f"“{x.printed}” are initials of “{y.printed}”"
        if _is_abbreviation(x, y, labels):
            return f"“{x.printed}” abbreviates “{y.printed}”"
        # "President Nixon" named by the title or a label, then "The President".
        if not x.name.surname and x.name.roles and y.name.surname and y.name.roles == x.name.roles:
            holders = [z for z in labels if z.name.surname and z.name.roles == x.name.roles]
            if len({z.name.surname for z in holders}) == 1:
                return f"“{y.printed}” alone holds the office “{x.printed}”"
    if one is not None or other is not None:
        x, y, candidate = (a, b, other) if one is None else (b, a, one)
        assert candidate is not None
        if _fits(x, candidate) and (names.is_initials(x.printed) or x.name.surname):
            return f"“{x.printed}” fits “{candidate.person.name}”, {candidate.evidence}"
    return ""


def _same_surname(a: _Label, b: _Label, labels: Sequence[_Label], pair: str) -> str:
    if a.name.given and b.name.given and not _given_agree(a.name, b.name):
        return ""
    if a.name.gender and b.name.gender and a.name.gender != b.name.gender:
        return ""
    if a.name.place != b.name.place:
        places = {label.name.place for label in labels if label.name.surname == a.name.surname} - {""}
        if len(places) > 1 or (a.name.place and b.name.place):
            return ""
    givens = {label.name.given[0] for label in labels if label.name.surname == a.name.surname and label.name.given}
    if len({g[0] for g in givens}) > 1 and not (a.name.given and b.name.given):
        return ""  # two people of one surname stay two; which one "Mr. Brown" is cannot be known
    return f"{pair} have one surname"


def _only_one_fits(initials: _Label, label: _Label, labels: Sequence[_Label]) -> bool:
    def fits(other: _Label) -> bool:
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


def _is_abbreviation(short: _Label, long: _Label, labels: Sequence[_Label]) -> bool:
    a, b = short.key.replace(" ", ""), long.key.removeprefix("the ").replace(" ", "")
    if len(a) < 2 or len(b) < len(a) + 2 or not b.startswith(a) or names.is_given(a):
        return False
    if names.is_initials(short.printed) and not short.printed.startswith(("Mc", "Mac")):
        return False
    rivals = [x for x in labels if x is not short and x.key.removeprefix("the ").replace(" ", "").startswith(a)]
    return len({x.name.surname or x.key for x in rivals}) == 1


def _merge_slips(labels: Sequence[_Label], groups: _Groups, doubts: list[Doubt], listed: Sequence[Candidate]) -> None:
    """Misprints: a rare label a letter away from a frequent one, unless the document says that both are people."""
    known = {names.key(c.person.name) for c in listed if c.rank in (1, 2)} | {
        names.key(x) for c in listed if c.rank in (1, 2) for x in c.person.labels
    }
    by_length: dict[int, list[_Label]] = {}
    for label in labels:
        by_length.setdefault(len(label.key), []).append(label)
    for rare in labels:
        if rare.turns > 2 or len(rare.key) < 6 or rare.key in known or re.search(r"\d", rare.key):
            continue
        limit = 1 if len(rare.key) < 10 else 2
        close: list[tuple[int, int, _Label]] = []
        for size in range(len(rare.key) - limit, len(rare.key) + limit + 1):
            for label in by_length.get(size, ()):
                if label is rare or label.turns < 2 * rare.turns or label.key in rare.neighbours:
                    continue
                if len(rare.key.split()) != len(label.key.split()) and rare.key.replace(" ", "") != label.key.replace(
                    " ", ""
                ):
                    continue
                edits = names.distance(rare.key, label.key, limit)
                if edits <= limit and not _differ_by_number(rare.key, label.key):
                    close.append((edits, -label.turns, label))
        close.sort(key=lambda item: item[:2])
        if close and groups.find(rare.key) != groups.find(close[0][2].key):
            label = close[0][2]
            groups.join(label.key, rare.key, f"“{rare.printed}” is a misprint of “{label.printed}”")
            doubts.append(
                Doubt(rare.printed, "Is this label a misprint of a frequent one?", f"yes, of “{label.printed}”")
            )


_NUMBERS = frozenset("first second third fourth fifth one two three four five six i ii iii iv v vi a b c d".split())


def _differ_by_number(a: str, b: str) -> bool:
    return any(x != y and (x in _NUMBERS or y in _NUMBERS) for x, y in zip(a.split(), b.split(), strict=False))


# ---------------------------------------------------------------------------------------------------------------------
# The person behind the labels
# ---------------------------------------------------------------------------------------------------------------------


def _speaker(
    group: Sequence[_Label], resolved: Mapping[str, Candidate], persons: Mapping[str, Person],
    reasons: Sequence[str], part: Part, labels: Sequence[_Label],
) -> Speaker:  # fmt: skip
    printed = tuple(dict.fromkeys(p for label in group for p in (label.printed, *label.others) if p))
    why = list(dict.fromkeys(reasons))
    who = next((label.who for label in group if label.who), ())
    if who:
        person = persons.get(who[0]) if len(who) == 1 else None
        if person is not None:
            parsed = names.parse(person.name)
            readable = re.fullmatch(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", person.id) and not person.id.startswith("p_")
            return Speaker(
                slug(person.id if readable or not parsed.surname else parsed.surname.split()[-1]),
                printed,
                person.name,
                person.description,
                person.gender or parsed.gender,
                person.age,
                reasons=("named by the source itself",),
            )
        shown = printed[0] if printed else who[0]
        return Speaker(slug(who[0]), printed, _spoken_name(shown), reasons=("named by the source itself",))
    candidate = min(
        (resolved[label.key] for label in group if label.key in resolved), key=lambda c: c.rank, default=None
    )
    best = max(group, key=lambda label: (any(names.is_given(g) for g in label.name.given), label.turns))
    gender: names.Gender = ""
    for label in group:
        gender = gender or label.name.gender
    if candidate is None:
        name = _spoken_name(names.expanded(best.printed))
        description = ""
        surname = best.name.surname if not names.is_initials(best.printed) else ""
    else:
        person = candidate.person
        name, description, surname = person.name, person.description, candidate.name.surname
        gender = person.gender or candidate.name.gender or gender
        why.append(f"“{best.printed}” is “{name}”, {candidate.evidence}")
    name, description, gender, more = _given_name(name, description, surname, gender, group, part, labels)
    why += more
    last = names.parse(name).surname.split()
    identity = slug(surname.split()[-1] if surname else last[-1] if last else "") or slug(name) or "speaker"
    return Speaker(identity, printed, name, description, gender, reasons=tuple(dict.fromkeys(why)))


def _given_name(
    name: str, description: str, surname: str, gender: names.Gender, group: Sequence[_Label], part: Part,
    labels: Sequence[_Label],
) -> tuple[str, str, names.Gender, list[str]]:  # fmt: skip
    """Looks in the rest of the document for the given name that goes with a surname."""
    parsed = names.parse(name)
    if not part.text_labels or not surname or any(names.is_given(g) for g in parsed.given):
        return name, description, gender, []
    words = [w for w in name.split() if names.fold(w).strip(".,") == surname.split()[-1]]
    shown = words[0] if words else surname.title()
    shown = shown.title() if shown.isupper() else shown
    elsewhere = [b.text for b in part.blocks if b.turn is None] + [n.text for n in part.notes]
    full = people.full_name(surname, elsewhere)
    reason = f"“{full}” is printed elsewhere in the document"
    # An operator or interpreter is no party; who is addressed by a given name is the other one.
    people_here = [label for label in labels if label.name.surname or names.is_initials(label.printed)]
    others = [label for label in people_here if label not in group]
    if not full and len(others) == 1:
        other = others[0]
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


def _spoken_name(label: str) -> str:
    """A label as a name to be said: words in capitals made title case, editor's brackets joined in."""
    text = names.expanded(label).strip()
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


def _with_id(speaker: Speaker, taken: set[str]) -> Speaker:
    base = speaker.id or "speaker"
    identity, number = base, 2
    while identity in taken:
        identity, number = f"{base}-{number}", number + 1
    taken.add(identity)
    return replace(speaker, id=identity)


# ---------------------------------------------------------------------------------------------------------------------
# Across the parts of a volume
# ---------------------------------------------------------------------------------------------------------------------


def _across_parts(found: Sequence[tuple[int, Speaker, tuple[str, ...]]], doubts: tuple[Doubt, ...]) -> Identities:
    speakers: dict[str, Speaker] = {}
    by_name: dict[str, str] = {}
    ids: dict[WhoKey, str] = {}
    taken: set[str] = {"narrator", "editor", "notes", "pages"}
    local: dict[tuple[int, str], str] = {}
    for number, speaker, keys in found:
        full = names.parse(speaker.name)
        # A bare surname or an office means one person only within its part.
        key = names.key(speaker.name) if full.given and full.surname else ""
        identity = by_name.get(key) if key else None
        if identity is None:
            fresh = _with_id(speaker, taken)
            identity = fresh.id
            members = tuple(local.get((number, m), m) for m in speaker.members)
            speakers[identity] = replace(fresh, members=members)
            if key:
                by_name[key] = identity
        else:
            known = speakers[identity]
            speakers[identity] = replace(
                known,
                labels=tuple(dict.fromkeys((*known.labels, *speaker.labels))),
                description=known.description or speaker.description,
                gender=known.gender or speaker.gender,
                reasons=tuple(dict.fromkeys((*known.reasons, *speaker.reasons))),
            )
        local[(number, speaker.id)] = identity
        for k in keys:
            ids[(number, k)] = identity
    return Identities(tuple(speakers.values()), ids, doubts)
