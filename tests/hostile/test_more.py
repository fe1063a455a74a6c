"""Two files into one map: every row counted; no folder in any page."""

from __future__ import annotations

import conflictmap as cm


def test_rows_of_two_files_are_all_accounted_for(write):
    one = write("one.csv", "id,date,lat,lon\na,2020,39,46\nb,2020,39,46\n")
    two = write("two.csv", "id,date,lat,lon\na,2021,39,46\nc,,39,46\nd,soon,39,46\n")
    page = cm.build([one, two], reading={"strict": True})
    assert str(page.accounting) == "read 5 = placed 2 + unplaced 0 + undated 1 + set aside 2"
    assert sum(p.level == "error" for p in page.problems) == 2
    kept = cm.build([one, two])
    assert str(kept.accounting) == "read 5 = placed 2 + unplaced 0 + undated 2 + set aside 1"


def test_no_folder_stands_in_a_page(write):
    path = write("secret-folder/e.csv", "id,date,lat,lon\na,2020,39,46\nb,soon,39,46\n")
    layer = write("secret-folder/l.geojson", '{"type":"Point","coordinates":[46,39]}')
    recipe = write("secret-folder/r.toml",
                   '[events]\npath = "e.csv"\n[[layers]]\npath = "l.geojson"')
    assert "secret-folder" not in cm.build(path, layers=[layer]).html
    assert "secret-folder" not in cm.build(recipe=recipe).html


def test_latitude_and_longitude_are_what_their_columns_say(write):
    path = write("e.csv", "id,date,lat,lon\na,2020,39,46\n")
    events = cm.read_events(path)
    assert (events.geometry[0].x, events.geometry[0].y) == (46, 39)
    spec = cm.build(path).spec["events"]
    assert (spec["lon"], spec["lat"]) == ([46], [39])
