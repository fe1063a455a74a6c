"""A report as plain data, before it is written in one format or another."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from conflictmap.model.outputs import ShortRepr
from conflictmap.model.text import clean

#: As character references: no program that looks for code in the raw text finds it.
_REFERENCES = {"`": "&#96;", "{": "&#123;", "}": "&#125;", "<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ACTIVE = re.compile(r"[\\*_\[\]#|~$!^@]")
_AUTOLINK = re.compile(r"(?i)(?<=\bwww)\.|:(?=\S)")
_BLOCK = re.compile(r"^([-+=%])|^(\d+)([.)])")
_URL_SAFE = "%/:=&?~#+!$,;'@"


@dataclass(frozen=True, kw_only=True)
class Run:
    """A piece of text, perhaps a link: to an address of the web, or to a heading's anchor."""

    text: str
    url: str = ""
    bold: bool = False
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; level 1 is below the title. It may begin a page, and links may lead to it."""

    text: str
    level: int = 1
    anchor: str = ""
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph; a small one is an aside."""

    runs: tuple[Run, ...]
    small: bool = False


def paragraph(text: str, *, small: bool = False) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(runs=(Run(text=text),), small=small)


@dataclass(frozen=True, kw_only=True)
class Items:
    """A list, numbered from 1 or not."""

    lines: tuple[tuple[Run, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its heads, rows of cells, the shares of width, and which columns hold numbers.

    `targets` are the anchors to which the first cell of each row leads.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()
    targets: tuple[str, ...] = ()

    def lines(self) -> list[tuple[Run, ...]]:
        """Return the rows with each cell as a run: a cell that is an address leads to it."""
        return [tuple(Run(text=cell, url=cell if "://" in cell else "",
                          to=self.targets[i] if self.targets and j == 0 else "")
                      for j, cell in enumerate(row)) for i, row in enumerate(self.rows)]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure as PNG, its width on paper, its caption, and words for who cannot see it."""

    png: bytes
    width_cm: float
    caption: str
    alt: str


Block = Heading | Paragraph | Items | Table | Picture


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A4 paper: the text's width and the margins in cm, and the share of the usual type size.

    `frame` are points that the writer of PDF leaves free within the margins.
    """

    text_cm: float = 16.5
    side_cm: float = 2.25
    top_cm: float = 2.0
    scale: float = 1.0
    frame: float = 6.0


#: The paper of a report, and that of what has to stand on one page.
FULL = Sheet()
TIGHT = Sheet(text_cm=18.0, side_cm=1.5, top_cm=1.4, scale=0.86, frame=0.0)


@dataclass(frozen=True, kw_only=True, repr=False)
class Report(ShortRepr):
    """A report: title, subtitle, language, blocks, the program that made it, and its paper."""

    title: str
    subtitle: str
    lang: str
    blocks: tuple[Block, ...]
    generator: str
    sheet: Sheet = FULL

    @property
    def numbered(self) -> bool:
        """Whether its pages bear numbers: not those of a report made for one page."""
        return self.sheet == FULL or any(
            isinstance(block, Heading) and block.new_page for block in self.blocks)


def markdown(text: object) -> str:
    """Return a text that Markdown, Pandoc and Quarto show as it is, and run none of."""
    line = "".join(_REFERENCES.get(c, c) for c in clean(text))
    # The references' own marks are the only & and ; that are left to mean something.
    parts = re.split(r"(&#?\w+;)", line)
    parts[::2] = [_AUTOLINK.sub(r"\\\g<0>", _ACTIVE.sub(r"\\\g<0>", p)) for p in parts[::2]]
    return _BLOCK.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", "".join(parts))


def yaml(text: object) -> str:
    r"""Return a text as a YAML scalar whose content Pandoc shows as it is.

    >>> yaml('a: "b"')
    '"a: \\"b\\""'
    """
    return json.dumps(markdown(text), ensure_ascii=False)


def web(url: str) -> str:
    """Return an address when it is one of the web, else nothing.

    >>> web("javascript:alert(1)"), web("https://example.org/a b")
    ('', 'https://example.org/a%20b')
    """
    cleaned = clean(url)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(cleaned, safe=_URL_SAFE)
