"""Reads a script file back, whatever a person did to it: what is not valid is answered with line and column."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import PurePath
from typing import Any, get_args
from urllib.parse import unquote

from readaloud.model import (
    Delivery,
    Doubt,
    Entry,
    Form,
    Inline,
    Mark,
    Metadata,
    NoteSpan,
    Pause,
    PauseKind,
    Script,
    Skip,
    Source,
    Speaker,
    Utterance,
    UtteranceKind,
)
from readaloud.planning.announcements import Catalogue, catalogue
from readaloud.planning.capitals import names
from readaloud.planning.paragraphs import Paragraphs
from readaloud.planning.script_writing import FORMAT
from readaloud.planning.spoken import default_spoken
from readaloud.planning.text import Ids
from readaloud.planning.tongues import words_for
from readaloud.planning.yaml_nodes import Node, compose

LONGEST_PAUSE = 3600
"""Seconds; more is a slip of the hand."""
_KINDS = get_args(UtteranceKind)
_PAUSES = get_args(PauseKind)
_FORMS = tuple(form for form in get_args(Form) if form)
_TONES = ("open", "close", "page", "remark", "scene")
_SOUNDS = ("laughter", "applause", "knock", "bell", "telephone", "door", "steps")
_TEXT_KEYS = (*_KINDS, "spoken", "label", "chapter", "title", "anchor", "name", "description")
_ROLE_VOICES = {
    "heading": "narrator", "narration": "narrator", "stage": "editor", "note": "notes", "page": "pages",
    "announcement": "narrator",
}  # fmt: skip


def read_script(text: str, name: str = "script.yaml") -> Script:
    """The script in a file's text; ScriptError with line and column for what is not valid."""
    root = compose(shield(text), name)
    known = {
        "readaloud",
        "title",
        "language",
        "source",
        "metadata",
        "warnings",
        "doubts",
        "abbreviations",
        "speakers",
        "script",
        "ledger",
    }
    root.only(known)
    form = root.get("readaloud")
    if form is None or form.text() != FORMAT:
        raise root.error(f"this is not a readaloud script: its first line must be `readaloud: {FORMAT}`")
    language = root.need("language").text()
    speakers = tuple(_read_speaker(node) for node in root.need("speakers").items())
    ids = {}
    for speaker, node in zip(speakers, root.need("speakers").items(), strict=True):
        if speaker.id in ids:
            raise node.error(f"the speaker {speaker.id!r} is listed twice")
        ids[speaker.id] = speaker
    for speaker, node in zip(speakers, root.need("speakers").items(), strict=True):
        for member in speaker.members:
            if member not in ids:
                raise node.error(f"the member {member!r} is not in the list of speakers")
    skips, notes = _read_ledger(root.get("ledger"))
    listed = root.get("abbreviations")
    abbreviations = () if listed is None else tuple(listed.text().split())
    if root.get("source") is not None and root.get("ledger") is None:
        raise root.error("the block `ledger:` at the end is missing, without which no word can be proved")
    return Script(
        title=root.need("title").text(),
        language=language,
        speakers=speakers,
        entries=_Reading(catalogue(language, abbreviations, names(speakers)), ids).entries(root.need("script").items()),
        source=_read_source(root.get("source")),
        metadata=_read_metadata(root.get("metadata")),
        skips=skips,
        note_spans=notes,
        warnings=tuple(n.text() for n in _items(root.get("warnings"))),
        doubts=tuple(
            Doubt(n.need("place").text(), n.need("question").text(), n.need("choice").text())
            for n in _items(root.get("doubts"))
        ),
        abbreviations=abbreviations,
    )


def shield(text: str) -> str:
    """Quotes what a person typed without quotes, so that `Yes: fine`, `[unclear]` or `# 5` stay words.

    Only values of keys that hold words, only on one line, and no line is added or taken away.
    """
    keys = "|".join(_TEXT_KEYS)
    return re.sub(rf"(?m)^((?:- |  )(?:{keys}): +)(\S.*?)[ \t]*$", _quoted, text)


_WHOLE = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[|>][-+0-9]*)$""")
"""A value that is quoted already, or whose lines follow."""


def _quoted(match: re.Match[str]) -> str:
    if _WHOLE.match(match[2]):
        return match[0]
    value = match[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'{match[1]}"{value}"'


def _items(node: Node | None) -> list[Node]:
    return [] if node is None else node.items()


def _read_speaker(node: Node) -> Speaker:
    node.only({f.name for f in fields(Speaker)})
    values: dict[str, Any] = {"id": node.need("id").text()}
    for name in ("name", "description", "age"):
        found = node.get(name)
        if found is not None:
            values[name] = found.text()
    for name in ("labels", "members", "reasons"):
        values[name] = tuple(n.text() for n in _items(node.get(name)))
    gender, role = node.get("gender"), node.get("role")
    values["far"] = _yes(node, "far")
    if gender is not None:
        values["gender"] = gender.one_of(("", "female", "male"))
    if role is not None:
        values["role"] = role.one_of(("", "narrator", "editor", "notes", "pages"))
    return Speaker(**values)


def _read_source(node: Node | None) -> Source | None:
    if node is None:
        return None
    node.only({"name", "sha256", "container", "encoding", "extract"})
    container: Any = node.need("container").one_of(("text", "xml", "html", "zip", "pdf"))
    extract = tuple((pair.items()[0].text(), pair.items()[1].text()) for pair in _items(node.get("extract")))
    name = node.need("name").text()
    if name != PurePath(name).name or name in ("", ".", "..") or "\\" in name:
        raise node.need("name").error(f"{name!r} is not the name of a file")  # a path could lead out of the edition
    return Source(name, node.need("sha256").text(), container, node.need("encoding").text(), extract)


def _read_metadata(node: Node | None) -> Metadata:
    if node is None:
        return Metadata()
    names = [f.name for f in fields(Metadata)]
    node.only(set(names))
    return Metadata(**{name: value.text() for name in names if (value := node.get(name)) is not None})


def _read_ledger(node: Node | None) -> tuple[tuple[Skip, ...], tuple[NoteSpan, ...]]:
    if node is None:
        return (), ()
    node.only({"skipped", "notes"})
    skips: list[Skip] = []
    notes: list[NoteSpan] = []
    skipped, listed = node.get("skipped"), node.get("notes")
    if skipped is not None:
        for reason, value in skipped.pairs():
            skips += [Skip(a, b, reason) for a, b in value.spans()]
    if listed is not None:
        notes = [NoteSpan(key, value.spans()) for key, value in listed.pairs()]
    return tuple(sorted(skips, key=lambda s: (s.begin, s.end))), tuple(notes)


_ENTRY_KEYS = frozenset(
    "spoken id turn speaker label paragraph form quoted delivery n key anchor level skipped marks".split()
)
_DELIVERIES = tuple(name for name in get_args(Delivery) if name)


class _Reading:
    """Reads the entries one after another; what a person left out is filled in from what stands before."""

    def __init__(self, words: Catalogue, speakers: dict[str, Speaker]) -> None:
        self._words = words
        self._speakers = speakers
        self._ids = Ids()
        self._seen: set[str] = set()
        self._last: Utterance | None = None
        self._turn = -1
        self._before = Paragraphs()

    def entries(self, nodes: list[Node]) -> tuple[Entry, ...]:
        return tuple(self._entry(node) for node in nodes)

    def _entry(self, node: Node) -> Entry:
        pause = node.get("pause")
        if pause is not None:
            node.only({"pause"})
            word = pause.text()
            if re.fullmatch(r"\d+(?:\.\d+)?", word):
                if float(word) > LONGEST_PAUSE:
                    raise pause.error(f"a pause is at most {LONGEST_PAUSE} seconds, not {word}")
                return Pause(seconds=float(word))
            kind: Any = pause.one_of(_PAUSES, " or a number of seconds")
            return Pause(kind)
        chapter, tone, sound = node.get("chapter"), node.get("tone"), node.get("sound")
        if chapter is not None:
            node.only({"chapter"})
            return Mark("chapter", chapter.text())
        if tone is not None:
            node.only({"tone"})
            return Mark("tone", tone.one_of(_TONES))
        if sound is not None:
            node.only({"sound"})
            return Mark("sound", sound.one_of(_SOUNDS))
        kinds = [k for k in _KINDS if node.get(k) is not None]
        if len(kinds) != 1:
            listed = ", ".join((*_KINDS, "pause", "chapter", "tone", "sound"))
            raise node.error(f"an entry needs exactly one of these keys: {listed}")
        return self._utterance(node, kinds[0])

    def _utterance(self, node: Node, kind: Any) -> Utterance:
        node.only({kind, *_ENTRY_KEYS})
        printed = node.need(kind).text()
        text = "" if kind in ("announcement", "page") else printed
        said = node.get("spoken")
        marks = _marks(node.get("marks"), len(text))
        words = words_for(text, marks, self._words)
        default = printed if kind == "announcement" else "" if kind == "page" else default_spoken(kind, text, words)
        label = _text(node, "label")
        speaker = self._speaker(node, kind)
        turn = self._turn_of(node, kind, speaker, label)
        n = printed if kind == "page" else _text(node, "n") or ""
        key = _text(node, "key")
        if key is None:
            key = n if kind in ("note", "announcement") else ""
        opens, delivery = node.get("paragraph"), node.get("delivery")
        manner: Any = "" if delivery is None else delivery.one_of(_DELIVERIES)
        identity = _text(node, "id") or self._ids.next(label or kind, printed)
        while identity in self._seen:  # a copied entry
            identity = self._ids.next(f"{label or kind} ", printed)
        self._seen.add(identity)
        level, set_as = node.get("level"), node.get("form")
        form: Any = "" if set_as is None else set_as.one_of(_FORMS)
        utterance = Utterance(
            id=identity, kind=kind, text=text, spoken=default if said is None else said.text(), speaker=speaker,
            turn=turn, label=label, quoted=_yes(node, "quoted"), delivery=manner, n=n,
            opens=self._before.opens(kind, turn, key) if opens is None else opens.one_of(("new", "same")) == "new",
            key=key, anchor=_text(node, "anchor"), marks=marks,
            level=0 if level is None else level.integer(), skipped=_yes(node, "skipped"),
            form=form,
        )  # fmt: skip
        self._last = utterance
        self._before.note(utterance)
        return utterance

    def _speaker(self, node: Node, kind: str) -> str:
        found = node.get("speaker")
        if found is None:
            if kind in _ROLE_VOICES and _ROLE_VOICES[kind] in self._speakers:
                return _ROLE_VOICES[kind]
            raise node.error(f"this {kind} has no speaker; add `speaker:` with one of the ids under `speakers`")
        name = found.text()
        if name not in self._speakers:
            raise found.unknown("speaker", name, tuple(self._speakers))
        return name

    def _turn_of(self, node: Node, kind: str, speaker: str, label: str | None) -> int | None:
        found = node.get("turn")
        if found is not None:
            self._turn = found.integer()
            return self._turn
        if kind != "speech":
            return None
        last = self._last
        if last is None or last.turn is None or last.speaker != speaker or last.label != label:
            self._turn += 1
        return self._turn


def _text(node: Node, name: str) -> str | None:
    found = node.get(name)
    return None if found is None else found.text()


def _yes(node: Node, name: str, yes: str = "yes") -> bool:
    found = node.get(name)
    return found is not None and found.one_of((yes, "no")) == yes


def _marks(node: Node | None, size: int) -> tuple[Inline, ...]:
    if node is None:
        return ()
    marks = []
    for item in node.text().split("; "):
        found = re.fullmatch(
            r"(\d+)(?:-(\d+))? (noteref|pagebreak|stage|supplied|skip|emphasis|strong|foreign)(?: (\S+))?", item
        )
        if found is None:
            raise node.error(f"the mark {item!r} is not of the form `12 noteref 2` or `0-5 emphasis`")
        begin = min(int(found[1]), size)
        end = min(int(found[2] or found[1]), size)  # an edited text may be shorter than its marks
        kind: Any = found[3]  # the pattern has the kinds alone
        marks.append(Inline(begin, end, kind, unquote(found[4] or "")))
    return tuple(marks)
