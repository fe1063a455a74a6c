"""A report of one page: what stands on it, by which rule, and that it is one page in each form."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.reports.document import Heading, Items, Paragraph, Picture, Table
from conflictmap.reports.html import html_bytes
from conflictmap.reports.inputs import views_for
from conflictmap.reports.one_page import headline, notable
from conflictmap.reports.pdf import pdf_bytes
from conflictmap.reports.png import height_of, png_bytes, room_of
from conflictmap.reports.save import report_files
from conflictmap.reports.totals import totals
from pdf_pages import pages_of

ROWS = [
    {"id": "a", "date": "2024-03-01", "fatalities_best": 2, "title": "first"},
    {"id": "b", "date": "2024-03-02", "title": "silent"},
    {"id": "c", "date": "2024-04-02", "fatalities_best": 9, "title": "most",
     "source_url": "https://x.org/c"},
    {"id": "d", "date": "2024-04-03/2024-06-02", "fatalities_high": 40, "title": "up to"},
    {"id": "e", "date": "2024-04-04", "fatalities_low": 3, "fatalities_high": 80, "title": "low"},
    {"id": "f", "date": "2024-05-01", "fatalities_best": 1, "title": "one"},
    {"id": "t", "date": "2024", "fatalities_best": 99, "title": "the total", "role": "aggregate"},
]


@pytest.fixture(scope="module")
def page():
    rows = [{"lat": 4.4, "lon": 18.5 + i / 50} | row for i, row in enumerate(ROWS)]
    return page_data(cm.build(rows, recipe=cm.Recipe(title="Bangui", basemap=False)))


@pytest.fixture(scope="module")
def brief(page):
    return cm.report(page, brief=True, window=("2024-03-01", "2024-06-01"))


def test_the_headline_counts_as_the_report_does(page, brief):
    (view,) = views_for(page, window=("2024-03-01", "2024-06-01"))
    total = next(b for b in totals(page, view, several=False) if isinstance(b, Table)).rows[0]
    assert total[1:] == ("5–6", "3", "unknown", "unknown")
    assert brief.title == "1 March – 31 May 2024: 5–6 events, at least 3 killed"
    (one,) = views_for(page, window=("2024-03-02", "2024-03-03"))
    assert headline(page, one) == "2 March 2024: 1 event, no number of dead stated"


@pytest.mark.parametrize(("dates", "said"), [
    (["2024-03-02"], "2 March 2024: 1 event"),
    (["2024-03-02", "2024-03-02"], "2 March 2024: 2 events"),
    (["2024-03-02", "2024-03-03"], "1 January – 31 December 2024: 2 events"),
    (["2024-03-02/2024-03-03"], "1 January – 31 December 2024: 1 event"),
    (["2024-03-02", "2024"], "1 January – 31 December 2024: 2 events"),
])
def test_a_table_of_one_day_says_the_day_where_no_days_are_asked_for(dates, said):
    page = page_data(cm.build(
        [{"id": f"e{i}", "date": date, "lat": 4.4, "lon": 18.5} for i, date in enumerate(dates)],
        recipe=cm.Recipe(title="Bangui", basemap=False)))
    (whole,) = views_for(page)
    assert headline(page, whole) == f"{said}, no number of dead stated"
    (asked,) = views_for(page, window=("2024-03-01", "2024-03-04"))
    assert headline(page, asked).startswith("1–3 March 2024: ")


def test_the_five_with_the_most_killed_are_named_in_order_of_time(page, brief):
    ids = page.spec["events"]["id"]
    everything = range(len(ids))
    assert [ids[row] for row in notable(page, everything, 5)] == ["a", "c", "d", "e", "f"]
    assert [ids[row] for row in notable(page, everything, 2)] == ["c", "d"]
    assert [ids[row] for row in notable(page, everything, 6)][1] == "b"
    known = [["x"] * 3 if i == "b" else ["x"] for i in ids]
    silent = {key: [None] * len(ids) for key in ("low", "best", "high")} | {"sources": known}
    spec = page.spec | {"events": page.spec["events"] | silent}
    assert [ids[row] for row in notable(replace(page, spec=spec), everything, 2)] == ["a", "b"]
    (table,) = (b for b in brief.blocks if isinstance(b, Table))
    assert [row[1] for row in table.rows] == ["first", "most", "up to", "low", "one"]
    assert table.rows[1][4] == "[1]"
    (sources,) = (b for b in brief.blocks if isinstance(b, Items))
    assert [run.url for run in sources.lines[0]][:1] == ["https://x.org/c"]


def test_what_a_brief_holds_in_which_order(brief):
    kinds = [type(block) for block in brief.blocks]
    assert kinds[:5] == [Picture, Picture, Heading, Paragraph, Table]
    assert kinds[5:] == [Heading, Items, Heading, Paragraph, Paragraph]
    map_, chart = brief.blocks[:2]
    assert "7 of 7 events" in map_.alt
    assert chart.alt == "Killed by month: 1 March – 31 May 2024"
    assert "unknown is never zero" in brief.blocks[-2].runs[0].text
    assert "#w=2024-03-01_2024-06-01" in brief.blocks[-2].runs[0].text


@pytest.fixture(scope="module")
def wordy():
    """Return a page whose texts are as long as texts get, in the language of the longest words."""
    rows = [{"id": f"e{i}", "date": f"2024-0{i}-01/2024-0{i}-28", "lat": 4.4, "lon": 18.5 + i / 50,
             "deaths": i, "title": f"Number {i} " + "of a long story " * 4, "place": "Bangui " * 6,
             "source_url": f"https://example.org/{i}/" + "word-" * 20} for i in range(1, 8)]
    recipe = cm.Recipe(title="A map with a title that takes two lines " * 3, basemap=False,
                       lang="hy", attribution=("Who is to be thanked " * 12,))
    return page_data(cm.build(rows, recipe=recipe))


def test_a_brief_is_one_page_however_long_its_texts_are(wordy):
    made = cm.report(wordy, brief=True)
    assert height_of(made) <= room_of(made.sheet)
    (table,) = (b for b in made.blocks if isinstance(b, Table))
    assert len(table.rows) == 5
    (paper,) = pages_of(pdf_bytes(made))
    assert len(paper.pictures) == 2
    assert min(said.y for said in paper.texts) > 35
    assert not any(said.text == "1" for said in paper.texts), "one page bears no number"
    picture = Image.open(io.BytesIO(png_bytes(made))).convert("L")
    edges = [picture.crop(box) for box in ((0, 0, 1653, 90), (0, 2230, 1653, 2338),
                                           (0, 0, 90, 2338), (1570, 0, 1653, 2338))]
    assert [edge.getextrema() for edge in edges] == [(255, 255)] * 4, "nothing in the margins"


def test_a_brief_of_the_atlas_names_five_events_with_their_sources(data):
    made = cm.report(data, view="#w=2022-09-13_2022-09-14&l=ru&claims=armenian", brief=True)
    (table,) = (b for b in made.blocks if isinstance(b, Table))
    (sources,) = (b for b in made.blocks if isinstance(b, Items))
    assert len(table.rows) == 5
    cited = {int(n) for row in table.rows for n in row[4].strip("[]").split(",")}
    assert cited == set(range(1, len(sources.lines) + 1))
    assert "Армянская сторона" in made.blocks[-2].runs[0].text
    assert "Все источники" in made.blocks[1].alt


def test_a_page_in_html_loads_and_runs_nothing_and_text_stays_text(hostile_data):
    text = html_bytes(cm.report(hostile_data, brief=True)).decode()
    assert "default-src 'none'" in text
    assert "<script" not in text.lower()
    assert "font-size:7.9pt" in text, "printed, it is one page"
    assert text.count("<img ") == 2
    assert 'src="data:image/png;base64,' in text
    assert " onerror=" not in text.replace("&quot;", '"').split("<figure>")[0]


def test_only_one_page_is_a_picture_and_a_brief_is_of_one_view(page, brief, tmp_path):
    with pytest.raises(cm.OutputError, match="a report of several pages is no picture"):
        png_bytes(replace(brief, blocks=(*brief.blocks, Heading(text="Two", new_page=True))))
    with pytest.raises(cm.OutputError, match="a report of several pages is no picture"):
        png_bytes(replace(brief, blocks=4 * brief.blocks))
    with pytest.raises(cm.OutputError, match="is of one view"):
        cm.report(page, brief=True, dates=["2024-03-01", "2024-04-02"])
    path = cm.save(page, tmp_path / "b.html", brief=True, window=("2024-03-01", "2024-06-01"))
    assert path.read_bytes() == html_bytes(brief)
    for ending in ("png", "pdf", "docx", "md"):
        assert len(report_files(brief, tmp_path / f"b.{ending}")[-1][1]) > 500
