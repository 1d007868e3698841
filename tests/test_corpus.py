"""Real documents: what is in them, scored against the gold files, and every word accounted for."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from readaloud import pipeline
from readaloud.model import Cast, Mark, Utterance
from readaloud.planning.plan_json import plan_json
from readaloud.settings import Settings
from tests.cli.tool import edition, make, run

# Where the gold documents that are not FRUS lie; FRUS ones are found by their names, in both forms.
OTHERS = {
    "fountain-library": "samples/fountain/the-library-freak-out.fountain",
    "gutenberg-mind-the-paint-girl": "samples/gutenberg/21849-mind-the-paint-girl.txt",
    "markdown-go-time-334": "samples/markdown/go-time-334.md",
    "se-earnest-act-1": "samples/se-epub/earnest-act-1.xhtml",
    "tei-dantons-tod": "samples/tei-play/buechner-dantons-tod.xml",
}
MEASURES = ("turns", "notes", "pages", "identity")


def sources(corpus: Path) -> list[tuple[str, Path]]:
    found = []
    for gold in sorted((corpus / "gold").glob("*.json")):
        name = gold.stem
        paths = (
            [corpus / OTHERS[name]]
            if name in OTHERS
            else [corpus / f"plain/{name}.txt", corpus / f"samples/frus/{name}.xml"]
        )
        found += [(name, path) for path in paths if path.exists()]
    return found


def scorer(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", corpus / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def planned(path: Path) -> tuple[dict[str, Any], Any]:
    """`plan --json` of a source, and its ledger."""
    document, raw = pipeline.read(str(path))
    script = pipeline.plan(document, Settings())
    ledger, _ = pipeline.account(raw.data, script)
    return json.loads(json.dumps(plan_json(script, Cast(())))), ledger


def test_the_gold_documents_are_read_as_they_are(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = scorer(corpus)
    rows = []
    for name, path in sources(corpus):
        plan, ledger = planned(path)
        rows.append(
            (f"{name} {path.suffix}", score.score(plan, json.loads((corpus / f"gold/{name}.json").read_text("utf-8"))))
        )
        assert ledger.differences == (), path
    with capsys.disabled():
        print()
        for name, row in rows:
            print(f"{name:45} {'  '.join(f'{m} {row[m]:.3f}' for m in MEASURES)}  {row['counts']}")
    for measure in MEASURES:
        values = [row[measure] for _, row in rows]
        assert min(values) >= 0.95, measure
        assert sum(values) / len(values) >= 0.99, measure


def test_the_seed_is_attributed_and_anchored_as_the_gold_says(corpus: Path) -> None:
    gold = json.loads((corpus / "gold/frus1969-76v15-d67.json").read_text("utf-8"))
    plan, _ = planned(corpus / "plain/frus1969-76v15-d67.txt")
    turns: dict[int, dict[str, Any]] = {}
    for entry in plan["script"]:
        if entry.get("turn") is not None:
            turns.setdefault(entry["turn"], {"label": entry["label"], "text": []})["text"].append(entry["text"])
    got = [(t["label"], " ".join(" ".join(t["text"]).split()[:6])) for t in turns.values()]
    assert got == [tuple(t) for t in gold["turns"]]
    assert [sum(1 for label, _ in got if label == x) for x in "KD"] == [32, 33]
    notes = {e["n"]: e["anchor"] for e in plan["script"] if e["kind"] == "note"}
    assert notes == {n["n"]: n["anchor"] for n in gold["footnotes"]}
    pages = {e["n"]: e["before"] for e in plan["script"] if e["kind"] == "page"}
    assert pages == {p["n"]: p["before"] for p in gold["page_breaks"]}
    names = {tuple(s["labels"]): (s["name"], s["description"]) for s in plan["speakers"] if not s.get("role")}
    assert names == {
        ("K",): ("Henry Kissinger", "the President’s Assistant for National Security Affairs"),
        ("D",): ("Soviet Ambassador Dobrynin", ""),
    }
    # Notes stand where their marks do; the one on the source after the talk.
    order = [
        (e["kind"], e.get("n") or e["text"][:12]) for e in plan["script"] if e["kind"] in ("speech", "note", "page")
    ]
    assert order[order.index(("note", "2")) - 1] == ("speech", "We didn’t ca")
    assert order[-1] == ("note", "1")


def test_every_word_of_every_document_is_accounted_for(corpus: Path) -> None:
    skipped_kinds = {".json", ".py", ".tsv", ".md"}
    paths = [p for p in sorted((corpus / "samples").rglob("*")) if p.is_file() and "frus-volume" not in p.parts]
    paths += sorted((corpus / "plain").glob("*.txt"))
    for path in paths:
        if path.suffix in skipped_kinds and "markdown" not in path.parts:
            continue
        plan, ledger = planned(path)
        assert ledger.differences == (), (path, ledger.differences[0].sentence())
        ids = {s["id"] for s in plan["speakers"]}
        assert all(e["speaker"] in ids for e in plan["script"] if "speaker" in e)


def test_a_whole_volume_is_planned(corpus: Path) -> None:
    (path,) = (corpus / "samples/frus-volume").glob("*.xml")
    document, raw = pipeline.read(str(path))
    script = pipeline.plan(document, Settings())
    ledger, _ = pipeline.account(raw.data, script)
    assert len(document.parts) == 84
    assert ledger is not None and ledger.differences == ()
    chapters = [e for e in script.entries if isinstance(e, Mark) and e.kind == "chapter"]
    assert len(chapters) == 85
    assert all(isinstance(e, Utterance) or e for e in script.entries)


@pytest.mark.parametrize("name", ["frus1969-76v15-d67", "frus1964-68v03-d223"])
def test_the_opening_with_the_real_voice_lasts_at_most_20_s(corpus: Path, tmp_path: Path, name: str) -> None:
    ran = run("make", corpus / f"plain/{name}.txt", "-o", tmp_path, "--format", "mp3", "--plain")
    assert ran.code == 0, ran.err
    told = edition(tmp_path / name)
    assert told["chapters"][0]["title"] == "Opening"
    assert told["chapters"][0]["end_ms"] <= 20_000
    assert run("check", tmp_path / name).code == 0


@pytest.mark.sweep
def test_every_document_becomes_an_edition_that_proves_itself(corpus: Path, tmp_path: Path) -> None:
    for path in [
        *sorted((corpus / "plain").glob("*.txt")),
        *sorted((corpus / "samples/frus").glob("*.xml")),
        *(corpus / p for p in OTHERS.values()),
    ]:
        folder = make(path, tmp_path / path.suffix[1:], "--format", "mp3", name=path.stem)
        ran = run("check", folder)
        assert ran.code == 0, (path, ran.out)
        assert edition(folder)["chapters"][0]["end_ms"] <= 20_000
