from __future__ import annotations

import html.parser
from pathlib import Path

import pytest

from readaloud import pipeline
from readaloud.cli.options import PROFILES, settings
from readaloud.data import table
from tests.cli.tool import edition, make, run

STYLES = [{}, {"style": "dramatic"}, *({"profile": name} for name in PROFILES)]


def test_the_profiles_of_the_command_line_are_those_of_the_table() -> None:
    assert set(table("profiles.toml")) == set(PROFILES)
    for name in PROFILES:
        assert settings(profile=name)
    assert settings(profile="classroom", rate=2.0).rate == 2.0, "a flag wins"
    assert settings(profile="dramatic").target_lufs == -16
    assert settings(before={"rate": 2.0}, profile="classroom").rate == 0.85


@pytest.mark.parametrize("name", ["plain/frus1969-76v15-d67.txt", "samples/frus/frus1969-76v15-d68.xml",
    "plain/frus1964-68v03-d223.txt", "samples/tei-play/buechner-dantons-tod.xml",
    "samples/fountain/the-library-freak-out.fountain", "samples/se-epub/earnest-act-1.xhtml"])  # fmt: skip
def test_no_style_and_no_profile_changes_a_word(corpus: Path, name: str) -> None:
    document, raw = pipeline.read(str(corpus / name))
    texts, words = set(), set()
    for chosen in STYLES:
        script = pipeline.plan(document, settings(**chosen))
        ledger, _ = pipeline.account(raw.data, script)
        assert ledger is not None
        assert ledger.differences == ()
        words.add(ledger.words)
        texts.add(tuple(u.text for u in script.utterances() if u.kind not in ("note", "page", "announcement")))
    assert len(texts) == len(words) == 1


@pytest.mark.parametrize(
    "options", [("--profile", name) for name in PROFILES] + [("--style", "dramatic", "--rate", "2")]
)
def test_each_profile_makes_an_edition_that_proves_itself(
    options: tuple[str, ...], sample: Path, tmp_path: Path
) -> None:
    # What ACX asks of each file's RMS, silence included, is about speech: a hum is shorter and its pauses are not.
    real = ("--engine", "pyttsx3") if "acx" in options else ()
    made = make(sample, tmp_path, *options, *real)
    ran = run("check", made)
    assert ran.code == 0, ran.out
    told = edition(made)
    assert told["ledger"]["words"] == told["ledger"]["spoken"] + sum(s["words"] for s in told["ledger"]["skipped"])


def test_a_script_is_rendered_as_its_edition_was_unless_a_flag_says_otherwise(sample: Path, tmp_path: Path) -> None:
    made = make(sample, tmp_path, "--style", "dramatic", "--rate", "1.5", "--silent", "Operator", "--format", "mp3")
    first = edition(made)
    assert run("make", made / "script.yaml", "--plain").code == 0
    again = edition(made)
    assert again["settings"] == first["settings"]
    assert again["cues"] == first["cues"]
    assert run("make", made / "script.yaml", "--plain", "--rate", "1", "--style", "clear").code == 0
    changed = edition(made)
    assert (changed["settings"]["rate"], changed["settings"]["style"]) == (1, "clear")
    assert changed["duration_ms"] > first["duration_ms"]


def test_a_dramatized_edition_is_the_same_on_any_number_of_workers(sample: Path, tmp_path: Path) -> None:
    made = [
        make(sample, tmp_path / n, "--profile", "dramatic", "--format", "mp3", "--no-cache", "--workers", n)
        for n in "12"
    ]
    assert edition(made[0])["files"] == edition(made[1])["files"]


def test_a_silent_part_is_kept_in_time_and_checked(sample: Path, tmp_path: Path) -> None:
    made = make(sample, tmp_path, "--silent", "Astrid Lindqvist", "--format", "mp3")
    told = edition(made)
    silent = {c["speaker"] for c in told["cues"] if c.get("silent")}
    assert silent == {"lindqvist"}
    assert run("check", made).code == 0
    ran = run("make", sample, "-o", tmp_path / "x", "--engine", "tone", "--silent", "Lindquist")
    assert ran.code == 2
    assert "lindqvist" in ran.err


@pytest.mark.parametrize(
    "options", [("--page", "41"), ("--turns", "2-5"), ("--chapter", "Page 42"), ("--chapter", "2")]
)
def test_an_excerpt_accounts_for_every_word(options: tuple[str, ...], sample: Path, tmp_path: Path) -> None:
    whole = run("plan", sample, "--json").json
    part = run("plan", sample, "--json", *options).json
    kept = [e["id"] for e in part["script"] if e["kind"] == "speech"]
    assert 0 < len(kept) < len([e for e in whole["script"] if e["kind"] == "speech"])
    assert set(kept) <= {e["id"] for e in whole["script"]}
    if options[0] == "--turns":
        assert {e["turn"] for e in part["script"] if "turn" in e} == {2, 3, 4, 5}
    made = make(sample, tmp_path, *options, "--format", "mp3")
    assert run("check", made).code == 0
    told = edition(made)["ledger"]
    assert any(s["reason"] == "outside the excerpt" for s in told["skipped"])
    document, raw = pipeline.read(str(sample))
    full, _ = pipeline.account(raw.data, pipeline.plan(document, settings()))
    assert full is not None
    assert told["words"] == full.words
    assert told["words"] == told["spoken"] + sum(s["words"] for s in told["skipped"])


def test_a_note_comes_along_with_its_mark_alone(sample: Path) -> None:
    page = run("plan", sample, "--json", "--page", "42").json
    called = {e["n"] for e in page["script"] if e["kind"] == "note"}
    whole = {e["n"] for e in run("plan", sample, "--json").json["script"] if e["kind"] == "note"}
    assert called < whole


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--page", "999"), "no print page '999'"),
        (("--page", "42-41"), "comes before"),
        (("--turns", "x"), "are no turns"),
        (("--turns", "500-600"), "no turns 500-600"),
        (("--chapter", "Nowhere"), "no chapter 'Nowhere'"),
        (("--page", "41", "--turns", "0"), "Nothing is spoken"),
        (("--rate", "9"), "9"),
    ],
)
def test_an_excerpt_that_is_not_there_is_told(
    options: tuple[str, ...], said: str, sample: Path, tmp_path: Path
) -> None:
    ran = run("make", sample, "-o", tmp_path, "--engine", "tone", *options)
    assert ran.code == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_printed_script_has_its_cast_its_turns_and_every_word(sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "call.txt"
    source.write_text(sample.read_text("utf-8").replace("eleven", "<b>eleven & one</b>"), "utf-8")
    made = make(source, tmp_path, "--profile", "classroom", "--silent", "lindqvist")
    page = _Page()
    page.feed((made / "script-numbered.html").read_text("utf-8"))
    assert page.open == []
    assert "b" not in {tag for tag, _ in page.seen}
    assert dict(page.seen)["html"]["lang"] == edition(made)["language"]
    ids = [attrs["id"] for _, attrs in page.seen if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] for tag, attrs in page.seen if tag == "a"]
    assert links and all(str(link)[1:] in ids for link in links)
    turns = {c["turn"] for c in edition(made)["cues"] if "turn" in c}
    assert {f"turn-{turn}" for turn in turns} <= set(ids)
    for cue in edition(made)["cues"]:
        if cue["kind"] == "speech":
            assert cue["text"] in page.text
    assert "your part" in page.text
