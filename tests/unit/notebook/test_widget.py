"""The widget without a browser: what the page says becomes values, what is set becomes a wish."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

import conflictmap as cm
from toys import events

pytest.importorskip("anywidget")


@pytest.fixture
def widget():
    m = cm.ConflictMap().add_events(events([
        {"x": .5, "y": .5, "title": "one"}, {"x": 1, "y": 1, "date": "2001-05-05"}]))
    return m.widget(height=300)


def says(widget, **state):
    """Let the page say its state."""
    whole = {"window": ["2000-01-01", "2001-01-01"], "filters": {"types": []}, "select": None,
             "layers": {"countries": True}} | state
    widget._page = {"state": whole, "visible": ["e0"], "error": ""}


def test_before_the_page_speaks_everything_is_shown_and_nothing_selected(widget):
    assert (len(widget.visible), len(widget.selection)) == (2, 0)
    assert widget.window == (date(2000, 1, 1), date(2002, 1, 1))
    assert "<title>" in widget._html
    assert "conflictmap" in widget._esm


def test_what_the_page_says_is_a_frame_and_may_be_watched(widget):
    seen = []
    widget.observe(lambda change: seen.append(change["name"]), ["selected", "window", "selection"])
    says(widget, select="e0")
    assert (widget.selected, widget.selection.title.tolist()) == ("e0", ["one"])
    assert widget.selection.crs == "EPSG:4326"
    assert widget.visible.event_id.tolist() == ["e0"]
    assert widget.window == (date(2000, 1, 1), date(2001, 1, 1))
    assert widget.filters == {"types": []}
    assert set(seen) == {"selected", "window", "selection"}
    assert widget._wish == {}


def test_each_change_is_told_once_and_what_did_not_change_is_not(widget):
    seen = []
    widget.observe(lambda change: seen.append(change["name"]))
    mine = ["selected", "selection", "visible", "window", "filters", "layers"]
    says(widget, select="e0")
    assert sorted(n for n in seen if n in mine) == sorted(mine)
    seen.clear()
    says(widget, select="e0", window=["2000-01-01", "2000-06-01"])
    assert [n for n in seen if n in mine] == ["window"]
    seen.clear()
    says(widget, select="e0", window=["2000-01-01", "2000-06-01"], view={"zoom": 9})
    assert [n for n in seen if n in mine] == []


def test_what_is_set_is_asked_of_the_page(widget):
    widget.window = (date(2000, 1, 1), date(2000, 2, 1))
    widget.selected = "e0"
    assert widget._wish == {"window": ["2000-01-01", "2000-02-01"], "select": "e0"}


def test_what_makes_no_sense_from_the_page_is_not_taken(widget):
    widget._page = {"state": "x", "visible": 3}
    assert len(widget.visible) == 2
    says(widget, select="nobody")
    assert widget.selected is None


def test_without_anywidget_the_way_to_get_it_is_said():
    code = ("import sys; sys.modules['anywidget'] = None; import conflictmap as cm\n"
            "try: cm.ConflictMap().widget()\nexcept cm.OutputError as e: print(e)")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install conflictmap[notebook]" in found.stdout


def test_a_selection_holds_what_the_events_hold_and_no_colours_of_the_page():
    rows = [{"date": "2000-05-05", "lat": 39.8, "lon": 46.7, "unit": "A", "id": "e0"}]
    widget = cm.ConflictMap().add_events(rows, column="unit").widget()
    says(widget, select="e0")
    assert widget.selection["unit"].tolist() == ["A"]
    assert not [name for name in widget.selection.columns if name.startswith("mark_")]


def test_a_window_may_be_set_as_text_or_times(widget):
    widget.window = ("2000-01-01", pd.Timestamp("2000-02-01 12:00"))
    assert widget._wish["window"] == ["2000-01-01", "2000-02-01"]
