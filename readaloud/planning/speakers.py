"""Decides which labels mean one person, by evidence that each merge can state; no model, no network, no guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readaloud.model import Document, Doubt, Part, Person, Speaker
from readaloud.planning import names, people
from readaloud.planning.joint import either_of, listing, members_of
from readaloud.planning.labels import Head, Label, labels_of, turn_heads
from readaloud.planning.merging import Groups, merge, merge_slips
from readaloud.planning.naming import speaker_of, spoken_name
from readaloud.planning.people import Candidate
from readaloud.planning.resolving import resolve
from readaloud.planning.text import slug

__all__ = ["Identities", "identify", "turn_heads"]

_Found = tuple[Speaker, tuple[Head, ...]]


@dataclass(frozen=True, slots=True)
class Identities:
    """Who speaks: the speakers, and for each part and head of a turn the speaker's id."""

    speakers: tuple[Speaker, ...]
    ids: Mapping[tuple[int, Head], str]
    doubts: tuple[Doubt, ...]

    def of(self, part: int, label: str | None, who: Sequence[str]) -> str:
        """Id of the speaker of a turn; KeyError for a label that the document does not have."""
        return self.ids[(part, (label or "", tuple(who)))]


def identify(document: Document) -> Identities:
    """The speakers of a document: one for each person, however often their label changes."""
    everyone = {person.id: person for person in document.people}
    found: list[tuple[int, Speaker, tuple[Head, ...]]] = []
    doubts: list[Doubt] = []
    for number, part in enumerate(document.parts):
        for speaker, heads in _identify_part(part, everyone, doubts):
            found.append((number, speaker, heads))
    return _across_parts(found, tuple(doubts))


def _identify_part(part: Part, everyone: Mapping[str, Person], doubts: list[Doubt]) -> list[_Found]:
    labels = labels_of(part)
    if not labels:
        return []
    persons = {person.id: person for person in part.people} | dict(everyone)
    several = _several(labels)
    single = [label for label in labels if label.key not in several]
    listed = people.candidates(part, tuple(everyone.values()))
    resolved: dict[str, Candidate] = {}
    if part.text_labels:
        marked = dict.fromkeys(who for label in single for who in label.who if who in persons)
        listed = (*people.named_by_markup([persons[who] for who in marked]), *listed)
        resolved = resolve(single, listed)
        groups = Groups(single, resolved)
        merge(single, resolved, groups)
        merge_slips(single, groups, doubts, listed)
    else:
        groups = Groups(single)
        printed = [label for label in single if not label.who]
        merge_slips(printed, groups, doubts, listed)
        resolved = {label.key: c for label in printed for c in listed if c.rank in (1, 2) and _is_listed(label, c)}
    result: list[_Found] = []
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for label in single:
        if groups.find(label.key) == label.key:
            group = groups.of(label.key)
            speaker = _with_id(speaker_of(group, resolved, persons, groups.reasons[label.key], part, labels), taken)
            ids.update((other.key, speaker.id) for other in group)
            result.append((speaker, tuple(head for other in group for head in other.heads)))
    for label in labels:
        if label.key in several:
            speaker = _joint(label, several[label.key], ids, [s for s, _ in result], listed, persons)
            result.append((_with_id(speaker, taken), tuple(label.heads)))
    order = {head: i for i, label in enumerate(labels) for head in label.heads}
    return sorted(result, key=lambda item: min(order[head] for head in item[1]))


def _is_listed(label: Label, candidate: Candidate) -> bool:
    return label.key in {names.key(candidate.person.name), *(names.key(x) for x in candidate.person.labels)}


# ---------------------------------------------------------------------------------------------------------------------
# Labels of several
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Several:
    """What a label of several people is made of: each piece as printed, and the key of its own label if it has one."""

    pieces: tuple[tuple[str, str], ...]
    sure: bool = True
    """False for `LBJ or DR`."""


def _several(labels: Sequence[Label]) -> dict[str, _Several]:
    keys = {printed: label.key for label in labels for printed in label.printings}
    known = [label.printed for label in labels if label.printed]
    found: dict[str, _Several] = {}
    for label in labels:
        if pieces := members_of(label.printed, known):
            found[label.key] = _Several(tuple((piece, keys.get(other, "")) for piece, other in pieces))
        elif either := either_of(label.printed, known):
            found[label.key] = _Several(tuple((other, keys[other]) for other in either), sure=False)
        elif len(label.who) > 1:
            found[label.key] = _Several(tuple((who, f"#{who}") for who in label.who))
    return found


def _joint(
    label: Label, several: _Several, ids: Mapping[str, str], speakers: Sequence[Speaker],
    listed: Sequence[Candidate], persons: Mapping[str, Person],
) -> Speaker:  # fmt: skip
    by_id = {speaker.id: speaker for speaker in speakers}
    parts = []
    for piece, key in several.pieces:
        if key in ids:
            parts.append(by_id[ids[key]].name)
        elif piece in persons:
            parts.append(persons[piece].name)
        else:
            alone = Label(piece, names.key(piece), names.parse(piece), ())
            candidate = resolve([alone], listed).get(alone.key)
            parts.append(candidate.person.name if candidate else spoken_name(piece))
    members = tuple(dict.fromkeys(ids[key] for _, key in several.pieces if key in ids))
    shown = label.printed or "-".join(label.who)
    if several.sure:
        reason = f"“{shown}” names several who speak together"
    else:
        reason, members = f"“{shown}”: the source is not sure which of them speaks", ()
    return Speaker(
        slug(shown),
        label.printings,
        listing(parts, "and" if several.sure else "or"),
        members=members,
        reasons=(reason,),
    )


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


def _across_parts(found: Sequence[tuple[int, Speaker, tuple[Head, ...]]], doubts: tuple[Doubt, ...]) -> Identities:
    speakers: dict[str, Speaker] = {}
    by_name: dict[str, str] = {}
    ids: dict[tuple[int, Head], str] = {}
    taken: set[str] = {"narrator", "editor", "notes", "pages"}
    local: dict[tuple[int, str], str] = {}
    for number, speaker, heads in found:
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
                age=known.age or speaker.age,
                reasons=tuple(dict.fromkeys((*known.reasons, *speaker.reasons))),
            )
        local[(number, speaker.id)] = identity
        ids.update(((number, head), identity) for head in heads)
    return Identities(tuple(speakers.values()), ids, doubts)
