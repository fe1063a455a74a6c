"""What a command says: problems, the accounting line, and a progress bar on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from conflictmap.model.errors import Problem, listed, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


def account(problems: Sequence[Problem], accounting: str) -> None:
    """Say on stderr what went wrong, and last where every row went."""
    for line in listed(problems):
        typer.echo(line, err=True)
    typer.echo(accounting, err=True)


def keep_rejects(problems: Sequence[Problem], path: Path) -> None:
    """Write the rows that were set aside, and say where they are."""
    from conflictmap.io.rejects import write_rejects

    count = write_rejects(problems, path)
    if count:
        typer.echo(f"set aside: {plain(str(path))}: {count} rows; mended, they read back", err=True)


def troubles_of(done: Any, aside: Path) -> list[str]:
    """Return lines on what went wrong in pieces, the last on where every row went."""
    shown = done.problems[:20]
    lines = [str(problem) for problem in shown]
    if done.rejects:
        lines.insert(0, f"set aside: {plain(str(aside))}: {done.rejects} rows; mended, they read"
                        " back")
    if done.troubles > len(shown):
        lines.append(f"… and {done.troubles - len(shown)} more")
    return [*lines, str(done.accounting)]


@contextmanager
def progress(stages: int) -> Iterator[Callable[[str], None]]:
    """Give a function to call at each stage: it moves a bar on a terminal, elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=stages)
        yield lambda word: bar.update(task, advance=1, description=word)


@contextmanager
def share_bar(word: str) -> Iterator[Callable[[float], None]]:
    """Give a function that takes the share done, 0 to 1: it moves a bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (word, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(word, total=1.0)
        yield lambda share: bar.update(task, completed=share)
