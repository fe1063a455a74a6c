"""The parts of an atlas: episodes, districts or years, each with its days, rows and ground."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.model.errors import OutputError, printable
from conflictmap.model.interval import day_number, day_of
from conflictmap.pages.visible import visible_rows
from conflictmap.pages.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflictmap.figures.map_extent import Bounds
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View

_MOST = 100
#: How much of its size a district has around it on its map.
_AROUND = 0.15


@dataclass(frozen=True, kw_only=True)
class Part:
    """A page of an atlas: what it is called, which view it has, which rows are its own.

    `perhaps` are rows that may be its own; `areas` the states of a district, whose ground the page
    tells of, None where it tells of all ground.
    """

    title: str
    view: View
    rows: tuple[int, ...]
    perhaps: tuple[int, ...] = ()
    areas: tuple[dict[str, Any], ...] | None = None
    bounds: Bounds | None = None


def parts_of(data: PageData, view: View, by: str) -> list[Part]:
    """Return the parts of what a view shows, of `episode`, `district` or `year`.

    Raises
    ------
    OutputError
        When the word is another one, or there are no such parts, or too many for a document.
    """
    if by not in PARTS:
        raise OutputError(f"atlas: '{printable(by)}' is none of {', '.join(PARTS)}.")
    rows = visible_rows(data, view)
    found = PARTS[by](data, view, rows)
    if not found:
        raise OutputError(f"atlas: there is no {by} to make a page of. {_WHY[by]}")
    if len(found) > _MOST:
        raise OutputError(f"atlas: {len(found)} pages are too many; {_MOST} at most. Take a"
                          " shorter window.")
    return found


def _episodes(data: PageData, view: View, rows: Sequence[int]) -> list[Part]:
    """Return the totals over several events that are part of no other, and what is in none."""
    events = data.spec["events"]
    tops = _tops(events)
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(tops[row] if events["role"][tops[row]] == "aggregate" else -1, []
                         ).append(row)
    rest = found.pop(-1, [])
    parts = [_episode(data, view, top, found[top]) for top in sorted(found)]
    if parts and rest:
        parts.append(Part(title=words(view.lang)("totals.rest"), rows=tuple(rest), view=view))
    return parts


def _episode(data: PageData, view: View, top: int, rows: Sequence[int]) -> Part:
    events = data.spec["events"]
    window = data.closed([events["start"][top], events["end"][top]])
    return Part(title=events["title"][top], rows=tuple(rows), view=replace(
        view, window=window, day=None, center=None, zoom=None))


def _tops(events: dict[str, Any]) -> list[int]:
    """Return the topmost row that each row is part of: itself where there is none."""
    rows = {name: row for row, name in enumerate(events["id"])}
    above = [rows.get(name, row) for row, name in enumerate(events["part_of"])]
    found = []
    for row in range(len(above)):
        top, seen = row, {row}
        while above[top] not in seen:
            top = above[top]
            seen.add(top)
        found.append(top)
    return found


def _years(data: PageData, view: View, rows: Sequence[int]) -> list[Part]:
    """Return the calendar years of the window in which something happened, or may have."""
    dated = [row for row in rows if row < data.dated]
    found = [_year(data, view, dated, year) for year in _calendar(view.window)]
    return [part for part in found if part.rows]


def _calendar(window: tuple[int, int]) -> range:
    first, last = (day_of(day) for day in (window[0], window[1] - 1))
    return range(first.year, last.year + 1) if first and last else range(0)


def _year(data: PageData, view: View, rows: Sequence[int], year: int) -> Part:
    events = data.spec["events"]
    start, end = (day_number(date(y, 1, 1)) for y in (year, year + 1))
    window = (max(start, view.window[0]), min(end, view.window[1]))
    return Part(title=str(year), view=replace(view, window=window, day=None),
                rows=tuple(row for row in rows if _meets(events, row, window)))


def _meets(events: dict[str, Any], row: int, window: tuple[int, int]) -> bool:
    start, end = events["start"][row], events["end"][row]
    return (start is None or start < window[1]) and (end is None or end > window[0])


def _districts(data: PageData, view: View, rows: Sequence[int]) -> list[Part]:
    """Return the districts of the map by name; without any, the areas of its own layers."""
    found: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for layer in _of_areas(data, "district") or _of_areas(data, "user"):
        for feature in data.layers.get(layer, []):
            name = feature["properties"].get("name") or str(feature.get("id", ""))
            owner, states = found.setdefault(name, (layer, []))
            if owner == layer:
                states.append(feature)
    return [_district(data, view, rows, (name, *found[name])) for name in found]


def _of_areas(data: PageData, role: str) -> list[str]:
    return [layer["id"] for layer in data.spec["layers"]
            if layer["kind"] == "area" and layer["role"] == role]


def _district(
    data: PageData, view: View, rows: Sequence[int],
    district: tuple[str, str, list[dict[str, Any]]],
) -> Part:
    """Return the part of a district: its name, its layer, its states."""
    name, layer, states = district
    ids = {str(state.get("id", "")) for state in states}
    known = {row: _certainties(data, row, layer, ids) for row in rows}
    west, south, east, north = shapely.total_bounds(
        [shapely.geometry.shape(state["geometry"]) for state in states]).tolist()
    pad = _AROUND * max(east - west, north - south)
    return Part(
        title=name, areas=tuple(states), bounds=(west - pad, south - pad, east + pad, north + pad),
        rows=tuple(row for row in rows if "inside" in known[row]),
        perhaps=tuple(row for row in rows if known[row] == {"possible"}),
        view=replace(view, layers={**view.layers, layer: True}))


def _certainties(data: PageData, row: int, layer: str, ids: set[str]) -> set[str]:
    """Return how sure it is that an event lies in some areas of a layer."""
    return {join["certainty"] for join in data.spec["events"]["joins"][row]
            if join["layer"] == layer and join["area"] in ids}


PARTS: dict[str, Callable[[PageData, View, Sequence[int]], list[Part]]] = {
    "episode": _episodes, "district": _districts, "year": _years}
_WHY = {"episode": "Episodes are rows with the role 'aggregate'; take year.",
        "district": "Districts are layers of areas: add one by --layer.",
        "year": "No event of the view has a day."}
