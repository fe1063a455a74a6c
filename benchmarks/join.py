"""Measure the join in memory beside its peers: python join.py [--events N] [--out FILE].

Exact events with 60 dated districts and a road within 5 km; then events of which half have a radius
and last up to a year. Engines run in turn in one process, each after a round to warm up, on areas
that are new in each round, so that nothing is left prepared. Figures are medians of CPU seconds (all
threads). Compare ratios of one run only. SedonaDB takes part where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import make_events as make
import numpy as np
import shapely
from memory import peak_mb

from conflictmap.joins.areas import AreaKernel
from conflictmap.joins.batch import Batch
from conflictmap.joins.lines import RouteKernel
from conflictmap.model.crs import to_local
from conflictmap.model.layer import Feature, Layer
from conflictmap.model.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

UTM = 32638
COLUMNS = ("lon", "lat", "day")
#: Degrees that 5 km are here at most, with something to spare.
WIDE, TALL = 0.07, 0.055


class World:
    """Districts and a road; the districts are new objects each time, with nothing prepared."""

    def __init__(self) -> None:
        areas, self.start, last, self.road, self.road_m = make.layers()
        self.end = last + 1
        self.wkb = shapely.to_wkb(areas)
        west, south, east, north = self.road.bounds
        self.box = west - WIDE, south - TALL, east + WIDE, north + TALL

    def areas(self) -> Any:
        """Return the districts."""
        return shapely.from_wkb(self.wkb)

    def districts(self) -> Layer:
        """Return the districts as a layer."""
        spans = zip(self.areas(), self.start.tolist(), self.end.tolist(), strict=True)
        return layer("area", [Feature(id=str(i), geometry=g, start=a, end=b, properties={})
                              for i, (g, a, b) in enumerate(spans)])

    def route(self) -> Layer:
        """Return the road as a layer."""
        return layer("route", [Feature(id="road", geometry=self.road, start=make.ROAD_FROM,
                                       end=make.ROAD_TO, properties={})])

    def frame(self) -> Any:
        """Return the districts as a GeoDataFrame."""
        import geopandas as gpd

        return gpd.GeoDataFrame({"start": self.start, "end": self.end}, geometry=self.areas(),
                                crs=4326)


def layer(kind: str, features: list[Feature]) -> Layer:
    """Return a layer of features."""
    words = dict.fromkeys(
        ("viewpoint", "source", "source_url", "licence", "attribution", "note"), "")
    return Layer(id=kind, title=kind, kind=kind, role="user", group="user", visible=True,
                 features=tuple(features),
                 provenance=Provenance(name="", sha256="", bytes=0, rows=0), **words)


def batch(lon: Any, lat: Any, day: Any, *, vague: bool = False) -> Batch:
    """Return events; of vague ones half have a radius and last up to a year."""
    count, start = len(lon), day.astype(np.int64)
    rng = np.random.default_rng(5)
    some = (rng.random(count) < 0.5) & vague
    radius = np.where(some, rng.choice([1e3, 5e3, 2e4], count), np.nan)
    end = start + np.where(some, rng.choice([1, 30, 365], count), 1)
    return Batch(lon=lon, lat=lat, start=start, end=end, radius_m=radius,
                 dated=np.ones(count, bool))


def ours(
    world: World, events: Batch, *, border: bool = False, road: bool = True
) -> Callable[[], int]:
    """Join with the kernels; the road with chainage, as `locate` gives it."""
    districts, route = world.districts(), world.route()

    def run() -> int:
        found = AreaKernel(districts, np.arange(60), points=len(events)).join(events)
        if border:
            found.border_m.max()
        held = int((found.valid > 0).sum())
        if not road:
            return held * bool(found.share.any())
        return held + len(RouteKernel(route, reach_m=make.ROAD_M).locate(events).row)

    return run


def geopandas_exact(world: World, events: Batch) -> Callable[[], int]:
    """Join points as usually written: a spatial join, then the days."""
    import geopandas as gpd

    districts, road = world.frame(), gpd.GeoDataFrame(geometry=[world.road_m], crs=UTM)

    def run() -> int:
        points = gpd.GeoDataFrame({"day": events.start}, crs=4326,
                                  geometry=gpd.points_from_xy(events.lon, events.lat))
        pairs = gpd.sjoin(points, districts, predicate="within")
        held = (pairs["start"] <= pairs["day"]) & (pairs["day"] < pairs["end"])
        near = gpd.sjoin(points.to_crs(UTM), road, predicate="dwithin", distance=make.ROAD_M)
        on = (near["day"] >= make.ROAD_FROM) & (near["day"] < make.ROAD_TO)
        return int(held.sum()) + int(on.sum())

    return run


def shapely_exact(world: World, events: Batch) -> Callable[[], int]:
    """Join points with care: boxes and days first, prepared districts, then geometry."""
    areas, road = world.areas(), shapely.from_wkb(shapely.to_wkb(world.road_m))
    spans = list(zip(shapely.bounds(areas), world.start, world.end, strict=True))

    def rows(box: Any, first: int, last: int) -> Any:
        x, y, day = events.lon, events.lat, events.start
        return np.flatnonzero((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])
                              & (day >= first) & (day < last))

    def run() -> int:
        shapely.prepare(areas)
        shapely.prepare(road)
        held = 0
        for area, span in zip(areas, spans, strict=True):
            near = rows(*span)
            held += int(shapely.contains_xy(area, events.lon[near], events.lat[near]).sum())
        near = rows(world.box, make.ROAD_FROM, make.ROAD_TO)
        points = to_local(np.asarray(shapely.points(events.lon[near], events.lat[near])))
        return held + int(shapely.dwithin(road, points, make.ROAD_M).sum())

    return run


def sedona_exact(world: World, events: Batch) -> Callable[[], int]:
    """Join points with SedonaDB; of the road the days and a box come first."""
    import pyarrow as pa
    import sedonadb

    database = sedonadb.connect()
    for name, table in (
        ("points", {"x": events.lon, "y": events.lat, "day": events.start}),
        ("areas", {"first": world.start, "stop": world.end,
                   "g": pa.array(world.wkb.tolist(), pa.binary())}),
        ("road", {"g": pa.array([shapely.to_wkb(world.road_m)], pa.binary())}),
    ):
        database.create_data_frame(pa.table(table)).to_view(name, overwrite=True)
    west, south, east, north = world.box
    queries = (
        "SELECT count(*) AS n FROM (SELECT day, ST_Point(x, y) AS g FROM points) p"
        " JOIN (SELECT first, stop, ST_GeomFromWKB(g) AS g FROM areas) a"
        " ON ST_Intersects(a.g, p.g) WHERE p.day >= a.first AND p.day < a.stop",
        f"""SELECT count(*) AS n FROM (
              SELECT ST_Transform(ST_SetSRID(ST_Point(x, y), 4326), 'EPSG:{UTM}') AS g FROM points
              WHERE day >= {make.ROAD_FROM} AND day < {make.ROAD_TO}
              AND x BETWEEN {west} AND {east} AND y BETWEEN {south} AND {north}) p
            JOIN (SELECT ST_SetSRID(ST_GeomFromWKB(g), {UTM}) AS g FROM road) r
            ON ST_DWithin(p.g, r.g, {make.ROAD_M})""",  # noqa: S608 - numbers of ours
    )

    def run() -> int:
        return sum(int(pa.table(database.sql(query))["n"][0].as_py()) for query in queries)

    return run


def geopandas_vague(world: World, events: Batch) -> Callable[[], int]:
    """Buffer and overlay: the share of each place in each district that held on its days."""
    import geopandas as gpd

    districts = world.frame()

    def run() -> int:
        places = gpd.GeoDataFrame(
            {"first": events.start, "last": events.end}, crs=4326,
            geometry=gpd.points_from_xy(events.lon, events.lat)).to_crs(UTM)
        places["geometry"] = places.buffer(np.fmax(np.nan_to_num(events.radius_m), 0.001))
        local = districts.to_crs(UTM)
        pairs = gpd.sjoin(places, local, predicate="intersects")
        pairs = pairs[(pairs["first"] < pairs["end"]) & (pairs["start"] < pairs["last"])]
        areas = gpd.GeoSeries(
            local.geometry.values[pairs["index_right"]], index=pairs.index, crs=UTM)
        share = pairs.geometry.intersection(areas, align=False).area / pairs.geometry.area
        return len(set(pairs.index[share > 0]))

    return run


def read(path: Path) -> list[Any]:
    """Return the three columns of a Parquet file as arrays."""
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=list(COLUMNS))
    return [table[name].to_numpy() for name in COLUMNS]


def timed(engines: dict[str, Callable[[], Any]], rounds: int) -> dict[str, Any]:
    """Return the median CPU seconds of each engine, run in turn, and how much each found."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    found = {}
    for turn in range(rounds + 1):
        for name, made in engines.items():
            run = made()
            begin = time.process_time()
            found[name] = run()
            if turn:
                times[name].append(time.process_time() - begin)
    return {name: {"cpu_s": statistics.median(t), "least": min(t), "most": max(t),
                   "found": found[name]} for name, t in times.items()}


def told(title: str, found: dict[str, Any]) -> dict[str, Any]:
    """Print and return seconds, and how many times as long each took as the first."""
    print(title)
    base = next(iter(found.values()))["cpu_s"]
    for name, one in found.items():
        one["ratio"] = one["cpu_s"] / base
        print(f"  {name:32} {one['cpu_s']:8.3f} CPU s ({one['least']:.3f} to {one['most']:.3f})"
              f" {one['ratio']:7.2f} x, found {one['found']:,}")
    return found


def exact(world: World, count: int, rounds: int) -> dict[str, Any]:
    """Measure exact events, beside the peers and beside reading their columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = make.core(count)[:3]
    events = batch(*columns)
    engines = {
        "conflictmap": lambda: ours(world, events),
        "conflictmap with border_m": lambda: ours(world, events, border=True),
        "geopandas": lambda: geopandas_exact(world, events),
        "shapely with care": lambda: shapely_exact(world, events),
    }
    if importlib.util.find_spec("sedonadb"):
        engines["SedonaDB"] = lambda: sedona_exact(world, events)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        pq.write_table(pa.table(dict(zip(COLUMNS, columns, strict=True))), path,
                       compression="zstd", row_group_size=131_072)
        engines["reading three columns"] = lambda: lambda: len(read(path)[0])
        found = told(f"{count:,} exact events, medians of {rounds}", timed(engines, rounds))
        command = [sys.executable, __file__, "--peak", str(path)]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print(f"  peak of a process that reads and joins: {float(peak):.0f} MB")
    return {"events": count, "rounds": rounds, "engines": found, "peak_mb": float(peak)}


def joined_mb(path: Path) -> float:
    """Return the most memory of this process after it has read and joined, in MiB."""
    ours(World(), batch(*read(path)))()
    return peak_mb()


def vague(world: World, count: int, rounds: int, *, peer: bool = True) -> dict[str, Any]:
    """Measure events of which half have a radius and several days: districts and shares."""
    events = batch(*make.core(count)[:3], vague=True)
    engines = {"conflictmap": lambda: ours(world, events, road=False)}
    if peer:
        engines["geopandas, buffer and overlay"] = lambda: geopandas_vague(world, events)
    title = f"{count:,} events, half with a radius and up to a year, medians of {rounds}"
    return {"events": count, "rounds": rounds, "engines": told(title, timed(engines, rounds))}


def growth(world: World, most: int) -> list[dict[str, Any]]:
    """Measure the exact join alone from a thousand events on, in steps of ten."""
    found = []
    for count in (10**power for power in range(3, len(str(most)))):
        events = batch(*make.core(count)[:3])
        rounds = 5 if count <= 10**6 else 1
        one = timed({"conflictmap": lambda e=events: ours(world, e)}, rounds)["conflictmap"]
        print(f"  {count:12,} events {one['cpu_s']:8.4f} CPU s"
              f" {one['cpu_s'] / count * 1e9:8.0f} ns an event")
        found.append({"events": count, **one})
    return found


def main() -> None:
    """Run all of it."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("--events", type=int, default=1_000_000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--vague", type=int, default=50_000)
    ask.add_argument("--vague-alone", type=int, default=0, help="so many more without geopandas")
    ask.add_argument("--growth", type=int, default=10_000_000)
    ask.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    ask.add_argument("--out", type=Path)
    asked = ask.parse_args()
    if asked.peak:
        print(joined_mb(asked.peak))
        return
    world = World()
    found = {"exact": exact(world, asked.events, asked.rounds),
             "vague": [vague(world, asked.vague, min(asked.rounds, 5))]}
    if asked.vague_alone:
        found["vague"].append(vague(world, asked.vague_alone, 1, peer=False))
    print("growth, exact events")
    found["growth"] = growth(world, asked.growth)
    if asked.out:
        asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
