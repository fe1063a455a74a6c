"""A report as PDF, set by reportlab in DejaVu Sans: Latin, Cyrillic and Armenian."""

from __future__ import annotations

import io
from functools import lru_cache
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
from reportlab.platypus import CondPageBreak, Image, LongTable, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Flow

from conflictmap.model.text import clean
from conflictmap.reports.document import (
    Block,
    Heading,
    Items,
    Paragraph,
    Picture,
    Report,
    Run,
    Table,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT_CM, _MARGIN_CM = 16.5, 2.25
_MOST_CM = 23.0
_INK, _ASIDE, _LINE, _LINK = "#1f1e1b", "#514e48", "#dcd8cd", "#1d5f78"
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"


def pdf_bytes(report: Report) -> bytes:
    """Return the report as a .pdf file; the same report makes the same bytes."""
    _fonts()
    sink = io.BytesIO()
    made = SimpleDocTemplate(
        sink, pagesize=A4, leftMargin=_MARGIN_CM * cm, rightMargin=_MARGIN_CM * cm,
        topMargin=2 * cm, bottomMargin=2 * cm, title=clean(report.title),
        author=report.generator, creator=report.generator, lang=report.lang, invariant=1,
    )
    flow: list[Any] = [Flow(escape(clean(report.title)), _style(18, bold=True, after=6))]
    if report.subtitle:
        flow.append(Flow(escape(clean(report.subtitle)), _style(9.5, colour=_ASIDE, after=8)))
    for block in report.blocks:
        # A heading with the first rows of what follows, or on the next page.
        flow += [CondPageBreak(3 * cm)] if isinstance(block, Heading) else []
        flow += _flow(block)
    made.build(flow, onFirstPage=_foot, onLaterPages=_foot)
    return sink.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> None:
    """Register the fonts that come with matplotlib."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(_PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN,
                                  boldItalic=_BOLD)


def _foot(canvas: Any, made: Any) -> None:
    canvas.setFont(_PLAIN, 7.5)
    canvas.setFillColor(HexColor(_ASIDE))
    canvas.drawRightString(A4[0] - _MARGIN_CM * cm, 1.2 * cm, str(made.page))


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


def _flow(block: Block) -> list[Any]:
    match block:
        case Heading():
            size = 13 if block.level == 1 else 10.5
            return [Flow(escape(clean(block.text)), _style(size, bold=True, before=8))]
        case Paragraph():
            style = _style(7.8, colour=_ASIDE) if block.small else _style(9.2)
            return [Flow(_runs(block.runs), style)]
        case Items():
            return _items(block)
        case Table():
            return [_table(block), Spacer(1, 8)]
        case Picture():
            return _picture(block)


def _items(items: Items) -> list[Any]:
    style = _style(7.8, indent=20, after=2)
    return [Flow(_runs(line), style, bulletText=f"{i + 1}." if items.numbered else "\u2022")
            for i, line in enumerate(items.lines)]


def _runs(runs: Sequence[Run]) -> str:
    """Return runs in reportlab's own small markup, the text escaped."""
    parts = []
    for run in runs:
        text = escape(_spaced(run.text))
        url = web(run.url)
        if url:
            text = f'<a href="{escape(url)}" color="{_LINK}">{text}</a>'
        parts.append(f"<b>{text}</b>" if run.bold else text)
    return "".join(parts)


def _spaced(text: str) -> str:
    lead, tail = " " if text[:1] == " " else "", " " if text[-1:] == " " else ""
    return f"{lead}{clean(text)}{tail}" if text.strip() else " "


def _table(table: Table) -> LongTable:
    total = sum(table.widths)
    head = [Flow(escape(clean(text)), _style(7.2, bold=True, colour=_ASIDE, after=0,
                                             right=i in table.numbers))
            for i, text in enumerate(table.head)]
    rows = [[Flow(_cell(text), _style(7.2, after=0, right=i in table.numbers))
             for i, text in enumerate(row)] for row in table.rows]
    made = LongTable([head, *rows], colWidths=[_TEXT_CM * cm * w / total for w in table.widths],
                     repeatRows=1)
    made.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 1),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, HexColor(_ASIDE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.3, HexColor(_LINE)),
    ])
    return made


def _cell(text: str) -> str:
    return _runs((Run(text=text, url=text if "://" in text else ""),))


def _picture(picture: Picture) -> list[Any]:
    """Return a figure that fits on a page, with its caption."""
    width, height = ImageReader(io.BytesIO(picture.png)).getSize()
    across = picture.width_cm * cm
    up = across * height / width
    share = min(1.0, _MOST_CM * cm / up)
    return [Image(
        io.BytesIO(picture.png), width=across * share, height=up * share, lazy=0),
            Spacer(1, 4), Flow(escape(clean(picture.caption)), _style(7.8, colour=_ASIDE, after=8))]
