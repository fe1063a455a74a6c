"""The join on many machines: real schedulers and workers on loopback, and one that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import conflictmap as cm
from conflictmap.bulk import dask_join
from conflictmap.bulk.dask_join import join_dataset
from conflictmap.bulk.join_file import join_file
from conflictmap.bulk.parquet_batches import shares_of
from running import run
from toys import LAT, LON, area, layer, road, square

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("distributed", reason="dask is not installed: pip install 'conflictmap[scale]'")
pytestmark = pytest.mark.filterwarnings("ignore")
LAYERS = [layer(area("west", square(0, 0), "1990-01-01", "2020-10-01", positional_error_m=500),
                area("east", square(1, 0), "1990-01-01"), name="areas"),
          layer(road("r", (0, .5), (9, .5)), name="roads")]


def table(rows: int) -> pa.Table:
    rng = np.random.default_rng(1)
    return pa.table({
        "id": [f"e{i}" for i in range(rows)],
        "date": [["2020-09-27", "2020-09", "", "2020-09-30/2020-10-02"][i % 4]
                 for i in range(rows)],
        "lon": LON + rng.uniform(-.1, .3, rows), "lat": LAT + rng.uniform(-.1, .2, rows),
        "radius_m": [[None, 2000.0, 0.0][i % 3] for i in range(rows)],
        "title": ["further"] * rows,
    })


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Yield a scheduler's address and its two workers, as programs.

    The port is one that is free, so that two runs of the tests on one machine have each their own.
    """
    env = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}

    def start(*args):
        return subprocess.Popen([sys.executable, "-m", "distributed.cli." + args[0], *args[1:]],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)

    from distributed import Client

    known = tmp_path_factory.mktemp("cluster") / "scheduler.json"
    programs = [start("dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                      "--scheduler-file", known, "--no-dashboard", "--no-show")]
    programs += [start("dask_worker", "--scheduler-file", known, "--host", "127.0.0.1",
                       "--nthreads", "1", "--no-nanny", "--no-dashboard",
                       "--local-directory", known.parent,
                       "--death-timeout", "60") for _ in range(2)]
    try:
        with Client(scheduler_file=str(known), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address, programs[1:]
    finally:
        for program in reversed(programs):
            program.terminate()
        for program in programs:
            try:
                program.wait(timeout=30)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


def whole(folder: Path) -> pa.Table:
    return pa.concat_tables([pq.read_table(p) for p in sorted(folder.glob("part-*.parquet"))])


def test_a_dask_dataframe_gives_the_rows_of_the_join(tmp_path):
    import dask
    import dask.dataframe as dd

    pq.write_table(table(500), tmp_path / "in.parquet")
    frame = dd.from_pandas(table(500).to_pandas(), npartitions=3)
    with dask.config.set(scheduler="synchronous"):
        joined = cm.join(frame, LAYERS)
        assert list(joined.columns) == list(
            cm.join(cm.read_events(tmp_path / "in.parquet"), LAYERS).columns)
        found = joined.compute().reset_index(drop=True)
    expected = cm.join(cm.read_events(tmp_path / "in.parquet"), LAYERS).frame
    for name in expected.columns:
        assert found[name].astype(object).where(found[name].notna(), None).tolist() == (
            expected[name].astype(object).where(expected[name].notna(), None).tolist()), name


def test_a_row_that_cannot_be_used_is_named():
    import dask
    import dask.dataframe as dd

    rows = table(9).to_pandas()
    rows.loc[4, "date"] = "soon"
    with (dask.config.set(scheduler="synchronous"),
          pytest.raises(cm.EventsError, match="row 5: date: 'soon'")):
        cm.join(dd.from_pandas(rows, npartitions=1), LAYERS).compute()


def test_two_workers_write_the_rows_of_one_process_and_a_killed_one_costs_none(
    tmp_path, cluster, monkeypatch
):
    address, workers = cluster
    rows = table(60_000)
    rows = rows.set_column(1, "date", pa.array(["2020-13", *rows["date"].to_pylist()[1:]]))
    rows = rows.append_column("share", pa.array(range(60_000)))
    pq.write_table(rows, tmp_path / "in.parquet", row_group_size=5_000)
    once = join_file(tmp_path / "in.parquet", LAYERS, tmp_path / "one.parquet",
                     rejects=tmp_path / "one.csv", keep=["radius_m", "all"],
                     strict=True)
    expected = pq.read_table(tmp_path / "one.parquet")
    monkeypatch.setattr(dask_join, "TASK", 2_000)
    killed = []

    def kill():
        """Kill a worker as soon as parts are there."""
        folder = tmp_path / ".out.parquet.parts"
        while not list(folder.glob("part-00000[0-9]-0")):
            time.sleep(.05)
        os.kill(workers[0].pid, signal.SIGKILL)
        killed.append(workers[0].pid)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    done = join_dataset(tmp_path / "in.parquet", LAYERS, tmp_path / "out", scheduler=address,
                        rejects=tmp_path / "r.csv", keep=["radius_m", "all"])
    thread.join(timeout=10)
    assert killed
    assert done.accounting == once.accounting
    assert done.rejects == 1
    assert whole(tmp_path / "out").equals(expected)
    assert expected.column_names[-2:] == ["radius_m", "source_share"]
    assert (tmp_path / "r.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_the_command_joins_by_a_scheduler_and_refuses_ids_that_stand_twice(tmp_path, cluster):
    address, _ = cluster
    pq.write_table(table(300), tmp_path / "in.parquet")
    said = run("join", tmp_path / "in.parquet", "--layer", "nkao-1923", "-o", tmp_path / "out",
               "--scheduler", address)
    assert said.returncode == 0, said.stderr
    assert "300 rows, 1 layers" in said.stdout
    assert whole(tmp_path / "out").num_rows == 300
    pq.write_table(pa.concat_tables([table(3), table(2)]), tmp_path / "in.parquet")
    said = run("join", tmp_path / "in.parquet", "--layer", "nkao-1923", "-o", tmp_path / "out",
               "--scheduler", address)
    assert said.returncode == 2
    assert "2 ids stand twice" in said.stderr
    said = run("join", tmp_path / "in.parquet", "--layer", "nkao-1923", "-o", tmp_path / "twice",
               "--scheduler", address, "--trust-ids")
    assert (said.returncode, whole(tmp_path / "twice").num_rows) == (0, 5), said.stderr
    assert whole(tmp_path / "out").num_rows == 300


@pytest.mark.parametrize("group", [1, 7, 100, 250, 1000])
def test_a_file_is_shared_out_whole_and_where_its_groups_begin(tmp_path, group):
    pq.write_table(table(1000), tmp_path / "in.parquet", row_group_size=group)
    shares = shares_of(pq.read_metadata(tmp_path / "in.parquet"), 100)
    assert [first for first, _ in shares] == [0, *(after for _, after in shares[:-1])]
    assert shares[-1][1] == 1000
    assert max(after - first for first, after in shares) <= 100
    if group <= 100:
        assert all(first % group == 0 for first, _ in shares)


def test_no_scheduler_at_the_address_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(dask_join, "ANSWERS", 1)
    pq.write_table(table(3), tmp_path / "in.parquet")
    with pytest.raises(cm.EventsError, match="no dask scheduler answers"):
        join_dataset(tmp_path / "in.parquet", LAYERS, tmp_path / "out",
                     scheduler="tcp://127.0.0.1:9")
