"""Mouse and real touch on a page, as a hand makes them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

Point = tuple[float, float]


class Mouse:
    """Presses, drags and clicks of a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def drag(self, start: Point, end: Point, *, steps: int = 5) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=steps)
        self.page.mouse.up()

    def tap(self, at: Point) -> None:
        self.page.mouse.click(*at)


class Touch:
    """Fingers on a touch screen, sent as the browser's own input."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: Point) -> None:
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [
            {"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]})
        self.page.wait_for_timeout(20)

    def drag(self, start: Point, end: Point, *, steps: int = 5) -> None:
        with self.held(start) as move:
            for n in range(1, steps + 1):
                move(tuple(a + (b - a) * n / steps for a, b in zip(start, end, strict=True)))

    @contextmanager
    def held(self, *points: Point) -> Iterator:
        self._send("touchStart", *points)
        yield lambda *moved: self._send("touchMove", *moved)
        self._send("touchEnd")

    def tap(self, at: Point) -> None:
        with self.held(at):
            pass


def hand(page: Page) -> Mouse | Touch:
    """Return the hand of a page: touch where it has a touch screen."""
    return Touch(page) if page.evaluate("navigator.maxTouchPoints > 0") else Mouse(page)
