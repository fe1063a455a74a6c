"""The part of docs/benchmarks.md on joins in memory, from what join.py wrote."""

from __future__ import annotations

from typing import Any

NOT_RUN = "Not run."


def joins(found: dict[str, Any] | None) -> str:
    """Return the tables of exact and of vague events, and how the cost grows."""
    if not found:
        return NOT_RUN
    exact = found["exact"]
    text = (f"{exact['events']:,} events at exact points on one day, medians of {exact['rounds']}. "
            "The areas are new in each round, so that nothing is left prepared. *geopandas* is the "
            "usual way; *shapely with care* looks at boxes and days first.\n\n")
    text += engines(exact) + f"\n\nA process that reads and joins them: {exact['peak_mb']:.0f} MB."
    for one in found.get("vague", []):
        text += (f"\n\n{one['events']:,} events, half of them with a radius of 1, 5 or 20 km and up to "
                 f"a year; the share of each in each area, medians of {one['rounds']}:\n\n")
        text += engines(one)
    return text + "\n\n" + growth(found.get("growth", []))


def engines(one: dict[str, Any]) -> str:
    """Return the table of engines, with their ratio to conflictmap and millions of events a second."""
    ours = one["engines"]["conflictmap"]["cpu_s"]
    return rows(["", "CPU s", "ratio", "events per CPU second"], [
        [name, f"{engine['cpu_s']:.3f}", "1" if name == "conflictmap" else f"{engine['cpu_s'] / ours:.2f}",
         f"{rounded(one['events'] / engine['cpu_s']):,}"]
        for name, engine in one["engines"].items()])


def growth(found: list[dict[str, Any]]) -> str:
    """Return the table of how the cost of the exact join grows."""
    head = "How the join of exact events grows, with areas and road prepared anew each time:\n\n"
    return head + rows(["events", "CPU s", "nanoseconds an event"], [
        [f"{one['events']:,}", f"{one['cpu_s']:.4f}", f"{one['cpu_s'] / one['events'] * 1e9:,.0f}"]
        for one in found])


def rounded(value: float) -> int:
    """Return a number with two digits that count."""
    return int(float(f"{value:.2g}"))


def rows(head: list[str], body: list[list[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *body])
