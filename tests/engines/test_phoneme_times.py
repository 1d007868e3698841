"""Words are found again in what a voice says of its phonemes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readaloud.engines.phoneme_times import heard


def spoken(phonemes: str, length: int = 10) -> list[tuple[str, int]]:
    return [(phoneme, place * length) for place, phoneme in enumerate(phonemes)]


def test_each_word_begins_where_its_phonemes_do() -> None:
    words = [(0, "wiː"), (3, "hæv"), (8, "tuː"), (11, "lˈʊk")]
    assert heard(words, spoken("wiː hæv tə lˈʊk.")) == ((0, 0), (3, 40), (8, 80), (11, 110))


def test_a_number_and_words_in_one() -> None:
    words = [(0, "ˈɪn"), (3, "nˈaɪntiːn sˈɛvənti θɹˈiː"), (8, "ʌv"), (11, "ðə"), (15, "sˈiː")]
    told = dict(heard(words, spoken("ɪn nˈaɪntiːn sˈɛvənti θɹˈiː ʌvðə sˈiː.")))
    assert (told[0], told[3], told[8], told[11], told[15]) == (0, 30, 280, 300, 330)


def test_a_word_that_is_not_spoken_is_not_told() -> None:
    words = [(0, "wˈʌn"), (4, "zzzzzz"), (11, "tˈuː")]
    assert heard(words, spoken("wˈʌn tˈuː")) == ((0, 0), (11, 50))


def test_the_same_sentence_twice_is_told_twice() -> None:
    words = [(0, "jˈɛs"), (5, "ˈaɪ"), (7, "dˈuː"), (11, "jˈɛs"), (16, "ˈaɪ"), (18, "dˈuː")]
    told = heard(words, spoken("jˈɛs ˈaɪ dˈuː. jˈɛs ˈaɪ dˈuː."))
    assert [offset for offset, _ in told] == [0, 5, 7, 11, 16, 18]
    assert [sample for _, sample in told] == [0, 50, 90, 150, 200, 240]


@given(st.lists(st.text("abdeiklmnoprstu", min_size=1, max_size=8), max_size=60), st.integers(1, 50))
def test_offsets_and_samples_never_go_back(rows: list[str], every: int) -> None:
    words, text = [], ""
    for number, row in enumerate(rows):
        words.append((number * 10, row))
        text += row + (". " if number % every == 0 else " ")
    told = heard(words, spoken(text))
    assert list(told) == sorted(told)
    assert len(told) == len(dict(told))


def test_nothing_spoken_and_nothing_to_say() -> None:
    assert heard([], spoken("abc")) == ()
    assert heard([(0, "abc")], []) == ()
