"""A table of any columns: what its column `where` names."""

from __future__ import annotations

import conflictmap as cm


def test_where_names_areas_when_one_is_known_and_places_when_none_is(write):
    ids = cm.read_events(write("ids.csv", """\
        Date,Where
        13.9.2022,districts-nkao-shusha
        14.9.2022,sectors-nagorno-karabakh
        """))
    assert ids["where"][1] == "sectors-nagorno-karabakh"
    assert set(ids["place"].tolist()) == {""}
    names = cm.read_events(write("names.csv", "Date,Where\n13.9.2022,Jermuk\n14.9.2022,Sotk\n"))
    assert names["place"].tolist() == ["Jermuk", "Sotk"]
    assert set(names["where"].tolist()) == {""}
    assert names.accounting.placed == 2


def test_where_is_kept_beside_a_column_of_places(write):
    both = cm.read_events(write("both.csv", """\
        Date,Place,Where
        13.9.2022,Jermuk,north of the spa
        14.9.2022,Sotk,the mine
        """))
    assert both["place"].tolist() == ["Jermuk", "Sotk"]
    assert both.extra["Where (as typed)"].tolist() == ["north of the spa", "the mine"]


def test_a_stretch_of_a_road_is_no_name(write):
    road = cm.read_events(write("road.csv", "Date,Where\n1.7.2023,road-2022 km 12-18\n"))
    assert road.geometry[0].geom_type == "LineString"
    assert road["place"].tolist() == [""]


def test_a_mistyped_id_is_no_name(write):
    typo = cm.read_events(write("typo.csv", "Date,Where\n13.9.2022,nkao-1932\n"))
    assert "Did you mean 'nkao-1923'?" in str(typo.problems[0])
