"""Reads lexicons in the W3C's Pronunciation Lexicon Specification 1.0, as its schema has them."""

from __future__ import annotations

from typing import Any

from readaloud.errors import ScriptError
from readaloud.pronunciation.lexicon import Entry

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ATTRIBUTES = {
    "lexicon": {"version", "alphabet", f"{_XML}lang", f"{_XML}base"},
    "lexeme": {"role", f"{_XML}id"},
    "grapheme": {"orthography"},
    "phoneme": {"alphabet", "prefer"},
    "alias": {"prefer"},
    "example": set(),
}
_EXAMPLE = "voices/lexicons/en.pls is one."


def read_pls(data: bytes, name: str) -> tuple[Entry, ...]:
    """The entries of a PLS file; ScriptError with line and fix for what the specification does not allow."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ScriptError(f"{name}: not XML: {error}.", tip=f"A lexicon is PLS or TOML; {_EXAMPLE}") from None
    if root.tag != f"{{{NAMESPACE}}}lexicon":
        raise _error(name, root, "this is not a PLS lexicon", f'Its root is <lexicon xmlns="{NAMESPACE}">; {_EXAMPLE}')
    entity = next((node for node in root.iter() if isinstance(node, etree._Entity)), None)
    if entity is not None:
        raise _error(name, entity, f"the entity {entity.text} is not read", "Write the letters themselves.")
    _only(name, root)
    for attribute, shown in (("version", "version"), ("alphabet", "alphabet"), (f"{_XML}lang", "xml:lang")):
        if not root.get(attribute):
            raise _error(
                name,
                root,
                f"{shown} is missing",
                f'Write <lexicon version="1.0" alphabet="ipa" xml:lang="en" …>; {_EXAMPLE}',
            )
    if root.get("version") != "1.0":
        raise _error(name, root, f"version {root.get('version')} is unknown", 'Write version="1.0".')
    entries: list[Entry] = []
    for child in root:
        if not isinstance(child.tag, str):
            continue
        kind = _kind(child)
        if kind == "lexeme":
            entries += _lexeme(child, name, root)
        elif kind not in ("meta", "metadata"):
            raise _error(name, child, f"<{kind}> has no place here", "A lexicon holds <meta>, <metadata> and <lexeme>.")
    return tuple(entries)


def _lexeme(lexeme: Any, name: str, root: Any) -> list[Entry]:
    """An entry for each of a lexeme's graphemes: of several pronunciations the preferred one, else the first."""
    _only(name, lexeme)
    words: list[tuple[Any, str]] = []
    phonemes: list[tuple[bool, str]] = []
    aliases: list[tuple[bool, str]] = []
    for child in lexeme:
        if not isinstance(child.tag, str):
            continue
        kind = _kind(child)
        if kind not in ("grapheme", "phoneme", "alias", "example"):
            raise _error(
                name, child, f"<{kind}> has no place in a <lexeme>", "It holds grapheme, phoneme, alias and example."
            )
        _only(name, child)
        text = " ".join("".join(child.itertext()).split())
        if not text and kind != "example":
            raise _error(name, child, f"<{kind}> is empty", "Write the word, or how it is said, inside.")
        if kind == "grapheme":
            if phonemes or aliases:
                raise _error(name, child, "<grapheme> stands behind a pronunciation", "Put the graphemes first.")
            if not any(c.isalnum() for c in text):
                raise _error(name, child, f"{text!r} is no word", "A grapheme has letters or digits.")
            words.append((child, text))
        elif kind == "phoneme":
            _ipa_alone(child.get("alphabet") or root.get("alphabet"), name, child)
            phonemes.append((child.get("prefer") == "true", text))
        elif kind == "alias":
            aliases.append((child.get("prefer") == "true", text))
    if not words:
        raise _error(name, lexeme, "a <lexeme> has no <grapheme>", "Write <grapheme>the word</grapheme>.")
    if not phonemes and not aliases:
        raise _error(
            name,
            lexeme,
            f"{words[0][1]!r} has no pronunciation",
            "Write <phoneme>IPA</phoneme> or <alias>a respelling</alias>.",
        )
    ipa, respelling = _preferred(phonemes), _preferred(aliases)
    language = str(root.get(f"{_XML}lang"))
    return [Entry(word, ipa, respelling, language, "", f"{name}, line {element.sourceline}") for element, word in words]


def _preferred(found: list[tuple[bool, str]]) -> str:
    return next((text for prefer, text in found if prefer), found[0][1] if found else "")


def _ipa_alone(alphabet: str | None, name: str, element: Any) -> None:
    if alphabet != "ipa":
        raise _error(
            name, element, f"the alphabet {alphabet!r} is not known", 'Write in alphabet="ipa", or use <alias>.'
        )


def _kind(element: Any) -> str:
    namespace, _, local = str(element.tag).rpartition("}")
    return local if namespace == f"{{{NAMESPACE}" else f"{namespace}}}{local}".lstrip("}")


def _only(name: str, element: Any) -> None:
    kind = _kind(element)
    for attribute in element.attrib:
        known = str(attribute) in _ATTRIBUTES[kind]
        foreign = str(attribute).startswith("{") and not str(attribute).startswith((_XML, f"{{{NAMESPACE}"))
        if not known and not foreign:
            raise _error(name, element, f"<{kind}> has no attribute {attribute!r}", "Take it out.")


def _error(name: str, element: Any, what: str, tip: str) -> ScriptError:
    return ScriptError(f"{name}, line {element.sourceline}: {what}.", tip=tip)
