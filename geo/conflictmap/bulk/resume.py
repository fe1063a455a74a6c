"""What the parts of an output depend on, what is read back of them, and the lock on them."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflictmap.bulk import pieces
from conflictmap.formats import csv_blocks
from conflictmap.model.errors import OutputError
from conflictmap.model.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictmap.bulk.parts import Parts
    from conflictmap.model.layer import Layer


def event_ids(part: Path, ending: str) -> Iterator[Any]:
    """Yield the ids of a part, some at a time, as Arrow strings."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if ending == ".parquet":
        with pq.ParquetFile(part) as file:
            for batch in file.iter_batches(columns=["event_id"]):
                yield batch.column(0)
        return
    from conflictmap.formats.csv_files import as_typed, csv_lines

    with part.open(encoding="utf-8", newline="") as stream:
        rows = [as_typed(cells[0]) for _, cells in csv_lines(stream, part.name)]
    yield pa.array(rows, type=pa.string())


def key_of(
    source: pieces.Input, layers: Sequence[Layer], output: Path, reach_m: float, trust: bool,
) -> dict[str, Any]:
    """Return all that the parts depend on."""
    return {
        "version": __version__, "form": 5, "input": pieces.fingerprint(source.path),
        "name": source.name, "layers": [fingerprint_of(layer) for layer in layers],
        "reach_m": reach_m, "trust_ids": trust, "ending": output.suffix.lower(),
        "reader": source.reader.NAME, "mapping": repr(source.mapping or ""),
        "reading": repr((source.asked, source.encoding, source.as_given)),
        "gazetteer": pieces.fingerprint(Path(source.asked.gazetteer))
        if source.asked.gazetteer else {},
        "slabs": [pieces.BATCH, csv_blocks.BLOCK],
    }


def fingerprint_of(layer: Layer) -> str:
    """Return a hash of what a join makes of a layer: ids, places, days, errors."""
    found = hashlib.sha256(repr((layer.id, [f.id for f in layer.features])).encode())
    for shape in shapely.to_wkb(layer.geometry):
        found.update(shape)
    for values in (layer.start, layer.end, layer.positional_error_m):
        found.update(np.ascontiguousarray(values).tobytes())
    return found.hexdigest()


@contextlib.contextmanager
def locked(parts: Parts) -> Iterator[None]:
    """Keep two runs from making the parts of one output at the same time."""
    try:
        import fcntl
    except ImportError:  # no such lock on this system
        yield
        return
    parts.target.parent.mkdir(parents=True, exist_ok=True)
    path = parts.folder.with_suffix(".lock")
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as reason:
            raise OutputError(
                f"{parts.target}: another run is writing it. Wait for it, or name another file."
            ) from reason
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
