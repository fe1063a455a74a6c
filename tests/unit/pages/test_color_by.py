"""Colours of events by a column."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.pages.color_by import COLOURS, REST, STEPS, coloured


@pytest.fixture
def events(tmp_path):
    def read(name, values):
        rows = [f"e{i},2022-03-01,48.0,37.8,{value}" for i, value in enumerate(values)]
        path = tmp_path / "e.csv"
        path.write_text(f"id,date,lat,lon,{name}\n" + "\n".join(rows) + "\n", encoding="utf-8")
        return cm.read_events(path)
    return read


def test_the_most_frequent_values_have_colours_and_the_rest_is_grey(events):
    values = [f"v{i}" for i in range(10)] * 2 + [f"v{i}" for i in range(8)]
    found = coloured(events("weapon", values), "weapon").extra
    assert list(found["mark_color"][:10]) == [*COLOURS, REST, REST]
    assert found["mark_label"][9] == ""


def test_numbers_have_steps_from_light_to_dark(events):
    found = coloured(events("injured", [*range(1, 21), ""]), "injured").extra
    assert list(dict.fromkeys(found["mark_color"][:20])) == list(STEPS)
    assert found["mark_label"][0] == "1 to 4.8"
    assert found["mark_color"][20] == REST


@pytest.mark.parametrize("column", ["actor1", "actor_a", "side_a"])
def test_a_party_is_found_by_the_names_it_has(events, column):
    found = coloured(events("actor1", ["A", "B"]), column).extra
    assert set(found["mark_label"]) == {"A", "B"}


def test_no_column_is_named(events):
    own = events("weapon", ["a"])
    assert coloured(own, "") is own
    with pytest.raises(cm.EventsError, match=r"no column 'wepon'\. Did you mean 'weapon'"):
        coloured(own, "wepon")
