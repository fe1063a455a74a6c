"""The columns of events, in one table: their names in files, in `Events` and on the page.

Readers, writers, the page and the documents take names, order and kinds from here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from conflictmap.model.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

#: `list`: text with blanks between the items; `day`: whole days since 1970-01-01.
Kind = Literal["text", "list", "day", "number"]


class Column(NamedTuple):
    """One column: its name in `Events`, in files and on the page; empty where it is not there.

    `unit` is that of a number; `aliases` are other names in files; text of a column that is taken
    `as_typed` keeps the blanks around it.
    """

    name: str
    means: str
    file: str = ""
    page: str = ""
    kind: Kind = "text"
    unit: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    as_typed: bool = False


#: All columns, in the order in which they are written.
COLUMNS = (
    Column("event_id", "the event's own id; without it, the file's name and line", file="id",
           page="id", example="`lachin-handover-2022`", aliases=("event_id",), as_typed=True),
    Column("when", 'ISO 8601 or EDTF; a span means "lasted from / to", a month alone "some day in'
           ' it", `[2020-09-27..2020-09-30]` "some day from / to"; [all'
           ' forms](input_rules.md#dates)', file="date", page="when",
           example="`2022-09-12/2022-09-14`", aliases=("when",)),
    Column("lat", "latitude, WGS 84, decimal point", file="lat", page="lat", kind="number",
           unit="degrees", example="`39.6408`", aliases=("latitude",)),
    Column("lon", "longitude, WGS 84, decimal point", file="lon", page="lon", kind="number",
           unit="degrees", example="`46.5469`", aliases=("longitude", "lng")),
    Column("radius_m", "how far from the point the true place may be; without it the event is taken"
           " at its point, and marked so", file="radius_m", page="radius_m", kind="number",
           unit="metres", example="`2000`"),
    Column("where", "ids of area features, separated by blanks, when the place is an area; or a"
           " stretch of a built-in road; `lat` and `lon` then stay empty", file="where",
           page="where", kind="list", example="`sectors-border-2022`, `road-2022 km 12-18`"),
    Column("place_precision", "how the source describes the place", file="place_precision",
           page="place_precision", example="`settlement`"),
    Column("title", "text, shown as typed", file="title", page="title", aliases=("name",)),
    Column("type", "one of the built-in words or your own", file="type", page="type",
           example="`shelling`"),
    Column("actor_a", "a named party; the order says nothing about who attacked", file="actor1",
           page="actor_a", aliases=("actor_a",)),
    Column("actor_b", "the other named party", file="actor2", page="actor_b",
           aliases=("actor_b",)),
    Column("fatalities_low", "the lowest estimate of the dead, a whole number; unknown is empty",
           file="fatalities_low", page="low", kind="number", unit="persons", example="`282`"),
    Column("fatalities", "the best estimate; the three numbers rise", file="fatalities_best",
           page="best", kind="number", unit="persons", example="`304`", aliases=("fatalities",)),
    Column("fatalities_high", "the highest estimate", file="fatalities_high", page="high",
           kind="number", unit="persons", example="`307`"),
    Column("stands_for", "how many events the row stands for, when it is a total of many; empty is"
           " one", file="stands_for", page="stands_for", kind="number", unit="events",
           example="`12`"),
    Column("role", "`event`, `aggregate` (a total over parts) or `toll` (a total reported so far,"
           " never added)", file="role", page="role", example="`aggregate`"),
    Column("part_of", "the id of the aggregate that holds this event", file="part_of",
           page="part_of", example="`war-2020-total`", as_typed=True),
    Column("place", "the name of the place", file="place", page="place"),
    Column("place_hy", "its name in Armenian", file="place_hy", page="place_hy"),
    Column("place_az", "its name in Azerbaijani", file="place_az", page="place_az"),
    Column("status", "`verified`, `source_article`, `from_memory`", file="status", page="status"),
    Column("coord_code", "the code of the place in the source article", file="coord_code",
           page="coord_code"),
    Column("article", "ids of statements of the source article (`statements.csv`)", file="article",
           page="article", kind="list"),
    Column("sources", "ids of sources in a data package (`sources.csv`)", file="sources",
           page="sources", kind="list"),
    Column("source_url", "an http or https address", file="source_url", page="source_url",
           aliases=("url",)),
    Column("note", "text, shown as typed", file="notes", page="note", aliases=("note",)),
    Column("date_precision", "how precise the date is: `day`, `month`, `year`, `span`"),
    Column("file", "the file that the row was read from"),
    Column("line", "where the row stands in it"),
    Column("start", "the first possible day", page="start", kind="day"),
    Column("end", "the day after the last possible one", page="end", kind="day"),
    Column("certain_start", "the first day on which it was going on for certain",
           page="certain_start", kind="day"),
    Column("certain_end", "the day after the last certain one", page="certain_end", kind="day"),
)

#: Columns of data packages that say more of an event. They are kept as typed, with those that have
#: no meaning here; the card of an event shows them in words. Counts are a number or `low..high`.
DETAILS = (
    Column("date_prec", "the doubt about the day, as UCDP codes it: 1 none to 5 up to a year"),
    Column("where_prec", "how precise the place is, as UCDP codes it: 1 exact to 6 country"),
    Column("deaths_armenian", "the dead of the armed forces of Armenia and Nagorno-Karabakh"),
    Column("deaths_azerbaijani", "the dead of the armed forces of Azerbaijan"),
    Column("deaths_civilians", "the dead who were civilians of any side"),
    Column("deaths_unknown", "the dead whose group is not stated"),
    Column("injured", "persons injured", example="`4..5`"),
    Column("captured", "persons captured"),
    Column("displaced", "persons displaced", example="`100000..`"),
    Column("confidence", "how sure act, day and place are: `high`, `medium`, `low`"),
)

#: Names in `Events`. Empty text means not stated; `NO_DAY` and NaN mean not known.
TEXT = tuple(c.name for c in COLUMNS if c.kind in {"text", "list"})
DAYS = tuple(c.name for c in COLUMNS if c.kind == "day")
NUMBERS = tuple(c.name for c in COLUMNS if c.kind == "number")
#: The value of a day that is not known (undated events; no certain day).
NO_DAY = -(2**31) - 1

#: Column in a file: column of `Events`.
STANDARD = {c.file: c.name for c in COLUMNS if c.file}
REQUIRED = ("date", "lat", "lon")
ALIASES = {alias: c.file for c in COLUMNS for alias in c.aliases}
#: Columns of a file whose text is kept with the blanks around it: ids are never changed.
AS_TYPED = tuple(c.file for c in COLUMNS if c.as_typed)
#: Columns of a file that hold whole numbers, and those that hold decimals.
COUNTS = {c.file: c.name for c in COLUMNS if c.unit in {"persons", "events"}}
DECIMALS = {c.file: c.name for c in COLUMNS if c.unit in {"degrees", "metres"}}
#: The three estimates of the dead, from low to high: column in a file, and of `Events`.
FATALITIES = {c.file: c.name for c in COLUMNS if c.unit == "persons"}
#: Columns of a file that a join carries as numbers; all others as text.
NUMERIC = tuple(c.file for c in COLUMNS if c.unit in {"metres", "persons"})
#: Columns of a rejects file that say why a row was set aside; they are no data.
REJECTED = ("rejected_file", "rejected_place", "rejected_field", "rejected_reason", "rejected_fix")
#: The column that carries the credit of each row into every table that is written.
CREDIT = "credit"
ROLES = ("event", "aggregate", "toll")


@lru_cache(maxsize=1024)
def standard_name(header: str) -> str:
    """Return the standard column that a header names, or the header itself.

    >>> standard_name(" Latitude ")
    'lat'
    """
    name = header.strip().lower()
    name = ALIASES.get(name, name)
    return name if name in STANDARD else header.strip()


def missing_columns(headers: Iterable[str]) -> str:
    """Return a sentence about required columns that are not there; empty when all are."""
    names = [standard_name(h) for h in headers]
    absent = [name for name in REQUIRED if name not in names]
    if not absent:
        return ""
    unused = [name for name in names if name not in STANDARD]
    first = f"no column '{absent[0]}'.{nearest(absent[0], unused)}"
    rest = f" Missing too: {', '.join(absent[1:])}." if absent[1:] else ""
    return f"{first}{rest} The columns date, lat and lon are needed."
