"""What is said of input that would make a false map: rows of the table in docs/input_rules.md.

`test_verdicts.py` has the files of each and runs them; `docs/make.py` writes the table.
"""

from __future__ import annotations

from typing import NamedTuple


class Verdict(NamedTuple):
    """A line of the table."""

    where: str
    case: str
    said: str
    drawn: str


VERDICTS = (
    Verdict("table", "all latitudes and longitudes exchanged",
            "latitude and longitude look exchanged", "as typed"),
    Verdict("table", "all latitudes beyond 90",
            "the latitude is beyond 90", "nothing: each row is set aside"),
    Verdict("table and layer", "one of the two exchanged",
            "only if latitude and longitude of one of the two are exchanged", "as typed"),
    Verdict("table", "points at 0, 0", "stand at 0, 0", "as typed"),
    Verdict("table", "a date in the future", "after today", "as typed"),
    Verdict("table", "ids in some rows only", "rows have no id", "all; ids are made of the line"),
    Verdict("table", "an id twice", "this id stands twice", "the first row"),
    Verdict("table", "a misspelt column", "Did you mean 'fatalities_best'?", "without the figure"),
    Verdict("table", "the date under another name",
            "no column 'date'; 'event_date' looks like one", "nothing; the list has all"),
    Verdict("table", "nothing with a date and a place",
            "nothing is on the map", "nothing; the list has all"),
    Verdict("table", "a header and no rows", "no rows: nothing is on the map", "nothing"),
    Verdict("layer", "latitude first", "latitude and longitude look exchanged", "as typed"),
    Verdict("layer", "latitude first, as EPSG:4326 has it",
            "latitude and longitude look exchanged", "as typed"),
    Verdict("layer", "an open ring", "an open ring", "closed"),
    Verdict("layer", "a bow-tie", "self-intersection", "mended"),
    Verdict("layer", "a hole outside its area", "a hole lies outside its area", "without the hole"),
    Verdict("layer", "a flat ring beside others", "flat part was dropped", "the others"),
    Verdict("layer", "an area without extent", "nothing of it has any extent", "not"),
    Verdict("layer", "a feature without geometry", "no geometry", "not"),
    Verdict("layer", "an empty geometry", "empty geometry", "not"),
    Verdict("layer", "an empty part", "empty part was dropped", "the others"),
    Verdict("layer", "a collection of several kinds",
            "a collection: split into", "as a feature for each kind: `a`, `a/lines`, `a/points`"),
    Verdict("layer", "a position at 0, 0", "have a position at 0, 0", "as typed"),
    Verdict("layer", "ids in some features only",
            "features have no id", "all; ids are made of the number"),
    Verdict("layer", "an id twice",
            "this id stands twice; it became", "all; the later ones get a number"),
)


def table() -> str:
    """Return the table as it stands in the document."""
    rows = "".join(f"| {v.where} | {v.case} | `{v.said}` | {v.drawn} |\n" for v in VERDICTS)
    return f"| in | case | said | what is drawn |\n|---|---|---|---|\n{rows}"


def said() -> dict[str, str]:
    """Return what is said, by case; a case of tables and of layers is told apart by its name."""
    found: dict[str, str] = {}
    for verdict in VERDICTS:
        name = verdict.case
        found[f"{name} (layer)" if name in found else name] = verdict.said
    return found
