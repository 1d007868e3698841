"""Passages in another language in the script: read by its rules, kept in the file, told in the JSON."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from readaloud.foreign import phrases, whole_language
from readaloud.model import Block, Document, Inline, Part, Source
from readaloud.model.voices import Cast
from readaloud.planning.director import plan
from readaloud.planning.plan_json import plan_json
from readaloud.planning.script_reading import read_script
from readaloud.planning.script_writing import write_script
from readaloud.settings import Settings

FRENCH = "Vous & moi. Nous sommes heureux."
MIXED = "He said c’est la vie & left. It was late."


def document() -> Document:
    blocks = (
        Block("title", "A Talk", level=1),
        Block("speech", MIXED, (Inline(8, 20, "foreign", "fr"),), label="A", separator=":", turn=0),
        Block("speech", FRENCH, (Inline(0, len(FRENCH), "foreign", "fr"),), label="B", separator=":", turn=1),
    )
    return Document("A Talk", "en", Source("t.txt", "0" * 64), (Part("p", "A Talk", blocks),))


def test_a_french_sentence_is_read_by_french_rules() -> None:
    said = {u.text: u.spoken for u in plan(document(), Settings()).utterances()}
    assert said["Vous & moi."] == "Vous et moi."
    assert said["He said c’est la vie & left."] == "He said c’est la vie and left."


def test_the_script_keeps_it() -> None:
    script = plan(document(), Settings())
    text = write_script(script)
    assert read_script(text) == script
    assert "foreign fr" in text
    assert "Vous et moi" not in text  # what is said by the rules is not written down


def test_the_json_tells_it() -> None:
    entries = plan_json(plan(document(), Settings()), Cast(()))["script"]
    assert {e["text"]: e.get("lang") for e in entries if e["kind"] == "speech"} == {
        "He said c’est la vie & left.": None, "It was late.": None, "Vous & moi.": "fr", "Nous sommes heureux.": "fr",
    }  # fmt: skip


def test_whole() -> None:
    assert whole_language("« Oui. »", (Inline(2, 5, "foreign", "fr"),)) == "fr"
    assert whole_language("« Oui. » he", (Inline(2, 5, "foreign", "fr"),)) == ""
    assert whole_language("Oui. Non.", (Inline(0, 4, "foreign", "fr"), Inline(5, 9, "foreign", "fr"))) == "fr"
    assert whole_language("Oui. Nein.", (Inline(0, 4, "foreign", "fr"), Inline(5, 10, "foreign", "de"))) == ""


def test_the_stretch_that_is_meant_is_found_in_what_is_spoken() -> None:
    text, spoken = "In _1_ he said la, la and la.", "In one he said la, la and la."
    assert phrases(text, (Inline(19, 21, "foreign", "fr"),), spoken) == ((19, 21, "fr"),)
    assert phrases("5 mai, 1", (Inline(0, 5, "foreign", "fr"),), "five mai, one") == ()


@settings(deadline=None)
@given(st.text(st.sampled_from("ab 1."), max_size=20), st.data())
def test_a_stretch_is_always_the_marked_words(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    for a, b, _ in phrases(text, (Inline(begin, end, "foreign", "fr"),), text):
        assert text[a:b] == text[begin:end].strip()
