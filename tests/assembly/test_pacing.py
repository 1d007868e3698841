from typing import get_args

import pytest

from readaloud.assembly.pacing import default_pacing
from readaloud.model import Pause, PauseKind


def test_every_kind_of_pause_has_a_length() -> None:
    assert set(get_args(PauseKind)) | {"sentence", "tone"} == set(default_pacing().gaps)


def test_gaps_grow_with_the_size_of_what_they_part() -> None:
    gaps = default_pacing().gaps
    order = [
        "interruption",
        "resumption",
        "quick",
        "sentence",
        "turn",
        "question",
        "paragraph",
        "page",
        "trailing",
        "heading",
        "chapter",
        "silence",
    ]
    assert [gaps[kind] for kind in order] == sorted({gaps[kind] for kind in order})


def test_the_longest_of_several_pauses_wins() -> None:
    gap = default_pacing().gap([Pause("turn"), Pause("chapter"), Pause("page")])
    assert gap.kind == "chapter"
    assert gap.seconds == default_pacing().gaps["chapter"]


@pytest.mark.parametrize("seconds", [0.0, 0.1, 7.0])
def test_a_length_that_a_person_wrote_wins_over_kinds(seconds: float) -> None:
    gap = default_pacing().gap([Pause("chapter"), Pause("turn", seconds)])
    assert (gap.kind, gap.seconds) == ("written", seconds)


def test_no_pause_is_the_default() -> None:
    assert default_pacing().gap([]).kind == "sentence"
    assert default_pacing().gap([], default="tone").kind == "tone"
