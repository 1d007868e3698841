"""Writes the package document: what the book is, how it can be used, and which files it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.writers.epub.overlay import clock
from readaloud.writers.epub.xml import CONTAINER, DC, OPF, element
from readaloud.writers.reading import Labels, View, direction
from readaloud.writers.reading.elements import Element, lines
from readaloud.writers.tags import Tags

PACKAGE_FILE = "EPUB/package.opf"
MODIFIED = "2000-01-01T00:00:00Z"
"""Of every edition: no clock may be read, and what was changed has another identifier (see the decision 0016)."""
ACTIVE_CLASS = "-epub-media-overlay-active"
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
"""W3C-DTF as far as libraries write it; other dates stand on the title page alone."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the book."""

    id: str
    href: str
    media_type: str
    properties: str = ""
    overlay: str = ""
    """Id of the media overlay."""
    duration_ms: int | None = None
    """Of a media overlay."""
    spine: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """What the metadata tells beside the tags."""

    identifier: str
    """The edition's own."""
    pages: bool
    notes: bool
    sound: bool
    images: bool


def package(view: View, words: Labels, tags: Tags, told: Described, resources: Sequence[Resource]) -> Element:
    """The whole package document; the spine has the resources' order."""
    metadata = element(OPF, "metadata")
    lines(
        metadata,
        *_catalogue(view, words, tags, told),
        *_overlays(tags, told, resources),
        *_access(words, tags, view, told),
    )
    manifest = lines(element(OPF, "manifest"), *(_item(resource) for resource in resources))
    spine = element(OPF, "spine", {"page-progression-direction": "rtl" if direction(view.language) == "rtl" else ""})
    lines(spine, *(element(OPF, "itemref", {"idref": resource.id}) for resource in resources if resource.spine))
    root = element(OPF, "package", {"version": "3.0", "unique-identifier": "id", "xml:lang": words.language})
    return lines(root, metadata, manifest, spine)


def day(date: str) -> str:
    """A date without the time of day, where it is ISO 8601; as it is where it is not."""
    before, mark, _ = date.partition("T")
    return before if mark and _DATE.fullmatch(before) else date


def container() -> Element:
    """`META-INF/container.xml`."""
    root = element(CONTAINER, "container", {"version": "1.0"})
    file = element(CONTAINER, "rootfile", {"full-path": PACKAGE_FILE, "media-type": "application/oebps-package+xml"})
    return lines(root, lines(element(CONTAINER, "rootfiles"), file))


def _item(resource: Resource) -> Element:
    return element(OPF, "item", {
        "id": resource.id, "href": resource.href, "media-type": resource.media_type, "properties": resource.properties,
        "media-overlay": resource.overlay,
    })  # fmt: skip


def _dc(name: str, text: str, attributes: dict[str, str] | None = None) -> list[Element]:
    return [element(DC, name, attributes, " ".join(text.split()))] if text.strip() else []


def _meta(property: str, text: str, refines: str = "") -> list[Element]:
    return (
        [element(OPF, "meta", {"property": property, "refines": refines}, " ".join(text.split()))]
        if text.strip()
        else []
    )


def _catalogue(view: View, words: Labels, tags: Tags, told: Described) -> list[Element]:
    made = [
        *_dc("identifier", told.identifier, {"id": "id"}),
        *_dc("title", view.title.strip() or words.say("title.untitled"), {"xml:lang": view.language}),
        *_dc("language", view.language),
        *_dc("creator", tags.author),
        *_dc("publisher", tags.publisher),
        *_dc("date", day(tags.date) if _DATE.fullmatch(day(tags.date)) else ""),
        *_dc("description", tags.description),
        *_dc("source", f"urn:isbn:{tags.isbn}" if tags.isbn else tags.identifier),
        *_dc("rights", tags.rights),
        *_meta("dcterms:bibliographicCitation", tags.citation),
        *_meta("dcterms:modified", MODIFIED),
    ]
    if tags.series.strip():
        made.append(element(OPF, "meta", {"property": "belongs-to-collection", "id": "series"}, tags.series.strip()))
        made += _meta("collection-type", "series", "#series")
    return made


def _overlays(tags: Tags, told: Described, resources: Sequence[Resource]) -> list[Element]:
    lit = _meta("media:active-class", ACTIVE_CLASS)  # the style sheet has it even where nothing is heard
    if not told.sound:
        return lit
    timed = [(resource.id, resource.duration_ms) for resource in resources if resource.duration_ms is not None]
    made = [*_meta("media:duration", clock(sum(ms for _, ms in timed)))]
    for id, ms in timed:
        made += _meta("media:duration", clock(ms), f"#{id}")
    return [*made, *_meta("media:narrator", tags.narrator), *lit]


def _access(words: Labels, tags: Tags, view: View, told: Described) -> list[Element]:
    """EPUB Accessibility 1.1, section 2; no conformance is claimed, which only who publishes it can do."""
    modes = ["textual", *(["visual"] if told.images else [])]
    sufficient = [",".join(modes)] if not told.images else ["textual,visual", "textual"]
    features = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability", "ARIA"]
    summary = [words.say("access.summary")]
    if told.sound:
        sufficient.append("auditory")
        features.append("synchronizedAudioText")
    if told.images:
        features.append("alternativeText")
    if told.pages:
        features += ["pageBreakMarkers", "pageNavigation"]
        summary.append(words.say("access.pages"))
    if told.notes:
        summary.append(words.say("access.notes"))
    made = [meta for mode in modes for meta in _meta("schema:accessMode", mode)]
    made += [meta for each in sufficient for meta in _meta("schema:accessModeSufficient", each)]
    made += [meta for feature in features for meta in _meta("schema:accessibilityFeature", feature)]
    made += _meta("schema:accessibilityHazard", "none")
    made += _meta("schema:accessibilitySummary", " ".join(summary))
    if told.pages:
        source = f"urn:isbn:{tags.isbn}" if tags.isbn else tags.identifier or tags.series or view.title
        made += _meta("pageBreakSource", source.strip() or "none")
    return made
