"""Hears single words as they would be said in an edition: as IPA, or as sound."""

from __future__ import annotations

from readaloud.engines import registry
from readaloud.engines.base import Engine, Pronouncing
from readaloud.model import Cast, Clip, Saying, Script, Utterance, Voice
from readaloud.pronunciation.matching import Match
from readaloud.pronunciation.pronouncer import Pronouncer
from readaloud.synthesis.wording import Wordings
from readaloud.synthesis.worker import spoken


class Rehearsal:
    """The voices of a script, ready to say a word; close it."""

    def __init__(self, script: Script, cast: Cast, pronouncer: Pronouncer) -> None:
        """EngineError for a voice that is not there, ScriptError for an entry that no voice can say."""
        self._pronouncer = pronouncer
        self._language = script.language
        self._voices = {casting.speaker: casting.voice for casting in cast.castings}
        self._engines: dict[str, Engine] = {}
        for voice in self._voices.values():
            if voice.engine not in self._engines:
                self._engines[voice.engine] = registry.engine(voice.engine)
        self._wordings = Wordings(script.language, self._voices.values(), self._engines, pronouncer)

    def matches(self, text: str, utterance: Utterance) -> tuple[Match, ...]:
        """The entries of lexicons in what is spoken of an utterance."""
        return self._pronouncer.matches(
            text, self._wordings.of(utterance, self._voices[utterance.speaker]).voice, self._language
        )

    def heard(self, word: str, utterance: Utterance) -> str:
        """IPA of a word in the voice of an utterance; empty where the engine does not tell."""
        voice, sayings = self._word(word, utterance)
        engine = self._engines[voice.engine]
        return engine.heard(word, voice, sayings) if isinstance(engine, Pronouncing) else ""

    def clip(self, word: str, utterance: Utterance) -> Clip:
        """The sound of a word in the voice of an utterance."""
        voice, sayings = self._word(word, utterance)
        return spoken(self._engines[voice.engine], word, voice, sayings)

    def close(self) -> None:
        """Ends the engines."""
        for engine in self._engines.values():
            engine.close()

    def _word(self, word: str, utterance: Utterance) -> tuple[Voice, tuple[Saying, ...]]:
        voice = self._wordings.of(utterance, self._voices[utterance.speaker]).voice
        engine = self._engines[voice.engine]
        return voice, self._pronouncer.sayings(word, voice, engine, self._language)
