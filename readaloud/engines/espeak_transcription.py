"""What espeak-ng says, in IPA: its own trace of the phonemes that it speaks."""

from __future__ import annotations

import ctypes
import re
from typing import Any

from readaloud.engines.espeak_library import library

_IPA = 2
"""Mode of `espeak_SetPhonemeTrace`."""
_LANGUAGE = re.compile(r"\([a-z][\w-]*\) ?")
"""The name of a phoneme table that the trace shows where a word is said in another language."""


def spoken_ipa(text: str, voice: str, *, phonemes: bool) -> str:
    """The IPA of a text, its words parted by spaces; with `phonemes`, `[[…]]` in it are espeak-ng's mnemonics."""
    return re.sub(r"\s+", " ", _LANGUAGE.sub("", _traced(text, voice, _IPA, phonemes=phonemes))).strip()


def translated(text: str, language_voice: str) -> list[str]:
    """The mnemonics of a text in the voice of another language, one entry for each clause."""
    speech = library()
    translate = speech.binding.dll.espeak_TextToPhonemes
    translate.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    translate.restype = ctypes.c_char_p
    speech.begin()
    try:
        if speech.binding.SetVoiceByName(language_voice.encode()) != speech.binding.EE_OK:
            raise RuntimeError(f"espeak-ng cannot load the voice {language_voice}")
        buffer = ctypes.create_string_buffer(text.encode())
        place = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses: list[str] = []
        while place.value:
            said = translate(ctypes.byref(place), speech.binding.CHARS_UTF8, 0)
            clauses.append(said.decode() if said else "")
        return clauses
    finally:
        speech.end()


def _traced(text: str, voice: str, mode: int, *, phonemes: bool) -> str:
    speech = library()
    binding: Any = speech.binding
    libc = ctypes.CDLL(None)
    libc.open_memstream.restype = ctypes.c_void_p
    libc.open_memstream.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t)]
    libc.fclose.argtypes = [ctypes.c_void_p]
    libc.free.argtypes = [ctypes.c_void_p]
    binding.dll.espeak_SetPhonemeTrace.argtypes = [ctypes.c_int, ctypes.c_void_p]
    told, size = ctypes.c_void_p(), ctypes.c_size_t()
    stream = libc.open_memstream(ctypes.byref(told), ctypes.byref(size))
    speech.begin()
    try:
        binding.SetSynthCallback(lambda wave, count, events: 0)
        if binding.SetVoiceByName(voice.encode()) != binding.EE_OK:
            raise RuntimeError(f"espeak-ng cannot load the voice {voice}")
        binding.dll.espeak_SetPhonemeTrace(mode, stream)
        speech.seed()
        binding.Synth(text, flags=binding.CHARS_UTF8 | (binding.PHONEMES if phonemes else 0))
    finally:
        speech.end()
        libc.fclose(stream)
    try:
        return ctypes.string_at(told.value or 0, size.value).decode(errors="replace") if told.value else ""
    finally:
        libc.free(told)
