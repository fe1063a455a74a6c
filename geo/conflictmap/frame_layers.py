"""GeoDataFrames to layers: areas, lines or points in any coordinate reference system."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely

from conflictmap.errors import LayerError, nearest
from conflictmap.feature_reading import said_of
from conflictmap.frame_values import check_frame, day_text, degrees, plain_value
from conflictmap.geometries import Sound, named_parts, sound
from conflictmap.interval import OPEN_END, OPEN_START
from conflictmap.layer import KIND_OF, UNKNOWN, Feature, Layer
from conflictmap.provenance import provenance_of
from conflictmap.when import parse_when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geopandas import GeoDataFrame

    from conflictmap.errors import Problem


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
        if column is not None and column not in frame.columns:
            hint = nearest(column, [str(c) for c in frame.columns])
            raise LayerError(f"{name}: no column '{column}'.{hint}")
    geometry = degrees(frame, name, notes, LayerError)
    records = frame.drop(columns=frame.geometry.name).to_dict("records")
    features: list[Feature] = []
    for i, (record, shape) in enumerate(zip(records, geometry, strict=True)):
        own = {str(c): plain_value(v) for c, v in record.items()}
        own |= {key: own[c] for key, c in chosen.items() if c is not None}
        features += features_of(f"{name}-{i}", shape, own, name, notes, place=f"row {i}")
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
    found = Sound() if geometry is None else sound(geometry)
    notes += said_of(found, name=name, place=place, value=feature_id)
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
