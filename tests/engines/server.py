"""A small speech server: it hums with the engine `tone` in each voice it has, and fails in every way that a test names."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import threading
import time
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from readaloud.engines.tone import ToneEngine
from readaloud.model import Voice

VOICES = {"alloy": "440", "echo": "660", "nova": "880", "af_heart": "990", "bm_george": "330", "ef_dora": "550"}
KEY = "sk-very-secret-0123456789"
PAGE = b"<!DOCTYPE html><html><title>Welcome</title><body>It works!</body></html>"


class Server(ThreadingHTTPServer):
    """What it is told to do, and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = ""
        self.rate = 22050
        self.fault = ""
        self.faults = 10**9
        """How many times the fault is shown."""
        self.retry_after: str | None = "0"
        self.listing: Any = {"voices": [{"id": name, "name": name} for name in VOICES]}
        """What it answers when asked for its voices; None: it does not know that address."""
        self.bodies: list[dict[str, Any]] = []
        """Of the requests to speak."""
        self.headers_seen: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.busiest = 0
        """Most requests at a time."""
        self.seconds = 0.0
        """That an answer takes."""
        self.lock = threading.Lock()
        self.busy = 0
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that went away are part of the tests."""


@contextlib.contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def wav(samples: bytes, rate: int, channels: int = 1, width: int = 2) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(samples)
    return file.getvalue()


def encoded(samples: bytes, form: str, codec: str, rate: int = 22050) -> bytes:
    import av

    from readaloud.audio import frame

    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        resampler = av.AudioResampler(format=stream.codec_context.format or "s16", layout="mono", rate=rate,
                                      frame_size=stream.codec_context.frame_size or 0)  # fmt: skip
        for given in (frame(samples, 22050, 0), None):
            for part in resampler.resample(given):
                container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return file.getvalue()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        if not self._allowed():
            return
        path = self.path.partition("?")[0]
        if path == "/v1/audio/voices" and self.server.listing is not None:
            self._json(200, self.server.listing)
        else:
            self._json(404, {"detail": "Not Found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        with server.lock:
            server.paths.append(self.path)
            server.bodies.append(body)
            server.headers_seen.append(dict(self.headers))
            server.busy += 1
            server.busiest = max(server.busiest, server.busy)
            fault, server.faults = (server.fault, server.faults - 1) if server.faults > 0 else ("", 0)
        server.closing.wait(server.seconds)
        if fault == "hang":  # it stays at work, and nobody gets an answer
            self._answer(fault, body)
        with server.lock:  # before the answer: who has it may ask again before this thread goes on
            server.busy -= 1
        if fault != "hang":
            self._answer(fault, body)

    def _answer(self, fault: str, body: dict[str, Any]) -> None:
        if not self._allowed():
            return
        if self.path.partition("?")[0] != "/v1/audio/speech":
            self._json(404, {"detail": "Not Found"})
        elif fault.isdecimal():
            self._json(int(fault), {"error": {"message": f"no luck with {self.headers.get('Authorization')}"}})
        elif body["voice"] not in VOICES:
            self._json(400, {"error": {"message": f"Voice '{body['voice']}' not found."}})
        else:
            getattr(self, f"_{fault.replace('-', '_') or 'fine'}")(self._sound(body))

    def _allowed(self) -> bool:
        if not self.server.key or self.headers.get("Authorization") == f"Bearer {self.server.key}":
            return True
        self._json(401, {"error": {"message": f"Incorrect API key provided: {self.headers.get('Authorization')}."}})
        return False

    def _sound(self, body: dict[str, Any]) -> bytes:
        voice = Voice("v", "tone", VOICES[body["voice"]], "mul", rate=round(165 * body.get("speed", 1)))
        return ToneEngine().speak(body["input"], voice).samples

    def _send(self, data: bytes, kind: str = "audio/wav", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if status == 429 and self.server.retry_after is not None:
            self.send_header("Retry-After", self.server.retry_after)
        if status >= 500:
            self.send_header("Retry-After", "0")
        if status in (302, 308):
            self.send_header("Location", "http://elsewhere.invalid/")
        self.end_headers()
        self.wfile.write(data)

    def _json(self, status: int, told: Any) -> None:
        self._send(json.dumps(told).encode(), "application/json", status)

    def _chunked(self, data: bytes, *, end: bool = True) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "audio/wav")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(data), 3000):
            piece = data[at : at + 3000]
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if end:
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.close_connection = True

    # What may come back

    def _fine(self, samples: bytes) -> None:
        self._send(wav(samples, self.server.rate))

    def _html(self, samples: bytes) -> None:
        self._send(PAGE, "text/html; charset=utf-8")

    def _page_as_wav(self, samples: bytes) -> None:
        self._send(PAGE)

    def _words(self, samples: bytes) -> None:
        self._json(200, {"error": {"message": "The model is not loaded"}})

    def _silence(self, samples: bytes) -> None:
        self._send(wav(bytes(len(samples)), self.server.rate))

    def _nothing(self, samples: bytes) -> None:
        self._send(b"")

    def _noise(self, samples: bytes) -> None:
        self._send(bytes(range(1, 256)) * 20)

    def _hang(self, samples: bytes) -> None:
        self.server.closing.wait(60)

    def _drip(self, samples: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "audio/wav")
        self.send_header("Content-Length", str(len(samples)))
        self.end_headers()
        while not self.server.closing.wait(0.1):
            self.wfile.write(b"R")

    def _close(self, samples: bytes) -> None:
        self.close_connection = True

    def _half(self, samples: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "audio/wav")
        self.send_header("Content-Length", str(44 + len(samples)))
        self.end_headers()
        self.wfile.write(wav(samples, self.server.rate)[: len(samples) // 2])
        self.close_connection = True

    def _half_chunked(self, samples: bytes) -> None:
        self._chunked(wav(samples, self.server.rate)[: len(samples) // 2], end=False)

    def _cut(self, samples: bytes) -> None:
        self._send(wav(samples, self.server.rate)[: len(samples) // 2])

    def _until_closed(self, samples: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "audio/wav")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(wav(samples, self.server.rate))
        self.close_connection = True

    def _streamed(self, samples: bytes) -> None:
        data = bytearray(wav(samples, self.server.rate))
        data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
        self._chunked(bytes(data))

    def _zero_length(self, samples: bytes) -> None:
        data = bytearray(wav(samples, self.server.rate))
        data[4:8] = data[40:44] = bytes(4)
        self._send(bytes(data))

    def _guessed_length(self, samples: bytes) -> None:
        data = bytearray(wav(samples, self.server.rate))
        data[40:44] = struct.pack("<I", 100_000_000)
        self._chunked(bytes(data))

    def _short_length(self, samples: bytes) -> None:
        data = bytearray(wav(samples, self.server.rate))
        data[40:44] = struct.pack("<I", 2000)
        self._chunked(bytes(data))

    def _one_after_another(self, samples: bytes) -> None:
        middle = len(samples) // 4 * 2
        self._send(wav(samples[:middle], self.server.rate) + wav(samples[middle:], self.server.rate))

    def _listed(self, samples: bytes) -> None:
        data = wav(samples, self.server.rate)
        self._send(data[:12] + b"LIST\x04\0\0\0INFO" + data[12:] + b"LIST\x04\0\0\0INFO")

    def _stereo(self, samples: bytes) -> None:
        both = b"".join(samples[at : at + 2] * 2 for at in range(0, len(samples), 2))
        self._send(wav(both, self.server.rate, channels=2))

    def _wide(self, samples: bytes) -> None:
        self._send(wav(b"".join(b"\0" + samples[at : at + 2] for at in range(0, len(samples), 2)), 22050, width=3))

    def _mp3(self, samples: bytes) -> None:
        self._send(encoded(samples, "mp3", "libmp3lame"), "audio/mpeg")

    def _flac(self, samples: bytes) -> None:
        self._send(encoded(samples, "flac", "flac"), "audio/flac")

    def _ogg(self, samples: bytes) -> None:
        self._send(encoded(samples, "ogg", "libopus", 48000), "audio/ogg")

    def _pcm(self, samples: bytes) -> None:
        self._send(samples, "audio/pcm;rate=22050")

    def _bad_rate(self, samples: bytes) -> None:
        data = bytearray(wav(samples, 22050))
        data[24:28] = bytes(4)
        self._send(bytes(data))


def main() -> None:
    """For trying by hand: `python -m tests.engines.server`."""
    with running() as server:
        print(server.url, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
