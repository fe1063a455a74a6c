"""A report as Markdown, for Git and for Quarto; its pictures lie in a folder beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

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
    markdown,
    web,
    yaml,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_DASHES = 60


def markdown_files(report: Report, stem: str, *, quarto: bool) -> list[tuple[str, bytes]]:
    """Return the files of a report, the pictures first; names are relative to its folder."""
    folder = f"{stem}_files"
    pictures = [block for block in report.blocks if isinstance(block, Picture)]
    names = [f"{folder}/figure-{i + 1}.png" for i in range(len(pictures))]
    known = dict(zip(map(id, pictures), names, strict=True))
    parts = [_front(report)] if quarto else _titles(report)
    parts += [_block(block, known.get(id(block), ""), quarto=quarto) for block in report.blocks]
    text = "\n\n".join(parts) + "\n"
    ending = "qmd" if quarto else "md"
    return [*((n, p.png) for n, p in zip(names, pictures, strict=True)),
            (f"{stem}.{ending}", text.encode())]


def _titles(report: Report) -> list[str]:
    """Return the title and, where there is one, the subtitle."""
    subtitle = [markdown(report.subtitle)] if report.subtitle else []
    return [f"# {markdown(report.title)}", *subtitle]


def _front(report: Report) -> str:
    """Return the head of a Quarto file; nothing in it is ever run."""
    lines = ["---", f"title: {yaml(report.title)}", f"lang: {report.lang}",
             "engine: markdown", "execute:", "  enabled: false", "from: markdown-smart",
             "format:", "  html:", "    embed-resources: true", "  docx: default", "---"]
    if report.subtitle:
        lines.insert(2, f"subtitle: {yaml(report.subtitle)}")
    return "\n".join(lines)


def _block(block: Block, name: str, *, quarto: bool) -> str:
    match block:
        case Heading():
            return _heading(block, quarto=quarto)
        case Paragraph():
            return _runs(block.runs)
        case Items():
            return _items(block)
        case Table():
            return _table(block)
        case Picture():
            return _picture(block, name, quarto=quarto)


def _heading(heading: Heading, *, quarto: bool) -> str:
    """Return a heading; Quarto knows its anchor, and Word made by it begins a page there."""
    text = f"{'#' * (heading.level + 1)} {markdown(heading.text)}"
    if quarto:
        brk = "{{< pagebreak >}}\n\n" if heading.new_page else ""
        return f"{brk}{text} {{#{heading.anchor}}}" if heading.anchor else f"{brk}{text}"
    return f'<a id="{heading.anchor}"></a>\n\n{text}' if heading.anchor else text


def _items(items: Items) -> str:
    return "\n".join(f"{i}. {_runs(line)}" if items.numbered else f"- {_runs(line)}"
                     for i, line in enumerate(items.lines, start=1))


def _runs(runs: Sequence[Run]) -> str:
    # The first run alone can begin a block.
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    lead = " " if run.text[:1] == " " else ""
    tail = " " if run.text[-1:] == " " and run.text.strip() else ""
    text = f"{lead}{markdown(run.text)}{tail}"
    if run.bold:
        text = f"**{text}**"
    url = web(run.url) or (f"#{run.to}" if run.to else "")
    return f"[{text}](<{url}>)" if url else text


def _table(table: Table) -> str:
    total = sum(table.widths)
    rule = []
    for i, width in enumerate(table.widths):
        dashes = "-" * max(3, round(_DASHES * width / total))
        rule.append(f"{dashes}:" if i in table.numbers else dashes)
    rows = [[_cell(cell) for cell in row] for row in (table.head, *table.rows)]
    for row, target in zip(rows[1:], table.targets, strict=False):
        row[0] = f"[{row[0]}](<#{target}>)"
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "|".join(rule) + "|")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Return a cell: empty, a link of the web, or text."""
    url = web(text) if "://" in text else ""
    return f"<{url}>" if url and url == clean(text) else markdown(text)


def _picture(picture: Picture, name: str, *, quarto: bool) -> str:
    target = quote(name, safe="/")
    if quarto:
        alt = markdown(picture.alt).replace('"', "&quot;")
        return (f"![{markdown(picture.caption)}]({target})"
                f'{{width={picture.width_cm:g}cm fig-alt="{alt}"}}')
    shown = f"![{markdown(picture.alt)}]({target})"
    return f"{shown}\n\n*{markdown(picture.caption)}*" if picture.caption else shown
