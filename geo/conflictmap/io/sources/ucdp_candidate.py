"""UCDP Candidate events: monthly and cumulative releases, with or without a header line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflictmap.formats.records import remark
from conflictmap.formats.sniff import head_of
from conflictmap.io.source_rows import SourceRows, mapped
from conflictmap.io.sources._ucdp import (
    CANDIDATE_FILE,
    COLUMNS,
    MARKS,
    Mapping,
    version_of,
)
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "ucdp-candidate"
LICENCE = TERMS["ucdp-candidate"]
_CODES = COLUMNS.index("code_status"), COLUMNS.index("where_prec"), COLUMNS.index("date_prec")


def _sample() -> str:
    """Return five made-up rows without a header line, as some month files come."""
    lines = []
    for number, (status, prec) in enumerate(zip(
        ("Clear", "Check deaths", "Check dyad", "Clear", "Check geography"), "12345", strict=True
    ), start=1):
        row = dict.fromkeys(COLUMNS, "") | {
            "id": str(number), "relid": f"X-2026-1-1-{number}", "year": "2026",
            "active_year": "1", "code_status": status, "type_of_violence": "1",
            "dyad_name": "A - B", "side_a": "A", "side_b": "B", "where_prec": prec,
            "latitude": "39.9", "longitude": "46.9", "country": "Azerbaijan", "date_prec": "1",
            "date_start": "2026-03-04 00:00:00.000", "date_end": "2026-03-04 00:00:00.000",
            "best": "1", "high": "2", "low": "0",
        }
        lines.append(",".join(row.values()))
    return "\n".join(lines) + "\n"


SAMPLE = _sample()


def recognises(head: Head) -> bool:
    """Return whether the columns are UCDP's in a file named like a Candidate release.

    A table of 49 columns whose first line is a row, not names, is one as well.
    """
    named = head.has(*MARKS) and CANDIDATE_FILE.search(head.name) is not None
    return (named and not head.has("result")) or _headless(head)


def _headless(head: Head) -> bool:
    if head.kind != "text" or len(head.columns) != len(COLUMNS):
        return False
    return head.columns[0].isdecimal() and all(head.columns[i].isdecimal() for i in _CODES[1:])


def header(head: Head) -> tuple[Sequence[str], bool, tuple[Problem, ...]] | None:
    """Return the columns of a text without a header line, that it has quotes, and a remark."""
    if not _headless(head):
        return None
    said = remark(head.name, "no header line: the 49 columns of UCDP in their order were assumed",
                  "Add the header line of another release.", place="line 1")
    return COLUMNS, True, (said,)


def source(name: str) -> SourceRows:
    """Return how the tables of a file are read."""
    return Mapping(file=name, version=version_of(name), annual="ucdp-candidate").source()


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of a release; a later one supersedes the rows of an earlier one."""
    of = source(name)
    known = header(head_of(content, name))
    if known:
        of = replace(of, columns=known[0])
        yield from known[2]
    yield from mapped(content, name, of)
