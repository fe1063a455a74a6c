"""The page as a Jupyter widget: what is selected and shown on it comes back to Python.

Needs anywidget (`pip install conflictmap[notebook]`); nothing else in the package imports this
module. The page runs in a sandboxed frame and speaks by messages only.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from conflictmap.model.errors import OutputError
from conflictmap.model.interval import as_date
from conflictmap.model.resources import bundled
from conflictmap.pages.styles import OWN_COLOURS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from conflictmap.model.events import Events
    from conflictmap.pages.page import Page

try:
    import anywidget
    import traitlets
except ImportError as error:
    raise OutputError(
        "the widget needs the package anywidget. Run: pip install conflictmap[notebook]"
    ) from error

_PROGRAM = bundled("maps", "widget.js").read_text(encoding="utf-8")


class MapWidget(anywidget.AnyWidget):
    """A page in a notebook cell that tells what is selected and shown on it.

    `selection`, `visible`, `window`, `filters` and `layers` follow the page; each may be watched
    with `observe`. Setting `window`, `filters`, `layers` or `selected` changes the page.

    Parameters
    ----------
    page
        The finished page.
    events
        The events on it.
    height
        The height in pixels.

    Attributes
    ----------
    selected
        Id of the selected event, or None.
    selection
        The selected event as a GeoDataFrame (EPSG:4326) of one row, or of none.
    visible
        The events shown, as a GeoDataFrame (EPSG:4326) in the order of their days.
    window
        First day and the day after the last, as dates; text and datetimes may be set, too.
    filters, layers
        The filters as a dict; which layers are on, by id.
    error
        What the page could not do of what was asked, or nothing.
    """

    _esm = _PROGRAM
    _html = traitlets.Unicode().tag(sync=True)
    _title = traitlets.Unicode().tag(sync=True)
    _height = traitlets.Int(640).tag(sync=True)
    _page = traitlets.Dict().tag(sync=True)
    _wish = traitlets.Dict().tag(sync=True)

    selected = traitlets.Unicode(None, allow_none=True)
    selection = traitlets.Any()
    visible = traitlets.Any()
    window = traitlets.Tuple()
    filters = traitlets.Dict()
    layers = traitlets.Dict()
    error = traitlets.Unicode("")

    def __init__(self, *, page: Page, events: Events, height: int = 640) -> None:
        self._events = events
        self._rows = {event_id: row for row, event_id in enumerate(events.ids)}
        self._visible_ids = list(events.ids)
        self._hearing = True
        super().__init__(
            _html=page.html, _title=page.spec["title"], _height=height,
            selection=self._frame([]), visible=self._frame(events.ids),
            window=_days(page.spec["window"]),
            layers={layer["id"]: layer["visible"] for layer in page.spec["layers"]},
        )
        self._hearing = False
        self.observe(self._hear, "_page")
        self.observe(self._ask, ["window", "filters", "layers", "selected"])

    def _frame(self, ids: list[str]) -> GeoDataFrame:
        """Return events by id as a GeoDataFrame; an id that is not known is left out."""
        rows = np.array([self._rows[i] for i in ids if i in self._rows], dtype=np.int64)
        frame = self._events.take(rows).frame
        return frame.drop(columns=[name for name in OWN_COLOURS if name in frame.columns])

    def _hear(self, change: Any) -> None:
        """Take over what the page says of itself."""
        state, visible = change["new"].get("state"), change["new"].get("visible")
        if not isinstance(state, dict) or not isinstance(visible, list):
            return
        self._hearing = True
        try:
            with self.hold_trait_notifications():
                self._select(state.get("select"))
                self._show(visible)
                self.window = tuple(date.fromisoformat(str(d)[:10]) for d in state["window"])
                self.filters = dict(state.get("filters") or {})
                self.layers = dict(state.get("layers") or {})
                self.error = str(change["new"].get("error") or "")
        finally:
            self._hearing = False

    def _select(self, event_id: Any) -> None:
        known = event_id if event_id in self._rows else None
        if known != self.selected:
            self.selected = known
            self.selection = self._frame([known] if known else [])

    def _show(self, visible: list[Any]) -> None:
        ids = [i for i in visible if isinstance(i, str)]
        if ids != self._visible_ids:
            self._visible_ids = ids
            self.visible = self._frame(ids)

    def _ask(self, change: Any) -> None:
        """Ask the page for what was set here."""
        if self._hearing:
            return
        name, value = change["name"], change["new"]
        if name == "window":
            value = [str(as_date(day)) for day in value]
        key = "select" if name == "selected" else name
        self._wish = {**self._wish, key: value}


def _days(window: list[int | None]) -> tuple[date, ...]:
    """Return the days of a window; empty when an end is open, until the page says."""
    epoch = date(1970, 1, 1).toordinal()
    days = tuple(date.fromordinal(d + epoch) for d in window if d is not None)
    return days if len(days) == len(window) else ()
