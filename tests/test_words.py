"""Words in little memory behave as the tuples of words they stand for."""

from __future__ import annotations

import pickle
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readaloud.model import Word, Words

BEGINS = st.integers(-(2**40), 2**40)
SOME = st.lists(st.builds(Word, BEGINS, st.integers(0, 10**6), st.integers(0, 10**6)), max_size=8).map(tuple)


@given(SOME, BEGINS, BEGINS, st.integers(-9, 9), st.integers(-9, 9))
def test_they_are_a_tuple_of_words(words: tuple[Word, ...], by: int, end: int, first: int, last: int) -> None:
    made = Words(words)
    assert made == words
    assert words == made
    assert hash(made) == hash(words)
    assert (len(made), list(made), made[first:last]) == (len(words), list(words), words[first:last])
    assert all(made[index] == words[index] for index in range(-len(words), len(words)))
    moved = made.moved(by)
    assert moved == tuple(replace(word, begin=word.begin + by) for word in words)
    held = moved.not_after(end)
    assert held == tuple(replace(word, begin=min(word.begin + by, end)) for word in words)
    assert made == words, "what it was made from is as it was"
    assert pickle.loads(pickle.dumps(held)) == held
    assert Words.of(made) is made
    assert Words.of(iter(words)) == made


@given(SOME, SOME)
def test_they_are_equal_to_the_same_words_alone(one: tuple[Word, ...], other: tuple[Word, ...]) -> None:
    assert (Words(one) == Words(other)) == (one == other)
    assert Words(one) != "words"
