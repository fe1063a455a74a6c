"""The diagram of a road as SVG: kilometres to the right, time downwards, doubt as length."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import numpy as np
import shapely

from conflictmap.figures.page_colours import palette
from conflictmap.joins.lines import locate
from conflictmap.model.crs import edges_to_local, local_crs
from conflictmap.model.errors import LayerError
from conflictmap.model.event_types import type_entry
from conflictmap.model.interval import OPEN_END, OPEN_START, day_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.model.events import Events
    from conflictmap.model.layer import Layer

_LEFT, _TOP, _BOTTOM = 64, 52, 34
_FONT = "'Source Sans 3', 'Noto Sans', Arial, sans-serif"
_INK, _SOFT, _LINE = "#1f1e1b", "#514e48", "#dcd8cd"
_MANY_YEARS = 12


def strip_svg(
    events: Events | None, route: Layer, *, reach_m: float = 2_500.0, width: int = 760,
    height: int = 420,
) -> str:
    """Return the diagram of what happened along a road, as SVG text.

    A filled mark: the whole place lies within reach on all of the event's days. A hollow one: part
    of it may. The bar beside a mark is the stretch of the road that the place can mean.

    Parameters
    ----------
    events
        The events; those farther from the road than REACH_M, and those without a place or a date,
        have no mark.
    route
        A layer of lines; kilometres count from each line's first vertex.
    reach_m
        How near to the line, in metres, an event counts as on the road.
    width, height
        The size in pixels.

    Raises
    ------
    LayerError
        When there are no events, or the layer holds no line.
    """
    if events is None:
        raise LayerError("the diagram needs events: CorridorStrip(route, events=…).")
    found = locate(events, route, reach_m=reach_m)
    rows = found["row"]
    start = np.clip(events["start"][rows], OPEN_START + 1, OPEN_END - 1)
    length = _length(route)
    first, last = _years(start)
    right, foot = width - 16, height - _BOTTOM

    def x(metres: float) -> float:
        return _LEFT + (right - _LEFT) * min(max(metres / length, 0.0), 1.0)

    def y(day: float) -> float:
        return _TOP + (foot - _TOP) * (day - first) / max(last - first, 1)

    marks = "".join(
        _mark(events, found, i, x, y(float(start[i]))) for i in np.lexsort((rows, start)))
    title = escape(f"Along {route.title}, within {reach_m / 1000:g} km")
    inside = int((found["certainty"] == "inside").sum())
    count = f"{inside} events inside for sure, {len(rows) - inside} perhaps"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="{_FONT}" role="img">'
        f'<title>{title}</title><rect width="{width}" height="{height}" fill="#ffffff"/>'
        f'<text x="10" y="20" font-size="15" font-weight="600" fill="{_INK}">{title}</text>'
        f'<text x="10" y="38" font-size="12" fill="{_SOFT}">{count}</text>'
        + "".join(_axes(first, last, length, (right, foot), (x, y))) + marks + "</svg>"
    )


def _length(route: Layer) -> float:
    """Return the length of the longest line, in metres."""
    lines = route.geometry[shapely.get_dimensions(route.geometry) == 1]
    return float(shapely.length(edges_to_local(lines, local_crs(route.bounds))).max())


def _years(start: Any) -> tuple[int, int]:
    """Return the first day of the first year and the day after the last one."""
    if not len(start):
        return day_number(date(2020, 1, 1)), day_number(date(2021, 1, 1))
    years = [date.fromordinal(int(day) + date(1970, 1, 1).toordinal()).year
             for day in (start.min(), start.max())]
    return day_number(date(years[0], 1, 1)), day_number(date(years[1] + 1, 1, 1))


def _axes(
    first: int, last: int, length: float, edge: tuple[float, float], axes: tuple[Any, Any]
) -> Iterator[str]:
    """Yield the lines and numbers of both axes."""
    (right, foot), (x, y) = edge, axes
    epoch = date(1970, 1, 1).toordinal()
    years = range(date.fromordinal(first + epoch).year, date.fromordinal(last + epoch).year + 1)
    step = 1 if len(years) <= _MANY_YEARS else 5
    for year in years:
        if year % step:
            continue
        at = y(day_number(date(year, 1, 1)))
        yield (f'<path d="M{_LEFT} {at:.1f}H{right}" stroke="{_LINE}"/>'
               f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" font-size="11" text-anchor="end"'
               f' fill="{_SOFT}">{year}</text>')
    every = 10 if length > 30_000 else 5 if length > 10_000 else 1  # noqa: PLR2004 - metres
    for km in range(0, int(length / 1000) + 1, every):
        at = x(km * 1000)
        yield (f'<path d="M{at:.1f} {_TOP}V{foot}" stroke="{_LINE}"/><text x="{at:.1f}"'
               f' y="{foot + 16}" font-size="11" text-anchor="middle"'
               f' fill="{_SOFT}">{km} km</text>')


def _mark(events: Events, found: dict[str, Any], i: int, x: Any, at: float) -> str:
    """Return one event: its mark, and the stretch that its place can mean."""
    row = found["row"][i]
    color = palette()[f"family-{type_entry(str(events['type'][row]))['family']}"]
    sure = found["certainty"][i] == "inside"
    low, middle, high = (x(float(found[name][i])) for name in (
        "chainage_low_m", "chainage_m", "chainage_high_m"))
    said = escape(f"{events['when'][row]}: {events['title'][row] or events.ids[row]}"
                  f" ({'inside' if sure else 'possible'})")
    return (
        f'<g><title>{said}</title><path d="M{low:.1f} {at:.1f}H{high:.1f}" stroke="{color}"'
        f' stroke-width="2" stroke-opacity="0.45"/><circle cx="{middle:.1f}" cy="{at:.1f}" r="4.5"'
        f' fill="{color if sure else "#ffffff"}" stroke="{color}" stroke-width="1.6"/></g>'
    )
