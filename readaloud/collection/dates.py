"""Dates of documents: as a catalogue sorts them, and as a feed may tell them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

_ISO = re.compile(r"(1\d{3}|20\d{2})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?![\d/])")
_YEAR = re.compile(r"(?<![\d-])(1\d{3}|20\d{2})(?!\d)")
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
"""What a feed tells for all that is older: many apps keep seconds since 1970, and take 0 for no date."""


def day_of(iso: str, printed: str) -> str:
    """`1972-11-09`, as far as it is known: of an ISO date, else the year of a printed one; empty without a year."""
    for text in (iso, printed):
        found = _ISO.match(text.strip())
        if found and (found[3] is None or _real(found)):
            return "-".join(part for part in found.groups() if part)
    year = _YEAR.search(iso) or _YEAR.search(printed)
    return year[1] if year else ""


def published(day: str, place: int) -> str:
    """RFC 822 (`Thu, 09 Nov 1972 00:00:03 +0000`): the document's day, the seconds its place, so that order is kept.

    A day that is not known, or before 1970, is the first that every app takes.
    """
    year, month, of_month = (int(part) for part in (*day.split("-"), "1", "1")[:3]) if day else (1, 1, 1)
    begin = max(datetime(year, month, of_month, tzinfo=UTC), EARLIEST)
    return format_datetime(begin + timedelta(seconds=place % 86_400))


def _real(found: re.Match[str]) -> bool:
    try:
        date(*(int(part) for part in found.groups()))
    except ValueError:
        return False
    return True
