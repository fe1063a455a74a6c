"""Who held a town on which day, as dated points."""

from pathlib import Path
from typing import Any

from inputs import write_layer
from places import SOURCES
from shapely.geometry import Point
from shapes import table
from sources import said
from territory import feature, layer

LICENCE = "CC-BY-4.0"
_NAMES = ("name", "name_hy", "name_az", "name_ru")
_RADIUS_M = {"1": 3000, "2": 2000}
"""How far around its point a place of a rank is taken to reach; other ranks: 1,000 m."""


def places() -> dict[str, dict[str, str]]:
    """Return the rows of the table of places by id."""
    return {row["id"]: row for row in table("settlements")}


def states_of(town: str) -> list[dict[str, str]]:
    """Return the rows that say who held a town, by day."""
    return [row for row in table("towns_held") if row["town"] == town]


def _town(row: dict[str, str], place: dict[str, str], number: int) -> dict[str, Any]:
    point = Point(float(place["lon"]), float(place["lat"]))
    event = {"event": row["event"]} if row["event"] else {}
    return feature(
        f"towns-held-{row['town']}-{number}", point, **{n: place[n] for n in _NAMES if place[n]},
        valid_from=row["from"], valid_to=row["to"], basis=row["basis"], control=row["control"],
        radius_m=_RADIUS_M.get(place["rank"], 1000), **said(row), **event,
        source=SOURCES[place["code"]], licence=LICENCE, positional_error_m=int(place["error_m"]),
    )


def build(out: Path) -> None:
    """Write the layer ``towns-held``."""
    known = places()
    rows = table("towns_held")
    order = [row["town"] for row in rows]
    features = [_town(row, known[row["town"]], order[:i].count(row["town"]) + 1)
                for i, row in enumerate(rows)]
    head = layer(
        "towns-held", "control", title="Who held the towns", kind="point", role="holder",
        viewpoint="De facto control reported by sources; not a statement on status.",
        source="Table of towns and days, each with its source", licence=LICENCE,
        attribution="conflictmap; GeoNames",
        note="Days for which no source was found have no point. Where sources differ, or give the "
             "day of an announcement, the days on which the change may have been are in `since`.",
    )
    write_layer(out / "control" / "towns-held.geojson", head, features, 4)
