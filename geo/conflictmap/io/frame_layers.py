"""GeoDataFrames to layers: areas, lines or points in any coordinate reference system."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.io.frame_events import events_from_frame
from conflictmap.io.frame_values import check_column, check_frame, day_text, degrees, json_value
from conflictmap.io.read_events import read_events
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.errors import LayerError, Problem
from conflictmap.model.events import Events
from conflictmap.model.geometries import ValidParts, named_parts, valid_parts
from conflictmap.model.interval import OPEN_END, OPEN_START
from conflictmap.model.layer import KIND_OF, UNKNOWN, Feature, Layer
from conflictmap.model.provenance import provenance_of
from conflictmap.places.features import geometry_problems
from conflictmap.places.layer_files import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geopandas import GeoDataFrame

    from conflictmap.model.errors import Problem


def layer_from_frame(
    frame: GeoDataFrame, *, name: str = "layer", title: str = "", valid_from: str | None = None,
    valid_to: str | None = None, label: str | None = None,
) -> Layer:
    """Return a GeoDataFrame as a layer: areas, lines or points, in any CRS.

    Parameters
    ----------
    frame
        The features; their columns become properties. Rows without geometry are listed as
        problems. Columns `valid_from` and `valid_to` (dates or EDTF text, half-open) say when a
        feature held; without them it always does.
    name, title
        The layer's id, and its title; by default the id.
    valid_from, valid_to, label
        Columns for the days, and for the name of a feature (by default `name`).

    Raises
    ------
    LayerError
        When a column does not exist, a date means nothing, no row has a geometry, or the
        coordinates of a frame without a CRS are not degrees.
    """
    check_frame(frame, LayerError)
    notes: list[Problem] = []
    chosen = {"valid_from": valid_from, "valid_to": valid_to, "name": label}
    for column in chosen.values():
        check_column(frame, column, LayerError, before=f"{name}: ")
    geometry = degrees(frame, name, notes, LayerError)
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    features: list[Feature] = []
    for i, (record, shape) in enumerate(zip(records, geometry, strict=True)):
        own = {str(c): json_value(v) for c, v in record.items()}
        own |= {key: own[c] for key, c in chosen.items() if c is not None}
        # Numbered from 1, as the features of a file are.
        features += features_of(f"{name}-{i + 1}", shape, own, name, notes, place=f"row {i}")
    return layer_of(features, name=name, title=title or name, problems=notes)


def features_of(
    feature_id: str, geometry: Any, properties: Mapping[str, Any], name: str, notes: list[Problem],
    *, place: str,
) -> list[Feature]:
    """Return a geometry (WGS 84) as features of one kind each.

    Their days are those of `valid_from` and `valid_to`; what was mended, split or left out is added
    to NOTES.
    """
    days = []
    for key, open_day in (("valid_from", OPEN_START), ("valid_to", OPEN_END)):
        text = day_text(properties.get(key))
        try:
            days.append(parse_when(text).start if text else open_day)
        except ValueError as error:
            raise LayerError(f"{name}: {feature_id}: {key}: '{text}': {error}.") from error
    if days[1] <= days[0]:
        raise LayerError(f"{name}: {feature_id}: valid_to is not after valid_from.")
    found = ValidParts() if geometry is None else valid_parts(geometry)
    notes += geometry_problems(found, name=name, place=place, value=feature_id)
    return [Feature(id=part_id, geometry=part, start=days[0], end=days[1],
                    properties=dict(properties))
            for part_id, part in named_parts(feature_id, found.parts)]


def layer_of(
    features: Iterable[Feature], *, name: str, title: str, problems: Iterable[Problem] = (),
    visible: bool = True, key: tuple[tuple[str, str], ...] = (),
) -> Layer:
    """Return features as a layer of the user's; KEY are the colours and labels of its legend.

    Raises
    ------
    LayerError
        When there is no feature.
    """
    kept = tuple(features)
    if not kept:
        raise LayerError(f"{name}: no row has a geometry.")
    kinds = {KIND_OF.get(f.geometry.geom_type, "mixed") for f in kept}
    content = json.dumps(
        [[f.id, f.start, f.end, shapely.to_wkt(f.geometry, 7), dict(f.properties)] for f in kept],
        ensure_ascii=False, default=str,
    ).encode()
    return Layer(
        id=name, title=title, kind=kinds.pop() if len(kinds) == 1 else "mixed", role="user",
        group="user", visible=visible, viewpoint=UNKNOWN, source=UNKNOWN, source_url="",
        licence=UNKNOWN, attribution="", note="", features=kept,
        provenance=provenance_of(name, content, rows=len(kept)), problems=tuple(problems), key=key,
    )


def as_events(
    events: Any, *, date: str | None = None, end: str | None = None, title: str | None = None,
    name: str = "",
) -> Events:
    """Return events from `Events`, a file, or anything that `events_from_frame` takes."""
    if isinstance(events, Events):
        return events
    if isinstance(events, (str, PathLike)):
        return read_events(events)
    return events_from_frame(events, date=date, end=end, title=title, name=slug(name) or "events")


def as_layer(layer: Layer | GeoDataFrame | str | Path, *, name: str = "", **columns: Any) -> Layer:
    """Return a layer from a `Layer`, the id of a built-in one, a file, or a GeoDataFrame."""
    if isinstance(layer, Layer):
        return layer
    if isinstance(layer, (str, Path)):
        return read_layer(layer)
    return layer_from_frame(layer, name=slug(name) or "layer", title=name, **columns)


def slug(text: str) -> str:
    """Return a word of letters, digits and hyphens for ids.

    >>> slug("My events, 2022")
    'my-events-2022'
    """
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
