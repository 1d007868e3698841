"""Numbers as words: `num2words` (decision 0013), and what readers aloud say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_LARGEST = 10**15
"""Past it a number is an identifier, and its digits are said."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one language, in one of its variants, says numbers; the words come from its table `numbers`."""

    language: str
    words: Mapping[str, str]
    """`zero`, `oh` (the nought of `nineteen oh five`), `point`, `hundred`, and the marks `thousands` and `decimal`."""
    with_and: bool = False
    """British: `one hundred and five`."""

    def cardinal(self, number: int) -> str:
        """`105` → `one hundred five`."""
        return self._number(number, "cardinal")

    def ordinal(self, number: int) -> str:
        """`20` → `twentieth`."""
        return self._number(number, "ordinal")

    def value(self, printed: str) -> str:
        """A number as printed, with the language's marks of thousands and decimals: `1,234.5`."""
        plain = "".join(printed.split()).replace(self.words["thousands"], "")
        whole, _, decimals = plain.partition(self.words["decimal"])
        if not whole.isdigit() or (whole.startswith("0") and len(whole) > 1):
            said = self.digits(whole)
        else:
            said = self.cardinal(int(whole))
        if not decimals:
            return said
        in_one = self.language == "fr" and len(decimals) <= 2 and not decimals.startswith("0")
        rest = self.cardinal(int(decimals)) if in_one else self.digits(decimals)
        return f"{said} {self.words['point']} {rest}".strip()

    def digits(self, printed: str) -> str:
        """`0123` → `zero one two three`."""
        return " ".join(self.words["zero"] if d == "0" else self.cardinal(int(d)) for d in printed if d.isdigit())

    def year(self, number: int) -> str:
        """`1972` → `nineteen seventy-two`, German `neunzehnhundertzweiundsiebzig`, French as any number."""
        if self.language == "de" and 1100 <= number <= 1999:
            return _num2words(number, "de", "year")
        by_hundreds = 1010 <= number <= 1999 or 2010 <= number <= 9999
        if self.language != "en" or not by_hundreds or number % 1000 < 10:
            return self.cardinal(number)
        return self._by_hundreds(*divmod(number, 100))

    def pairs(self, printed: str) -> str:
        """As designations are said, in pairs from the end: `111` → `one eleven`, `6183` → `sixty-one eighty-three`."""
        if len(printed) > 4 or (printed.startswith("0") and len(printed) > 1):
            return self.digits(printed)
        number = int(printed)
        if self.language != "en" or number < 100 or number % 1000 == 0 or (number < 1000 and number % 100 == 0):
            return self.cardinal(number)
        return self._by_hundreds(*divmod(number, 100))

    def _by_hundreds(self, first: int, rest: int) -> str:
        said = self.cardinal(first)
        if not rest:
            return f"{said} {self.words['hundred']}"
        return f"{said} {self.words['oh']} {self.cardinal(rest)}" if rest < 10 else f"{said} {self.cardinal(rest)}"

    def _number(self, number: int, form: str) -> str:
        if number >= _LARGEST:
            return self.digits(str(number))
        said = _num2words(number, self.language, form)
        if self.language == "en":
            # num2words follows British use, with commas that an engine would make pauses of.
            said = said.replace(",", "")
            return said if self.with_and else said.replace(" and ", " ")
        if self.language == "de" and 100 <= number < 200:
            return said.removeprefix("ein")  # hundertfünf
        if self.language == "fr" and form == "ordinal":
            return said.replace("vingtsième", "vingtième").replace("centsième", "centième")
        return said


@lru_cache(maxsize=4096)
def _num2words(number: int, language: str, form: str) -> str:
    from num2words import num2words

    return str(num2words(number, lang=language, to=form))


def roman(printed: str) -> int:
    """The value of a Roman numeral, in either case."""
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[c] for c in printed.upper()]
    return sum(-v if i + 1 < len(values) and values[i + 1] > v else v for i, v in enumerate(values))
