import hashlib
import json
from dataclasses import replace
from pathlib import Path

from readaloud import __version__
from readaloud.model import Loudness, Speaker
from readaloud.writers.base import Written
from readaloud.writers.manifest import edition_json, write_json, write_words
from tests.sounds import COVER, sounding

LEDGER = {"words": 4, "spoken": 4, "skipped": [], "edited": [], "dropped": [], "added": []}


def test_the_contract(tmp_path: Path) -> None:
    edition = replace(
        sounding(2, 1, cover=COVER).edition, loudness=Loudness(-19.1, -3.5, (("ada", -19.0),)), warnings=("Look.",)
    )
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "book.m4b"
    file.write_bytes(b"audio")
    told = edition_json(edition, (Written(file, "m4b"),), tmp_path, LEDGER)
    ms = edition.milliseconds
    first, second = edition.cues
    assert told == {
        "readaloud": __version__,
        "source": {"path": "book.txt", "sha256": "0" * 64},
        "title": "The Book",
        "language": "en-US",
        "metadata": {},
        "duration_ms": ms(edition.timeline.length),
        "narrator": "tone (voice-ada, voice-bob)",
        "cover": {
            "path": "cover.jpg",
            "media_type": "image/jpeg",
            "width": 1600,
            "height": 1600,
            "alt": COVER.alt,
            "drawn": True,
        },
        "speakers": [
            {"id": id, "labels": [id.title()], "name": id.title(), "description": "", "voice": f"voice-{id}"}
            for id in ("ada", "bob")
        ],
        "chapters": [
            {"title": "Chapter 1", "begin_ms": 0, "end_ms": ms(second.begin)},
            {"title": "Chapter 2", "begin_ms": ms(second.begin), "end_ms": ms(edition.timeline.length)},
        ],
        "pages": [],
        "notes": [],
        "cues": [
            {
                "id": cue.utterance.id,
                "kind": "speech",
                "turn": turn,
                "speaker": cue.utterance.speaker,
                "text": cue.utterance.text,
                "begin_ms": ms(cue.begin),
                "end_ms": ms(cue.end),
            }
            for turn, cue in enumerate((first, second))
        ],
        "sounds": [],
        "loudness": {"integrated_lufs": -19.1, "true_peak_dbtp": -3.5, "by_speaker_lufs": {"ada": -19.0}},
        "ledger": LEDGER,
        "files": [
            {"path": "folder/book.m4b", "format": "m4b", "bytes": 5, "sha256": hashlib.sha256(b"audio").hexdigest()}
        ],
        "warnings": ["Look."],
    }


def test_what_the_source_tells_of_itself(tmp_path: Path) -> None:
    told = {"identifier": "made1/d1", "citation": "Papers, Document 1", "rights": "Free to all."}
    assert edition_json(sounding(1, 1, **told).edition, (), tmp_path, LEDGER)["metadata"] == told


def test_roles_and_members_are_told_where_they_apply() -> None:
    edition = sounding(1, 1).edition
    speakers = (*edition.script.speakers, Speaker("narrator", role="narrator"), Speaker("both", members=("ada", "bob")))
    edition = replace(edition, script=replace(edition.script, speakers=speakers))
    told = edition_json(edition, (), Path(), {})["speakers"]
    assert told[2]["role"] == "narrator"
    assert told[3]["members"] == ["ada", "bob"]
    assert "role" not in told[0]
    assert "members" not in told[0]


def test_times_are_rounded_down_and_never_overlap() -> None:
    told = edition_json(sounding(5, 5, seconds=0.0501).edition, (), Path(), {})
    for one, other in zip(told["cues"], told["cues"][1:], strict=False):
        assert one["begin_ms"] < one["end_ms"] <= other["begin_ms"]
    for one, other in zip(told["chapters"], told["chapters"][1:], strict=False):
        assert one["end_ms"] == other["begin_ms"]
    assert told["chapters"][-1]["end_ms"] == told["duration_ms"]


def test_word_cues_are_one_object_a_line(tmp_path: Path) -> None:
    edition = sounding(1, 2).edition
    write_words(tmp_path / "words.jsonl", edition)
    lines = [json.loads(line) for line in (tmp_path / "words.jsonl").read_text("utf-8").splitlines()]
    ms, (a, b) = edition.milliseconds, edition.cues
    assert lines == [
        {"id": "u0", "word": "Text", "begin_ms": ms(a.begin), "end_ms": ms(a.words[1].begin)},
        {"id": "u0", "word": "u0", "begin_ms": ms(a.words[1].begin), "end_ms": ms(a.end)},
        {"id": "u1", "word": "Text", "begin_ms": ms(b.begin), "end_ms": ms(b.words[1].begin)},
        {"id": "u1", "word": "u1", "begin_ms": ms(b.words[1].begin), "end_ms": ms(b.end)},
    ]


def test_the_same_value_is_the_same_bytes(tmp_path: Path) -> None:
    edition = sounding(2, 2).edition
    for name in ("one", "two"):
        write_json(tmp_path / name, edition_json(edition, (), tmp_path, LEDGER))
    data = (tmp_path / "one").read_bytes()
    assert data == (tmp_path / "two").read_bytes()
    assert data.endswith(b"}\n")
    assert b"\r" not in data
