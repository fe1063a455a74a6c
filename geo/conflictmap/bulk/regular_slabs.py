"""Regular rows as slabs, column by column, from Parquet and from tables of text alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.bulk.slab_columns import fatalities_of, kept_columns, stands_alone
from conflictmap.bulk.slabs import Slab
from conflictmap.formats.arrow_text import (
    as_coded,
    as_strings,
    coded_texts,
    filled,
    numbers_of,
    one_text,
    values_of,
)
from conflictmap.io.column_rules import Coded
from conflictmap.io.given_points import LABEL
from conflictmap.io.vector_checks import RegularColumns, read_regular
from conflictmap.io.vector_names import of_rows
from conflictmap.joins.batch import Batch
from conflictmap.model.columns import CREDIT, NO_DAY
from conflictmap.model.events import Accounting, Events
from conflictmap.model.region import exchanged, region_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_TEXTS = ("title", "when", "type")
#: Columns by which it is known what a row may be used for.
_TERMS = ("sources", "place_precision")


@dataclass(frozen=True, kw_only=True)
class RegularRows:
    """Rows as Arrow columns, and what is wanted of them.

    `names` and `further` give the column of `data` for each standard one, and for each further one
    by the name under which it may be kept; `ids` are Arrow texts. `odd` rows are not regular, for
    whatever reason; `short` is whether none can pass a limit, `typed` whether numbers of places
    were read from text that a cell may hold. With `swap_check` a point that lies
    in the built-in region only with its numbers exchanged is not regular. `marks` are further
    columns that say by themselves what a row may be used for. With `as_given` points of which
    nobody says how precise they are get no radius. `areas` by id are those that the
    column `where` may name.
    """

    data: Any
    names: Mapping[str, str]
    further: Mapping[str, str]
    ids: Any
    odd: Mask
    keep: Sequence[str] = ()
    short: bool = False
    typed: bool = False
    swap_check: bool = False
    for_count: bool = False
    marks: Sequence[str] = ()
    as_given: bool = False
    areas: Mapping[str, Any] = field(default_factory=dict)


def regular_slab(
    of: RegularRows, credited: Callable[[Events], Events]
) -> tuple[Slab, NDArray[np.int64]]:
    """Return the regular rows as a slab, and which rows they are.

    CREDITED gives events their credits, or refuses to hand them on.
    """
    names = dict(of.names)
    found, given = _as_given(of, read_regular(
        of.data, names, short=of.short, typed=of.typed, areas=of.areas))
    kept, regular = kept_columns(of.data, names, of.keep, found, of.further)
    regular &= found.regular & ~of.odd
    if of.swap_check:
        regular &= ~exchanged(found.lon, found.lat)
    if of.for_count:
        regular &= stands_alone(of.data, names)
    rows = np.flatnonzero(regular)
    cut = _Cut(rows, len(regular))
    slab = _slab(of, found, cut, int(given[rows].sum()))
    fatalities = fatalities_of(of.data, names) if of.for_count else None
    texts, is_credited = _credits(of, found, cut, credited) if len(rows) else ({}, False)
    return replace(
        slab, texts=slab.texts | texts, credited=is_credited,
        fatalities=None if fatalities is None else fatalities[rows],
        kept={name: cut(column) for name, column in kept.items()}), rows


class _Cut:
    """Takes some rows of columns."""

    def __init__(self, rows: NDArray[np.int64], count: int) -> None:
        self.rows, self._all = rows, len(rows) == count

    def __call__(self, values: Any) -> Any:

        if self._all:
            return values
        return (values[self.rows] if isinstance(values, np.ndarray)
                else values.take(numbers_of(self.rows)))


def _as_given(of: RegularRows, found: RegularColumns) -> tuple[RegularColumns, Mask]:
    """Return columns with points taken as they stand where that is asked, and which rows."""
    import pyarrow.compute as pc

    name = of.names.get("place_precision")
    if not of.as_given or name is None:
        return found, np.zeros(len(found.lat), dtype=bool)
    labels = filled(as_strings(of.data.column(name)))
    given = values_of(pc.equal(labels, one_text(LABEL))) & ~np.isnan(found.lat)
    return replace(found, radius_m=np.where(given, np.nan, found.radius_m)), given


def _named(of: RegularRows, homeless: Mask, cut: _Cut) -> int:
    """Return how many of the rows without a place have the name of one."""
    if "place" not in of.names or not homeless.any():
        return 0
    texts = filled(as_strings(cut(of.data.column(of.names["place"]))))
    some = texts.take(numbers_of(np.flatnonzero(homeless))).to_pylist()
    return sum(bool(text.strip()) for text in some)


def _slab(of: RegularRows, found: RegularColumns, cut: _Cut, given: int) -> Slab:
    """Return the rows as a slab without credits."""
    lon, lat, start, end, radius = map(
        cut, (found.lon, found.lat, found.start, found.end, found.radius_m))
    batch = Batch(lon=lon, lat=lat, radius_m=radius, start=start, end=end, dated=start != NO_DAY,
                  shapes=of_rows(found.shapes, cut.rows))
    counts: dict[str, Any] = region_counts(lon, lat)
    dated, placed, stated = batch.dated, batch.placed, ~np.isnan(radius)
    stated[list(batch.shapes)] = True
    return Slab(
        texts={"event_id": cut(of.ids)} | {name: cut(found.texts[name]) for name in _TEXTS},
        batch=batch, stated=stated,
        accounting=Accounting(
            read=len(lat), placed=int((dated & placed).sum()),
            unplaced=int((dated & ~placed).sum()), undated=int((~dated).sum())),
        **counts, named=_named(of, ~batch.placed, cut), given=given,
    )


def _credits(
    of: RegularRows, found: RegularColumns, cut: _Cut, credited: Callable[[Events], Events]
) -> tuple[dict[str, Any], bool]:
    """Return the column of credits, if rows have one, and whether it was made by their sources."""
    columns = {name: cut(as_coded(of.data.column(of.names[name])))
               for name in _TERMS if name in of.names}
    codes, texts = Coded(columns, len(cut.rows)).combinations(_TERMS, slice(None))
    events = Events(
        columns=dict(zip(_TERMS, _stripped(texts), strict=True)),
        extra={mark: np.array(["marked"] * len(texts), dtype=object) for mark in of.marks})
    with_credits = credited(events)
    if with_credits.extra is not events.extra:
        return {CREDIT: coded_texts(codes, with_credits.extra[CREDIT])}, True
    given = found.texts[CREDIT]
    return ({} if of.for_count or given is None else {CREDIT: cut(given)}), False


def _stripped(texts: Sequence[tuple[str, ...]]) -> list[NDArray[Any]]:
    """Return columns of texts without blanks around them."""
    return [np.array(list(map(str.strip, column)), dtype=object)
            for column in zip(*texts, strict=True)]
