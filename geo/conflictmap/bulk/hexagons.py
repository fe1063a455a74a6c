"""Totals of many events by hexagon, month and type: what a page shows when events are too many.

Counts are exact, and so are fatalities: events that state a low, best or high are in other totals
than those that do not, so that nothing unknown is taken for zero. A total's place is a disc that
holds all of its events' places, and none of its days is certain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.io.collect import Collected
from conflictmap.io.rows import Row
from conflictmap.io.vector_rows import RowBatch
from conflictmap.joins.batch import distinct_rows
from conflictmap.model.columns import FATALITIES, NO_DAY
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.text import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch
    from conflictmap.model.events import Events

    Keys = NDArray[np.int64]
    Sums = NDArray[np.float64]

#: Totals that a page is meant to hold; for more, hexagons grow.
MOST = 500_000
#: From the middle of the first hexagons to a corner, in degrees of longitude.
SIDE = 0.1
#: Metres of a degree, nowhere longer.
_DEGREE_M = 111_700.0
_NOWHERE = -(2**31)
#: Class of radius of exact points; that of others is how often a hexagon's side is to be doubled.
_EXACT = -1
#: Months that stand for an open start or end, and for no date.
_OPEN, _NO_MONTH = 2**31, -(2**32)
#: What stands for fatalities in a key: which of low, best and high the events state.
_STATED = np.array([1, 2, 4])
_KEYS, _SUMS = 7, 4


@dataclass
class _Table:
    """Sums by key.

    A key is a hexagon (across, up), a class of radius, a first and a last month, a type, and which
    figures of fatalities are stated. The sums are events, low, best and high.
    """

    keys: Keys
    sums: Sums

    def added(self) -> _Table:
        """Return the table with one row for each key."""
        keys, at = distinct_rows(self.keys)
        return _Table(keys, np.column_stack([
            np.bincount(at, weights=column, minlength=len(keys)) for column in self.sums.T]))


class Hexagons:
    """Totals on their way: add batches of events, then ask for the totals as events."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.side = SIDE
        #: How far the middle of a hexagon may be from its events: more once hexagons have grown.
        self.off = SIDE
        self._types: dict[str, int] = {}
        self._tables: list[_Table] = []
        self._waiting = 0

    def add(
        self, batch: Batch, types: Sequence[str], fatalities: Sums | None,
        weight: NDArray[np.int64], keep: NDArray[np.bool_] | None = None,
    ) -> None:
        """Add events: places and days, types, fatalities, weights.

        Fatalities are low, best and high, NaN where not known. A place that is an area counts as
        the disc around its box. KEEP says which rows to add.
        """
        lon, lat, radius = _discs(batch)
        across, up = _hexagon(lon, lat, self.side)
        sides = np.fmax(radius, 0) / (self.side * _DEGREE_M)
        wide = np.where(sides > 0, np.ceil(np.log2(np.fmax(sides, 1.0))), _EXACT)
        first, last = _months(batch)
        kinds = np.array([self._types.setdefault(t, len(self._types)) for t in types], np.int64)
        figures = np.full((len(lon), 3), np.nan) if fatalities is None else fatalities
        stated = ~np.isnan(figures) @ _STATED
        keys = np.column_stack([across, up, wide.astype(np.int64), first, last, kinds, stated])
        sums = np.column_stack([weight, np.nan_to_num(figures)])
        if keep is not None:
            keys, sums = keys[keep], sums[keep]
        self._tables.append(_Table(keys, sums).added())
        self._waiting += len(self._tables[-1].keys)
        if self._waiting > 4 * self.most:
            self._settle()

    def _settle(self) -> None:
        """Put the tables together, and let hexagons grow until there are few enough totals."""
        table = _Table(
            np.concatenate([np.empty((0, _KEYS), np.int64), *(t.keys for t in self._tables)]),
            np.concatenate([np.empty((0, _SUMS)), *(t.sums for t in self._tables)])).added()
        while len(table.keys) > self.most and self.side < 20:  # noqa: PLR2004 - a world of a few
            table = self._grown(table)
        self._tables, self._waiting = [table], len(table.keys)

    def _grown(self, table: _Table) -> _Table:
        """Return the totals in hexagons twice as large."""
        lon, lat = _middle(table.keys[:, 0], table.keys[:, 1], self.side)
        self.side *= 2
        self.off += self.side
        keys = table.keys.copy()
        keys[:, 0], keys[:, 1] = _hexagon(lon, lat, self.side)
        # A class of radius stands for twice as much from now on.
        keys[:, 2] = np.where(keys[:, 2] == _EXACT, _EXACT, np.maximum(keys[:, 2] - 1, 0))
        return _Table(keys, table.sums).added()

    def events(self, *, name: str) -> Events:
        """Return the totals as events of a file NAME, in the order of day, place and type."""
        import pyarrow as pa

        self._settle()
        (table,) = self._tables
        words = np.array(list(self._types) or [""], dtype=object)
        across, up, wide, first, last, kind, stated = table.keys.T
        order = np.lexsort((stated, words[kind].astype(str), wide, up, across, last, first))
        across, up, wide, first, last, kind, stated = table.keys[order].T
        sums, kinds = table.sums[order], words[kind]
        lon, lat = _middle(across, up, self.side)
        own = np.where(wide == _EXACT, 0, self.side * 2.0 ** wide)
        radius = np.ceil((self.off + own) * _DEGREE_M)
        nowhere = across == _NOWHERE
        data = {
            "date": _dates(first, last), "type": kinds.tolist(),
            **{key: pa.array(np.round(values, 6), mask=nowhere)
               for key, values in (("lat", lat), ("lon", lon), ("radius_m", radius))},
            "title": [_title(n, kind) for n, kind in zip(sums[:, 0].tolist(), kinds, strict=True)],
            "stands_for": sums[:, 0],
            # The page draws the hexagons by these words.
            "place_precision": [f"total of a hexagon with sides of {self.side:g}°"] * len(order),
            **{name: pa.array(sums[:, 1 + i], mask=stated & _STATED[i] == 0)
               for i, name in enumerate(FATALITIES)},
        }
        events = _read(data, name)
        unknown = np.full(len(events), NO_DAY, dtype=np.int64)
        return replace(events, columns={
            **events.columns, "certain_start": unknown, "certain_end": unknown})


def _read(data: dict[str, Any], name: str) -> Events:
    """Return a table under the standard columns as events of a file NAME."""
    import pyarrow as pa

    count = len(data["date"])
    found = Collected(file=name, stem="total", areas={}, swap_check=False, room=count)
    rows = pa.RecordBatch.from_pydict(data)
    numbers = range(1, count + 1)
    taken = found.add_batch(RowBatch(
        data=rows, names={key: key for key in data}, further={}, odd=np.zeros(count, dtype=bool),
        ids=[f"total-{i}" for i in numbers], lines=[f"row {i}" for i in numbers]))
    # Those whose numbers need many decimals, say, are read one by one.
    rest = np.flatnonzero(~taken)
    found.add_each(((i + 1, Row(
        place=f"row {i + 1}", cells={key: text_of(value) for key, value in cells.items()},
    )) for i, cells in zip(rest.tolist(), rows.take(rest).to_pylist(), strict=True)), counted=True)
    return found.events()


def _title(events: float, kind: str) -> str:
    words = "1 event" if events == 1 else f"{events:,.0f} events"
    return f"{words}: {kind.replace('_', ' ') or 'no type'}"


def _discs(batch: Batch) -> tuple[Sums, Sums, Sums]:
    """Return middle and radius of each place, NaN where there is none."""
    lon, lat, radius = (np.array(getattr(batch, key)) for key in ("lon", "lat", "radius_m"))
    for row, shape in batch.shapes.items():
        west, south, east, north = shape.bounds
        lon[row], lat[row] = (west + east) / 2, (south + north) / 2
        radius[row] = np.hypot(east - west, north - south) / 2 * _DEGREE_M
    return lon, lat, radius


def _hexagon(lon: Sums, lat: Sums, side: float) -> tuple[Keys, Keys]:
    """Return which hexagon (corner up) each point lies in: across, and up."""
    wide, tall = np.sqrt(3) * side, 1.5 * side
    x, y = np.nan_to_num(lon), np.nan_to_num(lat)
    best = np.full(len(x), np.inf)
    across, up = np.zeros(len(x), np.int64), np.zeros(len(x), np.int64)
    near = np.rint(y / tall).astype(np.int64)
    for row in (near - 1, near, near + 1):
        column = np.rint(x / wide - (row % 2) / 2).astype(np.int64)
        middle = (column + (row % 2) / 2) * wide, row * tall
        far = (middle[0] - x) ** 2 + (middle[1] - y) ** 2
        closer = far < best
        best = np.where(closer, far, best)
        across, up = np.where(closer, column, across), np.where(closer, row, up)
    nowhere = np.isnan(lon)
    return np.where(nowhere, _NOWHERE, across), np.where(nowhere, _NOWHERE, up)


def _middle(across: Keys, up: Keys, side: float) -> tuple[Sums, Sums]:
    """Return the middle of hexagons, NaN for nowhere."""
    nowhere = across == _NOWHERE
    lon = np.where(nowhere, np.nan, (across + (up % 2) / 2) * np.sqrt(3) * side)
    return np.clip(lon, -180, 180), np.clip(np.where(nowhere, np.nan, up * 1.5 * side), -90, 90)


def _months(batch: Batch) -> tuple[Keys, Keys]:
    """Return the first and last month of each event, counted from January 1970."""
    def month(days: NDArray[np.int64]) -> Keys:
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

    opened, closed = batch.start <= OPEN_START, batch.end >= OPEN_END
    known = batch.dated
    first = month(np.where(known & ~opened, batch.start, 0))
    last = month(np.where(known & ~closed, batch.end - 1, 0))
    return (np.where(known, np.where(opened, -_OPEN, first), _NO_MONTH),
            np.where(known, np.where(closed, _OPEN, last), _NO_MONTH))


def _dates(first: Keys, last: Keys) -> list[str]:
    """Return the dates of totals: a month, or some day from a first to a last month."""
    pairs, at = distinct_rows(np.column_stack([first, last]))
    texts = [_date(*pair) for pair in pairs.tolist()]
    return [texts[i] for i in at.tolist()]


def _date(first: int, last: int) -> str:
    if first == _NO_MONTH:
        return ""
    begins, ends = _month(first), _month(last)
    if begins == ends:
        return begins
    if not begins or not ends:
        return f"{begins or '..'}/{ends or '..'}"
    day = np.datetime64(last + 1, "M").astype("datetime64[D]") - 1
    return f"[{begins}-01..{day}]"


def _month(month: int) -> str:
    """Return a month as text; empty for an end that is open."""
    return "" if abs(month) == _OPEN else str(np.datetime64(month, "M"))
