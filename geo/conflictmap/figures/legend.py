"""The key of a figure: only what is drawn, in columns below the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Circle
from matplotlib.path import Path

from conflictmap.figures.basemap import MINOR_ROADS, Stroke, draw_stroke, striped, stroke_of
from conflictmap.figures.labels import draw_town
from conflictmap.figures.marks import Pen, draw_counted, draw_glyph
from conflictmap.figures.shapes import LARGEST_TOLL, SMALLEST_TOLL, radius_of
from conflictmap.figures.style import font, px, wrapped
from conflictmap.model.event_types import FAMILIES
from conflictmap.pages.visible import shown_features
from conflictmap.pages.words import label, number_text, words
from conflictmap.places.holding import FRONT_MOVED
from conflictmap.places.standing import GROUND, stripes, towns, uncovered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from conflictmap.figures.panel import Panel

SIZE = 6.4
_LINE = 8.0
_INDENT = 19.0
_CONTROLS = ("soviet", "armenian_forces", "azerbaijan", "russian_peacekeepers", FRONT_MOVED)
_STATES = ("open", "limited", "checkpoint", "blocked", "closed")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the key: a picture with words, or a heading when it has no picture."""

    words: str
    picture: Any = None
    tall: float = 0.0

    def lines(self, width: float) -> list[str]:
        """Return the words in lines."""
        room = width - (_INDENT if self.picture else 0)
        return wrapped(self.words, SIZE, room, bold=self.picture is None) or [""]

    def height(self, width: float) -> float:
        """Return how high the entry is, in points."""
        gap = 2.0 if self.picture else 4.0
        return max(len(self.lines(width)) * _LINE, self.tall) + gap


def entries_of(panels: Sequence[Panel]) -> list[Entry]:
    """Return the key of what is drawn on any of the panels."""
    drawn = [item for panel in panels for item in shown_features(panel.data, panel.view)]
    return [*_areas(panels, drawn), *_lines(panels[0], drawn), *_marks(panels)]


def _areas(panels: Sequence[Panel], drawn: Any) -> list[Entry]:
    panel, found = panels[0], _grounds(panels, drawn)
    text, grounds = words(panel.view.lang), bool(found)
    for role in ("strip", "user"):
        layers = {entry["id"]: entry for _, entry, _ in drawn if entry["role"] == role
                  or (role == "user" and entry["role"] not in _KNOWN)}
        for entry in list(layers.values())[:1 if role == "strip" else None]:
            stroke = stroke_of({}, entry, "now")
            found.append(Entry(words=entry["title"], picture=_swatch(panel, stroke)))
    last = grounds and any(p.view.window[1] - p.view.window[0] > 1 for p in panels)
    return [Entry(words=text("key.areas.last" if last else "key.areas")), *found] if found else []


def _grounds(panels: Sequence[Panel], drawn: Any) -> list[Entry]:
    """Return who held the ground on the last day, and what it was before."""
    panel, text = panels[0], words(panels[0].view.lang)
    areas = [d for d in drawn if d[1]["role"] in GROUND]
    shown = [shown_features(p.data, p.view) for p in panels]
    before = [f["properties"]["control"] for s in shown for f, _, _ in uncovered(stripes(s))]
    now = [f["properties"].get("control") for f, _, how in areas if how == "now"]
    found = [
        Entry(words=text(f"control.{control}"), picture=_swatch(panel, _ground(control)))
        for control in _CONTROLS if control in {*now, *before}
    ]
    if before:
        was = next((c for c in before if c != FRONT_MOVED), before[0])
        base = next((c for c in now if c and c != was), was)
        found.append(Entry(words=text("key.was"),
                           picture=_swatch(panel, _ground(base), striped(was))))
    if any(how == "was" and layer["role"] == "control" for _, layer, how in areas):
        stroke = stroke_of({}, {"role": "control", "id": ""}, "was")
        found.append(Entry(words=text("key.outline"), picture=_swatch(panel, stroke)))
    held = sorted({f["properties"]["control"] for s in shown for f, _, _ in towns(s)})
    if held:
        found.append(Entry(words=text("key.town"), picture=_town(panel, held)))
    return found


def _ground(control: str) -> Stroke:
    return stroke_of({"control": control}, {"role": "control", "id": ""}, "now")


def _town(panel: Panel, controls: Sequence[str]) -> Any:
    def draw(axes: Axes, x: float, y: float) -> None:
        for i, control in enumerate(controls[:2]):
            draw_town(axes, (x + 4 + 8 * i, y), control, panel.colours)
    return draw


_KNOWN = ("land", "district", "control", "strip", "province", "sector", "town", "sea", "lake",
          "river", "border", "road", "road-status", "contact-line", "user", "settlement",
          "corridor-point", "holder")


def _lines(panel: Panel, drawn: Any) -> list[Entry]:
    text = words(panel.view.lang)

    def titles(role: str, *, minor: bool = False) -> str:
        found = {e["id"]: e["title"] for _, e, _ in drawn if e["role"] == role}
        return "; ".join(t for i, t in found.items() if (i in MINOR_ROADS) == minor)

    found = []
    for role, minor in (("contact-line", False), ("road", False), ("road", True)):
        name = titles(role, minor=minor)
        if name:
            layer = {"role": role, "id": MINOR_ROADS[0] if minor else ""}
            found.append(Entry(words=name, picture=_line(panel, stroke_of({}, layer, "now"))))
    borders = {bool(f["properties"].get("delimited") is False) for f, e, _ in drawn
               if e["role"] == "border"}
    for undelimited, key in ((False, "key.border"), (True, "key.undelimited")):
        if undelimited in borders:
            stroke = stroke_of({"delimited": not undelimited}, {"role": "border", "id": ""}, "now")
            found.append(Entry(words=text(key), picture=_line(panel, stroke)))
    states = {f["properties"].get("status") for f, e, how in drawn
              if e["role"] == "road-status" and how == "now"}
    road = stroke_of({}, {"role": "road", "id": ""}, "now")
    for state in _STATES:
        if state in states:
            gaps = stroke_of({"status": state}, {"role": "road-status", "id": ""}, "now")
            found.append(Entry(words=text(f"road.{state}"), picture=_line(panel, road, gaps)))
    return [Entry(words=text("key.lines")), *found] if found else []


def _marks(panels: Sequence[Panel]) -> list[Entry]:
    panel = panels[0]
    text, lang, events = words(panel.view.lang), panel.view.lang, panel.data.spec["events"]
    rows = sorted({row for p in panels for mark in p.marks for row in mark.rows})
    if not rows:
        return []
    present = {events["type"][r] for r in rows if events["role"][r] != "aggregate"}
    order = sorted((t for t in panel.data.spec["types"] if t["id"] in present),
                   key=lambda t: FAMILIES.index(panel.styles[t["id"]].family))
    found = [
        Entry(words=label(lang, "type", t["id"], t["label"]), picture=_glyph(panel, t["id"]))
        for t in order
    ]
    first = order[0]["id"] if order else events["type"][rows[0]]
    tolls = [tuple(events[k][r] for k in ("low", "best", "high")) for r in rows]
    signs = (
        (any(t == (None, None, None) for t in tolls), "key.silent", (None, None, None)),
        (any(t[1] is None and t[2] is not None for t in tolls), "key.contested", (1, None, 2)),
        (any(events["role"][r] == "aggregate" for r in rows), "key.aggregate", "aggregate"),
    )
    found += [Entry(words=text(key), picture=_glyph(panel, first, toll))
              for is_there, key, toll in signs if is_there]
    if any(events["where"][r] for r in rows):
        found.append(Entry(words=text("key.somewhere"), picture=_somewhere(panel)))
    if any(len(mark.rows) > 1 for p in panels for mark in p.marks):
        found.append(Entry(words=text("key.stack"), picture=_counted(panel)))
    if any(t[1] is not None for t in tolls):
        found.append(Entry(words=text("key.size"), tall=0))
        tall = 2 * px(radius_of(LARGEST_TOLL)) + 4
        found.append(Entry(words="", picture=_sizes(panel), tall=tall))
    return [Entry(words=text("key.events")), *found]


def _swatch(panel: Panel, *strokes: Stroke) -> Any:
    def draw(axes: Axes, x: float, y: float) -> None:
        box = Path([(x, y - 3), (x + 13, y - 3), (x + 13, y + 3), (x, y + 3), (x, y - 3)],
                   closed=True)
        for i, stroke in enumerate(strokes):
            draw_stroke(axes, box, stroke, panel.colours, zorder=2 + i, flat=True)
    return draw


def _line(panel: Panel, *strokes: Stroke) -> Any:
    def draw(axes: Axes, x: float, y: float) -> None:
        for i, stroke in enumerate(strokes):
            draw_stroke(axes, Path([(x, y), (x + 15, y)]), replace(stroke, fill=""),
                        panel.colours, zorder=2 + i)
    return draw


def _glyph(panel: Panel, type_id: str, toll: Any = (1, 1, 1)) -> Any:
    style = panel.styles[type_id]
    colour = panel.colours[f"family-{style.family}"]

    def draw(axes: Axes, x: float, y: float) -> None:
        pen = Pen(axes=axes, colours=panel.colours, zorder=2)
        draw_glyph(pen, (x + 7, y), px(5.6), (style.shape, colour), toll)
    return draw


def _somewhere(panel: Panel) -> Any:
    colour = panel.colours["family-other"]

    def draw(axes: Axes, x: float, y: float) -> None:
        axes.add_patch(Circle((x + 7, y), px(3), facecolor=colour, linewidth=0, zorder=2))
        axes.add_patch(Circle((x + 7, y), px(7.5), facecolor="none", edgecolor=colour, zorder=2,
                              linewidth=px(1.2), linestyle=(0, (px(2.5), px(2)))))
    return draw


def _counted(panel: Panel) -> Any:
    def draw(axes: Axes, x: float, y: float) -> None:
        pen = Pen(axes=axes, colours=panel.colours, zorder=2)
        draw_counted(pen, (x + 7, y), px(7.5), [(panel.colours["family-other"], 1.0)], "3")
    return draw


def _sizes(panel: Panel) -> Any:
    """Return nested circles: the area goes with the toll."""
    lang = panel.view.lang
    text, ink = words(lang), panel.colours["ink-2"]
    tolls = (LARGEST_TOLL, 300, 100, SMALLEST_TOLL)

    def draw(axes: Axes, x: float, y: float) -> None:
        bottom = y + _LINE / 2 - 2 * px(radius_of(LARGEST_TOLL)) - 2
        for i, toll in enumerate(tolls):
            radius = px(radius_of(toll))
            number = number_text(toll, lang)
            name = (text("key.ormore", n=number) if i == 0 else
                    text("key.orfewer", n=number) if i == len(tolls) - 1 else number)
            top = bottom + 2 * radius - (2.5 if toll == SMALLEST_TOLL else 0)
            axes.add_patch(Circle((x + 19, bottom + radius), radius, facecolor="none",
                                  edgecolor=ink, linewidth=0.6, zorder=2))
            axes.plot([x + 19, x + 44], [top, top], color=panel.colours["ink-3"], linewidth=0.5,
                      linestyle=(0, (1, 1.6)), zorder=1.9)
            axes.text(x + 46, top, name, fontproperties=font(SIZE - 0.4), color=ink, ha="left",
                      va="center_baseline", zorder=2)
    return draw


def columns_of(entries: Sequence[Entry], count: int, width: float) -> list[list[Entry]]:
    """Return entries in columns of about one height; no heading stays alone at a foot."""
    total = sum(e.height(width) for e in entries)
    best: list[list[Entry]] = []
    for share in (1.0, 1.05, 1.1, 1.2, 1.3, 1.5, 2.0, 9.0):
        best, filled = [[]], 0.0
        for i, entry in enumerate(entries):
            needed = entry.height(width)
            if entry.picture is None and i + 1 < len(entries):
                needed += entries[i + 1].height(width)
            if best[-1] and filled + needed > total / count * share:
                best.append([])
                filled = 0.0
            best[-1].append(entry)
            filled += entry.height(width)
        if len(best) <= count:
            break
    return best


def legend_height(columns: Sequence[Sequence[Entry]], width: float) -> float:
    """Return how high the highest column is."""
    return max((sum(e.height(width) for e in column) for column in columns), default=0.0)


def draw_legend(
    axes: Axes, columns: Sequence[Sequence[Entry]], at: tuple[float, float],
    size: tuple[float, float], colours: Mapping[str, str],
) -> None:
    """Draw the key; AT is the upper left corner, SIZE the width of a column and of a gap."""
    width, gap = size
    for number, column in enumerate(columns):
        x, y = at[0] + number * (width + gap), at[1]
        for i, entry in enumerate(column):
            heading = entry.picture is None
            y -= 2.0 if heading and i else 0.0
            if entry.picture:
                entry.picture(axes, x, y - _LINE / 2)
            for j, line in enumerate(entry.lines(width)):
                axes.text(
                    x + (0 if heading else _INDENT), y - _LINE * (j + 0.5), line,
                    fontproperties=font(SIZE, bold=heading), ha="left", va="center_baseline",
                    color=colours["ink-2" if heading else "ink"], zorder=2)
            y -= entry.height(width) - (2.0 if heading and i else 0.0)
