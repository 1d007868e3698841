"""Who is heard with whom: the scenes of a script, how much each speaker says, and who answers whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readaloud.model import Mark, Script, Utterance


@dataclass(frozen=True, slots=True)
class Presence:
    """What casting needs to know of a script."""

    turns: dict[str, int]
    """Of each speaker."""
    words: dict[str, int]
    """Of each speaker."""
    scenes: tuple[frozenset[str], ...]
    """The speakers heard in each scene, those who speak within a group included; a stretch without talk is no scene."""
    partners: dict[str, frozenset[str]]
    """Speaker → all who are heard in a scene with it. The edition's own voices are heard in every scene."""
    answers: dict[frozenset[str], int]
    """Two speakers → how often one speaks right after the other."""


def presence(script: Script) -> Presence:
    """Takes stock of a script."""
    turns: dict[str, set[int]] = {s.id: set() for s in script.speakers}
    words = dict.fromkeys(turns, 0)
    answers: Counter[frozenset[str]] = Counter()
    scenes: list[frozenset[str]] = []
    groups = {s.id: s.members for s in script.speakers if s.members}
    own = frozenset(s.id for s in script.speakers if s.role)
    for scene in scenes_of(script):
        before = ""
        heard: dict[str, None] = {}
        for utterance in scene:
            speaker = utterance.speaker
            words[speaker] += len(utterance.text.split())
            if utterance.turn is not None and speaker not in own:
                turns[speaker].add(utterance.turn)
            if speaker in own:
                continue
            heard[speaker] = None
            if before not in ("", speaker):
                answers[frozenset((before, speaker))] += 1
            before = speaker
        for group in [id for id in heard if id in groups]:
            heard.update(dict.fromkeys(groups[group]))
        if heard:
            scenes.append(frozenset(heard))
    return Presence(
        {id: len(found) for id, found in turns.items()}, words, tuple(scenes), _partners(turns, scenes, own), answers
    )


def together(found: Iterable[tuple[Presence, Mapping[str, str]]], own: Iterable[str]) -> Presence:
    """What is known of several scripts as of one: each with the ids by which its speakers are known in the whole.

    Speakers whom the mapping leaves out are left out. `own` are the ids, in the whole, of the editions' own voices.
    """
    turns: Counter[str] = Counter()
    words: Counter[str] = Counter()
    answers: Counter[frozenset[str]] = Counter()
    scenes: dict[frozenset[str], None] = {}
    for one, ids in found:
        for speaker, id in ids.items():
            turns[id] += one.turns.get(speaker, 0)
            words[id] += one.words.get(speaker, 0)
        scenes.update(dict.fromkeys(frozenset(ids[s] for s in scene if s in ids) for scene in one.scenes))
        for pair, count in one.answers.items():
            both = frozenset(ids[s] for s in pair if s in ids)
            if len(both) == 2:
                answers[both] += count
    people: dict[str, set[int]] = {id: set() for id in turns}
    heard = [scene for scene in scenes if scene]
    partners = _partners(people, heard, frozenset(own) & frozenset(people))
    return Presence(dict(turns), dict(words), tuple(heard), partners, dict(answers))


def scenes_of(script: Script) -> Iterator[tuple[Utterance, ...]]:
    """The script's utterances scene by scene, without the opening, which names everybody but is no scene.

    A scene begins with a chapter (a document of a volume, an act) and with a heading within one. It goes on where only
    a print page opens a chapter, and at a heading that somebody asks as a question.
    """
    scene: list[Utterance] = []
    opening = True
    fresh = False
    """Whether a chapter was opened and nothing but page cues came since."""
    headed = False
    """Whether the last thing of the scene so far is a heading: a run of headings opens one scene."""
    for entry in script.entries:
        if isinstance(entry, Mark):
            fresh = fresh or entry.kind == "chapter"
        if not isinstance(entry, Utterance):
            continue
        opening = opening and entry.kind == "announcement"
        if opening:
            fresh = False
            continue
        if entry.kind == "page":
            if fresh:  # a chapter for a print page: the talk goes on
                fresh = False
            continue
        heading = entry.kind == "heading" and entry.turn is None
        if (fresh or (heading and not headed)) and scene:
            yield tuple(scene)
            scene = []
        fresh = False
        headed = heading
        if entry.kind != "announcement":
            scene.append(entry)
    if scene:
        yield tuple(scene)


def _partners(ids: dict[str, set[int]], scenes: list[frozenset[str]], own: frozenset[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {id: set(own) if id not in own else set(ids) for id in ids}
    for scene in scenes:
        for id in scene:
            found[id] |= scene
    return {id: frozenset(others - {id}) for id, others in found.items()}
