"""The title of a map that nobody named."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.pages.heading import heading_of


def events(tmp_path, rows):
    path = tmp_path / "incidents final_v2.csv"
    path.write_text("id,date,lat,lon\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return cm.read_events(path)


UKRAINE = [f"u{i},{year}-03-04,{lat},{lon}" for i, (year, lat, lon) in enumerate(
    [(2014, 48.0, 37.8), (2015, 48.5, 38.0), (2022, 50.4, 30.5)])]


@pytest.mark.parametrize(("lang", "title", "count"), [
    ("en", "Ukraine, 2014–2022", "3 events"), ("ru", "Украина, 2014–2022", "События: 3"),
    ("az", "Ukrayna, 2014–2022", "3 hadisə"), ("hy", "Ուկրաինա, 2014–2022", "3 իրադարձություն"),
])
def test_the_title_says_where_and_when_in_the_language(tmp_path, lang, title, count):
    assert heading_of(events(tmp_path, UKRAINE), lang, regional=False) == (title, count)


def test_two_countries_are_named_and_many_are_not(tmp_path):
    two = [*UKRAINE, "r,2022-05-01,50.6,36.6"]
    assert heading_of(events(tmp_path, two), "en", regional=False)[0] == (
        "Ukraine, Russia, 2014–2022")
    many = [f"m{i},2020-01-01,{lat},{lon}" for i, (lat, lon) in enumerate(
        [(48, 2), (52, 13), (41, 12), (40, -4), (50, 30)])]
    assert heading_of(events(tmp_path, many), "en", regional=False)[0] == "2020"


def test_ground_that_changed_hands_is_not_given_to_a_state(tmp_path):
    own = events(tmp_path, ["a,2020-10-01,39.82,46.75", "b,2022-09-13,39.84,45.67"])
    assert heading_of(own, "en", regional=True) == ("South Caucasus, 2020–2022", "2 events")


def test_without_days_and_places_it_says_that_these_are_events(tmp_path):
    own = events(tmp_path, ["a,,,"])
    assert heading_of(own, "en", regional=False) == ("Events", "1 events")


def test_a_built_map_is_called_by_its_data_and_not_by_its_file(tmp_path):
    page = cm.build(events(tmp_path, UKRAINE))
    assert (page.spec["title"], page.spec["subtitle"]) == ("Ukraine, 2014–2022", "3 events")
    assert "final" not in page.html.split("</title>")[0]
