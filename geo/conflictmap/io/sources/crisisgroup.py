"""Crisis Group's Nagorno-Karabakh tables: casualties and detentions by sector, type or weapon.

Places are names of sectors, never points. Wounded are not deaths: only rows of killed state
fatalities, and every figure becomes a claim by Crisis Group with its measure.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from conflictmap.io.cells import whole
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.place_columns import GIVES
from conflictmap.io.place_precision import place_cells
from conflictmap.io.source_rows import SourceRows, mapped
from conflictmap.model.events import Claim
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem
    from conflictmap.model.events import Events

NAME = "crisisgroup"
LICENCE = TERMS["crisisgroup"]
# Made up.
SAMPLE = """Date,Incident Type,Place of Origin,Casualties
1/2/2021,Combatant/Killed,NK: Agdam-Askeran,2
1/3/2021,Combatant/Wounded,Armenia-Azerbaijan: Goris-Lachin,1
9/13/2021,Non-combatant/Killed,ARM-AZ Border (Sep 2022 escalation),3
9/14/2021,Non-combatant/Wounded,NK: Kelbajar,4
12/31/2021,Combatant/Killed,A sector not in the list,1
"""
#: Names of sectors in the tables: ids of areas here.
SECTORS = {
    "arm-az border (sep 2022 escalation)": "sectors-border-2022",
    "armenia-azerbaijan: goris-lachin": "sector-goris-lachin",
    "armenia-azerbaijan: ijevan-gazakh": "sector-ijevan-gazakh-tovuz",
    "armenia-azerbaijan: ijevan-tovuz": "sector-ijevan-gazakh-tovuz",
    "armenia-azerbaijan: kapan-kubatli": "sector-kapan-kubatli",
    # Which stretch is 1 and which is 2 is not said: both stand for the whole of that border.
    "armenia-azerbaijan: nakhchivan 1": "sector-armenia-nakhchivan",
    "armenia-azerbaijan: nakhchivan 2": "sector-armenia-nakhchivan",
    "armenia-azerbaijan: vardenis-kelbajar": "sector-vardenis-kelbajar",
    "nk: agdam-askeran": "sector-agdam-askeran",
    "nk: hadrut-jebrail-fizuli": "sector-hadrut-jebrail-fizuli",
    "nk: kelbajar": "districts-adjacent-kalbajar-soviet",
    "nk: martakert-terter": "sector-martakert-terter",
    "nk: martuni-hadrut": "sector-martuni-hadrut",
    "nk: shusha-stepanakert": "sector-shusha-stepanakert",
}
_KIND = ("incident type", "type of casualty", "category", "type of weapon", "person(s) detained")
_NUMBER = ("casualties", "number", "count", "detentions")
_PLACE = ("place of origin", "origin")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def recognises(head: Head) -> bool:
    """Return whether the columns are those of one of the tables."""
    kind, number = _first(head.names, _KIND), _first(head.names, _NUMBER)
    return bool(head.has("date") and kind and number and len(head.names) <= 4)  # noqa: PLR2004


def _first(names: frozenset[str], known: tuple[str, ...]) -> str:
    return next((name for name in known if name in names), "")


def source(name: str) -> SourceRows:  # noqa: ARG001 - as every reader
    """Return how the tables of a file are read."""
    return SourceRows(rules=_rules, needs=("date",))


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows; a sector becomes its area, a table without sectors has no places."""
    return mapped(content, name, source(name))


def _rules(columns: frozenset[str]) -> Rules:
    """Return what the columns of one of the tables mean."""
    kind, number = _first(columns, _KIND), _first(columns, _NUMBER)
    place, pair = _first(columns, _PLACE), (kind, number)
    return Rules(
        cells=(
            Rule(("id",), ("id",), lambda text: (f"crisisgroup:{text}" if text else "",)),
            Rule(("date",), ("date",), lambda text: (day_of_text(text),)),
            Rule(("title",), pair, _title),
            Rule(("type",), (kind,), lambda text: (_type(text, kind),)),
            Rule(("sources",), (), lambda: (LICENCE.key,)),
            Rule(("fatalities_best",), pair, lambda text, count: (
                whole(count) if measure_of(text, number) == "killed" else "",)),
            Rule(GIVES, (place,), _place),
        ),
        extra=(
            Rule(("source_dataset",), (), lambda: (LICENCE.key,)),
            Rule(("source_measure",), (kind,), lambda text: (measure_of(text, number),)),
            Rule(("source_number",), (number,), lambda count: (whole(count),)),
        ),
        same={"place": place},
        same_extra={"source_id": "id", "source_type": kind, "source_place": place}, used=columns,
    )


def _title(kind: str, number: str) -> tuple[str]:
    return (f"{whole(number)} {kind.lower().replace('/', ', ')}" if kind else "",)


def _place(sector: str) -> tuple[str, ...]:
    where = SECTORS.get(sector.strip().lower(), "")
    cells = {"where": where, "place_precision": "named sector"} if where else place_cells(
        "crisisgroup", "", names=(sector.partition(":")[2] or sector,))
    return tuple(cells.get(name, "") for name in GIVES)


def measure_of(kind: str, column: str) -> str:
    """Return what a number counts: killed, wounded, captured or incidents; empty when unsaid.

    >>> measure_of("Non-combatant/Wounded", "casualties")
    'wounded'
    """
    words = kind.lower()
    if column == "detentions":
        return "captured"
    return next((word for word in ("killed", "wounded") if word in words), "")


def _type(kind: str, column: str) -> str:
    if column == "person(s) detained":
        return "detention"
    if column == "type of weapon":
        return kind.strip().lower()
    civilian = kind.lower().startswith(("non-combatant", "civilian"))
    return "attack_on_civilians" if civilian and kind else "battle" if kind else ""


def day_of_text(text: str) -> str:
    """Return M/D/YYYY, as these tables write days, as YYYY-MM-DD; other text as typed.

    >>> day_of_text("9/13/2022")
    '2022-09-13'
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        return text
    try:
        return datetime(int(found[3]), int(found[1]), int(found[2])).date().isoformat()  # noqa: DTZ001
    except ValueError:
        return text


def claims(events: Events) -> tuple[Claim, ...]:
    """Return one claim by Crisis Group for each row that counts people."""
    found = []
    columns = (events.ids, events["when"], *(
        events.extra[name] for name in ("source_measure", "source_number", "source_type")))
    for event_id, when, measure, number, kind in zip(*columns, strict=True):
        if measure and str(number).isdecimal():
            found.append(Claim(
                event_id=event_id, by="International Crisis Group", side="third_party",
                on=str(when), measure=str(measure), who=str(kind), low=None, best=int(number),
                high=None, statement="", source_id=LICENCE.key,
            ))
    return tuple(found)
