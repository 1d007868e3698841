"""Takes personal names and speakers' labels apart: honorifics, roles, given names, surnames, initials."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from readaloud.data import table

Gender = Literal["", "female", "male"]

HONORIFICS: dict[str, Gender] = {
    "mr": "male", "mrs": "female", "ms": "female", "miss": "female", "sir": "male", "lady": "female", "lord": "male",
    "madame": "female", "madam": "female", "mme": "female", "monsieur": "male", "herr": "male", "frau": "female",
    "fräulein": "female", "señor": "male", "señora": "female", "dame": "female", "mister": "male", "messrs": "male",
    "mlle": "female", "dr": "", "prof": "", "professor": "", "rev": "", "reverend": "", "hon": "", "st": "",
}  # fmt: skip
"""Honorifics without their full stop, with the gender they tell."""

ROLES = frozenset(
    """
    president vice secretary under deputy assistant minister premier chancellor ambassador general gen lt lieutenant
    colonel col major maj captain capt admiral adm commander cmdr marshal senator sen representative rep congressman
    congresswoman governor gov chairman chairwoman chair director prime foreign king queen prince princess shah
    emperor pope cardinal bishop father sister brother judge justice attorney counselor chargé consul commissioner
    mayor speaker operator interpreter moderator interviewer narrator chief staff acting first second
    sergeant sgt private sheriff officer inspector doctor nurse servant soldier messenger citizen duke duchess
    count countess earl baron baroness marquis king's queen's deputy-secretary undersecretary
    """.split()
)
"""Words that name an office or part rather than a person."""

_PARTICLES = frozenset("van von de der den du da di del della la le el al bin ibn ben ter zu zur of".split())
_SUFFIX = frozenset("jr sr ii iii iv".split())
_BRACKETED = re.compile(r"[\[(][^\[\]()]*[\])]")
_EXTENSION = re.compile(r"\s*[\[(](?:[^\[\]()]*\s[^\[\]()]*|[A-Z.'’]{2,}|[a-z.'’ ]+)[\])]\s*$")


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name or label taken apart; every word folded to lower case without its full stop."""

    honorifics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    """Given names and initials, in order."""
    surname: str = ""
    """With its particles: `van der berg`; empty where only a role is named."""
    place: str = ""
    """What tells two people of one surname apart in parliaments: `Mr. BROWN of Ohio`."""

    @property
    def gender(self) -> Gender:
        """What honorific or given name tell, and nothing else."""
        for honorific in self.honorifics:
            if HONORIFICS[honorific]:
                return HONORIFICS[honorific]
        return given_gender(self.given[0]) if self.given else ""


def fold(text: str) -> str:
    """Lower case, white space made single, typographic apostrophes made plain."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'")
    return re.sub(r"\s+", " ", text).strip().lower()


def key(label: str) -> str:
    """What two spellings of one label have in common: letters and digits only, accents kept, case folded."""
    return re.sub(r"[\W_]+", " ", fold(expanded(label)).replace("'", "")).strip()


def expanded(label: str) -> str:
    """A label with its editor's letters joined in (`P[resident]` → `President`) and its extension dropped."""
    label = re.sub(r"^\s*\[(.*)\]\s*$", r"\1", label.strip())
    label = re.sub(r"(?<=\w)\[(\w+)\]", r"\1", label)
    bare = label
    while (shorter := _EXTENSION.sub("", bare).strip()) and shorter != bare:  # STEEL (V.O.) (CONT'D)
        bare = shorter
    return bare


def parse(text: str) -> Name:
    """Takes a name or a label in reading order apart."""
    text, place = expanded(text), ""
    of = re.match(r"(?P<who>(?:Mr|Mrs|Ms|Miss|Dr)\.?\s.+?)\s+of\s+(?P<place>(?:the\s+)?[A-Z].*)$", text, re.IGNORECASE)
    if of:
        text, place = of["who"], fold(of["place"])
    words = [w for w in re.split(r"[\s,]+|(?<=\b(?:Mr|Dr|Ms)\.)|(?<=\b(?:MR|DR|MS)\.)|(?<=Mrs\.|MRS\.)", text) if w]
    honorifics: list[str] = []
    roles: list[str] = []
    rest: list[str] = []
    for word in words:
        bare = fold(word).strip('.()[]"“”')
        if not bare or (bare in ("the", "der", "die", "das") and not rest):
            continue
        if not rest and bare in HONORIFICS:
            honorifics.append(bare)
        elif (not rest and bare in ROLES) or (
            not rest and roles and bare in ("of", "to", "for", "state", "war", "defense", "treasury")
        ):
            roles.append(bare)
        else:
            rest.append(bare)
    if not rest and len(honorifics) > 1:
        rest.append(honorifics.pop())  # "Mr. Lord" is a man called Lord
    while len(rest) > 1 and rest[-1] in _SUFFIX:
        rest.pop()
    surname: list[str] = []
    if rest:
        surname = [rest.pop()]
        while rest and rest[-1] in _PARTICLES:
            surname.insert(0, rest.pop())
    return Name(tuple(honorifics), tuple(roles), tuple(rest), " ".join(surname), place)


@cache
def _given() -> dict[str, Gender]:
    lists = table("given_names.toml")
    return {name.lower(): gender for gender in ("female", "male") for name in lists[gender]}


def given_gender(name: str) -> Gender:
    """How a bearer of a given name is addressed; empty for initials, unknown names and those borne by all."""
    return _given().get(name.strip(".").lower(), "")


def is_given(name: str) -> bool:
    """Whether it is a given name that the catalogue knows."""
    return name.strip(".").lower() in _given()


def is_initials(label: str) -> bool:
    """Whether a label is made of initials: `K`, `HAK`, `L.B.J.`, `McGB`, `McN`."""
    bare = re.sub(r"[.\s]", "", expanded(label))
    return bool(re.fullmatch(r"(?:Ma?c)?[A-Z]{1,4}", bare)) and bare.lower() not in _given()


def initials_of(name: Name) -> str:
    """First letters of given names and surname; `Mc` is kept: `robert s mcnamara` → `rsm`."""
    words = (*name.given, *name.surname.split())
    return "".join(word[0] for word in words if word not in _PARTICLES and word)


def fits_initials(label: str, name: Name, *, surname_alone: bool = False) -> bool:
    """Whether initials can stand for a name: the first and the last letter agree, middle ones may be unknown.

    `surname_alone` takes the last letter alone for enough where no given name is printed: LBJ for President Johnson.
    """
    bare = re.sub(r"[.\s]", "", expanded(label))
    surname = name.surname.replace(" ", "")
    if not surname:
        return False
    mac = re.fullmatch(r"(Ma?c[A-Z])([A-Z]?)", bare)
    if mac:  # McN for McNamara; McGB for McGeorge Bundy
        head, tail = mac[1].lower(), mac[2].lower()
        if not tail:
            return surname.startswith(head)
        return surname.startswith(tail) and any(given.startswith(head) for given in name.given)
    letters = bare.lower()
    if len(letters) == 1:
        return surname.startswith(letters)
    if not surname.startswith(letters[-1]):
        return False
    if not name.given:
        return surname_alone
    wanted, have = letters[:-1], [given[0] for given in name.given]
    if wanted[0] != have[0]:
        return False
    # The document may not print the middle initial (Robert McNamara for RSM), but must not print another.
    return len(have) == 1 or len(wanted) == 1 or wanted[1] == have[1]


def distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`; `limit` + 1 when there are more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
