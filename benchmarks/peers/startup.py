"""Measure what small maps wait for: python -m peers.startup [--rounds 9].

Whole processes, in turn: imports, 50 events from a table to an HTML file, the built-in map from the
shell, the help. CPU seconds of all threads and seconds on the clock; medians, after one round that
is not counted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from peers.running import written

OURS = """import conflictmap as cm
cm.build(cm.read_events("few.csv", swap_check=False)).save("ours.html")"""
BARE = """import conflictmap as cm
cm.build(cm.read_events("few.csv", swap_check=False), recipe=cm.Recipe()).save("bare.html")"""
FOLIUM = """import csv, html, folium
with open("few.csv", encoding="utf-8", newline="") as file: rows = list(csv.DictReader(file))
found = folium.Map((40, 46.5), zoom_start=8)
for row in rows:
    text = "".join(f"<b>{key}</b> {html.escape(value)}<br>" for key, value in row.items())
    folium.CircleMarker((float(row["lat"]), float(row["lon"])), radius=4, popup=text).add_to(found)
found.save("folium.html")"""
SHELL = "import sys; sys.argv = ['conflictmap', {}]; from conflictmap.cli import main; main()"
#: What is timed: its name, and the program.
PROGRAMS = {
    "bare interpreter": "pass",
    "import conflictmap": "import conflictmap",
    "import numpy, shapely, pyproj": "import numpy, shapely, pyproj",
    "import folium": "import folium",
    "import geopandas": "import geopandas",
    "50 events, conflictmap": OURS,
    "50 events, conflictmap, no layer": BARE,
    "50 events, folium": FOLIUM,
    "conflictmap build (214 events)": SHELL.format("'build', '-o', 'atlas.html', '--no-open'"),
    "conflictmap --help": SHELL.format("'--help'"),
}


def few_events(folder: Path) -> None:
    """Write 50 events as a table of text with the columns that both read."""
    import page as pages
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    pc.write_csv(pq.read_table(pages.events_file(50, folder)), folder / "few.csv")


def run(program: str, folder: Path) -> tuple[float, float]:
    """Return the CPU seconds and the seconds on the clock of one process."""
    words = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    started = subprocess.Popen([sys.executable, "-c", program], cwd=folder, env=words,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(started.pid, 0)
    seconds = time.perf_counter() - begun
    if status and started.stderr:
        raise RuntimeError(started.stderr.read().decode())
    return used.ru_utime + used.ru_stime, seconds


def main() -> None:
    """Measure all programs in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as made:
        few_events(Path(made))
        for turn in range(rounds + 1):
            for name, program in PROGRAMS.items():
                found = run(program, Path(made))
                if turn:
                    runs[name].append(found)
    results: dict[str, Any] = {}
    for name, found in runs.items():
        cpu, wall = zip(*found, strict=True)
        results[name] = {"n": rounds, "cpu_s": statistics.median(cpu), "cpu_s_all": cpu,
                         "wall_s": statistics.median(wall)}
        print(f"{name:34} {results[name]['cpu_s']:7.3f} CPU s {results[name]['wall_s']:7.3f} s")
    written("startup", results)


if __name__ == "__main__":
    main()
