"""In which language an utterance's words are read: numbers and signs of a French letter are said in French."""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.foreign import whole_language
from readaloud.model import Inline
from readaloud.planning.announcements import Catalogue, catalogue


def words_for(text: str, marks: Sequence[Inline], words: Catalogue) -> Catalogue:
    """The catalogue of the language that a text is marked as from first word to last; `words` for any other."""
    language = whole_language(text, marks)
    return catalogue(language) if language else words
