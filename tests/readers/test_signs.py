"""The signs by which readers are asked: none of them keeps a reader from a source that it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from readaloud.readers import registry
from readaloud.readers.base import Raw
from readaloud.readers.signs import SIGNS

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "docs/sample/lighthouse-call.txt"


def test_a_reader_that_takes_a_source_is_asked(corpus: Path) -> None:
    files = [path for folder in (ROOT / "tests/readers", corpus) for path in folder.rglob("*")]
    taken = set()
    for path in [SAMPLE, *(path for path in files if path.is_file() and path.suffix != ".py")]:
        data = path.read_bytes()[: 1 << 20]
        for raw in (Raw(path.name, data), Raw("nameless", data), Raw("x", data.replace(b"\r\n", b"\n"))):
            for name, sign in SIGNS.items():
                if not sign.seen(raw):
                    assert registry.named(name).accepts(raw) == 0, (name, path)
                elif registry.named(name).accepts(raw):
                    taken.add(name)
    assert taken >= {"frus-tei", "html", "fountain", "gutenberg", "markdown", "congressional-record", "webvtt"}


@pytest.mark.parametrize("name", sorted(SIGNS))
def test_a_sign_is_one_of_a_reader(name: str) -> None:
    assert name in registry.BUILTIN
    assert not SIGNS[name].seen(Raw("x", b"K: Good morning.\n\nD: Good morning, Henry."))


def test_a_plain_transcript_imports_no_other_reader() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from readaloud import pipeline; pipeline.read(sys.argv[1]);"
            "print(*(m for m in sys.modules if m.split('.')[0] in ('lxml', 'pypdfium2', 'av', 'numpy', 'yaml')));"
            "print(*(m for m in sys.modules if m.startswith('readaloud.readers.')))",
            str(SAMPLE),
        ],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ).stdout.splitlines()
    assert told[0] == ""
    assert not {"readaloud.readers.tei.frus", "readaloud.readers.markup.html"} & set(told[1].split())
