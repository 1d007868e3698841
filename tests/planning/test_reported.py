from pathlib import Path

import pytest

from readaloud import pipeline
from readaloud.model import Block, Document, Part, Pause, Script, Source, Utterance
from readaloud.planning.director import plan
from readaloud.settings import Settings


def talk(*turns: tuple[str, str], language: str = "en-US") -> Script:
    blocks: list[Block] = []
    number, last = -1, ""
    for label, text in turns:
        number += bool(label)
        last = label or last
        blocks.append(Block("speech", text, (), last, ":", number))
    return plan(
        Document("A Call", language, Source("a.txt", "0" * 64), (Part("1", "A Call", tuple(blocks)),)), Settings()
    )


def read_out(script: Script) -> list[str]:
    return [u.text for u in script.utterances() if u.quoted]


LETTER = "“We have seen your proposal and we thank you for it. It will be studied with care by all of us.”"


@pytest.mark.parametrize(
    "lead", ["It goes like this one. ", "I have a message here. ", "The telegram reads: ", "Let me read it to you: "]
)
def test_a_letter_inside_a_paragraph_is_read_out(lead: str) -> None:
    script = talk(("A", f"{lead}{LETTER} What do you say?"), ("B", "Fine."))
    assert " ".join(read_out(script)) == LETTER
    entries = script.entries
    places = [i for i, e in enumerate(entries) if isinstance(e, Utterance) and e.quoted]
    assert entries[places[0] - 1] == Pause("quotation"), "one hears where it begins"
    assert entries[places[-1] + 1] == Pause("quotation"), "and where it ends"


def test_a_letter_that_was_announced_a_turn_before_is_read_out() -> None:
    assert " ".join(read_out(talk(("A", "May I read you his letter?"), ("B", "Please."), ("A", LETTER)))) == LETTER


def test_a_letter_over_several_paragraphs_is_read_out_to_its_date() -> None:
    script = talk(
        ("A", "“We have heard the news with great joy, and so has everybody else here."), ("", "“We hope that it lasts."),
        ("", "Sincerely, L. B.”"), ("", "(November 9, 1972)"), ("B", "That is nice."),
    )  # fmt: skip
    assert len(read_out(script)) == 4
    assert len({u.speaker for u in script.utterances() if u.quoted}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "He said “Yes, of course. I agree.” and then he left the room with all of his people, I am told.",
        "They shout “Four more years, four more years.”",
        "He told me, “I will come when the harvest is in. Until then nobody in the whole valley has any time for it.”",
        'Do you know the word "détente"? It is French, as is "démarche" and much else that we say all day long here.',
        "“I will come,” he said. “I will bring the others. They are all very glad of it, as you can well imagine.”",
    ],
)
def test_a_quotation_in_talk_is_no_letter(text: str) -> None:
    assert read_out(talk(("A", text), ("B", "I see."))) == []


def test_turns_that_stand_in_quotation_marks_are_no_letters() -> None:
    """An editorial note that quotes a talk."""
    turns = [(label, LETTER) for label in "ABABAB"]
    assert read_out(talk(*turns)) == []


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    script = talk(
        ("A", "The message reads: “We thank you. We are glad of it, and we hope that all goes well there."),
        ("B", "I see. And then?"),
    )
    assert read_out(script) == []


def test_german_and_french_letters_are_read_out() -> None:
    german = "Der Brief lautet: „Wir danken Ihnen sehr für Ihr Schreiben vom Montag. Wir werden es mit aller Sorgfalt prüfen.“ So."
    french = "Voici la lettre : « Nous vous remercions de votre message de lundi. Nous allons l’étudier avec le plus grand soin. » Voilà."
    assert read_out(talk(("A", german), language="de"))
    assert read_out(talk(("A", french), language="fr"))


def test_a_quotation_within_a_letter_is_told_apart() -> None:
    inner = "“We thank you for the letter that came on Monday. ‘Nothing is lost.’ That is what our fathers said.”"
    script = talk(("A", f"The message goes like this. {inner}"))
    assert [u.delivery for u in script.utterances() if u.quoted] == ["", "quote", ""]


@pytest.mark.parametrize("form", ["plain/{}.txt", "samples/frus/{}.xml"])
@pytest.mark.parametrize(
    ("name", "first", "last", "count"),
    [
        ("frus1969-76v15-d67", "“Mr. President: Please accept", "And it’s signed Podgorny.”", 5),
        ("frus1969-76v15-d68", "“I and my colleagues have learned", "(November 9, 1972)", 8),
    ],
)
def test_the_letters_of_real_documents_are_found(
    corpus: Path, form: str, name: str, first: str, last: str, count: int
) -> None:
    document, _ = pipeline.read(str(corpus / form.format(name)))
    letter = read_out(plan(document, Settings()))
    assert len(letter) == count
    assert letter[0].startswith(first)
    assert letter[-1] == last
