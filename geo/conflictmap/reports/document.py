"""A report as plain data, before it is written in one format or another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Run:
    """A piece of text, perhaps a link."""

    text: str
    url: str = ""
    bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; level 1 is below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph; a small one is an aside."""

    runs: tuple[Run, ...]
    small: bool = False


@dataclass(frozen=True, kw_only=True)
class Items:
    """A list, numbered from 1 or not."""

    lines: tuple[tuple[Run, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its heads, rows of cells, the shares of width, and which columns hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure as PNG, its width on paper, its caption, and words for who cannot see it."""

    png: bytes
    width_cm: float
    caption: str
    alt: str


Block = Heading | Paragraph | Items | Table | Picture


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report: title, subtitle, language, blocks, and the program that made it."""

    title: str
    subtitle: str
    lang: str
    blocks: tuple[Block, ...]
    generator: str
