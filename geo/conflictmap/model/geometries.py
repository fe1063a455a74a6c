"""One geometry of a file as what a map can draw: valid, in two dimensions, each part of one kind.

Nothing is lost in silence: each function says in words what was closed, mended, split or dropped.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The words for dimensions 0, 1 and 2, and what makes one geometry of several of them.
_WORDS = ("points", "lines", "areas")
_MANY = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
#: What GEOS says of a broken geometry, in words that say where to look.
_REASONS = {
    "self-intersection": "a ring crosses itself (self-intersection)",
    "ring self-intersection": "a ring touches or crosses itself (ring self-intersection)",
    "hole lies outside shell":
        "a hole lies outside its area and was left out (hole lies outside shell)",
    "holes are nested": "a hole lies in another hole (holes are nested)",
    "nested shells": "an area lies in another one of its own feature (nested shells)",
    "interior is disconnected": "holes cut the area in two (interior is disconnected)",
    "too few points in geometry component": "a ring or line is a single point",
}
_NUMBERS = {float, int}
_MENDED = "It was mended for this run; mend the file."


@dataclass(frozen=True, kw_only=True)
class ValidParts:
    """What became of a geometry: valid parts, the largest dimension first, and what is to be said.

    `remarks` holds pairs of a reason and what to do; `parts` is empty when nothing was left.
    """

    parts: tuple[Any, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()


#: How many lists stand in each other in the coordinates of a type.
_DEPTHS = {"Point": 1, "MultiPoint": 2, "LineString": 2, "MultiLineString": 3, "Polygon": 3}


def shape_of(value: Any) -> Any:
    """Return a GeoJSON geometry as a shapely one in two dimensions.

    Heights and measures are left out: positions may have two, three or more numbers, mixed too.

    Raises
    ------
    ValueError
        When it is no GeoJSON geometry.
    """
    try:
        return shapely.force_2d(shapely.geometry.shape(_flat(value)))
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, AttributeError,
            IndexError, RecursionError) as error:
        raise ValueError("not GeoJSON geometry") from error


def _flat(value: Any) -> Any:
    """Return a GeoJSON geometry whose positions have two numbers, without empty ones."""
    if not isinstance(value, dict):
        return value
    if "geometries" in value:
        return {**value, "geometries": [_flat(inner) for inner in value["geometries"]]}
    if _depth(value["coordinates"]) > _DEPTHS.get(value.get("type", ""), 4):
        raise ValueError("more lists in each other than the type has")
    return {**value, "coordinates": _pairs(value["coordinates"])}


def _depth(item: Any) -> int:
    """Return how many lists stand in each other, by the first of each."""
    depth = 0
    while isinstance(item, (list, tuple)):
        depth, item = depth + 1, item[0] if item else None
    return depth


def are_numbers(item: list[Any]) -> bool:
    """Return whether a list holds nothing but numbers."""
    return {*map(type, item)} <= _NUMBERS


def are_positions(item: list[Any]) -> bool:
    """Return whether a list holds nothing but lists of numbers."""
    return {*map(type, item)} == {list} and are_numbers(list(chain.from_iterable(item)))


def _are_pairs(item: Any) -> bool:
    return type(item) is list and are_positions(item) and {*map(len, item)} == {2}


def _pairs(item: Any) -> Any:
    if _are_pairs(item):
        return np.array(item, dtype=np.float64)
    if not isinstance(item, (list, tuple)) or not item:
        return item
    if not isinstance(item[0], (list, tuple)):
        return item[:2]
    return [_pairs(inner) for inner in item if inner not in ([], ())]


def open_rings(value: Any) -> int:
    """Return how many rings of a GeoJSON geometry do not end where they begin.

    >>> open_rings({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]})
    1
    """
    if not isinstance(value, dict):
        return 0
    if isinstance(value.get("geometries"), list):
        return sum(open_rings(inner) for inner in value["geometries"])
    return sum(bool(ring) and ring[0][:2] != ring[-1][:2] for ring in _rings(value))


def _rings(value: dict[str, Any]) -> list[Any]:
    """Return the rings of a GeoJSON Polygon or MultiPolygon; none of anything else."""
    coordinates: Any = value.get("coordinates") or []
    if value.get("type") == "Polygon":
        return list(coordinates)
    multiple = value.get("type") == "MultiPolygon"
    return [ring for rings in coordinates for ring in rings] if multiple else []


def valid_parts(geometry: Any) -> ValidParts:
    """Return a geometry (degrees or metres, two dimensions) as valid parts of one kind each.

    A collection is split, empty parts are left out, broken rings are mended, and what mending makes
    flat (an area without ground, a line without length) is dropped.
    """
    remarks: list[tuple[str, str]] = []
    leaves = list(_leaves(geometry))
    filled = [leaf for leaf in leaves if not shapely.is_empty(leaf)]
    if not filled:
        return ValidParts()
    empty = len(leaves) - len(filled)
    if empty:
        remarks.append((f"{_count(empty, 'empty part')} dropped", "Delete what is empty."))
    parts = _by_dimension(filled, remarks)
    if len(parts) > 1:
        names = [_WORDS[int(shapely.get_dimensions(part))] for part in parts]
        remarks.append((f"a collection: split into its {' and '.join(names)}",
                     "Give each kind a feature of its own."))
    return ValidParts(parts=tuple(parts), remarks=tuple(remarks))


def _by_dimension(leaves: list[Any], remarks: list[tuple[str, str]]) -> list[Any]:
    """Return one valid geometry for each dimension that occurs, the largest first."""
    kinds: dict[int, list[Any]] = defaultdict(list)
    for leaf in leaves:
        kinds[int(shapely.get_dimensions(leaf))].append(leaf)
    parts = [_mended(_one(kinds[dimension], dimension), remarks)
             for dimension in sorted(kinds, reverse=True)]
    return [part for part in parts if part is not None]


def named_parts(feature_id: str, parts: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a feature with ids: the first has its own, `a`, others `a/lines`."""
    for number, part in enumerate(parts):
        word = _WORDS[int(shapely.get_dimensions(part))]
        yield (feature_id if number == 0 else f"{feature_id}/{word}"), part


def _leaves(geometry: Any) -> Iterator[Any]:
    """Yield the geometries in a geometry, however deep collections nest."""
    waiting: list[Any] = [geometry]
    while waiting:
        item = waiting.pop()
        parts = np.asarray(shapely.get_parts(item), dtype=object)
        if item.geom_type != "GeometryCollection" and not (
            item.geom_type.startswith("Multi") and shapely.is_empty(parts).any()
        ):
            yield item
        else:
            waiting += list(parts[::-1])


def _one(leaves: list[Any], dimension: int) -> Any:
    """Return geometries of one dimension as one geometry."""
    if len(leaves) == 1:
        return leaves[0]
    found = _MANY[dimension](shapely.get_parts(np.array(leaves, dtype=object)))
    # Areas of one feature may overlap in a collection; as one area they may not.
    return found if dimension < 2 or shapely.is_valid(found) else (  # noqa: PLR2004 - areas
        found if not shapely.is_valid(leaves).all() else shapely.union_all(leaves))


def _mended(geometry: Any, remarks: list[tuple[str, str]]) -> Any:
    """Return a geometry as a valid one of its dimension; None when it has no extent."""
    if shapely.is_valid(geometry):
        return geometry
    word = shapely.is_valid_reason(geometry).split("[")[0].strip().lower()
    parts = list(map(_valid, shapely.get_parts(geometry)))
    filled = [part for part in parts if not shapely.is_empty(part)]
    flat = len(parts) - len(filled)
    reason = _REASONS.get(word, word)
    if not filled:
        remarks.append((f"{reason}; nothing of it has any extent, so it was dropped",
                     "Draw it again, or delete it."))
        return None
    if flat:
        reason += f"; {_count(flat, 'flat part')} dropped"
    remarks.append((reason, _MENDED))
    linear = shapely.get_dimensions(geometry) < 2  # noqa: PLR2004 - areas
    found = geometry if linear else shapely.union_all(filled)
    return found if shapely.is_valid(found) else _valid(found)


def _valid(part: Any) -> Any:
    """Return one line or area as a valid one, without what collapses; a hole never adds ground."""
    if part.geom_type == "Polygon" and len(part.interiors):
        shell, *holes = (_valid(shapely.Polygon(ring)) for ring in (part.exterior, *part.interiors))
        return shapely.difference(shell, shapely.union_all(holes))
    return shapely.make_valid(part, method="structure", keep_collapsed=False)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s were' if number > 1 else ' was'}"
