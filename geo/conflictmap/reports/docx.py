"""A report as a Word document; the same report makes the same bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from conflictmap.model.text import clean
from conflictmap.reports.document import (
    FULL,
    Block,
    Heading,
    Items,
    Paragraph,
    Picture,
    Report,
    Run,
    Sheet,
    Table,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_INK, _ASIDE, _LINK = RGBColor(0x1F, 0x1E, 0x1B), RGBColor(0x5B, 0x58, 0x51), "1D5F78"
_BODY, _SMALL, _CELL = 10, 8.5, 8
_ROW_LINE = "DCD8CD"
#: A fixed day: a document says when its data are from, not when it was made.
_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
#: What Word calls the languages of the page.
_LANGUAGES = {"en": "en-GB", "hy": "hy-AM", "az": "az-Latn-AZ", "ru": "ru-RU"}
#: Height of the tallest picture.
_TALLEST = Cm(19)
#: Type here is larger than in the PDF; on paper for one page it is as large.
_TIGHTER = 0.9


def docx_bytes(report: Report) -> bytes:
    """Return the report as a .docx file."""
    document = Document()
    _page(document, report)
    title = document.add_heading(clean(report.title), level=0)
    _style_heading(title, 20, report.sheet)
    if report.subtitle:
        _fill(document.add_paragraph(), (Run(text=report.subtitle),),
              _points(_BODY, report.sheet), _ASIDE)
    for block in report.blocks:
        _add(document, block, report.sheet)
    if report.numbered and report.sheet != FULL:
        _page_numbers(document)
    sink = io.BytesIO()
    document.save(sink)
    return _dateless(sink.getvalue())


def _points(size: float, sheet: Sheet) -> Any:
    """Return a size of type; on paper for one page lines are as long as in the PDF."""
    return Pt(size) if sheet.scale == 1 else Pt(round(size * sheet.scale * _TIGHTER, 1))


def _page(document: Any, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(report.sheet.side_cm)
    section.top_margin = section.bottom_margin = Cm(report.sheet.top_cm)
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = _points(_BODY, report.sheet), "DejaVu Sans"
    normal.paragraph_format.space_after = Pt(5) if report.sheet == FULL else Pt(3)
    if report.sheet != FULL:
        section.footer_distance = Cm(0.6)
        normal.paragraph_format.line_spacing = 1.0
    for border in document.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES.get(report.lang, "en-GB"))
    normal.element.get_or_add_rPr().append(language)
    core = document.core_properties
    core.title, core.author, core.comments = clean(report.title), report.generator, ""
    core.language = report.lang
    core.created = core.modified = _DAY
    core.last_modified_by = report.generator


def _add(document: Any, block: Block, sheet: Sheet) -> None:
    match block:
        case Heading():
            _heading(document, block, sheet)
        case Paragraph():
            size, colour = (_SMALL, _ASIDE) if block.small else (_BODY, _INK)
            _fill(document.add_paragraph(), block.runs, _points(size, sheet), colour)
        case Items():
            _items(document, block, sheet)
        case Table():
            _table(document, block, sheet)
        case Picture():
            _picture(document, block, sheet)


def _heading(document: Any, block: Heading, sheet: Sheet) -> None:
    heading = document.add_heading(clean(block.text), level=block.level)
    _style_heading(heading, 14 if block.level == 1 else 11, sheet)
    heading.paragraph_format.page_break_before = block.new_page or None
    if block.anchor:
        _bookmark(heading, block.anchor)


def _bookmark(heading: Any, anchor: str) -> None:
    """Put a mark around a heading, to which links lead."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(zlib.crc32(anchor.encode()) >> 1))
    begin.set(qn("w:name"), anchor)
    heading._p.insert(1, begin)  # noqa: SLF001 - after the paragraph's properties
    heading._p.append(end)  # noqa: SLF001


def _page_numbers(document: Any) -> None:
    """Write the number of each page at its foot."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no call for fields


def _style_heading(heading: Any, size: float, sheet: Sheet) -> None:
    if sheet != FULL:
        heading.paragraph_format.space_before = Pt(0 if size > 14 else 5)  # noqa: PLR2004
        heading.paragraph_format.space_after = Pt(2)
    for run in heading.runs:
        run.font.size, run.font.color.rgb = _points(size, sheet), _INK
        run.font.name = "DejaVu Sans"


def _items(document: Any, items: Items, sheet: Sheet) -> None:
    """Add a list whose numbers are text: Word would go on counting from the last one."""
    for i, line in enumerate(items.lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.9)
        paragraph.paragraph_format.first_line_indent = Cm(-0.9)
        paragraph.paragraph_format.space_after = Pt(2) if sheet == FULL else Pt(1)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.9))
        mark = f"{i + 1}." if items.numbered else "\u2022"
        paragraph.add_run(f"{mark}\t").font.size = _points(_SMALL, sheet)
        _fill(paragraph, line, _points(_SMALL, sheet), _INK)


def _fill(paragraph: Any, runs: Sequence[Run], size: Any, colour: RGBColor) -> None:
    for run in runs:
        text = _spaced(run.text)
        url = web(run.url)
        if url or run.to:
            _link(paragraph, text, url, size, anchor=run.to)
            continue
        added = paragraph.add_run(text)
        added.font.size, added.bold, added.font.color.rgb = size, run.bold or None, colour


def _spaced(text: str) -> str:
    """Return a clean text that keeps the blank at either end."""
    lead, tail = " " if text[:1] == " " else "", " " if text[-1:] == " " else ""
    return f"{lead}{clean(text)}{tail}" if text.strip() else " "


def _link(paragraph: Any, text: str, url: str, size: Any, *, anchor: str = "") -> None:
    link = OxmlElement("w:hyperlink")
    if url:
        link.set(qn("r:id"), paragraph.part.relate_to(url, _HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = size, RGBColor.from_string(_LINK)
    link.append(run._r)  # noqa: SLF001 - python-docx has no call for links
    paragraph._p.append(link)  # noqa: SLF001


def _table(document: Any, table: Table, sheet: Sheet) -> None:
    made = document.add_table(rows=1, cols=len(table.head))
    made.autofit = False
    total = sum(table.widths)
    widths = [Cm(sheet.text_cm * w / total) for w in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    size, pad = _points(_CELL, sheet), Pt(1.5 if sheet == FULL else 1.2)
    _row(made.rows[0], [Run(text=text, bold=True) for text in table.head], widths, table,
         look=(size, pad, _ASIDE))
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001
    for runs in table.lines():
        _row(made.add_row(), runs, widths, table, look=(size, pad, _INK))
    after = document.add_paragraph().paragraph_format
    after.space_after = Pt(2)
    if sheet != FULL:
        after.space_after, after.line_spacing = Pt(0), Pt(4)


def _row(
    row: Any, runs: Sequence[Run], widths: Sequence[Any], table: Table, *,
    look: tuple[Any, Any, RGBColor],
) -> None:
    size, pad, colour = look
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001
    for i, (cell, run) in enumerate(zip(row.cells, runs, strict=True)):
        cell.width = widths[i]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = pad
        paragraph.paragraph_format.space_after = pad
        if i in table.numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _fill(paragraph, (run,), size, colour)
        _underline(cell, "5B5851" if run.bold else _ROW_LINE)


def _underline(cell: Any, colour: str) -> None:
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("color", colour), ("space", "0")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001


def _picture(document: Any, picture: Picture, sheet: Sheet) -> None:
    shape = document.add_picture(io.BytesIO(picture.png), width=Cm(picture.width_cm))
    if shape.height > _TALLEST:  # so that it stands on one page with the title and its caption
        shape.width, shape.height = round(shape.width * _TALLEST / shape.height), _TALLEST
    shape._inline.docPr.set("descr", clean(picture.alt))  # noqa: SLF001 - words for the blind
    if picture.caption:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        _fill(document.add_paragraph(), (Run(text=picture.caption),), _points(_SMALL, sheet),
              _ASIDE)


def _dateless(content: bytes) -> bytes:
    """Return the file with every part dated alike, so that the same input makes the same bytes."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(
            sink, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(entry))
    return sink.getvalue()
