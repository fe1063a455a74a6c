"""The sources that say who held what: those of the events, and a few more."""

import csv
from functools import lru_cache
from pathlib import Path

from shapes import table

EVENTS = Path(__file__).resolve().parent.parent / "events"


@lru_cache
def _sources() -> dict[str, dict[str, str]]:
    with (EVENTS / "sources.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in [*csv.DictReader(stream), *table("more_sources")]}


def said(row: dict[str, str]) -> dict[str, str]:
    """Return the properties that say by which source, and on which days it is not sure.

    Parameters
    ----------
    row
        Of a table of control: ``source`` is an id of ``events/sources.csv`` or
        ``more_sources.csv``; ``since``, EDTF, holds the days on which the change may have been.
    """
    source = _sources()[row["source"]]
    found = {
        "since": row["since"], "control_source_id": source["id"],
        "control_source": ", ".join(filter(None, (source["title"], source["publisher"],
                                                  source["date"]))),
        "control_source_url": source["url"],
    }
    return {key: value for key, value in found.items() if value}
