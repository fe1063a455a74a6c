"""From a file to slabs of checked rows, piece by piece, as the ordinary reader reads them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.bulk import pieces
from conflictmap.bulk.duplicate_ids import Awaited, Doubtful, Hashed, Ids, Trusted, among
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
from conflictmap.formats.arrow_text import as_strings
from conflictmap.formats.parquet import as_parquet
from conflictmap.formats.text_hashes import hashes_of
from conflictmap.io.collect import events_of, only_rows
from conflictmap.io.read_events import KnownAreas
from conflictmap.io.rows import Row, id_of
from conflictmap.io.sources import is_generic
from conflictmap.io.vector_checks import PlainColumns, columns_of, is_dense, read_plain
from conflictmap.joins.write import check_kept
from conflictmap.model.columns import CREDIT, NO_DAY
from conflictmap.model.events import Accounting
from conflictmap.model.region import exchanged
from conflictmap.model.source_terms import check_hand_on, with_sources, withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from conflictmap.model.errors import Problem
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
        return (columns_of(schema) if _is_plain(self.source) else None) or {}

    def batch(self, batch: Any, first: int, names: dict[str, str]) -> Slab:
        """Return the rows of a batch of Parquet; FIRST is how many rows stand before it."""
        if not names:
            return self._rows(batch, np.arange(batch.num_rows), first)[0]
        if isinstance(self.ids, Awaited):
            self.ids.hashes.add(_id_hashes(batch.column(names["id"]), first, self.source.stem))
        found = read_plain(batch, names)
        plain = found.plain & stands_alone(batch, names) if self.told else found.plain.copy()
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

    def _ids(self, found: PlainColumns, first: int) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = found.texts["id"]
        if not pa.types.is_dictionary(ids.type):
            return ids
        numbers = pa.array(np.arange(first + 1, first + 1 + len(ids))).cast(pa.string())
        return pc.binary_join_element_wise(self.source.stem, numbers, "-")

    def _plain_slab(self, found: PlainColumns, rows: NDArray[np.int64], first: int) -> Slab:
        import pyarrow as pa

        def cut(values: Any) -> Any:
            return _rows_of(values, rows, len(found.plain))

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
        rows = list(self._moved(self.source.rows(content, self.source.name), moved, notes))
        ids = [id_of(row, self.source.stem) for row in rows if not row.broken]
        before = self.ids.before(ids)
        seen = set(before)
        events = events_of(
            rows, file=self.source.name, stem=self.source.stem, areas=self._known,
            swap_check=is_generic(self.source.reader), regional=self.regional, seen=seen,
        )
        self.ids.add([i for i in dict.fromkeys(ids) if i in seen and i not in before])
        self.notes |= dict.fromkeys(note for note in notes if not note.place)
        placed = tuple(note for note in notes if note.place)
        out = sum(p.reason.startswith(_SWAPPED) for p in events.problems)
        credited = events if self.told else with_sources(events)
        if self.told:
            self.sources |= known_sources(set(events["sources"]))
            self.withheld |= {terms.key: terms for terms in withheld(events)}
        else:
            check_hand_on(credited, self.target)
        slab = slab_of(credited, credited=credited.extra is not events.extra, taken_out=out,
                       told=self.told)
        numbers = np.array([int(t.rpartition(" ")[2]) for t in events["line"]], dtype=np.int64)
        kept = kept_events(events, self.keep)
        return replace(slab, problems=slab.problems + placed, kept=kept), numbers

    def _moved(
        self, rows: Iterable[Row | Problem], moved: Any, notes: list[Problem]
    ) -> Iterator[Row]:
        """Yield the rows with their places in the file; what is said of the file goes to NOTES."""
        def placed() -> Iterator[Row | Problem]:
            for row in rows:
                yield replace(row, place=moved(row.place))

        yield from only_rows(placed(), notes, self.source.name)


def _rows_of(values: Any, rows: NDArray[np.int64], n: int) -> Any:
    """Return rows of a column of N."""
    import pyarrow as pa

    if len(rows) == n:
        return values
    return values[rows] if isinstance(values, np.ndarray) else values.take(pa.array(rows))


def _is_plain(source: pieces.Input) -> bool:
    """Return whether a file is Parquet under the standard columns."""
    return source.kind == "parquet" and source.reader.NAME == "parquet" and not source.mapping


def check_keep(source: pieces.Input, keep: Sequence[str]) -> None:
    """Refuse a column to keep that is not in a Parquet file, before it is read."""
    import pyarrow.parquet as pq

    if _is_plain(source):
        check_kept(keep, further_columns(pq.read_schema(source.path)), source.name)


def ids_for(source: pieces.Input, folder: Path, *, trust: bool, doubt: bool = False) -> Ids:
    """Return what finds the ids of a file that stand twice.

    DOUBT is whether it is known that some do: the ids are then looked through first.
    """
    import pyarrow.parquet as pq

    if trust:
        return Trusted()
    if not _is_plain(source):
        return Hashed()
    names = columns_of(pq.read_schema(source.path))
    if names is None:
        return Hashed()
    if "id" not in names:
        return Trusted()  # ids are made of the rows' numbers
    awaited = Awaited(folder)
    if not doubt:
        return awaited
    with closing(awaited):
        for first, batch in batches_of(source, columns=[names["id"]]):
            awaited.hashes.add(_id_hashes(batch.column(0), first, source.stem))
        return awaited.doubtful() or Trusted()


def _id_hashes(column: Any, first: int, stem: str) -> Any:
    """Return the hashes of ids; a blank one is made of the row's number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = as_strings(column).fill_null("")
    blank = pc.less_equal(pc.binary_length(ids), 0) if is_dense(ids) else pc.equal(
        pc.utf8_trim_whitespace(ids), "")
    if pc.any(blank).as_py():
        numbers = pa.array(np.arange(first + 1, first + 1 + len(ids))).cast(pa.string())
        ids = pc.if_else(blank, pc.binary_join_element_wise(stem, numbers, "-"), ids)
    return hashes_of(ids)
