"""Every gold document, made once in all formats of text, before every checker; three of them in the full voice too.

By default the tone engine hums them at a low rate, and what is cheap looks at all of them. The sweep makes all formats at the
full rate, and adds Ace, the page in six looks and the book of one document played through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readaloud import pipeline
from readaloud.checking.daisy_book import Book
from tests import checkers
from tests.cli.tool import edition, run
from tests.conftest import corpus_folder
from tests.test_corpus import sources
from tests.writers.epub.test_checkers import in_order
from tests.writers.player.pages import IN_SIGHT, opened, until
from tests.writers.texts.test_texts import check_page, check_srt

TEXTS = ("epub", "daisy", "player", "vtt", "srt", "txt", "html", "podcast", "print")
HUMMED = ("--engine", "tone", "--format", ",".join(TEXTS), "--rate", "3", "--sample-rate", "8000", "--bitrate", "16")
SWEPT = ("--engine", "tone", "--format", "all")
EXCERPTS: Mapping[str, tuple[str, ...]] = {
    "gutenberg-mind-the-paint-girl.txt": ("--chapter", "THE FOURTH ACT"), "tei-dantons-tod.xml": ("--turns", "1-150"),
}  # fmt: skip
"""What stands for two plays that are as long as all other documents together; the sweep makes them whole."""
VOICED: Mapping[str, tuple[str, ...]] = {
    "frus1969-76v15-d67.xml": (), "frus1969-76v12-d178.txt": (), "tei-dantons-tod.xml": ("--turns", "1-30"),
}  # fmt: skip
"""In the voice that people hear, with what is made of them: of the play its first scene."""
LOOKED_AT = "frus1969-76v15-d67.xml"
"""The one whose player is looked at in every way in every run."""
PLAYED = "frus1969-76v15-d67.txt"
"""The one that foliate-js plays through."""
pytestmark = pytest.mark.timeout(3600)
"""Seconds: the first test of a run waits for all editions to be made."""


@dataclass(frozen=True)
class Case:
    """One document in one voice."""

    source: Path
    voiced: bool = False
    options: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.source.name}{'-voiced' if self.voiced else ''}"


def _cases() -> list[Case]:
    folder = corpus_folder()
    found = [(f"{name}{path.suffix}", path) for name, path in (sources(folder) if folder is not None else [])]
    hummed = [Case(path, options=EXCERPTS.get(key, ())) for key, path in found]
    return [*hummed, *(Case(path, True, VOICED[key]) for key, path in found if key in VOICED)]


CASES = _cases()
every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


@pytest.fixture(scope="module")
def made(corpus: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Path]:
    """The folder of each edition."""
    place = tmp_path_factory.mktemp("gold")
    sweep = bool(request.config.getoption("--sweep"))
    # What one command makes: options hold for all its sources, and two of one name cannot lie in one folder.
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in CASES:
        if case.voiced:
            how = ("--format", ",".join(TEXTS), *case.options)
        else:
            how = SWEPT if sweep else (*HUMMED, *case.options)
        groups.setdefault((case.source.suffix, *how), []).append(case)
    found = {}
    for number, ((_, *how), cases) in enumerate(groups.items()):
        folder = place / str(number)
        ran = run("make", *(c.source for c in cases), "-o", folder, "--plain", *how, timeout=3000)
        assert ran.code == 0, ran.err
        found |= {case: folder / case.source.stem for case in cases}
    return found


def book(folder: Path) -> Path:
    return folder / f"{folder.name}.epub"


# -- our own checks ---------------------------------------------------------------------------------------------------


@every
def test_check_proves_the_edition(
    case: Case, made: dict[Case, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without Java: EPUBCheck looks at all books at once below.
    monkeypatch.setenv("PATH", str(tmp_path))
    found = pipeline.check(made[case])
    assert [f.text for f in found if not f.ok] == []
    assert {f.what for f in found if f.unchecked} == {"epub"}


@every
def test_captions_and_transcript_have_their_form(case: Case, made: dict[Case, Path]) -> None:
    file = made[case] / made[case].name
    check_srt(file.with_name(f"{file.name}.srt").read_text("utf-8"))
    check_page(file.with_name(f"{file.name}.transcript.html").read_text("utf-8"))


# -- the official ones ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def epubchecked(made: dict[Case, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[Case, list[str]]:
    told = checkers.epubcheck([book(folder) for folder in made.values()], tmp_path_factory.mktemp("reports"))
    return dict(zip(made, told, strict=True))


@every
def test_epubcheck_says_nothing(case: Case, epubchecked: dict[Case, list[str]]) -> None:
    assert epubchecked[case] == []


@pytest.fixture(scope="module")
def captions(made: dict[Case, Path]) -> dict[Case, dict[str, Any]]:
    told = checkers.webvtt_all([folder / f"{folder.name}.vtt" for folder in made.values()])
    return dict(zip(made, told, strict=True))


@every
def test_the_webvtt_parser_finds_no_error(case: Case, captions: dict[Case, dict[str, Any]]) -> None:
    assert captions[case]["errors"] == []
    assert all(end > begin and voice and text.strip() for begin, end, voice, text in captions[case]["cues"])


@pytest.fixture(scope="module")
def parsed(made: dict[Case, Path]) -> dict[Case, tuple[dict[str, Any], dict[str, Any]]]:
    """EPUB and DAISY book of each edition, as Thorium reads them."""
    books = [place for folder in made.values() for place in (book(folder), folder / f"{folder.name}-daisy")]
    told = checkers.thorium_all(books)
    return dict(zip(made, zip(told[::2], told[1::2], strict=True), strict=True))


@every
def test_thorium_reads_every_clip_and_page(
    case: Case, made: dict[Case, Path], parsed: dict[Case, tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    told = edition(made[case])
    epub, daisy = parsed[case]
    assert len(epub["pars"]) == sum(c["end_ms"] > c["begin_ms"] for c in told["cues"])
    assert [title for title, _ in epub["pages"]] == [page["label"] for page in told["pages"]]
    read = Book(made[case] / f"{made[case].name}-daisy/ncc.html")
    assert [par["text"] for par in daisy["pars"]] == [par.text for par in read.pars]
    assert [title for title, _ in daisy["pages"]] == [page["label"] for page in told["pages"]]


PLAIN: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "no-preference"}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {}, "dark": {"color_scheme": "dark"}, "forced-colours": {"forced_colors": "active"},
    "reduced-motion": {"reduced_motion": "reduce"},
}  # fmt: skip


@every
def test_axe_finds_nothing_in_the_player_however_it_looks(
    case: Case, made: dict[Case, Path], browser: Any, request: pytest.FixtureRequest
) -> None:
    whole = bool(request.config.getoption("--sweep")) or case.id == LOOKED_AT
    file = made[case] / f"{made[case].name}-player.html"
    with opened(browser, file.as_uri()) as page:
        if whole:
            _look_at(page)
        else:
            assert checkers.axe(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "what is wider than the window"
        page.set_viewport_size({"width": 1280, "height": 800})
        # What is gone to is brought into sight, also where nothing was drawn before.
        for share in (0.1, 0.5, 0.9) if whole else (0.5,):
            page.evaluate("(share) => { audio.currentTime = share * audio.duration; }", share)
            until(page, f"Math.abs(audio.currentTime - {share} * audio.duration) < 0.1 && {IN_SIGHT}", 3)


def _look_at(page: Any) -> None:
    """In all six looks."""
    for name, look in LOOKS.items():
        page.emulate_media(**{**PLAIN, **look})
        page.wait_for_timeout(250)  # colours change gently
        assert checkers.axe(page) == [], name
    page.emulate_media(**PLAIN)
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(250)
    assert checkers.axe(page) == [], "320 px"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.click("[aria-controls=settings]")
    page.select_option("[data-set=theme]", "contrast")
    page.wait_for_timeout(250)
    assert checkers.axe(page) == [], "high contrast"


# -- what takes long --------------------------------------------------------------------------------------------------


@pytest.mark.sweep
@every
def test_axe_finds_nothing_in_the_transcript(case: Case, made: dict[Case, Path], browser: Any) -> None:
    tab = browser.new_page(bypass_csp=True)
    tab.goto((made[case] / f"{made[case].name}.transcript.html").as_uri())
    assert checkers.axe(tab) == []
    tab.close()


@pytest.mark.sweep
@every
def test_ace_finds_no_violation(case: Case, made: dict[Case, Path], tmp_path: Path) -> None:
    assert checkers.ace(book(made[case]), tmp_path) == []


@pytest.mark.sweep
def test_the_seed_is_played_through_in_order(made: dict[Case, Path], browser: Any) -> None:
    (its,) = (book(folder) for case, folder in made.items() if case.id == PLAYED)
    assert checkers.played_through(its, browser) == {"lit": in_order(its), "errors": []}
