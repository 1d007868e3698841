"""A collection as a person makes it: one cast, what is there is kept, what fails stops nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from readaloud import pipeline
from tests.batch.volumes import TALK, batch, transcript, volume
from tests.cli.tool import COMMAND, tree

OTHER = (("Quist", "It rains again."), ("Orr", "So it does."), ("Quist", "Then we wait."))


def told(folder: Path, name: str = "collection.json") -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def voices(folder: Path, document: str) -> dict[str, str]:
    return {s["name"]: s["voice"] for s in told(folder / document, "edition.json")["speakers"] if "role" not in s}


def editions(folder: Path) -> dict[str, bytes]:
    return {
        name: data for name, data in tree(folder).items() if not name.startswith(".batch") and name != "report.json"
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two volumes and a transcript; whoever is in both volumes is one person."""
    top = tmp_path_factory.mktemp("made")
    one = volume(top / "in/harbour1.xml", [TALK, OTHER])
    two = volume(top / "in/harbour2.xml", [TALK], {"p_XX9": "Marlow, Anne B.", "p_QN1": "Quist, Nils"}, "made2")
    ran = batch(one, two, transcript(top / "in/pier.txt"), "-o", top / "out", "--title", "The Harbour")
    assert ran.code == 0, ran.err
    return top


def test_one_edition_for_each_document(made: Path) -> None:
    out = made / "out"
    told_of = told(out)
    names = [d["id"] for d in told_of["documents"]]
    assert names == ["harbour1-d1", "harbour1-d2", "harbour2", "pier"]
    assert told_of["title"] == "The Harbour"
    first = told_of["documents"][1]
    assert first["source"]["document"] == "d2"
    assert first["date_iso"] == "1974-05-02"
    assert first["number"] == 2
    assert first["status"] == "done"
    for one in told_of["documents"]:
        assert (one["duration_ms"], one["words"]) > (0, 0)
        assert all((out / f["path"]).stat().st_size == f["bytes"] for f in one["files"])
        findings = pipeline.check(out / one["folder"])
        assert [f for f in findings if not f.ok] == []


def test_one_person_has_one_voice(made: Path) -> None:
    out = made / "out"
    first, second, third = (voices(out, name) for name in ("harbour1-d1", "harbour1-d2", "harbour2"))
    assert first["Nils Quist"] == second["Nils Quist"] == third["Nils Quist"]
    assert first["Anne B. Marlow"] == third["Anne B. Marlow"]
    assert len(set(first.values()) | set(second.values())) == 3
    people = {s["name"]: s for s in told(out)["speakers"]}
    assert people["Nils Quist"]["documents"] == ["harbour1-d1", "harbour1-d2", "harbour2"]
    assert people["Nils Quist"]["person"] == "p_QN1"
    spoken = told(out)["documents"][2]["speakers"]
    assert {s["person"] for s in spoken} == {people["Nils Quist"]["id"], people["Anne B. Marlow"]["id"]}
    assert people["Quist"]["documents"] == ["pier"], "a surname alone is nobody else's"


def test_a_second_run_makes_nothing(made: Path) -> None:
    out = made / "out"
    before = {path: path.stat().st_mtime_ns for path in out.glob("*/edition.json")}
    whole = editions(out)
    sources = [made / "in" / name for name in ("harbour1.xml", "harbour2.xml", "pier.txt")]
    ran = batch(*sources, "-o", out, "--title", "The Harbour", "--json")
    assert (ran.json["made"], ran.json["unchanged"]) == (0, 4)
    assert {path: path.stat().st_mtime_ns for path in out.glob("*/edition.json")} == before
    assert editions(out) == whole


def test_the_order_of_workers_and_a_killed_run_change_no_byte(made: Path) -> None:
    sources = [made / "in" / name for name in ("harbour1.xml", "harbour2.xml", "pier.txt")]
    arguments = [
        "batch",
        *sources,
        "-o",
        made / "again",
        "--engine",
        "tone",
        "--format",
        "vtt",
        "--title",
        "The Harbour",
    ]
    command = [*COMMAND, *map(str, arguments), "--workers", "1", "--plain"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while not list((made / "again/.batch").glob("*.made")):
        time.sleep(0.02)
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    ran = batch(*sources, "-o", made / "again", "--title", "The Harbour", "--workers", "3", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["unchanged"] >= 1
    assert ran.json["made"] + ran.json["unchanged"] == 4
    assert editions(made / "again") == editions(made / "out")


def test_a_process_that_is_killed_takes_no_document_with_it(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER, TALK])
    (tmp_path / "sitecustomize.py").write_text(ONCE, "utf-8")
    env = {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}
    ran = batch(source, "-o", tmp_path / "out", "--json", "--workers", "2", env=env)
    assert ran.code == 0, ran.err
    assert ran.json["made"] == 3
    assert (tmp_path / "killed").exists()


ONCE = """
import os, pathlib, signal, sys
if "readaloud.batch.work" in " ".join(sys.orig_argv):
    import readaloud.pipeline as pipeline
    before = pipeline.make
    def make(*given):
        mark = pathlib.Path(__file__).with_name("killed")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return before(*given)
    pipeline.make = make
"""


def test_an_interrupted_run_ends_at_once_with_all_its_processes(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER, TALK])
    (tmp_path / "sitecustomize.py").write_text(ONCE.replace("os.kill(os.getpid(), signal.SIGKILL)", SLEEP), "utf-8")
    env = os.environ | {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}
    arguments = ["batch", source, "-o", tmp_path / "out", "--engine", "tone", "--format", "vtt", "--plain"]
    command = [*COMMAND, *map(str, arguments)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    while not (tmp_path / "killed").exists():
        time.sleep(0.02)
        assert process.poll() is None
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Interrupted" in err
    assert workers
    assert psutil.wait_procs(workers, timeout=10)[1] == []
    assert batch(source, "-o", tmp_path / "out", "--json").json["failed"] == 0


SLEEP = "import time; time.sleep(60)"


def test_one_changed_document_of_a_volume_is_made_anew_and_a_new_person_moves_no_other_voice(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER, TALK])
    assert batch(source, "-o", tmp_path / "out").code == 0
    cast = (tmp_path / "out/cast.toml").read_text("utf-8")
    volume(tmp_path / "v.xml", [TALK, (*OTHER, ("Sund", "I came late.")), TALK])
    ran = batch(source, "-o", tmp_path / "out", "--json")
    assert (ran.json["made"], ran.json["unchanged"]) == (1, 2)
    now = (tmp_path / "out/cast.toml").read_text("utf-8")
    assert now.startswith(cast.rstrip("\n"))
    assert 'id = "sund@v-d2"' in now


def test_a_voice_that_a_person_changes_is_heard_in_all_documents_of_its_speaker(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER, (("Orr", "Nobody else is here."),)])
    assert batch(source, "-o", tmp_path / "out").code == 0
    path = tmp_path / "out/cast.toml"
    lines = path.read_text("utf-8").split("\n")
    at = lines.index('id = "quist"')
    voice = next(i for i in range(at, len(lines)) if lines[i].startswith("voice"))
    lines[voice] = 'voice = "tone-350"'
    path.write_text("\n".join(lines), "utf-8")
    ran = batch(source, "-o", tmp_path / "out", "--json")
    assert (ran.json["made"], ran.json["unchanged"]) == (2, 1)
    assert voices(tmp_path / "out", "v-d1")["Nils Quist"] == "tone-350"
    assert voices(tmp_path / "out", "v-d2")["Nils Quist"] == "tone-350"


def test_an_edition_that_lost_a_file_is_made_anew_and_other_settings_make_all(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    assert batch(source, "-o", tmp_path / "out").code == 0
    (tmp_path / "out/v-d2/v-d2.vtt").unlink()
    assert batch(source, "-o", tmp_path / "out", "--json").json["made"] == 1
    assert batch(source, "-o", tmp_path / "out", "--json", "--pages", "skip").json["made"] == 2


def test_a_volume_can_be_one_edition(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER])
    assert batch(source, "-o", tmp_path / "out", "--per", "volume").code == 0
    (one,) = told(tmp_path / "out")["documents"]
    assert one["id"] == "v"
    assert (tmp_path / "out/v/source/v.xml").read_bytes() == source.read_bytes()


def test_a_dry_run_tells_the_costs_and_writes_nothing(tmp_path: Path) -> None:
    source = volume(tmp_path / "v.xml", [TALK, OTHER, TALK])
    ran = batch(source, tmp_path / "missing.txt", "-o", tmp_path / "out", "--dry-run", "--json")
    assert ran.code == 0
    assert not (tmp_path / "out").exists()
    costs = ran.json
    assert (costs["documents"], costs["failed"]) == (3, 1)
    assert batch(source, "-o", tmp_path / "out").code == 0
    real = told(tmp_path / "out")["documents"]
    assert costs["words"] == sum(d["words"] for d in real)
    hours = sum(d["duration_ms"] for d in real) / 3_600_000
    assert costs["audio_hours"] == pytest.approx(hours, rel=0.2)
    disk = sum(f["bytes"] for d in real for f in d["files"])
    assert costs["disk_bytes"] == pytest.approx(disk, rel=0.3)
    shown = batch(source, "-o", tmp_path / "new", "--dry-run")
    assert re.search(r"^audio +\d+ s$", shown.out, re.M), "a small collection is not 0.0 hours long"
    assert re.search(r"^disk +\d+ [kM]B|^disk +\d\.\d MB", shown.out, re.M)
    assert "with 10 cores" in shown.out


# ---------------------------------------------------------------------------------------------------------------------
# Bad input
# ---------------------------------------------------------------------------------------------------------------------


def test_one_unreadable_source_stops_no_other(tmp_path: Path) -> None:
    good = [transcript(tmp_path / f"in/t{n}.txt", [*TALK, ("Quist", f"That is {n}.")]) for n in range(6)]
    broken = tmp_path / "in/broken.xml"
    broken.write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><div type="document"><p>Oh', "utf-8")
    (tmp_path / "in/empty.txt").write_bytes(b"")
    (tmp_path / "in/script.yaml").write_text("readaloud: script\n", "utf-8")
    ran = batch(
        *good[:3], broken, tmp_path / "in/nobody.txt", *good[3:], "--dir", tmp_path / "in", "-o", tmp_path / "out"
    )
    assert ran.code == 1
    assert "Error: 4 of 10 documents failed" in ran.err
    report = told(tmp_path / "out", "report.json")
    assert (report["made"], report["failed"]) == (6, 4)
    reasons = {f["id"]: f["reason"] for f in report["failures"]}
    assert "not well-formed XML" in reasons["broken"]
    assert "There is no file" in reasons["nobody"]
    assert "is empty" in reasons["empty"]
    assert "is a script" in reasons["script"]
    status = {d["id"]: d["status"] for d in told(tmp_path / "out")["documents"]}
    assert sorted(status.values()) == ["done"] * 6 + ["failed"] * 4


def test_a_failure_is_told_again_without_trying_and_tried_again_when_asked(tmp_path: Path) -> None:
    words = "; ".join(["no voice"] * 3)
    good, bad = transcript(tmp_path / "good.txt"), transcript(tmp_path / "bad.txt", [("A", words), ("B", words)])
    voices = tmp_path / "voices"
    voices.mkdir()
    profile = '[[voice]]\nid = "borrowed"\nengine = "nowhere"\nengine_voice = "x"\nlanguage = "mul"\n'
    (voices / "mine.toml").write_text(profile, "utf-8")
    cast = tmp_path / "cast.toml"
    cast.write_text('[[speaker]]\nid = "a@bad"\nname = "A"\nvoice = "tone-350"\n', "utf-8")
    assert batch(good, bad, "-o", tmp_path / "out", "--cast", cast).code == 0
    # The edition of one of them is changed by hand, which nothing may overwrite.
    script = tmp_path / "out/bad/script.yaml"
    script.write_text(script.read_text("utf-8").replace("no voice", "a voice", 1), "utf-8")
    transcript(bad, [("A", "Something else."), ("B", words)])
    first = batch(good, bad, "-o", tmp_path / "out")
    assert first.code == 1
    (failure,) = told(tmp_path / "out", "report.json")["failures"]
    assert failure["tried"]
    assert "changed by hand" in failure["reason"]
    second = batch(good, bad, "-o", tmp_path / "out")
    assert second.code == 1
    (failure,) = told(tmp_path / "out", "report.json")["failures"]
    assert not failure["tried"]
    assert "--retry-failed" in second.out
    (tmp_path / "out/bad/script.yaml").unlink()
    third = batch(good, bad, "-o", tmp_path / "out", "--retry-failed", "--json")
    assert third.code == 0, third.err
    assert (third.json["made"], third.json["unchanged"]) == (1, 1)


def test_names_that_are_alike_or_too_long_or_lead_elsewhere(tmp_path: Path) -> None:
    long = "ä" * 120
    paths = [
        transcript(tmp_path / "in" / folder / name, [*TALK, ("Quist", f"{folder} {name[:9]}.")])
        for folder, name in (
            ("a", "talk.txt"), ("b", "talk.txt"), ("c", "Talk.txt"), ("d", "talk.md"), ("e", "collection.json.txt"),
            ("f", f"{long}.txt"), ("g", f"{long}.txt"), ("h", "...txt"),
        )
    ]  # fmt: skip
    escape = volume(tmp_path / "in/v.xml", [TALK, OTHER])
    escape.write_text(escape.read_text("utf-8").replace('n="1" xml:id="d1"', 'n="../../../up"'), "utf-8")
    before = set(tmp_path.iterdir())
    ran = batch(*paths, escape, "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    assert set(tmp_path.iterdir()) - before == {tmp_path / "out"}
    names = [d["id"] for d in told(tmp_path / "out")["documents"]]
    assert len({name.casefold() for name in names}) == len(names) == 10
    assert names[0] == "talk"
    assert all(len(name.encode()) <= 200 for name in names)
    assert all((tmp_path / "out" / name / "edition.json").is_file() for name in names)
    assert (tmp_path / "out/collection.json").is_file()
    again = batch(*paths, escape, "-o", tmp_path / "out", "--json")
    assert (again.json["made"], [d["id"] for d in told(tmp_path / "out")["documents"]]) == (0, names)


def test_a_link_in_the_collection_leads_nowhere(tmp_path: Path) -> None:
    source = transcript(tmp_path / "pier.txt")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/pier").symlink_to(tmp_path / "elsewhere")
    ran = batch(source, "-o", tmp_path / "out")
    assert ran.code == 1
    assert "leads outside of the collection" in ran.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_of_documents_and_a_list(tmp_path: Path) -> None:
    transcript(tmp_path / "in/one.txt")
    transcript(tmp_path / "in/deep/two.txt", OTHER)
    transcript(tmp_path / "in/.hidden/three.txt", OTHER)
    (tmp_path / "in/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    listed = tmp_path / "list.txt"
    listed.write_text("# ours\n\nin/one.txt\nin/deep/two.txt\n", "utf-8")
    ran = batch("--dir", tmp_path / "in", "--list", listed, "-o", tmp_path / "in/out", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["made"] == 2
    assert [s["path"].rpartition("/")[2] for s in ran.json["skipped"]] == ["picture.png"]
    again = batch("--dir", tmp_path / "in", "-o", tmp_path / "in/out", "--json")
    assert (again.json["made"], again.json["unchanged"]) == (0, 2), "its own editions are no sources"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "There are no sources"),
        (["-"], 2, "standard input"),
        (["--list", "nothing.txt"], 3, "nothing.txt cannot be read"),
        (["--dir", "bare"], 2, "There are no files in bare"),
        (["x.txt", "--scheduler", "foo"], 2, "--scheduler 'foo' is no address"),
        (["x.txt", "--scheduler", "foo://127.0.0.1:8786"], 2, "--scheduler 'foo://127.0.0.1:8786' is no address"),
        (["--dir", "nothing"], 3, "There is no folder nothing"),
        (["x.txt", "--scheduler", "tcp://127.0.0.1:1", "--cluster", "local"], 2, "--scheduler"),
        (["x.txt", "--format", "m5b"], 2, "m5b"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    (tmp_path / "bare").mkdir()
    ran = batch(*arguments, cwd=tmp_path, env={"PYTHONPATH": os.environ.get("PYTHONPATH", "") or str(Path.cwd())})
    assert ran.code == code
    assert message in ran.err
    assert not (tmp_path / "collection").exists()
