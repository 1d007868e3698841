"""What may be a speaker's label at the beginning of a paragraph, and of what form it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from readaloud.readers.words import word_set

Form: TypeAlias = Literal[
    "title",  # honorific or office and a name: Mr. Nitze, Admiral Sherman
    "office",  # The Secretary, THE PRESIDENT, Ambassador
    "role",  # Q, INTERVIEWER, Speaker 1
    "initials",  # K, HAK, McN
    "name",  # Kissinger, Tom Brokaw
    "field",  # SUBJECT, DATE; never a label
    "place",  # Europe, Washington: heads a paragraph, or is one end of a teletype conference
    "vocative",  # Mr. President: somebody is spoken to, unless it is a surname
    "salutation",  # Dear Henry; the beginning of a letter
    "other",
]

Stop: TypeAlias = Literal["colon", "full stop", "dash", "none"]

_COLON = re.compile(r"\s?:(?P<bracket>\])?(?=\s|$|[“\"(\[—–]|(?=[A-Z])(?<=[A-Za-z\])]:))")
_DASH = re.compile(r"[.:]\s?[—–]+\s?|[.:]\s?--\s?")
_OPENING = re.compile(r"[“\"‘(]*")
_PARTICLE = re.compile(
    r"(?:(?:van|von|de|du|da|di|della|ten|ter|zu|af|bin|ibn|ben)\s(?:(?:der|den|la|las|los)\s)?|[dD][’']|(?:al|el|as|ad|ash)-)"
    r"(?=[^\W\d_a-zß-öø-ÿ])"
)
"""With what a surname begins in lower case: `van der Stoel`, `al-Saqqaf`."""
_EXTENSION = re.compile(
    r"\s*(?:\([^()]*\)|\[(?:hereafter|to|through|via|on|by|in|from|at|reading|laughing)?\b[^\[\]]*\s?[^\[\]]*\])$"
)
_JOINT = re.compile(r"\s*(?:/|;|&|,\s*and\b|\band\b|\bor\b|,(?=\s*(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Adm)\b))\s*")
_INITIALS = re.compile(
    r"[A-Z]{1,5}|(?:[A-Z]\.){1,4}[A-Z]?\.?|(?:Mc|Mac|De|Le|La|O['’])[A-Z]{1,3}|[A-Z][a-z]|[A-Z]{1,2}[a-z][A-Z]{1,2}"
)
_NAME_WORD = re.compile(
    r"(?:[^\W\d_a-zß-öø-ÿ][\w’'‘.\-–]*|[dD][’'][^\W\d_]\w*|al-[^\W\d_]\w*|el-[^\W\d_]\w*)\.?,?", re.UNICODE
)
_NUMBERED = re.compile(
    r"(?:speaker|voice|interviewer|interviewee|reporter|participant|questioner|question|q|a|caller|witness|person|man|woman|"
    r"unknown|student|member|guest|respondent|male|female|player|juror|officer|soldier|citizen|actor|subject)"
    r"(?:\s?(?:#|no\.?\s?)?\d{1,3}|\s[a-z])",
    re.IGNORECASE,
)
_GLUED = re.compile(r"^((?:Mr|MR|Mrs|MRS|Ms|MS|Dr|DR|Gen|GEN|Sen|SEN|Amb|AMB)\.)(?=[A-Z])")
_MAX_LABEL = 90
_MAX_WORDS = 9


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words at the beginning of a text that may be a speaker's label."""

    begin: int
    """Offset of the label in the text: after an opening quotation mark."""
    end: int
    """Offset where the label's separator ends."""
    label: str
    """As printed, without its separator."""
    separator: str
    stop: Stop
    core: str
    """The label without brackets around it, an extension, or a verb."""
    key: str
    """What is the same for the same label in another print: lower case letters and digits."""
    members: tuple[Member, ...]
    """More than one when several speak together."""
    empty: bool
    """Whether nothing follows: a label on a line of its own, or a heading."""
    verb: str = ""

    @property
    def form(self) -> Form:
        """The weakest of the members' forms."""
        order: tuple[Form, ...] = (
            "other",
            "field",
            "salutation",
            "place",
            "vocative",
            "name",
            "initials",
            "role",
            "office",
            "title",
        )
        return min((member.form for member in self.members), key=order.index)


@dataclass(frozen=True, slots=True)
class Member:
    """One of those a label names."""

    text: str
    form: Form
    key: str
    surname: str
    """Lower case; of a name or of initials written like one."""


def candidate(text: str) -> Candidate | None:
    """The words before the first separator, when they may be a label at all."""
    opening = _OPENING.match(text)
    begin = opening.end() if opening else 0
    if begin > 2 or begin >= len(text):
        return None
    head = text[begin : begin + _MAX_LABEL]
    if not (text[begin].isupper() or text[begin] == "["):
        return _with_colon(text, head, begin) if _PARTICLE.match(head) else None
    return _with_colon(text, head, begin) or _with_stop(text, head, begin)


def bare(text: str) -> Candidate | None:
    """The whole of a short paragraph as a label that stands on a line of its own, without a separator."""
    if len(text) > _MAX_LABEL or not text or text[-1] in ".?!,;:—…":
        return None
    return _made(text, 0, len(text), text, "", "none", True)


def unmarked(text: str) -> Candidate | None:
    """A question or an answer without a separator: `Q Just one last point`."""
    if text[:2] not in ("Q ", "A ") or not re.match(r"[QA] [A-Z“\"\[(—]", text):
        return None
    return _made(text, 0, 1, text[0], "", "none", False)


def _with_colon(text: str, head: str, begin: int) -> Candidate | None:
    match = _COLON.search(head)
    if match is None:
        return None
    label, separator = head[: match.start()], match.group()
    dash = _DASH.match(text, begin + match.start())
    end = begin + match.end()
    stop: Stop = "colon"
    if dash:
        separator, end, stop = dash.group().rstrip(), begin + match.start() + len(dash.group().rstrip()), "dash"
    if match.group("bracket"):
        if not label.startswith("["):
            return None
        label, begin = label[1:], begin + 1
    made = _made(text, begin, end, label, separator, stop, not text[end:].strip(' ”"’'))
    return None if made is None else made


def _with_stop(text: str, head: str, begin: int) -> Candidate | None:
    """`Mr. SMITH. Thank you`, `Q. What…`, `The President. Well`."""
    for match in re.finditer(r"\.\s?[—–]+\s?|\.(?=\s|$)", head):
        label = head[: match.start()]
        words = label.split()
        if len(words) > 6:
            return None
        last = words[-1] if words else ""
        if (last.casefold() in word_set("talk", "honorifics") and len(last) <= 5) or (
            len(last) == 1 and len(words) > 1
        ):
            continue  # an abbreviation's full stop
        dashed = len(match.group().rstrip()) > 1
        made = _made(
            text,
            begin,
            begin + match.start() + len(match.group().rstrip()),
            label,
            match.group().rstrip(),
            "dash" if dashed else "full stop",
            not text[begin + match.end() :].strip(),
        )
        if made is None or made.form not in ("title", "office", "role", "initials", "name", "vocative"):
            return None
        return None if made.form == "name" and len(words) > 3 else made
    return None


def _made(text: str, begin: int, end: int, label: str, separator: str, stop: Stop, empty: bool) -> Candidate | None:
    core, verb = _core(label)
    if not core or len(core.split()) > _MAX_WORDS or re.search(r"[.?!;](?:\s|$)(?<!\b\w\.\s)", _no_abbreviations(core)):
        return None
    members = _members(core)
    key = key_of(core)
    if not key:
        return None
    return Candidate(begin, end, label, separator, stop, core, key, members, empty, verb)


@lru_cache(maxsize=4096)
def _core(label: str) -> tuple[str, str]:
    """The label without what is added to it, and the verb it ends with."""
    core = label.strip()
    while True:
        shorter = _EXTENSION.sub("", core)
        # `P[resident]` and `[DR]` are no extensions: they are glued or all there is.
        if shorter == core or not shorter or (core[len(shorter)] == "[" and not core[len(shorter) :].startswith(" ")):
            break
        core = shorter
    if core.startswith("[") and core.endswith("]") and "[" not in core[1:]:
        core = core[1:-1]
    words = core.split()
    if len(words) > 1 and words[-1].casefold() in word_set("talk", "verbs"):
        return " ".join(words[:-1]), words[-1]
    return core, ""


_TITLES = (
    "Mr|MR|Mrs|MRS|Ms|MS|Dr|DR|Gen|Col|Lt|Maj|Capt|Adm|Amb|AMB|Sen|SEN|Rep|Gov|Prof|St|Sec|Messrs|MM|Hon|Brig|Cmdr|Rev|Mme|"
    "Supt|Comdr|Sgt|GEN|ADM|COL|LT|MAJ|CAPT|REP|GOV|Secy|Min|Mlle|Vadm|Radm"
)
_ABBREVIATION = re.compile(rf"\b(?:[A-Z]|{_TITLES}|Jr|Sr|JR|SR|Vice|No)\.")
_TITLE_BEFORE = re.compile(rf"(?:^|[^\w.])(?:[A-HJ-Z]|{_TITLES})\.$")


def _no_abbreviations(core: str) -> str:
    return _ABBREVIATION.sub("", core)


def ends_sentence(text: str, at: int) -> bool:
    """Whether what stands before a place ends a sentence, so that somebody else may begin there.

    The full stop of `Mr.` or of an initial does not: the name that follows belongs to it.
    """
    return text[at - 1 : at] in tuple('.?!—…”"’)]:') and not _TITLE_BEFORE.search(text[max(0, at - 9) : at])


def key_of(core: str) -> str:
    """Letters and digits in lower case, words apart: the same for `Mr. GARDNER` and `MR.GARDNER`."""
    core = _GLUED.sub(r"\1 ", core)
    core = re.sub(r"[\[\]’'‘.]", "", core)
    return " ".join(re.findall(r"[^\W_]+", core)).casefold()


@lru_cache(maxsize=4096)
def _members(core: str) -> tuple[Member, ...]:
    whole = _member(core)
    if whole.form not in ("other", "name", "field", "place"):
        return (whole,)
    pieces = [piece for piece in _JOINT.split(core) if piece]
    if len(pieces) < 2:
        return (whole,)
    return tuple(_member(piece) for piece in pieces)


@lru_cache(maxsize=4096)
def _member(text: str) -> Member:
    key = key_of(text)
    words = _GLUED.sub(r"\1 ", text).split()
    return Member(text, _form(text, key, words), key, _surname(words))


def _surname(words: list[str]) -> str:
    while len(words) > 1 and key_of(words[-1]) in ("jr", "sr", "ii", "iii"):
        words = words[:-1]
    return key_of(words[-1]) if words else ""


def _form(text: str, key: str, words: list[str]) -> Form:
    if not words or not key:
        return "other"
    if _is_salutation(words):
        return "salutation"
    if key_of(words[0]) in ("mr", "mrs", "madam", "madame", "ms") and key_of(" ".join(words[1:])) in word_set(
        "talk", "vocatives"
    ):
        return "vocative"
    if key in word_set("talk", "offices"):
        return "office"
    if key in word_set("talk", "roles") or _NUMBERED.fullmatch(text):
        return "role"
    if key in word_set("talk", "fields") or names_itself(key):
        return "field"
    if key.rpartition(" ")[2] in ("files", "file", "papers", "lot", "collection"):
        return "field"  # S/P Files: Lot 64 D 563
    if key in word_set("talk", "subjects"):
        return "place"
    if words[0].casefold() in ("the", "a", "an", "another"):
        rest = key.split(" ", 1)[-1]
        if rest in word_set("talk", "offices") or rest.split(" of ")[0] in word_set("talk", "offices"):
            return "office"
        if rest in word_set("talk", "roles"):
            return "role"
        return "other"
    if _is_titled(words):
        return "title"
    if key.split(" of ")[0] in word_set("talk", "offices") and len(words) < 8:
        return "office"
    if len(words) == 1 and _INITIALS.fullmatch(words[0]):
        return "initials"
    if len(words) <= 3 and all(re.fullmatch(r"[A-Z]\.?", word) for word in words):
        return "initials"
    if _is_name(words):
        return "name"
    return "other"


def names_itself(key: str) -> bool:
    """Whether words call the document what it is: `Transcript of Proceedings: …`."""
    first, _, rest = key.partition(" ")
    return first in word_set("talk", "papers") and bool(rest)


def _is_salutation(words: list[str]) -> bool:
    first, two = key_of(words[0]), " ".join(map(key_of, words[:2]))
    openings = word_set("talk", "salutations")
    if key_of(" ".join(words)) in openings:
        return True
    return len(words) > 1 and (two in openings or (first in openings and first not in ("sir", "madam")))


def _is_titled(words: list[str]) -> bool:
    at = 0
    while at < len(words) and key_of(words[at]) in word_set("talk", "honorifics"):
        at += 1
    while 0 < at < len(words) - 1 and words[at].casefold() in ("of", "for", "the", "state", "defense"):
        at += 1
    name = words[at:]
    while len(name) > 1 and name[0].casefold() in word_set("talk", "particles"):
        name = name[1:]
    return 0 < at < len(words) and len(words) - at <= 4 and _is_name(name)


def _is_name(words: list[str]) -> bool:
    if len(words) > 5:
        return False
    named = 0
    led = _PARTICLE.match(" ".join(words)) is not None
    for position, word in enumerate(words):
        letters = re.sub(r"[\[\]]", "", word)
        if _NAME_WORD.fullmatch(letters) and not (letters.endswith(",") and position == len(words) - 1):
            named += 1
        elif letters.casefold() not in word_set("talk", "particles") or position in (-1 if led else 0, len(words) - 1):
            return False
    return named > 0 and not words[0].endswith(",")
