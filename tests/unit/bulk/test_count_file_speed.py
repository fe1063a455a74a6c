"""A file in the shape of UCDP is counted in no more time than the usual script joins it."""

from __future__ import annotations

import statistics

import pytest

ROWS = 100_000
#: Parts of the CPU seconds of the script with pandas and geopandas.
AT_MOST = 1.5


@pytest.mark.serial
def test_counting_rows_of_ucdp_costs_no_more_than_the_usual_script(tmp_path, benchmarks):
    files, shapes = benchmarks
    path = shapes.make(tmp_path, "ucdp", ROWS)
    files.layers(tmp_path)
    ratios = []
    for _ in range(3):
        one = files.ours("count", path, "--by", "year", "-o", str(tmp_path / "counts.csv"))
        other = files.peer("usual", path, tmp_path / "usual.parquet")
        ratios.append(one["cpu_s"] / other["cpu_s"])
    assert statistics.median(ratios) <= AT_MOST, ratios
