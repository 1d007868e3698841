import pytest

from readaloud.model import Block, Document, Inline, Mark, Note, Part, Pause, Source, Utterance
from readaloud.planning import stage
from readaloud.planning.director import plan
from readaloud.settings import Settings


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("(laughter)", "en", "laughter"), ("[Laughs]", "en-US", "laughter"), ("(Applause.)", "en", "applause"),
        ("(The telephone rings.)", "en", "telephone"), ("[A knock at the door.]", "en", "knock"),
        ("(closes the door)", "en", "door"), ("(to Colby)", "en", ""), ("[Clapping his hand to his mouth.]", "en", ""),
        ("[He goes to the window and then, after some thought, to the door, which he opens.]", "en", ""),
        ("(Gelächter)", "de", "laughter"), ("(Beifall)", "de", "applause"), ("(rires)", "fr", "laughter"),
    ],
)  # fmt: skip
def test_a_remark_has_a_sound_when_it_is_one(text: str, language: str, name: str) -> None:
    assert stage.sound(text, language) == name


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("(whispers)", "whisper"), ("[Shouting.]", "loud"), ("(slowly)", "slow"), ("[Quickly.]", "fast"),
        ("[In a low voice.]", "quiet"), ("[Quickly taking her hat from the chair.]", ""), ("(to Colby)", ""),
    ],
)  # fmt: skip
def test_a_remark_tells_how_the_words_after_it_are_said(text: str, manner: str) -> None:
    assert stage.delivery(text, "en") == manner


def script(text: str, *marks: Inline, choice: Settings | None = None, more: tuple[Block, ...] = ()):
    blocks = (Block("speech", "Well.", (), "Bell", ":", 0), Block("speech", text, marks, "Ames", ":", 1), *more)
    return plan(
        Document("A Call", "en", Source("a.txt", "0" * 64), (Part("1", "A Call", blocks),)), choice or Settings()
    )


WHISPERS = "(whispers) Come in. It is late. (to Bell) Sit down."


def test_delivery_lasts_until_another_remark_and_changes_no_word() -> None:
    told = script(WHISPERS, Inline(0, 10, "stage"), Inline(32, 41, "stage"))
    said = [(u.text, u.delivery) for u in told.utterances() if u.speaker == "ames" and u.kind == "speech"]
    assert said == [("Come in.", "whisper"), ("It is late.", "whisper"), ("Sit down.", "")]


@pytest.mark.parametrize(
    ("choice", "marks", "spoken"),
    [("speak", [], "laughter"), ("sound", [Mark("sound", "laughter")], ""), ("skip", [], "")],
)
def test_a_remark_is_spoken_played_or_silent(choice: str, marks: list[Mark], spoken: str) -> None:
    told = script("(laughter) Yes.", Inline(0, 10, "stage"), choice=Settings(stage=choice))
    assert [e for e in told.entries if isinstance(e, Mark) and e.kind == "sound"] == marks
    assert [u.spoken for u in told.utterances() if u.kind == "stage"] == [spoken]


def test_a_remark_without_a_sound_of_its_own_gets_the_soft_tone() -> None:
    told = script("(to Bell) Yes.", Inline(0, 9, "stage"), choice=Settings(stage="sound"))
    assert Mark("tone", "remark") in told.entries


def test_a_pause_in_the_talk_is_a_silence() -> None:
    told = script("(pause) Yes.", Inline(0, 7, "stage"), choice=Settings(stage="sound"))
    assert Pause("silence") in told.entries


def test_one_who_interrupts_comes_in_at_once_where_the_remark_is_not_heard() -> None:
    told = script("(interrupting) No, never.", Inline(0, 14, "stage"), choice=Settings(stage="skip"))
    assert Pause("interruption") in told.entries


TELCON = "Transcript of Telephone Conversation Between Mr. Bell and Mr. Ames"


@pytest.mark.parametrize(
    ("title", "source", "far"),
    [
        (TELCON, "", ["ames"]),
        (TELCON, "Source: Archives, Ames Telephone Conversations (Telcons), Box 2.", ["bell"]),
        ("Memorandum of Conversation Between Mr. Bell and Mr. Ames", "", []),
    ],
)
def test_the_far_party_of_a_telephone_call(title: str, source: str, far: list[str]) -> None:
    blocks = tuple(Block("speech", "Hello to you.", (), name, ":", i) for i, name in enumerate(("Bell", "Ames")))
    notes = (Note("n1", "1", source, kind="source"),) if source else ()
    told = plan(Document(title, "en", Source("a.txt", "0" * 64), (Part("1", title, blocks, notes),)), Settings())
    assert [s.id for s in told.speakers if s.far] == far


def test_scenes_begin_with_a_tone_and_their_heading() -> None:
    words = "It was a long way to go and nobody knew it better than the keeper, who had gone it twice a day for thirty years."
    blocks = (
        Block("title", "The Light", level=1), Block("heading", "Scene 1.", level=2),
        Block("speech", words, (), "Ames", ".", 0), Block("heading", "Scene 2.", level=2), Block("speech", words, (), "Ames", ".", 1),
    )  # fmt: skip
    told = plan(Document("The Light", "en", Source("a.txt", "0" * 64), (Part("1", "The Light", blocks),)), Settings())
    places = [i for i, e in enumerate(told.entries) if e == Mark("tone", "scene")]
    assert len(places) == 2
    for place, title in zip(places, ("Scene 1.", "Scene 2."), strict=True):
        heading = told.entries[place + 1]
        assert isinstance(heading, Utterance)
        assert heading.text == title


def test_time_to_think_follows_each_page() -> None:
    pages = (Block("pagebreak", n="8"), Block("speech", "And so it is.", (), "Bell", ":", 2))
    told = script("Yes.", choice=Settings(thinking_time=6.0), more=pages)
    assert [e.seconds for e in told.entries if isinstance(e, Pause) and e.seconds] == [6.0, 6.0]
