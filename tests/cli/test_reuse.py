"""A further run makes only what changed, and says how much that was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.tool import run, tree


@pytest.fixture
def made(sample: Path, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    env = {"READALOUD_CACHE": str(tmp_path / "cache")}
    clips(sample, tmp_path, env)
    return tmp_path / "out/lighthouse-call", env


def clips(source: Path, folder: Path, env: dict[str, str], *options: str) -> dict[str, Any]:
    ran = run(
        "make", source, "-o", folder / "out", "--engine", "tone", "--format", "mp3", "--json", *options, env=env
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return ran.json["clips"]


def again(folder: Path, env: dict[str, str]) -> dict[str, Any]:
    ran = run("make", folder / "script.yaml", "--json", env=env)
    assert ran.code == 0, ran.err
    return ran.json["clips"]


def test_a_second_run_speaks_nothing(sample: Path, tmp_path: Path, made: tuple[Path, dict[str, str]]) -> None:
    before = tree(made[0])
    told = clips(sample, tmp_path, made[1])
    assert told["made"] == 0 and told["reused"] > 50
    assert tree(made[0]) == before
    assert again(*made)["made"] == 0
    assert tree(made[0]) == before


def test_an_edited_line_speaks_that_line(made: tuple[Path, dict[str, str]]) -> None:
    script = made[0] / "script.yaml"
    text = script.read_text("utf-8")
    assert text.count("followed machines") == 1
    script.write_text(text.replace("followed machines", "followed engines"), "utf-8")
    assert again(*made)["made"] == 1


def test_another_voice_speaks_exactly_that_speakers_lines(made: tuple[Path, dict[str, str]]) -> None:
    cast = made[0] / "cast.toml"
    blocks = cast.read_text("utf-8").split("[[speaker]]")
    who = re.search(r'id = "(.*?)"', blocks[1])
    assert who
    blocks[1] = re.sub(r'voice = ".*?"', 'voice = "tone-411"', blocks[1])
    cast.write_text("[[speaker]]".join(blocks), "utf-8")
    ran = run("plan", made[0] / "script.yaml", "--json")
    said = {e["spoken"] for e in ran.json["script"] if e.get("speaker") == who[1] and e.get("spoken")}
    assert again(*made)["made"] == len(said)


@pytest.mark.parametrize(
    "options", [("--notes", "skip"), ("--notes", "at-end"), ("--pages", "tone"), ("--pages", "skip")]
)
def test_notes_and_pages_elsewhere_speak_only_new_announcements(
    sample: Path, tmp_path: Path, made: tuple[Path, dict[str, str]], options: tuple[str, str]
) -> None:
    told = clips(sample, tmp_path, made[1], *options)
    assert told["made"] <= 2 and told["reused"] > 40


def test_a_cache_smaller_than_the_edition_makes_it_all_the_same(sample: Path, tmp_path: Path) -> None:
    env = {"READALOUD_CACHE": str(tmp_path / "cache"), "READALOUD_CACHE_SIZE": "300k"}
    assert clips(sample, tmp_path, env)["reused"] == 0
    assert run("check", tmp_path / "out/lighthouse-call").code == 0
    kept = run("cache", "info", "--json", env=env).json
    assert 0 < kept["bytes"] <= 300_000
    assert clips(sample, tmp_path, env)["reused"] > 0


def test_the_cache_is_told_and_cleared(sample: Path, tmp_path: Path) -> None:
    env = {"READALOUD_CACHE": str(tmp_path / "cache")}
    assert run("cache", "info", "--json", env=env).json["bytes"] == 0
    count = clips(sample, tmp_path, env)["made"]
    assert run("cache", "info", "--json", env=env).json["kinds"]["clip"]["files"] == count
    assert f"{count} clips" in run("cache", "info", env=env).out
    spans = run("cache", "info", "--json", env=env).json["kinds"]["span"]["files"]
    assert spans > 0
    assert run("cache", "clear", env=env).out.startswith(f"{count + spans} files removed")
    assert clips(sample, tmp_path, env)["made"] == count
    refused = run("cache", "info", env={**env, "READALOUD_CACHE_SIZE": "much"})
    assert refused.code == 2 and "500M" in refused.err
