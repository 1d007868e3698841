"""The language of a document, declared or told by its words, chooses the voices."""

from __future__ import annotations

from pathlib import Path

import pytest

from readaloud import pipeline
from readaloud.data import table
from readaloud.languages import canonical, detected, primary
from readaloud.settings import Settings

OTHERS = {
    "swedish": "Det var en gång en gammal man som bodde i ett litet hus vid skogen, och han hade tre söner som alla ville "
    "resa ut i världen för att söka sin lycka. Den äldste sade att han skulle gå först, men de andra ville inte vänta.",
    "danish": "Der var engang en gammel mand som boede i et lille hus ved skoven, og han havde tre sønner, der alle ville "
    "rejse ud i verden for at søge deres lykke. Den ældste sagde, at han skulle gå først, men de andre ville ikke vente.",
    "latin": "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum "
    "lingua Celtae, nostra Galli appellantur. Hi omnes lingua, institutis, legibus inter se differunt.",
    "czech": "Byl jednou jeden starý muž, který bydlel v malém domě u lesa, a měl tři syny, kteří chtěli všichni jít do "
    "světa hledat své štěstí. Nejstarší řekl, že půjde první, ale ostatní nechtěli čekat.",
    "finnish": "Olipa kerran vanha mies, joka asui pienessä talossa metsän reunassa, ja hänellä oli kolme poikaa.",
    "hungarian": "Volt egyszer egy öregember, aki egy kis házban lakott az erdő szélén, és volt neki három fia.",
    "japanese": "昔々、あるところにおじいさんとおばあさんがいました。おじいさんは山へ芝刈りに、おばあさんは川へ洗濯に行きました。",
    "nothing": "",
    "numbers": "1973, 12 – 14.",
    "a greeting": "Guten Tag.",
    "names": "Kissinger. Dobrynin. Sadat. Rabin. Assad.",
    "half and half": "Wir haben es gesehen. We have seen it.",
}
PLAY = """\
Der Leuchtturm

ANNA: Hast du das Licht gesehen, Vater? Es ist schon wieder ausgegangen.

PETER: Ich habe es gesehen, aber ich kann nichts dagegen tun. Der Wind ist zu stark.

ANNA: Dann müssen wir die Leute im Hafen warnen, bevor die Schiffe kommen.

KAPITÄN BRANDT: Guten Abend! Ist hier jemand, der mir helfen kann?

PETER: Kommen Sie herein, Herr Kapitän. Wir haben nicht mehr mit Ihnen gerechnet.

ANNA: Setzen Sie sich doch und trinken Sie einen Tee mit uns.
"""


@pytest.mark.parametrize("name", [name for name in table("passages.toml") if name != "cmn"])
def test_the_words_tell_the_language(name: str) -> None:
    text = table("passages.toml")[name]["text"]
    assert detected([text]) == name
    assert detected([text, "“Well,” said Mr. Smith."]) == name


def test_chinese_is_told_by_its_script() -> None:
    assert detected([table("passages.toml")["cmn"]["text"]]) == "zh"


def test_a_long_text_is_told_by_a_part() -> None:
    assert detected([table("passages.toml")["nl"]["text"]] * 2000) == "nl"


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_sure_is_left_open(name: str) -> None:
    assert detected([OTHERS[name]]) == ""


def test_quotations_do_not_change_the_language() -> None:
    german, english = (table("passages.toml")[name]["text"] for name in ("de", "en"))
    assert detected([german, german, english]) == "de"
    assert detected([english, english, german]) == "en"


def test_few_words_are_enough_when_they_are_clear() -> None:
    assert detected(["ANNA: Wie geht es dir?", "BERND: Es geht mir gut, und dir?"]) == "de"


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("ger", "de"),
        ("en_GB", "en-GB"),
        ("EN-us", "en-us"),
        ("zho-Hans", "zh-Hans"),
        ("und", ""),
        ("German", ""),
        ("", ""),
    ],
)
def test_tags_are_made_canonical(tag: str, told: str) -> None:
    assert canonical(tag) == told


def test_the_primary_subtag_names_files() -> None:
    assert [primary(tag) for tag in ("en-GB", "zh-Hans", "ger", "nb", "no")] == ["en", "cmn", "de", "nb", "nb"]


def spoken(path: Path) -> tuple[str, set[str]]:
    """The language of a source's script, and those of the voices of its cast."""
    script, _ = pipeline.script_of(str(path), Settings())
    return script.language, {c.voice.language.split("-")[0] for c in pipeline.cast(script, Settings()).castings}


@pytest.mark.parametrize("name", ["play.txt", "play.md", "play.html"])
def test_a_german_play_speaks_german(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(PLAY if name != "play.html" else PLAY.replace("\n\n", "\n<p>"), "utf-8")
    assert spoken(path) == ("de", {"de"})


def test_what_is_declared_holds(tmp_path: Path) -> None:
    path = tmp_path / "play.md"
    path.write_text(f"---\nlang: de-AT\n---\n\n{PLAY}", "utf-8")
    assert spoken(path) == ("de-AT", {"de"})


def test_a_text_of_an_unknown_language_is_read_in_english(tmp_path: Path) -> None:
    path = tmp_path / "saga.txt"
    path.write_text(OTHERS["swedish"], "utf-8")
    assert spoken(path) == ("en", {"en"})


def test_dantons_tod_speaks_german(corpus: Path) -> None:
    assert spoken(corpus / "samples/tei-play/buechner-dantons-tod.xml") == ("de", {"de"})
