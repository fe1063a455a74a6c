"""Measure pages in Chromium: python -m peers.browser 10000 100000 [--only TOOL …] [--turns 3].

The pages are those that peers.builds left. Headless, without a GPU (WebGL is drawn by the
processor), without a network. A fresh browser for every page, for 150 seconds at most; pages take turns.

ready     navigation to the end of the last long task or slow frame before 1.5 s of quiet
time      frames while the shown days change once a frame, for tools with a time control
pan       the worst frame of one drag
popup     from the call to the frame after it: the first, and the median of the later ones
memory    of the renderer, after all that
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import page as pages
import psutil
from playwright.sync_api import sync_playwright

from peers import local
from peers.builds import PAGES
from peers.running import asked, before, written
from peers.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARGS = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic",
        "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
#: Where a drag begins: about the middle of the page.
MIDDLE = (700, 330)
PATIENCE_S = 150
BUSY = """(() => { let last = performance.now(); window.busy_ = 0;
  new PerformanceObserver((list) => { for (const task of list.getEntries())
    window.busy_ = Math.max(window.busy_, task.startTime + task.duration);
  }).observe({type: "longtask", buffered: true});
  const next = (now) => { if (now - last > 50) window.busy_ = Math.max(window.busy_, now);
    last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next); })()"""
QUIET = """() => document.readyState === "complete" && performance.now() - 1500 > Math.max(
  window.busy_, performance.getEntriesByType("navigation")[0].loadEventEnd)"""
READY = """() => Math.max(window.busy_, performance.getEntriesByType("navigation")[0].loadEventEnd,
  ...performance.getEntriesByName("first-contentful-paint").map((e) => e.startTime))"""
#: Frames while STEP(i) is done once a frame for i in 0 … 89, for 20 seconds at most.
STEPS = """async () => {
  const step = STEP;
  const times = [], begun = performance.now();
  let last = 0;
  for (let i = 0; i < 90 && performance.now() - begun < 20000; i += 1) {
    const now = await new Promise((go) => requestAnimationFrame(go));
    if (last) times.push(now - last);
    last = now;
    step(i);
  }
  return times;
}"""
OPENED = """async () => {
  const opens = OPENS;
  const times = [];
  for (const open of opens) {
    const start = performance.now();
    open();
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
    times.push(performance.now() - start);
  }
  return times;
}"""
#: The month that is shown at step i: all 432 months of the data in 90 steps. TimestampedGeoJson is
#: told its months, for its library sorts times as text and finds one in data that cross 2001-09-09.
MONTH = "const m = Math.floor(i * 430 / 90), y = 1989 + Math.floor(m / 12);"
STEP = {
    "conflictmap": f"""(i) => {{ {MONTH} const day = (k) => new Date(Date.UTC(y, m % 12 + k, 1))
      .toISOString().slice(0, 10);
      window.conflictmap.set({{window: [day(0), day(1)]}}); }}""",
    "folium_timestamped": f"""(() => {{ const map = window[Object.keys(window).find((k) => /^map_[0-9a-f]+$/.test(k))];
      map.timeDimension.setAvailableTimes("1989-01-01T00:00:00Z/2025-01-01T00:00:00Z/P1M", "replace");
      return (i) => {{ {MONTH} map.timeDimension.setCurrentTimeIndex(m); }}; }})()""",
    "keplergl": f"""(i) => {{ {MONTH} store.dispatch({{type: "@@kepler.gl/SET_FILTER", idx: 0, prop: "value",
      value: [Date.UTC(y, m % 12, 1), Date.UTC(y, m % 12 + 1, 1)]}}); }}""",
}
POINTS = """(() => { const found = [];
  const map = window[Object.keys(window).find((k) => /^map_[0-9a-f]+$/.test(k))];
  LAYERS
  const every = Math.max(1, Math.floor(found.length / 7));
  return found.filter((_, i) => i % every === 0).slice(0, 7).map(OPEN); })()"""
SHOWN = "map.eachLayer((layer) => { if (layer.getPopup && layer.getLatLng && layer.feature) found.push(layer); });"
CLUSTER = """map.eachLayer((group) => { if (group.getChildCount === undefined && group.getLayers
  && group.zoomToShowLayer) for (const at of group.getLayers()) found.push(at); });"""
OPENS = {
    "folium_geojson": POINTS.replace("LAYERS", SHOWN).replace("OPEN", "(at) => () => at.openPopup()"),
    "geopandas_explore": POINTS.replace("LAYERS", SHOWN).replace("OPEN", "(at) => () => at.openPopup()"),
    "folium_timestamped": POINTS.replace("LAYERS", SHOWN).replace("OPEN", "(at) => () => at.openPopup()"),
    "folium_fast_cluster": POINTS.replace("LAYERS", CLUSTER).replace(
        "OPEN", "(at) => () => map.openPopup(at.getPopup().setLatLng(at.getLatLng()))"),
}
#: A part of every map that has points, and the bytes of its picture under which it has none.
MIDDLE, EMPTY_BYTES = {"x": 500, "y": 280, "width": 260, "height": 180}, 1500
#: Drawn with WebGL, which the processor draws here.
SOFTWARE_GL = ("keplergl", "lonboard", "plotly", "pydeck")
BROWSED = tuple(name for name in TOOLS if name not in {"folium_circles", "bokeh"})


def prepared(name: str, rows: int, port: int, folder: Path) -> Path | None:
    """Return a copy of a page that asks this server for its libraries."""
    source = PAGES / f"{name}-{rows}.html"
    if not source.exists():
        return None
    copy = folder / source.name
    body = source.read_bytes()
    copy.write_bytes(body if name == "conflictmap" else local.away(body, port))
    return copy


def drawn(tab: Any, name: str) -> float:
    """Return when the page was ready; with WebGL, points may come after the page is quiet."""
    tab.wait_for_function(QUIET, polling=200)
    ready = float(tab.evaluate(READY))
    while name in SOFTWARE_GL and len(tab.screenshot(clip=MIDDLE)) < EMPTY_BYTES:
        tab.wait_for_timeout(500)
        tab.wait_for_function(QUIET, polling=200)
        ready = float(tab.evaluate("performance.now()"))
    return ready


def timed(tab: Any, name: str, rows: int, tell: Callable[[dict[str, Any]], None]) -> None:
    """Tell what a reader of an open page waits for, one thing after the other."""
    if name == "conflictmap":
        times = tab.evaluate(pages.FRAMES, {"from": 6940, "to": 20088, "frames": 90})
        tell({"growing_ms": summary(sorted(times))})
    tell({"pan_ms": pages.panned(tab, *MIDDLE)})
    if name in OPENS or name == "conflictmap":
        tell({"popup_ms": popups(tab, name, rows)})
    if name in STEP:
        tell({"month_ms": summary(sorted(tab.evaluate(STEPS.replace("STEP", STEP[name]))))})


def summary(times: list[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of sorted times."""
    return {"median": statistics.median(times), "p95": times[int(.95 * len(times))]}


def popups(tab: Any, name: str, rows: int) -> dict[str, float] | None:
    """Return the times of the first and of later popups."""
    if name == "conflictmap":
        sample = [f"EV-{i:08d}" for i in range(rows // 7, rows, rows // 7)]
        times = tab.evaluate(pages.POPUP.replace("ID_LIST", json.dumps(sample)))
    else:
        times = tab.evaluate(OPENED.replace("OPENS", OPENS[name]))
    return {"first": times[0], "later": statistics.median(times[1:])} if len(times) > 1 else None


def renderer_mb() -> float:
    """Return the resident memory of the largest renderer that this process started."""
    sizes = [child.memory_info().rss for child in psutil.Process().children(recursive=True)
             if "--type=renderer" in child.cmdline()]
    return max(sizes, default=0) / 2**20


def child(name: str, rows: str, address: str, picture: str) -> None:
    """Open a page and print each figure as soon as it is known."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    found: dict[str, Any] = {"errors": []}

    def tell(more: dict[str, Any]) -> None:
        found.update(more | {"renderer_mb": renderer_mb()})
        print(json.dumps(found), flush=True)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.set_default_timeout(PATIENCE_S * 1000)
        tab.on("pageerror", lambda error: found["errors"].append(str(error)[:200]))
        tab.add_init_script(BUSY)
        tab.goto(address, wait_until="commit")
        ready = drawn(tab, name)
        if not os.path.exists(picture):  # noqa: PTH110
            tab.screenshot(path=picture)
        tell({"ready_ms": ready})
        timed(tab, name, int(rows), tell)
        browser.close()


def browsed(name: str, rows: int, address: str, picture: Path) -> dict[str, Any]:
    """Measure a page in a process and a browser of its own, for PATIENCE_S at most."""
    command = [sys.executable, "-m", "peers.browser", "--child", name, str(rows), address, str(picture)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True)
    try:
        out, err = started.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        out, err = started.communicate()
        err = f"over {PATIENCE_S} s"
    if out.strip():
        found: dict[str, Any] = json.loads(out.splitlines()[-1])
        return found
    return {"failed": (err.strip().splitlines() or ["no message"])[-1][:200]}


def middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the medians of runs, key by key."""
    good = [run for run in runs if "failed" not in run]
    if not good:
        return {"failed": runs[0]["failed"] if runs else "no page was built"}
    found: dict[str, Any] = {"n": len(good), "errors": good[0]["errors"]}
    for key in ("ready_ms", "pan_ms", "renderer_mb"):
        known = [run[key] for run in good if key in run]
        if known:
            found[key] = statistics.median(known)
    for key in ("growing_ms", "month_ms", "popup_ms"):
        some = [run[key] for run in good if run.get(key)]
        if some:
            found[key] = {part: statistics.median(s[part] for s in some) for part in some[0]}
    return found


def main() -> None:
    """Measure what the command line asks for."""
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:6])
        return
    parser = asked(__doc__, list(BROWSED), 3)
    parser.add_argument("--turns-seconds", type=float, default=60, help="no further turn after that")
    said = parser.parse_args()
    local.install()
    folder, pictures = PAGES / "prepared", PAGES.parent / "pictures"
    for made in (folder, pictures):
        made.mkdir(parents=True, exist_ok=True)
    results = before("browser") if said.add else {}
    with local.served(folder) as (port, refused):
        for rows in sorted(said.rows):
            runs: dict[str, list[dict[str, Any]]] = {name: [] for name in said.only}
            spent = dict.fromkeys(said.only, 0.0)
            ready = {name: prepared(name, rows, port, folder) for name in said.only}
            for _ in range(said.turns):
                for name, copy in ready.items():
                    if not copy or spent[name] > said.turns_seconds:
                        continue
                    begun, less = time.monotonic(), len(refused)
                    found = browsed(name, rows, f"http://127.0.0.1:{port}/page/{copy.name}",
                                    pictures / f"{name}-{rows}.png")
                    spent[name] += time.monotonic() - begun
                    runs[name].append(found)
                    print(rows, name, json.dumps(found), sorted(set(refused[less:]))[:12], flush=True)
            results[rows] = results.get(rows, {}) | {
                name: middle(found) for name, found in runs.items()}
            written("browser", results, added=said.add)
            for copy in filter(None, ready.values()):
                copy.unlink()


if __name__ == "__main__":
    main()
