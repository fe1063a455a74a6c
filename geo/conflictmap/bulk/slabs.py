"""A slab: some rows of events as columns, with all that the join and its table need of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.analysis.claims_view import COLUMNS as MEASURES
from conflictmap.formats.arrow_text import numbers_of, texts_of
from conflictmap.joins.batch import Batch, batch_of
from conflictmap.model.columns import CREDIT, NO_DAY, NUMERIC
from conflictmap.model.events import Accounting
from conflictmap.model.region import region_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

#: Columns of text that a slab carries as Arrow arrays; of `credit` see `Slab`.
CARRIED = ("event_id", "title", "when", "type")
#: What of a slab is counted over a file.
COUNTS = ("points", "inside", "swapped", "elsewhere", "named", "given")
#: Columns of text that slabs to be counted carry: whether a row is a whole, or part of one.
COUNTED = ("role", "part_of")


@dataclass(frozen=True, kw_only=True)
class Slab:
    """Rows of events, in the order of the file, without those that were set aside.

    `texts` holds an Arrow array for each name in `CARRIED`, and `credit` where rows have one;
    `credited` says whether credits were found by the sources of the rows. `stated` says which
    places state how exact they are. `points`, `inside`, `swapped`, `elsewhere` count
    points as `region_counts` does; `named` are rows with the name of a place and no place, `given`
    those that were taken at their points although their source does not say how precise they are.
    `fatalities`
    has the columns low, best and high, NaN where unknown; None when no row states any. Slabs to be
    counted carry the texts in `COUNTED` too, where not all rows are single events. `kept` holds the
    further columns that are written, by name: Arrow texts, or numbers with NaN. `weight` is how
    many events each row of a slab to be counted stands for; None says that each is one.
    """

    texts: dict[str, Any]
    batch: Batch
    stated: NDArray[np.bool_]
    accounting: Accounting
    problems: tuple[Problem, ...] = ()
    credited: bool = False
    points: int = 0
    inside: int = 0
    swapped: int = 0
    elsewhere: int = 0
    named: int = 0
    given: int = 0
    fatalities: NDArray[np.float64] | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    weight: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.batch)

    @property
    def counts(self) -> dict[str, int]:
        """What is counted over a file, and the rows that were set aside."""
        return {**{name: getattr(self, name) for name in COUNTS},
                "set_aside": self.accounting.set_aside}

    @property
    def needed_credit(self) -> str:
        """How the column `credit` is made: `computed`, `column` as it stands, or not at all."""
        return "computed" if self.credited else "column" if CREDIT in self.texts else ""


def slab_of(
    events: Events, *, credited: bool, taken_out: int = 0, for_count: bool = False, given: int = 0
) -> Slab:
    """Return events as a slab; TAKEN_OUT rows more had latitude and longitude exchanged.

    FOR_COUNT is whether the slab is to be counted; GIVEN is that of the slab.
    """
    names = CARRIED + COUNTED if for_count else CARRIED
    texts = {name: texts_of(events[name]) for name in names}
    if CREDIT in events.extra:
        texts[CREDIT] = texts_of(events.extra[CREDIT])
    counts: dict[str, Any] = region_counts(events["lon"], events["lat"])
    for name in ("points", "swapped"):
        counts[name] += taken_out
    return Slab(
        texts=texts, batch=batch_of(events), accounting=events.accounting, credited=credited,
        stated=~np.isnan(events["radius_m"]) | (events["where"] != ""), problems=events.problems,
        **counts, named=int(((events["place"] != "") & ~events.placed).sum()), given=given,
        fatalities=np.column_stack([events[name] for name in MEASURES]) if for_count else None,
        weight=events.weight if for_count else None,
    )


def in_order(parts: Sequence[tuple[NDArray[np.int64], Slab]]) -> Slab:
    """Return slabs as one; each comes with the numbers of its rows, by which rows are ordered."""
    if len(parts) == 1:
        return parts[0][1]
    order = np.argsort(np.concatenate([rows for rows, _ in parts]), kind="stable")
    slabs = [slab for _, slab in parts]
    return Slab(
        texts=_texts(slabs, order), kept=_kept(slabs, order),
        batch=_batches(_each(slabs, "batch"), order),
        stated=np.concatenate(_each(slabs, "stated"))[order],
        accounting=sum(_each(slabs, "accounting"), Accounting()),
        problems=tuple(chain.from_iterable(_each(slabs, "problems"))),
        credited=any(_each(slabs, "credited")),
        **{name: sum(_each(slabs, name)) for name in COUNTS},
        fatalities=_filled(slabs, "fatalities", lambda n: np.full((n, 3), np.nan), order),
        weight=_filled(slabs, "weight", lambda n: np.ones(n, dtype=np.int64), order),
    )


def _each(slabs: Sequence[Slab], name: str) -> list[Any]:
    return [getattr(slab, name) for slab in slabs]


def _texts(slabs: Sequence[Slab], order: NDArray[np.int64]) -> dict[str, Any]:
    """Return the texts of slabs; credits that were found replace those that the file holds."""
    names = dict.fromkeys(chain.from_iterable(_each(slabs, "texts")))
    found = any(_each(slabs, "credited"))
    without = {CREDIT: None}
    texts = [slab.texts | without if found and not slab.credited else slab.texts for slab in slabs]
    return {name: _text(slabs, [own.get(name) for own in texts], order) for name in names}


def _kept(slabs: Sequence[Slab], order: NDArray[np.int64]) -> dict[str, Any]:
    """Return the further columns of slabs."""
    columns = _each(slabs, "kept")
    return {
        name: np.concatenate([own[name] for own in columns])[order] if name in NUMERIC
        else _text(slabs, [own.get(name) for own in columns], order)
        for name in dict.fromkeys(chain.from_iterable(columns))
    }


def _text(slabs: Sequence[Slab], columns: Sequence[Any], order: NDArray[np.int64]) -> Any:
    """Return a column of texts of several slabs in order; empty where a slab has none."""
    import pyarrow as pa

    return pa.chunked_array([
        texts_of([""] * len(slab)) if column is None else column.cast(pa.string())
        for slab, column in zip(slabs, columns, strict=True)
    ], type=pa.string()).combine_chunks().take(numbers_of(order))


def _filled(
    slabs: Sequence[Slab], name: str, blank: Callable[[int], Any], order: NDArray[np.int64]
) -> Any:
    """Return numbers of several slabs in order, BLANK where one has none; None when all lack."""
    columns = _each(slabs, name)
    if all(column is None for column in columns):
        return None
    return np.concatenate([
        blank(len(slab)) if column is None else column
        for slab, column in zip(slabs, columns, strict=True)])[order]


def _batches(batches: Sequence[Batch], order: NDArray[np.int64]) -> Batch:
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    first = np.cumsum([0, *map(len, batches)])
    columns = {
        name: np.concatenate([getattr(batch, name) for batch in batches])[order]
        for name in ("lon", "lat", "radius_m", "start", "end", "dated")
    }
    shapes = {
        int(place[at + row]): shape
        for at, batch in zip(first, batches, strict=False) for row, shape in batch.shapes.items()
    }
    return Batch(**columns, shapes=dict(sorted(shapes.items())))


def point_batch(
    lon: NDArray[np.float64], lat: NDArray[np.float64], day: NDArray[np.int64],
    radius: NDArray[np.float64] | None = None,
) -> Batch:
    """Return points on days; `NO_DAY` is a day that is not known."""
    known, end = day != NO_DAY, day + 1
    end[~known] = NO_DAY
    if radius is None:
        radius = np.full(len(lon), np.nan)
    return Batch(lon=lon, lat=lat, radius_m=radius, start=day, end=end, dated=known)


def nothing() -> Slab:
    """Return a slab without rows."""
    none = np.empty(0)
    return Slab(
        texts={name: texts_of([]) for name in CARRIED},
        batch=point_batch(none, none, np.empty(0, dtype=np.int64)),
        stated=np.empty(0, dtype=bool), accounting=Accounting(),
    )
