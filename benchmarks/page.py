"""Measure a page from 10 thousand to a million events: build, bytes, and what a reader waits for.

    python benchmarks/page.py 10000 100000 --out page.json

Every figure is of this machine, in this hour; compare two runs side by side, not with a table.
Times in the browser are wall times in milliseconds, of a headless Chromium without a GPU; those
called `cpu` are of its main thread alone, and say more on a machine that others use too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from memory import peak_mb

HERE = Path(__file__).parent
#: Column of the synthetic events: standard column. Twelve texts, as in make_events.py.
NAMES = {
    "country": "status", "adm1": "place_hy", "adm2": "place_az", "source": "sources",
    "precision": "place_precision", "deaths": "fatalities_best", "note": "notes",
}
#: What is kept in the smaller tables.
WITHOUT_TEXT = ("lon", "lat", "date", "type", "actor1", "actor2", "status", "place_hy", "place_az",
                "place", "sources", "place_precision", "fatalities_best", "id")
CORE = ("lon", "lat", "date", "type", "fatalities_best")

FRAMES = """async ({from, to, frames}) => {
  const day = (n) => new Date(n * 86400000).toISOString().slice(0, 10);
  const times = [];
  let last = 0;
  for (let i = 0; i < frames; i += 1) {
    const now = await new Promise((go) => requestAnimationFrame(go));
    if (last) times.push(now - last);
    last = now;
    const end = Math.round(from + 400 + (to - from - 400) * (i + 1) / frames);
    window.conflictmap.set({window: [day(from), day(end)]});
  }
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  return times;
}"""
WATCH = """() => { window.frames_ = []; let last = 0;
  const next = (now) => { if (last) window.frames_.push(now - last); last = now;
    window.going_ = requestAnimationFrame(next); };
  window.going_ = requestAnimationFrame(next); }"""
POPUP = """async () => {
  const ids = ID_LIST;
  const times = [];
  for (const id of ids) {
    await new Promise((go) => setTimeout(go, 300));
    const start = performance.now();
    window.conflictmap.set({select: id});
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
    times.push(performance.now() - start);
  }
  return times;
}"""


def events_file(rows: int, folder: Path, columns: tuple[str, ...] | None = None) -> Path:
    """Write the synthetic events under standard column names, and return the file."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    sys.path.insert(0, str(HERE))
    import make_events

    table = make_events.table(rows)
    table = table.rename_columns([NAMES.get(name, name) for name in table.column_names])
    at = table.schema.get_field_index("sources")
    table = table.set_column(at, "sources", pc.replace_substring(table["sources"], " ", "_"))
    path = folder / f"{'all' if columns is None else len(columns)}-{rows}.parquet"
    pq.write_table(table.select(list(columns or table.column_names)), path, compression="zstd")
    return path


def built(path: Path, page: Path) -> dict[str, float]:
    """Build a page in a process of its own, and return what that took."""
    command = [sys.executable, __file__, "--build", str(path), str(page)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def build(path: str, page: str) -> None:
    """Build one page and print the times as JSON."""
    import conflictmap as cm
    from conflictmap.pages.html import html_of
    from conflictmap.pages.recipe import Recipe
    from conflictmap.pages.spec import spec_of

    clock = time.process_time
    start = clock()
    events = cm.read_events(path, swap_check=False)
    read = clock()
    made = cm.build(events)
    end = clock()
    made.save(page)
    bare = events.take(slice(0, 1))
    empty = len(html_of(spec_of(Recipe(), bare, []), []).encode())
    size = Path(page).stat().st_size
    print(json.dumps({
        "rows": len(events), "bytes": size, "read_cpu_s": read - start, "build_cpu_s": end - read,
        "peak_mb": peak_mb(),
        "program_bytes": empty, "packed_bytes": packed_bytes(made.html),
    }))


def packed_bytes(html: str) -> int:
    """Return how many bytes of a page are packed events."""
    import re

    found = re.findall(r'class="conflictmap-packed"[^>]*>"([^"]*)"', html)
    return sum(map(len, found))


def browsed(page: Path, rows: int) -> dict[str, Any]:
    """Open a page and return what a reader waits for."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            tab = browser.new_page(viewport={"width": 1280, "height": 800})
            return measured(tab, page, rows)
        finally:
            browser.close()


def measured(tab: Any, page: Path, rows: int) -> dict[str, Any]:
    """Return the times of one page in an open tab."""
    clock = tab.context.new_cdp_session(tab)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    start = time.monotonic()
    tab.goto(page.as_uri())
    tab.evaluate("""async () => {
      while (!window.conflictmap) await new Promise(requestAnimationFrame);
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))); }""")
    found: dict[str, Any] = {"ready_ms": (time.monotonic() - start) * 1000}
    found["ready_cpu_ms"] = cpu_ms(clock)
    ids = tab.evaluate("window.conflictmap.state().window")
    first, last = (int((time.mktime(time.strptime(d, "%Y-%m-%d"))) // 86400) for d in ids)
    span = {"from": first, "to": last, "frames": 90}
    before = cpu_ms(clock)
    times = sorted(tab.evaluate(FRAMES, span))
    found["slider_ms"] = {"median": statistics.median(times), "p95": times[int(.95 * len(times))]}
    found["slider_cpu_ms_per_frame"] = (cpu_ms(clock) - before) / len(times)
    tab.wait_for_timeout(600)
    box = tab.locator(".cm-map").bounding_box()
    found["pan_worst_ms"] = panned(tab, box["x"] + box["width"] * .6, box["y"] + box["height"] / 2)
    sample = [f"EV-{i:08d}" for i in range(rows // 7, rows, rows // 7)]
    popups = tab.evaluate(POPUP.replace("ID_LIST", json.dumps(sample)))
    found["popup_ms"] = {"first": popups[0], "later": statistics.median(popups[1:])}
    return found


def cpu_ms(clock: Any) -> float:
    """Return the time of the processor that the page's main thread has used."""
    metrics = clock.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def panned(tab: Any, x: float, y: float) -> float:
    """Return the worst frame, in ms, of one drag that begins at a pixel of the page."""
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(WATCH)
    for step in range(1, 25):
        tab.mouse.move(x - 6 * step, y + 2 * step)
        tab.wait_for_timeout(16)
    tab.mouse.up()
    tab.wait_for_timeout(400)
    return float(max(tab.evaluate("cancelAnimationFrame(window.going_), window.frames_")))


def main() -> None:
    """Measure what the command line asks for."""
    if sys.argv[1:2] == ["--build"]:
        build(*sys.argv[2:4])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--keep", type=Path, help="folder for the pages; by default none is kept")
    parser.add_argument("--columns", choices=("all", "no-text", "core"), default="all")
    asked = parser.parse_args()
    columns = {"all": None, "no-text": WITHOUT_TEXT, "core": CORE}[asked.columns]
    results = []
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(exist_ok=True, parents=True)
        for rows in asked.rows:
            page = folder / f"{asked.columns}-{rows}.html"
            found = built(events_file(rows, folder, columns), page)
            found["bytes_per_event"] = found["packed_bytes"] / rows
            results.append(found | (browsed(page, rows) if asked.columns == "all" else {}))
            print(json.dumps(results[-1]))
    if asked.out:
        asked.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
