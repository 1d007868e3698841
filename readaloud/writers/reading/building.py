"""Builds the reading view of an edition."""

from __future__ import annotations

from readaloud.catalogue import in_language
from readaloud.languages import primary
from readaloud.model import Edition, Speaker, Utterance
from readaloud.writers.reading.hearing import Said, said
from readaloud.writers.reading.labels import labels
from readaloud.writers.reading.setting import Composition
from readaloud.writers.reading.view import Section, View


def reading_view(edition: Edition) -> View:
    """What stands on the page, in order; pure: the same edition gives the same view."""
    script = edition.script
    composition = Composition(labels(script.language), _speakers_of_turns(edition), _note_keys(edition))
    chapters: list[list[Said]] = [[] for _ in edition.chapters]
    for one in said(edition):
        chapters[one.chapter].append(one)
    sections = [
        Section(number, chapter.title, chapter.begin, chapter.end, composition.section(chapters[number]))
        for number, chapter in enumerate(edition.chapters)
    ]
    opens = len(sections) > 1 and bool(chapters[0]) and all(_is_frame(one.utterance) for one in chapters[0])
    return View(
        title=script.title,
        language=script.language,
        words_language=_words_language(script.language),
        rate=edition.timeline.rate,
        opening=sections[0] if opens else None,
        sections=tuple(sections[1:] if opens else sections),
        speakers=tuple(sorted(script.speakers, key=lambda speaker: bool(speaker.role))),
    )


def _is_frame(utterance: Utterance) -> bool:
    """Whether it is an announcement about the edition rather than about a note."""
    return utterance.kind == "announcement" and not utterance.key


def _words_language(language: str) -> str:
    spoken, _ = in_language("announcements", language)
    return language if primary(language) == spoken else spoken


def _note_keys(edition: Edition) -> frozenset[str]:
    return frozenset(u.key for u in edition.script.utterances() if u.kind == "note" and u.key)


def _speakers_of_turns(edition: Edition) -> dict[int, Speaker]:
    """Who speaks in each turn: whoever says its words, not the editor who reads a remark in it."""
    speakers = {speaker.id: speaker for speaker in edition.script.speakers}
    found: dict[int, Speaker] = {}
    labelled = {label: speaker for speaker in reversed(edition.script.speakers) for label in speaker.labels}
    for utterance in edition.script.utterances():
        if utterance.turn is None:
            continue
        speaker = speakers.get(utterance.speaker)
        if speaker is None or speaker.role:
            if utterance.turn in found:
                continue
            # A turn of nothing but a remark is still that of the person whose label it has.
            speaker = labelled.get(utterance.label or "", speaker)
        elif utterance.turn in found and not found[utterance.turn].role:
            continue
        if speaker is not None:
            found[utterance.turn] = speaker
    return found
