"""Maps for QGIS: a GeoPackage with a table for each layer, and a project that plays it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.figures.basemap import rank_of
from conflictmap.formats.files import is_file, read_bytes, write_whole
from conflictmap.formats.geopackage import STYLES, GeoTable, gpkg_bytes, uniform, with_styles
from conflictmap.model.columns import COLUMNS, COUNTS
from conflictmap.model.errors import OutputError, printable
from conflictmap.model.event_types import type_entry
from conflictmap.model.interval import OPEN_END, OPEN_START, day_of, possible_days
from conflictmap.model.source_terms import credits_of
from conflictmap.pages.spec import span_of
from conflictmap.reports.qgis_looks import (
    DRAWN_AS,
    FEATURE_DAYS,
    drawn_as,
    event_look,
    kind_of,
    layer_look,
)
from conflictmap.reports.qgis_project import Project, ProjectLayer, is_ours, qgz_bytes
from conflictmap.reports.qgis_style import qml_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from conflictmap.model.events import Events
    from conflictmap.pages.read_page import PageData

_EVENTS, _PROJECT = "events", ".qgz"
#: What a project of events without a place shows, in degrees.
_WORLD = (-180.0, -60.0, 180.0, 75.0)
_FILE_COLUMNS = tuple(c.file for c in COLUMNS if c.file)
#: Properties that are no columns: days are columns of their own, and the rest is the page's.
_LEFT_OUT = frozenset({"from", "to", "style", "inside", "unsure_from", "unsure_to"})
#: What a table says of itself: members of the layer's entry.
_ABOUT = ("title", "source", "licence", "viewpoint", "note")
_RESERVED = ("gpkg_", "sqlite_", "rtree_", "idx_", "geometry_columns", "spatial_ref_sys", STYLES)
#: Columns of the events of a page that are written otherwise: as days, and as shapes.
_OTHERWISE = frozenset({"lat", "lon"})


def write_map(data: PageData, path: str | Path) -> Path:
    """Write what a page holds as a GeoPackage, and beside it the project of QGIS.

    Parameters
    ----------
    data
        What the page holds.
    path
        Ends in .gpkg; the project has the same name with .qgz.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    spec, target = data.spec, Path(path)
    tables, layers = [], []
    names = _table_names([entry["id"] for entry in spec["layers"]])
    for entry in reversed(_from_below(spec["layers"])):
        features = data.layers.get(entry["id"], [])
        if not features:
            continue
        table = _feature_table(names[entry["id"]], entry, features, spec["lang"])
        tables.append(table)
        layers += _layers(table, entry, features, spec["lang"])
    events = _event_table(spec)
    if events.shapes.size:
        tables.append(events)
        layers = _event_layers(events, spec) + layers
    write_whole(target, with_styles(gpkg_bytes(tables), _styles(layers)))
    _save_project(target, Project(
        title=spec["title"] or target.stem, subtitle=spec["subtitle"], file=target.name,
        layers=layers, bounds=tuple(spec["bounds"]), window=data.closed(spec["window"]),
        credits=spec["attribution"]))
    return target


def write_project(events: Events, path: str | Path, *, table: str) -> Path:
    """Give the GeoPackage of events that is at PATH a style, and write the project beside it.

    Parameters
    ----------
    events
        The events in the file.
    path
        The GeoPackage, as `write_events` or `write_joined` wrote it.
    table
        The table with the events: `events` or `joined`.

    Raises
    ------
    OutputError
        When a file cannot be written.
    """
    target = Path(path)
    found = GeoTable(name=table, columns=dict.fromkeys(_FILE_COLUMNS, ()), shapes=events.geometry)
    types = [type_entry(name) for name in sorted(set(map(str, events["type"])))]
    layers = _event_layers(found, {"types": types, "style": {}})
    write_whole(target, with_styles(read_bytes(target, error=OutputError), _styles(layers)))
    span = span_of(events)
    return _save_project(target, Project(
        title=target.stem, file=target.name, layers=layers, credits=credits_of(events),
        bounds=events.bounds or _WORLD, window=(span.first, span.last)))


def said_of_project(path: Path) -> str:
    """Return what is said of the project beside a GeoPackage: where it is, or that it was kept."""
    project = path.with_suffix(_PROJECT)
    kept = "" if is_ours(read_bytes(project, error=OutputError)) else (
        ": kept as it is, for it was saved by QGIS. Delete it to have a new one")
    return f"project: {printable(str(project))}{kept}"


def _save_project(target: Path, project: Project) -> Path:
    """Write a project beside its GeoPackage; one that QGIS has saved since is left alone."""
    path = target.with_suffix(_PROJECT)
    if not is_file(path) or is_ours(read_bytes(path, error=OutputError)):
        write_whole(path, qgz_bytes(project))
    return path


def _from_below(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return layers in the order in which they are drawn, points last."""
    drawn = [entry for entry in entries if entry["kind"] != "image"]
    return sorted(drawn, key=lambda entry: (entry["kind"] == "point", rank_of(entry["role"])))


def _table_names(ids: Sequence[str]) -> dict[str, str]:
    """Return a name that a GeoPackage takes for each layer, none like another but for case.

    >>> _table_names(["a b|c", "A_b_c", "gpkg_x"])
    {'a b|c': 'a_b_c', 'A_b_c': 'A_b_c-2', 'gpkg_x': 'layer_gpkg_x'}
    """
    found: dict[str, str] = {}
    taken = {_EVENTS}
    for name in ids:
        plain = re.sub(r"[^\w-]+", "_", name)[:60] or "layer"
        plain = f"layer_{plain}" if plain.lower().startswith(_RESERVED) else plain
        number = 1
        free = plain
        while free.lower() in taken:
            number += 1
            free = f"{plain}-{number}"
        taken.add(free.lower())
        found[name] = free
    return found


def _feature_table(
    name: str, entry: Mapping[str, Any], features: Sequence[Mapping[str, Any]], lang: str
) -> GeoTable:
    """Return the features of a layer as a table: id, days, the line of the key, properties."""
    said = [feature["properties"] for feature in features]
    columns: dict[str, Sequence[Any]] = {"id": [feature["id"] for feature in features]}
    for column, key in FEATURE_DAYS.items():
        columns[column] = [_day(properties.get(key)) for properties in said]
    columns[DRAWN_AS] = [drawn_as(properties, entry, lang) for properties in said]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    return GeoTable(
        name=name, columns=_properties(said) | columns, shapes=np.array(shapes, dtype=object),
        about={key: str(entry.get(key, "")) for key in _ABOUT})


def _properties(said: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Any]]:
    """Return the properties of features as columns."""
    keys = dict.fromkeys(key for properties in said for key in properties)
    return {key: [_cell(properties.get(key)) for properties in said]
            for key in keys if key not in _LEFT_OUT}


def _day(value: int | None) -> Any:
    return None if value is None else day_of(value)


def _cell(value: Any) -> Any:
    """Return a property as a cell: lists and objects as JSON, yes and no as text."""
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False)
    return value


def _event_table(spec: Mapping[str, Any]) -> GeoTable:
    """Return the events of a page as a table that reads back as events, with dates."""
    events, labels = spec["events"], dict(spec["style"].get("key", ()))
    columns: dict[str, Sequence[Any]] = {
        c.file: [_event_cell(c.file, value) for value in events[c.page]]
        for c in COLUMNS if c.file and c.page in events.keys() - _OTHERWISE}
    columns = dict(events.get("extra", ())) | columns | possible_days(
        _closed(events["start"], OPEN_START), _closed(events["end"], OPEN_END))
    if labels:
        columns[DRAWN_AS] = [labels.get(colour, "") for colour in events["color"]]
    about = {"title": spec["title"], "credits": json.dumps(spec["attribution"], ensure_ascii=False)}
    return GeoTable(
        name=_EVENTS, columns=columns, about=about,
        shapes=np.array(list(map(_point, events["lon"], events["lat"])), dtype=object))


def _closed(days: Sequence[int | None], open_day: int) -> list[int]:
    return [open_day if day is None else day for day in days]


def _point(lon: float | None, lat: float | None) -> Any:
    return None if lat is None or lon is None else shapely.Point(lon, lat)


def _event_cell(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(value)
    return int(value) if name in COUNTS and value is not None else value


def _event_layers(table: GeoTable, spec: Mapping[str, Any]) -> list[ProjectLayer]:
    """Return the layers of the events of a table, one for each kind of shape."""
    found = [
        ProjectLayer(
            id=f"{table.name}-{part}" if only else table.name, table=table.name, only=only,
            title=f"Events ({part.lower()})" if only else "Events", geometry=part,
            look=event_look(spec["types"], table.columns, geometry=geometry, style=spec["style"]))
        for part, geometry, only in _parts(table.shapes)]
    return sorted(found, key=lambda layer: ("Point", "Line", "Polygon").index(layer.geometry))


def _layers(
    table: GeoTable, entry: Mapping[str, Any], features: Sequence[Mapping[str, Any]], lang: str
) -> list[ProjectLayer]:
    """Return the layers of the project for a layer of a page, one for each kind of shape."""
    return [
        ProjectLayer(
            id=f"{table.name}-{part}" if only else table.name, table=table.name, only=only,
            title=entry["title"], geometry=part, group=str(entry["group"]).capitalize(),
            visible=bool(entry["visible"]), credit=str(entry["attribution"] or entry["source"]),
            licence=str(entry["licence"]), note=str(entry["note"] or ""),
            look=layer_look(
                entry, [f for f in features if _part(f["geometry"]["type"]) == part],
                geometry=geometry, lang=lang))
        for part, geometry, only in _parts(table.shapes)]


def _parts(shapes: NDArray[Any]) -> list[tuple[str, str, str]]:
    """Return for each kind of shape its name, a type, and the type to choose it by, if needed."""
    kind, _ = uniform(shapes)
    kinds = sorted({s.geom_type for s in shapes if s is not None}) if kind == "Unknown" else [kind]
    found = {_part(one): one for one in kinds}
    chosen = {"Point": "Point", "Line": "LineString", "Polygon": "Polygon"}
    return [(part, one, chosen[part] if kind == "Unknown" else "")
            for part, one in found.items()] or [("Point", "Point", "")]


def _part(geometry: str) -> str:
    return {"marker": "Point", "line": "Line", "fill": "Polygon"}[kind_of(geometry)]


def _styles(layers: Iterable[ProjectLayer]) -> dict[str, str]:
    """Return the style of each table; of one with several kinds of shape, that of the first."""
    return {layer.table: qml_of(layer.look) for layer in reversed(list(layers))}
