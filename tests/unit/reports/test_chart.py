"""`cm.chart`: from events to a figure, with its notes; refusals in one line."""

from __future__ import annotations

import pytest

import conflictmap as cm


def texts(figure):
    return " ".join(t.get_text() for t in figure.axes[0].texts)


def test_a_chart_says_what_states_nothing_and_whose_data_it_shows():
    rows = [{"date": "2022-09-13", "lat": 40, "lon": 45.5, "fatalities_best": 3},
            {"date": "2022-09-14", "lat": 40, "lon": 45.5}]
    said = texts(cm.chart(rows))
    assert said.startswith("Killed, as ranges")
    assert "Events without a number of dead: 1." in said
    assert texts(cm.chart(rows, measure="events", title="Mine", lang="en")).startswith("Mine")


def test_what_cannot_be_drawn_is_refused():
    rows = [{"date": "2022-09-13", "lat": 40, "lon": 45.5}]
    with pytest.raises(cm.EventsError, match="no event lies in the window"):
        cm.chart(rows, window=("2023-01-01", None))
    with pytest.raises(cm.OutputError, match="6 to 60 cm wide, not 3"):
        cm.chart(rows, width_cm=3)
    many = [{"date": "2022-09-13", "lat": 40, "lon": 45.5, "type": f"kind {i}"} for i in range(31)]
    with pytest.raises(cm.EventsError, match="a chart of 31 panels"):
        cm.chart(many, by=["type", "month"])
