"""UCDP-AEC: events coded from articles, with names of places and no coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.io.cells import ordered_fatalities
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.place_columns import GIVES
from conflictmap.io.place_precision import place_cells
from conflictmap.io.source_rows import SourceRows, mapped
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


def source(name: str) -> SourceRows:  # noqa: ARG001 - as every reader
    """Return how the tables of a file are read."""
    return SourceRows(rules=lambda _: _RULES, needs=("start_date", "id", "side_a_name"))


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows; a named place becomes the area it names, or the wider one around it."""
    return mapped(content, name, source(name))


def _place(*names: str) -> tuple[str, ...]:
    cells = place_cells("ucdp-aec", "", names=names)
    return tuple(cells.get(name, "") for name in GIVES)


_NAMES = tuple(f"location_{part}_name" for part in ("where", "adm2", "adm1", "root"))
_RULES = Rules(
    cells=(
        Rule(("id",), ("id",), lambda text: (f"ucdp-aec:{text}",)),
        Rule(("type",), (), lambda: ("battle",)), Rule(("sources",), (), lambda: (LICENCE.key,)),
        # The corpus does not say how well the days are known: a span is "some day of".
        Rule(("date",), ("start_date", "end_date"), lambda start, end: (
            f"[{start}..{end}]" if end and end != start else start,)),
        Rule(("title",), ("side_a_name", "side_b_name"), lambda a, b: (f"{a} - {b}",)),
        Rule(("place",), _NAMES, lambda *names: (next(filter(None, names), ""),)),
        Rule(("fatalities_low", "fatalities_best", "fatalities_high"),
             ("deaths_low", "deaths_high"),
             lambda low, high: tuple(ordered_fatalities(low, "", high)[0].values()),
             lambda low, high: ordered_fatalities(low, "", high)[1]),
        Rule(GIVES, _NAMES, _place),
    ),
    extra=(Rule(("source_dataset",), (), lambda: (LICENCE.key,)),),
    same={"actor1": "side_a_name", "actor2": "side_b_name"}, same_extra={"source_id": "id"},
    used=_USED,
)
