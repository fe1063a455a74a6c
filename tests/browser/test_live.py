"""A map that is served reloads when its files change, in the view it has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from time import perf_counter

import pytest
from playwright.sync_api import expect

HEAD = "id,date,lat,lon,title\n"
ROWS = "a,2020-10-01,39.8,46.7,First\nb,2020-10-05,39.9,46.9,{}\n"
SECONDS = 2.0


@pytest.fixture
def served(write):
    """Serve a table as a program, and return its address."""
    table = write("events.csv", HEAD + ROWS.format("Second"))
    code = "from conflictmap.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code, "serve", table, "--port", "0"],
                          stdout=subprocess.PIPE, text=True, env=os.environ) as program:
        yield re.search(r"http://127\.0\.0\.1:\d+/", program.stdout.readline())[0]
        program.terminate()


@pytest.mark.serial
def test_a_changed_cell_is_on_the_open_page_in_two_seconds_in_the_same_view(
        served, browser, write):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(30_000)

    def seen(title: str) -> float:
        """Wait until a title is on the map, and return the seconds that it took."""
        start = perf_counter()
        page.frame_locator("#map").get_by_role("heading", name=title).wait_for()
        return perf_counter() - start

    page.goto(f"{served}#w=2020-10-01_2020-10-31&v=39.85,46.8,10&s=b")
    seen("Second")
    page.frames[1].evaluate("conflictmap.set({view: {center: [39.87, 46.85], zoom: 11}})")
    expect(page).to_have_url(re.compile("v=39.8700,46.8500,11"), timeout=30_000)
    view = page.frames[1].evaluate("conflictmap.state()")
    times = []
    for title in ("Third", "Fourth", "Fifth"):
        write("events.csv", HEAD + ROWS.format(title))
        times.append(seen(title))
        assert page.frames[1].evaluate("conflictmap.state()") == view

    write("events.csv", "")
    page.get_by_role("alert").filter(has_text="events.csv").wait_for()
    assert seen("Fifth") < SECONDS
    write("events.csv", HEAD + ROWS.format("<b>Mended</b>").replace("46.7,", "146.7,"))
    seen("<b>Mended")
    page.get_by_text("1 found by the check").wait_for()
    page.get_by_role("alert").wait_for(state="hidden")
    page.close()
    assert min(times) <= SECONDS, times
