"""A file arrives whole, or what came of it is kept and the reason told; a wrong one is never kept."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from readaloud.engines import fetching
from readaloud.engines.catalogue import PublishedFile
from readaloud.errors import EngineError, OutputError
from tests.engines.publisher import Publisher, Request, hang_up, publisher, serve, status
from tests.platforms import always_full

CONTENT = bytes(range(256)) * 8000
NAME = "voice.onnx"
QUICK = (0.0, 0.0, 0.0)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    with publisher() as made:
        made.files[NAME] = CONTENT
        yield made


def published(
    server: Publisher, name: str = NAME, content: bytes = CONTENT, algorithm: str = "sha256"
) -> PublishedFile:
    digest = hashlib.new(algorithm, content).hexdigest()
    return PublishedFile(name, f"{server.url}/{name}", len(content), algorithm, digest)


def failure(server: Publisher, folder: Path, error: type[Exception] = EngineError) -> str:
    with pytest.raises(error) as caught:
        fetching.fetch(published(server), folder, pauses=QUICK)
    assert not (folder / NAME).exists()
    told = caught.value
    return f"{told.message} | {told.tip}"


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_a_file_arrives_and_is_not_fetched_again(server: Publisher, tmp_path: Path, algorithm: str) -> None:
    told: list[tuple[int, int]] = []
    file = published(server, algorithm=algorithm)
    path = fetching.fetch(file, tmp_path, lambda done, total: told.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert sorted(p.name for p in tmp_path.iterdir()) == [NAME]
    assert told == sorted(told) and told[-1] == (len(CONTENT), len(CONTENT))
    fetching.fetch(file, tmp_path)
    assert len(server.asked) == 1


def test_goes_on_where_it_broke_off(server: Publisher, tmp_path: Path) -> None:
    server.fault(NAME, serve(ends_after=700_000), serve(ends_after=500_000), hang_up, serve())
    assert fetching.fetch(published(server), tmp_path, pauses=QUICK).read_bytes() == CONTENT
    ranges = [asked for _, asked in server.asked]
    assert ranges == ["", "bytes=700000-", "bytes=1200000-", "bytes=1200000-"]


def test_many_breaks_do_not_matter_while_bytes_come(server: Publisher, tmp_path: Path) -> None:
    server.fault(NAME, serve(ends_after=150_000))
    assert fetching.fetch(published(server), tmp_path, pauses=QUICK).read_bytes() == CONTENT
    assert len(server.asked) > 2 * len(QUICK)


def test_gives_up_when_nothing_comes_and_keeps_the_part(server: Publisher, tmp_path: Path) -> None:
    server.fault(NAME, serve(ends_after=700_000), hang_up)
    assert "goes on where it broke off" in failure(server, tmp_path)
    assert (tmp_path / f"{NAME}.part").stat().st_size == 700_000
    server.fault(NAME, serve())
    assert fetching.fetch(published(server), tmp_path).read_bytes() == CONTENT
    assert server.asked[-1] == (NAME, "bytes=700000-")


def test_a_server_without_ranges_begins_anew(server: Publisher, tmp_path: Path) -> None:
    server.fault(NAME, serve(ends_after=700_000), serve(ranges=False))
    assert fetching.fetch(published(server), tmp_path, pauses=QUICK).read_bytes() == CONTENT


def test_a_file_that_changed_under_way_begins_anew(server: Publisher, tmp_path: Path) -> None:
    """`If-Range` has the server give the whole of the new file."""
    server.files[NAME] = CONTENT[::-1]
    server.fault(NAME, serve(ends_after=700_000), hang_up)
    failure(server, tmp_path)
    server.files[NAME] = CONTENT
    server.fault(NAME, serve())
    assert fetching.fetch(published(server), tmp_path).read_bytes() == CONTENT


def test_a_half_of_another_file_is_thrown_away(server: Publisher, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(b"x" * 1000)
    assert fetching.fetch(published(server), tmp_path).read_bytes() == CONTENT
    assert [asked for _, asked in server.asked] == ["bytes=1000-", ""]


def test_a_part_longer_than_the_file_is_thrown_away(server: Publisher, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(CONTENT + b"x")
    assert fetching.fetch(published(server), tmp_path).read_bytes() == CONTENT


def test_a_range_that_the_server_has_not(server: Publisher, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(CONTENT[:1000])
    server.fault(NAME, status(416), serve())
    assert fetching.fetch(published(server), tmp_path, pauses=QUICK).read_bytes() == CONTENT


def test_another_range_than_asked_for_is_not_taken(server: Publisher, tmp_path: Path) -> None:
    def other(request: Request) -> None:
        request.send_response(206)
        request.send_header("Content-Range", f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}")
        request.send_header("Content-Length", "0")
        request.end_headers()

    (tmp_path / f"{NAME}.part").write_bytes(CONTENT[:1000])
    server.fault(NAME, other)
    assert "gave the range" in failure(server, tmp_path)


def test_a_wrong_checksum_is_not_kept(server: Publisher, tmp_path: Path) -> None:
    server.files[NAME] = CONTENT[:-1] + b"x"
    told = failure(server, tmp_path)
    assert "is not the file of the catalogue: its sha256 is" in told and "--from" in told
    assert list(tmp_path.iterdir()) == []


def test_a_length_that_is_too_long_is_told(server: Publisher, tmp_path: Path) -> None:
    server.files[NAME] = CONTENT + b"more"
    assert "2,048,004 bytes, not 2,048,000" in failure(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("length", [10, len(CONTENT) - 1])
def test_a_length_that_is_too_short_is_a_broken_connection(server: Publisher, tmp_path: Path, length: int) -> None:
    """A server that promises less than it has gives no more than it promised; the rest is asked for."""
    server.fault(NAME, serve(length=length), serve())
    assert fetching.fetch(published(server), tmp_path, pauses=QUICK).read_bytes() == CONTENT


def test_a_length_that_never_comes(server: Publisher, tmp_path: Path) -> None:
    server.files[NAME] = CONTENT[:5000]
    server.fault(NAME, serve(length=len(CONTENT)), serve(length=0), status(416), serve(length=0))
    assert "the connection ended after" in failure(server, tmp_path) or "no such range" in failure(server, tmp_path)


def test_a_web_page_in_place_of_the_file(server: Publisher, tmp_path: Path) -> None:
    server.fault(NAME, status(200, b"<html>Log in, please</html>", Content_Type="text/html; charset=utf-8"))
    assert "answered with a web page" in failure(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_refusal_is_told_at_once(server: Publisher, tmp_path: Path, code: int) -> None:
    server.fault(NAME, status(code))
    assert f"cannot be fetched: {code}" in failure(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_server_is_asked_again(server: Publisher, tmp_path: Path, code: int) -> None:
    server.fault(NAME, status(code, Retry_After="0"), status(code), serve())
    assert fetching.fetch(published(server), tmp_path, pauses=QUICK).read_bytes() == CONTENT
    server.fault(NAME, status(code))
    (tmp_path / NAME).unlink()
    assert f"the server answers {code}" in failure(server, tmp_path)


def test_nobody_there(tmp_path: Path, server: Publisher) -> None:
    file = published(server)
    gone = PublishedFile(file.name, "http://127.0.0.1:9/voice.onnx", file.size, file.algorithm, file.digest)
    with pytest.raises(EngineError, match="refused"):
        fetching.fetch(gone, tmp_path, pauses=QUICK)


def test_redirects_are_followed(server: Publisher, tmp_path: Path) -> None:
    server.files["there"] = CONTENT
    server.fault(NAME, status(302, Location="/there"))
    assert fetching.fetch(published(server), tmp_path).read_bytes() == CONTENT
    assert [path for path, _ in server.asked] == [NAME, "there"]


@pytest.mark.parametrize("target", ["http://voices.example/v.onnx", "ftp://voices.example/v", "file:///etc/passwd"])
def test_no_redirect_leads_out_of_https(server: Publisher, tmp_path: Path, target: str) -> None:
    server.fault(NAME, status(302, Location=target))
    told = failure(server, tmp_path)
    assert "only HTTPS" in told or "cannot be fetched" in told
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["http://voices.example/v.onnx", "ftp://127.0.0.1/v", "file:///etc/passwd", "v.onnx"])
def test_only_https_is_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="only HTTPS"):
        fetching.fetch(PublishedFile("v", url, 1, "md5", "0" * 32), tmp_path)


def test_redirects_without_end(server: Publisher, tmp_path: Path) -> None:
    server.fault(NAME, status(302, Location=f"/{NAME}"))
    assert "cannot be fetched" in failure(server, tmp_path)


def test_too_little_room_is_told_before_anything_is_fetched(
    server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    big = PublishedFile("big", f"{server.url}/big", 10**10, "md5", "0" * 32)
    with pytest.raises(OutputError, match="too little room"):
        fetching.fetch(big, tmp_path)
    assert server.asked == []


@always_full
def test_a_full_disk_is_told(server: Publisher, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").symlink_to("/dev/full")
    assert "The disk is full" in failure(server, tmp_path, OutputError)


def test_an_interruption_keeps_the_part(server: Publisher, tmp_path: Path) -> None:
    def slowly(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(CONTENT)))
        request.send_header("ETag", request.tag)
        request.end_headers()
        request.wfile.write(CONTENT[:600_000])
        time.sleep(30)

    server.fault(NAME, slowly)
    file = published(server)
    code = (
        "import sys; from pathlib import Path; from readaloud.engines.fetching import fetch;"
        "from readaloud.engines.catalogue import PublishedFile as F;"
        f"fetch(F({NAME!r}, {file.url!r}, {file.size}, 'sha256', {file.digest!r}), Path(sys.argv[1]))"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.DEVNULL)
    part = tmp_path / f"{NAME}.part"
    while child.poll() is None and not (part.exists() and part.stat().st_size >= 500_000):
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    assert child.wait(20) != 0
    kept = part.stat().st_size
    assert 500_000 <= kept <= 600_000
    server.fault(NAME, serve())
    assert fetching.fetch(file, tmp_path).read_bytes() == CONTENT
    assert server.asked[-1][1] == f"bytes={kept}-"
