"""Measure what a user runs, from file to result: python benchmarks/files.py DIR [ROWS_UCDP ROWS].

Commands on files in the shape of UCDP, GDELT and of plain tables (`shapes.py`), beside the script that
a user of pandas and geopandas writes for the same: read, points in dated districts, the nearest road,
write. Every run is a process of its own; CPU seconds are those of all threads. Read the ratios.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import make_events as world
import shapely
import shapes

UTM, REACH_M = 32638, 5_000
POINTS = (("lon", "lat", "date"), ("longitude", "latitude", "date_start"),
          ("ActionGeo_Long", "ActionGeo_Lat", "SQLDATE"))
KEPT = ("id", "GLOBALEVENTID", "title", "dyad_name", "type", "type_of_violence", "EventCode", "day",
        "district", "offset_m")


def layers(folder: Path) -> list[str]:
    """Write 60 dated districts and a road, and return the options that name them."""
    polygons, start, end, road, _ = world.layers()
    dated = [*zip(polygons, start, end, strict=True), (road, world.ROAD_FROM, world.ROAD_TO)]
    features = [{
        "type": "Feature", "id": f"f{i}", "geometry": shapely.geometry.mapping(shape),
        "properties": {"valid_from": str(world.EPOCH + int(a)), "valid_to": str(world.EPOCH + int(b))},
    } for i, (shape, a, b) in enumerate(dated)]
    for name, some in (("districts", features[:-1]), ("road", features[-1:])):
        text = json.dumps({"type": "FeatureCollection", "features": some})
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    return [word for name in ("districts", "road")
            for word in ("--layer", str(folder / f"{name}.geojson"))]


def frame(path: Path):
    """Return a file as a pandas frame."""
    import pandas as pd

    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    if path.suffix == ".tsv":
        return pd.read_csv(path, sep="\t", header=None, names=shapes.GDELT[58])
    return pd.read_csv(path)


def usual(path: Path, out: Path) -> None:
    """Join a file as a user of geopandas does, and write what `conflictmap join` writes."""
    import geopandas as gpd
    import pandas as pd

    table = frame(path)
    lon, lat, date = next(names for names in POINTS if names[0] in table)
    events = gpd.GeoDataFrame(
        table, geometry=gpd.points_from_xy(table[lon], table[lat]), crs=4326)
    events["day"] = pd.to_datetime(events[date], format="%Y%m%d" if date == "SQLDATE" else None)
    areas, road = (gpd.read_file(out.parent / f"{name}.geojson") for name in ("districts", "road"))
    for layer in (areas, road):
        for name in ("valid_from", "valid_to"):
            layer[name] = pd.to_datetime(layer[name])
    found = gpd.sjoin(
        events, areas[["id", "valid_from", "valid_to", "geometry"]].rename(columns={"id": "district"}),
        how="left", predicate="within")
    found.loc[~((found.day >= found.valid_from) & (found.day < found.valid_to)), "district"] = None
    found = found[~found.index.duplicated()]
    near = gpd.sjoin_nearest(
        events[["geometry"]].to_crs(UTM), road[["id", "geometry"]].to_crs(UTM), how="left",
        max_distance=REACH_M, distance_col="offset_m")
    found["offset_m"] = near[~near.index.duplicated()].offset_m
    pd.DataFrame(found[[name for name in (*KEPT, lon, lat) if name in found]]).to_parquet(out)


def read(path: Path, out: Path) -> None:  # noqa: ARG001 - as `usual`
    """Read a file into pandas."""
    frame(path)


def measured(*command: str) -> dict[str, float]:
    """Run a command; return CPU seconds of all threads, seconds on the clock, and peak MB."""
    # As installed: the bytecode is there. Some machines forbid to keep it, and time the compiler.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read().decode() if process.stderr else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise RuntimeError(said[-1000:])
    return {"cpu_s": round(used.ru_utime + used.ru_stime, 2),
            "clock_s": round(time.perf_counter() - begun, 1), "peak_mb": round(used.ru_maxrss / 1024)}


def peer(task: str, path: Path, out: Path) -> dict[str, float]:
    """Run a task of this file in a process of its own."""
    return measured(sys.executable, __file__, "--task", task, str(path), str(out))


def ours(verb: str, path: Path, *words: str) -> dict[str, float]:
    """Run a command of conflictmap."""
    code = "from conflictmap.cli import main; main()"
    return measured(sys.executable, "-c", code, verb, str(path), *words)


def made(folder: Path, shape: str, rows: int) -> Path:
    """Make a file in a process of its own: what this one needs counts as a child's peak of memory."""
    said = subprocess.run([sys.executable, shapes.__file__, str(folder), shape, str(rows)],
                          check=True, capture_output=True, text=True).stdout
    return Path(said.strip())


def joins(folder: Path, path: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return what the join of a file took here, and with geopandas, in turn."""
    options = layers(folder)
    one = ours("join", path, *options, "-o", str(folder / "joined.parquet"))
    return one, peer("usual", path, folder / "usual.parquet")


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1] == "--task":
        globals()[sys.argv[2]](Path(sys.argv[3]), Path(sys.argv[4]))
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    of_ucdp, rows = map(int, sys.argv[2:] or ("350000", "1000000"))
    ucdp, plain, gdelt = (made(folder, shape, count) for shape, count in (
        ("ucdp", of_ucdp), ("plain", rows), ("gdelt", rows)))
    found = {}
    for path in (plain.with_suffix(".parquet"), plain, ucdp, gdelt):
        one, other = joins(folder, path)
        found[f"join {path.name}"] = {"conflictmap": one, "geopandas": other}
    for verb, *words in (("check",), ("count", "--by", "year", "-o", "c.csv"),
                         ("convert", "-o", "c.parquet"), ("convert", "-o", "c.csv"),
                         ("build", "-o", "c.html")):
        words = [str(folder / word) if word.startswith("c.") else word for word in words]
        found[f"{verb} {ucdp.name} {Path(words[-1]).suffix if words else ''}".strip()] = {
            "conflictmap": ours(verb, ucdp, *words), "pandas.read_csv": peer("read", ucdp, folder)}
    for name, pair in found.items():
        (_, one), (tool, other) = pair.items()
        print(f"{name}: {one['cpu_s']} CPU s, {one['peak_mb']} MB; {tool} {other['cpu_s']} s,"
              f" {other['peak_mb']} MB; ratio {one['cpu_s'] / other['cpu_s']:.2f}")
    print("load", os.getloadavg())


if __name__ == "__main__":
    main()
