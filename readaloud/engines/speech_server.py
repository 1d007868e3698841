"""Speaks through any server with OpenAI's `POST /v1/audio/speech`, as many local speech servers have.

A server need not say the same text twice in the same way; the clip cache makes a second run the same as the first.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import ClassVar

from readaloud.engines.espeak_voices import nearest
from readaloud.engines.speech_server_request import TRIES, RefusedError, post, tried
from readaloud.engines.speech_server_settings import Server, server
from readaloud.engines.speech_server_sound import moved, samples
from readaloud.engines.speech_server_voices import listed
from readaloud.errors import EngineError
from readaloud.model import Clip, Voice

RATE = 24_000
"""Samples a second of an empty clip: those of most servers."""
WORDS_A_MINUTE = 165
"""A profile's rate at which the server's own speed is asked for."""
SPEEDS = (0.25, 4.0)
"""OpenAI's range."""
LONGEST = 4_000
"""Letters in one request; OpenAI refuses more than 4,096."""
_PROBE = "Yes."


class SpeechServerEngine:
    """`engine_voice` is the server's name of a voice; `voice@model` takes another model than the settings name."""

    name: ClassVar[str] = "speech-server"
    deterministic: ClassVar[bool] = False

    @cached_property
    def _server(self) -> Server:
        return server()

    @property
    def version(self) -> str:
        """Of what we do with the answer, and which server and model it is; the server is not asked."""
        return f"speech-server 1, {self._server.fingerprint}"

    @property
    def at_once(self) -> int:
        """Requests at a time, over all workers."""
        return self._server.requests

    @property
    def patience(self) -> float:
        """Seconds: every try as slow as it may be. It ends by its own timeouts, so this is only for a fault of ours."""
        return 2 * TRIES * self._server.timeout

    def check(self, voice: Voice) -> None:
        """EngineError unless the server has the voice. One that it does not list (a blend, another name) says a word."""
        if not 0 <= voice.pitch <= 99:
            raise EngineError(f"The voice {voice.id!r} has the pitch {voice.pitch}.", tip="Take a pitch from 0 to 99.")
        name, model = self._names(voice)
        if not name and not voice.engine_voice.startswith("@"):
            raise EngineError(f"The voice {voice.id!r} has no engine_voice.", tip="Write the server's name of it.")
        if name not in (listed(self._server, model) or ()):
            self._said(_PROBE, voice)

    def speak(self, text: str, voice: Voice) -> Clip:
        """One utterance, without word timings; an empty clip where there is nothing to say."""
        said = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") else c for c in text).strip()
        if not any(c.isalnum() for c in said):
            return Clip(b"", RATE)
        made = [self._said(part, voice) for part in parts(said)]
        if len({rate for _, rate in made}) > 1:
            raise EngineError(f"The speech server at {self._server.shown} changes its sample rate within an utterance.")
        return Clip(b"".join(sound for sound, _ in made), made[0][1])

    def close(self) -> None:
        """Nothing was started."""

    def _names(self, voice: Voice) -> tuple[str, str]:
        name, _, model = voice.engine_voice.partition("@")
        return name, model or self._server.model

    def _said(self, text: str, voice: Voice) -> tuple[bytes, int]:
        """Samples and their rate. A server knows no pitch: it speaks slower, and is played faster, or the reverse."""
        name, model = self._names(voice)
        higher = float(2.0 ** ((voice.pitch - 50) / 96))  # as the engine `tone` has it: an octave over the whole scale
        speed = round(min(max(voice.rate / WORDS_A_MINUTE / higher, SPEEDS[0]), SPEEDS[1]), 3)
        body: dict[str, object] = {"model": model, "input": text, "voice": name, "response_format": "wav"}
        if not name:
            del body["voice"]
        if speed != 1:  # some servers refuse what they cannot do
            body["speed"] = speed
        try:
            made, rate = tried(self._server, lambda: samples(self._server, post(self._server, "audio/speech", body)))
        except EngineError as error:
            told = self._refusal(error, voice) if isinstance(error, RefusedError) else error
            shown = text if len(text) <= 60 else f"{text[:59]}…"
            why = told.message[0].lower() + told.message[1:]
            raise EngineError(f"The voice {voice.id!r} cannot say {shown!r}: {why}", tip=told.tip) from None
        return moved(made, rate, higher), rate

    def _refusal(self, error: RefusedError, voice: Voice) -> EngineError:
        """With the nearest voices, where the refusal is about the voice."""
        name, model = self._names(voice)
        known = None if error.status in (401, 403) else listed(self._server, model)
        if known and name not in known:
            return EngineError(
                error.message, tip=f"It has no voice {name!r}; the nearest: {nearest(name, tuple(known))}."
            )
        return error


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """A text in pieces that a server takes, cut after a sentence, else between words."""
    made: list[str] = []
    while len(text) > longest:
        head = text[:longest]
        cut = max(head.rfind(mark) + 1 for mark in (". ", "! ", "? ", "; "))
        cut = cut if cut > longest // 2 else head.rfind(" ") if " " in head else longest
        made.append(text[:cut].strip())
        text = text[cut:].strip()
    return [part for part in (*made, text) if part]
