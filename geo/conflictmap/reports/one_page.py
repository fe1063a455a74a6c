"""What fits on one page: a headline, a map for the room that is left, and the events to name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflictmap.figures.captions import caption_of
from conflictmap.figures.compose import figure_bytes
from conflictmap.figures.sized import compose_sized
from conflictmap.figures.sizes import Size
from conflictmap.model.errors import OutputError
from conflictmap.pages.visible import events_of, visible_rows
from conflictmap.pages.words import number_text, range_text, window_text, words
from conflictmap.reports.content import cited, event_row, facts_of, may_be_listed
from conflictmap.reports.document import TIGHT, Items, Picture, Run, Table, web
from conflictmap.reports.png import height_of, room_of
from conflictmap.reports.totals import counted, events_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflictmap.figures.map_extent import Bounds
    from conflictmap.pages.read_page import PageData
    from conflictmap.pages.views import View
    from conflictmap.reports.document import Report

_DPI, _CM = 220, 72 / 2.54
#: How low a map may be, in points, and how high for its width.
LEAST_MAP, _MOST = 172.0, 0.8


def headline(data: PageData, view: View, rows: Sequence[int] | None = None) -> str:
    """Return days, events and killed in one line, of some rows or of all that a view shows.

    Where nobody chose days and all events lie on one day, it says that day.
    """
    text, found = words(view.lang), counted(data, view, rows)
    toll = (found.toll.low, found.toll.best, found.toll.high)
    key = "brief.headline" if toll != (None, None, None) else "brief.headline.none"
    many = {0: "none", 1: "one"}.get(max(found.events, found.possible), "many")
    return text(key, days=window_text(_one_day(data, view, rows) or view.window, view.lang),
                events=text(f"brief.events.{many}", n=events_text(found, view.lang)),
                range=range_text(*toll, view.lang))


def _one_day(
    data: PageData, view: View, rows: Sequence[int] | None
) -> tuple[int, int] | None:
    """Return the one day of the events, in the window of the whole table alone."""
    if rows is not None or view.window != data.closed(data.spec["window"]):
        return None
    events = events_of(data, visible_rows(data, view))
    first, last = set(events["start"].tolist()), set(events["end"].tolist())
    if not events.dated.all() or len(first) != 1 or len(last) != 1:
        return None
    window = (int(first.pop()), int(last.pop()))
    return window if window[1] - window[0] == 1 else None


def notable(data: PageData, rows: Sequence[int], most: int) -> list[int]:
    """Return the rows to name, in order of time: those with the most killed.

    The best figure, else the lowest, else the highest; of equal ones, and where none is stated,
    those with the most sources. No totals, and none whose terms forbid it.
    """
    events = data.spec["events"]

    def killed(row: int) -> float:
        known = [events[key][row] for key in ("best", "low", "high")]
        return next((value for value in known if value is not None), -1)

    kept = [row for row in rows
            if events["role"][row] == "event" and may_be_listed(events["sources"][row])]
    return sorted(sorted(kept, key=lambda row: (
        -killed(row), -len(events["sources"][row]), row))[:most])


def sources_of(data: PageData, row: int) -> list[str]:
    """Return the sources of an event by id; where it names none, its address."""
    events, known = data.spec["events"], data.spec["sources"]
    found = [key for key in events["sources"][row] if key in known]
    return found or list(filter(None, [web(events["source_url"][row] or "")]))


def numbered(data: PageData, rows: Sequence[int], most: int) -> dict[str, int]:
    """Return the first MOST sources of each event, numbered in the order in which they are met."""
    found = (key for row in rows for key in sources_of(data, row)[:most])
    return {key: i + 1 for i, key in enumerate(dict.fromkeys(found))}


def events_table(
    data: PageData, rows: Sequence[int], numbers: Mapping[str, int], lang: str
) -> Table:
    """Return events as a table: when, what, where, killed, sources."""
    text, events = words(lang), data.spec["events"]
    cells = []
    for row in rows:
        when, _, title, place, toll, _ = event_row(events, row, {}, numbers, lang)
        cells.append((when, title, place, toll, cited(sources_of(data, row), numbers)))
    return Table(
        head=tuple(text(key) for key in ("fact.when", "fact.title", "fact.place", "fact.toll",
                                         "sources")),
        rows=tuple(cells), widths=(4.0, 6.8, 3.7, 1.9, 1.6))


def source_lines(data: PageData, numbers: Mapping[str, int]) -> Items:
    """Return sources in short: title as a link, publisher, date."""
    lines: list[tuple[Run, ...]] = []
    for key in numbers:
        source = data.spec["sources"].get(key, {"url": key})
        title = source.get("title") or source.get("url") or key
        lines.append((Run(text=title, url=web(source.get("url", ""))),
                      *facts_of(source, ("publisher", "date"), ", ")))
    return Items(lines=tuple(lines), numbered=True)


def with_map(
    report: Report, data: PageData, view: View, at: int, *, bounds: Bounds | None = None
) -> Report | None:
    """Return a report of one page with a map as the block AT, in the room that the others leave.

    None when they leave too little.
    """
    tall = map_room(report)
    if tall < LEAST_MAP:
        return None
    blocks = list(report.blocks)
    blocks.insert(at, map_picture(data, view, (page_width(), tall), bounds=bounds))
    return replace(report, blocks=tuple(blocks))


def page_width() -> float:
    """Return how wide the map of a page is, in points."""
    return TIGHT.text_cm * _CM


def map_room(report: Report) -> float:
    """Return how high a map may be on the page of a report, in points."""
    free = room_of(TIGHT) - height_of(report) - 4 * TIGHT.scale - 2
    return min(free, _MOST * page_width())


def map_picture(
    data: PageData, view: View, size: tuple[float, float], *, bounds: Bounds | None = None
) -> Picture:
    """Return the map of a view, of a size in points, with its key and its caption beside it."""
    pixels = (round(size[0] * _DPI / 72), round(size[1] * _DPI / 72))
    drawn = compose_sized(data, view, Size(width=size[0], height=size[1], pixels=pixels),
                          title="", bounds=bounds, credited=False)
    return Picture(png=figure_bytes(drawn, ".png", dpi=drawn.dpi), width_cm=size[0] / _CM,
                   caption="", alt=f"{data.spec['title']}. "
                   f"{window_text(view.window, view.lang)}. {caption_of(data, [view])}")


def too_much() -> OutputError:
    """Return that the texts of a page leave no room for its map."""
    return OutputError("the texts do not fit on one page with a map. Take the whole report.")


def named_of(found: int, rows: Sequence[int], data: PageData, lang: str) -> str:
    """Return how many of the events shown are named."""
    return words(lang)("brief.events", n=number_text(found, lang),
                       all=number_text(data.events_in(rows), lang))
