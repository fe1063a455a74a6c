"""Files of features in other containers than GeoJSON, as GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conflictmap.formats.archives import shapefile_zip, unpacked
from conflictmap.formats.files import read_bytes
from conflictmap.model.columns import standard_name
from conflictmap.model.errors import EventsError, LayerError

if TYPE_CHECKING:
    from pathlib import Path

#: Endings of files that are layers or events, whichever they hold.
ENDINGS = frozenset({".gpkg", ".shp", ".kml", ".kmz", ".fgb", ".gpx", ".zip", ".topojson"})
_GROUND = frozenset({"Polygon", "MultiPolygon", "LineString", "MultiLineString"})
_JSON = frozenset({"", "text", "json"})


def as_geojson(content: bytes, path: Path) -> bytes:
    """Return the features of a file as GeoJSON text in WGS 84; other JSON as it is.

    Raises
    ------
    LayerError
        When the file is broken, or holds no features; it is named for what it is.
    """
    from conflictmap.formats.sniff import container_name
    from conflictmap.formats.tables import features_in

    try:
        content = shapefile_zip(path) if path.suffix.lower() == ".shp" else unpacked(
            content, str(path))
        kind = container_name(content)
        if kind in _JSON and not is_topology(content):
            return content
        features = features_in(content, str(path))
    except EventsError as error:
        raise LayerError(str(error)) from error
    if features is None:
        raise LayerError(f"{path}: this file ({kind}) has no geometry, and a layer needs some.")
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def holds_ground(path: Path) -> bool:
    """Return whether a file in another container than GeoJSON holds areas or lines, not events.

    Areas with a column of dates of their own are events; files of points are, too.
    """
    if path.suffix.lower() not in ENDINGS or not path.is_file():
        return False
    try:
        content = as_geojson(read_bytes(path, error=LayerError), path)
        features = json.loads(content)["features"] if content.lstrip()[:1] == b"{" else []
    except (LayerError, ValueError, KeyError):
        return False  # who reads it says what is wrong
    shapes = {(f.get("geometry") or {}).get("type", "") for f in features}
    dated = any(standard_name(key) == "date" for f in features for key in f.get("properties") or {})
    return bool(shapes & _GROUND) and not dated


def is_topology(content: bytes) -> bool:
    """Return whether a text is TopoJSON, by its beginning."""
    return b'"Topology"' in content[:2000] and b'"type"' in content[:2000]
