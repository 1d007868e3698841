"""Runs `readaloud` as a person does: a process of its own, judged by what it prints, writes and ends with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "readaloud"]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> Ran:
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=cwd, input=stdin, capture_output=True, timeout=timeout,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran


def make(source: str | Path, folder: Path, *options: str, name: str | None = None, **given: Any) -> Path:
    """Makes an edition with the tone engine, which must succeed; its folder."""
    ran = run("make", source, "-o", folder, "--engine", "tone", "--plain", *options, **given)
    assert ran.code == 0, ran.err
    return folder / (name or Path(source).stem)


def edition(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "edition.json").read_text("utf-8"))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
