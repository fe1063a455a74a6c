"""The join on many machines: dask shares out rows, and each worker runs the same kernel.

The layers stand in the graph once, as one task that any worker can do again; each worker makes
its kernels of them once. A worker that dies costs the time of its unfinished tasks: a part is
written whole or not at all, and is written again by another worker.
"""

from __future__ import annotations

import contextlib
import pickle
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.bulk import pieces
from conflictmap.bulk.dask_frame import made
from conflictmap.bulk.duplicate_ids import DeferredIds, HashedIds, Ids, ids_for
from conflictmap.bulk.join_file import Streamed
from conflictmap.bulk.parquet_batches import batches_of, shares_of
from conflictmap.bulk.parts import Parts
from conflictmap.bulk.problem_log import KINDS, first_problems, write_rejects
from conflictmap.bulk.slab_columns import check_keep, credit_of, first_plan, seen_of
from conflictmap.bulk.slab_reader import SlabReader
from conflictmap.bulk.slabs import nothing
from conflictmap.bulk.tables import joined_table
from conflictmap.formats.text_hashes import BUCKETS, duplicate_hashes
from conflictmap.io.any_table import Asked
from conflictmap.joins.lines import REACH_M
from conflictmap.joins.write import asked, check_kept, resolved
from conflictmap.model.errors import EventsError, OutputError
from conflictmap.model.layer import areas_of
from conflictmap.model.region import is_regional

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflictmap.bulk.slabs import Slab
    from conflictmap.model.layer import Layer

#: Rows of one task.
TASK = 1_048_576
#: Seconds in which a scheduler must answer.
ANSWERS = 10
#: What keeps a worker from giving each column's memory back to the system, to ask for it again: a
#: third of its time, as dask sets it.
_MALLOC = {"MALLOC_TRIM_THRESHOLD_": 1 << 27, "MALLOC_MMAP_THRESHOLD_": 1 << 25}
#: Tasks that the hashes of ids are shared out to.
_SHARES = 16
_NEEDED = "needs one more package: pip install 'conflictmap[scale]'."


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What all tasks share."""

    parts: Parts
    path: str
    reach_m: float
    trust: bool
    keep: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Task:
    """What one task does: some rows of the input, one part."""

    job: _Job
    number: int
    first: int
    after: int


def join_dataset(
    path: str | Path, layers: Sequence[Layer], output: str | Path, *, scheduler: str = "local",
    reach_m: float = REACH_M, rejects: str | Path | None = None, trust_ids: bool = False,
    keep: str | Iterable[str] = (),
) -> Streamed:
    """Join a Parquet file on many machines and write a folder of Parquet files.

    The files of the folder, in the order of their names, hold the rows of `join_file`, in its
    order.

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
    rejects
        Where rows go that were set aside; by default nowhere.
    trust_ids
        Whether to take it that no id is a duplicate.
    keep
        Further columns of the events to write, as `write_joined` does.

    Raises
    ------
    EventsError, OutputError
        When the file cannot be read, or holds duplicate ids; when the folder cannot be written.
    """
    source = pieces.open_input(Path(path).absolute(), asked=Asked(strict=True))
    if source.kind != "parquet":
        raise EventsError(f"{path}: only Parquet is joined on many machines. Convert it first.")
    target = _target(output)
    names = asked(keep)
    check_keep(source, names)
    parts = Parts(target=target.with_suffix(".parquet"), layers=len(layers), key={},
                  plan=first_plan(names))
    parts.begin()
    parts.restart(parts.plan)
    job = _Job(parts=parts, path=str(source.path), reach_m=reach_m, trust=trust_ids, keep=names)
    with _client(scheduler) as client:
        once = client.submit(pickle.loads, pickle.dumps(list(layers)), pure=False)
        while not _all_parts(client, once, source, job):
            pass
        if not trust_ids:
            _check_ids(client, source, parts)
    if parts.count("rows"):
        check_kept(names, parts.plan["seen"], source.name)
    written = 0 if rejects is None else write_rejects(parts.problems, Path(rejects))
    shown = first_problems(parts.problems(), ())
    _publish(parts, target)
    return Streamed(
        path=target, rows=parts.count("rows") * len(layers), accounting=parts.accounting(),
        problems=shown.problems, troubles=shown.troubles, rejects=written, lines=shown.lines,
    )


def _target(output: str | Path) -> Path:
    target = Path(output).absolute()
    if target.is_file():
        raise OutputError(f"{output}: a file; with --scheduler OUT is a folder. Name another.")
    if target.is_dir() and any(target.iterdir()) and not any(target.glob("part-*.parquet")):
        raise OutputError(f"{output}: a folder of other files. Name another.")
    return target


def _check_ids(client: Any, source: pieces.Input, parts: Parts) -> None:
    """Refuse a file with duplicate ids: no worker sees all rows."""
    hashed = [(str(parts.file(e["number"], "ids")), e["ids"]) for e in parts.done if e["ids"]]
    if not hashed:
        return
    step = BUCKETS // _SHARES
    shares = [range(first, first + step) for first in range(0, BUCKETS, step)]
    once = client.scatter(hashed, broadcast=True)
    duplicates = sum(client.gather(
        client.map(_duplicates, shares, hashed=once, pure=False, retries=2)))
    if duplicates:
        raise EventsError(
            f"{source.name}: {duplicates} ids stand twice. Join it without --scheduler, which keeps"
            " the first of each, or add --trust-ids."
        )


def _duplicates(share: range, hashed: Sequence[tuple[str, Sequence[int]]]) -> int:
    """Return how many ids of some drawers are duplicates, by the hashes beside the parts."""
    found = 0
    for drawer in share:
        parts = [
            np.fromfile(path, dtype=np.uint64, count=counts[drawer],
                        offset=8 * sum(counts[:drawer])) for path, counts in hashed
        ]
        found += len(duplicate_hashes(np.concatenate(parts)))
    return found


@contextlib.contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise EventsError(f"a join on many machines {_NEEDED}") from error
    if scheduler != "local":
        try:
            client = Client(scheduler, timeout=ANSWERS)
        except (OSError, ValueError) as error:
            raise EventsError(f"{scheduler}: no dask scheduler answers. Is it running?") from error
        with client:
            yield client
        return
    with local_cluster() as cluster, Client(cluster) as client:
        yield client


def local_cluster(workers: int | None = None) -> Any:
    """Return a cluster of workers on this machine, one thread each, by default one on each core."""
    import dask
    from distributed import LocalCluster

    name = "distributed.nanny.pre-spawn-environ"
    with dask.config.set({name: {**dask.config.get(name), **_MALLOC}}):
        return LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)


def _all_parts(client: Any, layers: Any, source: pieces.Input, job: _Job) -> bool:
    """Make all parts; return whether what was taken for granted of the whole file was right."""
    import pyarrow.parquet as pq

    parts = job.parts
    tasks = [
        _Task(job=job, number=number, first=first, after=after)
        for number, (first, after) in enumerate(shares_of(pq.read_metadata(source.path), TASK))
    ]
    done = client.gather(client.map(_part, tasks, layers=layers, pure=False, retries=2))
    plan = _plan_after(job, done)
    same = all(plan[name] == parts.plan[name] for name in ("credit", "regional", "kept"))
    if not same:
        parts.restart(plan)
        return False
    parts.plan = plan
    parts.done.extend(done)
    return True


def _plan_after(job: _Job, done: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what the parts, once all are there, say of the whole file."""
    plan = dict(job.parts.plan)
    for entry in done:
        plan["credit"] = credit_of(plan["credit"], entry["credit"])
    if any(entry["swapped"] for entry in done):
        plan["regional"] = is_regional(*(sum(e[n] for e in done) for n in ("points", "inside")))
    plan["seen"] = sorted({name for entry in done for name in entry["seen"]})
    plan["kept"] = list(resolved(job.keep, plan["seen"]))
    return plan


def _part(task: _Task, layers: Sequence[Layer]) -> dict[str, Any]:
    """Join the rows of one task, write their part, and return what the manifest says of it."""
    job, plan = task.job, task.job.parts.plan
    source = pieces.open_input(job.path, asked=Asked(strict=True))
    with closing(ids_for(source, job.parts.folder, trust=job.trust)) as ids:
        reader = SlabReader(source=source, areas=areas_of(layers), ids=ids, keep=job.keep,
                            regional=bool(plan["regional"]))
        joins = made(layers, job.reach_m)
        writer, credit, seen = job.parts.writer(task.number, aside=False), "", plan
        try:
            for slab in _slabs(reader, task):
                credit = credit_of(credit, slab.needed_credit)
                seen = {**seen, **seen_of(seen, slab)}
                writer.add(slab, [
                    joined_table(slab, one, plan["credit"], plan["kept"]) for one in joins])
            return writer.close(credit=credit, seen=seen["seen"], ids=_written(ids, task))
        finally:
            writer.abandon()


def _written(ids: Ids, task: _Task) -> list[int]:
    """Write the hashes of the ids of a part beside it; return how many each drawer holds."""
    parts = task.job.parts
    if isinstance(ids, DeferredIds):
        return ids.hashes.write(parts.file(task.number, "ids"))
    if isinstance(ids, HashedIds):
        with closing(ids.drawers(parts.folder)) as drawers:
            return drawers.write(parts.file(task.number, "ids"))
    return []


def _slabs(reader: SlabReader, task: _Task) -> Iterator[Slab]:
    """Yield the rows of one task, behind a slab of none: a part has its columns at any rate."""
    yield nothing()
    names = None
    # As many tasks run side by side as there are threads: none takes more than its own.
    for first, batch in batches_of(reader.source, task.first, threads=False):
        size = min(batch.num_rows, task.after - first)
        if size <= 0:
            return
        names = reader.vector_names(batch.schema) if names is None else names
        yield reader.batch(batch.slice(0, size), first, names)


def _publish(parts: Parts, target: Path) -> None:
    """Give the parts their names in the folder, and put it in place of an older one."""
    digits = len(str(parts.layers))
    for number in range(len(parts.done)):
        for layer in range(parts.layers):
            parts.file(number, layer).rename(
                parts.folder / f"part-{layer:0{digits}d}-{number:06d}.parquet")
        for what in (*KINDS, "ids"):
            parts.file(number, what).unlink(missing_ok=True)
    (parts.folder / "manifest.json").unlink()
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        target.rename(old)
    parts.folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)
