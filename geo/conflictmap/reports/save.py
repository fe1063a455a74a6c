"""A report as files, by the ending of its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.model.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from conflictmap.reports.document import Report

ENDINGS = (".docx", ".qmd", ".md", ".pdf")


def report_files(report: Report, path: Path) -> list[tuple[str, bytes]]:
    """Return names relative to the path's folder and contents, the report itself last.

    Raises
    ------
    OutputError
        When the ending is none of `ENDINGS`.
    """
    ending = path.suffix.lower()
    if ending in {".md", ".qmd"}:
        from conflictmap.reports.markdown import markdown_files

        return markdown_files(report, path.stem, quarto=ending == ".qmd")
    if ending == ".docx":
        from conflictmap.reports.docx import docx_bytes

        return [(path.name, docx_bytes(report))]
    if ending == ".pdf":
        from conflictmap.reports.pdf import pdf_bytes

        return [(path.name, pdf_bytes(report))]
    raise OutputError(f"{path}: unknown ending. Use {', '.join(ENDINGS)}.")
