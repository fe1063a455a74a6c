"""Measure joins in pieces: python benchmarks/stream.py DIR N [N ...] [--dask].

For each N it makes a Parquet file of N events in DIR (id, lon, lat, date; in pieces of a million),
reads and writes it without joining (the floor), joins it with 60 districts, and prints seconds and
the peak of memory of each, every one in a process of its own. The files are removed at the end.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from memory import peak_mb

PIECE = 1_000_000


def make(folder: Path, count: int) -> Path:
    """Write a file of events, a million at a time, and the districts."""
    import make_events as world
    import pyarrow as pa
    import pyarrow.parquet as pq
    import shapely

    path = folder / f"events-{count}.parquet"
    schema = pa.schema([("id", pa.string()), ("lon", pa.float64()), ("lat", pa.float64()),
                        ("date", pa.date32())])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, count, PIECE):
            size = min(PIECE, count - first)
            lon, lat, day, _ = world.core(size, world.SEED + first // PIECE)
            writer.write_table(pa.table({
                "id": [f"EV-{i:09d}" for i in range(first, first + size)], "lon": lon, "lat": lat,
                "date": pa.array(day, pa.int32()).cast(pa.date32())}, schema))
    polygons, start, end, _, _ = world.layers()
    text = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": f"d{i}", "geometry": shapely.geometry.mapping(p), "properties": {
            "valid_from": str(world.EPOCH + int(start[i])), "valid_to": str(world.EPOCH + int(end[i])),
        }} for i, p in enumerate(polygons)]}
    (folder / "districts.geojson").write_text(json.dumps(text), encoding="utf-8")
    return path


def floor(path: Path, out: Path) -> None:
    """Read and write the file without joining."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        writer = pq.ParquetWriter(out, file.schema_arrow, compression="zstd")
        for batch in file.iter_batches(131_072):
            writer.write_batch(batch)
        writer.close()


def floor19(path: Path, out: Path) -> None:
    """Read the joined file and write it: what 19 columns cost without joining."""
    floor(path.parent / "stream.parquet", out)


def stream(path: Path, out: Path, *, trust_ids: bool = False) -> None:
    """Join the file in pieces."""
    import conflictmap as cm
    from conflictmap.bulk.join_file import join_file

    layer = cm.read_layer(path.parent / "districts.geojson")
    done = join_file(path, [layer], out, trust_ids=trust_ids)
    print(done.accounting)


def trusting(path: Path, out: Path) -> None:
    """Join the file in pieces without looking for ids that stand twice."""
    stream(path, out, trust_ids=True)


def dask(path: Path, out: Path, workers: int) -> None:
    """Join the file by worker processes of one thread each."""
    from distributed import Client

    import conflictmap as cm
    from conflictmap.bulk.dask_join import join_dataset, local_cluster

    layer = cm.read_layer(path.parent / "districts.geojson")
    with local_cluster(workers) as cluster:
        with Client(cluster) as client:
            client.wait_for_workers(workers)
            before = client.run(time.process_time)
            begun, own = time.perf_counter(), time.process_time()
            join_dataset(path, [layer], out, scheduler=cluster.scheduler_address)
            wall, own = time.perf_counter() - begun, time.process_time() - own
            after = client.run(time.process_time)
        used = ", ".join(f"{after[name] - before[name]:.1f}" for name in before)
        print(f"  {workers} workers, without their start: {wall:.1f} s wall; CPU of the workers"
              f" {used} s, of scheduler and client {own:.1f} s")


def dask1(path: Path, out: Path) -> None:
    """Join by one worker."""
    dask(path, out, 1)


def dask2(path: Path, out: Path) -> None:
    """Join by two workers."""
    dask(path, out, 2)


def measured(task: str, path: Path, out: Path) -> None:
    """Run one task in a process of its own and print what it took."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--task", task, str(path), str(out)], check=True)
    seconds = time.perf_counter() - begun
    size = sum(f.stat().st_size for f in ([out] if out.is_file() else out.glob("*.parquet")))
    print(f"{path.name} {task}: {seconds:.1f} s wall, {size / 1e6:.0f} MB written", flush=True)


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1] == "--task":
        globals()[sys.argv[2]](Path(sys.argv[3]), Path(sys.argv[4]))
        used = resource.getrusage(resource.RUSAGE_SELF)
        of_workers = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"  {sys.argv[2]}: CPU {used.ru_utime + used.ru_stime:.1f} s"
              f" (and {of_workers.ru_utime + of_workers.ru_stime:.1f} s of other processes),"
              f" peak {peak_mb():.0f} MB")
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tasks = ["floor", "stream", "trusting", "floor19"] + ["dask1", "dask2"] * (2 * ("--dask" in sys.argv))
    for count in (int(a) for a in sys.argv[2:] if not a.startswith("--")):
        path = folder / f"events-{count}.parquet"
        if not path.exists():
            make(folder, count)
        for task in tasks:
            measured(task, path, folder / f"{task}.parquet")


if __name__ == "__main__":
    main()
