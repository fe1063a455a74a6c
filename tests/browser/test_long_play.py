"""A page on which Play runs for hours keeps its memory. The hours are simulated: the page's clocks
(`performance.now`, `Date.now`, timers, and the time that a frame is told) run SPEED times as fast,
so that it plays as many films, of fewer frames each."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

SPEED = 60
HOURS = float(os.environ.get("PLAY_HOURS", "8"))
FAST = """(() => {
  const speed = SPEED;
  const [now, date, frame] = [performance.now.bind(performance), Date.now, requestAnimationFrame];
  const [began, day] = [now(), date()];
  const fast = (time) => began + (time - began) * speed;
  performance.now = () => fast(now());
  Date.now = () => day + (date() - day) * speed;
  window.requestAnimationFrame = (go) => frame((time) => go(fast(time)));
  for (const name of ['setTimeout', 'setInterval']) {
    const own = window[name];
    window[name] = (go, wait = 0, ...more) => own(go, wait / speed, ...more);
  }
})()""".replace("SPEED", str(SPEED))
#: Play goes on, film after film; how many there were, and how many windows were shown.
ON = """() => {
  const button = document.querySelector('[data-name=play]');
  window.films = 0;
  window.windows = 0;
  let before = '';
  const look = () => {
    const now = conflictmap.state().window.join();
    if (now !== before) window.windows += 1;
    before = now;
    requestAnimationFrame(look);
  };
  look();
  setInterval(() => {
    if (button.getAttribute('aria-label') !== 'Play') return;
    window.films += 1;
    button.click();
  }, 1000);
}"""


@pytest.mark.soak
def test_hours_of_play_keep_the_memory(browser, opening_file):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    page, said = context.new_page(), []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.add_init_script(FAST)
    page.goto(f"{opening_file.as_uri()}#l=en&w=2020-09-27_2020-11-10")
    page.wait_for_function("() => window.conflictmap && window.conflictmap.state()")
    page.evaluate(ON)
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable")
    rows = []
    for hour in range(int(HOURS) + 1):
        rows.append((hour, *measured(page, tools)))
        if hour < int(HOURS):
            time.sleep(3600 / SPEED)
    if table := os.environ.get("PLAY_TABLE"):
        Path(table).write_text("".join(f"| {' | '.join(map(str, row))} |\n" for row in rows))
    context.close()
    # The first hour fills what is kept of views and letters.
    (_, heap, nodes, films, windows), last = rows[1], rows[-1]
    assert last[3] - films > 20 * (HOURS - 1), rows
    assert last[4] - windows > 100 * (HOURS - 1), rows
    assert last[1] < heap * 1.15 + 1, rows
    assert last[2] < nodes * 1.15, rows
    assert said == []


def measured(page, tools) -> tuple[float, int, int, int]:
    """Return megabytes of the heap after it was cleared, nodes, films begun and windows shown."""
    tools.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
    films, windows = page.evaluate("[window.films, window.windows]")
    return round(found["JSHeapUsedSize"] / 1e6, 2), int(found["Nodes"]), films, windows
