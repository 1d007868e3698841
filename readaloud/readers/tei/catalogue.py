"""What libraries know a FRUS document by: its identifier, how it is cited, and who may use it."""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.readers.tei.tree import TEI, XML, Element, attribute, words


def document_identifier(volume: str, documents: Sequence[Element]) -> str:
    """`frus1969-76v15/d67`, the path at history.state.gov, for one document; the volume's id for several."""
    own = attribute(documents[0], f"{XML}id") if len(documents) == 1 else ""
    return f"{volume}/{own}" if volume and own else volume


def citation(root: Element, documents: Sequence[Element]) -> str:
    """Volume, editors, imprint and number, as the Office of the Historian asks for; empty without a volume's title.

    https://history.state.gov/historicaldocuments/citing-frus: parts that the header does not tell are left out. Without
    `documents` it is the whole volume.
    """
    header = next(root.iter(f"{TEI}teiHeader"), None)
    if header is None:
        return ""
    title = next((words(e) for e in header.iter(f"{TEI}title") if e.get("type") == "complete"), "")
    if not title:
        return ""
    editors = [words(e) for e in header.iter(f"{TEI}editor") if e.get("role", "primary") == "primary"]
    place, publisher, year = (_first(header, tag) for tag in ("pubPlace", "publisher", "date"))
    cited = title
    if editors:
        cited += f", {'ed.' if len(editors) == 1 else 'eds.'} {_listed(editors)}"
    imprint = ", ".join(filter(None, (": ".join(filter(None, (place, publisher))), year)))
    if imprint:
        cited += f" ({imprint})"
    numbers = [attribute(document, "n") for document in documents]
    if numbers and all(numbers):
        cited += f", {'Document' if len(numbers) == 1 else 'Documents'} {_listed(numbers)}"
    return cited


def rights(header: Element) -> str:
    """What `availability` says, with the address of a licence that it points to."""
    for available in header.iter(f"{TEI}availability"):
        addresses = [attribute(e, "target") for e in available.iter(f"{TEI}licence")]
        said = words(available)
        return " ".join(filter(None, (said, *(a for a in addresses if a and a not in said))))
    return ""


def _first(header: Element, tag: str) -> str:
    statement = next(header.iter(f"{TEI}publicationStmt"), None)
    return "" if statement is None else next((words(e) for e in statement.iter(f"{TEI}{tag}")), "")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
