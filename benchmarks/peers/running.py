"""What every measurement is asked, and what it writes beside its figures: the machine, the day."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from importlib import metadata
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parents[2] / "build" / "bench"
PACKAGES = ("conflictmap", "numpy", "shapely", "pyproj", "pandas", "pyarrow", "geopandas",
            "sedonadb", "folium", "keplergl", "lonboard", "plotly", "pydeck", "bokeh")


def asked(said: str | None, names: list[str], turns: int) -> argparse.ArgumentParser:
    """Return what the command line of a measurement may say; TURNS is how often, by default."""
    parser = argparse.ArgumentParser(description=said)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--turns", type=int, default=turns)
    parser.add_argument("--add", action="store_true", help="keep the other results of an earlier run")
    return parser


def version(package: str) -> str:
    """Return the version that is installed, or nothing."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def conditions() -> dict[str, Any]:
    """Return what the figures depend on; no name of a machine or folder."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"date": time.strftime("%Y-%m-%d"), "cores": os.cpu_count(),
            "memory_gib": round(memory / 2**30), "system": platform.system(),
            "machine": platform.machine(), "python": platform.python_version(),
            "versions": {name: found for name in PACKAGES if (found := version(name))}}


def written(name: str, results: Any, *, added: bool = False) -> None:
    """Write results beside the conditions, and whether some are of an earlier run."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    found = conditions() | {"added": added, "results": results}
    text = json.dumps(found, indent=1) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def before(name: str) -> dict[int, dict[str, Any]]:
    """Return what an earlier run measured, by number of events."""
    path = RESULTS / f"{name}.json"
    found = json.loads(path.read_text(encoding="utf-8"))["results"] if path.exists() else {}
    return {int(rows): tools for rows, tools in found.items()}
