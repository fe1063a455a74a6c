"""How a page opens, and what is written on its map, is read from the recipe."""

from __future__ import annotations

from datetime import date

import pytest

import conflictmap as cm
from conflictmap.model.interval import day_number
from conflictmap.pages.opening import Opening, annotation_entry, fullest_year, opening_entry
from conflictmap.pages.read_page import page_data
from conflictmap.pages.recipe import parse_recipe

NOTE = '[[annotations]]\nat = [39.76, 46.75]\ndays = ["2020-11-08", "2020-12-02"]\ntext = "T"\n'


def parse(text: str) -> cm.Recipe:
    return parse_recipe(text.encode(), name="r.toml", folder=None)


def test_an_opening_has_a_day_a_window_a_box_and_a_headline():
    opening = parse('[opening]\nday = 2020-12-01\nwindow = ["2020-09-27", "2020-12-02"]\n'
                    'bounds = [45.6, 38.8, 47.5, 40.4]\n'
                    'headline = {en = "Who", ru = "Кто"}\n').opening
    assert opening_entry(opening) == {
        "headline": {"en": "Who", "ru": "Кто"}, "before": None,
        "day": day_number(date(2020, 12, 1)),
        "window": [day_number(date(2020, 9, 27)), day_number(date(2020, 12, 2))],
        "bounds": [45.6, 38.8, 47.5, 40.4],
    }


def test_without_an_opening_nothing_is_said():
    assert opening_entry(parse("").opening) == {
        "headline": {}, "day": None, "before": None, "window": None, "bounds": None}


def test_one_text_is_for_all_languages():
    assert parse('[opening]\nheadline = "Who"').opening.headline == {
        "en": "Who", "hy": "Who", "az": "Who", "ru": "Who"}
    assert parse('[opening]\nday = "2020-12-01"').opening.day == date(2020, 12, 1)


def test_annotations_come_by_priority():
    found = parse(NOTE + "priority = 2\n" + NOTE.replace('"T"', '{hy = "U"}') + "priority = 1\n"
                  ).annotations
    assert found[0].text == {"hy": "U"}
    assert annotation_entry(found[1]) == {
        "at": [39.76, 46.75], "from": day_number(date(2020, 11, 8)),
        "to": day_number(date(2020, 12, 2)), "text": dict.fromkeys(("en", "hy", "az", "ru"), "T"),
        "event": ""}


@pytest.mark.parametrize(("text", "said"), [
    ("[opening]\nbounds = [47, 38, 45, 40]", r"opening.bounds: '\[47, 38, 45, 40\]': must be"),
    ('[opening]\nday = "December"', "opening.day: 'December': must be a day like 2020-12-01"),
    ("[opening]\nhedline = 1", "unknown key 'opening.hedline'. Did you mean 'headline'"),
    ('[opening]\nheadline = {fr = "Qui"}', "unknown key 'opening.headline.fr'"),
    (NOTE.replace("39.76", "139"), r"annotations\[0\].at: '\[139, 46.75\]': must be \[latitude"),
    (NOTE.replace('text = "T"\n', ""), r"annotations\[0\].text: is missing"),
    ('[[annotations]]\nat = [1, 2]\ntext = "T"', r"annotations\[0\].days: is missing"),
    (NOTE + "priority = 0", r"annotations\[0\].priority: '0': must lie between 1 and 99"),
])
def test_what_means_nothing_is_refused_by_name(text, said):
    with pytest.raises(cm.RecipeError, match=said):
        parse(text)



def events(folder, count: int, *years: int) -> cm.Events:
    rows = [f"e{i},{years[i % len(years)]}-0{1 + i % 9}-1{i % 9},40,46,shelling,T"
            for i in range(count)]
    path = folder / "e.csv"
    path.write_text("\n".join(["id,date,lat,lon,type,title", *rows]), encoding="utf-8")
    return cm.read_events(path)


def test_a_map_of_many_years_and_events_opens_on_the_fullest(tmp_path):
    many = events(tmp_path, 3_200, 2001, 2009, 2009, 2014)
    wanted = [day_number(date(2009, 1, 1)), day_number(date(2010, 1, 1))]
    assert fullest_year(many) == wanted
    spec = page_data(cm.build(many)).spec
    assert spec["opening"]["window"] == wanted
    assert spec["window"] == [day_number(date(2001, 1, 1)), day_number(date(2015, 1, 1))]


@pytest.mark.parametrize(("count", "years"), [(3_000, (2001, 2009)), (3_100, (2001, 2002, 2003))])
def test_what_can_be_seen_at_once_is(tmp_path, count, years):
    assert fullest_year(events(tmp_path, count, *years)) is None


def test_what_the_atlas_opens_on_is_not_for_a_readers_own_data(tmp_path):
    own = tmp_path / "own.geojson"
    point = '{"type": "Point", "coordinates": [46.7, 39.8]}'
    feature = f'{{"type": "Feature", "properties": {{}}, "geometry": {point}}}'
    own.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}', "utf-8")
    atlas = page_data(cm.build()).spec
    assert atlas["opening"]["day"] == day_number(date(2020, 12, 1))
    assert len(atlas["annotations"]) >= 3
    for page in (cm.build(layers=[own]), cm.build(events(tmp_path, 9, 2020))):
        spec = page_data(page).spec
        assert spec["opening"] == opening_entry(Opening())
        assert spec["annotations"] == []


def test_annotations_of_the_atlas_rest_on_its_events_and_say_it_in_four_languages():
    known = set(cm.read_events().ids)
    for one in cm.read_recipe("karabakh").annotations:
        assert one.event in known
        assert set(one.text) == {"en", "hy", "az", "ru"}
        assert all(one.text.values())
