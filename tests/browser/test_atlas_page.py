"""The Karabakh page in a browser: what is drawn on which day, and that nothing is loaded."""

from __future__ import annotations

from datetime import date

import pytest

import conflictmap as cm

#: Layers that show who held what, and the road; the rest is the basemap.
DATED = ("nkao-1923", "held-1994", "line-of-contact-1994", "peacekeepers-2020",
         "corridor-strip-2020", "road-old", "road-2022")


def shown(page, first, last) -> set[str]:
    """Return the dated layers of which something is drawn in a window."""
    page.set(window=[first, last])
    return {layer for layer in DATED for i in page.drawn() if i.startswith(layer)}


def test_it_opens_without_the_network_and_reaches_every_event(atlas_page, atlas):
    atlas_page.set(window=["1988-01-01", "2026-01-01"])
    assert sorted(atlas_page.visible()) == sorted(atlas.ids)
    for event_id in atlas.ids[::9]:
        atlas_page.set(select=event_id)
        assert atlas_page.run("window.conflictmap.state().select") == event_id
    atlas_page.quiet()


@pytest.mark.parametrize(("first", "last", "there"), [
    ("2022-08-25", "2022-08-26", {"road-old", "corridor-strip-2020", "peacekeepers-2020"}),
    ("2022-08-31", "2022-09-01", {"road-2022", "peacekeepers-2020"}),
    ("2020-09-01", "2020-09-02", {"held-1994", "line-of-contact-1994", "road-old"}),
    ("1990-06-01", "1990-06-02", {"nkao-1923"}),
    ("2024-07-01", "2024-07-02", {"road-2022"}),
    ("1921-01-01", "1921-01-02", set()),
    ("2030-01-01", "2030-01-02", {"road-2022"}),
    ("1923-07-06", "1923-07-07", set()),
    ("1923-07-07", "1923-07-08", {"nkao-1923"}),
    ("2020-09-26", "2020-09-27", {"held-1994", "line-of-contact-1994", "road-old"}),
    ("2020-09-27", "2020-09-28", {"road-old"}),
])
def test_what_is_drawn_on_a_day_is_what_held_on_it(atlas_page, first, last, there):
    assert shown(atlas_page, first, last) == there
    assert atlas_page.run("window.conflictmap.state().window") == [first, last]
    atlas_page.quiet()


@pytest.mark.parametrize("day", [
    "1988-02-20", "1992-05-18", "1994-05-12", "2016-04-02", "2020-10-20", "2020-11-10",
    "2022-08-26", "2022-09-13", "2022-12-12", "2023-04-01", "2023-09-20", "2024-06-12",
])
def test_page_and_python_agree_on_areas_and_events_of_a_day(atlas_page, atlas, day):
    first = date.fromisoformat(day)
    window = cm.Interval(start=first, end=date.fromordinal(first.toordinal() + 1))
    atlas_page.set(window=[str(window.start), str(window.end)])
    drawn = atlas_page.drawn()
    for layer in DATED:
        expected = {f.id for f in cm.at(cm.read_layer(layer), window).features}
        assert {i for i in drawn if i.startswith(layer)} == expected
    overlapping = (atlas["start"] < window.last) & (atlas["end"] > window.first)
    assert set(atlas_page.visible()) == set(atlas["event_id"][overlapping].tolist())


@pytest.mark.parametrize(("first", "last"), [
    ("2022-09-12", "2022-09-15"), ("2020-09-27", "2020-11-11"), ("2022-09-13", "2022-09-14"),
    ("1988-01-01", "2026-01-01"), ("1992-01-01", "1993-01-01"), ("2020-10-01", "2020-11-01"),
    ("2023-01-01", "2024-01-01"), ("2001-01-01", "2002-01-01"),
])
def test_page_and_python_count_alike(atlas_page, atlas, first, last):
    atlas_page.set(window=[first, last])
    totals = atlas_page.run("window.conflictmap.totals()")
    window = (date.fromisoformat(first), date.fromisoformat(last))
    found = cm.count(atlas, window=window)[0]
    assert [totals["low"], totals["best"], totals["high"]] == [
        found.toll.low, found.toll.best, found.toll.high]
    counted = {e["id"] for e in totals["groups"] if e["counted"]}
    assert counted == set(found.episodes)
    assert set(totals["named"]) == set(found.named)


def test_september_2022_is_one_episode_and_its_first_day_a_part_of_it(atlas_page):
    atlas_page.set(window=["2022-09-12", "2022-09-15"])
    totals = atlas_page.run("window.conflictmap.totals()")
    episode = next(e for e in totals["groups"] if e["id"] == "sept-2022-total")
    assert (episode["low"], episode["best"], episode["high"]) == (284, None, 312)
    atlas_page.page.get_by_role("tab", name="Totals").click()
    text = atlas_page.page.locator("#app").inner_text()
    assert "284–312" in text
    assert "99" in text


def test_the_war_of_2020_reads_as_one_range(atlas_page):
    atlas_page.set(window=["2020-09-27", "2020-11-11"])
    totals = atlas_page.run("window.conflictmap.totals()")
    war = next(e for e in totals["groups"] if e["id"] == "war-2020-total")
    assert (war["low"], war["best"], war["high"]) == (6500, 6823, 6918)
