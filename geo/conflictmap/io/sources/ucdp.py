"""UCDP GED, annual: 42 columns (to 19.1), 49 (from 20.1), HDX country files, and extracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.io.source_rows import SourceRows, mapped
from conflictmap.io.sources._ucdp import CANDIDATE_FILE, MARKS, Mapping, version_of
from conflictmap.model.source_terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflictmap.formats.sniff import Head
    from conflictmap.io.rows import Row
    from conflictmap.model.errors import Problem

NAME = "ucdp-ged"
LICENCE = TERMS["ucdp-ged"]
# Made up, in the layout of 20.1 and later, with only the columns that are read.
SAMPLE = """id,relid,code_status,type_of_violence,dyad_name,side_a,side_b,where_prec,\
where_coordinates,adm_1,adm_2,latitude,longitude,country,date_prec,date_start,date_end,best,high,low
1,X-2020-1-1-1,Clear,1,A - B,A,B,1,A town,,,39.6434,46.5462,Azerbaijan,1,2020-10-01 00:00:00.000,\
2020-10-01 00:00:00.000,2,2,2
2,X-2020-1-1-2,Clear,1,A - B,A,B,5,Line of Contact,,,40.0,47.0,Azerbaijan,2,\
2020-09-27 00:00:00.000,2020-09-30 00:00:00.000,1,1,1
3,X-2020-1-1-3,Clear,3,A - Civilians,A,Civilians,4,Lachin rayon,Lachin rayon,,39.6,46.5,Azerbaijan,\
4,2020-10-01T00:00:00,2020-10-31T00:00:00,0,4,0
4,X-2020-1-1-4,Clear,2,C - D,C,D,6,Azerbaijan,,,40.5,47.5,Azerbaijan,5,1/1/2020 12:00:00 AM,\
6/30/2020 12:00:00 AM,3,0,3
5,X-2020-1-1-5,Clear,1,A - B,A,B,2,Near a town,,,39.9,46.9,Azerbaijan,1,2020-10-02,2020-10-02,7,9,5
"""


def recognises(head: Head) -> bool:
    """Return whether the columns are UCDP's, and the file name is not that of a Candidate file."""
    candidate = CANDIDATE_FILE.search(head.name) is not None
    return head.has(*MARKS) and not head.has("result") and not candidate


def source(name: str) -> SourceRows:
    """Return how the tables of a file are read."""
    return Mapping(file=name, version=version_of(name)).source()


def rows(content: bytes, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of a file."""
    return mapped(content, name, source(name))
