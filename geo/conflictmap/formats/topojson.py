"""TopoJSON: arcs shared by geometries, put together as GeoJSON features."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
_Point = list[float]


def features_of_topology(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the geometries of all objects of a topology as GeoJSON features.

    Raises
    ------
    EventsError
        When the topology is broken.
    """
    try:
        arcs = _arcs(value)
        size = sum(map(len, arcs))
        if size > limits().vertices:
            raise EventsError(f"{name}: {beyond('vertices', f'{size:,} vertices')}")
        return [_feature(item, arcs, value.get("transform")) for inner in value["objects"].values()
                for item in _members(inner)]
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise EventsError(f"{name}: broken TopoJSON: {error!r}. Is the file complete?") from error


def _members(item: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        item["geometries"] if item.get("type") == "GeometryCollection" else [item])
    return found


def _arcs(value: dict[str, Any]) -> list[list[_Point]]:
    """Return the arcs in degrees: with a transform each point is a step from the one before."""
    transform = value.get("transform")
    lines = [[[float(x), float(y)] for x, y, *_ in arc] for arc in value["arcs"]]
    if not transform:
        return lines
    return [[_moved(point, transform) for point in accumulate(
        line, lambda a, b: [a[0] + b[0], a[1] + b[1]])] for line in lines]


def _moved(point: _Point, transform: dict[str, Any] | None) -> _Point:
    if not transform:
        return [float(point[0]), float(point[1])]
    scale, shift = transform["scale"], transform["translate"]
    return [float(point[i]) * float(scale[i]) + float(shift[i]) for i in (0, 1)]


def _feature(
    item: dict[str, Any], arcs: list[list[_Point]], transform: dict[str, Any] | None
) -> dict[str, Any]:
    feature = {"type": "Feature", "properties": item.get("properties") or {},
               "geometry": _geometry(item, arcs, transform)}
    return feature | ({"id": item["id"]} if item.get("id") is not None else {})


def _geometry(
    item: dict[str, Any], arcs: list[list[_Point]], transform: dict[str, Any] | None
) -> dict[str, Any] | None:
    kind = item.get("type")
    if kind is None:
        return None
    if kind == "Point":
        return {"type": kind, "coordinates": _moved(item["coordinates"], transform)}
    if kind == "MultiPoint":
        return {"type": kind, "coordinates": [
            _moved(point, transform) for point in item["coordinates"]]}
    return {"type": kind, "coordinates": _lines(item["arcs"], arcs, _DEPTH[kind])}


def _lines(indices: list[Any], arcs: list[list[_Point]], depth: int) -> Any:
    if depth:
        return [_lines(inner, arcs, depth - 1) for inner in indices]
    points: list[_Point] = []
    for index in map(int, indices):
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points
