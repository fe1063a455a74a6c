"""Small tables as people have them, in some 30 languages: what must come out of each."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictmap as cm
from table_corpus import cases, difference

CASES = cases()


def test_there_are_many_and_no_name_stands_twice():
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_table_comes_out_right(case, write):
    events = cm.read_events(write("t.csv", case.text))
    assert difference(case, events) == [], events.reading
    a = events.accounting
    assert a.read == a.placed + a.unplaced + a.undated + a.set_aside == len(case.expected)


def delimited(rows, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def records(rows, _):
    return json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]],
                      ensure_ascii=False)


CONTAINERS = {"t.csv": (delimited, ","), "t.tsv": (delimited, "\t"), "s.csv": (delimited, ";"),
              "t.json": (records, "")}
#: Rows of one length and of several cells, and no header twice: any container can hold them.
EVEN = [case for case in CASES if len({len(row) for row in case.rows}) == 1 < len(case.rows[0])
        and len({*case.rows[0]}) == len(case.rows[0]) and "" not in case.rows[0]
        and "a total below" not in case.name]  # a list of records has nothing below it
#: Where the order of the columns, or their names, decides what is taken.
BY_ORDER = ("names say nothing", "short description")


@settings(max_examples=60, deadline=None)
@given(case=st.sampled_from(EVEN), container=st.sampled_from(sorted(CONTAINERS)), data=st.data())
def test_neither_container_nor_order_changes_what_comes_out(
        case, container, data, tmp_path_factory):
    width = len(case.rows[0])
    order = list(range(width))
    if not case.name.endswith(BY_ORDER):
        order = data.draw(st.permutations(order))
    rows = [[row[at] for at in order] for row in case.rows]
    make, separator = CONTAINERS[container]
    path = tmp_path_factory.mktemp("t") / container
    path.write_text(make(rows, separator), encoding="utf-8")
    assert difference(case, cm.read_events(path)) == []
