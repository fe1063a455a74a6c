"""What is written where: pages, figures and reports by the ending of a path."""

from __future__ import annotations

import datetime as dt
import io
import sys

import pytest
from PIL import Image

import conflictmap as cm
from conflictmap.pages.read_page import page_data
from conflictmap.reports.document import Picture, Report, paragraph
from conflictmap.reports.inputs import data_of, views_for
from conflictmap.reports.save import report_files, save_report


def png():
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    return stream.getvalue()


REPORT = Report(title="T", subtitle="", lang="en", generator="g", blocks=(
    paragraph("text"), Picture(png=png(), width_cm=5, caption="c", alt="a")))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("small") / "events.csv"
    path.write_text("id,date,lat,lon\na,2024-05-01,4.36,18.56\nb,2024-06-01,4.4,18.6\n", "utf-8")
    return cm.build(path, recipe=cm.Recipe(title="Small", basemap=False))


@pytest.mark.parametrize(("name", "files"), [
    ("r.md", ["r_files/figure-1.png", "r.md"]), ("r.qmd", ["r_files/figure-1.png", "r.qmd"]),
    ("r.docx", ["r.docx"]), ("r.PDF", ["r.PDF"]), ("r.html", ["r.html"])])
def test_a_report_is_its_files_the_text_last(tmp_path, name, files):
    made = report_files(REPORT, tmp_path / name)
    assert [name for name, _ in made] == files
    save_report(REPORT, tmp_path / name)
    for file, content in made:
        assert (tmp_path / file).read_bytes() == content


@pytest.mark.parametrize("name", ["r.txt", "r", "r.svg"])
def test_an_unknown_ending_of_a_report_is_refused(tmp_path, name):
    with pytest.raises(cm.OutputError, match=r"unknown ending\. Use \.docx, \.qmd, \.md, \.pdf"):
        report_files(REPORT, tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("ending", "module"), [
    ("docx", "conflictmap.reports.docx"), ("pdf", "conflictmap.reports.pdf")])
def test_a_writer_that_is_not_installed_is_named_with_the_remedy(
        tmp_path, monkeypatch, ending, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(cm.OutputError, match=r"not installed\. Run: pip install"):
        save_report(REPORT, tmp_path / f"r.{ending}")
    assert not list(tmp_path.iterdir())


def test_data_come_from_a_page_its_path_or_what_was_read(page, tmp_path):
    data = page_data(page)
    assert data_of(data) is data
    path = page.save(tmp_path / "p.html")
    for what in (page, path, str(path)):
        assert data_of(what).spec["events"]["id"] == ["a", "b"]
    with pytest.raises(cm.PageError, match="int: give a page"):
        data_of(3)


def test_a_page_is_saved_as_it_is_and_nothing_else_as_a_page(page, tmp_path):
    assert cm.save(page, tmp_path / "p.html") == tmp_path / "p.html"
    assert (tmp_path / "p.html").read_text("utf-8") == page.html
    with pytest.raises(cm.OutputError, match="a page is made from a map, not from a file"):
        cm.save(tmp_path / "p.html", tmp_path / "q.html")


def test_windows_are_those_of_the_link_of_the_call_or_of_each_date(page):
    data = page_data(page)
    (whole,) = views_for(data)
    (called,) = views_for(data, window=("2024-05-01", "2024-05-02"))
    days = views_for(data, dates=["2024-05-01", dt.date(2024, 6, 1), "2024-05-01/2024-06-01"])
    assert called.window == days[0].window == (19844, 19845)
    assert days[1].window == (19875, 19876)
    assert days[2].window == (19844, 19876)
    assert whole.window[0] <= 19844
    assert whole.window[1] >= 19876
    (ground,) = views_for(data, day=dt.date(2024, 5, 3))
    assert (ground.window, ground.day) == (whole.window, 19846)


@pytest.mark.parametrize(("how", "said"), [
    ({"dates": ["soon"]}, "dates: 'soon'"), ({"day": "soon"}, "day: 'soon'"),
    ({"dates": ["2024"] * 13}, "13 maps do not fit on one figure; 12 do"),
    ({"width_cm": 5.9}, "6 to 60 cm wide, not 5.9"),
    ({"width_cm": 60.5}, "6 to 60 cm wide, not 60.5")])
def test_what_cannot_be_drawn_is_said_in_one_line(page, how, said):
    with pytest.raises(cm.ConflictMapError, match=said):
        cm.figure(page, **how)


def test_a_figure_may_be_as_wide_as_the_bounds_and_a_pdf_a_figure_or_a_report(page, tmp_path):
    assert cm.figure(page, width_cm=6, locator=False).get_size_inches()[0] * 2.54 == (
        pytest.approx(6))
    figure = cm.save(page, tmp_path / "f.pdf", width_cm=6).read_bytes()
    report = cm.save(page, tmp_path / "r.pdf", as_report=True).read_bytes()
    assert b"/Lang (en)" in report
    assert b"/Lang (en)" not in figure
