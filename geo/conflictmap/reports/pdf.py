"""A report as PDF, set by reportlab in DejaVu Sans: Latin, Cyrillic and Armenian."""

from __future__ import annotations

import io
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    Image,
    LongTable,
    PageBreak,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Flow

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

_MOST_CM = 23.0
#: What a frame of reportlab leaves free at its edges.
_FRAME = 6.0
_INK, _ASIDE, _LINE, _LINK = "#1f1e1b", "#514e48", "#dcd8cd", "#1d5f78"
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"


def pdf_bytes(report: Report) -> bytes:
    """Return the report as a .pdf file; the same report makes the same bytes."""
    _fonts()
    sink, sheet = io.BytesIO(), report.sheet
    side, top = (size * cm - _FRAME + sheet.frame for size in (sheet.side_cm, sheet.top_cm))
    made = SimpleDocTemplate(
        sink, pagesize=A4, leftMargin=side, rightMargin=side, topMargin=top, bottomMargin=top,
        title=clean(report.title),
        author=report.generator, creator=report.generator, lang=report.lang, invariant=1,
    )
    k = sheet.scale
    flow: list[Any] = [Flow(escape(clean(report.title)), _style(18 * k, bold=True, after=6 * k))]
    if report.subtitle:
        flow.append(Flow(escape(clean(report.subtitle)),
                         _style(9.5 * k, colour=_ASIDE, after=8 * k)))
    for block in report.blocks:
        flow += [*_before(block, sheet), *_flow(block, sheet)]
    foot = partial(_foot, sheet) if report.numbered else _no_foot
    made.build(flow, onFirstPage=foot, onLaterPages=foot)
    return sink.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> None:
    """Register the fonts that come with matplotlib."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN,
                                  boldItalic=_BOLD)


def _before(block: Block, sheet: Sheet) -> list[Any]:
    """Return what brings a heading to a new page, or to the next with what follows it."""
    if not isinstance(block, Heading):
        return []
    if block.new_page:
        return [PageBreak()]
    return [CondPageBreak(3 * cm)] if sheet == FULL else []


def _foot(sheet: Sheet, canvas: Any, made: Any) -> None:
    canvas.setFont(_PLAIN, 7.5)
    canvas.setFillColor(HexColor(_ASIDE))
    canvas.drawRightString(A4[0] - sheet.side_cm * cm, 0.6 * sheet.top_cm * cm, str(made.page))


def _no_foot(canvas: Any, made: Any) -> None:
    """Write nothing at the foot of a page."""


@lru_cache(maxsize=64)
def _style(
    size: float, *, bold: bool = False, colour: str = _INK, after: float = 4, right: bool = False,
    indent: float = 0, before: float = 0,
) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}{bold}{colour}{after}{right}{indent}{before}", fontName=_BOLD if bold else _PLAIN,
        fontSize=size, leading=size * 1.32, textColor=HexColor(colour), spaceAfter=after,
        spaceBefore=before, leftIndent=indent, bulletIndent=0, splitLongWords=1,
        bulletFontName=_PLAIN, bulletFontSize=size,
        **({"alignment": TA_RIGHT} if right else {}),
    )


def _flow(block: Block, sheet: Sheet) -> list[Any]:
    k = sheet.scale
    match block:
        case Heading():
            return [_heading(block, k)]
        case Paragraph():
            style = _style(7.8 * k, colour=_ASIDE, after=4 * k) if block.small else (
                _style(9.2 * k, after=4 * k))
            return [Flow(_runs(block.runs), style)]
        case Items():
            return _items(block, k)
        case Table():
            return [_table(block, sheet), Spacer(1, 8 * k)]
        case Picture():
            return _picture(block, k)


def _heading(heading: Heading, k: float) -> Flow:
    mark = f'<a name="{escape(heading.anchor)}"/>' if heading.anchor else ""
    return Flow(mark + escape(clean(heading.text)), _style(
        (13 if heading.level == 1 else 10.5) * k, bold=True, after=4 * k, before=8 * k))


def _items(items: Items, k: float) -> list[Any]:
    style = _style(7.8 * k, indent=20, after=2 * k)
    return [Flow(_runs(line), style, bulletText=f"{i + 1}." if items.numbered else "\u2022")
            for i, line in enumerate(items.lines)]


def _runs(runs: Sequence[Run]) -> str:
    """Return runs in reportlab's own small markup, the text escaped."""
    parts = []
    for run in runs:
        text = escape(_spaced(run.text))
        url = web(run.url) or (f"#{run.to}" if run.to else "")
        if url:
            text = f'<a href="{escape(url)}" color="{_LINK}">{text}</a>'
        parts.append(f"<b>{text}</b>" if run.bold else text)
    return "".join(parts)


def _spaced(text: str) -> str:
    lead, tail = " " if text[:1] == " " else "", " " if text[-1:] == " " else ""
    return f"{lead}{clean(text)}{tail}" if text.strip() else " "


def _table(table: Table, sheet: Sheet) -> LongTable:
    k, total = sheet.scale, sum(table.widths)
    head = [Flow(escape(clean(text)), _style(7.2 * k, bold=True, colour=_ASIDE, after=0,
                                             right=i in table.numbers))
            for i, text in enumerate(table.head)]
    rows = [[Flow(_runs((run,)), _style(7.2 * k, after=0, right=i in table.numbers))
             for i, run in enumerate(line)] for line in table.lines()]
    made = LongTable([head, *rows],
                     colWidths=[sheet.text_cm * cm * w / total for w in table.widths],
                     repeatRows=1)
    made.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5), ("TOPPADDING", (0, 0), (-1, -1), 2 * k),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5 * k),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, HexColor(_ASIDE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, HexColor(_LINE)),
    ])
    return made


def _picture(picture: Picture, k: float) -> list[Any]:
    """Return a figure that fits on a page, with its caption."""
    width, height = ImageReader(io.BytesIO(picture.png)).getSize()
    across = picture.width_cm * cm
    up = across * height / width
    share = min(1.0, _MOST_CM * cm / up)
    shown: list[Any] = [Image(
        io.BytesIO(picture.png), width=across * share, height=up * share, lazy=0), Spacer(1, 4 * k)]
    if picture.caption:
        shown.append(Flow(escape(clean(picture.caption)),
                          _style(7.8 * k, colour=_ASIDE, after=8 * k)))
    return shown
