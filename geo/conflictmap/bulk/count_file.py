"""Counting a file of any size: one pass, sums and the wholes with their parts in memory."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.claims_view import COLUMNS as MEASURES
from conflictmap.analysis.count import words_of
from conflictmap.analysis.counter import SEVERAL, Batch, Counter
from conflictmap.analysis.sums import Members
from conflictmap.bulk import pieces
from conflictmap.bulk.layer_joins import joins_of
from conflictmap.bulk.passes import passed
from conflictmap.bulk.problem_log import Kept, first_problems, write_rejects
from conflictmap.formats.arrow_text import as_coded, values_of
from conflictmap.io.any_table import Asked
from conflictmap.joins import areas
from conflictmap.joins.lines import REACH_M
from conflictmap.model.interval import interval_of
from conflictmap.model.layer import areas_of
from conflictmap.model.outputs import ShortRepr
from conflictmap.places.layer_files import layer_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.analysis.count import By, Window
    from conflictmap.analysis.part_whole import Count
    from conflictmap.bulk.slabs import Slab
    from conflictmap.joins.result import LayerJoin
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Accounting
    from conflictmap.model.interval import Interval
    from conflictmap.model.layer import Layer


@dataclass(frozen=True, kw_only=True, repr=False)
class Counted(ShortRepr):
    """The counts of a file, where its rows went, and what went wrong.

    `problems` are the first hundred; all of them are counted in `troubles`, and told of in `lines`,
    those of a kind as one. `rejects` rows that were set aside are in the table of rejects.
    `reading` says what the columns of a text were taken for that may have any.
    """

    counts: tuple[Count, ...]
    accounting: Accounting
    problems: tuple[Problem, ...]
    troubles: int
    rejects: int
    lines: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


def count_file(
    path: str | Path, layers: Sequence[Layer | str] = (), *, by: By = None, window: Window = None,
    reach_m: float = REACH_M, rejects: str | Path | None = None, trust_ids: bool = False,
    strict: bool = False, columns: Mapping[str, str | tuple[str, ...]] | None = None,
    gazetteer: str | Path = "", encoding: str = "", points_as_given: bool = False,
    moved: Callable[[float], None] = lambda _: None,
) -> Counted:
    """Count the events of a file of any size, in one pass and in bounded memory.

    The counts are those of `count(read_events(path), joined=join(…))`.

    Parameters
    ----------
    path
        Parquet, or a table as text (CSV, GDELT, UCDP, ACLED), plain or `.gz`.
    layers
        Layers of areas or lines to count by, or ids of built-in ones; each is counted by itself.
        The column `where` may name their areas.
    by
        `area`, `year`, `type`, or several of them; by default one count for all.
    window
        Half-open days; by default all.
    reach_m
        How near to a line, in metres, an event counts as on it.
    rejects
        Where rows go that were set aside; by default nowhere.
    trust_ids
        Whether to take it that no id is a duplicate.
    strict, columns, gazetteer, encoding, points_as_given
        As `read_events` takes them.
    moved
        Is called with the share of the input that has been read, from 0 to 1.

    Raises
    ------
    EventsError, LayerError
        When the input cannot be read, a layer cannot be joined, or too many rows are wholes,
        parts or reports of a total (the limit `rows`).
    ValueError
        When `by` holds another word, such as `actor`, which is counted in memory alone, or `area`
        without a layer.
    """
    _check_pieces(words_of(by))
    words, span, source = words_of(by), interval_of(window), pieces.open_input(
        path, encoding=encoding, as_given=points_as_given, asked=Asked(
            strict=strict, columns=columns or {}, gazetteer=str(gazetteer)))
    chosen = layer_list(layers)
    if "area" in words and not chosen:
        raise ValueError("count by area needs a layer")
    joins = joins_of(source, chosen if "area" in words else (), reach_m=reach_m)
    with tempfile.TemporaryDirectory() as scratch, closing(Kept(Path(scratch))) as kept:
        done = passed(
            source, lambda: _Counting(words, span, joins), areas=areas_of(chosen), kept=kept,
            scratch=Path(scratch), trust_ids=trust_ids, moved=moved)
        written = 0 if rejects is None else write_rejects(lambda: kept, Path(rejects))
        reading, notes = source.said(done.notes, done.counts["given"])
        shown = first_problems(kept, notes)
    return Counted(counts=done.sink.counter.counts(), accounting=done.accounting,
                   problems=shown.problems, troubles=shown.troubles, rejects=written,
                   lines=shown.lines, reading=reading)


def _check_pieces(words: Sequence[str]) -> None:
    """Raise ValueError at a word by which only `count` counts."""
    found = [word for word in words if word in SEVERAL]
    if found:
        raise ValueError(f"by: '{found[0]}' is counted in memory alone, not in pieces")


class _Counting:
    """Counts slabs, by the areas of layers and by type."""

    def __init__(self, words: Sequence[str], span: Interval, joins: Sequence[LayerJoin]) -> None:
        self.words, self.joins = words, joins
        self.counter = Counter(words, span, [one.layer.id for one in joins] or [""])

    def add(self, slab: Slab) -> None:
        """Add the rows of a slab."""
        self.counter.add(_batch(slab), list(self._members(slab)))

    def _members(self, slab: Slab) -> Iterator[list[Members]]:
        """Yield for each layer the areas of the rows, and their types."""
        types = [_types(slab.texts["type"])] if "type" in self.words else []
        for one in self.joins:
            found = one.join(slab.batch)
            area, certainty = found["area"].astype(np.int64), found["certainty"]
            known = np.isin(certainty, [areas.INSIDE, areas.POSSIBLE])
            yield [Members(names=list(map(str, found.names[:-1])),
                           codes=np.where(known, area, -1),
                           sure=certainty == areas.INSIDE), *types]
        if not self.joins:
            yield types


def _types(texts: Any) -> Members:
    import pyarrow as pa

    if not pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_encode()
    return Members(names=[str(name) for name in texts.dictionary.to_pylist()],
                   codes=values_of(texts.indices).astype(np.int64))


def _batch(slab: Slab) -> Batch:
    """Return a slab as a batch to count, with the wholes and parts among its rows."""
    start, end = slab.batch.start, slab.batch.end
    related, tree = _related(slab), None
    if related is not None:
        fatalities = np.full((len(slab), 3), np.nan) if slab.fatalities is None else slab.fatalities
        tree = {name: _objects(slab.texts[name])[related] for name in ("event_id", "part_of")}
        role = _objects(slab.texts["role"])[related]
        tree |= {"role": np.where(role == "", "event", role), "start": start[related],
                 "end": end[related]}
        tree |= {name: fatalities[related, i] for i, name in enumerate(MEASURES)}
        weight = np.ones(len(slab)) if slab.weight is None else slab.weight
        tree["stands_for"] = weight[related].astype(np.float64)
    return Batch(start=start, end=end, fatalities=slab.fatalities, related=related, tree=tree,
                 weight=slab.weight)


def _related(slab: Slab) -> NDArray[np.bool_] | None:
    """Return which rows are wholes, parts or reports of a total; None when none is."""
    if "role" not in slab.texts:
        return None
    found = _other_than(slab.texts["role"], "", "event") | _other_than(slab.texts["part_of"], "")
    return found if found.any() else None


def _other_than(texts: Any, *words: str) -> NDArray[np.bool_]:
    """Return which texts are none of some words; each different text is looked at once."""
    coded = as_coded(texts)
    other = np.array([text not in words for text in coded.dictionary.to_pylist()], dtype=bool)
    return np.asarray(other[values_of(coded.indices)])


def _objects(texts: Any) -> NDArray[Any]:
    found: NDArray[Any] = texts.to_numpy(zero_copy_only=False)
    return found
