"""A report with a page for each episode, district or year: contents, pages, sources, method."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from conflictmap.pages.translated import translated
from conflictmap.pages.visible import visible_rows
from conflictmap.pages.words import number_text, range_text, window_text, words
from conflictmap.reports.atlas_parts import parts_of
from conflictmap.reports.content import method_blocks, source_blocks
from conflictmap.reports.document import TIGHT, Heading, Report, Table, paragraph
from conflictmap.reports.ground_table import ground_blocks
from conflictmap.reports.one_page import (
    LEAST_MAP,
    events_table,
    headline,
    map_picture,
    map_room,
    named_of,
    notable,
    numbered,
    page_width,
    too_much,
)
from conflictmap.reports.totals import counted, events_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View
    from conflictmap.reports.atlas_parts import Part
    from conflictmap.reports.document import Block

#: How many events a page names at most, and how many sources of each.
_EVENTS, _CITED = 12, 2
#: What title and subtitle take of the first page, in points.
_HEAD = 60.0


def atlas_of(
    data: PageData, view: View, by: str, *, moved: Callable[[float], None] = lambda _: None
) -> Report:
    """Return a page for each part of what a view shows, by `episode`, `district` or `year`.

    MOVED is called with the share of the pages that are made.

    Raises
    ------
    OutputError
        When there are no such parts, or the texts of one leave no room for its map.
    """
    data = translated(data, view.lang)
    parts = parts_of(data, view, by)
    chosen = [_chosen(data, part) for part in parts]
    numbers = numbered(data, [row for rows in chosen for row in rows], _CITED)
    pages: list[Block] = []
    for i, (part, rows) in enumerate(zip(parts, chosen, strict=True)):
        pages += _page(data, part, rows, numbers, anchor=f"part-{i + 1}")
        moved((i + 1) / len(parts))
    spec, text = data.spec, words(view.lang)
    undated = sum(row >= data.dated for row in visible_rows(data, view)) if by == "year" else 0
    note = [paragraph(text("atlas.undated", n=undated), small=True)] if undated else []
    sources = source_blocks(data, numbers, view.lang)
    subtitle = f"{text(f'atlas.{by}')}. {window_text(view.window, view.lang)}"
    return Report(
        title=spec["title"], subtitle=subtitle, lang=view.lang, generator=spec["generator"],
        sheet=TIGHT, blocks=(
            *_contents(data, parts, by), *note, *pages,
            *_on_new_page([*sources, *method_blocks(data, [view])])))


def _on_new_page(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks of which the first, a heading, begins a page."""
    return [replace(block, new_page=True) if not i and isinstance(block, Heading) else block
            for i, block in enumerate(blocks)]


def _chosen(data: PageData, part: Part) -> list[int]:
    """Return the rows that the page of a part names: as many as leave room for its map.

    Raises
    ------
    OutputError
        When none does.
    """
    for most in range(_EVENTS, -1, -1):
        rows = notable(data, part.rows, most)
        numbers = numbered(data, rows, _CITED)
        if _room(_texts(data, part, rows, dict.fromkeys(numbers, 9999))) >= LEAST_MAP:
            return rows
    raise too_much()


def _room(blocks: Sequence[Block]) -> float:
    """Return how high the map of a page may be, in points."""
    return map_room(Report(title="", subtitle="", lang="en", blocks=tuple(blocks), generator="",
                           sheet=TIGHT))


def _page(
    data: PageData, part: Part, rows: Sequence[int], numbers: Mapping[str, int], *, anchor: str
) -> list[Block]:
    """Return the page of a part: headline, map, who held the ground, events."""
    texts = _texts(data, part, rows, numbers)
    head = replace(texts[0], anchor=anchor, new_page=True)  # type: ignore[arg-type]
    shown = _only(data, sorted({*part.rows, *part.perhaps}))
    drawn = map_picture(shown, part.view, (page_width(), _room(texts)), bounds=part.bounds)
    return [head, texts[1], drawn, *texts[2:]]


def _texts(
    data: PageData, part: Part, rows: Sequence[int], numbers: Mapping[str, int]
) -> list[Block]:
    """Return what stands on a page beside its map; the first block is its heading."""
    lang = part.view.lang
    text = words(lang)
    said = headline(data, part.view, part.rows)
    if part.perhaps:
        found = counted(data, part.view, part.perhaps)
        many = "one" if found.possible == 1 else "many"
        said += ". " + text("atlas.perhaps", events=text(
            f"brief.events.{many}", n=events_text(found, lang)))
    blocks: list[Block] = [Heading(text=part.title), paragraph(f"{said}."),
                           *ground_blocks(data, part)]
    if rows:
        blocks += [Heading(text=named_of(len(rows), part.rows, data, lang), level=2),
                   events_table(data, rows, numbers, lang),
                   paragraph(text("brief.rule"), small=True)]
    return blocks


def _only(data: PageData, rows: Sequence[int]) -> PageData:
    """Return the data of a page with some of its events."""
    events = {key: [column[row] for row in rows] if isinstance(column, list) else column
              for key, column in data.spec["events"].items() if key != "extra"}
    return replace(data, spec=data.spec | {"events": events})


def _contents(data: PageData, parts: Sequence[Part], by: str) -> list[Block]:
    """Return the contents with the page of each part, on as many pages as they need."""
    lang = parts[0].view.lang
    text = words(lang)
    rows = [_line(data, part) for part in parts]

    def table(first: int, last: int, pages: int) -> list[Block]:
        return [Heading(text=text("atlas.contents"), new_page=first > 0), Table(
            head=(text(f"atlas.part.{by}"), text("report.window"), text("report.count"),
                  text("fact.toll"), text("atlas.page")),
            rows=tuple((*rows[i], number_text(pages + 1 + i, lang)) for i in range(first, last)),
            widths=(6.2, 5.4, 1.8, 3.4, 1.2), numbers=frozenset({4}),
            targets=tuple(f"part-{i + 1}" for i in range(first, last)))]

    ends = [0]
    while ends[-1] < len(rows):
        last = len(rows)
        while last > ends[-1] + 1 and _room(table(ends[-1], last, 0)) < _HEAD:
            last -= 1
        ends.append(last)
    return [block for first, last in pairwise(ends)
            for block in table(first, last, len(ends) - 1)]


def _line(data: PageData, part: Part) -> tuple[str, str, str, str]:
    """Return a line of the contents: part, days, events, killed."""
    lang, found = part.view.lang, counted(data, part.view, part.rows)
    toll = range_text(found.toll.low, found.toll.best, found.toll.high, lang)
    return part.title, window_text(part.view.window, lang), events_text(found, lang), toll
