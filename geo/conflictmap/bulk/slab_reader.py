"""From a file to slabs of checked rows, piece by piece, as the ordinary reader reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.bulk.duplicate_ids import DeferredIds, Ids, SuspectIds, among, id_hashes
from conflictmap.bulk.parquet_batches import batches_of
from conflictmap.bulk.regular_slabs import RegularRows, regular_slab
from conflictmap.bulk.slab_columns import further_columns, kept_events, known_sources
from conflictmap.bulk.slabs import Slab, in_order, slab_of
from conflictmap.bulk.understood import understood_in
from conflictmap.formats.arrow_text import as_strings, filled, numbers_of, one_text, texts_of
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.text_hashes import hashes_of
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.column_rules import is_blank
from conflictmap.io.given_points import without_radius
from conflictmap.io.meaning.tables import rows_of
from conflictmap.io.read_events import further_name
from conflictmap.io.rows import Row, id_of
from conflictmap.io.sources import is_generic
from conflictmap.io.text_tables import notes_on
from conflictmap.io.vector_checks import columns_of
from conflictmap.io.vector_csv import row_batch, ruled
from conflictmap.joins.write import ALL
from conflictmap.model.columns import CREDIT
from conflictmap.model.source_terms import MARKS, check_redistribution, with_sources, withheld
from conflictmap.places.sectors import KnownAreas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.bulk import pieces
    from conflictmap.io.text_tables import Part, TextTables
    from conflictmap.io.vector_csv import RuledTable
    from conflictmap.io.vector_rows import RowBatch
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
        self.notes |= dict.fromkeys(self.source.remarks)
        return self.source.of_one_content(
            self.any_table(at) if self.source.is_lenient else
            self.parquet(at=at["at"]) if self.source.kind == "parquet" else
            self.text(at=at["at"], line=at.get("line", 1)))

    def text(self, *, at: int, line: int) -> Iterator[tuple[Slab, dict[str, int]]]:
        """Yield the slabs of a text from a byte and line on, and where each ends."""
        with self.source.tables() as tables:
            self.notes |= dict.fromkeys(tables.remarks)
            for part in tables.parts(at=at, line=line, further=self._further()):
                end = {"at": part.block.after, "line": part.block.line}
                yield self._of_text(part, tables), end
            if at == 0:
                self.notes |= dict.fromkeys(notes_on(tables))

    def any_table(self, at: Mapping[str, int]) -> Iterator[tuple[Slab, dict[str, int]]]:
        """Yield the slabs of a table of any columns, as they were understood in a pass before."""
        found = understood_in(self.source, self._known)
        self.notes |= dict.fromkeys(found.whole.remarks)
        for table, done, end in found.pieces(at):
            rows = list(rows_of(done.table, table))
            ids = [id_of(row, self.source.stem) for row in rows if not row.broken]
            piece = self._events(rows, ids, self.ids.before(ids))
            yield self._slab(piece, list(done.table.remarks)), end

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
        ids = self._ids(batch, names, first)
        odd = np.zeros(batch.num_rows, dtype=bool)
        if isinstance(self.ids, SuspectIds) and len(self.ids.hashes):
            odd = among(hashes_of(ids), self.ids.hashes)
        slab, rows = regular_slab(self._asked(
            data=batch, names=names, further=further_columns(batch.schema), ids=ids, odd=odd),
            self._credited)
        slabs = [(rows, slab)]
        others = np.setdiff1d(np.arange(batch.num_rows), rows, assume_unique=True)
        if len(others):
            slab, numbers = self._rows(batch, others, first)
            slabs.append((numbers, slab))
        return in_order(slabs)

    def _asked(self, **rows: Any) -> RegularRows:
        """Return rows with what is wanted of them."""
        return RegularRows(
            **rows, keep=self.keep, for_count=self.for_count, areas=self._known,
            swap_check=self.regional and is_generic(self.source.reader),
            as_given=self.source.as_given)

    def _ids(self, batch: Any, names: Mapping[str, str], first: int) -> Any:
        """Return the ids of a batch, made of the rows' numbers where there are none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if "id" in names:
            return filled(as_strings(batch.column(names["id"])))
        numbers = numbers_of(np.arange(first + 1, first + 1 + batch.num_rows)).cast(pa.string())
        return pc.binary_join_element_wise(one_text(self.source.stem), numbers, one_text("-"))

    def _rows(
        self, batch: Any, rows: NDArray[np.int64], first: int
    ) -> tuple[Slab, NDArray[np.int64]]:
        """Return rows of a batch as the ordinary reader reads them, and which were kept."""
        import pyarrow as pa

        table = pa.Table.from_batches([batch]).take(numbers_of(rows))

        def moved(text: str) -> str:
            word, _, number = text.rpartition(" ")
            return f"{word} {rows[int(number) - 1] + first + 1}" if word else text

        slab, kept = self._ordinary(as_parquet(table), moved)
        return slab, kept - first - 1

    def _ordinary(self, content: bytes, moved: Any) -> tuple[Slab, NDArray[np.int64]]:
        """Return rows as the ordinary reader reads them, and the numbers of those kept."""
        notes: list[Problem] = []
        piece = self._one_by_one(content, moved, notes)
        numbers = [int(t.rpartition(" ")[2]) for t in piece.events["line"]]
        return self._slab(piece, notes), np.array(numbers, dtype=np.int64)

    def _of_text(self, part: Part, tables: TextTables) -> Slab:
        """Return rows of a text: the regular ones together."""
        of = ruled(part, tables, self.source.stem, further=self._further())
        before = self.ids.before(of.ids)
        batch = row_batch(of, before)
        slab, rows = self._regular_text(of, batch)
        every = len(rows) == len(of.ids)
        kept = of.ids if every else [of.ids[row] for row in rows.tolist()]
        self.ids.add(kept)
        notes = self._of_rows(list(of.notes()))
        if not every:
            slab = self._with_others(of, slab, rows, before | set(kept))
        return replace(slab, problems=slab.problems + notes)

    def _regular_text(self, of: RuledTable, batch: RowBatch) -> tuple[Slab, NDArray[np.int64]]:
        """Return the regular rows of a text, and which they are."""
        further = {further_name(name): column for name, column in batch.further.items()}
        names = {**batch.names, **({CREDIT: further[CREDIT]} if CREDIT in further else {})}
        return regular_slab(self._asked(
            data=batch.data, names=names, further=further, odd=batch.odd, short=batch.short,
            typed=batch.typed, ids=texts_of(of.ids), marks=self._marks(batch)), self._credited)

    def _with_others(
        self, of: RuledTable, slab: Slab, rows: NDArray[np.int64], before: set[str]
    ) -> Slab:
        """Return the regular ROWS, and the others as the rules for single rows read them."""
        others = np.setdiff1d(np.arange(len(of.ids)), rows, assume_unique=True).tolist()
        piece = self._events(map(of.row, others), [of.ids[row] for row in others], before)
        lines = {of.table.place(row): row for row in others}
        numbers = np.array([lines[line] for line in piece.events["line"]], dtype=np.int64)
        return in_order([(rows, slab), (numbers, self._slab(piece, []))])

    def _marks(self, batch: RowBatch) -> tuple[str, ...]:
        """Return the columns that say by themselves whose rows these are."""
        return tuple(mark for mark in MARKS if mark in batch.further
                     and not is_blank(batch.data.column(batch.further[mark])))

    def _further(self) -> frozenset[str] | None:
        """Return the further columns of a text that are needed; None for all."""
        if ALL in self.keep:
            return None
        names = {*self.keep, *(name.removeprefix("source_") for name in self.keep)}
        return frozenset({CREDIT, *MARKS, *names})

    def _slab(self, piece: _Piece, notes: list[Problem]) -> Slab:
        """Return the events of a piece as a slab."""
        self.ids.add(piece.new_ids)
        events, given = without_radius(piece.events) if self.source.as_given else (piece.events, 0)
        credited = self._credited(events)
        out = sum(p.reason.startswith(_SWAPPED) for p in events.problems)
        slab = slab_of(credited, credited=credited.extra is not events.extra, taken_out=out,
                       for_count=self.for_count, given=given)
        return replace(slab, problems=slab.problems + self._of_rows(notes),
                       kept=kept_events(events, self.keep))

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
        return self._events(rows, ids, self.ids.before(ids))

    def _events(self, rows: Iterable[Row], ids: list[str], before: set[str]) -> _Piece:
        seen = set(before)
        return _Piece(events_of(
            rows, file=self.source.name, stem=self.source.stem, areas=self._known,
            swap_check=is_generic(self.source.reader), regional=self.regional, seen=seen,
            strict=not self.source.is_lenient,
        ), ids, before, seen)

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
