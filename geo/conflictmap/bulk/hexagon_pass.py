"""A file that is too large for a page, as totals by hexagon, month and type: one pass over it."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.bulk import pieces
from conflictmap.bulk.hexagons import MOST, Hexagons
from conflictmap.bulk.passes import passed
from conflictmap.bulk.problem_log import Kept, first_problems
from conflictmap.formats.text_streams import text_stream
from conflictmap.io.any_table import Asked
from conflictmap.model.errors import EventsError, OutputError, Problem
from conflictmap.model.events import repeated
from conflictmap.model.limits import beyond, limits
from conflictmap.model.provenance import provenance_of_file
from conflictmap.model.source_terms import terms_of, with_sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflictmap.bulk.passes import Passed
    from conflictmap.bulk.slabs import Slab
    from conflictmap.model.events import Events

_CHUNK = 1 << 24


def too_large(path: str | Path) -> str:
    """Return what of a file is more than is read at once; nothing when it can be read whole.

    Only of files that can be read in pieces: Parquet, and tables as text.
    """
    file, bounds = Path(path), limits()
    try:
        source = _opened(file)
        rows = _rows(source)
    except (EventsError, OSError):  # the ordinary reader says what is wrong
        return ""
    if rows > bounds.rows:
        return beyond("rows", f"{rows:,} rows")
    if source.kind == "text":
        return ""  # it is read in blocks
    size = file.stat().st_size
    return beyond("file_bytes", f"{size:,} bytes") if size > bounds.file_bytes else ""


def _opened(path: Path) -> pieces.Input:
    """Return a file in pieces; one under our columns is taken as it stands, in one pass."""
    found = pieces.open_input(path)
    if found.encoding:
        raise EventsError(f"{path}: a text in {found.encoding} is shown whole, not as totals.")
    return found if found.is_lenient else replace(found, asked=Asked(strict=True))


def _rows(source: pieces.Input) -> int:
    """Return how many rows a Parquet file has, or how many lines a text."""
    if source.kind == "parquet":
        return pieces.size_of(source)
    count = 0
    if source.path.stat().st_size <= limits().rows and not source.packed:
        return 0  # fewer bytes than the rows that may be
    with text_stream(source.path, packed=source.packed) as stream:
        while chunk := stream.read(_CHUNK):
            count += chunk.count(b"\n")
            if count > limits().rows + 1:
                break
    return count


class _Sink:
    """Totals of the rows of slabs; rows that are totals themselves are left out and counted."""

    def __init__(self) -> None:
        self.hexagons = Hexagons(most=min(MOST, limits().rows))
        self.left_out = 0

    def add(self, slab: Slab) -> None:
        """Add the rows of a slab."""
        if not len(slab):
            return
        keep = np.ones(len(slab), dtype=bool)
        if "role" in slab.texts:
            keep = np.isin(slab.texts["role"].to_pylist(), ["", "event"])
        self.left_out += int((~keep).sum())
        weight = np.ones(len(slab), np.int64) if slab.weight is None else slab.weight
        self.hexagons.add(slab.batch, slab.texts["type"].to_pylist(), slab.fatalities, weight, keep)


def hexagon_totals(
    path: str | Path, *, areas: Mapping[str, Any], said: str, swap_check: bool = True
) -> Events:
    """Return a file of any size as totals by hexagon, month and type.

    Parameters
    ----------
    path
        Parquet, or a table as text (CSV, GDELT, UCDP, ACLED), plain or `.gz`.
    areas
        Polygons by id (WGS 84) that the column `where` may name.
    said
        Why it is not shown event by event.
    swap_check
        As `read_events` takes it.

    Returns
    -------
    Events
        One for each total, `stands_for` says of how many events; the accounting is of the rows.

    Raises
    ------
    OutputError
        When a source forbids redistributing what a hexagon says.
    """
    source = _opened(Path(path))
    with tempfile.TemporaryDirectory() as scratch, closing(Kept(Path(scratch))) as kept:
        done = passed(source, _Sink, areas=areas, kept=kept, scratch=Path(scratch),
                      swap_check=swap_check)
        problems = first_problems(kept, done.notes).problems
    _check(done)
    events = done.sink.hexagons.events(name=source.name)
    events = replace(events, columns={
        **events.columns, "sources": repeated(" ".join(done.sources), len(events))})
    note = Problem(
        file=source.name, place="", field="", value="", level="warning",
        reason=f"{said.split('. ')[0]}: {done.accounting.read:,} rows are shown as"
               f" {len(events):,} totals by hexagon, month and type"
               + (f"; {done.sink.left_out:,} rows that are totals themselves are left out"
                  if done.sink.left_out else ""),
        fix=f"Nothing; for each event by itself: {said.partition('. ')[2]}",
    )
    return with_sources(replace(
        events, problems=(*problems, note), accounting=done.accounting,
        provenance=(provenance_of_file(source.path, rows=done.accounting.read),),
    ))


def _check(done: Passed[Any]) -> None:
    """Refuse what must not be redistributed: a hexagon may hold one event."""
    found = [terms for terms in map(terms_of, done.sources) if terms and not terms.redistributable]
    for terms in (*found, *done.withheld.values()):
        raise OutputError(
            f"the page: would hand out what single rows of {terms.name} say, which its terms forbid"
            f" ({terms.licence}). Split the file, by year say, and use --aggregate."
        )
