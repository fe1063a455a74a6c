"""A large table of any columns goes by columns: what comes out is what single rows give."""

from __future__ import annotations

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.io import vector_tables
from table_corpus import cases

ODD = "id,When,Breite,Länge,Tote,Ort,notes\n" + "\n".join((
    "a,13.9.2022,40.20,45.87,3,Sotk,x", "a,14.9.2022,40.20,45.87,3,Sotk,the same id",
    ",15.9.2022,40.20,45.87,ca. 50,Sotk,no id", "c,nonsense,40.20,45.87,1,Sotk,no day",
    "d,16.9.2022,,,2,Goris,by its name", "e,17.9.2022,45.87,40.20,2,Sotk,exchanged",
    "f,18.9.2022,400,45.87,2,Nowhere at all,no place", "g,19.9.2022,40.20,45.87,5-3,,'quoted",
    "h,,,,,,nothing", "i,20.9.2022,40.21,45.88,>5,Sotk,", "j,21.9.2022,40.20,45.87,1,a,b,c,d,e",
    "k\u200b,22.9.2022,40.20,45.87,1,Sotk,odd id")) + "\n"


def told(events):
    """Return all that events hold and say."""
    def texts(columns):
        return {name: list(map(str, values)) for name, values in columns.items()}

    return (texts(events.columns), texts(events.extra), events.accounting, events.reading,
            sorted(map(str, events.problems)), sorted(events.areas))


@pytest.mark.parametrize("text", [ODD, *(case.text for case in cases()[::6])],
                         ids=["odd", *(case.name for case in cases()[::6])])
def test_columns_give_what_rows_give(write, monkeypatch, text):
    path = write("t.csv", text)
    rows = cm.read_events(path)
    monkeypatch.setattr(vector_tables, "MANY", 0)
    assert told(cm.read_events(path)) == told(rows)


def test_one_odd_cell_leaves_the_other_rows_to_columns(write, monkeypatch):
    lines = [f"e{i},2020-01-{1 + i % 28:02},39.{i % 90 + 10},46.5,{i % 7}" for i in range(3000)]
    lines[7] = "e7,2020-01-05,39.5,46.5,ca. 50"
    seen = []
    real = vector_tables.rows_of
    monkeypatch.setattr(vector_tables, "rows_of",
                        lambda *args, rows: seen.extend(rows) or real(*args, rows=rows))
    events = cm.read_events(write("e.csv", "id,date,lat,lon,fatalities_best\n"
                                  + "\n".join(lines) + "\n"))
    assert len(events) == 3000
    assert events["fatalities"][7] == 50
    assert np.nansum(events["fatalities"]) == sum(i % 7 for i in range(3000)) + 50
    assert len(seen) < 10
