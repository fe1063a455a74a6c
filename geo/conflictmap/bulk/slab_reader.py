"""From a file to slabs of checked rows, piece by piece, as the ordinary reader reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.bulk import pieces
from conflictmap.bulk.duplicate_ids import DeferredIds, Ids, SuspectIds, among, id_hashes
from conflictmap.bulk.parquet_batches import batches_of
from conflictmap.bulk.slab_columns import (
    among_texts,
    fatalities_of,
    further_columns,
    kept_columns,
    kept_events,
    known_sources,
    stands_alone,
)
from conflictmap.bulk.slabs import Slab, in_order, point_batch, region_counts, slab_of
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.text_hashes import hashes_of
from conflictmap.io.collect import Collected, events_of, only_rows
from conflictmap.io.rows import Row, id_of
from conflictmap.io.sources import is_generic
from conflictmap.io.sources.csv_table import Line, lines
from conflictmap.io.vector_checks import RegularColumns, columns_of, read_regular
from conflictmap.io.vector_csv import add_lines, ids_of
from conflictmap.joins.write import check_kept
from conflictmap.model.columns import CREDIT, NO_DAY
from conflictmap.model.events import Accounting
from conflictmap.model.region import exchanged
from conflictmap.model.source_terms import check_redistribution, with_sources, withheld
from conflictmap.places.sectors import KnownAreas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events
    from conflictmap.model.source_terms import Terms

_SWAPPED = "latitude and longitude look swapped"


@dataclass(kw_only=True)
class SlabReader:
    """Reads one file in pieces.

    Parameters
    ----------
    source
        The file.
    areas
        Polygons by id (WGS 84) that the column `where` may name.
    ids
        What knows the ids of the rows before.
    regional
        Whether the file is taken to be about the built-in region, so that points which lie there
        only with latitude and longitude exchanged are set aside.
    target
        What the rows will be written into, for messages.
    notes
        What was said of the file as a whole.
    for_count
        Whether the rows are to be counted, not written: their slabs carry fatalities, and who is
        part of whom, and no credit.
    keep
        Further columns that slabs carry.
    sources, withheld
        Which known sources the rows read name, and the terms of those that forbid to redistribute.
    """

    source: pieces.Input
    areas: Mapping[str, Any]
    ids: Ids
    regional: bool = False
    target: str = "the table"
    notes: dict[Problem, None] = field(default_factory=dict)
    for_count: bool = False
    keep: tuple[str, ...] = ()
    sources: set[str] = field(default_factory=set)
    withheld: dict[str, Terms] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = KnownAreas(self.areas)

    def slabs(self, at: Mapping[str, int]) -> Iterator[tuple[Slab, dict[str, int]]]:
        """Yield the slabs behind what an end of a slab says, and where each ends."""
        if self.source.kind == "parquet":
            return self.parquet(at=at["at"])
        return self.text(at=at["at"], line=at.get("line", 1))

    def text(self, *, at: int, line: int) -> Iterator[tuple[Slab, dict[str, int]]]:
        """Yield the slabs of a text from a byte and line on, and where each ends."""
        for piece in pieces.text_pieces(self.source, at=at, line=line):
            def moved(text: str, piece: pieces.TextPiece = piece) -> str:
                return piece.place(text)

            slab, _ = self._ordinary(piece.content, moved)
            yield slab, {"at": piece.after, "line": piece.line}

    def parquet(self, *, at: int) -> Iterator[tuple[Slab, dict[str, int]]]:
        """Yield the slabs of a Parquet file from a row on, and where each ends."""
        names = None
        for first, batch in batches_of(self.source, at):
            names = names or self.vector_names(batch.schema)
            slab = self.batch(batch, first, names)
            yield slab, {"at": first + batch.num_rows}

    def vector_names(self, schema: Any) -> dict[str, str]:
        """Return the columns by which rows are read all at once; none when they cannot be."""
        return (columns_of(schema) if self.source.is_regular else None) or {}

    def batch(self, batch: Any, first: int, names: dict[str, str]) -> Slab:
        """Return the rows of a batch of Parquet; FIRST is how many rows stand before it."""
        if not names:
            return self._rows(batch, np.arange(batch.num_rows), first)[0]
        if isinstance(self.ids, DeferredIds):
            self.ids.hashes.add(id_hashes(batch.column(names["id"]), first, self.source.stem))
        found = read_regular(batch, names)
        kept, regular = kept_columns(batch, names, self.keep, found)
        regular &= self._regular(found, first)
        if self.for_count:
            regular &= stands_alone(batch, names)
        rows = np.flatnonzero(regular)
        slab = self._regular_slab(found, rows, first)
        fatalities = fatalities_of(batch, names) if self.for_count else None
        slabs = [(rows, replace(
            slab, fatalities=None if fatalities is None else fatalities[rows],
            kept={name: _rows_of(column, rows, batch.num_rows) for name, column in kept.items()},
        ))]
        others = np.flatnonzero(~regular)
        if len(others):
            slab, numbers = self._rows(batch, others, first)
            slabs.append((numbers, slab))
        return in_order(slabs)

    def _regular(self, found: RegularColumns, first: int) -> NDArray[np.bool_]:
        """Return which rows of a batch need no look at each by itself."""
        regular, known = found.regular, self._source_texts(found)
        if known and not self.for_count:
            regular = regular & ~among_texts(found.sources, known)
        if isinstance(self.ids, SuspectIds) and len(self.ids.hashes):
            regular = regular & ~among(hashes_of(self._ids(found, first)), self.ids.hashes)
        if self.regional and is_generic(self.source.reader):
            regular = regular & ~exchanged(found.lon, found.lat)
        return regular

    def _source_texts(self, found: RegularColumns) -> list[str]:
        """Take note of the known sources of a batch; return the texts that name one."""
        texts = set(found.sources.unique().to_pylist())
        self.sources |= known_sources(texts)
        return [text for text in texts if known_sources([text])]

    def _ids(self, found: RegularColumns, first: int) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = found.texts["id"]
        if not pa.types.is_dictionary(ids.type):
            return ids
        numbers = pa.array(np.arange(first + 1, first + 1 + len(ids))).cast(pa.string())
        return pc.binary_join_element_wise(self.source.stem, numbers, "-")

    def _regular_slab(self, found: RegularColumns, rows: NDArray[np.int64], first: int) -> Slab:
        import pyarrow as pa

        def cut(values: Any) -> Any:
            return _rows_of(values, rows, len(found.regular))

        texts = {"event_id": cut(self._ids(found, first))}
        texts |= {name: cut(found.texts[name]) for name in ("title", "when", "type")}
        if not (self.for_count or pa.types.is_dictionary(found.texts[CREDIT].type)):
            texts[CREDIT] = cut(found.texts[CREDIT])
        lon, lat, day, radius = map(cut, (found.lon, found.lat, found.day, found.radius_m))
        points, inside, swapped = region_counts(lon, lat)
        dated, placed = day != NO_DAY, ~np.isnan(lat)
        return Slab(
            texts=texts, batch=point_batch(lon, lat, day, radius), stated=~np.isnan(radius),
            accounting=Accounting(
                read=len(rows), placed=int((dated & placed).sum()),
                unplaced=int((dated & ~placed).sum()), undated=int((~dated).sum())),
            points=points, inside=inside, swapped=swapped,
        )

    def _rows(
        self, batch: Any, rows: NDArray[np.int64], first: int
    ) -> tuple[Slab, NDArray[np.int64]]:
        """Return rows of a batch as the ordinary reader reads them, and which were kept."""
        import pyarrow as pa

        table = pa.Table.from_batches([batch]).take(pa.array(rows))

        def moved(text: str) -> str:
            word, _, number = text.rpartition(" ")
            return f"{word} {rows[int(number) - 1] + first + 1}" if word else text

        slab, kept = self._ordinary(as_parquet(table), moved)
        return slab, kept - first - 1

    def _ordinary(self, content: bytes, moved: Any) -> tuple[Slab, NDArray[np.int64]]:
        """Return a piece as the ordinary reader reads it, and the numbers of the rows kept."""
        notes: list[Problem] = []
        piece = (self._by_columns(content, moved) if self.source.is_table
                 else self._one_by_one(content, moved, notes))
        self.ids.add(piece.new_ids)
        events, credited = piece.events, self._credited(piece.events)
        out = sum(p.reason.startswith(_SWAPPED) for p in events.problems)
        slab = slab_of(credited, credited=credited.extra is not events.extra, taken_out=out,
                       for_count=self.for_count)
        numbers = np.array([int(t.rpartition(" ")[2]) for t in events["line"]], dtype=np.int64)
        return replace(slab, problems=slab.problems + self._of_rows(notes),
                       kept=kept_events(events, self.keep)), numbers

    def _of_rows(self, notes: Sequence[Problem]) -> tuple[Problem, ...]:
        """Return the notes on rows; those on the whole file are kept apart, each once."""
        self.notes |= dict.fromkeys(note for note in notes if not note.place)
        return tuple(note for note in notes if note.place)

    def _credited(self, events: Events) -> Events:
        """Return events with credits, if their terms let them be written; or note the terms."""
        if self.for_count:
            self.sources |= known_sources(set(events["sources"]))
            self.withheld |= {terms.key: terms for terms in withheld(events)}
            return events
        credited = with_sources(events)
        check_redistribution(credited, self.target)
        return credited

    def _one_by_one(self, content: bytes, moved: Any, notes: list[Problem]) -> _Piece:
        rows = list(self._moved(self.source.rows(content, self.source.name), moved, notes))
        ids = [id_of(row, self.source.stem) for row in rows if not row.broken]
        before = self.ids.before(ids)
        seen = set(before)
        return _Piece(events_of(
            rows, file=self.source.name, stem=self.source.stem, areas=self._known,
            swap_check=is_generic(self.source.reader), regional=self.regional, seen=seen,
        ), ids, before, seen)

    def _by_columns(self, content: bytes, moved: Any) -> _Piece:
        """Read a piece of a table: the regular rows together."""
        rows = [Line(moved(place), headers, cells)
                for place, headers, cells in lines(content, self.source.name)]
        ids = ids_of(rows, self.source.stem)
        before = self.ids.before(ids)
        found = Collected(file=self.source.name, stem=self.source.stem, areas=self._known,
                          swap_check=True, seen=set(before), room=len(rows))
        add_lines(found, iter(rows))
        return _Piece(found.events(regional=self.regional), ids, before, found.seen)

    def _moved(
        self, rows: Iterable[Row | Problem], moved: Any, notes: list[Problem]
    ) -> Iterator[Row]:
        """Yield the rows with their places in the file; what is said of the file goes to NOTES."""
        def placed() -> Iterator[Row | Problem]:
            for row in rows:
                yield replace(row, place=moved(row.place))

        yield from only_rows(placed(), notes, self.source.name)


class _Piece(NamedTuple):
    """The events of a piece, the ids of its rows, those that stood before it, and all seen."""

    events: Events
    ids: list[str]
    before: set[str]
    seen: set[str]

    @property
    def new_ids(self) -> list[str]:
        """The ids of the rows that were kept, each once, in the order of the file."""
        return [i for i in dict.fromkeys(self.ids) if i in self.seen and i not in self.before]


def _rows_of(values: Any, rows: NDArray[np.int64], n: int) -> Any:
    """Return rows of a column of N."""
    import pyarrow as pa

    if len(rows) == n:
        return values
    return values[rows] if isinstance(values, np.ndarray) else values.take(pa.array(rows))


def check_keep(source: pieces.Input, keep: Sequence[str]) -> None:
    """Refuse a column to keep that is not in a Parquet file, before it is read."""
    import pyarrow.parquet as pq

    if source.is_regular:
        check_kept(keep, further_columns(pq.read_schema(source.path)), source.name)
