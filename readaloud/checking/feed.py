"""Proves a podcast feed: RSS 2.0, Apple's and Podcasting 2.0's rules, and that what it links to is there.

The rules are those of https://www.rssboard.org/rss-specification, of
https://podcasters.apple.com/support/823-podcast-requirements, and of each tag's page of the podcast namespace
(https://podcasting2.org/docs/podcast-namespace); for RSS there is no official schema, and the namespace's is older
than its rules.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from readaloud.checking.feed_files import file_faults
from readaloud.checking.feed_tags import ATOM, ITUNES, PODCAST, tag_faults
from readaloud.checking.findings import Finding, some

_ONCE = frozenset(
    "title link description language copyright generator docs image pubDate lastBuildDate guid enclosure".split()
)
_CHANNEL = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs cloud "
    "ttl image rating textInput skipHours skipDays item".split()
)
_ITEM = frozenset("title link description author category comments enclosure guid pubDate source".split())
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_LOCAL = ("localhost", "127.0.0.1", "::1")


def check_feed(path: Path) -> Iterator[Finding]:
    """Each set of rules with what breaks them; the feed's folder is where the collection lies."""
    try:
        root = etree.fromstring(
            path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    except (OSError, etree.XMLSyntaxError) as error:
        yield Finding("feed", False, f"{path.name} cannot be read: {error}")
        return
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1:
        yield Finding("feed", False, f"{path.name} is not RSS 2.0 with one channel")
        return
    channel = channels[0]
    items = channel.findall("item")
    for what, wrong, right in (
        ("RSS 2.0", list(_rss_faults(channel)), f"{len(items)} episodes by the rules"),
        ("podcast tags", list(tag_faults(channel)), "Apple's and Podcasting 2.0's rules hold"),
        ("links", list(_link_faults(channel, path.parent)), "every link leads to a file that is what it is said to be"),
    ):
        yield Finding("feed", not wrong, f"{path.name}, {what}: " + (some(wrong) or right))


def _rss_faults(channel: Any) -> Iterator[str]:
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            yield f"the channel has no {name}"
    if not _LANGUAGE.fullmatch(channel.findtext("language") or "en"):
        yield f"{channel.findtext('language')!r} is no language"
    image = channel.find("image")
    if image is not None:
        yield from (f"the image has no {name}" for name in ("url", "title", "link") if not image.findtext(name))
    yield from _elements(channel, _CHANNEL, "the channel")
    guids: set[str] = set()
    for number, item in enumerate(channel.findall("item"), 1):
        place = f"item {number}"
        yield from _elements(item, _ITEM, place)
        if not (item.findtext("title") or item.findtext("description")):
            yield f"{place} has neither title nor description"
        guid = item.findtext("guid") or ""
        if not guid or guid in guids:
            yield f"{place} has no guid of its own"
        guids.add(guid)
        if item.find("guid") is not None and item.find("guid").get("isPermaLink") != "false" and "://" not in guid:
            yield f"{place} has a guid that is no link"
        yield from (f"{place}: {fault}" for fault in _date_faults(item.findtext("pubDate")))
        enclosure = item.find("enclosure")
        if enclosure is None:
            yield f"{place} has no enclosure"
        elif not (
            enclosure.get("url") and enclosure.get("type") and re.fullmatch(r"[1-9]\d*", enclosure.get("length", ""))
        ):
            yield f"{place} has an enclosure without url, type or length"


def _elements(parent: Any, known: frozenset[str], place: str) -> Iterator[str]:
    names = [child.tag for child in parent if isinstance(child.tag, str) and child.tag[0] != "{"]
    yield from (
        f"{place} has {name}, which RSS does not know there" for name in dict.fromkeys(names) if name not in known
    )
    yield from (f"{place} has {name} twice" for name in sorted(_ONCE) if names.count(name) > 1)


def _date_faults(told: str | None) -> Iterator[str]:
    if told is None:
        yield "no pubDate"
        return
    try:
        date = parsedate_to_datetime(told)
    except ValueError:
        yield f"{told!r} is no date of RFC 822"
        return
    if format_datetime(date) != told:
        yield f"{told!r} should be {format_datetime(date)!r}"
    elif date.timestamp() <= 0:
        yield f"{told!r} is before 1970, which apps refuse"


def _link_faults(channel: Any, folder: Path) -> Iterator[str]:
    own = next((e.get("href", "") for e in channel.findall(f"{{{ATOM}}}link") if e.get("rel") == "self"), "")
    if not own:
        yield "the feed does not tell its own address"
        return
    identifier = channel.findtext(f"{{{PODCAST}}}guid")
    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    if identifier != str(uuid.uuid5(namespace, own.partition("://")[2].rstrip("/"))):
        yield "podcast:guid is not made of the feed's address"
    base = own.rpartition("/")[0] + "/"
    named = [(f"item {number}", item) for number, item in enumerate(channel.findall("item"), 1)]
    for place, parent in (("the channel", channel), *named):
        length = parent.findtext(f"{{{ITUNES}}}duration") or ""
        seconds = int(length) if length.isdigit() else 0
        for element in parent.iterchildren():
            if element.tag == "item" or not isinstance(element.tag, str):
                continue
            for address in _addresses(element):
                fault = _address_fault(address, base)
                path = folder / unquote(address.removeprefix(base))
                if not fault and not (path.resolve().is_relative_to(folder.resolve()) and path.is_file()):
                    fault = "is not there"
                if fault:
                    yield f"{place}: {address} {fault}"
                else:
                    yield from (f"{place}: {path.name} {each}" for each in file_faults(element, path, seconds))


def _addresses(element: Any) -> Iterator[str]:
    if element.tag == "link":
        yield element.text or ""
    elif element.tag == "image":
        yield element.findtext("url") or ""
    elif element.tag != f"{{{PODCAST}}}person":
        yield from (element.get(name) for name in ("url", "href") if element.get(name))


def _address_fault(address: str, base: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        return "is no address with https"
    if not re.fullmatch(r"[!#-;=?-Z_a-z~%\[\]]*", address) or re.search(r"%(?![0-9A-Fa-f]{2})", address):
        return "has signs that must be encoded"
    return "" if address.startswith(base) else "is outside of the collection"
