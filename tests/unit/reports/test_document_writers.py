"""A small report in each format, looked at from outside."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from PIL import Image

from conflictmap.reports.document import (
    Heading,
    Items,
    Paragraph,
    Picture,
    Report,
    Run,
    Table,
    markdown,
    web,
    yaml,
)
from conflictmap.reports.docx import docx_bytes
from conflictmap.reports.html import html_bytes
from conflictmap.reports.markdown import markdown_files


def png(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height)).save(stream, "PNG")
    return stream.getvalue()


REPORT = Report(
    title="A *title*", subtitle="Sub", lang="az", generator="conflictmap 1", blocks=(
        Heading(text="One", level=1), Heading(text="Two", level=2),
        Paragraph(runs=(Run(text="Plain "), Run(text="bold", bold=True), Run(text=" "),
                        Run(text="link", url="https://example.org/a b"),
                        Run(text=" bad", url="javascript:x"))),
        Paragraph(runs=(Run(text="aside"),), small=True),
        Items(lines=((Run(text="first"),), (Run(text="second"),)), numbered=True),
        Items(lines=((Run(text="dot"),),)),
        Table(head=("a", "n"), rows=(("x", "1"), ("https://example.org/", "2"), ("", "see a://b")),
              widths=(3, 1), numbers=frozenset({1})),
        Picture(png=png(400, 200), width_cm=12, caption="Cap", alt='Al "t"'),
        Picture(png=png(100, 400), width_cm=10, caption="Tall", alt="Alt"),
    ))


def test_markdown_as_a_whole():
    files = dict(markdown_files(REPORT, "my report", quarto=False))
    assert list(files) == ["my report_files/figure-1.png", "my report_files/figure-2.png",
                           "my report.md"]
    assert files["my report_files/figure-2.png"] == REPORT.blocks[-1].png
    assert files["my report.md"].decode() == (
        "# A \\*title\\*\n\nSub\n\n## One\n\n### Two\n\n"
        "Plain **bold** [link](<https://example.org/a%20b>) bad\n\naside\n\n"
        "1. first\n2. second\n\n- dot\n\n"
        "| a | n |\n|" + "-" * 45 + "|" + "-" * 15 + ":|\n| x | 1 |\n"
        "| <https://example.org/> | 2 |\n|  | see a\\://b |\n\n"
        '![Al "t"](my%20report_files/figure-1.png)\n\n*Cap*\n\n'
        "![Alt](my%20report_files/figure-2.png)\n\n*Tall*\n")


def test_quarto_has_a_head_and_pictures_with_their_width():
    text = dict(markdown_files(REPORT, "r", quarto=True))["r.qmd"].decode()
    head, _, rest = text.partition("\n\n")
    assert head.splitlines()[:4] == ["---", 'title: "A \\\\*title\\\\*"', 'subtitle: "Sub"',
                                     "lang: az"]
    assert head.splitlines()[-1] == "---"
    assert "  enabled: false" in head
    assert rest.startswith("## One")
    assert '![Cap](r_files/figure-1.png){width=12cm fig-alt="Al &quot;t&quot;"}' in rest


def test_narrow_columns_have_three_dashes():
    table = Table(head=("a", "b"), rows=(), widths=(99, 1))
    report = Report(title="", subtitle="", lang="en", generator="", blocks=(table,))
    text = dict(markdown_files(report, "r", quarto=False))["r.md"].decode()
    assert "|" + "-" * 59 + "|---|" in text
    assert text.startswith("# \n\n| a")


@pytest.mark.parametrize(("text", "safe"), [
    ("a `b` {c} <d> & e", "a &#96;b&#96; &#123;c&#125; &lt;d&gt; &amp; e"),
    ("*_[x](y)#|~$!^@\\", "\\*\\_\\[x\\](y)\\#\\|\\~\\$\\!\\^\\@\\\\"),
    ("www.example.org", "www\\.example.org"), ("http://x: y", "http\\://x: y"),
    ("- a", "\\- a"), ("+ a", "\\+ a"), ("= a", "\\= a"), ("% a", "\\% a"), ("12. a", "12\\. a"),
    ("3) a", "3\\) a"), ("a - b", "a - b"), ("a 1. b", "a 1. b"), ("&amp;", "&amp;amp;"),
])
def test_a_text_is_shown_as_it_is(text, safe):
    assert markdown(text) == safe


def test_yaml_and_addresses():
    assert yaml("ä: b") == '"ä: b"'
    assert web("https://example.org/?a=b&c=d#e") == "https://example.org/?a=b&c=d#e"
    for bad in ("javascript:x", "https:///x", "https://[::1", "", "/a", "ftp://a.b/"):
        assert web(bad) == "", bad


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(docx_bytes(REPORT)))


def test_the_page_and_the_properties_of_word(word):
    section = word.sections[0]
    sizes = [section.page_width, section.page_height, section.left_margin, section.right_margin,
             section.top_margin, section.bottom_margin]
    assert [round(size / 36_000) for size in sizes] == [210, 297, 22, 22, 20, 20] or [
        round(size / 3600) for size in sizes] == [2100, 2970, 225, 225, 200, 200]
    normal = word.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("DejaVu Sans", Pt(10))
    assert normal.paragraph_format.space_after == Pt(5)
    core = word.core_properties
    assert (core.title, core.author, core.last_modified_by, core.language, core.comments) == (
        "A *title*", "conflictmap 1", "conflictmap 1", "az", "")
    assert core.created == core.modified
    assert core.created.year == 2000
    languages = normal.element.findall(f".//{qn('w:lang')}")
    assert languages[-1].get(qn("w:val")) == "az-Latn-AZ"


def test_headings_texts_and_lists_of_word(word):
    paragraphs = [(p.style.name, p.text) for p in word.paragraphs]
    assert paragraphs[:9] == [
        ("Title", "A *title*"), ("Normal", "Sub"), ("Heading 1", "One"), ("Heading 2", "Two"),
        ("Normal", "Plain bold link bad"), ("Normal", "aside"), ("Normal", "1.\tfirst"),
        ("Normal", "2.\tsecond"), ("Normal", "\u2022\tdot")]
    assert [word.paragraphs[i].runs[0].font.size for i in (0, 1, 2, 3, 4, 5, 6)] == [
        Pt(20), Pt(10), Pt(14), Pt(11), Pt(10), Pt(8.5), Pt(8.5)]
    runs = word.paragraphs[4].runs
    assert [run.bold for run in runs][:2] == [None, True]
    assert str(runs[0].font.color.rgb) == "1F1E1B"
    assert str(word.paragraphs[5].runs[0].font.color.rgb) == "5B5851"
    (link,) = word.paragraphs[4]._p.findall(qn("w:hyperlink"))
    target = word.part.rels[link.get(qn("r:id"))]
    assert (target.target_ref, target.is_external) == ("https://example.org/a%20b", True)
    item = word.paragraphs[6].paragraph_format
    assert (round(item.left_indent / 36_000), round(item.first_line_indent / 36_000)) == (9, -9)
    assert item.space_after == Pt(2)
    fonts = word.paragraphs[2].runs[0]._element.rPr.rFonts.attrib
    assert not [name for name in fonts if "Theme" in name]


def test_the_table_of_word(word):
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["a", "n"], ["x", "1"], ["https://example.org/", "2"], ["", "see a://b"]] or \
        table.rows[3].cells[0].text.strip() == ""
    widths = [column.width / 36_000 for column in table.columns]
    assert [round(w, 1) for w in widths] == pytest.approx([123.8, 41.3], abs=.1)
    head, first = table.rows[0].cells, table.rows[1].cells
    assert head[0].paragraphs[0].runs[0].bold is True
    assert first[0].paragraphs[0].runs[0].bold is None
    assert first[1].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert first[0].paragraphs[0].alignment is None
    assert table.rows[0]._tr.trPr.findall(qn("w:tblHeader"))
    assert not table.rows[1]._tr.trPr.findall(qn("w:tblHeader"))
    assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in table.rows)
    assert first[0].paragraphs[0].runs[0].font.size == Pt(8)
    space = first[0].paragraphs[0].paragraph_format
    assert space.space_before == space.space_after < Pt(8) / 4, "rows stand close"
    colours = [row.cells[0]._tc.find(f".//{qn('w:bottom')}").get(qn("w:color"))
               for row in table.rows]
    assert colours == ["5B5851", "DCD8CD", "DCD8CD", "DCD8CD"]
    assert table.rows[2].cells[0].paragraphs[0]._p.findall(qn("w:hyperlink"))
    assert not table.rows[3].cells[1].paragraphs[0]._p.findall(qn("w:hyperlink"))


def test_pictures_of_word_stand_on_one_page_with_their_words(word):
    wide, tall = word.inline_shapes
    assert (round(wide.width / 36_000), round(wide.height / 36_000)) == (120, 60)
    assert (round(tall.height / 36_000), round(tall.width / 36_000, 1)) == (190, 47.5)
    assert wide._inline.docPr.get("descr") == 'Al "t"'
    captions = [p for p in word.paragraphs if p.text in {"Cap", "Tall"}]
    assert [p.runs[0].font.size for p in captions] == [Pt(8.5)] * 2
    pictures = [p for p in word.paragraphs if p._p.findall(f".//{qn('w:drawing')}")]
    assert all(p.paragraph_format.keep_with_next for p in pictures)
    assert tall.height == Cm(19)


def test_every_part_of_word_is_dated_alike():
    with zipfile.ZipFile(io.BytesIO(docx_bytes(REPORT))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_DEFLATED}
    assert docx_bytes(REPORT) == docx_bytes(REPORT)


def test_anchors_of_word_have_numbers_of_their_own_and_only_first_cells_lead_to_them():
    report = Report(title="T", subtitle="", lang="en", generator="g", blocks=(
        Table(head=("Part", "Page"), rows=(("one", "1"), ("two", "2")), widths=(3.0, 2.0),
              targets=("first", "second")),
        Heading(text="One", level=1, anchor="first"), Heading(text="Two", level=1, anchor="second"),
        Paragraph(runs=(Run(text="aside"),), small=True), Paragraph(runs=(Run(text="text"),))))
    body = docx.Document(io.BytesIO(docx_bytes(report))).element.body
    marks = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(set(marks)) == 2
    assert [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkEnd"))] == marks
    links = {"".join(text.text for text in one.iter(qn("w:t"))): one.get(qn("w:anchor"))
             for one in body.iter(qn("w:hyperlink"))}
    assert links == {"one": "first", "two": "second"}
    page = html_bytes(report).decode()
    assert page.count('<p class="aside">aside</p>') == page.count("<p>text</p>") == 1
