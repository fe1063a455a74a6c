"""Sizes of events by a column of numbers."""

from __future__ import annotations

import numpy as np
import pytest

import conflictmap as cm
from conflictmap.pages.pack import packed
from conflictmap.pages.size_by import sizes_by
from conflictmap.pages.unpack import unpacked_events


@pytest.fixture
def table(tmp_path):
    def write(name, values):
        rows = [f"e{i},2022-03-{i + 1:02d},48.0,37.8,{value}" for i, value in enumerate(values)]
        path = tmp_path / "e.csv"
        path.write_text(f"id,date,lat,lon,{name}\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return path
    return write


def built(path, column):
    return cm.build(path, options={"size_by": column}).spec


def test_sizes_are_thousandths_of_a_round_top_and_absent_ones_are_no_zero(table):
    spec = built(table("injured", ["0", "35", "", "140"]), "injured")
    assert spec["events"]["size"] == [0, 175, None, 700]
    assert spec["style"]["size"] == {"name": "injured", "top": 200.0}


@pytest.mark.parametrize(("values", "top"), [
    (["0.3", "0.05"], 0.5), (["0"], 1.0), (["1000"], 1000.0), (["1001"], 2000.0)])
def test_the_top_is_round_and_holds_every_value(table, values, top):
    assert built(table("x", values), "x")["style"]["size"]["top"] == top


def test_without_a_column_nothing_is_said(table):
    spec = built(table("injured", ["1"]), "")
    assert "size" not in spec["events"]
    assert "size" not in spec["style"]


def test_the_dead_may_be_named_too(table):
    found = sizes_by(cm.read_events(table("fatalities_best", ["4", ""])), "fatalities_best")
    assert np.isnan(found[0]["size"][1])
    assert found[1]["size"]["top"] == 5.0


@pytest.mark.parametrize(("values", "said"), [
    (["a", "2"], r"size_by: column 'x': holds no numbers alone\. Name a column"),
    (["", ""], "holds no numbers alone"),
    (["-3", "2"], r"size_by: column 'x': -3 has no size\. Name a column of numbers from 0 up"),
])
def test_what_has_no_size_is_refused(table, values, said):
    events = cm.read_events(table("x", values))
    with pytest.raises(cm.EventsError, match=said):
        sizes_by(events, "x")


def test_an_unknown_column_is_named_with_the_nearest(table):
    with pytest.raises(cm.EventsError, match=r"size_by: no column 'injurd'\. Did you mean 'inj"):
        built(table("injured", ["1"]), "injurd")


def test_a_recipe_says_it_and_a_big_page_keeps_it(table, tmp_path):
    path = table("injured", ["0", "35", "", "140"])
    recipe = tmp_path / "r.toml"
    recipe.write_text('[events]\npath = "e.csv"\nsize_by = "injured"\n', encoding="utf-8")
    spec = cm.build(recipe=recipe).spec
    assert spec["events"]["size"] == [0, 175, None, 700]
    from conflictmap.pages.event_columns import EventTable

    events = cm.read_events(path)
    made = packed(EventTable(events, (), sizes_by(events, "injured")[0]))
    assert unpacked_events(made.head, made.blocks)["size"] == [0, 175, None, 700]
