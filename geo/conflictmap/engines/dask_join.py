"""The join on many machines: dask shares out rows, and each worker runs the same kernel.

The layers stand in the graph once, as one task that any worker can do again; each worker makes
its kernels of them once. A worker that dies costs the time of its unfinished tasks: a part is
written whole or not at all, and is written again by another worker.
"""

from __future__ import annotations

import contextlib
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.errors import EventsError, OutputError
from conflictmap.gathering import is_regional
from conflictmap.joining import REACH_M
from conflictmap.layer import areas_of
from conflictmap.streaming import inputs
from conflictmap.streaming.batches import batches_of
from conflictmap.streaming.ids import Doubtful, Trusted
from conflictmap.streaming.keys import fingerprint_of
from conflictmap.streaming.parts import Parts
from conflictmap.streaming.plain import columns_of
from conflictmap.streaming.problems import told, write_rejects
from conflictmap.streaming.reading import SlabReader, ids_for
from conflictmap.streaming.run import Streamed, credit_of
from conflictmap.streaming.slabs import nothing
from conflictmap.streaming.tables import LayerJoin, joined_table, layer_join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictmap.layer import Layer

#: Rows of one task.
TASK = 1_048_576
#: Points for which a worker makes its grids.
_MANY = 10_000_000
_JOINED = ("title", "when", "type", "lat", "lon")
_NEEDED = "needs one more package: pip install 'conflictmap[scale]'."
#: Kernels that this process has made, by the hash of their layer.
_MADE: dict[tuple[str, float], LayerJoin] = {}


def _made(layers: Sequence[Layer], reach_m: float) -> list[LayerJoin]:
    """Return the layers made ready; a process makes each of them once."""
    found = []
    for layer in layers:
        key = (fingerprint_of(layer), reach_m)
        if key not in _MADE:
            _MADE[key] = layer_join(layer, points=_MANY, reach_m=reach_m)
        found.append(_MADE[key])
    return found


def join_frame(frame: Any, layers: Sequence[Layer], *, reach_m: float = REACH_M) -> Any:
    """Return a dask dataframe with the columns of `Joined`: a row for each event and layer.

    Parameters
    ----------
    frame
        A dask dataframe with the standard columns (`id`, `date`, `lat`, `lon`, …; WGS 84,
        degrees). Ids are not compared between partitions.
    layers
        Layers of areas or lines.
    reach_m
        How near to a line, in metres, an event counts as on it.

    Raises
    ------
    EventsError
        When a partition is computed, for a row that cannot be used: it names the row.
    """
    import dask.dataframe as dd
    from dask import delayed

    meta = _frame(nothing(), layer_join(layers[0], points=0, reach_m=reach_m))
    once = delayed(layers, traverse=False)
    parts = [
        frame.map_partitions(_partition, once, number, reach_m, meta=meta, enforce_metadata=False)
        for number in range(len(layers))
    ]
    return parts[0] if len(parts) == 1 else dd.concat(parts, interleave_partitions=False)


def _partition(rows: Any, layers: Sequence[Layer], number: int, reach_m: float) -> Any:
    """Return the rows of one partition in one layer."""
    import pyarrow as pa

    from conflictmap.importers import importer_named

    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    reader = importer_named("parquet")
    source = inputs.Input(path=Path("events"), name="events", kind="parquet", reader=reader,
                          rows=reader.rows)
    slabs = SlabReader(source=source, areas=areas_of(layers), ids=Trusted())
    one = _made(layers, reach_m)[number]
    import pandas as pd

    names = columns_of(table.schema) or {}
    found, first = [], 0
    for batch in table.combine_chunks().to_batches(inputs.BATCH):
        slab = slabs.batch(batch, first, names)
        bad = [p for p in slab.problems if p.level == "error"]
        if bad:
            raise EventsError(f"{bad[0]}. Set such rows aside with 'conflictmap check' first.")
        found.append(_frame(slab, one))
        first += batch.num_rows
    return pd.concat(found, ignore_index=True) if found else _frame(nothing(), one)


def _frame(slab: Any, one: LayerJoin) -> Any:
    import pyarrow as pa

    table = joined_table(slab, one, exact=True).drop_columns(list(_JOINED))
    texts = [pa.string() if pa.types.is_dictionary(f.type) else f.type for f in table.schema]
    kinds = pa.schema(list(zip(table.schema.names, texts, strict=True)))
    return table.cast(kinds).to_pandas()


@dataclass(frozen=True, kw_only=True)
class _Task:
    """What one task does: some rows of the input, one part."""

    parts: Parts
    path: str
    number: int
    first: int
    after: int
    reach_m: float


def join_dataset(
    path: str | Path, layers: Sequence[Layer], output: str | Path, *, scheduler: str = "local",
    reach_m: float = REACH_M, trust_ids: bool = False,
) -> Streamed:
    """Join a Parquet file on many machines and write a folder of Parquet files.

    The files of the folder, in the order of their names, hold the rows of `join_file`, in its
    order. Rows that were set aside stand in `_rejects.csv` in the folder.

    Parameters
    ----------
    path
        A Parquet file on a disk that every worker sees under the same name.
    layers
        Layers of areas or lines.
    output
        The folder to write, on a disk that every worker sees; an older one is replaced.
    scheduler
        The address of a dask scheduler, or `local` for one worker on each core of this machine.
    reach_m
        How near to a line, in metres, an event counts as on it.
    trust_ids
        Whether to take it that no id stands twice.

    Raises
    ------
    EventsError, OutputError
        When the file cannot be read, or ids stand twice; when the folder cannot be written.
    """
    source = inputs.open_input(Path(path).absolute())
    if source.kind != "parquet":
        raise EventsError(f"{path}: only Parquet is joined on many machines. Convert it first.")
    target = _target(output)
    parts = Parts(target=target.with_suffix(".parquet"), layers=len(layers), key={},
                  plan={"credit": "", "regional": None})
    parts.begin()
    parts.restart(parts.plan)
    _check_ids(source, parts.folder, trust=trust_ids)
    with _client(scheduler) as client:
        once = client.submit(pickle.loads, pickle.dumps(list(layers)), pure=False)
        while not _all_parts(client, once, source, parts, reach_m):
            pass
    written = write_rejects(parts.problems, parts.folder / "_rejects.csv")
    shown, troubles = told(parts.problems(), ())
    _publish(parts, target)
    return Streamed(
        path=target, rows=parts.count("rows") * len(layers), accounting=parts.accounting(),
        problems=tuple(shown), troubles=troubles, rejects=written,
    )


def _target(output: str | Path) -> Path:
    target = Path(output).absolute()
    if target.is_file():
        raise OutputError(f"{output}: a file; with --scheduler OUT is a folder. Name another.")
    if target.is_dir() and any(target.iterdir()) and not any(target.glob("part-*.parquet")):
        raise OutputError(f"{output}: a folder of other files. Name another.")
    return target


def _check_ids(source: inputs.Input, folder: Path, *, trust: bool) -> None:
    """Refuse a file in which ids stand twice: no worker sees all rows."""
    ids = ids_for(source, folder, trust=trust, doubt=True)
    if isinstance(ids, Doubtful) and len(ids.twice):
        raise EventsError(
            f"{source.name}: {len(ids.twice)} ids stand twice. Join it without --scheduler, which"
            " keeps the first of each, or add --trust-ids."
        )


@contextlib.contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise EventsError(f"a join on many machines {_NEEDED}") from error
    if scheduler != "local":
        try:
            client = Client(scheduler, timeout=10)
        except (OSError, ValueError) as error:
            raise EventsError(f"{scheduler}: no dask scheduler answers. Is it running?") from error
        with client:
            yield client
        return
    with (LocalCluster(threads_per_worker=1, dashboard_address=None) as cluster,
          Client(cluster) as client):
        yield client


def _all_parts(
    client: Any, layers: Any, source: inputs.Input, parts: Parts, reach_m: float
) -> bool:
    """Make all parts; return whether what was taken for granted of the whole file was right."""
    import pyarrow.parquet as pq

    rows = pq.read_metadata(source.path).num_rows
    tasks = [
        _Task(parts=parts, path=str(source.path), number=number, first=first,
              after=min(first + TASK, rows), reach_m=reach_m)
        for number, first in enumerate(range(0, max(rows, 1), TASK))
    ]
    done = client.gather(client.map(_part, tasks, layers=layers, pure=False, retries=2))
    plan = dict(parts.plan)
    for entry in done:
        plan["credit"] = credit_of(plan["credit"], entry["credit"])
    regional = is_regional(*(sum(e[n] for e in done) for n in ("points", "inside")))
    if any(entry["swapped"] for entry in done):
        plan["regional"] = regional
    if plan != parts.plan:
        parts.restart(plan)
        return False
    parts.done.extend(done)
    return True


def _part(task: _Task, layers: Sequence[Layer]) -> dict[str, Any]:
    """Join the rows of one task, write their part, and return what the manifest says of it."""
    source = inputs.open_input(task.path)
    reader = SlabReader(source=source, areas=areas_of(layers), ids=Trusted(),
                        regional=bool(task.parts.plan["regional"]))
    joins = _made(layers, task.reach_m)
    writer, credit, names = task.parts.writer(task.number), "", None
    plan = task.parts.plan["credit"]
    try:
        writer.add(nothing(), [joined_table(nothing(), one, plan) for one in joins])
        for first, batch in batches_of(source, task.first):
            size = min(batch.num_rows, task.after - first)
            if size <= 0:
                break
            names = reader.plain_names(batch.schema) if names is None else names
            slab = reader.batch(batch.slice(0, size), first, names)
            credit = credit_of(credit, slab.needed_credit)
            writer.add(slab, [joined_table(slab, one, plan) for one in joins])
        return writer.close(credit=credit)
    finally:
        writer.abandon()


def _publish(parts: Parts, target: Path) -> None:
    """Give the parts their names in the folder, and put it in place of an older one."""
    digits = len(str(parts.layers))
    for number in range(len(parts.done)):
        for layer in range(parts.layers):
            parts.file(number, layer).rename(
                parts.folder / f"part-{layer:0{digits}d}-{number:06d}.parquet")
        for what in ("problems", "swapped"):
            parts.file(number, what).unlink()
    (parts.folder / "manifest.json").unlink()
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        target.rename(old)
    parts.folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)
