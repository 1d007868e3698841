"""Those who are to be cast together: voices and people become a problem of numbers, and its answer a cast with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from readaloud.errors import EngineError
from readaloud.model import Cast, Casting, Speaker, Voice
from readaloud.planning.casting.arranging import Arrangement, arrange
from readaloud.planning.casting.distances import BAR, Distances
from readaloud.planning.casting.fitting import WORST, misfit, wishes
from readaloud.planning.casting.presence import Presence
from readaloud.planning.casting.problem import Problem
from readaloud.planning.casting.shifting import base_of, variants

_GIVE_WAY = ((1, 2 * BAR), (2, BAR), (3, BAR))
"""Misfits that are taken as long as the least distance is less, and is greater for it. An old voice for somebody of untold
age is heard as no fault; one of another gender than the company's is, so only a listener who could not tell who speaks
is worth it."""
_POOL = 60
"""Voices of one gender that are looked at, the preferred ones first, unless there are more people: some engines have a
thousand."""


class Stage:
    """The speakers of one script, or of many documents, while they are being cast."""

    def __init__(
        self, speakers: Sequence[Speaker], there: Presence, language: str, voices: Sequence[Voice],
        pinned: Mapping[str, Voice], named: Collection[str] = (),
    ) -> None:  # fmt: skip
        """`there` tells who is heard with whom. EngineError when somebody can have no voice at all."""
        self._speakers = speakers
        self._named = named
        self._there = there
        self._wishes = wishes(speakers, there)
        self._pinned = {s.id: pinned[s.id] for s in speakers if s.id in pinned}
        own = {v.id: v for v in sorted(voices, key=lambda v: (v.order, v.id))}
        self._pool = _best(tuple(own.values()), len(speakers))
        self._voices = list({v.id: v for v in (*self._pool, *self._pinned.values())}.values())
        self._apart = Distances()
        self._made: dict[tuple[tuple[int, int], ...], tuple[Voice, ...]] = {}
        self._nearest: dict[str, tuple[int, str]] = {}
        for speaker in speakers:
            if speaker.id not in self._pinned and not self._fits(speaker, WORST):
                what = f"the {speaker.role}" if speaker.role else "speakers"
                raise EngineError(
                    f"There is no voice for {what} in the language {language!r}.",
                    tip=f"Add a profile with roles = [{speaker.role!r}] to voices/." if speaker.role else "",
                )

    def cast(self) -> Cast:
        """A voice for everybody."""
        found = self._arrangement()
        castings: dict[str, Casting] = {}
        for speaker, number in zip(self._speakers, found.voices, strict=True):
            if number >= 0:
                castings[speaker.id] = self._casting(speaker, self._voices[number], found)
        for number in sorted(found.left, key=lambda i: (-self._there.words[self._speakers[i].id], i)):
            speaker = self._speakers[number]
            castings[speaker.id] = self._shifted(speaker, castings)
        told = (castings[s.id] for s in self._speakers)
        return Cast(tuple(replace(c, named=True) if c.speaker in self._named else c for c in told))

    def _arrangement(self) -> Arrangement:
        """Voices that fit as well as can be, unless those that fit less bring a gain that is heard."""
        problem = self._problem(0)
        best = arrange(problem)
        for limit, enough in _GIVE_WAY:
            if not best.left and best.least >= enough:
                continue
            wider = self._problem(limit)
            if wider.domains != problem.domains:
                problem, found = wider, arrange(wider)
                if (len(found.left), -min(found.least, enough)) < (len(best.left), -min(best.least, enough)):
                    best = found
        return best

    # -- the problem --------------------------------------------------------------------------------------------------

    def _fits(self, speaker: Speaker, limit: int) -> dict[int, int]:
        """The voices that a speaker may be given, each with how ill it fits; where none fits at all, any."""
        if speaker.id in self._pinned:
            return {next(i for i, v in enumerate(self._voices) if v.id == self._pinned[speaker.id].id): 0}
        usable = [(i, v) for i, v in enumerate(self._pool) if speaker.role in v.roles]
        if speaker.role:
            return {i: 0 for i, _ in usable}
        wish = self._wishes[speaker.id]
        graded = {i: ill for i, v in usable if (ill := misfit(wish, v)) is not None}
        if not graded:
            return {i: WORST for i, _ in usable}
        limit = max(limit, min(graded.values()))
        return {i: ill for i, ill in graded.items() if ill <= limit}

    def _problem(self, limit: int) -> Problem:
        numbers = {s.id: i for i, s in enumerate(self._speakers)}
        fits = [self._fits(speaker, limit) for speaker in self._speakers]
        partners = [
            [numbers[p] for p in sorted(self._there.partners[s.id], key=numbers.__getitem__)] for s in self._speakers
        ]
        return Problem(
            [sum(1 << v for v in fit) for fit in fits],
            partners,
            [[self._apart.of(a, b) for b in self._voices] for a in self._voices],
            self._weights(),
            self._ties(numbers),
            range(len(self._voices)),
            [[fit.get(v, WORST) for v in range(len(self._voices))] for fit in fits],
            self._settled(fits, numbers),
        )

    def _settled(self, fits: Sequence[Mapping[int, int]], numbers: Mapping[str, int]) -> frozenset[int]:
        """Those whose voice is no question: chosen by a person, or the only one of a role. How near two of them are must
        not keep the others from being further apart.
        """
        chosen = {numbers[id] for id in self._pinned}
        taken = [next(iter(fits[i])) for i in chosen]
        for speaker in self._speakers:
            fit = tuple(fits[i := numbers[speaker.id]])
            if speaker.role and i not in chosen and len(fit) == 1 and fit[0] not in taken:
                chosen.add(i)
                taken.append(fit[0])
        return frozenset(chosen)

    def _weights(self) -> list[int]:
        words = [self._there.words[s.id] for s in self._speakers]
        return [1000 * said // (sum(words) or 1) for said in words]

    def _ties(self, numbers: Mapping[str, int]) -> list[dict[int, int]]:
        """Half by how often two answer each other, half by how much both say who share a scene."""
        answers, total = self._there.answers, sum(self._there.answers.values()) or 1
        ties: list[dict[int, int]] = []
        weights = self._weights()
        for i, speaker in enumerate(self._speakers):
            mine: dict[int, int] = {}
            for partner in self._there.partners[speaker.id]:
                j = numbers[partner]
                turns = 500 * answers.get(frozenset((speaker.id, partner)), 0) // total
                mine[j] = 1 + turns + min(weights[i], weights[j]) // 2
            ties.append(dict(sorted(mine.items())))
        return ties

    # -- what is told -------------------------------------------------------------------------------------------------

    def _casting(self, speaker: Speaker, voice: Voice, found: Arrangement) -> Casting:
        if speaker.id in self._pinned:
            return Casting(speaker.id, voice, "as the cast file says", pinned=True)
        if speaker.role:
            return Casting(speaker.id, voice, f"kept for the {speaker.role}")
        told = self._told(speaker, voice)
        number = self._voices.index(voice)
        others = [
            s.name or s.id
            for s, v in zip(self._speakers, found.voices, strict=True)
            if v == number and s.id != speaker.id and s.id not in self._there.partners[speaker.id]
        ]
        if others:
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            return Casting(speaker.id, voice, f"{told}shared with {others[0]}{more}, never heard in the same scene")
        return Casting(speaker.id, voice, f"{told}chosen to be unlike all others in the same scenes")

    def _told(self, speaker: Speaker, voice: Voice) -> str:
        wish = self._wishes[speaker.id]
        if misfit(wish, voice) == 0:
            return f"{wish.why}; " if wish.why else ""
        if not wish.why:
            return "no other voice is left; "
        return f"{wish.why}, would fit better, but too few are left; "

    # -- more speakers than voices ------------------------------------------------------------------------------------

    def _shifted(self, speaker: Speaker, castings: Mapping[str, Casting]) -> Casting:
        """A voice at another pitch and rate, as far as can be from all who are heard with the speaker, up to the bar."""
        heard = {c.voice.id: c.voice for c in castings.values() if c.speaker in self._there.partners[speaker.id]}
        best, chosen = -1, None
        for variant in self._variants(speaker):
            # Whom a variant was too near before it still is, if heard again: with hundreds that settles nearly all.
            least, near = self._nearest.get(variant.id, (BAR, ""))
            if variant.id in heard or (near in heard and least <= best):
                continue
            least, near = self._nearest[variant.id] = self._apart.nearest(variant, heard.values(), best + 1)
            if least > best:
                best, chosen = least, variant
            if best == BAR:
                break
        if chosen is None:
            raise EngineError(
                f"There are too few voices for the {len(heard) + 1} speakers who are heard together with {speaker.name!r}.",
                tip="Add profiles to voices/, or give some speakers one voice in cast.toml.",
            )
        told = f"kept for the {speaker.role}" if speaker.role else self._wishes[speaker.id].why
        why = f"more speakers than voices: {base_of(chosen)} at another pitch and rate, and the name is spoken"
        return Casting(speaker.id, chosen, f"{told}; {why}" if told else why, named=not speaker.role)

    def _variants(self, speaker: Speaker) -> tuple[Voice, ...]:
        """What can be made of the voices that fit: the best fitting first, then those that are moved least."""
        fits = self._fits(speaker, WORST)
        key = tuple(fits.items())
        if key not in self._made:
            found = [
                (ill, moved, number, variant.id, variant)
                for number, ill in fits.items()
                for moved, variant in variants(self._voices[number])
            ]
            self._made[key] = tuple(variant for *_, variant in sorted(found, key=lambda item: item[:4]))
        return self._made[key]


def _best(voices: Sequence[Voice], people: int) -> tuple[Voice, ...]:
    """Of an engine with very many voices only as many as can be needed."""
    count: Counter[str] = Counter()
    found = []
    for voice in voices:
        count[voice.gender] += "" in voice.roles
        if "" not in voice.roles or count[voice.gender] <= max(_POOL, people):
            found.append(voice)
    return tuple(found)
