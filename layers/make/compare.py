"""Compare the built layers with reference geometry.

Usage: ``python layers/make/compare.py [LAYERS [DATA]]``.

Prints a Markdown table of areas, overlap and distance, and tests known places against the layers.
The reference files (by default ``../shared/data`` beside the checkout) are for comparison only and
not part of the project; without them, only the places are tested.
"""

import json
import sys
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapes import table, to_metres

HERE = Path(__file__).resolve().parent
CRISIS_GROUP = "events/crisisgroup_nk_geodata_nagorno_karabakh_borders.geojson"
NE = "reference/ne4_nk_control_1994_2020.geojson"
AFTER = "reference/derived_ne5_nk_after_2020_ceasefire.geojson"
LACHIN = "reference/derived_lachin_district_corrected.geojson"
OBLAST = "reference/derived_ne_nkao_1991.geojson"
DISTRICTS = "reference/derived_magics_ne_admin1_polygons.geojson"
STRIP = "reference/derived_lachin_corridor_5km_old_road.geojson"

COMPARED: tuple[tuple[str, str, str, tuple[int, ...], str], ...] = (
    ("nkao-1923", "1990-06-01", CRISIS_GROUP, (6, 7, 8, 9, 10, 11, 12), "Crisis Group 6 to 12"),
    ("nkao-1923", "1990-06-01", OBLAST, (), "Natural Earth, 383 vertices"),
    ("held-1994", "2000-01-01", NE, (), "Natural Earth, disputed area"),
    ("peacekeepers-2020", "2021-06-01", CRISIS_GROUP, (11,), "Crisis Group 11"),
    ("peacekeepers-2020", "2021-06-01", AFTER, (0,), "Natural Earth v5, uncorrected"),
    ("corridor-strip-2020", "2021-06-01", CRISIS_GROUP, (13,), "Crisis Group 13"),
    ("corridor-strip-2020", "2021-06-01", STRIP, (), "2.5 km each side of surveyed road points"),
    ("lachin-district", "1990-06-01", LACHIN, (0,), "Natural Earth, corrected"),
)
"""Layer, day, reference file, numbers of its features (none: all), words for the table."""


def features(layers: Path) -> list[dict[str, Any]]:
    """Return the features of all layers in the folder."""
    files = sorted(layers.glob("*/*.geojson"))
    return [f for file in files for f in json.loads(file.read_text("utf-8"))["features"]]


def valid(properties: dict[str, Any], day: str) -> bool:
    """Say whether a feature holds on a day."""
    start, end = properties.get("valid_from"), properties.get("valid_to")
    return (start is None or start <= day) and (end is None or day < end)


def union(found: list[dict[str, Any]], prefix: str, day: str) -> BaseGeometry:
    """Return what the features of an id or layer cover on a day."""
    return shapely.union_all([
        shapely.make_valid(shape(f["geometry"])) for f in found
        if f["id"].startswith(prefix) and valid(f["properties"], day)
    ])


def reference(path: Path, numbers: tuple[int, ...]) -> BaseGeometry:
    """Return the union of reference features, chosen by their id or their place in the file."""
    rows = json.loads(path.read_text("utf-8"))["features"]
    keyed = [(str(f["properties"].get("id", f.get("id"))), str(at), f) for at, f in enumerate(rows)]
    wanted = {str(n) for n in numbers}
    by_id = [f for name, _, f in keyed if name in wanted]
    by_place = [f for _, at, f in keyed if not wanted or at in wanted]
    shapes = [shapely.make_valid(shape(f["geometry"])) for f in by_id or by_place]
    return shapely.union_all(shapes)


def figures(ours: BaseGeometry, theirs: BaseGeometry) -> tuple[float, float, float, float]:
    """Return both areas in km², intersection over union, and Hausdorff distance in km."""
    a, b = (to_metres(shapely.make_valid(g)).buffer(0) for g in (ours, theirs))
    overlap = a.intersection(b).area / a.union(b).area
    apart = shapely.hausdorff_distance(a.boundary, b.boundary, densify=0.1)
    return a.area / 1e6, b.area / 1e6, overlap, apart / 1e3


def print_comparison(found: list[dict[str, Any]], data: Path) -> None:
    """Print the Markdown table."""
    print("| layer | compared with | km² | reference km² | IoU | Hausdorff km |")
    print("|---|---|---|---|---|---|")
    for name, day, file, numbers, words in COMPARED:
        theirs = reference(data / file, numbers)
        ours, other, overlap, apart = figures(union(found, name, day), theirs)
        print(f"| `{name}` | {words} | {ours:,.0f} | {other:,.0f} | {overlap:.3f} | {apart:.1f} |")


def print_units(found: list[dict[str, Any]]) -> None:
    """Print the areas of the districts beside the published ones."""
    print("| unit | km² | published km² | difference |\n|---|---|---|---|")
    for row in table("units"):
        area = to_metres(union(found, f"{row['layer']}-{row['unit']}", "1990-06-01")).area / 1e6
        published = float(row["published_km2"])
        share = (area / published - 1) * 100
        print(f"| {row['name']} | {area:,.0f} | {published:,.0f} | {share:+.0f} % |")


def misplaced(found: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for each known place that lies on the wrong side of a layer."""
    wrong = []
    for row in table("test_places"):
        area = union(found, row["area"], row["day"])
        if area.contains(Point(float(row["lon"]), float(row["lat"]))) != (row["side"] == "inside"):
            wrong.append(f"{row['place']} should be {row['side']} {row['area']} on {row['day']}")
    return wrong


def main(arguments: list[str]) -> int:
    """Print the comparison; return 1 when a known place is on the wrong side."""
    layers = Path(arguments[0]) if arguments else HERE.parent
    data = Path(arguments[1]) if len(arguments) > 1 else HERE.parents[2] / "shared" / "data"
    found = features(layers)
    print_units(found)
    print()
    if data.is_dir():
        print_comparison(found, data)
    else:
        print("The reference folder is absent; nothing to compare with.")
    wrong = misplaced(found)
    print(f"\n{len(table('test_places'))} places tested, {len(wrong)} on the wrong side.")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
