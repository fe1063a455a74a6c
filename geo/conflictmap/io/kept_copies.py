"""Copies of pages that a user holds, WACZ or plain, compared with what the sources name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from conflictmap.formats.files import is_file, is_folder, read_bytes
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import ConflictMapError, EventsError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflictmap.model.events import Source


@dataclass(frozen=True, kw_only=True)
class Copies:
    """How many sources name a copy, how many copies are as named, and what is wrong with others."""

    sources: int
    named: int
    verified: int
    problems: tuple[Problem, ...] = field(default=())

    def __str__(self) -> str:
        """Say it in a line."""
        return (f"copies: {self.sources} sources, {self.named} name one, {self.verified} as named, "
                f"{len(self.problems)} problems")


def check_copies(sources: Mapping[str, Source], folder: str | Path) -> Copies:
    """Compare the copies of pages in a folder with the SHA-256 that the sources name.

    Parameters
    ----------
    sources
        Those of `Events.sources`: `archive_path` below the folder, `archive_sha256` in hexadecimal,
        `captured_at` as an EDTF date or a time of one day.
    folder
        Where the copies lie.

    Raises
    ------
    EventsError
        When there is no such folder.
    """
    if not is_folder(folder):
        raise EventsError(f"{folder}: no such folder. Name the one that holds the copies.")
    named = {name: source for name, source in sources.items() if source.archive_path}
    faults = [list(_faults(name, source, Path(folder))) for name, source in named.items()]
    return Copies(
        sources=len(sources), named=len(named), verified=faults.count([]),
        problems=(*_lone_hashes(sources), *chain.from_iterable(faults)))


def _lone_hashes(sources: Mapping[str, Source]) -> Iterable[Problem]:
    for name, source in sources.items():
        if source.archive_sha256 and not source.archive_path:
            yield _problem(name, "archive_sha256", source.archive_sha256, "no archive_path",
                           "Name the file of the copy too.")


def _faults(name: str, source: Source, folder: Path) -> Iterable[Problem]:
    path = PurePosixPath(source.archive_path)
    if path.is_absolute() or ".." in path.parts or "\\" in source.archive_path:
        yield _problem(name, "archive_path", source.archive_path, "leads out of the folder",
                       "Give a path below it.")
        return
    if not is_file(folder / path):
        yield _problem(name, "archive_path", source.archive_path, "no such file",
                       "Put the copy there, or empty the cell.")
        return
    content = read_bytes(folder / path, error=ConflictMapError)
    digest = hashlib.sha256(content).hexdigest()
    if digest != source.archive_sha256.lower():
        yield _problem(name, "archive_sha256", source.archive_sha256, f"the file has {digest}",
                       "The copy was changed, or the cell is of another.")
    if not _is_day(source.captured_at):
        yield _problem(name, "captured_at", source.captured_at, "not a day or time",
                       "Write 2026-11-30 or 2026-11-30T10:00:00Z.")


def _is_day(text: str) -> bool:
    try:
        parse_when(text.partition("T")[0])
    except ValueError:
        return False
    return True


def _problem(name: str, column: str, value: str, reason: str, fix: str) -> Problem:
    return Problem(file="sources.csv", place=name, field=column, value=value, reason=reason,
                   fix=fix, level="warning")
