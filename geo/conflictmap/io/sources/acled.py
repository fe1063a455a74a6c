"""ACLED exports, old and new: comma or semicolon, five spellings of dates; the API's JSON too.

Days come before months in every spelling of ACLED; a month is never guessed to come first.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from conflictmap.formats.sniff import head_of
from conflictmap.io.cells import whole
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.place_columns import place_rule
from conflictmap.io.place_precision import code_of
from conflictmap.io.source_rows import SourceRows, mapped
from conflictmap.model.errors import EventsError
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "acled"
LICENCE = TERMS["acled"]
# Made up: no row of ACLED is part of this package.
SAMPLE = """event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,\
country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp
XXX1,2020-09-27,2020,1,Battles,Armed clash,A,B,Azerbaijan,X,Town,39.64,46.54,1,S,n,0,1601200000
XXX2,27 September 2020,2020,2,Battles,Armed clash,A,B,Azerbaijan,X,Town,39.6,46.5,2,S,n,3,1601200000
XXX3,27-Sep-20,2020,3,Strategic developments,Agreement,A,,Azerbaijan,Lachin,Lachin,39.64,46.54,3,S,\
n,0,1601200000
XXX4,27-09-2020,2020,1,Riots,Mob violence,A,,Armenia,Syunik,Goris,39.5,46.33,1,S,n,0,1601200000
XXX5,27/09/2020 00:00:00,2020,1,Protests,Peaceful protest,A,,Armenia,Syunik,Kapan,39.2,46.41,1,S,n,\
0,1601200000
"""
DELETED = "deleted_timestamp"
_FORMATS = ("%d %B %Y", "%d-%b-%y", "%d-%b-%Y", "%d-%m-%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
#: The codebook's sub-event types that mean exactly one of our words; all others stay as they are.
_TYPES = {
    "armed clash": "battle", "government regains territory": "battle",
    "non-state actor overtakes territory": "battle",
    "shelling/artillery/missile attack": "shelling", "agreement": "agreement",
    "non-violent transfer of territory": "handover",
}
_CIVILIANS = "violence against civilians"
_USED = frozenset({"latitude", "longitude", "event_date", "fatalities", "actor1", "actor2",
                   "notes"})


def recognises(head: Head) -> bool:
    """Return whether the columns are ACLED's, of an export or of the list of deleted events."""
    return head.has("event_id_cnty") and (head.has("event_date") or head.has(DELETED))


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of an export.

    Raises
    ------
    EventsError
        When the file is the list of deleted events, which holds no events.
    """
    head = head_of(content, name)
    if not head.has("event_date"):
        raise EventsError(
            f"{name}: this is ACLED's list of deleted events. Give it with --deleted beside the"
            " export it belongs to."
        )
    return mapped(content, name, source(name))


def source(name: str) -> SourceRows:  # noqa: ARG001 - as every reader
    """Return how the tables of a file are read."""
    return SourceRows(rules=lambda _: _RULES, encoding="cp1252")


def _words(sub: str, event: str) -> tuple[str]:
    return (sub or event,)


def _name(stamp: str, identity: str) -> tuple[str]:
    return (":".join(filter(None, ("acled", whole(stamp), identity))),)


def _kind(event_type: str, words: str) -> str:
    if event_type.strip().lower() == _CIVILIANS:
        return "attack_on_civilians"
    return _TYPES.get(words.strip().lower(), words.strip().lower())


def day_of_text(text: str) -> str:
    """Return an ACLED date as YYYY-MM-DD; what is none of its spellings is returned as typed.

    >>> day_of_text("27 September 2020"), day_of_text("27-Sep-20"), day_of_text("27/09/2020")
    ('2020-09-27', '2020-09-27', '2020-09-27')
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return text
    # English names of months whatever the locale: they are put into numbers before parsing.
    numbered = _MONTHS.sub(lambda m: f"{_number(m[1]):02d}", text)
    for pattern in _FORMATS:
        numeric = pattern.replace("%B", "%m").replace("%b", "%m")
        try:
            return datetime.strptime(numbered, numeric).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return text


def _number(month: str) -> int:
    names = "janfebmaraprmayjunjulaugsepoctnovdec"
    return names.index(month.lower()[:3]) // 3 + 1


def when_of(day: str, code: str) -> str:
    """Return EDTF text for a day and its `time_precision`.

    1: the day. 2: some day of that week, so up to six days before or after. 3: some day of the
    month. Without a code: the day, widened by one.

    >>> when_of("2020-09-27", "2"), when_of("2020-09-27", "3")
    ('[2020-09-21..2020-10-03]', '2020-09')
    """
    if not _ISO.fullmatch(day):
        return day
    match code_of(code):
        case "1":
            return day
        case "2":
            week = timedelta(days=6)
            try:
                middle = date.fromisoformat(day)
            except ValueError:
                return day
            return f"[{middle - week}..{middle + week}]"
        case "3":
            return day[:7]
    return f"{day}~"


_KINDS = ("sub_event_type", "event_type")
_RULES = Rules(
    cells=(
        Rule(("id",), ("timestamp", "event_id_cnty"), _name),
        Rule(("date",), ("event_date", "time_precision"),
             lambda day, code: (when_of(day_of_text(day), code),)),
        Rule(("type",), _KINDS, lambda sub, event: (_kind(event, sub or event),)),
        Rule(("title",), _KINDS, _words),
        Rule(("fatalities_best",), ("fatalities",), lambda text: (whole(text),)),
        Rule(("sources",), (), lambda: (LICENCE.key,)),
        place_rule("acled", "geo_precision", lat="latitude", lon="longitude", names=("admin1",),
                   narrowed=lambda _, *names: names),
    ),
    extra=(Rule(("source_dataset",), (), lambda: ("acled",)),
           Rule(("source_version",), ("timestamp",), lambda text: (whole(text),)),
           Rule(("source_type",), _KINDS, _words)),
    same={"actor1": "actor1", "actor2": "actor2", "place": "location", "notes": "notes"},
    same_extra={"source_id": "event_id_cnty", "source_lat": "latitude", "source_lon": "longitude"},
    used=_USED,
    # The standard column of this name is ours; what ACLED calls its source stays beside it.
    renamed={"source": "source_names"},
)
