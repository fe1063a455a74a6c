"""A report as one HTML file: no program, nothing loaded, its pictures in it."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

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
    Table,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_STYLE = """
body{max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1f1e1b;background:#fff;
font:16px/1.45 "DejaVu Sans",Verdana,sans-serif}
h1{font-size:1.7em;line-height:1.2}h2{font-size:1.25em}h3{font-size:1.05em}
img{max-width:100%;height:auto}figure{margin:1rem 0}
.aside,figcaption{color:#514e48;font-size:.85em}
table{width:100%;border-collapse:collapse;font-size:.85em}
th{text-align:left;color:#514e48;border-bottom:1px solid #514e48}
td{border-bottom:1px solid #dcd8cd}th,td{padding:.25em .5em .25em 0;vertical-align:top;
overflow-wrap:anywhere}
.number{text-align:right}a{color:#1d5f78}
@media print{@page{size:A4;margin:14mm 15mm}body{max-width:none;margin:0;padding:0;font-size:8.5pt}
.page{break-before:page}h2,h3{break-after:avoid}tr,figure{break-inside:avoid}}
"""
#: On paper for one page type and gaps are those of the PDF.
_TIGHT = """
@media print{body{font-size:7.9pt;line-height:1.3}h1{font-size:15.5pt;margin:0 0 4pt}
h2{font-size:11pt;margin:6pt 0 3pt}h3{font-size:9pt;margin:6pt 0 3pt}p,ol,ul{margin:0 0 3pt}
figure{margin:0 0 3pt}figure img{display:block}.aside{font-size:6.7pt}table{font-size:6.2pt}
th,td{padding:1.5pt 4pt 1.5pt 0}}
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'"


def html_bytes(report: Report) -> bytes:
    """Return the report as a .html file; the same report makes the same bytes."""
    subtitle = f'<p class="aside">{_text(report.subtitle)}</p>' if report.subtitle else ""
    style = _STYLE if report.sheet == FULL else _STYLE + _TIGHT
    lines = [
        "<!doctype html>", f'<html lang="{escape(report.lang)}">', '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f'<meta name="generator" content="{_text(report.generator)}">',
        f"<title>{_text(report.title)}</title>", f"<style>{style}</style>",
        f"<h1>{_text(report.title)}</h1>", subtitle, *map(_block, report.blocks), "</html>", "",
    ]
    return "\n".join(line for line in lines if line).encode() + b"\n"


def _text(text: str) -> str:
    return escape(clean(text))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            kind = ' class="aside"' if block.small else ""
            return f"<p{kind}>{_runs(block.runs)}</p>"
        case Items():
            return _items(block)
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)


def _items(items: Items) -> str:
    name = "ol" if items.numbered else "ul"
    lines = "\n".join(f"<li>{_runs(line)}</li>" for line in items.lines)
    return f'<{name} class="aside">\n{lines}\n</{name}>'


def _heading(heading: Heading) -> str:
    anchor = f' id="{escape(heading.anchor)}"' if heading.anchor else ""
    kind = ' class="page"' if heading.new_page else ""
    name = f"h{heading.level + 1}"
    return f"<{name}{anchor}{kind}>{_text(heading.text)}</{name}>"


def _runs(runs: Sequence[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    lead, tail = (" " if run.text[end:][:1] == " " else "" for end in (0, -1))
    text = f"{lead}{_text(run.text)}{tail}" if run.text.strip() else " "
    text = f"<b>{text}</b>" if run.bold else text
    url = web(run.url) or (f"#{run.to}" if run.to else "")
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{text}</a>' if url else text


def _table(table: Table) -> str:
    def row(name: str, cells: Sequence[str]) -> str:
        kinds = [' class="number"' if i in table.numbers else "" for i in range(len(cells))]
        return "<tr>" + "".join(f"<{name}{kind}>{cell}</{name}>" for kind, cell in zip(
            kinds, cells, strict=True)) + "</tr>"

    return "\n".join(["<table>", row("th", [_text(cell) for cell in table.head]),
                      *(row("td", [_run(run) for run in line]) for line in table.lines()),
                      "</table>"])


def _picture(picture: Picture) -> str:
    source = f"data:image/png;base64,{base64.b64encode(picture.png).decode('ascii')}"
    said = f"<figcaption>{_text(picture.caption)}</figcaption>" if picture.caption else ""
    return f'<figure><img alt="{_text(picture.alt)}" src="{source}">{said}</figure>'
