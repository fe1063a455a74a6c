"""Doubts about places: outside the region, piles on one point, precision that cannot be."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from conflictmap.analysis.findings import warning
from conflictmap.model.event_types import TYPES
from conflictmap.model.region import REGION
from conflictmap.model.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from conflictmap.model.crs import Bounds
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

#: Fewest events on one point, and least share of the placed ones, that make a pile, by STRICT.
PILE = {False: (20, 0.05), True: (5, 0.03)}
#: Points known no better than this, in metres, say themselves that they stand for more.
_HONEST_M = 10_000.0
#: Word for the precision of a place: smallest and largest radius in metres that fit it.
LIMITS = {
    "exact": (0.0, 5_000.0), "exact place": (0.0, 5_000.0), "settlement": (0.0, 25_000.0),
    "town": (0.0, 25_000.0), "named town": (0.0, 25_000.0), "district": (1_000.0, 100_000.0),
    "province": (10_000.0, 500_000.0), "region": (10_000.0, 500_000.0),
    "country": (50_000.0, 5_000_000.0), "country only": (50_000.0, 5_000_000.0),
}

_NO_LIMITS = (-1.0, np.inf)
#: Tenths of a degree nearer to a whole number than this may be one.
_ABOUT = 1e-6


def outside_region(
    events: Events, *, strict: bool = False, region: Bounds = REGION
) -> Iterator[Problem]:
    """Yield points outside the region (degrees), in a file of which at least half lie inside.

    Statements and agreements may have been made anywhere: they are found when STRICT.
    """
    lon, lat = events["lon"], events["lat"]
    placed = ~np.isnan(lat)
    inside = _inside(lon, lat, region)
    if not placed.any() or inside.sum() * 2 < placed.sum():
        return
    # Points at 0, 0 are found for a reason of their own.
    for row in np.flatnonzero(placed & ~inside & ((lon != 0) | (lat != 0))).tolist():
        if not strict and TYPES.get(str(events["type"][row]), ("", ""))[1] == "diplomacy":
            continue
        swapped = bool(_inside(lat, lon, region)[row])
        yield warning(
            events, row, field="lat, lon", value=_point(events, row),
            reason="latitude and longitude look swapped" if swapped
            else "outside the region in which most of the file lies",
            fix="Swap the two." if swapped else "Check both numbers and their signs.",
        )


def _inside(
    lon: NDArray[np.float64], lat: NDArray[np.float64], region: Bounds
) -> NDArray[np.bool_]:
    west, south, east, north = region
    found: NDArray[np.bool_] = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    return found


def piles(events: Events, *, strict: bool = False) -> Iterator[Problem]:
    """Yield each point on which many events lie that are taken to be there exactly."""
    radius = np.nan_to_num(events["radius_m"], nan=0.0)
    sharp = ~np.isnan(events["lat"]) & (radius < _HONEST_M)
    stacks = _stacks(events, np.flatnonzero(sharp))
    fewest, share = PILE[strict]
    total = int(events.placed.sum())
    for rows in stacks.values():
        if len(rows) >= max(fewest, share * total):
            yield warning(
                events, rows[0], field="lat, lon", value=_point(events, rows[0]),
                reason=f"{len(rows)} of {total} events stand on this one point, as if known to"
                f" {radius[rows].max() / 1000:g} km: the middle of an area?",
                fix="If it stands for an area, name the area in 'where', or widen radius_m.",
            )


def _stacks(
    events: Events, rows: NDArray[np.int64]
) -> dict[tuple[float, float], list[int]]:
    """Return rows by their point to four decimals; each different point is rounded once."""
    lat, lon = events["lat"][rows], events["lon"][rows]
    order = np.lexsort((lon, lat))
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (np.diff(lat[order]) != 0) | (np.diff(lon[order]) != 0)
    groups = np.split(rows[order], np.flatnonzero(new)[1:]) if len(rows) else []
    stacks: dict[tuple[float, float], list[int]] = defaultdict(list)
    for group in groups:
        at = round(events["lat"][group[0]], 4), round(events["lon"][group[0]], 4)
        stacks[at] += group.tolist()
    found = {at: sorted(some) for at, some in stacks.items()}
    return dict(sorted(found.items(), key=lambda item: item[1][0]))


def impossible_precision(events: Events, *, strict: bool = False) -> Iterator[Problem]:
    """Yield places that are stated better, or worse, than their precision allows."""
    points = ~np.isnan(events["lat"])
    areas = events.is_area
    for row in np.flatnonzero(_to_look_at(events)).tolist():
        words = str(events["place_precision"][row])
        radius = float(events["radius_m"][row])
        if points[row] and _too_coarse(events, row, radius, strict=strict):
            yield warning(
                events, row, field="lat, lon", value=_point(events, row),
                reason="tenths of a degree are 11 km, and the place counts as known to"
                f" {np.nan_to_num(radius) / 1000:g} km",
                fix="Give more decimals, or a radius_m of 10000 and more.",
            )
        if areas[row]:
            yield from _area_as_point(events, row, words)
        elif points[row]:
            yield from _unfit_radius(events, row, words, radius)


def _to_look_at(events: Events) -> NDArray[np.bool_]:
    """Return which rows may have a precision that does not fit, or have a point in tenths."""
    words = events["place_precision"].tolist()
    known = {text: LIMITS.get(fold(text), _NO_LIMITS) for text in set(words)}
    low, high = np.array([known[text] for text in words]).reshape(-1, 2).T
    radius = np.nan_to_num(events["radius_m"])
    found: NDArray[np.bool_] = (radius < low) | (radius > high) | (events.is_area & (low >= 0))
    tenths = np.ones(len(events), dtype=bool)
    for name in ("lat", "lon"):
        scaled = events[name] * 10
        tenths &= np.abs(scaled - np.rint(scaled)) < _ABOUT
    return found | tenths


def _area_as_point(events: Events, row: int, words: str) -> Iterator[Problem]:
    """Yield an area whose precision is that of a point."""
    limits = LIMITS.get(fold(words))
    if limits is not None and limits[0] == 0:
        yield warning(
            events, row, field="place_precision", value=words,
            reason="the place is an area", fix="Write district or region.",
        )


def _unfit_radius(events: Events, row: int, words: str, radius: float) -> Iterator[Problem]:
    """Yield a point whose radius is outside the limits of its precision."""
    limits = LIMITS.get(fold(words))
    if limits is not None and not limits[0] <= np.nan_to_num(radius) <= limits[1]:
        yield warning(
            events, row, field="radius_m", value="" if np.isnan(radius) else f"{radius:g}",
            reason=f"does not fit place_precision '{words}'"
            f" ({limits[0] / 1000:g} to {limits[1] / 1000:g} km)",
            fix="Mend one of the two; without a radius the event is taken at its point.",
        )


def _too_coarse(events: Events, row: int, radius: float, *, strict: bool) -> bool:
    """Return whether a point in tenths of a degree counts as known better than that."""
    lat, lon = float(events["lat"][row]), float(events["lon"][row])
    if round(lat, 1) != lat or round(lon, 1) != lon or radius >= _HONEST_M / 2:
        return False
    stated = not np.isnan(radius) or fold(events["place_precision"][row]).startswith("exact")
    return stated or strict


def _point(events: Events, row: int) -> str:
    return f"{events['lat'][row]:g}, {events['lon'][row]:g}"
