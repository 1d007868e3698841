"""The espeak-ng library, loaded once and made as new before each utterance.

espeak-ng keeps state from one utterance to the next in its static data (phase of the wave, flutter, echo, the noise of
breathy voices …), and `espeak_Initialize` does not clear it all. So the library's writable pages are copied right after
loading, before it ran at all, and copied back before each utterance; `espeak_Terminate` has freed its heap by then.
Measured: the same samples, byte for byte, as a new process gives, for every text before; 0.02 ms a time (forking a
process that has loaded the voice: 5 ms), no growth over 1,000 utterances; the samples do not change either when malloc
fills its blocks with other bytes (`MALLOC_PERTURB_`). Initializing and loading the voice anew costs 0.3 ms, and 3 ms more
where the name has capitals (`gmw/en-US`), for which espeak-ng reads its whole voice list; Russian's dictionary takes 4 ms.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from readaloud.engines.espeak_data import linked
from readaloud.errors import EngineError

_TIP = "Run `pip install espeakng-loader`, which brings the library and its voices."
_PT_LOAD = 1
_PT_GNU_RELRO = 0x6474E552
_WRITABLE = 2


class _Header(ctypes.Structure):
    """`Elf64_Phdr` of elf(5), or `Elf32_Phdr`."""

    _fields_ = (
        [
            ("type", ctypes.c_uint32),
            ("flags", ctypes.c_uint32),
            ("offset", ctypes.c_uint64),
            ("vaddr", ctypes.c_uint64),
            ("paddr", ctypes.c_uint64),
            ("filesz", ctypes.c_uint64),
            ("memsz", ctypes.c_uint64),
            ("align", ctypes.c_uint64),
        ]
        if ctypes.sizeof(ctypes.c_void_p) == 8
        else [
            ("type", ctypes.c_uint32),
            ("offset", ctypes.c_uint32),
            ("vaddr", ctypes.c_uint32),
            ("paddr", ctypes.c_uint32),
            ("filesz", ctypes.c_uint32),
            ("memsz", ctypes.c_uint32),
            ("flags", ctypes.c_uint32),
            ("align", ctypes.c_uint32),
        ]
    )


class _Object(ctypes.Structure):
    """The first fields of `struct dl_phdr_info` of dl_iterate_phdr(3)."""

    _fields_ = [
        ("base", ctypes.c_size_t),
        ("name", ctypes.c_char_p),
        ("headers", ctypes.POINTER(_Header)),
        ("count", ctypes.c_uint16),
    ]


class Image:
    """The writable memory of a loaded library as it was when this was made."""

    def __init__(self, inside: int) -> None:
        """`inside` is the address of any function of the library."""
        self._parts = [(begin, size, ctypes.string_at(begin, size)) for begin, size in _writable(inside)]
        if not self._parts:
            raise EngineError("The writable memory of the espeak-ng library cannot be found on this system.")

    def restore(self) -> None:
        """The library forgets whatever it did since; nothing of its heap may be in use."""
        for begin, size, content in self._parts:
            ctypes.memmove(begin, content, size)


class Library:
    """espeak-ng as pyttsx3 binds it, with the few calls that pyttsx3 lacks."""

    def __init__(self, binding: ModuleType, data_path: bytes | None) -> None:
        self.binding: Any = binding
        """`pyttsx3.drivers._espeak`."""
        self._data_path = data_path
        self._seed = binding.dll.espeak_ng_SetRandSeed
        self._seed.argtypes = [ctypes.c_long]
        self._srand = ctypes.CDLL(None).srand
        self._srand.argtypes = [ctypes.c_uint]
        self._info = binding.dll.espeak_Info
        self._info.argtypes, self._info.restype = [ctypes.POINTER(ctypes.c_char_p)], ctypes.c_char_p
        self._image = Image(ctypes.cast(binding.dll.espeak_Initialize, ctypes.c_void_p).value or 0)
        self.begin()
        path = ctypes.c_char_p()
        self.version: str = self._info(ctypes.byref(path)).decode()
        self.data_folder: str = os.fsdecode(path.value or b"")
        self.end()

    def begin(self) -> None:
        """As it is in a new process; it speaks when told to, on this thread."""
        rate = self._initialized()
        if rate <= 0:  # the folder that names its data in lower case lies in the cache, which somebody may have emptied
            self._data_path = preload()
            rate = self._initialized()
        if rate <= 0:
            raise EngineError("espeak-ng does not find its data.", tip=_TIP)
        self.rate: int = rate
        self.seed()

    def _initialized(self) -> int:
        """Samples a second, or an error's number."""
        self._image.restore()
        # The length of the buffer shapes the sound: it is part of the driver's version.
        rate: int = self.binding.Initialize(self.binding.AUDIO_OUTPUT_SYNCHRONOUS, 1000, self._data_path, _DONT_EXIT)
        return rate

    def seed(self) -> None:
        """Noise and flutter begin as in every other utterance; espeak-ng seeds itself with the time of day.

        Its Klatt voices (`+Reed`, `+caleb`) draw their noise from the C library's `rand` instead.
        """
        self._seed(1)
        self._srand(1)

    def end(self) -> None:
        """Frees what the utterance took."""
        self.binding.dll.espeak_Terminate()


_DONT_EXIT = 0x8000
"""espeakINITIALIZE_DONT_EXIT: an error is a return code, not the end of the process."""


@functools.cache
def library() -> Library:
    """The one library of this process; nothing else in the process may speak with it."""
    if not sys.platform.startswith("linux"):
        raise EngineError("espeak-ng is used on Linux only; elsewhere the system's own voices speak.")
    data_path = preload()
    try:
        from pyttsx3.drivers import _espeak
    except Exception as error:  # pyttsx3 raises RuntimeError, ctypes others
        raise EngineError("The espeak-ng library is missing.", tip=_TIP) from error
    return Library(_espeak, data_path)


def preload() -> bytes | None:
    """Has pyttsx3 find the library that espeakng-loader brings; the folder above its data, None to leave all as it is.

    pyttsx3 asks the linker for `libespeak-ng.so.1`: a loaded library of that name is the one it gets. Where the package
    is missing, a library of the system's own will do. Its names stay local: Piper and Kokoro bring an espeak-ng of their
    own into the process, whose calls would else end up in this one (measured: Piper crashes, Kokoro knows no language).
    """
    try:
        import espeakng_loader
    except ImportError:
        return None
    folder = Path(espeakng_loader.__file__).parent
    try:
        ctypes.CDLL(str(folder / "libespeak-ng.so"), mode=os.RTLD_NOW | os.RTLD_LOCAL)
    except OSError:
        return None
    folder = linked(folder)
    os.environ["ESPEAK_DATA_PATH"] = str(folder)
    return os.fsencode(folder)


def _writable(inside: int) -> list[tuple[int, int]]:
    """Begin and size of the memory that a loaded library may write, without what is read-only after loading."""
    found: list[tuple[int, int]] = []

    def visit(pointer: Any, _size: int, _data: object) -> int:
        loaded = pointer.contents
        headers = [loaded.headers[i] for i in range(loaded.count)]
        spans = [(h, loaded.base + h.vaddr, loaded.base + h.vaddr + h.memsz) for h in headers]
        if not any(h.type == _PT_LOAD and begin <= inside < end for h, begin, end in spans):
            return 0
        page = os.sysconf("SC_PAGESIZE")
        sealed = max((end for h, _, end in spans if h.type == _PT_GNU_RELRO), default=0)
        for header, begin, end in spans:
            if header.type == _PT_LOAD and header.flags & _WRITABLE:
                first = max(begin, -(-sealed // page) * page) if begin < sealed <= end else begin
                found.append((first, end - first))
        return 1

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Object), ctypes.c_size_t, ctypes.c_void_p)
    try:
        iterate = ctypes.CDLL(None).dl_iterate_phdr
    except AttributeError:
        return []
    iterate(kind(visit), None)
    return found
