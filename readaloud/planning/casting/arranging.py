"""The assignment itself: people and voices as numbers, no two near voices among those who are heard together.

Finding the largest least distance is a bottleneck assignment on a graph, which is NP-hard in general (with one scene it is
the max–min dispersion problem, with one distance it is graph colouring). So a threshold is raised as long as a search
finds an assignment that holds it: first the person with the fewest voices left, as in DSATUR (Brélaz 1979, Communications
of the ACM 22:4), with all steps counted, never timed, so that every machine finds the same. All numbers are integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readaloud.planning.casting.polishing import polished
from readaloud.planning.casting.problem import ENOUGH, Problem, bits, least_of

_WORK = 50_000
"""Steps of one search for an assignment; about 10 ms."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Voices for people."""

    voices: tuple[int, ...]
    """For each person; -1 for those for whom none was left."""
    least: int
    """Least distance between two who are heard together and of whom one was placed here; `ENOUGH` where it is more."""
    shared: bool
    """Whether people who are never heard together have one voice."""

    @property
    def left(self) -> tuple[int, ...]:
        """People without a voice."""
        return tuple(i for i, voice in enumerate(self.voices) if voice < 0)


def arrange(problem: Problem) -> Arrangement:
    """The voices of all; each of another voice if there are enough, else only those who are heard together."""
    given, shared = problem, False
    found = _raised(problem, distinct=True)
    if found is None:
        shared = True
        found = _raised(problem, distinct=False)
    if found is None:
        # Even so they are too few: those who say least go without, the others are arranged among themselves.
        served = _served(problem)
        problem = _without(problem, served)
        greedy = [served.get(i, len(given.ranks)) for i in range(len(given.domains))]
        found = _raised(problem, distinct=False) or greedy
    voices = polished(problem, found, least_of(problem, found), distinct=not shared)
    count = len(given.ranks)
    return Arrangement(tuple(v if v < count else -1 for v in voices), least_of(problem, voices), shared)


def _raised(problem: Problem, *, distinct: bool) -> list[int] | None:
    """The assignment with the largest least distance that the search finds; None if there is none at all."""
    best = None if distinct and _too_few(problem) else _search(problem, 1, distinct)
    if best is None:
        return None
    steps = sorted({d for row in problem.distances for d in row if 1 < d < ENOUGH})
    highest = max((d for row in problem.distances for d in row), default=0)
    steps += [ENOUGH] if highest >= ENOUGH else []
    low, high = 0, len(steps)
    first = True
    while low < high:
        # Most documents have few speakers, and the last step is theirs.
        middle = high - 1 if first else (low + high) // 2
        first = False
        if steps[middle] <= least_of(problem, best):
            low = middle + 1
            continue
        found = _search(problem, steps[middle], distinct)
        if found is None:
            high = middle
        else:
            best, low = found, middle + 1
    return best


def _near(problem: Problem, threshold: int) -> list[int]:
    """For each voice those that may not be heard with it, itself included."""
    return [
        sum(1 << u for u, d in enumerate(row) if d < threshold or u == v) for v, row in enumerate(problem.distances)
    ]


def _search(problem: Problem, threshold: int, distinct: bool) -> list[int] | None:
    """An assignment in which all who are heard together are `threshold` apart; None if the steps do not find one."""
    near = _near(problem, threshold)
    count = len(problem.domains)
    voices = [-1] * count
    domains = list(problem.domains)
    work = 0
    stack: list[tuple[int, list[int], list[int]]] = []
    for i in problem.fixed:
        voices[i] = problem.domains[i].bit_length() - 1
    for i in problem.fixed:
        if not _assign(problem, near, domains, voices, i, voices[i], distinct):
            return None
    while True:
        i = _next(domains, voices, problem.weights)
        if i < 0:
            return voices
        values = bits(domains[i])
        mates = [domains[j] for j in problem.partners[i] if voices[j] < 0]
        work += count + len(values) * (1 + len(mates))
        # The voice that leaves most to the others comes first, then the better one.
        kept = {v: sum((mate & ~near[v]).bit_count() for mate in mates) for v in values}
        values.sort(key=lambda v: (problem.misfits[i][v], -kept[v], problem.ranks[v]), reverse=True)
        stack.append((i, values, domains))
        while stack:
            i, values, before = stack[-1]
            voices[i] = -1
            if not values:
                stack.pop()
                continue
            domains = list(before)
            if _assign(problem, near, domains, voices, i, values.pop(), distinct):
                break
            work += count
        if not stack or work > _WORK:
            return None


def _next(domains: Sequence[int], voices: Sequence[int], weights: Sequence[int]) -> int:
    """The person with the fewest voices left, of several the one who says most; -1 when all have one."""
    found, fewest = -1, 0
    for i, voice in enumerate(voices):
        if voice < 0:
            left = domains[i].bit_count()
            if found < 0 or left < fewest or (left == fewest and weights[i] > weights[found]):
                found, fewest = i, left
    return found


def _too_few(problem: Problem) -> bool:
    """Whether people who can only have the same voices are more than these (Hall's condition, for the sets there are)."""
    own = [domain for i, domain in enumerate(problem.domains) if i not in problem.fixed]
    return any(sum(not domain & ~all_ for domain in own) > all_.bit_count() for all_ in set(own))


def _assign(
    problem: Problem, near: Sequence[int], domains: list[int], voices: list[int], i: int, voice: int, distinct: bool
) -> bool:
    """Gives a voice and takes it and those near it from the others; False when somebody is left without any."""
    voices[i] = voice
    if distinct:
        for k, left in enumerate(domains):
            if voices[k] < 0 and left >> voice & 1:
                domains[k] = left & ~(1 << voice)
                if not domains[k]:
                    return False
    for j in problem.partners[i]:
        if voices[j] < 0:
            domains[j] &= ~near[voice]
            if not domains[j]:
                return False
    return True


def _served(problem: Problem) -> dict[int, int]:
    """A voice for as many as there are voices, those who say most first."""
    found: dict[int, int] = {i: problem.domains[i].bit_length() - 1 for i in problem.fixed}
    uses = [0] * len(problem.ranks)
    for i in sorted(range(len(problem.domains)), key=lambda i: (-problem.weights[i], i)):
        if i in found:
            continue
        heard = {found[j] for j in problem.partners[i] if j in found}
        free = [v for v in bits(problem.domains[i]) if v not in heard]
        if free:
            found[i] = min(free, key=lambda v: (problem.misfits[i][v], uses[v], problem.ranks[v]))
            uses[found[i]] += 1
    return found


def _without(problem: Problem, served: dict[int, int]) -> Problem:
    """The problem of those who are served; the others ask for nothing and are nobody's partners."""
    count = len(problem.domains)
    partners = [[j for j in problem.partners[i] if j in served] if i in served else [] for i in range(count)]
    silent = 1 << len(problem.ranks)  # a voice of no meaning, far from all, for those who go without
    far = [[*row, ENOUGH] for row in problem.distances] + [[ENOUGH] * (len(problem.ranks) + 1)]
    return Problem(
        [problem.domains[i] if i in served else silent for i in range(count)],
        partners,
        far,
        problem.weights,
        [{j: tie for j, tie in problem.ties[i].items() if j in served} if i in served else {} for i in range(count)],
        [*problem.ranks, 0],
        [[*row, 0] for row in problem.misfits],
        problem.fixed | {i for i in range(count) if i not in served},
    )
