"""Measure the join in memory: python benchmarks/join.py [N] [ROUNDS].

N exact events, 60 dated districts and a road within 5 km; and the same with a radius and several
days for half of the events. Engines run in turn in one process, each after a round to warm up;
figures are medians of CPU seconds (all threads). geopandas is the common way: a spatial join, then
the days. Compare ratios of one run only.
"""


from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

import make_events as world
import numpy as np
import shapely

from conflictmap.chainage import _places
from conflictmap.crs import edges_to_local, local_crs
from conflictmap.kernel import AreaKernel
from conflictmap.layer import Feature, Layer
from conflictmap.places import Batch
from conflictmap.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

REACH_M = world.ROAD_M
UTM = 32638


def layer(kind: str, features: list[Feature]) -> Layer:
    """Return a layer of features."""
    words = dict.fromkeys(
        ("viewpoint", "source", "source_url", "licence", "attribution", "note"), "")
    return Layer(id=kind, title=kind, kind=kind, role="user", group="user", visible=True,
                 features=tuple(features),
                 provenance=Provenance(name="", sha256="", bytes=0, rows=0), **words)


def batch(count: int, *, vague: bool) -> Batch:
    """Return events; of vague ones half have a radius and last up to a year."""
    lon, lat, day, _ = world.core(count)
    rng = np.random.default_rng(5)
    some = (rng.random(count) < 0.5) & vague
    start = day.astype(np.int64)
    return Batch(
        lon=lon, lat=lat, start=start, dated=np.ones(count, bool),
        radius_m=np.where(some, rng.choice([1e3, 5e3, 2e4], count), np.nan),
        end=start + np.where(some, rng.choice([1, 30, 365], count), 1))


def ours(districts: Layer, road: Layer, events: Batch, *, border: bool = False) -> int:
    """Join with the kernel; the places near the road as `locate` finds them."""
    kernel = AreaKernel(districts, np.arange(len(districts.features)), points=len(events))
    found = kernel.join(events)
    if border:
        found.border_m.max()
    crs = local_crs(road.bounds)
    places = _places(events, road, crs, REACH_M)
    near = shapely.dwithin(places.bodies, edges_to_local(road.geometry, crs)[0], REACH_M)
    return int((found.certainty >= 1).sum()) + int(near.sum())


def geopandas_exact(districts: Any, road: Any, events: Batch) -> int:
    """Join points with geopandas."""
    import geopandas as gpd

    points = gpd.GeoDataFrame({"day": events.start}, crs=4326,
                              geometry=gpd.points_from_xy(events.lon, events.lat))
    pairs = gpd.sjoin(points, districts, predicate="within")
    held = (pairs["start"] <= pairs["day"]) & (pairs["day"] < pairs["end"])
    near = gpd.sjoin(points.to_crs(UTM), road, predicate="dwithin", distance=REACH_M)
    open_ = (near["day"] >= world.ROAD_FROM) & (near["day"] < world.ROAD_TO)
    return int(held.sum()) + int(open_.sum())


def geopandas_vague(districts: Any, events: Batch) -> int:
    """Buffer and overlay with geopandas: the share of each disc in each district."""
    import geopandas as gpd

    discs = gpd.GeoDataFrame(
        {"first": events.start, "last": events.end}, crs=4326,
        geometry=gpd.points_from_xy(events.lon, events.lat)).to_crs(UTM)
    discs["geometry"] = discs.buffer(np.fmax(np.nan_to_num(events.radius_m), 0.001))
    local = districts.to_crs(UTM)
    pairs = gpd.sjoin(discs, local, predicate="intersects")
    pairs = pairs[(pairs["first"] < pairs["end"]) & (pairs["start"] < pairs["last"])]
    areas = gpd.GeoSeries(local.geometry.values[pairs["index_right"]], index=pairs.index, crs=UTM)
    return int((pairs.geometry.intersection(areas, align=False).area > 0).sum())


def timed(engines: dict[str, Callable[[], int]], rounds: int) -> dict[str, float]:
    """Return the median CPU seconds of each engine, run in turn."""
    for engine in engines.values():
        engine()
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, engine in engines.items():
            begin = time.process_time()
            engine()
            times[name].append(time.process_time() - begin)
    return {name: statistics.median(found) for name, found in times.items()}


def told(found: dict[str, float]) -> None:
    """Print seconds, and how many times as long each took as the first."""
    first = next(iter(found.values()))
    for name, seconds in found.items():
        print(f"{name:28} {seconds:8.3f} CPU s {seconds / first:7.1f} x")


def main() -> None:
    """Run both tasks."""
    import geopandas as gpd

    count, rounds = [int(a) for a in (*sys.argv[1:], *("1000000", "5")[len(sys.argv) - 1:])]
    polygons, start, end, road, road_m = world.layers()
    districts = layer("area", [
        Feature(id=str(i), geometry=p, start=int(start[i]), end=int(end[i]) + 1, properties={})
        for i, p in enumerate(polygons)])
    route = layer("route", [Feature(id="road", geometry=road, start=world.ROAD_FROM,
                                    end=world.ROAD_TO, properties={})])
    frame = gpd.GeoDataFrame({"start": start, "end": end + 1}, geometry=polygons, crs=4326)
    line = gpd.GeoDataFrame(geometry=[road_m], crs=UTM)
    exact = batch(count, vague=False)
    print(f"{count:,} exact events, medians of {rounds}")
    told(timed({
        "conflictmap": lambda: ours(districts, route, exact),
        "conflictmap with border_m": lambda: ours(districts, route, exact, border=True),
        "geopandas": lambda: geopandas_exact(frame, line, exact),
    }, rounds))
    few = min(count, 50_000)
    vague = batch(few, vague=True)
    print(f"{few:,} events, half with a radius and up to a year, medians of {min(rounds, 3)}")
    told(timed({
        "conflictmap": lambda: ours(districts, route, vague),
        "geopandas, buffer and overlay": lambda: geopandas_vague(frame, vague),
    }, min(rounds, 3)))


if __name__ == "__main__":
    main()
