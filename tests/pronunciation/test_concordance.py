"""Which words of a script a person is shown, and in which order."""

from __future__ import annotations

from readaloud.model import Inline, Script, Speaker, Utterance
from readaloud.pronunciation.concordance import Found, concordance
from readaloud.pronunciation.lexicon import Entry, Lexicon
from readaloud.pronunciation.matching import Index
from readaloud.pronunciation.vocabulary import everyday, words

LEXICON = Lexicon("own", (Entry("Dobrynin", "", "x", place="own, 1"), Entry("détente", "", "x", place="own, 2")))


def found(*lines: str | Utterance, language: str = "en-US", everything: bool = False) -> dict[str, Found]:
    entries = tuple(
        line if isinstance(line, Utterance) else Utterance(f"u{i}", "speech", line, line, "ada", turn=i)
        for i, line in enumerate(lines)
    )
    index = Index([LEXICON], language, "tone")
    script = Script("T", language, (Speaker("ada"),), entries)
    return {f.word: f for f in concordance(script, lambda text, utterance: index.matches(text), everything=everything)}


def kinds(*lines: str, **given: str) -> dict[str, str]:
    return {word: f.kind for word, f in found(*lines, **given).items()}


def test_names_letters_and_rare_words() -> None:
    assert kinds("I saw Sukhodrev at the NSC. He is a plenipotentiary in Vientiane.") == {
        "Sukhodrev": "name", "Vientiane": "name", "NSC": "letters", "plenipotentiary": "rare",
    }  # fmt: skip


def test_a_capital_from_the_sentence_alone_is_no_name() -> None:
    assert kinds("Rapprochement is near. He wants rapprochement.") == {"rapprochement": "rare"}
    assert kinds("“Vientiane,” he said.") == {"Vientiane": "name"}  # never in small letters


def test_everyday_words_need_no_look() -> None:
    assert kinds("The President of the United States didn't think we'd carry the meetings, Mr. Gelb's wife.") == {
        "Gelb": "name"
    }
    assert "meetings" in found("The meetings.", everything=True)


def test_capitals_throughout_are_no_letters() -> None:
    assert kinds("TELEPHONE CONVERSATION WITH SUKHODREV", "I told Sukhodrev so.") == {"Sukhodrev": "name"}


def test_count_place_and_context() -> None:
    page = Utterance("p", "page", "", "Page 234.", "pages", n="234")
    seen = found(
        "Nothing.",
        page,
        "He said that Sukhodrev’s translation of the long and dreary message was late.",
        "SUKHODREV, Sukhodrev",
    )
    one = seen["Sukhodrev"]
    assert (one.count, one.page, one.utterance.id) == (3, "234", "u2")
    assert one.context(12) == "…said that Sukhodrev’s…"


def test_order_names_first_then_by_number_and_what_is_covered_last() -> None:
    order = list(found("Dobrynin and the détente with Xq, Yq, Yq; NSC; a plenipotentiary."))
    assert order == ["Yq", "Xq", "NSC", "plenipotentiary", "Dobrynin", "détente"]


def test_foreign_words_are_not_rare() -> None:
    text = "Nous sommes heureux."
    assert found(Utterance("f", "speech", text, text, "ada", marks=(Inline(0, 20, "foreign", "fr"),))) == {}
    text = "He said mirabile dictu to us."
    assert found(Utterance("f", "speech", text, text, "ada", marks=(Inline(8, 22, "foreign", "la"),))) == {}


def test_other_languages_have_names_alone() -> None:
    assert kinds("Nous avons vu Soukhodrev hier.", language="fr") == {"Soukhodrev": "name"}
    assert kinds("Wir haben die Regierung gesehen.", language="de") == {}


def test_forms_of_everyday_words() -> None:
    assert all(
        everyday(w, "en") for w in "carried stopping happily unhappy reopened didn won't bigger nations".split()[:6]
    )
    assert not any(everyday(w, "en") for w in "sukhodrev plenipotentiary vientiane".split())
    assert len(words("en")) < 8000
