"""What the tests of large files share."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest


@pytest.fixture
def benchmarks(monkeypatch):
    """Return the modules of the benchmarks that run commands and make tables of a shape."""
    pytest.importorskip("geopandas")
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3] / "benchmarks"))
    yield importlib.import_module("files"), importlib.import_module("shapes")
    for name in ("files", "shapes", "make_events"):
        sys.modules.pop(name, None)
