"""Turns the words of lexicons that stand in a text into what an engine is told of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from readaloud.engines.base import Pronouncing, UnknownSymbolError
from readaloud.errors import ScriptError
from readaloud.foreign import same_language
from readaloud.model import Saying, Voice
from readaloud.pronunciation.lexicon import Lexicon, in_range
from readaloud.pronunciation.loading import shipped
from readaloud.pronunciation.matching import Index, Match


class Pronouncer:
    """The lexicons of an edition: ours for each language, then a person's, of which the later win."""

    def __init__(self, own: Sequence[Lexicon] = ()) -> None:
        self._own = tuple(own)
        self._indexes: dict[tuple[str, str, str], Index] = {}
        self._told: dict[tuple[str, str, str], str] = {}

    def matches(self, text: str, voice: Voice, language: str) -> tuple[Match, ...]:
        """The entries that stand in a text of a language, for a voice that says it."""
        key = (voice.language, voice.engine, language)
        if key not in self._indexes:
            own = voice.language if same_language(voice.language, language) else language
            self._indexes[key] = Index((*shipped(own), *self._own), own, voice.engine, language)
        return self._indexes[key].matches(text)

    def sayings(
        self, text: str, voice: Voice, engine: object, language: str, beside: Iterable[Saying] = ()
    ) -> tuple[Saying, ...]:
        """What the engine is told of a text of a language in this voice; `beside` are stretches in other languages, kept as they are."""
        kept = tuple(beside)
        found = list(kept)
        for match in self.matches(text, voice, language):
            if any(match.begin < other.end and other.begin < match.end for other in kept):
                continue
            if (saying := self._saying(match, text, voice, engine)) is not None:
                found.append(saying)
        return tuple(sorted(found, key=lambda s: s.begin))

    def prove(self, voice: Voice, engine: object, language: str) -> None:
        """ScriptError for the first entry of a person's that this voice cannot say, with the symbol and the fix."""
        for lexicon in self._own:
            for entry in lexicon.entries:
                here = in_range(language, entry.language) or in_range(voice.language, entry.language)
                if not entry.ipa or not here or entry.engine not in ("", voice.engine):
                    continue
                if not isinstance(engine, Pronouncing):
                    if not entry.respelling:
                        raise ScriptError(
                            f"{entry.place}: the engine {voice.engine} takes no IPA.",
                            tip='Write a respelling instead: Dobrynin = "duh-BREE-nin".',
                        )
                    continue
                try:
                    engine.phonemes(entry.ipa, voice)
                except UnknownSymbolError as error:
                    raise ScriptError(
                        f"{entry.place}: the voices for {language} have no sound for {error.symbol!r} "
                        f"(U+{ord(error.symbol[:1] or ' '):04X}) in /{entry.ipa}/.",
                        tip="Write the nearest sound of that language, or a respelling.",
                    ) from None

    def _saying(self, match: Match, text: str, voice: Voice, engine: object) -> Saying | None:
        if match.entry.ipa and isinstance(engine, Pronouncing):
            phonemes = self._phonemes(match.ipa(), voice, engine)
            if phonemes:
                return Saying(match.begin, match.end, phonemes=phonemes)
        said = match.respelling()
        return (
            Saying(match.begin, match.end, respelling=said) if said and said != text[match.begin : match.end] else None
        )

    def _phonemes(self, ipa: str, voice: Voice, engine: Pronouncing) -> str:
        key = (ipa, voice.engine, voice.engine_voice)
        if key not in self._told:
            try:
                self._told[key] = engine.phonemes(ipa, voice)
            except UnknownSymbolError:
                self._told[key] = ""
        return self._told[key]
