"""A project of QGIS: layers of a GeoPackage beside it, with styles, days, title and credits."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pyproj import Transformer

from conflictmap.model.crs import WEB_MERCATOR, WGS84, Bounds
from conflictmap.model.interval import day_of
from conflictmap.reports.qgis_style import VERSION, Look, add_look, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: What a project that we wrote says of itself: QGIS does not keep it when it saves.
MADE_BY = b"conflictmap"
#: Web Mercator ends here, in degrees.
_LAST_LATITUDE = 85.0
#: Up to so many days a step of the clock is a day; else a week, a month, a year.
_STEPS = ((120, "d"), (1100, "wk"), (20_000, "mon"))
_PROVIDER = "ogr"
#: The numbers of QGIS for a CRS.
_SRSID = {WGS84: "3452", WEB_MERCATOR: "3857"}
_CORNERS = {"title": "0", "credits": "2"}


@dataclass(frozen=True, kw_only=True)
class ProjectLayer:
    """A layer of a project: a table, or its shapes of one kind, where it has several.

    `id` is the project's own, `geometry` a type of shapes (`Point`), `credit` who is to be named.
    """

    id: str
    table: str
    title: str
    look: Look
    geometry: str
    only: str = ""
    group: str = ""
    visible: bool = True
    credit: str = ""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A project: its layers from above, what it shows (degrees, day numbers), and its words."""

    title: str
    file: str
    layers: Sequence[ProjectLayer]
    bounds: Bounds
    window: tuple[int, int]
    subtitle: str = ""
    credits: Sequence[str] = ()


def qgz_bytes(project: Project) -> bytes:
    """Return a project as .qgz, the same for the same input."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.comment = MADE_BY
        entry = zipfile.ZipInfo("map.qgs", date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, _project_xml(project))
    return sink.getvalue()


def is_ours(content: bytes) -> bool:
    """Return whether a project is as we wrote it: QGIS has not saved it since."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.comment == MADE_BY
    except zipfile.BadZipFile:
        return False


def _project_xml(project: Project) -> bytes:
    root = ET.Element("qgis", {"projectname": shown(project.title), "version": VERSION})
    ET.SubElement(root, "title").text = shown(project.title)
    _add_crs(ET.SubElement(root, "projectCrs"), WEB_MERCATOR)
    _add_tree(root, project)
    _add_canvas(root, project.bounds)
    layers = ET.SubElement(root, "projectlayers")
    for layer in project.layers:
        _add_layer(layers, layer, project.file)
    _add_properties(root, project)
    _add_clock(root, project.window)
    _add_metadata(root, "projectMetadata", project.title, project.subtitle, project.credits)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_crs(parent: ET.Element, code: str) -> None:
    """Add a CRS; QGIS heeds its code only beside its own number, and draws in degrees without."""
    system = ET.SubElement(parent, "spatialrefsys")
    ET.SubElement(system, "srsid").text = _SRSID[code]
    ET.SubElement(system, "authid").text = code


def _id(layer: ProjectLayer) -> str:
    """Return the id of a layer in QGIS, which gives another to one of up to ten letters."""
    return f"conflictmap-{layer.id}"


def _source(layer: ProjectLayer, file: str) -> str:
    only = f"|geometrytype={layer.only}" if layer.only else ""
    return f"./{file}|layername={layer.table}{only}"


def _add_tree(root: ET.Element, project: Project) -> None:
    """Add the layers by group, and the order in which they are drawn."""
    tree = ET.SubElement(root, "layer-tree-group")
    groups: dict[str, ET.Element] = {"": tree}
    for layer in project.layers:
        if layer.group not in groups:
            groups[layer.group] = ET.SubElement(tree, "layer-tree-group", {
                "name": shown(layer.group), "checked": "Qt::Checked", "expanded": "1"})
        ET.SubElement(groups[layer.group], "layer-tree-layer", {
            "id": _id(layer), "name": shown(layer.title), "source": _source(layer, project.file),
            "providerKey": _PROVIDER, "expanded": "0",
            "checked": "Qt::Checked" if layer.visible else "Qt::Unchecked"})
    order = ET.SubElement(tree, "custom-order", {"enabled": "1"})
    for layer in project.layers:
        ET.SubElement(order, "item").text = _id(layer)


def _add_canvas(root: ET.Element, bounds: Bounds) -> None:
    """Add what the map shows, in metres."""
    canvas = ET.SubElement(root, "mapcanvas", {
        "name": "theMapCanvas", "annotationsVisible": "1"})
    ET.SubElement(canvas, "units").text = "meters"
    extent = ET.SubElement(canvas, "extent")
    west, south, east, north = bounds
    to_metres = Transformer.from_crs(WGS84, WEB_MERCATOR, always_xy=True).transform
    corners = [to_metres(x, min(max(y, -_LAST_LATITUDE), _LAST_LATITUDE))
               for x, y in ((west, south), (east, north))]
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), sum(corners, ()), strict=True):
        ET.SubElement(extent, name).text = f"{value:.1f}"
    ET.SubElement(canvas, "rotation").text = "0"
    _add_crs(ET.SubElement(canvas, "destinationsrs"), WEB_MERCATOR)


def _add_layer(parent: ET.Element, layer: ProjectLayer, file: str) -> None:
    element = ET.SubElement(parent, "maplayer", {
        "type": "vector", "geometry": layer.geometry, "hasScaleBasedVisibilityFlag": "0",
        "labelsEnabled": str(int(bool(layer.look.names)))})
    ET.SubElement(element, "id").text = _id(layer)
    ET.SubElement(element, "datasource").text = _source(layer, file)
    ET.SubElement(element, "layername").text = shown(layer.title)
    _add_crs(ET.SubElement(element, "srs"), WGS84)
    rights = [text for text in (layer.credit, layer.licence) if text]
    _add_metadata(element, "resourceMetadata", layer.title, layer.note, rights)
    ET.SubElement(element, "provider", {"encoding": "UTF-8"}).text = _PROVIDER
    add_look(element, layer.look)


def _add_metadata(
    parent: ET.Element, tag: str, title: str, abstract: str, rights: Iterable[str]
) -> None:
    element = ET.SubElement(parent, tag)
    ET.SubElement(element, "type").text = "dataset"
    ET.SubElement(element, "title").text = shown(title)
    ET.SubElement(element, "abstract").text = shown(abstract)
    for text in rights:
        ET.SubElement(element, "rights").text = shown(text)


def _add_properties(root: ET.Element, project: Project) -> None:
    """Add relative paths, that the CRS counts, what the clock plays, and title and credits."""
    properties = ET.SubElement(root, "properties")
    start, end = _times(project.window)
    _add_entries(properties, "Paths", {"Absolute": ("bool", "false")})
    _add_entries(properties, "SpatialRefSys", {"ProjectionsEnabled": ("int", "1")})
    _add_entries(properties, "TemporalControllerWidget", {
        "StartDateTime": ("QString", start), "EndDateTime": ("QString", end),
        "NavigationMode": ("int", "1")})
    for name, text in (("title", project.title), ("credits", "; ".join(project.credits))):
        _add_entries(properties, {"title": "TitleLabel", "credits": "CopyrightLabel"}[name], {
            "Enabled": ("bool", "true" if text else "false"), "Label": ("QString", shown(text)),
            "Placement": ("int", _CORNERS[name])})


def _add_entries(parent: ET.Element, name: str, entries: dict[str, tuple[str, str]]) -> None:
    group = ET.SubElement(parent, name)
    for key, (kind, value) in entries.items():
        ET.SubElement(group, key, {"type": kind}).text = value


def _add_clock(root: ET.Element, window: tuple[int, int]) -> None:
    start, end = _times(window)
    clock = ET.SubElement(root, "ProjectTimeSettings", {
        "frameRate": "2", "timeStep": "1", "timeStepUnit": _step(window[1] - window[0]),
        "cumulativeTemporalRange": "0"})
    span = ET.SubElement(clock, "TemporalRange")
    ET.SubElement(span, "start").text = start
    ET.SubElement(span, "end").text = end


def _step(days: int) -> str:
    return next((unit for most, unit in _STEPS if days <= most), "y")


def _times(window: tuple[int, int]) -> tuple[str, str]:
    first, last = (day_of(day) for day in window)
    return f"{first}T00:00:00Z", f"{last}T00:00:00Z"
