"""Build the layer of UCDP's events: a second set beside ours, never added to it.

``tables/ucdp_ged_211.csv`` has the 543 rows of UCDP GED 21.1 between 43 and 51 E and 38 and 42.5 N
whose place is known to a settlement or near one. Those of other conflicts, in Turkey,
Georgia, Iran and the North Caucasus, are left out. A row that a claim of ours names has the id
of our event: the two count the same deaths.
"""

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inputs import write_layer
from shapely.geometry import Point
from shapes import table
from sources import EVENTS
from territory import feature, layer

SOURCE = "UCDP Georeferenced Event Dataset (GED) Global version 21.1"
CITE = ("Sundberg and Melander 2013, doi:10.1177/0022343313484347; Pettersson et al. 2021, "
        "Organized violence 1989-2020, Journal of Peace Research 58(4)")
LICENCE = "CC-BY-4.0"
CONFLICTS = ("Karabakh", "Artsakh", "Armenia", "Azer")
"""Words of which a name of this conflict holds one; a row that a claim names stays in any case."""
ERROR_M = 25_000
"""UCDP's precision codes 1 and 2; which of the two a row has was lost in the copy read."""


def pairs() -> dict[str, str]:
    """Return our event for each UCDP row that a claim of ours names, by the id of the row."""
    with (EVENTS / "claims.csv").open(encoding="utf-8", newline="") as stream:
        claims = [row for row in csv.DictReader(stream) if row["source_id"] == "ucdp-ged-211"]
    return {number: claim["event_id"] for claim in claims
            for number in re.findall(r"\d{6}", claim["locator"])}


def _feature(row: dict[str, str], ours: dict[str, str]) -> dict[str, Any]:
    first = date.fromisoformat(row["date_start"])
    event = {"event": ours[row["id"]]} if row["id"] in ours else {}
    spread = "" if row["low"] == row["high"] else f" ({row['low']} to {row['high']})"
    return feature(
        f"ucdp-ged-211-{row['id']}", Point(float(row["longitude"]), float(row["latitude"])),
        name=f"UCDP: {row['best']} dead{spread}", valid_from=row["date_start"],
        valid_to=(first + timedelta(days=1)).isoformat(), basis=row["conflict_name"],
        source=SOURCE, licence=LICENCE, positional_error_m=ERROR_M, **event,
    )


def build(out: Path) -> None:
    """Write the layer ``ucdp-ged-211``."""
    ours = pairs()
    head = layer(
        "ucdp-ged-211", "other", title="UCDP GED 21.1: events with deaths, 1989 to 2020",
        kind="point", role="user", visible=False,
        viewpoint="Counts and names of parties as UCDP codes them.", source=SOURCE,
        source_url="https://ucdp.uu.se/downloads/", licence=LICENCE,
        attribution=f"UCDP, Uppsala University (CC BY 4.0): {CITE}",
        note="A second set: never added to the events of the atlas. Only rows on this conflict, "
             "and of each the first day. Where a row has an `event`, that event of the atlas "
             "counts the same deaths.",
    )
    features = [
        _feature(row, ours) for row in table("ucdp_ged_211")
        if row["id"] in ours or any(word in row["conflict_name"] for word in CONFLICTS)
    ]
    write_layer(out / "other" / "ucdp-ged-211.geojson", head, features, 3)
