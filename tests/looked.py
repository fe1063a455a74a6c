"""A page of clusters that is led from view to view, and its pictures compared with its state."""

from __future__ import annotations

import io
import math

import numpy as np
from PIL import Image

from clusters import CENTRE, ZOOM, Clusters, discs, hexagons, inside, offsets, world

#: From so many rows on, all that is looked at here is drawn as dots; they reach less far.
DOTS, DOT, SHAPE, HEX = 40_000, 9, 16, 26
#: The families of the types of the clusters.
FAMILIES = ["fighting", "civilians", "movement"]

#: Only the marks, on a colour that no mark has. A sheet made by a program needs no leave of the
#: page's policy.
ALONE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
  .cm-map-frame > :not(.cm-map), .cm-map > :not(.leaflet-map-pane),
  .leaflet-map-pane > :not(.leaflet-cm-marks-pane) { visibility: hidden !important }
  .cm-map { background: #0f0 !important; outline: none !important }
  `);
  document.adoptedStyleSheets.push(sheet);
}"""

#: Notes when the state changed and when the marks were drawn.
WATCHED = """() => {
  const seen = window.seen = { state: 0, drawn: 0 };
  window.conflictmap.on(() => { seen.state = performance.now(); });
  const { setTransform } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.setTransform = function (...to) {
    if (this.canvas.parentNode?.classList.contains('leaflet-cm-marks-pane'))
      seen.drawn = performance.now();
    return setTransform.apply(this, to);
  };
}"""
#: The marks were drawn since, also after the last change of the state, and rest.
RESTS = """since => {
  const { state, drawn } = window.seen;
  return drawn > since && drawn >= state && performance.now() - drawn > 240;
}"""


class Looked:
    """A page that is led from view to view, and what its pictures should have shown."""

    def __init__(self, opened, rows: int) -> None:
        self.opened, self.page, self.rows = opened, opened.page, rows
        self.clusters = Clusters(rows)
        self.wrong: list[str] = []
        self.touch = self.page.context.new_cdp_session(self.page)
        opened.run(WATCHED)

    def home(self, zoom: float = ZOOM) -> None:
        self.after(lambda: self.opened.set(view={"center": list(CENTRE), "zoom": zoom}))

    def after(self, act) -> None:
        """Do something, and wait until the marks were drawn anew and rest."""
        since = self.opened.run("performance.now()")
        act()
        self.page.mouse.move(1, 1)
        self.page.wait_for_function(RESTS, arg=since, timeout=20_000)

    def set(self, **state) -> None:
        self.after(lambda: self.opened.set(**state))

    @property
    def box(self) -> dict:
        return self.page.locator(".cm-map").bounding_box()

    @property
    def middle(self) -> tuple[float, float]:
        box = self.box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def picture(self) -> np.ndarray:
        """Return the red, green and blue of the map as it is seen, marks only."""
        png = self.page.screenshot(clip=self.box, animations="allow", scale="css")
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)

    def expected(self, *, year: str = "", view: dict | None = None) -> np.ndarray:
        """Return where the clusters must be, of the whole map or of one year."""
        size = self.opened.run("(({clientWidth: x, clientHeight: y}) => [x, y])"
                               "(document.querySelector('.cm-map'))")
        return self.clusters.on_screen(view or self.view(), size, year=year)

    def view(self) -> dict:
        return self.opened.run("window.conflictmap.state().view")

    def check(self, name: str, *, year: str = "", by: tuple[int, int] = (0, 0),
              slack: float = 0) -> None:
        """Note what is missing, what is drawn elsewhere, and how far marks are off.

        BY: pixels by which the map is held away from its view. SLACK: pixels that its middle may
        be off; a map that changes its size keeps the middle to a whole pixel, and a view for good.
        """
        picture, points = self.picture(), self.expected(year=year) + np.array(by)
        radius = DOT if self.rows >= DOTS else SHAPE
        marked = np.abs(picture - (0, 255, 0)).sum(axis=2) > 60
        seen = inside(points, marked.shape, radius)
        missing = sum(not marked[int(y) - 1:int(y) + 3, int(x) - 1:int(x) + 3].any()
                      for x, y in seen)
        elsewhere = int((marked & ~discs(points, radius, marked.shape)).sum())
        if self.rows >= DOTS:
            missing += self.faded(picture, points, year)
        # A dot is whole pixels: the middle one lies right of and below the middle of its cell.
        shift = offsets(marked, points, radius) - (.5 if self.rows >= DOTS else 0)
        mean, most = (np.abs(shift.mean(axis=0)).max(), np.abs(shift).max()) if len(shift) else (
            math.inf, math.inf)
        if len(seen) < 3 or missing or elsewhere or mean > 1.2 + slack or most > 2.6 + slack:
            self.wrong.append(f"{name}: {missing} of {len(seen)} missing, {elsewhere} pixels"
                              f" elsewhere, off by {mean:.1f}, {most:.1f} at most")

    def faded(self, picture: np.ndarray, points: np.ndarray, year: str) -> int:
        """Return how many dots have not the colour of their family in the theme of now."""
        inks = self.opened.run("""names => names.map((name) =>
          getComputedStyle(document.documentElement).getPropertyValue(`--family-${name}`).trim())
        """, FAMILIES)
        colours = np.array([[int(ink[i:i + 2], 16) for i in (1, 3, 5)] for ink in inks])
        wanted = colours[self.clusters.kinds(year=year)]
        x, y = points.astype(int).T
        at = (x > DOT) & (y > DOT) & (x < picture.shape[1] - DOT) & (y < picture.shape[0] - DOT)
        off = [np.abs(picture[y[at] + dy, x[at] + dx] - wanted[at]).max(axis=1)
               for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return int((np.min(off, axis=0) > 3).sum())

    def empty(self, name: str) -> None:
        marked = np.abs(self.picture() - (0, 255, 0)).sum(axis=2) > 60
        if marked.any():
            self.wrong.append(f"{name}: {int(marked.sum())} pixels marked, none expected")

    def check_hexagons(self, name: str, *, year: str = "") -> None:
        """Note hexagons that are missing, and what is drawn elsewhere."""
        picture, points = self.picture(), self.expected(year=year)
        marked = np.abs(picture - (0, 255, 0)).sum(axis=2) > 60
        x, y = world(*self.view()["center"], self.view()["zoom"])
        corner = (x - self.box["width"] / 2, y - self.box["height"] / 2)
        near = [np.array((dx, dy)) for dx in (-3, 0, 3) for dy in (-3, 0, 3)]
        likely = [hexagons(points + by, corner, HEX) for by in near]
        sure = set.intersection(*({tuple(h.round(2)) for h in some} for some in likely))
        seen = inside(np.array(sorted(sure)).reshape(-1, 2), marked.shape, HEX)
        missing = sum((~marked & discs(at[None], HEX * .8, marked.shape)).any() for at in seen)
        allowed = discs(np.concatenate(likely), HEX + 2, marked.shape)
        elsewhere = int((marked & ~allowed).sum())
        if len(seen) < 3 or missing or elsewhere:
            self.wrong.append(f"{name}: {missing} of {len(seen)} hexagons missing, {elsewhere}"
                              " pixels elsewhere")

    def sharp(self) -> None:
        """Show the page on a screen with twice the pixels, as large as it is."""
        size = self.page.viewport_size
        self.touch.send("Emulation.setDeviceMetricsOverride", {
            **size, "deviceScaleFactor": 2, "mobile": False})
        self.page.wait_for_function("() => devicePixelRatio === 2")

    def full(self, *, on: bool) -> None:
        """Go into full screen, or leave it; without a real screen the window is set by hand."""
        size = {"width": 1600, "height": 1000} if on else {"width": 1280, "height": 900}

        def turn() -> None:
            self.opened.run("document.querySelector('[data-name=full]').click()")
            self.page.wait_for_function("on => !document.fullscreenElement === !on", arg=on)
            self.page.set_viewport_size(size)
        self.after(turn)

    def wheel(self, by: int) -> None:
        x, y = self.middle

        def turn() -> None:
            self.page.mouse.move(x - 60, y + 20)
            self.page.mouse.wheel(0, by)
            self.page.wait_for_timeout(80)
        self.after(turn)

    def drag(self, by: tuple[int, int], *, touch: bool = False) -> None:
        x, y = self.middle
        x -= 120  # the divider of two days stands in the middle

        def mouse() -> None:
            self.page.mouse.move(x, y)
            self.page.mouse.down()
            self.page.mouse.move(x + by[0], y + by[1], steps=6)
            self.page.mouse.up()

        def finger() -> None:
            self.fingers("touchStart", [(x, y)])
            for i in range(1, 7):
                self.fingers("touchMove", [(x + by[0] * i / 6, y + by[1] * i / 6)])
            self.fingers("touchEnd", [])
        self.after(finger if touch else mouse)

    def fingers(self, kind: str, at: list[tuple[float, float]]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(at)]
        self.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pinch(self, start: int, end: int, *, lift: bool = True) -> None:
        """Move two fingers apart, or together, about the middle of the map."""
        x, y = self.middle

        def both(apart: float) -> list[tuple[float, float]]:
            return [(x - apart, y), (x + apart, y)]

        def move() -> None:
            self.fingers("touchStart", both(start))
            for i in range(1, 9):
                self.fingers("touchMove", both(start + (end - start) * i / 8))
                self.page.wait_for_timeout(20)
            if lift:
                self.fingers("touchEnd", [])
        self.after(move) if lift else move()
