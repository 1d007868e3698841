from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.tool import COMMAND, edition, make, run, tree
from tests.platforms import named_pipes
from tests.tools import require

TALK = "A Call\n\nA: Good morning.\n\nB: Good morning to you.\n\nA: And how are you?\n\nB: Well.\n"


def refused(code: int, *arguments: str | Path, **given: object) -> str:
    """Runs what must fail with an exit code and one line `Error: …`; the text of the errors."""
    ran = run(*arguments, **given)
    assert ran.code == code, (ran.code, ran.out, ran.err)
    lines = [line for line in ran.err.splitlines() if line.startswith(("Error: ", "Tip: "))]
    assert lines[0].startswith("Error: ") and len(lines) <= 2
    return ran.err


def test_a_missing_file(tmp_path: Path) -> None:
    assert "nowhere.txt" in refused(3, "make", tmp_path / "nowhere.txt", "-o", tmp_path)


def test_a_folder(tmp_path: Path) -> None:
    assert str(tmp_path) in refused(3, "make", tmp_path, "-o", tmp_path / "out")


@named_pipes
@pytest.mark.parametrize("command", ["make", "plan", "batch"])
def test_a_pipe_is_neither_waited_for_nor_read_from_its_middle_on(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    error = refused(1 if command == "batch" else 3, command, "pipe", cwd=tmp_path)
    assert "pipe is a pipe or a device, not a file" in error


def test_a_cast_file_is_not_read_out(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(TALK)
    cast = tmp_path / "cast.toml"
    assert run("cast", tmp_path / "call.txt", "-o", cast).code == 0
    assert "cast.toml is a cast file" in refused(3, "make", cast, "-o", tmp_path / "out")


def test_an_address_on_the_web_is_no_file() -> None:
    told = refused(3, "make", "https://example.org/talk.html")
    assert "https://example.org/talk.html is an address" in told and "Download it" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--page", "234"), "the document has none"),
        (("--document", "d3"), "call.txt is no volume"),
        (("-o", "call.txt"), "call.txt is a file"),
    ],
)
def test_what_a_document_has_not_is_told_before_anything_is_spoken(
    tmp_path: Path, options: tuple[str, str], told: str
) -> None:
    (tmp_path / "call.txt").write_text(TALK)
    code = 1 if options[0] == "-o" else 2
    err = refused(code, "make", "call.txt", "--engine", "tone", *options, cwd=tmp_path, env=_here())
    assert told in err
    assert "Speaking" not in err


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("check", "bare"), "bare is no edition"),
        (("play", "bare"), "bare is no edition"),
        (("publish", "bare"), "bare is no collection"),
        (("publish", "nothing"), "There is no folder nothing"),
    ],
)
def test_a_folder_that_is_neither_edition_nor_collection(tmp_path: Path, command: tuple[str, str], told: str) -> None:
    (tmp_path / "bare").mkdir()
    assert told in refused(3, *command, cwd=tmp_path, env=_here())


def _here() -> dict[str, str]:
    return {"PYTHONPATH": os.environ.get("PYTHONPATH", "") or str(Path.cwd())}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("binary.txt", bytes(range(256)) * 40),
        ("image.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
    ],
)
def test_a_file_that_is_no_text(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert name in refused(3, "make", tmp_path / name, "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_without_speakers_is_read_by_the_narrator_and_says_so(tmp_path: Path) -> None:
    source = tmp_path / "prose.txt"
    source.write_text("A Memorandum\n\nThe lamp was mended on Tuesday. Nobody had noticed.\n")
    ran = run("make", source, "-o", tmp_path / "out", "--engine", "tone")
    assert ran.code == 0
    assert "narrator reads it all" in ran.out
    told = edition(tmp_path / "out/prose")
    assert any("narrator reads it all" in w for w in told["warnings"])


@pytest.mark.parametrize(
    ("name", "text", "warned"),
    [
        ("a-note-without-a-mark", TALK + "\n  1. On Tuesday.\n", "1"),
        ("a-note-twice", TALK.replace("Well.", "Well.1") + "\n  1. On Tuesday.\n  1. On Friday.\n", "1"),
    ],
)
def test_notes_that_do_not_fit_are_warned_of_and_lost_by_nobody(
    tmp_path: Path, name: str, text: str, warned: str
) -> None:
    source = tmp_path / "call.txt"
    source.write_text(text)
    folder = make(source, tmp_path / "out")
    told = edition(folder)
    assert any("ote" in w and warned in w for w in told["warnings"]), told["warnings"]
    spoken = " ".join(c["text"] for c in told["cues"])
    assert "On Tuesday." in spoken
    assert run("check", folder).code == 0


def test_a_source_without_permission(tmp_path: Path) -> None:
    source = tmp_path / "secret.txt"
    source.write_text(TALK)
    source.chmod(0)
    ran = _without_rights("plan", source)
    assert ran.returncode == 3 and "permission" in ran.stderr.lower(), ran.stderr


def test_an_output_folder_that_cannot_be_written(tmp_path: Path) -> None:
    source = tmp_path / "call.txt"
    source.write_text(TALK)
    (tmp_path / "out").mkdir(mode=0o555)
    ran = _without_rights("make", source, "-o", tmp_path / "out", "--engine", "tone", "--format", "mp3")
    assert ran.returncode == 1 and "permission" in ran.stderr.lower(), ran.stderr


def _without_rights(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As one for whom the modes of files hold: root without its rights to pass over them."""
    command = [*COMMAND, *map(str, arguments)]
    if os.geteuid() == 0:
        command = [require("setpriv"), "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_an_output_that_is_a_file(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "lighthouse-call").write_text("mine")
    refused(1, "make", sample, "-o", tmp_path, "--engine", "tone")
    assert (tmp_path / "lighthouse-call").read_text() == "mine"


def test_a_folder_of_others_is_never_replaced(tmp_path: Path, sample: Path) -> None:
    (tmp_path / "lighthouse-call").mkdir()
    (tmp_path / "lighthouse-call/thesis.txt").write_text("years of work")
    assert "not an edition" in refused(1, "make", sample, "-o", tmp_path, "--engine", "tone")
    assert (tmp_path / "lighthouse-call/thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (2, ("make",)), (2, ("bake", "x")), (2, ("make", "x", "--notes", "loud")), (2, ("make", "x", "--format", "wax")),
        (2, ("where", "x")), (3, ("where", "x", "--page", "1")), (3, ("check", "x")), (5, ("make", "SAMPLE", "--engine", "harp")),
        (4, ("make", "SAMPLE", "--cast", "nowhere.toml")), (2, ("make", "x", "--workers", "0")), (2, ("make", "SAMPLE", "--reader", "runes")),
    ],
)  # fmt: skip
def test_wrong_usage(tmp_path: Path, sample: Path, code: int, arguments: tuple[str, ...]) -> None:
    refused(code, *(str(sample) if a == "SAMPLE" else a for a in arguments), cwd=tmp_path)
    assert not (tmp_path / "output").exists()


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(sample, tmp_path_factory.mktemp("made"), "--format", "mp3")


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(made, tmp_path / made.name))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("unknown-speaker", "speaker: okafor", "speaker: okafer", "there is no speaker 'okafer'"),
        ("unknown-key", "  turn: 3", "  tern: 3", "the key 'tern' is not known"),
        ("not-yaml", "  turn: 3\n", " turn: 3\n", "line"),
    ],
)
def test_a_script_that_is_not_valid(copied: Path, name: str, old: str, new: str, message: str) -> None:
    script = copied / "script.yaml"
    text = script.read_text("utf-8")
    assert old in text
    script.write_text(text.replace(old, new, 1), "utf-8")
    before = tree(copied)
    error = refused(4, "make", script, "--engine", "tone")
    assert message in error and "line" in error
    assert tree(copied) == before


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("unknown-voice", 'voice = "tone-', 'voice = "tune-', "there is no voice"),
        ("unknown-speaker", '[[speaker]]', '[[speaker]]\nid = "okafer"\nvoice = "tone-1"\n\n[[speaker]]', "line 5: there is no speaker"),
        ("reserved-voice", 'voice = "tone-', 'voice = "tone-narrator" # tone-', "is kept for the narrator"),
        ("a-speaker-twice", 'id = "okafor"', 'id = "operator"', "listed twice"),
        ("wrong-type", "reason =", "pitch = \"high\"\nreason =", "pitch is a whole number"),
        ("unknown-key", "reason =", "raeson = 1\nreason =", "'raeson' is not known"),
        ("not-toml", "[[speaker]]", "[[speaker", "not valid TOML"),
    ],
)  # fmt: skip
def test_a_cast_that_is_not_valid(copied: Path, name: str, old: str, new: str, message: str) -> None:
    cast = copied / "cast.toml"
    cast.write_text(cast.read_text("utf-8").replace(old, new, 1), "utf-8")
    before = tree(copied)
    assert message in refused(4, "make", copied / "script.yaml", "--engine", "tone")
    assert tree(copied) == before


def test_names_in_messages_cannot_drive_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in refused(3, "make", "evil\x1b[31mname.txt", cwd=tmp_path)


def test_a_file_name_that_is_no_utf_8(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"caf\xe9.txt")
    source.write_text(TALK)
    ran = run("make", source, "-o", tmp_path / "out", "--engine", "tone", "--format", "mp3")
    assert ran.code == 0, ran.err
