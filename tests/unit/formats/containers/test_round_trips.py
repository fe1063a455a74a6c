"""The same rows in every container: the same cells, the same events."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import conflictmap as cm
import hostile_texts as hostile
from conflictmap.formats.archives import unpacked
from conflictmap.formats.tables import table_of
from containers import SHAPES, TABLES

FIVE = [
    ["id", "date", "lat", "lon", "title", "dead"],
    ["a", "2022-09-13", "39.8417", "45.6723", 'Shelling of "Şuşa", Ջերմուկ', ""],
    ["b", "2022-09-12/2022-09-14", "40.2031", "45.8647", "Artillery fire; Sotk", "3"],
    ["c", "1988-11", "40.6828", "46.3606", "=1+1", "x"],
    ["00d", "2020-11-10", "", "", "no place", ""],
    ["e", "", "39.7583", "46.7483", "-5", "7"],
]
#: Twenty texts that try to be more than text, without what no container can hold.
TWENTY = [FIVE[0], *([f"h{i}", "2022-09-13", f"{39.5 + i / 50:.2f}", "46.5", text, ""]
                     for i, text in enumerate(
                         " ".join("".join(c for c in t if c.isprintable()).split())
                         for t in (*hostile.TEXTS, *hostile.TEXTS, *hostile.TEXTS)[:20]))]


def cells(rows, make, ending) -> dict[str, list[str]]:
    table = table_of(unpacked(make(rows), "t"), f"t{ending}")
    return {name: column.to_pylist() for name, column in table.columns.items()}


def wanted(rows) -> dict[str, list[str]]:
    return {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}


@pytest.mark.parametrize("rows", [FIVE, TWENTY], ids=["five", "hostile"])
@pytest.mark.parametrize("ending", TABLES)
def test_rows_come_back_from_every_container(rows, ending):
    assert cells(rows, TABLES[ending], ending) == wanted(rows)


@pytest.mark.filterwarnings("ignore:Normalized")
@pytest.mark.parametrize("rows", [FIVE, TWENTY], ids=["five", "hostile"])
@pytest.mark.parametrize("ending", SHAPES)
def test_rows_and_points_come_back_from_every_container_in_any_system(rows, ending):
    found = cells(rows, SHAPES[ending], ending)
    for name in ("lat", "lon"):
        for one, other in zip(found.pop(name), wanted(rows)[name], strict=True):
            assert (one == other == "") or float(one) == pytest.approx(float(other), abs=1e-8)
    assert found == {n: c for n, c in wanted(rows).items() if n not in {"lat", "lon"}}


@pytest.mark.parametrize("ending", [*TABLES, *SHAPES])
def test_the_same_events_are_read_from_every_container(ending, write):
    events = cm.read_events(write(f"t{ending}", {**TABLES, **SHAPES}[ending](FIVE)))
    plain = cm.read_events(write("t.csv", TABLES[".csv"](FIVE)))
    assert events.ids == plain.ids
    assert events.accounting == plain.accounting
    for name in ("start", "end", "when"):
        assert events[name].tolist() == plain[name].tolist()
    for name in ("lat", "lon"):
        assert np.allclose(events[name], plain[name], atol=1e-8, equal_nan=True)


#: Text that every container can hold: no control, no half pair, no blanks around it.
TEXT = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="#"), max_size=12)


@st.composite
def small_tables(draw):
    """Return a table whose header can be told from its rows: the first column counts."""
    wide = draw(st.integers(1, 4))
    return [["id", *(f"column of {'abcd'[i]}" for i in range(wide))],
            *([f"{i}", *(draw(TEXT) for _ in range(wide))]
              for i in range(1, draw(st.integers(2, 6))))]


@pytest.mark.parametrize("ending", TABLES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=small_tables())
def test_any_small_table_comes_back(ending, rows):
    found = cells(rows, TABLES[ending], ending)
    for name, column in wanted(rows).items():
        assert found.get(name, [""] * len(column)) == column
