"""The server behind `readaloud play`: byte ranges, only the edition's files, only for this machine."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from readaloud.serving import EditionServer, stretch


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EditionServer]:
    home = tmp_path / "edition"
    home.mkdir()
    (home / "talk.mp3").write_bytes(bytes(range(100)))
    (home / "page ü.html").write_text("<p>Hello.</p>")
    (home / "private.txt").write_text("mine")
    (tmp_path / "secret").write_text("secret")
    (home / "link").symlink_to(tmp_path / "secret")
    with EditionServer(home, ["talk.mp3", "page ü.html", "../secret", "link"], "page ü.html") as made:
        Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield made
        made.shutdown()


def ask(server: EditionServer, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, {name.lower(): value for name, value in answer.getheaders()}


def test_the_start_is_the_page(server: EditionServer) -> None:
    status, body, headers = ask(server, "/")
    assert (status, body) == (200, b"<p>Hello.</p>") and headers["content-type"] == "text/html; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"
    assert ask(server, "/page%20%C3%BC.html")[0] == 200


def test_a_part_of_a_file(server: EditionServer) -> None:
    status, body, headers = ask(server, "/talk.mp3", Range="bytes=10-19")
    assert (status, body) == (206, bytes(range(10, 20))) and headers["content-range"] == "bytes 10-19/100"
    assert ask(server, "/talk.mp3", Range="bytes=0-")[0] == 206
    status, body, headers = ask(server, "/talk.mp3", Range="bytes=100-")
    assert (status, body, headers["content-range"]) == (416, b"", "bytes */100")
    status, body, headers = ask(server, "/talk.mp3", "HEAD")
    assert (status, body, headers["content-length"]) == (200, b"", "100")


@pytest.mark.parametrize(
    "path", ["/private.txt", "/../secret", "/%2e%2e/secret", "/link", "/edition.json", "//talk.mp3x", "/%00"]
)
def test_nothing_else_is_shown(server: EditionServer, path: str) -> None:
    assert ask(server, path)[:2] == (404, b"")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", ""])
def test_a_stranger_whose_name_leads_here_gets_nothing(server: EditionServer, host: str) -> None:
    assert ask(server, "/", Host=host)[:2] == (421, b"")
    assert ask(server, "/", Host=f"localhost:{server.port}")[0] == 200


def test_it_listens_to_this_machine_alone(server: EditionServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert ask(server, "/", "POST")[0] == 501


@pytest.mark.parametrize(
    ("asked", "size", "given"),
    [
        ("bytes=0-0", 10, (0, 1)), ("bytes=5-", 10, (5, 10)), ("bytes=-3", 10, (7, 10)), ("bytes=-30", 10, (0, 10)), ("bytes=2-99", 10, (2, 10)),
        ("bytes=10-", 10, None), ("bytes=-0", 10, None), ("bytes=0-", 0, None), ("", 10, (0, 10)), ("lines=1-2", 10, (0, 10)),
        ("bytes=0-1,3-4", 10, (0, 10)), ("bytes=5-2", 10, (0, 10)), ("bytes=-", 10, (0, 10)),
    ],
)  # fmt: skip
def test_ranges(asked: str, size: int, given: tuple[int, int] | None) -> None:
    assert stretch(asked, size) == given
