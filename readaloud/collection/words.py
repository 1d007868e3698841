"""The words of the index page and of the feed that no document has, and how numbers are written in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readaloud.catalogue import in_language
from readaloud.collection.collected import Listing
from readaloud.writers.reading import printable
from readaloud.writers.tags import NAMED_PEOPLE


@dataclass(frozen=True, slots=True)
class Words:
    """The lines of one language."""

    language: str
    """BCP 47; English where there is no catalogue for the collection's language."""
    lines: Mapping[str, str]

    def say(self, line: str, **values: object) -> str:
        """A line with its places filled."""
        return self.lines[line].format(**values)

    def count(self, line: str, number: int) -> str:
        """`1 document`, `84 documents`: the lines `…_one` and `…_many`."""
        return self.say(f"{line}_one" if number == 1 else f"{line}_many", n=f"{number:,}")

    def duration(self, ms: int) -> str:
        """`1 h 25 min`, rounded to minutes; seconds below a minute."""
        if ms < 60_000:
            return self.say("seconds", n=max(1, round(ms / 1000)))
        hours, minutes = divmod(round(ms / 60_000), 60)
        said = [self.say("hours", n=f"{hours:,}")] if hours else []
        return " ".join([*said, *([self.say("minutes", n=minutes)] if minutes or not hours else [])])

    def size(self, count: int) -> str:
        """`14 MB`: millions of bytes, as players and shops count."""
        if count < 1_000_000:
            return f"{max(1, round(count / 1000))} kB"
        return f"{count / 1_000_000:.0f} MB" if count < 1_000_000_000 else f"{count / 1_000_000_000:.1f} GB"

    def date(self, listing: Listing) -> str:
        """The document's date as it is printed; one in ISO 8601 as the language writes it."""
        if listing.date and not listing.date.startswith(listing.day or "-"):
            return listing.date
        year, month, day = (*listing.day.split("-"), "", "")[:3]
        if not month:
            return year or listing.date
        name = self.lines["months"].split(" ")[int(month) - 1]
        return self.say("day", day=int(day), month=name, year=year) if day else self.say("month", month=name, year=year)

    def sentence(self, line: str, **values: object) -> str:
        """A line as a sentence, whatever stands at its end already."""
        said = self.say(line, **values)
        return said if said[-1:] in ".!?。" else f"{said}."

    def description(self, listing: Listing) -> str:
        """What an app shows under a title: who speaks, when, where it is from, and that the voices are synthetic."""
        people = [person.name for person in listing.people]
        shown = people if len(people) <= NAMED_PEOPLE else people[: NAMED_PEOPLE - 1]
        names = ", ".join(shown)
        if len(shown) < len(people):
            names = self.say("and_more", names=names, n=len(people) - len(shown))
        told = [
            listing.subtitle and self.sentence("plain", text=listing.subtitle),
            names and self.sentence("with_people", names=names),
            listing.date and self.sentence("dated", date=self.date(listing)),
            listing.citation and self.sentence("cited", citation=listing.citation),
            not listing.citation and listing.series and self.sentence("from_series", series=listing.series),
            listing.identifier and self.sentence("identified", identifier=listing.identifier),
            listing.rights and self.sentence("rights", rights=listing.rights),
            self.say("synthetic"),
        ]
        return " ".join(each for each in told if each)


def in_one_line(told: str) -> str:
    """A text from outside without line ends and control signs, as HTML and XML take it."""
    return " ".join(printable(told).split())


def words_for(language: str) -> Words:
    """The lines for a BCP 47 language."""
    return Words(*in_language("collection", language))
