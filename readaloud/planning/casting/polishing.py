"""Exchanges after the least distance is settled: better voices for those who say more, more distance for those who talk."""

from __future__ import annotations

from collections.abc import Sequence

from readaloud.planning.casting.problem import Problem, bits

_WORK = 400_000
"""Steps, counted so that every machine does the same; about 100 ms."""
_RANK = 10
"""What a place in the list of voices costs, for each thousandth of the words. To two who talk with each other alone, twice
the distance from two bars on is worth ten places for each, from four bars on six, from eight on three."""
_MISFIT = 1_000_000
"""What a voice costs that fits less well, for each thousandth of the words: more than any gain in rank and distance, and most
for those who say most."""
_REUSE = 2_000
"""What a voice costs that somebody has in another scene, for each thousandth of the words of the one who says less."""


def polished(problem: Problem, voices: Sequence[int], least: int, *, distinct: bool) -> list[int]:
    """The same or a better assignment, in which nobody who is heard together is nearer than `least`."""
    return _Exchange(problem, list(voices), least, distinct).done()


class _Exchange:
    def __init__(self, problem: Problem, voices: list[int], least: int, distinct: bool) -> None:
        self._p, self._voices, self._distinct = problem, voices, distinct
        least = max(least, 1)
        self._near = [
            sum(1 << u for u, d in enumerate(row) if d < least or u == v) for v, row in enumerate(problem.distances)
        ]
        # Of two distances the smaller one matters: what nearness costs is the reciprocal.
        self._nearness = [[100_000 // (d + 25) for d in row] for row in problem.distances]
        self._users: list[list[int]] = [[] for _ in problem.ranks]
        for i, voice in enumerate(voices):
            self._users[voice].append(i)
        self._movable = [i for i in range(len(voices)) if i not in problem.fixed]
        self._movable.sort(key=lambda i: (-problem.weights[i], i))
        self._work = 0

    def done(self) -> list[int]:
        better = True
        while better and self._work < _WORK:
            better = False
            for i in self._movable:
                better = self._moved(i) or better
            for at, i in enumerate(self._movable):
                for j in self._movable[at + 1 :]:
                    if self._work > _WORK:
                        break
                    better = self._swapped(i, j) or better
        return self._voices

    def _moved(self, i: int) -> bool:
        """Gives one person the best voice that is free for it; whether it is another."""
        free = self._p.domains[i] & ~self._taken(i, -1)
        if self._distinct:
            for voice in bits(free):
                if any(user != i for user in self._users[voice]):
                    free &= ~(1 << voice)
        mine = self._voices[i]
        best, voice = min(((self._cost(i, v, -1), v) for v in bits(free | 1 << mine)), default=(0, mine))
        if voice == mine or best >= self._cost(i, mine, -1):
            return False
        self._put(i, voice)
        return True

    def _swapped(self, i: int, j: int) -> bool:
        a, b = self._voices[i], self._voices[j]
        self._work += 1
        if a == b or not self._p.domains[i] >> b & 1 or not self._p.domains[j] >> a & 1:
            return False
        if self._taken(i, j) >> b & 1 or self._taken(j, i) >> a & 1:
            return False
        # Their own distance stays what it is.
        before = self._cost(i, a, j) + self._cost(j, b, i)
        if self._cost(i, b, j) + self._cost(j, a, i) >= before:
            return False
        self._put(i, b)
        self._put(j, a)
        return True

    def _put(self, i: int, voice: int) -> None:
        self._users[self._voices[i]].remove(i)
        self._voices[i] = voice
        self._users[voice].append(i)

    def _taken(self, i: int, but: int) -> int:
        taken = 0
        for j in self._p.partners[i]:
            if j != but:
                taken |= self._near[self._voices[j]]
        self._work += len(self._p.partners[i])
        return taken

    def _cost(self, i: int, voice: int, but: int) -> int:
        p, near, voices = self._p, self._nearness[voice], self._voices
        cost = _RANK * p.weights[i] * p.ranks[voice] + _MISFIT * (10 + p.weights[i]) * p.misfits[i][voice]
        ties = p.ties[i]
        self._work += len(ties) + 1
        for j, tie in ties.items():
            if j != but:
                cost += tie * near[voices[j]]
        if not self._distinct:
            for k in self._users[voice]:
                if k not in (i, but):
                    cost += _REUSE * (1 + min(p.weights[i], p.weights[k]))
        return cost
