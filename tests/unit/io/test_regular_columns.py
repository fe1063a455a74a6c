"""Columns that are made for all rows at once are those that the rule for one row makes."""

from __future__ import annotations

import itertools

import pytest

from conflictmap.formats.table import Table
from conflictmap.io.sources import gdelt

COLUMNS = ("GLOBALEVENTID", "Actor1Name", "Actor2Name", "EventRootCode", "SOURCEURL")
ACTORS = list(itertools.product(("A", "", " B "), ("C", "")))
LINKS = ("https://example.org/a", "http://x.org", "ftp://x.org", "", "see https://x.org", "HTTPS://X.ORG")


@pytest.mark.parametrize("root", ["19", "99", ""])
def test_titles_and_addresses_of_gdelt(root):
    rows = [(str(i), *actors, root, link) for i, (actors, link) in enumerate(
        zip(ACTORS, LINKS, strict=True))]
    rules = gdelt.source("t").rules(frozenset(COLUMNS))
    table = Table.of_rows("t", COLUMNS, list(enumerate(rows)), word="line")
    made = rules.columns(table).cells
    for at, row in enumerate(rows):
        cells = rules.row(dict(zip(COLUMNS, row, strict=True)))[0]
        assert {name: made[name][at].as_py() for name in ("title", "source_url")} == {
            name: cells[name] for name in ("title", "source_url")}
