"""Shapefiles in a zip, and FlatGeobuf: by GDAL, from the bytes alone."""

from __future__ import annotations

import re
import tempfile
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.formats.archives import SHAPEFILE, members, taken
from conflictmap.formats.arrow_cells import as_texts
from conflictmap.formats.encodings import encoding_of
from conflictmap.formats.shapes import features_of_shapes, in_wgs84, table_of_shapes
from conflictmap.formats.sheets import Sheet
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

NAME = "vector"
ENDINGS = (".shp", ".zip", ".fgb")
_FLATGEOBUF, _SHAPEFILE, _ZIP = b"fgb\x03", b"\x00\x00\x27\x0a", b"PK\x03\x04"


def recognises(content: bytes) -> bool:
    """Return whether the content is FlatGeobuf, or a zip with a shapefile."""
    if content.startswith((_FLATGEOBUF, _SHAPEFILE)):
        return True
    return content.startswith(_ZIP) and any(
        name.lower().endswith(".shp") for name in members(content))


def sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the layers of a file.

    Raises
    ------
    EventsError
        When the file is broken or too large, or its coordinate system is not known.
    """
    if content.startswith(_FLATGEOBUF):
        return [_sheet("", {".fgb": content}, name)]
    if content.startswith(_SHAPEFILE):
        raise EventsError(f"{name}: a shapefile is several files. Pack .shp, .dbf, .shx and .prj"
                          " into a .zip.")
    stems = [PurePosixPath(m).with_suffix("") for m in members(content)
             if m.lower().endswith(".shp") and "__MACOSX" not in m]
    return [_sheet(stem.name, _parts(content, stem, name), name) for stem in stems]


def _parts(content: bytes, stem: PurePosixPath, name: str) -> dict[str, bytes]:
    """Return the files of one shapefile in a zip, by their endings."""
    return {
        PurePosixPath(member).suffix.lower(): taken(content, member, name)
        for member in members(content) if PurePosixPath(member).with_suffix("") == stem
        and PurePosixPath(member).suffix.lower() in SHAPEFILE
    }


def _sheet(title: str, parts: Mapping[str, bytes], name: str) -> Sheet:
    columns, shapes = _columns(parts, name)
    return Sheet(
        title=title, features=partial(features_of_shapes, columns, shapes),
        read=lambda _: table_of_shapes(name, columns, shapes, word="row", first=1, over=False))


def _columns(parts: Mapping[str, bytes], name: str) -> tuple[dict[str, list[str]], NDArray[Any]]:
    """Return the columns of a layer as text, and its shapes in WGS 84."""
    import pyarrow as pa

    if not parts.get(".shp", _SHAPEFILE).startswith(_SHAPEFILE):
        raise EventsError(f"{name}: broken shapefile. Is the file complete?")
    with tempfile.TemporaryDirectory() as folder:
        for ending, content in parts.items():
            (Path(folder) / f"layer{ending}").write_bytes(content)
        path = Path(folder) / ("layer.fgb" if ".fgb" in parts else "layer.shp")
        meta, wkb, fields = _read(path, parts, name)
    cells = {str(header): as_texts(pa.array(values, from_pandas=True)).to_pylist()
             for header, values in zip(meta["fields"], fields, strict=True)}
    shapes = np.full(len(fields[0]) if fields else 0, None) if wkb is None else wkb
    return cells, in_wgs84(shapely.from_wkb(shapes, on_invalid="ignore"), meta["crs"], name)


def _read(
    path: Path, parts: Mapping[str, bytes], name: str
) -> tuple[dict[str, Any], NDArray[Any] | None, list[NDArray[Any]]]:
    """Return what GDAL says of a layer, the WKB of its rows, and its columns, within the limits."""
    import pyogrio

    options = {"encoding": _encoding(parts[".dbf"])} if (
        ".dbf" in parts and ".cpg" not in parts) else {}
    try:
        found = int(pyogrio.read_info(path)["features"])
        if found > limits().rows:
            raise EventsError(f"{name}: {beyond('rows', f'{found:,} features')}")
        meta, _, wkb, fields = pyogrio.raw.read(path, **options)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError, ValueError,
            IndexError, RuntimeError) as error:
        said = str(error).replace(str(path.with_suffix("")), name)
        raise EventsError(f"{name}: cannot be read: {said}. Is the file complete?") from error
    return meta, wkb, fields


def _encoding(table: bytes) -> str:
    """Return the encoding of a DBF without a .cpg, by its letters; Latin where none fits."""
    start = int.from_bytes(table[8:10], "little")
    return encoding_of(re.sub(rb"[\x00-\x1f\x7f]", b" ", table[start:])) or "cp1252"
