"""Computes when everything is heard, from the script and the lengths of its clips alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from readaloud.assembly import sounds, tones
from readaloud.assembly.asides import note_cues, page_cues
from readaloud.assembly.chapters import parts, tile
from readaloud.assembly.cutting import cut
from readaloud.assembly.extras import Extras
from readaloud.assembly.gains import REFERENCE_LUFS, Gains
from readaloud.assembly.pacing import Gap, Pacing, pacing
from readaloud.assembly.places import MIDDLE, Place, places
from readaloud.audio import RATES, RECORDED_LUFS, scaled
from readaloud.catalogue import catalogue
from readaloud.errors import ScriptError
from readaloud.model import (
    Cast,
    ClipInfo,
    Cue,
    Edition,
    Mark,
    Pause,
    Placement,
    Script,
    SoundCue,
    Timeline,
    Utterance,
    Words,
)
from readaloud.settings import Settings

DEFAULT_RATE = 22050
"""Samples a second of espeak-ng, and of an edition without sound."""


def build_edition(
    script: Script, cast: Cast, infos: Mapping[str, ClipInfo], settings: Settings | None = None,
    extras: Extras | None = None,
) -> Edition:  # fmt: skip
    """The edition without its loudness.

    `infos` has, by `Utterance.id`, the clip of each utterance with words to speak; ScriptError names one that is
    missing. Chapters tile the timeline; the gap before a chapter belongs to the chapter before it.
    """
    settings, extras = settings or Settings(), extras or Extras()
    lengths = pacing(settings)
    rate = timeline_rate((*infos.values(), *extras.infos()))
    dramatic = settings.style == "dramatic"
    layout = _Layout(
        rate=rate,
        pacing=lengths,
        gains=Gains(cast, dramatic=dramatic),
        places=places(script) if dramatic else {},
        silent=frozenset(settings.silent),
        title=script.title,
        chapter_gap=round(settings.chapter_gap * rate),
        longest_chapter=round(settings.longest_chapter * rate),
        infos=infos,
        recorded=extras.recorded,
        now=round(lengths.head * rate),
    )
    words = catalogue(script.language)
    if extras.intro is not None:
        layout.surround("intro", words.say("chapter.intro"), extras.intro)
    for entry in script.entries:
        layout.add(entry)
    if extras.outro is not None:
        layout.surround("outro", words.say("chapter.outro"), extras.outro)
    length = layout.finish()
    chapters, moved = tile(layout.chapters, length, script.title)
    cues = tuple(replace(cue, chapter=moved[cue.chapter]) for cue in layout.cues if cue is not None)
    edition = Edition(
        script=script,
        cast=cast,
        timeline=Timeline(rate, length, tuple(layout.placements), settings.channels),
        chapters=chapters,
        cues=cues,
        pages=page_cues(cues, layout.tone_before),
        notes=note_cues(cues, layout.tone_before, layout.tone_after),
        sounds=tuple(layout.sounds),
        narrator=narrator(cast),
        warnings=script.warnings,
    )
    return cut(edition, layout.rigid)


def timeline_rate(infos: Iterable[ClipInfo]) -> int:
    """Samples a second of the edition: the rate of most of its sound, if the codecs have it."""
    seconds: Counter[int] = Counter()
    for info in infos:
        seconds[info.rate] += info.length
    if not seconds:
        return DEFAULT_RATE
    most = max(seconds, key=lambda rate: (seconds[rate] / rate, rate))
    return most if most in RATES else DEFAULT_RATE


def narrator(cast: Cast) -> str:
    """Who reads, for catalogues: the engines with their voices, in the cast's order."""
    voices: dict[str, dict[str, None]] = {}
    for casting in cast.castings:
        voices.setdefault(casting.voice.engine, {})[casting.voice.id] = None
    return "; ".join(f"{engine} ({', '.join(ids)})" for engine, ids in voices.items())


@dataclass(slots=True)
class _Layout:
    """Where the next entry goes, while the entries are laid out one after another."""

    rate: int
    pacing: Pacing
    gains: Gains
    places: Mapping[str, Place]
    silent: frozenset[str]
    """Speakers whose time is kept without their sound."""
    title: str
    chapter_gap: int
    """Samples of silence between chapters at least."""
    longest_chapter: int
    """Samples after which a chapter goes on in another one; 0 for never."""
    infos: Mapping[str, ClipInfo]
    recorded: Mapping[str, str]
    """Path of the recording of each utterance that a person says, by its id."""
    now: int
    """End of the last sound; before the first one, the end of the head silence."""
    placements: list[Placement] = field(default_factory=list)
    sounds: list[SoundCue] = field(default_factory=list)
    cues: list[Cue | None] = field(default_factory=list)
    """In the script's order; None while it waits for the next sound."""
    chapters: list[tuple[str, int | None]] = field(default_factory=list)
    """Title and begin; None until its first sound."""
    tone_before: dict[int, Placement] = field(default_factory=dict)
    """Tone heard directly before a cue, by the cue's index; the tone's own index too."""
    tone_after: dict[int, Placement] = field(default_factory=dict)
    rigid: set[int] = field(default_factory=set)
    """Begins of sounds before which a person wrote how long the pause is."""
    _pauses: list[Pause] = field(default_factory=list)
    _silent: list[tuple[int, Utterance]] = field(default_factory=list)
    """Utterances that are timed but unheard and wait for the next sound, with the index of their cue."""
    _named: tuple[str, int] = ("", 1)
    """The chapter's own title, and in how many chapters it stands so far."""
    _last: int | None = None
    """Index of the cue that was heard last, if no tone was heard after it."""
    _before: str = ""
    """What was said last, for the gap after it."""
    _tone: Placement | None = None
    """The tone that was heard last, if no utterance was heard after it."""
    _sounded: bool = False
    """Whether anything was heard, or its time kept."""

    def add(self, entry: Utterance | Pause | Mark) -> None:
        if isinstance(entry, Pause):
            self._pauses.append(entry)
        elif isinstance(entry, Utterance):
            if entry.skipped:
                return
            info = self.infos.get(entry.id) if entry.spoken or entry.id in self.recorded else None
            if info is None and entry.spoken:
                raise ScriptError(f"There is no sound for {entry.spoken[:40]!r} (utterance {entry.id}).")
            if info is None or info.length == 0:
                self._wait(entry)
            else:
                self._speak(entry, info)
        elif entry.kind == "chapter":
            self._settle(self.now)
            self.chapters.append((entry.value, None))
            self._named = (entry.value, 1)
            self._last = None  # no voice reaches over into the next chapter: it may be a file of its own
        else:
            self._sound(entry.kind, entry.value)

    def surround(self, name: Literal["intro", "outro"], title: str, info: ClipInfo) -> None:
        """What a person plays before or after the whole, a chapter of its own."""
        self._settle(self.now)
        self.chapters.append((title, None))
        self._last, self._tone = None, None
        self._pauses.append(Pause("chapter"))
        begin, length = self._begin(None, 0), scaled(info.length, info.rate, self.rate)
        self.placements.append(Placement(info.key, begin, length, REFERENCE_LUFS - RECORDED_LUFS))
        self.sounds.append(SoundCue(f"recording:{name}", begin, begin + length))
        self.now, self._before, self._sounded = begin + length, "", True
        if name == "intro":
            self.chapters.append(("", None))  # for a script that names no first chapter
            self._pauses.append(Pause("chapter"))

    def finish(self) -> int:
        """The timeline's length in samples."""
        self._settle(self.now)
        return self.now + round(self.pacing.tail * self.rate)

    def _wait(self, utterance: Utterance) -> None:
        index = len(self.cues)
        self.cues.append(None)
        self._silent.append((index, utterance))
        if self._tone is not None:
            self.tone_before[index] = self._tone

    def _settle(self, place: int) -> None:
        """Gives the waiting utterances their place, without length."""
        for index, utterance in self._silent:
            self.cues[index] = Cue(utterance, place, place, (), self._chapter())
        self._silent.clear()

    def _chapter(self) -> int:
        return max(0, len(self.chapters) - 1)

    def _speak(self, utterance: Utterance, info: ClipInfo) -> None:
        length = scaled(info.length, info.rate, self.rate)
        begin = self._begin(utterance, length)
        index = len(self.cues)
        words = Words.of(
            info.words
            if info.rate == self.rate
            else (replace(word, begin=scaled(word.begin, info.rate, self.rate)) for word in info.words)
        )
        words = words.not_after(length).moved(begin)
        silent = utterance.speaker in self.silent
        recording = self.recorded.get(utterance.id, "")
        self.cues.append(Cue(utterance, begin, begin + length, words, self._chapter(), silent, recording))
        if not silent:
            place = MIDDLE if utterance.kind in ("note", "page") else self.places.get(utterance.speaker, MIDDLE)
            gain = self.gains.of_recording(utterance, info) if recording else self.gains.of(utterance, info)
            spoken = Placement(info.key, begin, length, gain, place.pan, place.space, utterance.speaker)
            self.placements.append(spoken)
        if self._tone is not None:
            self.tone_before[index] = self._tone
        self.now, self._last, self._tone = max(self.now, begin + length), index, None
        self._before, self._sounded = utterance.spoken, True

    def _sound(self, kind: str, name: str) -> None:
        made = {"tone": tones, "sound": sounds}[kind]
        if name not in made.names():
            raise ScriptError(f"There is no {kind} {name!r}.", tip=f"There are {', '.join(made.names())}.")
        waiting = [index for index, _ in self._silent]
        begin = self._begin(None, 0)
        gain = REFERENCE_LUFS - made.BELOW_SPEECH - made.LOUDNESS_LUFS
        placement = Placement(made.PREFIX + name, begin, made.length(name, self.rate), gain)
        self.placements.append(placement)
        self.sounds.append(SoundCue(placement.key, begin, begin + placement.length))
        for index in [*waiting, *([] if self._last is None else [self._last])]:
            self.tone_after[index] = placement
        self.now, self._last, self._tone = begin + placement.length, None, placement
        self._before, self._sounded = "", True

    def _begin(self, utterance: Utterance | None, length: int) -> int:
        """Where the next sound begins: after the gap, with which everything that waited is settled."""
        if self._sounded:
            tone = utterance is None or self._tone is not None
            gap = self.pacing.gap(
                self._pauses,
                default="tone" if tone else "sentence",
                before=self._before,
                after=utterance.spoken if utterance is not None else "",
            )
            begin = self.now + _samples(gap, self.rate)
            if gap.kind == "interruption":
                begin -= self._cut_last(length)
            elif gap.kind == "written":
                self.rigid.add(begin)
            started = self.chapters[-1][1] if self.chapters else None
            if started is not None and parts(gap.kind, self.now - started, self.longest_chapter):
                name, count = self._named[0] or self.title, self._named[1] + 1
                self.chapters.append((f"{name} ({count})", None))
                self._named = (self._named[0], count)
                self._last = None
            if self.chapters and self.chapters[-1][1] is None:
                begin = max(begin, self.now + self.chapter_gap)
        else:
            begin = self.now  # pauses before the first sound would only lengthen the head
        self._pauses.clear()
        if self.chapters and self.chapters[-1][1] is None:
            self.chapters[-1] = (self.chapters[-1][0], begin)
        elif not self.chapters:
            self.chapters.append(("", begin))
        self._settle(begin)
        return begin

    def _cut_last(self, following: int) -> int:
        """Takes the end off the utterance that is being interrupted, at most a quarter of it.

        Gives the samples, counted back from where it ended, at which the next one comes in: nothing but what was cut
        off, and in a drama some more, over which both speak: at most a quarter of either.
        """
        if self._last is None:
            return 0
        cue = self.cues[self._last]
        assert cue is not None
        whole = cue.end - cue.begin
        cut = min(round(self.pacing.interruption_cut * self.rate), whole // 4)
        overlap = min(round(self.pacing.overlap * self.rate), whole // 4, following // 4)
        end = cue.end - cut
        self.cues[self._last] = replace(cue, end=end, words=Words.of(cue.words).not_after(end))
        if not cue.silent:
            self.placements[-1] = replace(self.placements[-1], length=self.placements[-1].length - cut)
        for index in range(self._last + 1, len(self.cues)):  # unheard ones that stood at its end
            after = self.cues[index]
            if after is not None and after.begin > end - overlap:
                self.cues[index] = replace(after, begin=end - overlap, end=end - overlap)
        self.now = end
        return cut + overlap


def _samples(gap: Gap, rate: int) -> int:
    return round(gap.seconds * rate)
