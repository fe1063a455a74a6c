"""From a file to slabs of checked rows, piece by piece, as the ordinary reader reads them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from conflictmap.bulk import pieces
from conflictmap.bulk.duplicate_ids import Awaited, Doubtful, Ids, among, id_hashes
from conflictmap.bulk.parquet_batches import batches_of
from conflictmap.bulk.slab_columns import (
    among_texts,
    further_columns,
    kept_columns,
    kept_events,
    known_sources,
    stands_alone,
    tolls_of,
)
from conflictmap.bulk.slabs import Slab, laid_out, plain_batch, region_counts, slab_of
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.text_hashes import hashes_of
from conflictmap.io.collect import Collected, events_of, only_rows
from conflictmap.io.read_events import KnownAreas
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
    told
        Whether the rows are to be counted, not written: their slabs carry tolls, and who is part
        of whom, and no credit.
    keep
        Further columns that slabs carry.
    sources, withheld
        Which known sources the rows read name, and the terms of those that must not be handed on.
    """

    source: pieces.Input
    areas: Mapping[str, Any]
    ids: Ids
    regional: bool = False
    target: str = "the table"
    notes: dict[Problem, None] = field(default_factory=dict)
    told: bool = False
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
            names = names or self.plain_names(batch.schema)
            slab = self.batch(batch, first, names)
            yield slab, {"at": first + batch.num_rows}

    def plain_names(self, schema: Any) -> dict[str, str]:
        """Return the columns by which rows are read all at once; none when they cannot be."""
        return (columns_of(schema) if self.source.is_regular else None) or {}

    def batch(self, batch: Any, first: int, names: dict[str, str]) -> Slab:
        """Return the rows of a batch of Parquet; FIRST is how many rows stand before it."""
        if not names:
            return self._rows(batch, np.arange(batch.num_rows), first)[0]
        if isinstance(self.ids, Awaited):
            self.ids.hashes.add(id_hashes(batch.column(names["id"]), first, self.source.stem))
        found = read_regular(batch, names)
        plain = found.regular & stands_alone(batch, names) if self.told else found.regular.copy()
        texts = set(found.sources.unique().to_pylist())
        self.sources |= known_sources(texts)
        known = [] if self.told else [text for text in texts if known_sources([text])]
        if known:
            plain &= ~among_texts(found.sources, known)
        if isinstance(self.ids, Doubtful) and len(self.ids.twice):
            plain &= ~among(hashes_of(self._ids(found, first)), self.ids.twice)
        kept, fine = kept_columns(batch, names, self.keep, found)
        plain &= fine
        if self.regional and is_generic(self.source.reader):
            plain &= ~exchanged(found.lon, found.lat)
        rows = np.flatnonzero(plain)
        slab = self._plain_slab(found, rows, first)
        tolls = tolls_of(batch, names) if self.told else None
        slabs = [(rows, replace(
            slab, tolls=None if tolls is None else tolls[rows],
            kept={name: _rows_of(column, rows, batch.num_rows) for name, column in kept.items()},
        ))]
        others = np.flatnonzero(~plain)
        if len(others):
            slab, numbers = self._rows(batch, others, first)
            slabs.append((numbers, slab))
        return laid_out(slabs)

    def _ids(self, found: RegularColumns, first: int) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = found.texts["id"]
        if not pa.types.is_dictionary(ids.type):
            return ids
        numbers = pa.array(np.arange(first + 1, first + 1 + len(ids))).cast(pa.string())
        return pc.binary_join_element_wise(self.source.stem, numbers, "-")

    def _plain_slab(self, found: RegularColumns, rows: NDArray[np.int64], first: int) -> Slab:
        import pyarrow as pa

        def cut(values: Any) -> Any:
            return _rows_of(values, rows, len(found.regular))

        texts = {"event_id": cut(self._ids(found, first))}
        texts |= {name: cut(found.texts[name]) for name in ("title", "when", "type")}
        if not (self.told or pa.types.is_dictionary(found.texts[CREDIT].type)):
            texts[CREDIT] = cut(found.texts[CREDIT])
        lon, lat, day, radius = map(cut, (found.lon, found.lat, found.day, found.radius_m))
        points, inside, swapped = region_counts(lon, lat)
        dated, placed = day != NO_DAY, ~np.isnan(lat)
        return Slab(
            texts=texts, batch=plain_batch(lon, lat, day, radius), stated=~np.isnan(radius),
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
        if self.source.is_table:
            events, ids, before, seen = self._by_columns(content, moved)
        else:
            events, ids, before, seen = self._one_by_one(content, moved, notes)
        self.ids.add([i for i in dict.fromkeys(ids) if i in seen and i not in before])
        self.notes |= dict.fromkeys(note for note in notes if not note.place)
        placed = tuple(note for note in notes if note.place)
        out = sum(p.reason.startswith(_SWAPPED) for p in events.problems)
        credited = events if self.told else with_sources(events)
        if self.told:
            self.sources |= known_sources(set(events["sources"]))
            self.withheld |= {terms.key: terms for terms in withheld(events)}
        else:
            check_redistribution(credited, self.target)
        slab = slab_of(credited, credited=credited.extra is not events.extra, taken_out=out,
                       told=self.told)
        numbers = np.array([int(t.rpartition(" ")[2]) for t in events["line"]], dtype=np.int64)
        kept = kept_events(events, self.keep)
        return replace(slab, problems=slab.problems + placed, kept=kept), numbers

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
        """Read a piece of a table: the rows that are plain together."""
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
