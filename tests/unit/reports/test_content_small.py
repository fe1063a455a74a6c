"""The report of a small map of its own: every sentence of it, and who is not listed."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace

import pytest

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.reports.document import Heading, Items, Paragraph, Picture, Table

EVENTS = """\
id,date,lat,lon,title,type,place,place_precision,role,part_of,sources,source_url,\
fatalities_low,fatalities_best,fatalities_high
a,2020-10-01,4.36,18.56,First,shelling,Town,exact,event,sum,s1 s2,,1,2,3
b,2020-10-02,4.37,18.57,Second,battle,,,event,sum,,https://example.org/b?c=<d>,,,
c,2020-10-02/2020-10-03,4.5,18.6,Third,battle,Village,,event,,s2,,,,7
sum,2020-10-01/2020-10-04,4.4,18.6,All of it,war_phase,,,aggregate,,s1,,10,,20
"""
CLAIMS = """\
event_id,by,side,on,measure,who,whose,low,best,high,statement,source_id,locator,read_on,\
whole_or_part
c,A paper,third_party,2020-10-05/2020-10-06,killed,all,,4,5,6,As printed.,s2,,,whole
a,Army,armenian,2020-10-01,killed,military,armenian,1,1,1,,s1,,,whole
a,,azerbaijani,2020-10-02,killed,,,,,,Nobody was there.,s1,,,whole
"""
SOURCES = """\
id,title,publisher,date,url,archive_url,licence,side,note
s1,One,The Press,2020,https://example.org/1,https://example.org/archived,CC0-1.0,,Read whole
s2,,,,https://example.org/2,,,,
"""


def square(side, west=18.4, south=4.2):
    corners = ((0, 0), (side, 0), (side, side), (0, side), (0, 0))
    return {"type": "Polygon", "coordinates": [[[west + x, south + y] for x, y in corners]]}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    for name, text in (("events", EVENTS), ("claims", CLAIMS), ("sources", SOURCES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    layer = {"type": "FeatureCollection", "layer": {
        "id": "own", "title": "Our areas", "licence": "CC0-1.0", "source": "Drawn here",
        "viewpoint": "Nobody else's"},
        "features": [{"type": "Feature", "id": "p", "properties": {"name": "Park"},
                      "geometry": square(.3)}]}
    (folder / "own.geojson").write_text(json.dumps(layer), encoding="utf-8")
    return page_data(cm.build(folder, recipe=cm.Recipe(
        title="Small", subtitle="Below", basemap=False), layers=[folder / "own.geojson"]))


@pytest.fixture(scope="module")
def made(small):
    return cm.report(small)


def after(report, title):
    """Return the blocks below a heading, up to the next one."""
    heads = [i for i, one in enumerate(report.blocks) if isinstance(one, Heading)]
    at = next(i for i in heads if report.blocks[i].text.startswith(title))
    end = min([i for i in heads if i > at], default=len(report.blocks))
    return report.blocks[at + 1:end]


def said(blocks):
    return ["".join(run.text for run in one.runs) for one in blocks if isinstance(one, Paragraph)]


def test_every_event_is_a_row_with_its_figures_and_sources(made):
    (table,) = after(made, "Events (")
    assert table.head == ("When", "Type", "Event", "Place", "Killed", "Sources")
    assert [row[2:] for row in table.rows] == [
        ("First", "Town (exact)", "1–2–3", "[1, 2]"), ("All of it", "", "10–20", "[1]"),
        ("Second", "", "unknown", "https://example.org/b?c=%3Cd%3E"),
        ("Third", "Village", "up to 7", "[2]")]
    # The title, the longest text, has the widest column; no other takes a fifth of the line.
    assert max(table.widths) == table.widths[2] < sum(table.widths) / 2
    assert max(table.widths[:2] + table.widths[3:]) < sum(table.widths) / 5
    assert len(table.widths) == len(table.head)


def test_claims_of_all_speakers_stand_in_the_order_of_the_events(made):
    (table,) = after(made, "Who says what")
    assert [row[0] for row in table.rows] == ["First", "First", "Third"]
    assert [row[1] for row in table.rows] == ["Army (Armenian side)", "Azerbaijani side",
                                              "A paper (Third parties)"]
    assert [row[2] for row in table.rows] == ["2020-10-01", "2020-10-02",
                                              "2020-10-05 / 2020-10-06"]
    assert table.rows[0][3].startswith("killed, military, Armenian: 1")
    assert table.rows[1][3] == "Nobody was there."
    assert table.rows[2][3].endswith("4–5–6. As printed.")
    assert [row[4] for row in table.rows] == ["[1]", "[1]", "[2]"]
    # What is said has the widest column, then the event, then who says it.
    event, speaker, day, said_, source = table.widths
    assert sum(table.widths) / 2 > said_ > event > speaker > max(day, source)


def test_a_source_is_named_with_all_that_is_known_of_it(made):
    (items,) = after(made, "Sources")
    assert isinstance(items, Items)
    assert items.numbered
    one, two = items.lines
    assert "".join(run.text for run in one) == (
        "One. The Press, 2020. https://example.org/1 · archived copy. CC0-1.0. Read whole")
    assert [run.url for run in one if run.url] == [
        "https://example.org/1", "https://example.org/1", "https://example.org/archived"]
    assert "".join(run.text for run in two) == "https://example.org/2. https://example.org/2"


def test_totals_count_the_whole_in_place_of_its_parts_and_say_so(small):
    report = cm.report(small, window=("2020-10-01", "2020-10-05"))
    table, *rest = after(report, "Killed, as ranges")
    assert table.rows[0][0] == "All"
    assert table.numbers == {1, 2, 3, 4}
    # Names of groups need more room than figures.
    assert max(table.widths) == table.widths[0]
    lines = said(rest)
    assert any("All of it" in line for line in lines)
    assert all(one.small for one in rest if isinstance(one, Paragraph))


def test_whose_figures_are_shown_is_said_aside(small):
    report = cm.report(small, view="#claims=armenian")
    texts = [one for one in after(report, "Killed, as ranges") if isinstance(one, Paragraph)]
    assert any("Armenian side" in line for line in said(texts))
    assert all(one.small for one in texts)


def test_rows_that_may_not_be_redistributed_are_counted_aside(small):
    spec = deepcopy(small.spec)
    spec["events"]["sources"][0] = ["acled-2022"]
    note, table = after(cm.report(replace(small, spec=spec)), "Events (")
    assert note.small
    assert said([note])[0].startswith("Rows left out of this table: 1. The terms")
    assert len(table.rows) == 3
    spec["events"]["sources"] = [["acled-2022"]] * 4
    (only,) = after(cm.report(replace(small, spec=spec)), "Events (")
    assert said([only])[0].startswith("Rows left out of this table: 4.")


def test_days_side_by_side_have_totals_and_one_table_of_events(small):
    report = cm.report(small, dates=["2020-10-01", "2020-10-02"])
    heads = [one.text for one in report.blocks if isinstance(one, Heading) and one.level == 1]
    assert [text for text in heads if text.startswith("Killed")] == [
        "Killed, as ranges: 1 October 2020", "Killed, as ranges: 2 October 2020"]
    assert sum(text.startswith("Events (") for text in heads) == 1
    assert isinstance(report.blocks[0], Picture)
    assert report.blocks[0].caption == "Figure 1. Small. 1 October 2020; 2 October 2020."
    assert report.blocks[0].alt.startswith(report.blocks[0].caption)


def test_files_and_layers_are_tables_of_their_own(made):
    assert [one.text for one in made.blocks if isinstance(one, Heading) and one.level == 2] == [
        "Input files", "Layers drawn (1)"]
    files = after(made, "Input files")[0]
    assert files.rows[0][:2] == ("events.csv", "4")
    assert files.numbers == {1}
    assert files.widths[2] > max(files.widths[:2]), "a hash is long"
    layers = next(one for one in after(made, "Layers drawn") if isinstance(one, Table))
    assert ("Our areas", "Drawn here", "CC0-1.0", "Nobody else's") in layers.rows


def test_the_report_bears_the_maps_title_and_how_to_see_the_same(made):
    assert (made.title, made.subtitle, made.lang) == ("Small", "Below", "en")
    method = after(made, "Method")
    assert any(line.startswith("View on the page: #w=") for line in said(method))
    assert "Rows read 4 = placed 4 + unplaced 0 + undated 0 + set aside 0." in said(method)
    assert said(made.blocks)[-1] == f"Made by {made.generator}"


@pytest.mark.parametrize("lang", ["en", "hy", "az", "ru"])
def test_no_word_is_missing_in_any_language(small, lang):
    blocks = cm.report(small, view=f"#l={lang}").blocks
    texts = [*said(blocks), *(one.text for one in blocks if isinstance(one, Heading))]
    texts += [cell for one in blocks if isinstance(one, Table) for cell in one.head]
    texts += [run.text for one in blocks if isinstance(one, Items)
              for line in one.lines for run in line]
    keys = re.compile(r"\b(about|claims|fact|filter|key|layer|report|sources|totals)\.[a-z]+")
    assert not [text for text in texts if keys.search(text)]


def test_an_empty_view_says_that_nothing_fits(small):
    report = cm.report(small, view="#q=nowhere")
    assert said(after(report, "Events (0)")) == ["No event in this window fits the filters."]
    assert not [one for one in report.blocks if isinstance(one, Items)]
