"""The totals of a report: events and fatalities as ranges, by type and by whose dead they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictmap.analysis.claims_view import peoples
from conflictmap.analysis.count import count
from conflictmap.model.interval import Interval, day_of
from conflictmap.pages.visible import events_of, visible_rows
from conflictmap.pages.words import label, number_text, whose_text, window_text, words
from conflictmap.reports.document import Block, Heading, Table, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflictmap.analysis.part_whole import Count, Toll
    from conflictmap.model.events import Events
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View


def counted(data: PageData, view: View, rows: Sequence[int] | None = None) -> Count:
    """Return the count of what a view shows, or of some of its rows."""
    events = events_of(data, visible_rows(data, view) if rows is None else rows)
    return count(events, window=days_in(view), claims=view.claims)[0]


def days_in(view: View) -> Interval:
    """Return the days that a view shows."""
    return Interval(start=day_of(view.window[0]), end=day_of(view.window[1]))


def events_text(found: Count, lang: str) -> str:
    """Return how many events there are; those that only may count make a range."""
    sure, perhaps = number_text(found.events, lang), number_text(found.possible, lang)
    return sure if sure == perhaps else f"{sure}\u2013{perhaps}"


def totals(data: PageData, view: View, *, several: bool) -> list[Block]:
    """Return the totals of what a view shows: all, and by type, by the counting rules."""
    lang, text = view.lang, words(view.lang)
    rows, window = visible_rows(data, view), days_in(view)
    events, total = events_of(data, rows), counted(data, view, rows)
    head = text("report.totals")
    blocks: list[Block] = [
        Heading(text=f"{head}: {window_text(view.window, lang)}" if several else head),
        Table(head=tuple(text(f"report.{key}") for key in
                         ("group", "count", "low", "best", "high")),
              rows=((text("report.all"), *_figures(total, view)),
                    *_by_type(data, events, view, window)),
              widths=(3.2, 2.4, 1.7, 1.7, 1.9), numbers=frozenset({1, 2, 3, 4})),
    ]
    if view.claims != "range":
        blocks += _people(events, view, window)
    return [*blocks, *_episodes(data, total, lang), *_missing(total.toll, lang),
            paragraph(text("totals.rule.text"), small=True)]


def _by_type(
    data: PageData, events: Events, view: View, window: Interval
) -> list[tuple[str, ...]]:
    """Return a row of figures for each type that a view shows."""
    names = type_names(data)
    return [(label(view.lang, "type", c.group, names.get(c.group, "")), *_figures(c, view))
            for c in count(events, window=window, by="type", claims=view.claims)
            if c.possible or c.toll.high]


def type_names(data: PageData) -> dict[str, str]:
    """Return the names of the types of a page, by their ids."""
    return {t["id"]: t["label"] for t in data.spec["types"]}


def _episodes(data: PageData, total: Count, lang: str) -> list[Block]:
    """Return which aggregates were counted in place of their parts."""
    if not total.episodes:
        return []
    titles = dict(zip(data.spec["events"]["id"], data.spec["events"]["title"], strict=True))
    found = "; ".join(titles[i] for i in total.episodes)
    return [paragraph(words(lang)("report.episodes", text=found), small=True)]


def _missing(found: Toll, lang: str) -> list[Block]:
    """Return how many events lack a low, best or high figure."""
    if not (found.without_low or found.without_best or found.without_high):
        return []
    return [paragraph(words(lang)("report.missing", low=found.without_low, best=found.without_best,
                              high=found.without_high), small=True)]


def _people(events: Events, view: View, window: Interval) -> list[Block]:
    """Return whose figures a view shows, and the dead by whose they are: these make no sum."""
    lang, text = view.lang, words(view.lang)
    speaker = text(f"claims.view.{view.claims}")
    if speaker == f"claims.view.{view.claims}":
        speaker = label(lang, "side", view.claims)
    blocks: list[Block] = [
        paragraph(f"{text('claims.view')}: {speaker}. {text('claims.view.how')}", small=True)]
    counts = {whose: count(events, window=window, claims=view.claims, whose=whose)[0]
              for whose in peoples(events)}
    rows = [(whose_text(whose, lang), *_figures(found, view)[1:],
             number_text(found.toll.silent, lang))
            for whose, found in counts.items()
            if (found.toll.low, found.toll.best, found.toll.high) != (None, None, None)]
    if not rows:
        return blocks
    heads = (text("told.by"), *(text(f"report.{key}") for key in ("low", "best", "high")),
             text("report.silent"))
    return [*blocks, Table(head=heads, rows=tuple(rows), widths=(3.2, 1.7, 1.7, 1.9, 2.4),
                           numbers=frozenset({1, 2, 3, 4}))]


def _figures(found: Count, view: View) -> tuple[str, ...]:
    """Return events and fatalities."""
    lang = view.lang
    toll = (found.toll.low, found.toll.best, found.toll.high)
    unknown = words(lang)("unknown")
    return (events_text(found, lang),
            *(unknown if v is None else number_text(v, lang) for v in toll))
