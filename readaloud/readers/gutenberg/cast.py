"""The list of the persons of a play: where it stands, its items, and the people in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from readaloud.model import Person
from readaloud.readers.gutenberg.text import Lines, plain

_TITLE = re.compile(
    r"(?:the )?(?:(?:persons?|people|characters|personages|actors|players|parts)"
    r"(?: (?:of|in|represented in|appearing in) (?:the|this) (?:play|drama|comedy|tragedy|piece|story|first act))?"
    r"|dramatis person(?:[aæ]e?|œ)|cast(?: of (?:the )?(?:characters|play))?|characters of the play"
    r"|names of (?:all )?the (?:actors|characters|persons)"
    r"|(?:die )?personen(?: des (?:stücks|stückes|spiels|dramas))?|personenverzeichnis|(?:les )?personnages|acteurs"
    r"|personajes|personas|personaggi|interlocutori)(?:,? (?:represented|represented in the play))?[.:]?",
    re.IGNORECASE,
)
_NO_ITEM = re.compile(
    r"(?:scene|setting|time|place|period|act|prologue|the scene|the action|the time|synopsis|note)\b", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*(?:[,;]\s|\s\(|--|—|\s-\s|:\s|\.{3,}|(?:\. ){3,}|\s{3,}|\s\[)")
_SPACES = re.compile(r"\s{3,}(?!$)")
_GROUPS: dict[str, Literal["", "female", "male"]] = {
    "men": "male",
    "women": "female",
    "male": "male",
    "female": "female",
}
_DESCRIPTION = re.compile(r"^[\s,;.:—\-(\[]+|[\s)\].]+$")
_FEMALE = "wife daughter mother sister niece aunt widow queen princess duchess countess lady maid girl woman nurse"
_FEMALE += " parlourmaid housemaid servant-girl governess hostess priestess actress mistress grandmother"
_MALE = "husband son father brother nephew uncle king prince duke count earl lord boy man gentleman footman butler monk"
_MALE += " waiter friar priest bishop soldier actor master grandfather servingman manservant"
_GENDERS: dict[str, Literal["female", "male"]] = {
    **dict.fromkeys(_FEMALE.split(), "female"),
    **dict.fromkeys(_MALE.split(), "male"),
}
_HONORIFICS: dict[str, Literal["female", "male"]] = {
    **dict.fromkeys("mrs miss lady madame mme mlle dame duchess queen princess countess".split(), "female"),
    **dict.fromkeys("mr sir lord king prince duke count baron earl viscount".split(), "male"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the list: begin and end of its lines."""

    lines: tuple[tuple[int, int], ...]
    braced: bool = False


def is_cast_title(source: str, begin: int, end: int) -> bool:
    """Whether a line names the list that follows."""
    return end - begin < 80 and _TITLE.fullmatch(plain(source, begin, end).strip(" .:-—[]")) is not None


def is_cast_paragraph(source: str, paragraph: Lines) -> bool:
    """Whether a paragraph below the title still belongs to the list: short lines that open with a name."""
    first = plain(source, *paragraph.lines[0])
    if _NO_ITEM.match(first) or not (first[:1].isupper() or first[:1] in "*'‘\"}" or first[:1].isdigit()):
        return False
    text = source[paragraph.begin : paragraph.end]
    if text.startswith("_") and text.rstrip(". ").endswith("_") and len(paragraph.lines) > 1 and text.count("_") == 2:
        return False
    return not (len(paragraph.lines) > 2 and len(set(paragraph.indents)) == 1 and _is_prose(source, paragraph))


def _is_prose(source: str, paragraph: Lines) -> bool:
    """Full lines whose sentences run over line ends."""
    bodies = [source[begin:end] for begin, end in paragraph.lines]
    running = sum(1 for line in bodies[1:] if line[:1].islower())
    return 2 * running >= len(bodies) - 1 and max(map(len, bodies)) > 55


def items_of(source: str, paragraph: Lines, skip_first: bool = False) -> list[Item]:
    """The entries of a paragraph: deeper lines go on with the entry above, unless braces group them."""
    found: list[Item] = []
    body = list(zip(paragraph.lines, paragraph.indents, strict=True))[skip_first:]
    if not body:
        return found
    base = min(indent for _, indent in body)
    for span, indent in body:
        text = source[span[0] : span[1]]
        braced = "}" in text
        goes_on = found and not braced and not found[-1].braced and (indent > base or text[:1].islower())
        if goes_on or (found and braced and found[-1].braced and indent > base):
            last = found.pop()
            found.append(Item((*last.lines, span), last.braced or braced))
        else:
            found.append(Item((span,), braced))
    return found


def people_of(source: str, items: Sequence[Item]) -> list[Person]:
    """The people of a list; names as printed are their labels."""
    people: list[Person] = []
    taken: set[str] = set()
    group: Literal["", "female", "male"] = ""
    shared = _shared(source, items)
    upper = sum(1 for item in items if _name(source, item).isupper())
    for item, about in zip(items, shared, strict=True):
        whole = _SPACES.sub("; ", "   ".join(source[slice(*span)] for span in item.lines[:1]).strip("} "))
        whole = " ".join(re.sub(r"[_=}]", " ", " ".join([whole, *(source[slice(*s)] for s in item.lines[1:])])).split())
        if (word := whole.strip(" .:").casefold()) in _GROUPS:
            group = _GROUPS[word]
            continue
        match = _SPLIT.search(whole)
        name = (whole[: match.start()] if match else whole).strip(" .,;*")
        description = re.sub(r"[()\[\]]", "", _DESCRIPTION.sub("", whole[match.start() :])) if match else ""
        names = [name]
        if item.braced and about:
            names = [part for part in re.split(r",|\band\b", re.sub(r"\([^)]*\)?", "", whole)) if part.strip()]
            description = about
        for part in names:
            printed = " ".join(part.split()).strip(" .,;")
            # Where names are in capitals, "Lords, Ladies, and Attendants" is no person.
            if not printed or len(printed.split()) > 7 or (upper * 2 > len(items) and not printed.isupper()):
                continue
            if not printed[0].isupper():
                continue
            person = _person(printed, description, taken, group)
            people.append(person)
    return people


def _name(source: str, item: Item) -> str:
    whole = plain(source, *item.lines[0])
    match = _SPLIT.search(whole)
    return (whole[: match.start()] if match else whole).strip(" .,;*}")


def _shared(source: str, items: Sequence[Item]) -> list[str]:
    """What stands behind the brace of the group that each item is in."""
    found = [""] * len(items)
    begin = 0
    for at in range(len(items) + 1):
        if at < len(items) and items[at].braced:
            continue
        about = ""
        for item in items[begin:at]:
            for first, last in item.lines:
                after = plain(source, first, last).rpartition("}")[2].strip()
                about = about or _DESCRIPTION.sub("", after)
        found[begin:at] = [about] * (at - begin)
        begin = at + 1
    return found


def _person(printed: str, description: str, taken: set[str], group: Literal["", "female", "male"]) -> Person:
    name = _cased(printed) if printed.isupper() else printed
    base = re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or "person"
    id, count = base, 2
    while id in taken:
        id, count = f"{base}-{count}", count + 1
    taken.add(id)
    return Person(id, name, description, _gender(name, description) or group, labels=(printed,), present=True)


def _cased(name: str) -> str:
    small = {"OF", "THE", "AND", "DE", "VON", "TO"}
    words = name.split()
    return " ".join(
        word.lower() if at and word in small else re.sub(r"[^\W_]+(?:['’][^\W_]+)?", _capital, word)
        for at, word in enumerate(words)
    )


def _capital(match: re.Match[str]) -> str:
    word = match[0]
    if re.match(r"[OD]['’]", word):
        return word[:3] + word[3:].lower()
    return word.capitalize()


def _gender(name: str, description: str) -> Literal["", "female", "male"]:
    """Only what the list says: a title before the name, or the first noun of kin or rank that describes the person."""
    first = name.split()[0].casefold().rstrip(".") if name.split() else ""
    if first in _HONORIFICS:
        return _HONORIFICS[first]
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)?", description.casefold())
    for at, word in enumerate(words[:6]):
        if word in _GENDERS:
            # "servant to the Queen" tells nothing about the servant.
            related = {"to", "of", "with", "from", "s"} & set(words[max(0, at - 3) : at])
            return "" if related - {"s"} else _GENDERS[word]
    return ""
