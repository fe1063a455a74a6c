"""QGIS reads the project that we write, where it is here: its layers, their order and its clock."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

import conflictmap as cm
from toys import area, layer, square

if TYPE_CHECKING:
    from collections.abc import Sequence

SYSTEM = Path("/usr/bin/python3")
OURS = ("conflictmap-events", "conflictmap-zones")
READS = Path(__file__).parent / "qgis_reads.py"
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def of_qgis(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the system's Python, which has QGIS's modules where these are installed."""
    return subprocess.run([str(SYSTEM), *words], capture_output=True, text=True, timeout=120,
                          check=False, env=CLEAN | {"QT_QPA_PLATFORM": "offscreen"})


def read_by_qgis(
    project: Path, begin: str, end: str, only: Sequence[str] = OURS
) -> tuple[dict, np.ndarray]:
    """Return what QGIS says of a project, and what it draws."""
    picture = project.with_name(f"{begin}.png")
    ran = of_qgis(str(READS), str(project), begin, end, str(picture), *only)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1]), np.asarray(Image.open(picture).convert("L"))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    if not SYSTEM.exists() or of_qgis("-c", "import qgis.core").returncode:
        pytest.skip("QGIS is not installed for the system's Python")
    rows = [{"id": "a", "date": "2020-10-01", "lat": 39.7, "lon": 46.5},
            {"id": "b", "date": "2022-09-13", "lat": 39.8, "lon": 46.6}]
    zones = layer(area("z", square(0, 0, 1.0), "2022-01-01", "2023-06-02"), name="zones")
    path = tmp_path_factory.mktemp("qgis") / "map.gpkg"
    cm.save(cm.build(rows, layers=[zones]), path)
    return path.with_suffix(".qgz")


def test_qgis_has_every_layer_in_our_order_and_draws_what_held_on_the_days(project):
    found, early = read_by_qgis(project, "2020-10-01", "2020-10-02")
    assert (found["is_read"], found["crs"], found["errors"]) == (True, "EPSG:3857", [])
    layers = found["layers"]
    assert set(OURS) <= set(layers)
    assert all(one["valid"] and one["timed"] and one["classes"] for one in layers.values())
    assert layers["conflictmap-events"]["rows"] == 2
    assert sorted(found["order"]) == sorted(found["tree"]) == sorted(layers)
    assert found["order"].index(OURS[0]) < found["order"].index(OURS[1])
    assert (early < 250).any()


@pytest.mark.parametrize(("begin", "end", "shown"), [
    ("2020-09-30", "2020-10-01", ""), ("2020-10-02", "2020-10-03", ""),
    ("2021-12-31", "2022-01-01", ""), ("2022-01-01", "2022-01-02", "zone"),
    ("2022-09-12", "2022-09-14", "zone and event"), ("2023-06-01", "2023-06-02", "zone"),
    ("2023-06-02", "2023-06-03", ""),
])
def test_a_day_of_the_clock_shows_what_held_and_what_happened_on_it(project, begin, end, shown):
    found, picture = read_by_qgis(project, begin, end)
    zone = (picture < 250).sum() > 10_000
    assert zone == shown.startswith("zone")
    assert ((picture < 250).any() and not zone, found["errors"]) == (False, [])
    alone = read_by_qgis(project, begin, end, only=OURS[:1])[1]
    assert bool((alone < 250).any()) == shown.endswith("event")
