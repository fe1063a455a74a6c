"""UCDP-AEC: events coded from articles, with names of places and no coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.io.cells import ordered_fatalities
from conflictmap.io.place_precision import place_cells
from conflictmap.io.source_rows import Made, mapped
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "ucdp-aec"
LICENCE = TERMS["ucdp-aec"]
# Made up.
SAMPLE = """id,source_article,deaths_side_a,deaths_side_b,deaths_civilian,deaths_unknown,\
deaths_low,deaths_high,side_a_name,side_b_name,location_root_name,location_adm1_name,location_adm2_name,\
location_where_name,start_date,end_date,split
1,x:1,1,0,0,0,1,2,A,B,Azerbaijan,,,Line of Contact,2010-06-18,2010-06-18,train
2,x:2,1,0,0,0,1,1,A,B,Azerbaijan,Lachin rayon,,A village,2012-01-01,2012-01-04,train
3,x:3,0,0,0,0,0,1,A,B,Azerbaijan,,,,2014-08-01,2014-08-01,test
4,x:4,0,1,0,0,1,1,A,B,Armenia,Tavush province,,,2014-08-02,2014-08-02,test
5,x:5,0,1,0,0,1,1,A,B,Georgia,A province,,,2014-08-02,2014-08-02,test
"""
_USED = frozenset({"id", "start_date", "end_date", "deaths_low", "deaths_high", "side_a_name",
                   "side_b_name"})


def recognises(head: Head) -> bool:
    """Return whether the columns are those of the corpus."""
    return head.has("location_root_name", "location_where_name", "start_date", "side_a_name")


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows; a named place becomes the area it names, or the wider one around it."""
    return mapped(content, name, _made)


def _made(cells: dict[str, str]) -> Made:
    start, end = cells["start_date"], cells.get("end_date", "")
    names = tuple(cells.get(f"location_{part}_name", "") for part in
                  ("where", "adm2", "adm1", "root"))
    low, high = cells.get("deaths_low", ""), cells.get("deaths_high", "")
    fatalities, remarks = ordered_fatalities(low, "", high)
    made = {
        "id": f"ucdp-aec:{cells['id']}", "type": "battle", "sources": LICENCE.key,
        # The corpus does not say how well the days are known: a span is "some day of".
        "date": f"[{start}..{end}]" if end and end != start else start,
        "title": f"{cells['side_a_name']} - {cells.get('side_b_name', '')}",
        "actor1": cells["side_a_name"], "actor2": cells.get("side_b_name", ""),
        "place": next(filter(None, names), ""), **fatalities,
        **place_cells("ucdp-aec", "", names=names),
    }
    extra = {key: text for key, text in cells.items() if key not in _USED}
    return Made(made, extra | {"source_dataset": LICENCE.key, "source_id": cells["id"]}, remarks)
