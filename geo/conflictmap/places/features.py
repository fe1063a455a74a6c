"""Features of a GeoJSON value: what each says, checked, and what had to be mended or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import LayerError, Problem
from conflictmap.model.geometries import (
    ValidParts,
    are_numbers,
    are_positions,
    named_parts,
    open_rings,
    shape_of,
    valid_parts,
)
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.layer import Feature, free_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def raw_features(value: Any, name: str) -> list[Any]:
    """Return the features of a FeatureCollection, a Feature or a bare geometry.

    Raises
    ------
    LayerError
        When the value is not GeoJSON; TopoJSON is named for what it is.
    """
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise LayerError(f"{name}: this is not GeoJSON: no member 'type' at the top.")
    if value["type"] == "Topology":
        raise LayerError(f"{name}: this is TopoJSON, not GeoJSON. Convert it first, with QGIS,"
                         " ogr2ogr or mapshaper.")
    if value["type"] == "FeatureCollection":
        found = value.get("features")
        if not isinstance(found, list):
            raise LayerError(f"{name}: features: a FeatureCollection needs a list of features.")
        return found
    if value["type"] == "Feature":
        return [value]
    return [{"type": "Feature", "properties": {}, "geometry": value}]


def features_of(
    raw: Sequence[Any], layer_id: str, name: str, problems: list[Problem]
) -> tuple[Feature, ...]:
    """Return the features that can be drawn, each of one kind of geometry; the rest is listed.

    Raises
    ------
    LayerError
        When an item is no feature, its coordinates are no numbers, or a day means nothing.
    """
    given = [_given_id(item, f"feature {i}", name) for i, item in enumerate(raw)]
    ids = _distinct(given, layer_id, name, problems)
    found: list[Feature] = []
    for i, item in enumerate(raw):
        place = f"feature {i}"
        start, end = _validity(item.get("properties") or {}, name, place)
        result = _valid_parts(item.get("geometry"), name, place)
        problems += geometry_problems(result, name=name, place=place, value=given[i])
        found += [
            Feature(id=feature_id, geometry=part, start=start, end=end,
                    properties=item.get("properties") or {})
            for feature_id, part in named_parts(ids[i], result.parts)
        ]
    return tuple(found)


def geometry_problems(
    result: ValidParts, *, name: str, place: str, value: str
) -> Iterator[Problem]:
    """Yield what is to be said of one geometry: VALUE is the id of its feature, if it has one.

    A feature of which nothing is left was set aside: an `error`.
    """
    if not result.parts and not result.remarks:
        yield Problem(file=name, place=place, field="geometry", value=value, reason="no geometry",
                      fix="Add one, or delete the feature.")
    for reason, fix in result.remarks:
        yield Problem(file=name, place=place, field="geometry", value=value, reason=reason, fix=fix,
                      level="warning" if result.parts else "error")


def _given_id(item: Any, place: str, name: str) -> str:
    """Return the id of a feature as text; empty when it has none."""
    if not isinstance(item, dict) or item.get("type", "Feature") != "Feature":
        raise LayerError(f"{name}: {place}: not a GeoJSON feature.")
    properties = item.get("properties") or {}
    if not isinstance(properties, dict):
        raise LayerError(f"{name}: {place}: properties: must be an object.")
    given = item.get("id", properties.get("id"))
    return "" if given is None else str(given)


def _distinct(
    given: Sequence[str], layer_id: str, name: str, problems: list[Problem]
) -> list[str]:
    """Return an id for each feature that no other one has; what had to be changed is listed."""
    ids = [text if text.strip() else f"{layer_id}-{i + 1}" for i, text in enumerate(given)]
    bare = [i for i, text in enumerate(given) if not text.strip()]
    if bare and len(bare) < len(given):
        problems.append(Problem(
            file=name, place=f"feature {bare[0]}", field="id", value="", level="warning",
            reason=f"{len(bare)} of {len(given)} features have no id; each got one of its number,"
            f" as '{ids[bare[0]]}'", fix="Give each feature its own id, or none.",
        ))
    duplicates = _number_duplicates(ids)
    if duplicates:
        first, more = duplicates[0], len(duplicates) - 1
        also = f", and {more} more were changed so" * (more > 0)
        problems.append(Problem(
            file=name, place=f"feature {first}", field="id", value=given[first], level="warning",
            reason=f"this id stands twice; it became '{ids[first]}'{also}",
            fix="Give each feature its own id.",
        ))
    return ids


def _number_duplicates(ids: list[str]) -> list[int]:
    """Give a number to each id that an earlier one is equal to, and return which those are."""
    taken, earlier = set(ids), set[str]()
    duplicates: list[int] = []
    for i, text in enumerate(ids):
        if text in earlier:
            duplicates.append(i)
            ids[i] = free_id(text, taken)
            taken.add(ids[i])
        earlier.add(ids[i])
    return duplicates


def _valid_parts(value: Any, name: str, place: str) -> ValidParts:
    """Return the valid parts of a GeoJSON geometry, one for each kind, and what is to be said."""
    if value is None:
        return ValidParts()
    if not _only_numbers(value):
        raise LayerError(f"{name}: {place}: geometry: coordinates must be numbers.")
    try:
        geometry = shape_of(value)
    except ValueError as error:
        raise LayerError(f"{name}: {place}: geometry: {error}.") from error
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise LayerError(f"{name}: {place}: geometry: not finite numbers.")
    if shapely.is_empty(geometry):
        return ValidParts(remarks=(("empty geometry", "Draw it, or delete the feature."),))
    found, rings = valid_parts(geometry), open_rings(value)
    if not rings:
        return found
    opened = (f"an open ring ({rings}): it does not end where it begins, and was closed",
            "Repeat the first position at the end.")
    return ValidParts(parts=found.parts, remarks=(opened, *found.remarks))


def _only_numbers(value: Any) -> bool:
    """Return whether all coordinates of a geometry are numbers, not text that looks like one."""
    if not isinstance(value, dict):
        return True
    waiting: list[Any] = [value.get("coordinates"), value.get("geometries")]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [item.get("coordinates"), item.get("geometries")]
        elif isinstance(item, list):
            if not are_numbers(item) and not are_positions(item):
                waiting += item
        elif item is not None:
            return False
    return True


def _validity(properties: Mapping[str, Any], name: str, place: str) -> tuple[int, int]:
    """Return the half-open days that `valid_from` and `valid_to` give."""
    days = []
    for key, open_day in (("valid_from", OPEN_START), ("valid_to", OPEN_END)):
        text = properties.get(key)
        if text in (None, ""):
            days.append(open_day)
            continue
        try:
            days.append(parse_when(str(text)).start)
        except ValueError as error:
            raise LayerError(
                f"{name}: {place}: {key}: '{text}': {error}. Write YYYY-MM-DD or null."
            ) from error
    if days[1] <= days[0]:
        raise LayerError(
            f"{name}: {place}: valid_to: '{properties['valid_to']}': not after valid_from."
            " valid_to is the first day on which the feature no longer holds."
        )
    return days[0], days[1]
