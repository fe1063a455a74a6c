"""A report as PDF, read back from what the file draws: type, places, lines and pictures."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4

from conflictmap.reports.document import (
    Heading,
    Items,
    Paragraph,
    Picture,
    Report,
    Run,
    Table,
    paragraph,
)
from conflictmap.reports.pdf import pdf_bytes
from pdf_pages import pages_of

CM = 72 / 2.54
MARGIN, TEXT = 2.25 * CM, 16.5 * CM
INK, ASIDE, LINE, LINK = "1f1e1b", "514e48", "dcd8cd", "1d5f78"


def looked_at(content):
    """Return the texts, the lines and the pictures of a PDF."""
    pages = pages_of(content)
    return tuple([one for page in pages for one in getattr(page, kind)]
                 for kind in ("texts", "lines", "pictures"))


def png(width, height):
    stream = io.BytesIO()
    Image.new("RGB", (width, height)).save(stream, "PNG")
    return stream.getvalue()


def report(*blocks, subtitle=""):
    return Report(title="The title", subtitle=subtitle, lang="en", generator="conflictmap 1",
                  blocks=blocks)


def said_of(*blocks):
    """Return the texts of a report by what they say."""
    return {one.text: one for one in looked_at(pdf_bytes(report(*blocks, subtitle="Below")))[0]}


PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"


def test_titles_headings_and_texts_are_told_apart_by_their_type():
    said = said_of(
        Heading(text="One"), Heading(text="Two", level=2), paragraph("body"),
        paragraph("aside", small=True),
        Picture(png=png(40, 20), width_cm=8, caption="caption", alt="words"))
    order = [said[name] for name in ("The title", "One", "Two")]
    assert [one.font for one in order] == [BOLD] * 3
    assert [one.size for one in order] == sorted((one.size for one in order), reverse=True)
    assert order[2].size > said["body"].size > said["aside"].size == said["caption"].size
    assert {said[name].font for name in ("Below", "body", "aside", "caption")} == {PLAIN}
    assert {said[name].colour for name in ("The title", "One", "body")} == {INK}
    assert {said[name].colour for name in ("Below", "aside", "caption", "1")} == {ASIDE}
    assert said["The title"].y > said["Below"].y > said["One"].y > said["Two"].y


def test_all_text_stands_between_the_margins_and_is_set_for_reading():
    long = "several words that fill lines " * 30
    texts, _, _ = looked_at(pdf_bytes(report(paragraph(long), paragraph(long, small=True))))
    number = texts.pop(0)
    assert number.text == "1"
    assert MARGIN <= min(one.x for one in texts) < MARGIN + 12
    assert A4[0] - MARGIN - 12 < number.x < A4[0] - MARGIN
    for size in {one.size for one in texts[1:]}:
        ends = [one.y for one in texts if one.size == size]
        steps = {round(a - b, 2) for a, b in pairwise(ends)}
        assert len(ends) > 5
        assert len(steps) == 1
        assert 1.2 * size < steps.pop() < 1.5 * size


def test_every_page_has_its_number():
    rows = tuple((str(i), "x") for i in range(200))
    texts, _, _ = looked_at(pdf_bytes(report(Table(head=("a", "b"), rows=rows, widths=(1, 1)))))
    pages = sorted({one.page for one in texts})
    assert len(pages) > 2
    feet = [next(one for one in texts if one.page == page) for page in pages]
    assert [one.text for one in feet] == [str(page + 1) for page in pages]
    assert {one.y for one in feet} == {min(one.y for one in texts)}
    assert [sum(one.text == "a" for one in texts if one.page == page) for page in pages] == [
        1] * len(pages), "the head of a table stands on each of its pages"


@pytest.mark.parametrize(("numbered", "marks"), [(True, ["1.", "2."]), (False, ["\u2022"] * 2)])
def test_lists_are_numbered_or_have_dots(numbered, marks):
    lines = ((Run(text="first"),), (Run(text="second"),))
    texts, _, _ = looked_at(pdf_bytes(report(Items(lines=lines, numbered=numbered))))
    first, one, second, two = texts[-4:]
    assert [first.text, second.text] == marks or not numbered
    assert (one.text, two.text) == ("first", "second")
    assert first.x == second.x < one.x == two.x
    assert first.y == one.y > second.y == two.y
    assert {each.font for each in (first, one)} == {PLAIN}
    assert first.size == one.size


def test_bold_words_links_and_blanks_between_them_are_kept():
    runs = (Run(text="See "), Run(text="this", bold=True), Run(text=" and"), Run(text=" "),
            Run(text="that", url="https://example.org/a?b=<c>"), Run(text="."))
    content = pdf_bytes(report(Paragraph(runs=runs)))
    texts = looked_at(content)[0][2:]
    assert "".join(one.text for one in texts) == "See this and that."
    assert [one.text for one in texts if one.font == BOLD] == ["this"]
    assert [one.text for one in texts if one.colour == LINK] == ["that"]
    assert b"(https://example.org/a?b=%3Cc%3E)" in content


TABLE = Table(head=("a", "n"), widths=(3, 1), numbers=frozenset({1}), rows=(
    ("x", "1"), ("https://example.org/", "22"), ("words that go on " * 9, "333")))


def test_a_table_is_as_wide_as_the_text_its_rows_ruled_and_alike():
    texts, lines, _ = looked_at(pdf_bytes(report(TABLE)))
    cells = texts[2:]
    words, numbers = [[one for one in cells if (one.x > A4[0] / 2) == right] for right in (0, 1)]
    assert len(lines) == 1 + len(TABLE.rows)
    assert {round(line.wide, 1) for line in lines} == {round(TEXT, 1)}
    assert {round(line.x, 1) for line in lines} == {round((A4[0] - TEXT) / 2, 1)}
    assert [(line.colour, line.tall) for line in lines] == [(ASIDE, .6), *[(LINE, .3)] * 3]
    assert [one.text for one in cells if one.font == BOLD] == ["a", "n"]
    assert {one.colour for one in cells if one.font == BOLD} == {ASIDE}
    assert {one.colour for one in cells if one.text.startswith("https")} == {LINK}
    # Texts begin at the line, numbers end at one place; what stands in one row stands level.
    assert {round(one.x - lines[0].x, 2) for one in words} == {1.0}
    ends = {round(one.x + len(one.text) * 7.2 * .636, 1) for one in numbers[1:]}
    assert len(ends) == 1
    starts = {one.text[:5]: one.y for one in words}
    assert [starts["a"], starts["x"], starts["https"], starts["words"]] == [
        one.y for one in numbers]
    # Rows of one line are alike, and close: less than one and a half of their lines.
    feet = [line.y for line in lines]
    high = {round(feet[0] - feet[1], 3), round(feet[1] - feet[2], 3)}
    assert len(high) == 1
    assert 7.2 * 1.32 < high.pop() < 1.5 * 7.2 * 1.32
    last = len([one for one in words if one.y <= starts["words"]])
    assert feet[2] - feet[3] == pytest.approx(last * 7.2 * 1.32 + 4.5, abs=.01)


def test_the_first_row_of_a_column_is_as_wide_as_its_share():
    texts, _, _ = looked_at(pdf_bytes(report(
        Table(head=("a", "b", "c"), rows=(), widths=(1, 2, 1)))))
    left = [one.x for one in texts[2:]]
    assert [b - a for a, b in pairwise(left)] == pytest.approx(
        [TEXT / 4, TEXT / 2], abs=.01)


def test_a_picture_keeps_its_shape_and_fits_on_a_page():
    wide, tall = (Picture(png=png(*size), width_cm=12, caption=name, alt=name)
                  for size, name in (((400, 200), "wide"), ((100, 400), "tall")))
    texts, _, pictures = looked_at(pdf_bytes(report(wide, tall)))
    assert [(round(one.wide / CM, 2), round(one.tall / CM, 2)) for one in pictures] == [
        (12, 6), (5.75, 23)]
    assert {one.text: one.page for one in texts}["tall"] == pictures[1].page
    for one in pictures:
        assert one.x + one.wide / 2 == pytest.approx(A4[0] / 2, abs=.01)


def test_its_properties_name_it_and_no_day():
    content = pdf_bytes(report(paragraph("x")))
    assert b"/Title (The title)" in content
    assert b"/Author (conflictmap 1)" in content
    assert b"/Creator (conflictmap 1)" in content
    assert b"/Lang (en)" in content
    assert content == pdf_bytes(report(paragraph("x")))
