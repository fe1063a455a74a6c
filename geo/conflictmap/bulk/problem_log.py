"""What went wrong with rows, kept on disk: as many problems as there are, in bounded memory."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from conflictmap.formats.files import replaced
from conflictmap.io.rejects import rejects_head, rejects_line
from conflictmap.model.errors import Problem
from conflictmap.model.problem_kinds import ProblemKinds, summed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

#: Kinds of problems, in the order in which they are listed: of cells and rows, and of exchanged
#: numbers, which are known only when the whole file has been read.
KINDS = ("problems", "swapped")
#: Problems that are kept for messages, and lines on them.
SHOWN, LISTED = 100, 20


class Shown(NamedTuple):
    """The first problems, how many there are, and lines on all of them, those of a kind as one."""

    problems: tuple[Problem, ...]
    troubles: int
    lines: tuple[str, ...]


def kind_of(problem: Problem) -> str:
    """Return the kind of a problem."""
    return KINDS["look swapped" in problem.reason]


def line_of(problem: Problem) -> str:
    """Return a problem as a line of text."""
    return json.dumps({**vars(problem), "row": dict(problem.row)}) + "\n"


def read_back(lines: Iterable[str]) -> Iterator[Problem]:
    """Yield the problems that stand on lines."""
    for line in lines:
        yield Problem(**json.loads(line))


class Kept:
    """Problems in scratch files, in the order in which they are listed."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            kind: tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115
            for kind in KINDS
        }

    def add(self, problems: Iterable[Problem]) -> None:
        """Keep problems."""
        for problem in problems:
            self._files[kind_of(problem)].write(line_of(problem))

    def clear(self) -> None:
        """Forget all problems."""
        for file in self._files.values():
            file.seek(0)
            file.truncate()

    def __iter__(self) -> Iterator[Problem]:
        for file in self._files.values():
            file.seek(0)
            yield from read_back(file)

    def close(self) -> None:
        """Remove the scratch files."""
        for file in self._files.values():
            file.close()


def first_problems(
    problems: Iterable[Problem], notes: Iterable[Problem]
) -> Shown:
    """Return the first problems, NOTES on the whole file before all, and how many there are."""
    shown = list(notes)
    kinds = ProblemKinds()
    kinds.add(shown)
    for problem in problems:
        kinds.add((problem,))
        if len(shown) < SHOWN:
            shown.append(problem)
    few = kinds.total <= LISTED
    lines = summed(shown, first=LISTED) if few else kinds.lines(first=LISTED)
    return Shown(tuple(shown), kinds.total, tuple(lines))


def write_rejects(problems: Callable[[], Iterable[Problem]], path: Path) -> int:
    """Write the rows that were set aside, if there are any, and return how many.

    PROBLEMS gives all problems, from the first on, each time that it is called.
    """
    count, columns = 0, dict[str, None]()
    for problem in _rows(problems()):
        count += 1
        columns |= dict.fromkeys(problem.row)
    if count:
        head, names = rejects_head(columns)
        with replaced(path) as out:
            out.write(head)
            for problem in _rows(problems()):
                out.write(rejects_line(problem, names))
    return count


def _rows(problems: Iterable[Problem]) -> Iterator[Problem]:
    return (problem for problem in problems if problem.level == "error" and problem.row)
