"""The join where areas overlap and hold on parts of an event's days."""

from __future__ import annotations

import pytest

import conflictmap as cm
from toys import area, event, events, layer, road, square


def test_a_disc_within_one_area_is_not_whole_in_another_that_it_only_touches():
    """The first held on the second day alone, the other on both: neither holds it all."""
    areas = layer(area("late", square(0, 0, .3), "2000-01-02", None),
                  area("half", square(1.5, 0, .3)))
    found = cm.join(event(x=1.5, y=1.5, radius_m=3000, date="2000-01-01/2000-01-03"), areas)
    assert (found["certainty"][0], found["area_id"][0], found["also"][0]) == (
        "possible", "half", "late")
    assert found["share"][0] == pytest.approx(.5, abs=.001)


@pytest.mark.parametrize("size", [.02, .1, .3])
def test_many_discs_and_many_areas_have_the_share_of_their_own_pair(size):
    areas = layer(*[area(f"{i}-{j}", square(i, j)) for i in range(4) for j in range(3)])
    rows = [{"x": i + .5, "y": j + dy, "radius_m": 1000} for i in range(4) for j in range(3)
            for dy in (.5, size)]
    found = cm.join(events(rows), areas)
    for row, (name, share) in enumerate(zip(found["area_id"], found["share"], strict=True)):
        i, j = row // 6, row // 2 % 3
        if row % 2 == 0 or size >= .1:
            assert (name, share) == (f"{i}-{j}", 1)
        else:
            assert .5 < share < 1
            assert name == f"{i}-{j}"
    assert set(found["valid"]) == {"certain"}


def test_columns_are_made_once_and_stay():
    found = cm.join(events([{"x": .5, "y": .5}, {}]), layer(area("a", square(0, 0))))
    assert found["share"] is found["share"]
    assert len(found) == len(found.frame) == 2
    assert list(found.columns) == list(found.frame.columns)


@pytest.mark.parametrize(("radius", "certainty"), [(0, "inside"), (4999, "possible"),
                                                   (20_000, "possible")])
def test_a_road_takes_what_lies_within_its_reach(radius, certainty):
    found = cm.join(event(x=5, y=.02, radius_m=radius), layer(road("r", (0, 0), (10, 0))))
    assert found["certainty"][0] in {certainty, "inside"}
    near = cm.join(event(x=5, y=.1), layer(road("r", (0, 0), (10, 0))), reach_m=1000)
    assert near["certainty"][0] == "outside"
    assert cm.join(event(x=5, y=.1), layer(road("r", (0, 0), (10, 0))), reach_m=1200)[
        "certainty"][0] == "inside"
