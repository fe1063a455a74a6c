"""The events of a page as columns: arrays while they are worked on, lists when JSON wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.joins.areas import CERTAINTY, INSIDE, POSSIBLE
from conflictmap.joins.batch import batch_of
from conflictmap.joins.lines import REACH_M
from conflictmap.joins.result import has_ground, layer_join
from conflictmap.model.columns import COLUMNS, NO_DAY, STANDARD, standard_name
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.source_terms import TERMS, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflictmap.joins.batch import Batch
    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

#: Column of the page: column of `Events`.
TEXTS = {c.page: c.name for c in COLUMNS if c.page and c.kind == "text"}
#: Texts that are lists, with blanks between the items.
LISTS = {c.page: c.name for c in COLUMNS if c.page and c.kind == "list"}
DAYS = tuple(c.page for c in COLUMNS if c.page and c.kind == "day")
DEGREES = ("lat", "lon")
NUMBERS = {c.page: c.name for c in COLUMNS
           if c.page and c.kind == "number" and c.unit != "degrees"}
#: Columns that a page has only where a row says something in them.
OPTIONAL = ("coord_code", "stands_for")
#: The column of sizes that marks have by a column of the author's.
SIZE = "size"
#: Further columns that colour marks; the page has them as a column and a key of its own.
_COLOURS = frozenset({"mark_color", "mark_order"})
#: Roles of layers that say nothing of where an event was.
_NO_JOIN = frozenset({"sector", "sea", "lake", "river", "border", "road-status"})


@dataclass(frozen=True, kw_only=True)
class LayerJoins:
    """Where events lie in one layer: one entry for each of `rows`, as arrays.

    `area` is an index into `names` and `certainty` one into `CERTAINTY`; `share` is 0 to 1;
    `chainage_m` and `offset_m` are NaN where the layer is no road.
    """

    layer: str
    rows: NDArray[np.int64]
    names: tuple[str, ...]
    area: NDArray[np.integer[Any]]
    certainty: NDArray[np.uint8]
    border: NDArray[np.bool_]
    share: NDArray[np.float64]
    chainage_m: NDArray[np.float64]
    offset_m: NDArray[np.float64]

    def entry(self, at: int) -> dict[str, Any]:
        """Return one entry as JSON holds it."""
        found = {
            "layer": self.layer, "area": self.names[self.area[at]],
            "certainty": CERTAINTY[self.certainty[at]],
            "share": round(float(self.share[at]), 3), "border_uncertain": bool(self.border[at]),
            "chainage_m": number(self.chainage_m[at]), "offset_m": number(self.offset_m[at]),
        }
        return {key: value for key, value in found.items() if value is not None}


class EventTable(Mapping[str, list[Any]]):
    """The events of a page, by column; each column is made into a list when it is asked for.

    `arrays` holds the columns as arrays: texts as objects, days as int64 (`NO_DAY` and open ends
    are null in JSON), the rest as float64 (NaN is null). `joins` has one entry for each layer.
    `looks` are the columns `color` and `size` of marks, where they have their own.
    `further` holds the names of the columns without meaning here; the first is the array `extra-0`.
    """

    def __init__(
        self, events: Events, joins: Sequence[LayerJoins], looks: Mapping[str, Any]
    ) -> None:
        self.rows = len(events)
        self.joins = tuple(joins)
        self.arrays: dict[str, NDArray[Any]] = {
            key: events[column] for key, column in (TEXTS | LISTS | NUMBERS).items()}
        for key in OPTIONAL:
            if not _says(self.arrays[key]).any():
                del self.arrays[key]
        self.arrays |= {key: events[key] for key in DAYS}
        self.arrays |= dict(zip(DEGREES, _points(events), strict=True))
        self.arrays |= {key: np.asarray(v, dtype=float if key == SIZE else object)
                        for key, v in looks.items()}
        further = further_of(events)
        self.further = tuple(further)
        self.arrays |= {f"extra-{i}": values for i, values in enumerate(further.values())}
        self._more = tuple(looks)

    def __getitem__(self, name: str) -> list[Any]:
        if name == "joins":
            return self._joins()
        if name == "extra":
            return self._further()
        in_json = _in_json(name)
        return [in_json(v) for v in self.arrays[name]]

    def __iter__(self) -> Iterator[str]:
        known = (c.page for c in COLUMNS if c.page in self.arrays)
        yield from (*known, "joins", *self._more, *(["extra"] if self.further else []))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _further(self) -> list[Any]:
        return [[name, self[f"extra-{i}"]] for i, name in enumerate(self.further)]

    def _joins(self) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = [[] for _ in range(self.rows)]
        for layer in self.joins:
            for at, row in enumerate(layer.rows):
                found[row].append(layer.entry(at))
        return found


def _in_json(name: str) -> Callable[[Any], Any]:
    """Return the function that gives a value of a column as JSON holds it."""
    if name in LISTS:
        return _words
    if name in DAYS:
        return day
    if name in DEGREES:
        return _degrees
    return number if name in NUMBERS or name == SIZE else str


def _words(value: Any) -> list[str]:
    return str(value).split()


def _degrees(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def further_of(events: Events) -> dict[str, NDArray[Any]]:
    """Return the columns without meaning here that go into a page, by names that read back.

    A column that only rows of a known source fill stays in the file of that source: of UCDP there
    are forty. Columns that say nothing are left out too.
    """
    if not events.extra:
        return {}
    own = ~rows_of(events, TERMS.values())
    if not own.any():
        return {}
    found: dict[str, NDArray[Any]] = {}
    for name, values in events.extra.items():
        if name in _COLOURS or not (_says(values) & own).any():
            continue
        free = name.strip()
        while standard_name(free) in STANDARD or free in found:
            free = f"source_{free}"
        found[free] = values
    return found


def _says(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where a column says something: a text that is not empty, a number that is known."""
    found: NDArray[np.bool_] = values != "" if values.dtype == object else ~np.isnan(values)
    return found


def joins_of(events: Events, layers: Sequence[Layer]) -> list[LayerJoins]:
    """Return, for each layer, which events lie in it for sure, perhaps, or just beside."""
    batch = batch_of(events)
    return [_joins(batch, layer) for layer in layers
            if layer.role not in _NO_JOIN and has_ground(layer)]


def _joins(batch: Batch, layer: Layer) -> LayerJoins:
    """Return where events lie in a layer of areas or lines."""
    found = layer_join(layer, points=len(batch), reach_m=REACH_M).join(batch)
    certainty = found["certainty"]
    border = found.columns.get("border_uncertain", lambda: np.zeros(len(batch), dtype=bool))()
    rows = np.flatnonzero(np.isin(certainty, (POSSIBLE, INSIDE)) | border)
    nowhere = np.broadcast_to(np.nan, len(rows))
    chainage, offset = (found[name][rows] if name in found else nowhere
                        for name in ("chainage_m", "offset_m"))
    return LayerJoins(
        layer=layer.id, rows=rows, names=tuple(found.names), area=found["area"][rows],
        certainty=certainty[rows], border=border[rows], share=found["share"][rows],
        chainage_m=chainage, offset_m=offset,
    )


def _points(events: Events) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitude and longitude: of an area, those of a point in it; NaN without place."""
    lat, lon = (np.array(events[key], dtype=float) for key in ("lat", "lon"))
    for row, area in events.areas.items():
        point = _label_point(area)
        lat[row], lon[row] = point.y, point.x
    return lat, lon


def _label_point(place: Any) -> Any:
    """Return a point in an area, or the middle of a stretch of road."""
    if shapely.get_dimensions(place) == 1:
        return shapely.line_interpolate_point(place, 0.5, normalized=True)
    return shapely.point_on_surface(place)


def number(value: float) -> int | None:
    """Return a number of a column, rounded; None when it is not known."""
    return None if np.isnan(value) else round(float(value))


def day(value: int) -> int | None:
    """Return a day of a column; None when it is not known or open."""
    return None if value in {NO_DAY, OPEN_START, OPEN_END} else int(value)
