"""In which voice an utterance is said, and which of its words are said otherwise than they are spelt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readaloud.engines.bank import ANY_LANGUAGE
from readaloud.engines.base import Pronouncing
from readaloud.foreign import phrases, same_language, whole_language
from readaloud.model import Saying, Utterance, Voice
from readaloud.pronunciation.pronouncer import Pronouncer


@dataclass(frozen=True, slots=True)
class Wording:
    """All that an engine is told of an utterance besides its text."""

    voice: Voice
    sayings: tuple[Saying, ...]


class Wordings:
    """Those of a script: the speaker's voice, in the language of the words."""

    def __init__(
        self, language: str, voices: Iterable[Voice], engines: Mapping[str, object], pronouncer: Pronouncer
    ) -> None:
        """`language` is the script's, `voices` are all that will speak it, `engines` are by name.

        ScriptError for an entry of a person's lexicon that a voice of the script's language cannot say.
        """
        self._language = language
        self._engines = engines
        self._pronouncer = pronouncer
        self._abroad: dict[tuple[Voice, str], Voice | None] = {}
        self._warnings: dict[str, None] = {}
        # Pitch and rate do not change what an engine can say.
        for voice in {(v.engine, v.engine_voice, v.language): v for v in voices}.values():
            pronouncer.prove(voice, engines[voice.engine], language)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be said in its own language, once for each."""
        return tuple(self._warnings)

    def of(self, utterance: Utterance, voice: Voice) -> Wording:
        """The voice, in the language of the words, and the sayings of an utterance that this voice says."""
        whole, language = whole_language(utterance.text, utterance.marks), self._language
        if whole and not same_language(whole, self._spoken_language(voice)):
            found = self._in_language(voice, whole)
            voice, language = (found, whole) if found else (voice, language)
        beside = self._phrases(utterance, voice, whole)
        engine = self._engines[voice.engine]
        return Wording(voice, self._pronouncer.sayings(utterance.spoken, voice, engine, language, beside))

    def _spoken_language(self, voice: Voice) -> str:
        """A voice that takes every language speaks the script's."""
        return self._language if voice.language == ANY_LANGUAGE else voice.language

    def _phrases(self, utterance: Utterance, voice: Voice, whole: str) -> list[Saying]:
        if not utterance.marks:
            return []
        return [
            Saying(begin, end, language=language)
            for begin, end, language in phrases(utterance.text, utterance.marks, utterance.spoken, whole)
            if not same_language(language, self._spoken_language(voice)) and self._in_language(voice, language)
        ]

    def _in_language(self, voice: Voice, language: str) -> Voice | None:
        """The voice in another language; None, and a warning, where its engine has none."""
        key = (voice, language)
        if key not in self._abroad:
            engine = self._engines[voice.engine]
            found = engine.in_language(voice, language) if isinstance(engine, Pronouncing) else None
            self._abroad[key] = found
            if found is None and voice.language != ANY_LANGUAGE:
                why = f"the engine {voice.engine} has no voice for it"
                self._warnings[f"Words marked as {language!r} are read as {self._language!r}: {why}."] = None
        return self._abroad[key]
