"""A report of one page: headline, map, chart, five events, sources, method, credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.figures.captions import credits_of, filters_text
from conflictmap.pages.translated import translated
from conflictmap.pages.views import hash_of
from conflictmap.pages.visible import visible_rows
from conflictmap.pages.words import accounting_text, label, words
from conflictmap.reports.document import TIGHT, Heading, Report, paragraph
from conflictmap.reports.one_page import (
    events_table,
    headline,
    named_of,
    notable,
    numbered,
    source_lines,
    sources_of,
    too_much,
    with_map,
)
from conflictmap.reports.view_chart import chart_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View
    from conflictmap.reports.document import Block, Picture

#: How many events are named, and how many sources of each: the first that leaves room for a map.
_SIZES = ((5, 2), (5, 1), (4, 1), (3, 1), (2, 1), (1, 1))


def brief_of(data: PageData, view: View) -> Report:
    """Return the report of a view on one page; where texts are long fewer events are named.

    Raises
    ------
    OutputError
        When not even one event leaves room for a map.
    """
    data = translated(data, view.lang)
    chart, rows = chart_picture(data, view, TIGHT.text_cm), visible_rows(data, view)
    for size in _SIZES:
        found = with_map(_without_map(data, view, rows, chart, size), data, view, 0)
        if found is not None:
            return found
    raise too_much()


def _without_map(
    data: PageData, view: View, rows: Sequence[int], chart: Picture | None,
    size: tuple[int, int],
) -> Report:
    spec = data.spec
    return Report(
        title=headline(data, view), subtitle=spec["title"], lang=view.lang, sheet=TIGHT,
        generator=spec["generator"],
        blocks=(*((chart,) if chart else ()), *_events(data, rows, view.lang, size),
                *_method(data, view)))


def _events(
    data: PageData, rows: Sequence[int], lang: str, size: tuple[int, int]
) -> list[Block]:
    text, named = words(lang), notable(data, rows, size[0])
    if not named:
        return [paragraph(text("report.noevents"), small=True)] if not rows else []
    numbers = numbered(data, named, size[1])
    blocks: list[Block] = [
        Heading(text=named_of(len(named), rows, data, lang), level=2),
        paragraph(text("brief.rule"), small=True), events_table(data, named, numbers, lang)]
    if numbers:
        several = any(len(sources_of(data, row)) > size[1] for row in named)
        key = "brief.sources.first" if several else "brief.sources"
        blocks += [Heading(text=text(key, n=size[1]), level=2), source_lines(data, numbers)]
    return blocks


def _method(data: PageData, view: View) -> list[Block]:
    """Return how figures are counted, which view this is, and whose data are shown."""
    text, filters = words(view.lang), filters_text(view.filters, view.lang)
    said = [text("brief.method")]
    if view.claims != "range":
        speaker = text(f"claims.view.{view.claims}")
        who = label(view.lang, "side", view.claims) if speaker.startswith("claims.") else speaker
        said.append(f"{text('claims.view')}: {who}.")
    said += [f"{text('report.filters', text=filters)}."] if filters else []
    said += [accounting_text(data.spec["accounting"], view.lang),
             text("report.link", text=hash_of(view, data))]
    return [Heading(text=text("report.method"), level=2), paragraph(" ".join(said), small=True),
            paragraph(credits_of(data, [view]), small=True)]
