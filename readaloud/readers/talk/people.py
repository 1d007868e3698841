"""The people that a document lists as present: participants, members present."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from readaloud.model import Person
from readaloud.readers.talk.labels import key_of
from readaloud.readers.talk.names import is_given_name, long_forms
from readaloud.readers.talk.paragraphs import Paragraph
from readaloud.readers.words import word_set

_PRESENT = re.compile(
    r"(?:(?:list of |american |soviet |us |u\.s\. |other |also |others? |members |those |persons |staff |principal )*"
    r"(?:participants?|present|attendees|attendance|attending|participating)\b[^:]{0,60}|on the phone|in the room):?",
    re.IGNORECASE,
)
_NAME_LAST = re.compile(r"(?<!\S)((?:(?:[A-Z]\.|[A-Z][\w’'-]+)\s){1,3}[A-Z][\w’'-]+(?:, Jr\.?)?)$")
_SUFFIX = re.compile(r"\s*(Jr\.?|Sr\.?|I{2,3}|IV)(?:,?\s+|$)")
_AFTERWARDS = re.compile(r"\s+(?:arrived|departed|joined|left|present)\b.*|\s+\([^)]*\)$|\s+[–—-]\s*note.?taker.*")
_OF_A_BODY = re.compile(r"(?P<body>[A-Z][\w.&/’ ]{1,40}?)(?:—|\s[–—]\s)(?=[A-Z])")
"""`State—U. Alexis Johnson`, `Chairman—Henry A. Kissinger`."""
_MAX_NAME = 8


def reading_order(name: str) -> str:
    """`Kissinger, Henry A.` → `Henry A. Kissinger`; `Goodpaster, Lieutenant General Andrew J.` likewise."""
    bare = name.rstrip(" ,;").partition(" (")[0]
    pieces = [piece.strip() for piece in bare.split(",") if piece.strip()]
    if len(pieces) < 2:
        return bare.strip()
    surname, given, *rest = pieces
    last = given.split()[-1]
    if _SUFFIX.fullmatch(last) and " " in given:
        given, rest = given.rpartition(" ")[0], [last, *rest]
    suffixes = [piece for piece in rest if _SUFFIX.fullmatch(piece)]
    return ", ".join([f"{given} {surname}", *suffixes])


def people_of(paragraphs: Sequence[Paragraph], listed: Sequence[Person] = ()) -> tuple[Person, ...]:
    """Those whom a part itself lists as present, in order; `listed` are the volume's, for their ids."""
    known = {person.id: person for person in listed}
    found: dict[str, Person] = {}
    inside = False
    rows = [p for p in paragraphs if p.kind not in ("pagebreak", "dateline", "title")]
    for index, paragraph in enumerate(rows):
        text = paragraph.plain
        heading = _PRESENT.match(text, 0, min((*paragraph.breaks, *paragraph.wraps, len(text))))
        alone = heading is not None and not text[heading.end() :].strip()
        following = rows[index + 1] if index + 1 < len(rows) else None
        if paragraph.kind == "heading" or alone:
            inside = alone
        elif heading and paragraph.kind == "paragraph":
            for begin, end in _entries(text, heading.end(), paragraph.breaks, paragraph.wraps):
                _add(found, paragraph, begin, end, known)
            inside = False
        elif inside and paragraph.kind in ("list-item", "row"):
            # An item above deeper ones is the head of a group: a country, an agency.
            if following is None or following.kind != paragraph.kind or following.level <= paragraph.level:
                for match in re.finditer(r"[^|]+", text):
                    _add(found, paragraph, *match.span(), known)
        elif paragraph.kind == "paragraph":
            inside = False
    return tuple(found.values())


def _entries(text: str, begin: int, breaks: Sequence[int], wraps: Sequence[int]) -> Iterator[tuple[int, int]]:
    """People in a paragraph: by lines, or by semicolons and the ends of sentences."""
    if any(at >= begin - 1 for at in breaks):
        lines = {at + 1 for at in breaks if at >= begin - 1}
        # Where some lines are people, a full line may be one too.
        lines |= {at + 1 for at in wraps if at >= begin - 1 and _begins_entry(text[at + 1 :])}
        cuts = sorted({begin, *lines})
        yield from zip(cuts, [*(cut - 1 for cut in cuts[1:]), len(text)], strict=True)
        return
    pattern = re.compile(r"[^;]+?(?:;|\.(?=\s+[A-Z][a-z]+ [a-z])|$)" if ";" in text else r"[^,]+(?:,|$)")
    for match in pattern.finditer(text, begin):
        yield match.span()


def _begins_entry(text: str) -> bool:
    """Whether a line begins with somebody's title, given name or whole name, not with the rest of an office."""
    first = key_of(text.split(maxsplit=1)[0])
    if first in word_set("talk", "honorifics") or first == "the" or is_given_name(first.title()):
        return True
    name, comma, _ = text[:60].partition(",")
    return bool(comma) and len(name.split()) > 1 and _is_person(name)


def _add(found: dict[str, Person], paragraph: Paragraph, begin: int, end: int, known: dict[str, Person]) -> None:
    entry = paragraph.plain[begin:end].strip(" ;,:")
    entry = entry if entry.endswith(("Jr.", "Sr.")) else entry.rstrip(".")
    ids = [who for b, e, who in paragraph.people if begin <= b and e <= end]
    name, description = _name_and_description(entry)
    if not name or (_is_body(name) and not ids):
        return
    id = ids[0] if len(ids) == 1 else re.sub(r"\W+", "-", key_of(name))
    person = known.get(id)
    if person is not None and not _one_person(name, person.name):
        id, person = re.sub(r"\W+", "-", key_of(name)), None  # markup that points to a namesake
    if person is None and name.startswith(description):
        description = ""
    if not _tells(description):
        description = person.description if person else description
    found.setdefault(
        id,
        Person(
            id,
            person.name if person else name,
            description,
            present=True,
        ),
    )


def _one_person(printed: str, listed: str) -> bool:
    """Whether a name as printed can be the listed one: not Lester Brown for L. Dean Brown."""
    given, other = _given(printed), _given(listed)
    if not given or not other:
        return True
    every, every_other = (names | {long for name in names for long in long_forms(name)} for names in (given, other))
    if every & every_other:
        return True
    # Initials may stand for names, but L. in L. Dean Brown is not the name he goes by.
    short, full = sorted((given, other), key=lambda names: max(map(len, names)))
    return max(map(len, short)) == 1 and bool({name[0] for name in full} & short)


def _given(name: str) -> set[str]:
    words = [key_of(word) for word in name.partition(",")[0].split()[:-1]]
    return set(dropwhile(lambda word: word in _office_words(), filter(None, words)))


def _is_body(name: str) -> bool:
    """`State`, `USSR`, `NSC Staff`: a group that people follow, none of them."""
    key = key_of(name)
    last = key.rpartition(" ")[2]
    bodies = (
        "staff department office post council side delegation board embassy agency club meeting leadership cabinet "
        "committee group congress senate house state defense treasury members officials"
    ).split()
    return (
        key in word_set("talk", "subjects")
        or key in word_set("talk", "fields")
        or key.startswith(("department of", "office of", "bureau of", "board of"))
        or last in bodies
        or (name.isupper() and " " not in name and len(name) <= 6)
        or (key in word_set("talk", "offices") and not name.startswith("The ") and " " not in name)
    )


def _name_and_description(entry: str) -> tuple[str, str]:
    """`W. Gomulka, First Secretary`, or `Deputy Secretary of Defense William P. Clements`, in two."""
    entry = _AFTERWARDS.sub("", entry).strip()
    if body := _OF_A_BODY.match(entry):
        name, description = _name_and_description(entry[body.end() :])
        return name, description or body["body"]
    if entry.startswith("The "):
        office, _, description = entry.partition(",")
        return office, description.strip()
    name, comma, description = entry.partition(",")
    suffix = _SUFFIX.match(description)
    if suffix:
        name, description = f"{name}, {suffix.group(1)}", description[suffix.end() :]
    if comma and _is_person(name):
        return name.strip(), description.strip()
    match = _NAME_LAST.search(entry)
    tail = match.group(1).split() if match else []
    for size in range(2, len(tail) + 1):
        # As many words as follow the last word of an office.
        if size == len(tail) or key_of(tail[-size - 1]) in _office_words():
            chosen = tail[-size:]
            offices = [word for word in chosen[:-1] if key_of(word) in _office_words()]
            before = entry[: len(entry) - len(" ".join(chosen))].strip(" ,")
            if before and _is_person(entry) and (not _tells(before) or not offices) and _only_titles(before):
                return entry, ""
            if len(offices) == len(chosen) - 1 or (before and key_of(before.split()[-1]) not in _office_words()):
                return (entry, "") if _is_person(entry) else ("", "")
            return " ".join(chosen), " ".join([before, *offices]).strip()
    return (entry, "") if _is_person(entry) else ("", "")


def _only_titles(words: str) -> bool:
    """`General`, `Prime Minister`: said with the name, unlike `Secretary of Defense`."""
    return all(key_of(word) in word_set("talk", "honorifics") for word in words.split())


def _tells(description: str) -> bool:
    """Whether a description is more than `Mr.` or a rank."""
    return any(len(key_of(word)) > 3 for word in description.split() if word != "Messrs.")


def _office_words() -> frozenset[str]:
    offices = (*word_set("talk", "offices"), *word_set("talk", "honorifics"), *word_set("talk", "title_words"))
    return frozenset(word for office in offices for word in office.split()) | {"inr", "cia", "nsc", "africa"}


def _is_person(text: str) -> bool:
    parts = text.split()
    small = word_set("talk", "particles")
    return 0 < len(parts) <= _MAX_NAME and all(
        word[0].isupper() or word.casefold() in small or re.match(r"(?:d[’']|(?:al|el|as|ash|ad|an|ar|az)-)[A-Z]", word)
        for word in parts
    )
