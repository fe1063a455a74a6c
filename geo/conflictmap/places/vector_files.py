"""Files of features in other containers than GeoJSON, as GeoJSON."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

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
    features = _features_of(path)
    shapes = {(feature.get("geometry") or {}).get("type", "") for feature in features}
    names = dict.fromkeys(chain.from_iterable(f.get("properties") or {} for f in features))
    return bool(shapes & _GROUND) and "date" not in map(standard_name, names)


def _features_of(path: Path) -> list[dict[str, Any]]:
    """Return the features of a file; none of one that is broken, which its reader says."""
    try:
        content = as_geojson(read_bytes(path, error=LayerError), path)
        return list(json.loads(content)["features"]) if content.lstrip()[:1] == b"{" else []
    except (LayerError, ValueError, KeyError):
        return []


def is_topology(content: bytes) -> bool:
    """Return whether a text is TopoJSON, by its beginning."""
    return b'"Topology"' in content[:2000] and b'"type"' in content[:2000]
