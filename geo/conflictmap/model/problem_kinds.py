"""Problems of like kind, counted: a file with a million rows has few kinds of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflictmap.model.errors import printable, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflictmap.model.errors import Problem

#: What differs between problems of one kind: numbers, and what stands in quotes.
_VARIES = re.compile(r"'[^']*'|\d[\d,.]*")
#: Kinds that are told apart; the problems of further ones are only counted.
_MOST = 10_000
#: As many of one kind are listed one by one.
_FEW = 3
#: What is done with a bound of a source that contradicts its best estimate: no reader mends it.
LEFT_OUT = "The bound was left out; the best estimate stands."
_Key = tuple[str, str, str, str]


class ProblemKinds:
    """Counts problems by kind, and keeps the first few of each.

    >>> from conflictmap.model.errors import Problem
    >>> kinds = ProblemKinds()
    >>> for i in range(5):
    ...     kinds.add([Problem(file="a.csv", place=f"line {i + 2}", field="high", value=str(i),
    ...                        reason=f"below the best ({i + 1})", fix="Look.")])
    >>> kinds.lines(first=2)
    ["a.csv: 5 rows: high: below the best (1): Look.; first: line 2, '0'"]
    """

    def __init__(self) -> None:
        self.total = 0
        self._count: dict[_Key, int] = {}
        self._first: dict[_Key, list[Problem]] = {}

    def add(self, problems: Iterable[Problem]) -> None:
        """Count problems."""
        for problem in problems:
            self.total += 1
            key = (problem.file, problem.field, _VARIES.sub("#", problem.reason), problem.level)
            if key not in self._count and len(self._count) == _MOST:
                continue
            self._count[key] = self._count.get(key, 0) + 1
            first = self._first.setdefault(key, [])
            if len(first) < _FEW:
                first.append(problem)

    def lines(self, *, first: int = 20) -> list[str]:
        """Return a line for each kind with many problems, and one for each other problem.

        At most FIRST lines, and one that counts the problems that these do not tell of.
        """
        found: list[str] = []
        told = 0
        for key, count in self._count.items():
            some = self._first[key]
            lines = [_sum(some[0], count)] if count > _FEW else list(map(str, some))
            lines = lines[: first - len(found)]
            told += count if count > _FEW and lines else len(lines)
            found += lines
        return [*found, f"… and {self.total - told:,} more"] if told < self.total else found


def _sum(problem: Problem, count: int) -> str:
    """Return how many problems there are like this one, which is the first."""
    parts = (problem.file, f"{count:,} rows" if problem.place else f"{count:,} times",
             problem.field, problem.reason, problem.fix)
    at = ", ".join(filter(None, (problem.place, quoted(problem.value))))
    return printable(": ".join(filter(None, parts)) + (f"; first: {at}" if at else ""))


def summed(problems: Iterable[Problem], *, first: int | None = 20) -> list[str]:
    """Return lines on problems: each by itself where they are few, else those of a kind as one.

    Without FIRST each is listed. What asks nothing of the reader is summed where others are few.
    """
    every = list(problems)
    if first is None:
        return list(map(str, every))
    kinds = ProblemKinds()
    if len(every) <= first:
        kinds.add(problem for problem in every if problem.fix == LEFT_OUT)
        return [*(str(p) for p in every if p.fix != LEFT_OUT), *kinds.lines(first=first)]
    kinds.add(every)
    return kinds.lines(first=first)
