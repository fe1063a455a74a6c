"""A file in the shape of UCDP is joined in no more than half as long again as the usual script."""

from __future__ import annotations

import pytest

ROWS, ROUNDS = 100_000, 3
#: Times the CPU seconds of the script with pandas and geopandas.
AT_MOST = 1.5


@pytest.mark.serial
def test_joining_rows_of_ucdp_costs_no_more_than_half_as_long_again(tmp_path, benchmarks):
    """The least of a few runs in turn: what else the machine does only makes a run dearer."""
    files, shapes = benchmarks
    path = shapes.make(tmp_path, "ucdp", ROWS)
    runs = [files.joins(tmp_path, path) for _ in range(ROUNDS)]
    one, other = (min(run[i]["cpu_s"] for run in runs) for i in range(2))
    assert one <= AT_MOST * other, runs
