"""The rules of a language, `readaloud/data/spoken/<language>.toml`: patterns found in a text, and what is said for them.

A rule has `find`, a regular expression in which `{name}` stands for a pattern of `[patterns]` or for any key of a table of
`[tables]`, and `say`, in which `{group:form}` stands for what a group caught, in one of the forms of `forms.py` or as the
table of that name gives it; what stands in brackets is left out when a group in it caught nothing. Rules are tried in the order of the file. `needs` are characters of which the text must hold
one (`0-9`), so that most texts pass most rules by; `variant` and `only` restrict a rule to a variant of the language, and
to headings. Each pattern is compiled when a text first needs it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

from readaloud import data
from readaloud.planning.spoken.acronyms import Acronyms
from readaloud.planning.spoken.forms import FORMS
from readaloud.planning.spoken.numerals import Numerals

_CLOSES = re.compile(r"[”\"’']*\s*$")
_PLACE = re.compile(r"\{(\w+)(?::([\w ]+))?(?:@(\w+))?\}")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_ONE = " one"
"""Ends the name of a table's form where the singular is said whatever the number: `five million dollar`."""


class Rule:
    """One rule of a language."""

    def __init__(self, told: Mapping[str, str], language: Language) -> None:
        self._told, self._language = told, language
        self.name = told["name"]
        """What messages and the tables of cases call it."""
        self.heading = told.get("only") == "heading"
        """Whether it holds in headings alone."""
        self.needs = frozenset(told["needs"].replace("0-9", "0123456789"))
        """Of these characters a text must hold one."""
        self._say = _parsed(told["say"])

    def written_out(self, text: str) -> str:
        """The text with what the rule finds in it replaced."""
        return self._find.sub(self._said, text)

    @cached_property
    def _find(self) -> re.Pattern[str]:
        return re.compile(self._language.filled(self._told["find"]))

    def _said(self, found: re.Match[str]) -> str:
        said = "".join(run.said(found, self._language) for run in self._say)
        # "… and Jr." at the end: the stop was the abbreviation's and the sentence's.
        if found[0].rstrip().endswith(".") and not said.endswith(".") and _CLOSES.match(found.string, found.end()):
            said += "."
        return said


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of what a rule says."""

    parts: tuple[tuple[str, str, str, str], ...]
    """Literal, group, form, and the group that counts."""
    optional: bool
    """Whether it is left out when one of its groups caught nothing."""

    def said(self, found: re.Match[str], language: Language) -> str:
        parts: list[str] = []
        for literal, group, form, count in self.parts:
            parts.append(literal)
            if not group:
                continue
            if found[group] is None:
                if self.optional:
                    return ""
                continue
            parts.append(language.form(found[group], form, found[count] if count else ""))
        return "".join(parts)


class Language:
    """What is known of a language: its rules, tables, numbers and acronyms; a language without a file has none."""

    def __init__(self, short: str, told: Mapping[str, Any], variant: str) -> None:
        self.tables: Mapping[str, Mapping[str, Any]] = told.get("tables", {})
        self._patterns: Mapping[str, str] = told.get("patterns", {})
        self._variant = variant
        self.numerals = Numerals(short, told.get("numbers", {}), variant == "british")
        self.acronyms = Acronyms.of(told["acronyms"]) if "acronyms" in told else None
        """None where nothing is known of capitals."""
        rules = (rule for rule in told.get("rule", ()) if rule.get("variant", variant) == variant)
        self.rules: Sequence[Rule] = tuple(Rule(rule, self) for rule in rules)

    def filled(self, pattern: str) -> str:
        """A pattern with its named places filled."""

        def fill(found: re.Match[str]) -> str:
            name = found[1]
            if name in self._patterns:
                return f"(?:{self.filled(self._patterns[name])})"
            keys = sorted(self.tables[name], key=len, reverse=True)
            return f"(?:{'|'.join(map(re.escape, keys))})"

        return re.sub(r"\{([a-z_]+)\}", fill, pattern)

    def form(self, caught: str, form: str, count: str) -> str:
        """What is said for what a group caught; of a table's `[one, many]` the first when `count` is `1`."""
        if not form:
            return caught
        table = self.tables.get(form.removesuffix(_ONE))
        if table is not None:
            said = table.get(caught, table.get(caught.lower(), caught))
            one = form.endswith(_ONE) or count in self.tables["one"]
            return said if isinstance(said, str) else str(said[0 if one else 1])
        return FORMS[form](caught, self.numerals)


def language(tag: str) -> Language:
    """The language of a BCP 47 tag: American English without a region, British with one of its table `variants`."""
    short, *others = tag.replace("_", "-").split("-")
    region = next((part.upper() for part in others if len(part) == 2), "")
    return _language(short.lower(), region)


@cache
def _language(short: str, region: str) -> Language:
    name = f"spoken/{short}.toml"
    if not short.isalpha() or not resources.files(data.__name__).joinpath(name).is_file():
        return Language(short, {}, "")
    told = data.table(name)
    variants: Mapping[str, str] = told.get("variants", {})
    return Language(short, told, variants.get(region, variants.get("default", "")))


def written_out(text: str, language: Language, *, heading: bool) -> str:
    """The text with all that the rules find in it written out."""
    held = frozenset(text)
    for rule in language.rules:
        # Most texts hold nothing that most rules need: this loop is what preparing a text costs.
        if not held.isdisjoint(rule.needs) and (heading or not rule.heading):
            written = rule.written_out(text)
            if written is not text:
                text, held = written, frozenset(written)
    return text


def _parsed(say: str) -> tuple[_Run, ...]:
    """The runs of what a rule says: those in brackets are optional."""
    runs: list[_Run] = []
    for number, text in enumerate(_OPTIONAL.split(say)):
        parts: list[tuple[str, str, str, str]] = []
        at = 0
        for found in _PLACE.finditer(text):
            parts.append((text[at : found.start()], found[1], found[2] or "", found[3] or ""))
            at = found.end()
        parts.append((text[at:], "", "", ""))
        runs.append(_Run(tuple(parts), number % 2 == 1))
    return tuple(runs)
