"""Documents and scripts at random, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from readaloud.model import (
    Block,
    Document,
    Doubt,
    Inline,
    Mark,
    Metadata,
    Note,
    NoteSpan,
    Part,
    Pause,
    Script,
    Skip,
    Source,
    Speaker,
    Utterance,
)

# What breaks YAML files and text handling: words that are values, signs that are syntax, scripts from right to left.
AWKWARD = st.sampled_from(
    [
        "No", "Yes:", "yes", "null", "~", "12:30", "0o7", "1e3", "- a", "# b", "[unclear]", "{x}", "a: b", "a #b", "'", '"',
        "“q”", "’", "\\", "\\n", "|", ">", "&x", "*y", "!z", "%", "@", "`", "—", "…", ". . .", "?", "true", "=", "<<", "\t.",
        "שלום", "مرحبا", "漢字かな", "é", "e\u0301", "🙂", "\u200f", "\xa0", "\ufeff", "\x85", "\u2028",
    ]
)  # fmt: skip
WORDS = st.lists(
    st.one_of(AWKWARD, st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)), max_size=6
).map(" ".join)
LINES = WORDS.map(str.strip)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
OPTIONAL_N = st.sampled_from(["", "1", "12", "*", "xiv"])


def _marks(text: str) -> st.SearchStrategy[tuple[Inline, ...]]:
    def mark(a: int, b: int, kind: str, value: str) -> Inline:
        begin, end = sorted((min(a, len(text)), min(b, len(text))))
        return Inline(begin, begin if kind in ("noteref", "pagebreak") else end, kind, value)

    one = st.builds(
        mark, st.integers(0, 40), st.integers(0, 40),
        st.sampled_from(["noteref", "pagebreak", "emphasis", "foreign", "supplied"]), st.sampled_from(["", "1", "d 7;2", "é"]),
    )  # fmt: skip
    return st.lists(one, max_size=3).map(tuple)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    ids = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    speakers = tuple(
        Speaker(
            id, draw(st.lists(LINES, max_size=2).map(tuple)), draw(LINES), draw(LINES), draw(st.sampled_from(["", "male"])),
            draw(st.sampled_from(["", "old"])), draw(st.sampled_from(["", "narrator"])), (),
            draw(st.lists(LINES, max_size=2).map(tuple)), draw(st.booleans()),
        )
        for id in ids
    )  # fmt: skip
    entries: list[Utterance | Pause | Mark] = []
    for number in range(draw(st.integers(0, 8))):
        what = draw(st.sampled_from(["utterance"] * 4 + ["pause", "seconds", "chapter", "tone", "sound"]))
        if what == "pause":
            entries.append(Pause(draw(st.sampled_from(["turn", "aside", "page"]))))
        elif what == "seconds":
            entries.append(Pause(seconds=draw(st.integers(0, 400)) / 8))
        elif what == "chapter":
            entries.append(Mark("chapter", draw(LINES)))
        elif what == "tone":
            entries.append(Mark("tone", draw(st.sampled_from(["open", "close", "page", "remark", "scene"]))))
        elif what == "sound":
            entries.append(Mark("sound", draw(st.sampled_from(["laughter", "knock"]))))
        else:
            entries.append(draw(_utterances(number, ids)))
    return Script(
        title=draw(LINES), language=draw(st.sampled_from(["en-US", "de", "fr-CA"])), speakers=speakers, entries=tuple(entries),
        source=draw(st.none() | st.builds(Source, NAMES, st.just("0" * 64), st.just("text"), st.just("utf-8"))),
        metadata=Metadata(author=draw(LINES), date=draw(LINES)),
        skips=tuple(Skip(10 * i, 10 * i + draw(st.integers(1, 9)), draw(LINES.filter(bool))) for i in range(draw(st.integers(0, 4)))),
        note_spans=tuple(
            NoteSpan(key, tuple((5 * i, 5 * i + 2) for i in range(draw(st.integers(0, 3)))))
            for key in draw(st.lists(LINES.filter(bool), max_size=3, unique=True))
        ),
        warnings=draw(st.lists(LINES, max_size=2).map(tuple)),
        abbreviations=draw(st.lists(st.text("ABMNSTÄ", min_size=2, max_size=5), max_size=3, unique=True).map(tuple)),
        doubts=draw(st.lists(st.builds(Doubt, LINES, LINES, LINES), max_size=2).map(tuple)),
    )  # fmt: skip


@st.composite
def _utterances(draw: st.DrawFn, number: int, ids: list[str]) -> Utterance:
    kind = draw(st.sampled_from(["heading", "speech", "narration", "stage", "note", "page", "announcement"]))
    text = "" if kind in ("page", "announcement") else draw(LINES)
    turn = draw(st.integers(0, 9)) if kind in ("speech", "stage") else None
    if kind == "speech" and turn is None:
        turn = 0
    return Utterance(
        id=f"id{number}", kind=kind, text=text, spoken=draw(LINES), speaker=draw(st.sampled_from(ids)), turn=turn,
        label=draw(st.none() | LINES) if turn is not None else None, opens=draw(st.booleans()), quoted=draw(st.booleans()),
        n=draw(OPTIONAL_N) if kind in ("note", "page", "announcement") else "",
        key=draw(OPTIONAL_N) if kind in ("note", "announcement") else "",
        anchor=draw(st.none() | LINES) if kind in ("note", "page") else None, marks=draw(_marks(text)),
        level=draw(st.integers(0, 3)) if kind == "heading" else 0, skipped=draw(st.booleans()),
        delivery=draw(st.sampled_from(["", "whisper", "quote"])),
        form=draw(st.sampled_from(["", "", "list-item", "dateline"])),
    )  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents whose words, notes and marks are known, as a reader could give them."""
    prose = st.lists(
        st.sampled_from("the light was out I know. Yes. And what? Mr. Moreau said: “no” (never) — … 12 p.m. Vol. 3 שלום 漢字 e.g. U.S.".split(" ")),
        min_size=1, max_size=12,
    ).map(" ".join)  # fmt: skip
    labels = draw(
        st.lists(
            st.sampled_from(["K", "D", "Mr. Brown", "THE PRESIDENT", "Operator", "K and D"]),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    blocks: list[Block] = []
    notes: list[Note] = []
    turn = -1
    for number in range(draw(st.integers(0, 12))):
        role = draw(
            st.sampled_from(["speech"] * 5 + ["more", "narration", "stage", "heading", "pagebreak", "dateline"])
        )
        text = draw(prose)
        if role == "pagebreak":
            blocks.append(Block("pagebreak", n=str(number)))
            continue
        marks: list[Inline] = []
        if draw(st.booleans()):
            at = draw(st.integers(0, len(text)))
            key = f"n{len(notes)}"
            notes.append(Note(key, str(len(notes) + 1), draw(prose)))
            marks.append(Inline(at, at, "noteref", key))
        if draw(st.booleans()):
            at = draw(st.integers(0, len(text)))
            marks.append(Inline(at, at, "pagebreak", f"p{number}"))
        if "(never)" in text and role == "speech":
            at = text.index("(never)")
            marks.append(Inline(at, at + 7, "stage"))
        found = tuple(sorted(marks, key=lambda m: m.begin))
        if role == "speech":
            turn += 1
            blocks.append(Block("speech", text, found, draw(st.sampled_from(labels)), ":", turn))
        elif role == "more" and turn >= 0 and blocks[-1].turn is not None:
            blocks.append(Block("speech", text, found, turn=turn, quoted=draw(st.booleans())))
        else:
            kind = "narration" if role == "more" else role
            blocks.append(Block(kind, text, found, level=2 if role == "heading" else 0))
    part = Part("1", "A Talk Between Mr. Brown and President Dale", tuple(blocks), tuple(notes))
    return Document("A Talk", "en-US", Source("talk.txt", "0" * 64), (part,))
