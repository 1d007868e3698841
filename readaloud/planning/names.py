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
    "mlle": "female", "m": "", "mm": "", "signor": "male", "signora": "female", "señorita": "female", "mssrs": "male", "dr": "", "prof": "", "professor": "", "rev": "", "reverend": "", "hon": "", "st": "",
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
    pm fm special adviser advisor counsel envoy party permanent vice-president comrade sheikh shaykh emir sultan
    brigadier brig ltg mg bg vadm radm secdef under-secretary delegate sec secy amb min minint
    """.split()
)
"""Words that name an office or part rather than a person."""

_PARTICLES = frozenset("van von de der den du da di del della la le el al bin ibn ben ter zu zur of".split())
_SUFFIX = frozenset("jr sr ii iii iv".split())
_BRACKETED = re.compile(r"[\[(][^\[\]()]*[\])]")
_EXTENSION = re.compile(r"\s*[\[(](?:[^\[\]()]*\s[^\[\]()]*|[A-Z.'’]{2,}|[a-z.'’ ]+)[\])]\s*$")


_SHORT_ROLES = {
    "pm": ("prime", "minister"), "fm": ("foreign", "minister"), "amb": ("ambassador",), "gen": ("general",), "adm": ("admiral",),
    "lt": ("lieutenant",), "col": ("colonel",), "maj": ("major",), "capt": ("captain",), "cmdr": ("commander",),
    "sen": ("senator",), "rep": ("representative",), "gov": ("governor",), "sgt": ("sergeant",), "sec": ("secretary",),
    "secy": ("secretary",), "min": ("minister",), "minint": ("minister",), "undersecretary": ("under", "secretary"),
    "under-secretary": ("under", "secretary"), "secdef": ("secretary", "of", "defense"), "brig": ("brigadier",),
    "ltg": ("lieutenant", "general"), "mg": ("major", "general"), "bg": ("brigadier", "general"), "advisor": ("adviser",),
    "vice-president": ("vice", "president"), "congressman": ("representative",), "congresswoman": ("representative",),
    "vadm": ("vice", "admiral"), "radm": ("rear", "admiral"), "shaykh": ("sheikh",),
}  # fmt: skip
"""Offices as labels abbreviate them."""

_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|az)-(?=\w{3})")
"""The article before an Arabic surname, which documents print or leave out: al-Saqqaf, Saqqaf."""


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
            roles += _SHORT_ROLES.get(bare, (bare,))
        else:
            rest.append(bare)
    if not rest and len(honorifics) > 1:
        rest.append(honorifics.pop())  # "Mr. Lord" is a man called Lord
    if not rest and honorifics and not roles:
        rest.append(honorifics[-1])  # and so may LORD be
    while len(rest) > 1 and rest[-1] in _SUFFIX:
        rest.pop()
    surname: list[str] = []
    if rest:
        surname = [_ARTICLE.sub("", rest.pop())]
        while rest and rest[-1] in _PARTICLES:
            surname.insert(0, rest.pop())
    return Name(tuple(honorifics), tuple(roles), tuple(rest), " ".join(surname), place)


@cache
def _given() -> dict[str, Gender]:
    lists = table("given_names.toml")
    return {name.lower(): gender for gender in ("female", "male") for name in lists[gender]} | {
        name.lower(): "" for name in lists["either"]
    }


def given_gender(name: str) -> Gender:
    """How a bearer of a given name is addressed; empty for initials, unknown names and those borne by all."""
    return _given().get(name.strip(".").lower(), "")


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    return {
        short.lower(): frozenset(name.lower() for name in long)
        for short, long in table("given_names.toml")["nicknames"].items()
    }


def spelled_out(label: str) -> str:
    """A label with the abbreviated offices before its name written out: `AMB BUNKER` → `Ambassador BUNKER`."""
    words = label.split()
    at = 0
    while at < len(words) and len(words[at]) > 1 and (long := _SHORT_ROLES.get(fold(words[at]).strip("."))):
        if at < len(words) - 1 or len(words[at]) > 3:
            words[at] = " ".join(word if word == "of" else word.capitalize() for word in long)
        at += 1
    return " ".join(words)


def one_given(a: Name, b: Name) -> bool:
    """Whether the given names of two names can be one person's: `Bill` and `William P.`, not `Lester` and `L. Dean`."""
    if not a.given or not b.given:
        return True
    if _every(a.given) & _every(b.given):
        return True
    # Initials may stand for names, but who writes L. Dean Brown goes by Dean.
    short, full = sorted((a.given, b.given), key=lambda given: max(map(len, given)))
    return max(map(len, short)) == 1 and short[0] == full[0][0]


def _every(given: tuple[str, ...]) -> set[str]:
    """Given names that are more than an initial, with the names that they are short for."""
    return {name for one in given if len(one) > 1 for name in (one, *_nicknames().get(one, ()))}


def is_given(name: str) -> bool:
    """Whether it is a given name that the catalogue knows."""
    return name.strip(".").lower() in _given()


def other_surnames(name: Name) -> frozenset[str]:
    """Words besides the last by which somebody may be called: Chou En-lai, Valéry Giscard d’Estaing, Faysal ibn Abd al-Aziz."""
    ends = {name.given[0], name.given[-1]} if name.given else set()
    return frozenset(word for word in ends if len(word) > 1 and not is_given(word))


def is_initials(label: str) -> bool:
    """Whether a label is made of initials: `K`, `HAK`, `L.B.J.`, `McGB`, `McN`."""
    bare = re.sub(r"[.\s]", "", expanded(label))
    return bool(re.fullmatch(r"(?:Ma?c[A-Z]{1,3}|[A-Z]{1,3})", bare)) and bare.lower() not in _given()


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
        every = {full for given in name.given for full in (given, *_nicknames().get(given, ()))}
        return surname.startswith(tail) and any(given.startswith(head) for given in every)
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
