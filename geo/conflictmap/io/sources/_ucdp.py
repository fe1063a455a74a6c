"""UCDP rows to standard columns: one mapping for the annual files, Candidate files and the API."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.formats.arrow_text import numbers_of, one_text, values_of
from conflictmap.formats.records import remark
from conflictmap.io.cells import ordered_fatalities
from conflictmap.io.column_rules import Rule, Rules
from conflictmap.io.place_columns import place_rule
from conflictmap.io.place_precision import code_of
from conflictmap.io.regular_columns import digits, filled, marked
from conflictmap.io.source_rows import SourceRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Mapping_

    from numpy.typing import NDArray

    from conflictmap.formats.table import Table
    from conflictmap.io.column_rules import Coded
    from conflictmap.model.errors import Problem

#: Columns that every UCDP event file has, whole or extract.
MARKS = ("id", "type_of_violence", "best")
PLACE = ("latitude", "longitude")
#: The 49 columns of GED 20.1 to 26.1 in their order, for Candidate files without a header line.
COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)
#: type_of_violence: our word, and the codebook's.
TYPES = {
    "1": ("battle", "state-based conflict"), "2": ("battle", "non-state conflict"),
    "3": ("attack_on_civilians", "one-sided violence"),
}
CANDIDATE_FILE = re.compile(r"v?(\d\d)[_.](?:01[_.](\d\d)[_.](\d\d)|0[_.](\d{1,2}))(?!\d)")
_ANNUAL_FILE = re.compile(r"(?:ged|v)_?(\d\d)[_.]?(1)(?!\d)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?)?", re.ASCII)
#: Month first, as every re-saved copy with slashes writes it (checked by id against ISO copies).
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: AM)?)?", re.ASCII)
#: Pages of the REST service hold this many rows.
PAGE = 1000
#: What to do about a column that an extract lacks.
_INSTEAD = {
    "where_prec": "Use UCDP's own file, or take its points as they stand: --points-as-given.",
    "date_prec": "Use UCDP's own file.",
}
#: Columns that become standard ones; where and how well stays beside them in the source's words.
_USED = frozenset({
    "latitude", "longitude", "date_start", "date_end", "date", "best", "high", "low", "side_a",
    "side_b", "geom_wkt",
})


def version_of(name: str) -> str:
    """Return the release that a file name states, empty when it states none.

    >>> version_of("GEDEvent_v26_01_26_06.csv"), version_of("GEDEvent_v26_0_8.csv")
    ('26.01.26.06', '26.0.8')
    >>> version_of("ucdp_ged251_sample.csv"), version_of("events.csv")
    ('25.1', '')
    """
    base = PurePath(name).name
    found = CANDIDATE_FILE.search(base)
    if found:
        year, first, last, month = found.groups()
        return f"{year}.0.{month}" if month else f"{year}.01.{first}.{last}"
    annual = _ANNUAL_FILE.search(base)
    return f"{annual[1]}.{annual[2]}" if annual else ""


def is_candidate(version: str) -> bool:
    """Return whether a release is one of the Candidate series.

    >>> is_candidate("26.0.8"), is_candidate("26.1")
    (True, False)
    """
    return len(version.split(".")) > 2  # noqa: PLR2004 - annual releases have two parts


@lru_cache(maxsize=50_000)
def day_of_text(text: str) -> str:
    """Return a UCDP date as YYYY-MM-DD; what is none of its spellings is returned as typed.

    >>> day_of_text("1/22/2014 12:00:00 AM"), day_of_text("2014-01-22T00:00:00")
    ('2014-01-22', '2014-01-22')
    >>> day_of_text("05/02/2014 00:00"), day_of_text("22/01/2014")
    ('2014-05-02', '22/01/2014')
    """
    found = _ISO.fullmatch(text)
    if found:
        return found[1]
    parts = _US.fullmatch(text)
    if parts and int(parts[1]) <= 12:  # noqa: PLR2004 - months
        return f"{parts[3]}-{int(parts[1]):02d}-{int(parts[2]):02d}"
    return text


def when_of(start: str, end: str, code: str) -> str:
    """Return EDTF text for the days of an event and its `date_prec`.

    1: the day, or the days from first to last, are certain. 2 to 5: some day of the span. Without
    a code: the day given, widened by one, as the day may be the middle of a longer event.
    """
    if not code:
        return f"[{start}..{end}]" if end and end != start else f"{start}~" if start else ""
    if not end or end == start:
        return start
    return f"{start}/{end}" if code_of(code) == "1" else f"[{start}..{end}]"


@dataclass
class Mapping:
    """The mapping of one file, and what it notices on the way."""

    file: str
    version: str
    annual: str = "ucdp-ged"
    candidate: str = "ucdp-candidate"
    rows: int = 0
    api_dates: int = 0
    relids: set[str] = field(default_factory=set)
    columns: frozenset[str] = frozenset()
    takes: tuple[str, ...] = ("date_start", "relid")

    def source(self) -> SourceRows:
        """Return how tables are read; re-saved copies may be in cp1252."""
        return SourceRows(rules=self.rules, watch=self, encoding="cp1252")

    def rules(self, columns: frozenset[str]) -> Rules:  # noqa: ARG002 - each may be lacking
        """Return what the columns mean."""
        named = {"actor1": "side_a", "actor2": "side_b", "place": "where_coordinates",
                 "notes": "where_description"}
        names = Rule(("id",), ("code_status", "id"), self._name, regular=marked(
            lambda status: self._name(status, ""), by="code_status", name="id"))
        return Rules(
            cells=(names, _DATE, _TYPE, _FATALITIES, _TITLE, _PLACE,
                   Rule(("sources",), ("code_status",), self._source)),
            extra=(Rule(("source_dataset",), ("code_status",), lambda s: (self._key(s),)),
                   Rule(("source_version",), (), lambda: (self.version,)),
                   _SOURCE_ID, _WORDS),
            same=named, same_extra={"source_lat": "latitude", "source_lon": "longitude"},
            used=_USED | {"id"},
        )

    def _name(self, status: str, typed: str) -> tuple[str]:
        return (":".join(filter(None, (self._key(status), self.version, code_of(typed)))),)

    def _source(self, status: str) -> tuple[str]:
        key = self._key(status)
        return (f"{key}-{self.version}" if self.version else key,)

    def _key(self, status: str) -> str:
        checked = status not in {"", "Clear"}
        return self.candidate if checked or is_candidate(self.version) else self.annual

    def row(self, cells: Mapping_[str, str]) -> None:
        """Look at one row."""
        self.rows += 1
        if self.rows == 1:
            self.columns = frozenset(cells)
        self.api_dates += "T" in cells.get("date_start", "")
        if len(self.relids) < 2 and "relid" in cells:  # noqa: PLR2004 - two are enough
            self.relids.add(cells["relid"])

    def table(self, table: Table, columns: Sequence[str]) -> None:
        """Look at rows, but for the broken ones."""
        import pyarrow.compute as pc

        whole = np.ones(len(table), dtype=bool)
        whole[list(table.broken)] = False
        if self.rows == 0 and whole.any():
            self.columns = frozenset(columns)
        self.rows += int(whole.sum())
        if "date_start" in table.columns:
            timed = pc.match_substring(table.columns["date_start"], "T")
            self.api_dates += int(values_of(timed)[whole].sum())
        if len(self.relids) < 2 and "relid" in table.columns:  # noqa: PLR2004 - two are enough
            relids = table.columns["relid"].filter(numbers_of(whole)).unique()
            self.relids |= set(relids.to_pylist()[:2])

    def _is_whole_pages(self) -> bool:
        """Return whether the file may be the first pages of the REST service alone."""
        return bool(self.rows) and self.rows % PAGE == 0 and self.api_dates == self.rows

    def remarks(self) -> Iterator[Problem]:
        """Yield what is odd about the file as a whole, once its rows are read."""
        if self.rows > 1 and self.relids == {"0"}:
            yield remark(
                self.file, "0 in every row: a converter destroyed it",
                "Use the id; take relid from UCDP's own file.", field="relid", value="0",
            )
        if self._is_whole_pages():
            yield remark(
                self.file, f"{self.rows:,} rows are exactly {self.rows // PAGE} pages of the REST"
                " service: the file may be cut off", "Compare with TotalCount, or fetch it again.",
            )
        for column, meaning in (("where_prec", "places are taken as up to 25 km off"),
                                ("date_prec", "days are taken as up to one day off")):
            if self.rows and column not in self.columns:
                yield remark(
                    self.file, f"no such column: {meaning}", _INSTEAD[column], field=column
                )


def _narrowed(code: str, *names: str) -> tuple[str, ...]:
    """Return the names of a place of this precision, the narrowest first."""
    # A district or province is known by its own name, a wider place not by a narrower one.
    first = {"3": 1, "4": 2, "6": 3}.get(code_of(code), 0)
    last = 3 if first else 1
    return names[first:max(last, first + 1)]


def _date(start: str, day: str, end: str, code: str) -> tuple[str]:
    return (when_of(day_of_text(start or day), day_of_text(end), code),)


def _title(dyad: str, side_a: str, side_b: str, conflict: str) -> tuple[str]:
    return (dyad or " - ".join(filter(None, (side_a, side_b))) or conflict,)


def _whole_days(coded: Coded) -> tuple[list[Any], NDArray[np.bool_]]:
    """Return the dates of rows whose days stand as ISO days, and which rows these are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    start, end = (coded.column(name).cast(pa.string()) for name in ("date_start", "date_end"))
    fine = [values_of(pc.match_substring_regex(column, _STAMP))
            for column in (start, end)]
    first, last = (pc.utf8_slice_codeunits(column, 0, 10) for column in (start, end))
    codes, words = coded.codes("date_prec")
    stated = np.array(list(map(bool, words)), dtype=bool)[codes]
    certain = numbers_of(np.array([code_of(word) == "1" for word in words], dtype=bool)[codes])
    some = pc.binary_join_element_wise(
        one_text("["), first, one_text(".."), last, one_text("]"), one_text(""))
    lasted = pc.binary_join_element_wise(first, last, one_text("/"))
    dates = pc.if_else(pc.equal(first, last), first, pc.if_else(certain, lasted, some))
    return [dates], fine[0] & fine[1] & stated


_STAMP = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00\.000)?\z"
_DATE = Rule(("date",), ("date_start", "date", "date_end", "date_prec"), _date,
             regular=_whole_days)
_TYPE = Rule(("type",), ("type_of_violence",), lambda code: TYPES.get(code_of(code), ("",))[:1])
_WORDS = Rule(("source_type",), ("type_of_violence",),
              lambda code: TYPES.get(code_of(code), ("", ""))[1:])
_TITLE = Rule(("title",), ("dyad_name", "side_a", "side_b", "conflict_name"), _title,
              regular=filled("dyad_name"))
_FATALITIES = Rule(
    ("fatalities_low", "fatalities_best", "fatalities_high"), ("low", "best", "high"),
    lambda *texts: tuple(ordered_fatalities(*texts)[0].values()),
    lambda *texts: ordered_fatalities(*texts)[1])
_NAMES = ("where_coordinates", "adm_2", "adm_1", "country")
_PLACE = place_rule(
    "ucdp", "where_prec", lat="latitude", lon="longitude",
    names=_NAMES, narrowed=_narrowed, looks_at=lambda code: _narrowed(code, *_NAMES))
_SOURCE_ID = Rule(("source_id",), ("id",), lambda text: (code_of(text),), regular=digits("id"))
