"""Write docs/benchmarks.md from report.in.md and the results: python benchmarks/report.py.

The results are the files in build/bench; a part without results says "Not run". Every ratio is of
one run: what the other tool took, divided by what conflictmap took.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_joins import joins

if TYPE_CHECKING:
    from collections.abc import Callable

    Figure = Callable[[dict[str, Any]], float | None]

HERE = Path(__file__).parent
RESULTS = HERE.parent / "build" / "bench"
OUT = HERE.parent / "docs" / "benchmarks.md"
NOT_RUN = "Not run."
NONE = "\N{EN DASH}"
OURS = "conflictmap"
TITLES = {
    OURS: "conflictmap", "folium_geojson": "folium GeoJson",
    "folium_fast_cluster": "folium FastMarkerCluster",
    "folium_timestamped": "folium TimestampedGeoJson",
    "folium_circles": "folium CircleMarker, one by one",
    "geopandas_explore": "geopandas.explore", "keplergl": "kepler.gl", "lonboard": "lonboard",
    "plotly": "plotly scatter_map", "pydeck": "pydeck", "bokeh": "bokeh",
}
#: Small maps: a row, and the row that it is compared with.
PAIRS = {
    "import conflictmap": "import numpy, shapely, pyproj",
    "50 events, conflictmap": "50 events, folium",
    "50 events, conflictmap, no layer": "50 events, folium",
}


#: What is aimed at: CPU seconds over those of the tool beside it.
AIMS = {("join", "plain.parquet"): "0.33", ("join", "plain.csv"): "0.5", ("join", ""): "0.7",
        ("check", ""): "2", ("count", ""): "2", ("convert", ""): "2", ("build", ""): "4"}


def loaded(folder: Path, name: str) -> Any:
    """Return the results of one measurement, or nothing."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def results(folder: Path, name: str) -> dict[str, Any]:
    """Return the figures of a measurement of several tools; empty when it was not run."""
    found: dict[str, Any] = (loaded(folder, name) or {}).get("results", {})
    return found


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown, or that it was not run."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) if rows else NOT_RUN


def number(value: float) -> str:
    """Return a number with the digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def key(name: str, factor: float = 1) -> Figure:
    """Return what finds one figure of a tool, or nothing."""
    def figure(found: dict[str, Any]) -> float | None:
        return None if found.get(name) is None else float(found[name]) * factor
    return figure


def cell(found: dict[str, Any], ours: dict[str, Any], figure: Figure) -> str:
    """Return a figure with its ratio to conflictmap's, or why there is none."""
    value, base = figure(found), figure(ours)
    if value is None:
        return str(found.get("failed", NONE))
    if found is ours:
        return f"**{number(value)}**"
    return f"{number(value)} ({number(value / base)})" if base else number(value)


def sizes(found: dict[str, Any]) -> list[str]:
    """Return the numbers of events, smallest first."""
    return sorted(found, key=int)


def headed(found: dict[str, Any], rows: list[list[str]]) -> str:
    """Return a table with a column for each number of events."""
    return table(["", *(f"{int(size):,}" for size in sizes(found))], rows)


def ratios(found: dict[str, Any], figure: Figure) -> str:
    """Return a table of tools and numbers of events, without tools that have no figure."""
    rows = []
    for name, title in TITLES.items():
        ones = [(found[size].get(name, {}), found[size].get(OURS, {})) for size in sizes(found)]
        if any(figure(one) is not None for one, _ in ones):
            rows.append([title, *(cell(one, ours, figure) for one, ours in ones)])
    return headed(found, rows)


def pairs(found: dict[str, Any], name: str, parts: tuple[str, str]) -> list[list[str]]:
    """Return the rows of tools that have a measurement of two figures."""
    return [[title, *(two(found[size].get(tool, {}), name, parts) for size in sizes(found))]
            for tool, title in TITLES.items()
            if any(found[size].get(tool, {}).get(name) for size in sizes(found))]


def two(found: dict[str, Any], name: str, parts: tuple[str, str]) -> str:
    """Return two figures of one measurement."""
    value = found.get(name)
    return " / ".join(number(value[part]) for part in parts) if value else NONE


def counts(found: dict[str, Any]) -> str:
    """Return how often each number of events was run."""
    parts = []
    for size in sizes(found):
        runs = sorted({one["n"] for one in found[size].values() if "n" in one})
        if runs:
            often = str(runs[0]) if len(runs) == 1 else f"{runs[0]} to {runs[-1]}"
            parts.append(f"{often} with {int(size):,} events")
    return ", ".join(parts) or "none yet"


def packed(found: dict[str, Any]) -> str:
    """Return what the packed events alone take."""
    parts = [f"{number(value)} with {int(size):,}" for size in sizes(found)
             if (value := found[size].get(OURS, {}).get("packed_per_event"))]
    return f"The packed events of conflictmap alone: {', '.join(parts)} events." if parts else ""


def startup(found: dict[str, Any]) -> str:
    """Return the table of small maps."""
    rows = []
    for name, one in found.items():
        other = found.get(PAIRS.get(name, ""))
        ratio = f"{number(one['cpu_s'] / other['cpu_s'])} of *{PAIRS[name]}*" if other else ""
        rows.append([name, f"{one['cpu_s']:.3f}", f"{one['wall_s']:.2f}", ratio, str(one["n"])])
    return table(["", "CPU s", "s on the clock", "ratio", "runs"], rows)


def steps(found: dict[str, Any]) -> str:
    """Return the table of frames while time goes on."""
    parts = ("median", "p95")
    months = pairs(found, "month_ms", parts)
    growing = [["conflictmap, growing", *row[1:]] for row in pairs(found, "growing_ms", parts)]
    return headed(found, months[:1] + growing + months[1:])


def page(found: list[dict[str, Any]] | None) -> str:
    """Return the table of the page alone, in whole milliseconds."""
    def whole(one: dict[str, Any], name: str) -> str:
        return number(one[name]) if name in one else NONE

    return table(["events", "packed bytes each", "build, CPU s", "ready, ms", "slider frame, ms",
                  "worst pan frame, ms", "popup, ms"], [
        [f"{one['rows']:,}", whole(one, "bytes_per_event"), whole(one, "build_cpu_s"),
         whole(one, "ready_ms"), two(one, "slider_ms", ("median", "p95")),
         whole(one, "pan_worst_ms"), two(one, "popup_ms", ("first", "later"))]
        for one in found or []])


def stream(folder: Path) -> str:
    """Return the table of joins in pieces, from what stream.py printed."""
    path = folder / "stream.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    used = re.findall(r"^  (\w+): CPU ([\d.]+) s, peak (\d+) MB\n(?:.*\n)*?events-(\d+)\.parquet \1:",
                      text, re.MULTILINE)
    floors = {rows: float(cpu) for task, cpu, _, rows in used if task == "floor"}
    return table(["events", "task", "CPU s", "times the floor", "peak MB"], [
        [f"{int(rows):,}", task, cpu, number(float(cpu) / floors[rows]) if rows in floors else NONE,
         peak] for task, cpu, peak, rows in used])


def files(folder: Path) -> str:
    """Return the table of commands, from what files.py printed, and how busy the machine was."""
    path = folder / "files.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    used = re.findall(
        r"^(\w+) (\w+)-(\d+)\.(\w+)( \.\w+)?: ([\d.]+) CPU s, (\d+) MB; (\S+) ([\d.]+) s, (\d+) MB;"
        r" ratio ([\d.]+)$", text, re.MULTILINE)
    rows = [[f"{verb}{as_}", f"{int(count):,} {shape}.{ending}", f"{cpu} / {peak}",
             f"{tool} {other} / {most}", ratio, AIMS.get((verb, f"{shape}.{ending}"), AIMS[verb, ""])]
            for verb, shape, count, ending, as_, cpu, peak, tool, other, most, ratio in used]
    load = re.search(r"^load \(([\d.]+)", text, re.MULTILINE)
    said = f"\n\nProcesses that waited for the two cores at the end: {float(load[1]):.1f}." if load else ""
    return table(["command", "rows, shape", "CPU s / MB", "beside it, CPU s / MB", "ratio", "aim"],
                 rows) + said


def parts_of(page: str, template: str) -> dict[str, str]:
    """Return what stands in a page at each mark of its template; nothing where they do not fit."""
    pieces = re.split(r"\{\{(\w+)\}\}", template)
    pattern = "".join(f"(?P<{piece}>.*?)" if i % 2 else re.escape(piece)
                      for i, piece in enumerate(pieces))
    found = re.fullmatch(pattern, page, re.DOTALL)
    return found.groupdict() if found else {}


def machine(folder: Path) -> str:
    """Return on what and when it was measured."""
    every = [one for name in ("builds", "browser", "startup") if (one := loaded(folder, name))]
    if not every:
        return NOT_RUN
    found = every[0]
    parts = (" Some tools were measured a little later than others, not in one run."
             if any(one.get("added") for one in every) else "")
    versions = ", ".join(f"{name} {text}" for name, text in sorted(found["versions"].items()))
    return (f"Measured on {found['date']}: {found['cores']} cores ({found['machine']}, shared), "
            f"{found['memory_gib']} GiB of memory, no GPU, {found['system']}, "
            f"Python {found['python']}.{parts}\n\n{versions}.")


def parts(folder: Path) -> dict[str, str]:
    """Return the text for each mark of the template."""
    built, seen = results(folder, "builds"), results(folder, "browser")
    zipped = {size: found for size, found in built.items()
              if any("gzip_per_event" in one for one in found.values())}
    return {
        "machine": machine(folder), "build_counts": counts(built), "browser_counts": counts(seen),
        "build_cpu": ratios(built, key("cpu_s")), "build_memory": ratios(built, key("peak_mb")),
        "bytes": ratios(built, key("bytes_per_event")), "packed": packed(built),
        "gzip": ratios(zipped, key("gzip_per_event")), "startup": startup(results(folder, "startup")),
        "ready": ratios(seen, key("ready_ms", .001)), "steps": steps(seen),
        "pan": ratios(seen, key("pan_ms")), "memory": ratios(seen, key("renderer_mb")),
        "popups": headed(seen, pairs(seen, "popup_ms", ("first", "later"))),
        "page": page(loaded(folder, "page")), "joins": joins(loaded(folder, "join")),
        "stream": stream(folder), "files": files(folder),
    }


def written(folder: Path, page: str = "") -> str:
    """Return the whole page; what was not run stays as it stands in PAGE."""
    template = (HERE / "report.in.md").read_text(encoding="utf-8")
    found, before = parts(folder), parts_of(page, template)
    nothing = parts(folder / "none")
    found = {name: before.get(name, text) if text == nothing[name] else text
             for name, text in found.items()}
    text = re.sub(r"\{\{(\w+)\}\}", lambda mark: found[mark[1]], template)
    return re.sub(r"\n{3,}", "\n\n", text)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--keep", action="store_true",
                        help="leave the parts as they stand that were not run")
    asked = parser.parse_args()
    page = asked.out.read_text(encoding="utf-8") if asked.keep else ""
    asked.out.write_text(written(asked.results, page), encoding="utf-8")


if __name__ == "__main__":
    main()
