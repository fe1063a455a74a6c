"""Measure the making of an HTML file: python -m peers.builds 10000 100000 [--only TOOL …].

Every build is a process of its own: it makes a page of 100 events first, so that imports and first
uses are done, then reads the table and writes the page; that is what is timed, in CPU seconds of
all threads. Tools take turns; each has up to five turns while they stay under a minute in all.
A build is stopped at 90 CPU seconds or 4 GB. The last page of each tool is kept for the browser.
"""

from __future__ import annotations

import gzip
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import page as pages
import psutil
from memory import peak_mb

from peers.running import RESULTS, asked, before, written
from peers.tools import TOOLS, Tool

PAGES = RESULTS / "pages"
CPU_S, MEMORY_MB, TURNS, BUDGET_S = 90, 4096, 5, 50
FEW = 100


def used() -> float:
    """Return the CPU seconds of this process."""
    found = resource.getrusage(resource.RUSAGE_SELF)
    return found.ru_utime + found.ru_stime


def child(name: str, few: str, source: str, page: str) -> None:
    """Make a small page and then the page; print what that took."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 5))
    make = TOOLS[name].make
    make(Path(few), Path(page))
    start = used()
    make(Path(source), Path(page))
    print(json.dumps({"cpu_s": used() - start, "whole_cpu_s": used(), "peak_mb": peak_mb()}))


def run(name: str, few: Path, source: Path, page: Path) -> dict[str, Any]:
    """Run one build, and return its figures or why it has none."""
    command = [sys.executable, "-m", "peers.builds", "--child", name, *map(str, (few, source, page))]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               cwd=Path(__file__).parents[1])
    process, peak, begun = psutil.Process(started.pid), 0.0, time.monotonic()
    while started.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss / 2**20)
        except psutil.NoSuchProcess:
            break
        if peak > MEMORY_MB or time.monotonic() - begun > 4 * CPU_S:
            started.kill()
            break
        time.sleep(0.1)
    out, err = started.communicate()
    if started.returncode == 0:
        found: dict[str, Any] = json.loads(out.splitlines()[-1])
        return found
    if peak > MEMORY_MB:
        return {"failed": "over 4 GB"}
    if started.returncode < 0:
        return {"failed": f"over {CPU_S} s"}
    return {"failed": (err.strip().splitlines() or ["no message"])[-1][:200]}


def again(done: list[dict[str, Any]]) -> bool:
    """Say whether a tool has time for another turn."""
    spent = sum(run["cpu_s"] for run in done)
    return not done or (spent + done[-1]["cpu_s"] <= BUDGET_S)


def measured(tools: list[Tool], rows: int, few: Path, source: Path, most: int) -> dict[str, Any]:
    """Measure the tools in turn on one table."""
    runs: dict[str, list[dict[str, Any]]] = {tool.name: [] for tool in tools}
    failed: dict[str, str] = {}
    for _ in range(most):
        for tool in tools:
            if tool.name in failed or not again(runs[tool.name]):
                continue
            page = PAGES / f"{tool.name}-{rows}.html"
            found = run(tool.name, few, source, page)
            print(rows, tool.name, found, flush=True)
            if "failed" in found:
                failed[tool.name] = found["failed"]
                page.unlink(missing_ok=True)
            else:
                runs[tool.name].append(found)
    return {tool.name: {"failed": failed[tool.name]} if tool.name in failed
            else summed(runs[tool.name], PAGES / f"{tool.name}-{rows}.html", rows)
            for tool in tools}


def summed(runs: list[dict[str, Any]], page: Path, rows: int) -> dict[str, Any]:
    """Return the medians of the runs and the size of the page."""
    found: dict[str, Any] = {key: statistics.median(run[key] for run in runs)
                             for key in ("cpu_s", "whole_cpu_s", "peak_mb")}
    found |= {"n": len(runs), "cpu_s_all": [run["cpu_s"] for run in runs],
              "bytes_per_event": page.stat().st_size / rows}
    if page.name.startswith("conflictmap"):
        found["packed_per_event"] = pages.packed_bytes(page.read_text(encoding="utf-8")) / rows
    if rows <= 100_000:
        found["gzip_per_event"] = len(gzip.compress(page.read_bytes(), 6)) / rows
    return found


def expected(tool: Tool, rows: int, done: dict[int, dict[str, Any]]) -> str:
    """Say why a build is not tried: from the two sizes before, or because it is too many."""
    if rows > tool.most:
        return f"not tried above {tool.most:,}"
    known = [(n, found[tool.name]) for n, found in sorted(done.items())
             if n < rows and tool.name in found]
    if known and "failed" in known[-1][1]:
        return f"failed with {known[-1][0]:,}"
    if len(known) < 2:
        return ""
    (less, small), (more, large) = known[-2:]
    peak = large["peak_mb"] + (large["peak_mb"] - small["peak_mb"]) / (more - less) * (rows - more)
    if peak > 1.1 * MEMORY_MB:
        return "over 4 GB (estimated)"
    return f"over {CPU_S} s (estimated)" if large["cpu_s"] / more * rows > 1.1 * CPU_S else ""


def main() -> None:
    """Measure what the command line asks for."""
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:6])
        return
    said = asked(__doc__, list(TOOLS), TURNS).parse_args()
    PAGES.mkdir(parents=True, exist_ok=True)
    few = pages.events_file(FEW, PAGES)
    results = before("builds") if said.add else {}
    for rows in sorted(said.rows):
        tools = [TOOLS[name] for name in said.only]
        reasons = {tool.name: why for tool in tools if (why := expected(tool, rows, results))}
        source = pages.events_file(rows, PAGES)
        found = measured([t for t in tools if t.name not in reasons], rows, few, source,
                         said.turns)
        results[rows] = results.get(rows, {}) | found | {
            name: {"failed": why} for name, why in reasons.items()}
        source.unlink()
        written("builds", results, added=said.add)


if __name__ == "__main__":
    main()
