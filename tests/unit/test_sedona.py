"""SedonaDB as another engine: the same answer for exact points, a refusal for all others."""

from __future__ import annotations

import numpy as np
import pytest

import conflictmap as cm
from toys import LAT, LON, area, event, events, layer, road, square

AREAS = layer(area("west", square(0, 0), "1990-01-01", "2020-10-01", positional_error_m=500),
              area("east", square(1, 0), "1990-01-01"), area("again", square(.5, 0)), name="areas")


def test_exact_points_get_the_same_answer(monkeypatch):
    sedona = pytest.importorskip("sedonadb", reason="SedonaDB is not installed")
    asked = []
    connect = sedona.connect
    monkeypatch.setattr(sedona, "connect", lambda: asked.append(1) or connect())
    rng = np.random.default_rng(1)
    rows = [{"x": x, "y": y, "date": ["2020-09", "2020-09-30/2020-10-02", "2000-01-01", ""][i % 4]}
            for i, (x, y) in enumerate(rng.integers(-10, 40, (400, 2)) / 10)]
    found = events([*rows, {}, {"lat": LAT, "lon": LON}])
    one, other = cm.join(found, [AREAS]), cm.join(found, [AREAS], engine="sedona")
    for name in one.columns:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)
    assert asked == [1]


def test_what_is_no_exact_point_or_area_is_refused_by_name():
    pytest.importorskip("sedonadb", reason="SedonaDB is not installed")
    with pytest.raises(cm.EventsError, match="e0: its place has a radius"):
        cm.join(event(x=0, y=0, radius_m=5), AREAS, engine="sedona")
    with pytest.raises(cm.LayerError, match="holds no area"):
        cm.join(event(x=0, y=0), layer(road("r", (0, 0), (1, 0))), engine="sedona")


def test_an_engine_that_is_not_known_or_not_there_is_one_line():
    with pytest.raises(cm.LayerError, match="no engine 'spark'"):
        cm.join(event(x=0, y=0), AREAS, engine="spark")
    try:
        import sedonadb  # noqa: F401
    except ImportError:
        with pytest.raises(cm.EventsError, match="needs one more package"):
            cm.join(event(x=0, y=0), AREAS, engine="sedona")
