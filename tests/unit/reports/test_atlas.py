"""An atlas: which parts there are, one page for each, contents that lead to them."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.pages.words import window_text
from conflictmap.reports.atlas_parts import parts_of
from conflictmap.reports.document import Heading, Items, Paragraph, Picture, Table
from conflictmap.reports.docx import docx_bytes
from conflictmap.reports.html import html_bytes
from conflictmap.reports.markdown import markdown_files
from conflictmap.reports.pdf import pdf_bytes
from pdf_pages import pages_of

ROWS = [
    {"id": "war", "date": "2021-03-01/2021-04-30", "role": "aggregate", "title": "The war",
     "fatalities_low": 40, "fatalities_high": 60},
    {"id": "a", "date": "2021-03-05", "part_of": "war", "fatalities_best": 7, "title": "in west"},
    {"id": "b", "date": "2021-04-05", "part_of": "a", "title": "a part of a part"},
    {"id": "c", "date": "2020-12-31/2021-01-02", "title": "over the new year"},
    {"id": "d", "date": "2023-06-01", "lon": 47.4, "title": "in east", "fatalities_best": 2,
     "source_url": "https://example.org/d"},
    {"id": "e", "date": "2023-07-01", "radius_m": 30000, "lon": 46.99, "title": "near the line"},
    {"id": "u", "title": "some day"},
]


def square(name, west, control, start=None, end=None):
    ring = [[west, 39], [west + 1, 39], [west + 1, 40], [west, 40], [west, 39]]
    properties = {"name": name, "control": control, "control_source": f"source of {control}",
                  "valid_from": start, "valid_to": end}
    return {"type": "Feature", "id": f"{name}-{control}", "geometry": {
        "type": "Polygon", "coordinates": [ring]}, "properties": properties}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    import json

    path = tmp_path_factory.mktemp("atlas") / "own.geojson"
    layer = {"id": "own", "title": "Districts", "role": "district", "licence": "CC0-1.0",
             "source": "drawn here"}
    path.write_text(json.dumps({"type": "FeatureCollection", "layer": layer, "features": [
        square("West", 46, "azerbaijan", None, "2021-04-01"),
        square("West", 46, "armenian_forces", "2021-04-01", None),
        square("East", 47, "azerbaijan")]}), "utf-8")
    rows = [{"lat": 39.5, "lon": 46.5} | row for row in ROWS]
    return page_data(cm.build(rows, layers=[path], recipe=cm.Recipe(
        title="Two districts", basemap=False)))


def parts(page, by, link=""):
    ids = page.spec["events"]["id"]
    return [(part.title, [ids[row] for row in part.rows])
            for part in parts_of(page, cm.view_of(page, link), by)]


def test_episodes_hold_their_parts_and_theirs_and_the_last_page_what_is_in_none(page):
    assert parts(page, "episode") == [
        ("The war", ["war", "a", "b"]), ("What belongs to no total", ["c", "d", "e", "u"])]
    assert parts(page, "episode", "#l=ru")[1][0] == "Не входящее ни в один итог"


def test_an_event_over_the_new_year_is_on_both_pages_and_one_without_a_day_on_none(page):
    assert parts(page, "year") == [
        ("2020", ["c"]), ("2021", ["c", "war", "a", "b"]), ("2023", ["d", "e"])]
    assert parts(page, "year", "#w=2021-01-02_2021-04-01") == [("2021", ["c", "war", "a"])]


def test_a_district_has_what_is_in_it_for_sure_and_apart_what_may_be(page):
    ids = page.spec["events"]["id"]
    west, east = parts_of(page, cm.view_of(page), "district")
    assert (west.title, east.title) == ("West", "East")
    assert [ids[row] for row in east.rows] == ["d"]
    assert [ids[row] for row in west.perhaps] == ["e"], "most of its place lies there"
    assert [ids[row] for row in west.rows] == ["c", "war", "a", "b"]
    assert west.bounds == pytest.approx((45.85, 38.85, 47.15, 40.15))


def test_the_dead_of_what_may_be_elsewhere_are_not_counted(page):
    texts = [b.runs[0].text for b in cm.report(page, atlas="district").blocks
             if isinstance(b, Paragraph)]
    assert texts[0] == (
        f"{window_text(cm.view_of(page).window, 'en')}: 3 events, 40–60 killed. Perhaps here too,"
        " place or day not certain: 1 event, whose dead are not counted here.")


@pytest.mark.parametrize(("by", "said"), [
    ("decade", "atlas: 'decade' is none of episode, district, year"),
    ("episode", "there is no episode to make a page of"),
    ("district", "there is no district to make a page of. Districts are layers of areas")])
def test_what_is_no_atlas_is_said_in_one_line(by, said):
    bare = cm.build([{"date": "2024", "lat": 4, "lon": 18}], recipe=cm.Recipe(basemap=False))
    with pytest.raises(cm.OutputError, match=said):
        cm.report(bare, atlas=by)
    with pytest.raises(cm.OutputError, match="is of one view"):
        cm.report(bare, atlas="year", brief=True)


@pytest.fixture(scope="module")
def atlas(page):
    shares = []
    made = cm.report(page, atlas="year", moved=shares.append)
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])
    return made


def test_contents_lead_to_a_page_for_each_part(atlas):
    contents = next(block for block in atlas.blocks if isinstance(block, Table))
    assert [row[0] for row in contents.rows] == ["2020", "2021", "2023"]
    assert contents.rows[1] == ("2021", "1 January – 31 December 2021", "2–3", "40–60", "3")
    anchors = [b.anchor for b in atlas.blocks if isinstance(b, Heading) and b.anchor]
    assert list(contents.targets) == anchors == ["part-1", "part-2", "part-3"]
    papers = pages_of(pdf_bytes(atlas))
    for row in contents.rows:
        paper = papers[int(row[4]) - 1]
        assert row[0] in [said.text for said in paper.texts]
        assert len(paper.pictures) == 1
    assert sum(isinstance(block, Picture) for block in atlas.blocks) == 3
    assert any(said.text == "2" for said in papers[1].texts), "pages are numbered"


def test_a_page_says_who_held_the_ground_and_since_when(atlas):
    at = next(i for i, b in enumerate(atlas.blocks) if getattr(b, "text", "") == "2021")
    head, summary, changes = (b for b in atlas.blocks[at + 3:at + 6])
    assert head.text == "Who held the ground on 31 December 2021"
    assert summary.runs[0].text == (
        "Controlled by Armenian forces: West; Controlled by Azerbaijan: East.")
    assert changes.rows == (("1 April 2021", "West", "Controlled by Armenian forces",
                             "source of armenian_forces"),)


def test_sources_are_numbered_over_all_pages_and_stand_at_the_end(atlas):
    (sources,) = (b for b in atlas.blocks if isinstance(b, Items))
    assert [line[0].text for line in sources.lines] == ["https://example.org/d"]
    table = next(b for b in atlas.blocks if isinstance(b, Table) and "in east" in str(b.rows))
    assert table.rows[0][4] == "[1]"


def test_each_form_leads_from_the_contents_to_the_pages(atlas):
    with zipfile.ZipFile(io.BytesIO(docx_bytes(atlas))) as archive:
        word = archive.read("word/document.xml").decode()
    for name in ("part-1", "part-3"):
        assert f'w:anchor="{name}"' in word
        assert f'w:name="{name}"' in word
    assert word.count("w:pageBreakBefore") == 4
    page = html_bytes(atlas).decode()
    assert re.findall(r'<h2 id="(part-\d)" class="page">', page) == ["part-1", "part-2", "part-3"]
    assert '<a href="#part-2" rel="noopener noreferrer">2021</a>' in page
    text = markdown_files(atlas, "a", quarto=False)[-1][1].decode()
    assert '<a id="part-2"></a>' in text
    assert "[2021](<#part-2>)" in text
