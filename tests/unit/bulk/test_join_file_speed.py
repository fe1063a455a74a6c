"""A file in the shape of UCDP is joined in no more than half as long again as the usual script."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
ROWS, ROUNDS = 100_000, 2
#: Times the CPU seconds of the script with pandas and geopandas.
AT_MOST = 1.5


@pytest.mark.serial
def test_joining_rows_of_ucdp_costs_no_more_than_half_as_long_again(tmp_path, monkeypatch):
    """The least of a few runs in turn: what else the machine does only makes a run dearer."""
    pytest.importorskip("geopandas")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    files, shapes = importlib.import_module("files"), importlib.import_module("shapes")
    path = shapes.make(tmp_path, "ucdp", ROWS)
    runs = [files.joins(tmp_path, path) for _ in range(ROUNDS)]
    for name in ("files", "shapes", "make_events"):
        sys.modules.pop(name, None)
    one, other = (min(run[i]["cpu_s"] for run in runs) for i in range(2))
    assert one <= AT_MOST * other, runs
