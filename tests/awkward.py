"""Documents that have broken editions of text: every format in which text stands must hold for them."""

from __future__ import annotations

from collections.abc import Callable

from readaloud.model import Inline, Mark, Script, Speaker
from tests.editions import announce, note, page, say, script_of, tell


def awkward() -> Script:
    """A script with all that has broken editions of text: markup in the text, signs, directions, marks that overlap."""
    nasty = "<script>alert('1')</script> & ]]> --> \"q\" \x07\x1b\ufffe"
    marks = (
        Inline(0, 8, "emphasis"),
        Inline(4, 12, "strong"),
        Inline(12, 12, "noteref", "*"),
        Inline(6, 20, "supplied"),
    )
    people = ('Ann "Q" <b>', "bob", "ada")
    return script_of(
        Mark("chapter", "Opening"), announce("This is a reading."), announce("Ada.", "ada"), announce("And 2 more."),
        Mark("chapter", f"One {nasty}"), page("i"), tell(f"A title {nasty}", "heading", level=1),
        tell("Rome, May 1.", form="dateline"), tell("First item.", form="list-item"), tell("Second item.", form="list-item"),
        page(""), say(f"Good {nasty} day.", marks=marks), announce("Note.", "notes", n="*", key="*", opens=False),
        note("*", f"Told {nasty}", marks=(Inline(0, 4, "foreign", "la"),)), note("*", "And שלום.", opens=False),
        announce("End of note.", "notes", n="*", key="*", opens=False),
        say("It is in Turkish.", marks=(Inline(14, 14, "pagebreak", "ii"),), opens=False), page("ii"),
        tell("(laughs)", "stage", opens=False, turn=0, label="A", speaker="editor"), say("Read this:"), say("“Sir.”", quoted=True),
        say("שלום, עולם. 12", "bob", 1), say("終わり。", "ada", 2), say("次の文。", "ada", 2, opens=False), say(". . .", "bob", 3),
        tell("Act <II>", "heading", level=5), say("Together!", people[0], 4, label=f"{people[0]} & all"),
        Mark("chapter", ""), tell("(Curtain)", "stage", speaker="editor"),
        note("7", "A note that no mark leads to."), announce("The end."),
        people=people, title=f"{nasty} {'long ' * 100}", author=f"Nobody {nasty}", rights="© <2026>", citation="Papers & <more>, Document 1", date="May 1, 1925",
        identifier="urn:isbn:978-0-306-40615-7", series="Series & more", publisher="P", description="D ]]>",
    )  # fmt: skip


def crowd(count: int) -> Script:
    """As many people, each with one sentence."""
    people = tuple(f"p{number}" for number in range(count))
    return script_of(*(say(f"I am {id}.", id, number, label=id) for number, id in enumerate(people)), people=people)


def chapters(count: int) -> Script:
    entries = []
    for number in range(count):
        entries += [
            Mark("chapter", f"Chapter {number}"),
            tell(f"Chapter {number}", "heading", level=2),
            say("Yes.", turn=number),
        ]
    return script_of(*entries)


def long_chapter(turns: int) -> Script:
    return script_of(*(say(f"Turn {number} is said.", ("ada", "bob")[number % 2], number) for number in range(turns)))


def plain(text: str = "Only one sentence.", **fields: str) -> Script:
    """A document of one sentence that nobody says."""
    return script_of(tell(text), people=(), **fields)


def joint() -> Script:
    told = script_of(say("Yes.", "both", 0, label="A and B"), say("No.", "ada", 1), people=("ada", "bob"))
    both = Speaker("both", ("A and B",), "Ada and Bob", members=("ada", "bob"))
    return Script(told.title, told.language, (both, *told.speakers), told.entries)


DOCUMENTS: dict[str, Callable[[], Script]] = {
    "awkward": awkward,
    "118-speakers": lambda: crowd(118),
    "300-chapters": lambda: chapters(300),
    "one-sentence-of-nobody": plain,
    "one-speaker": lambda: crowd(1),
    "ends-of-elements": lambda: script_of(say("</script><!--<script>]]>-->", label='"><b onclick=x>')),
    "no-title": lambda: plain(title=""),
    "a-title-of-500-letters": lambda: plain(title="A " * 250),
    "right-to-left": lambda: plain("שלום עולם. מה שלומך?", language="he"),
    "chinese": lambda: plain("这是一个很长的句子，" * 20 + "完。", language="zh-Hans"),
    "unknown-language": lambda: plain("Saluton.", language="und"),
    "nothing-heard": lambda: plain(". . ."),
    "nothing-at-all": lambda: script_of(people=()),
    "joint-speakers": joint,
}  # fmt: skip
"""By what is hard about each."""
