"""Measure what the events leave out against lists: ``python layers/make/events_coverage.py``.

Prints Markdown: civilian dead of each side in single rows beside a total that was made elsewhere;
items of lists that have a row; rows of UCDP GED 21.1 on the conflict that have one. The tables
``outside_counts.csv`` and ``outside_lists.csv`` name the totals and the items.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
EVENTS = HERE.parent / "events"
UCDP_LEAST = 25
"""UCDP's rows from so many dead are looked for: the threshold of the codebook in the wars."""
CONFLICTS = ("Artsakh", "Nagorno-Karabakh", "Armenian - Azeri")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def span(figure: str) -> tuple[int, int]:
    """Return the ends of a number or of ``low..high``.

    >>> span("6..8"), span("5")
    ((6, 8), (5, 5))
    """
    low, _, high = figure.partition("..")
    return int(low), int(high or low)


def civilians(
    events: list[dict[str, str]], claims: list[dict[str, str]], side: str, first: str, last: str
) -> tuple[int, int]:
    """Return the civilian dead of one side in single rows whose days lie in a period.

    A row counts when all its claims on dead civilians are of that side; a part of a single row
    that counts itself does not.
    """
    whose: dict[str, set[str]] = {}
    for claim in claims:
        if claim["measure"] == "killed" and claim["who"] == "civilian":
            whose.setdefault(claim["event_id"], set()).add(claim["whose"])
    counted = {e["id"]: e for e in events if e["role"] == "event" and e["deaths_civilians"]
               and whose.get(e["id"], set()) - {"all", ""} == {side} and _within(e, first, last)}
    own = [span(e["deaths_civilians"]) for e in counted.values() if e["part_of"] not in counted]
    return sum(low for low, _ in own), sum(high for _, high in own)


def _within(event: dict[str, str], first: str, last: str) -> bool:
    days = re.findall(r"\d{4}-\d{2}-\d{2}", event["date"])
    return bool(days) and first <= days[0] <= last


def _sides() -> Iterator[str]:
    events, claims = rows(EVENTS / "events.csv"), rows(EVENTS / "claims.csv")
    yield "| period | side | total made elsewhere | in single rows | share |"
    yield "|---|---|---|---|---|"
    for row in rows(HERE / "tables" / "outside_counts.csv"):
        total = int(row["killed"])
        low, high = civilians(events, claims, row["side"], row["from"], row["to"])
        side = row["side"].capitalize()
        yield (f"| {row['period']} | {side} | {total}: {row['what']} (`{row['source']}`) | "
               f"{low} to {high} | {100 * low / total:.0f} to {100 * high / total:.0f} % |")


def _lists() -> Iterator[str]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows(HERE / "tables" / "outside_lists.csv"):
        found.setdefault(row["list"], []).append(row)
    yield "| list | items with a row | without |"
    yield "|---|---|---|"
    for name, items in found.items():
        without = ", ".join(i["item"] for i in items if not i["event"]) or "none"
        yield f"| {name} | {sum(bool(i['event']) for i in items)} of {len(items)} | {without} |"
    yield _ucdp()


def _ucdp() -> str:
    ours = {n for c in rows(EVENTS / "claims.csv") if c["source_id"] == "ucdp-ged-211"
            for n in re.findall(r"\d{6}", c["locator"])}
    theirs = [r for r in rows(HERE / "tables" / "ucdp_ged_211.csv")
              if any(word in r["conflict_name"] for word in CONFLICTS)]
    large = [r for r in theirs if int(r["best"]) >= UCDP_LEAST]
    without = "; ".join(f"{r['date_start']} ({r['best']} dead)" for r in large
                        if r["id"] not in ours)
    return (f"| UCDP GED 21.1, rows on the conflict with {UCDP_LEAST} dead or more | "
            f"{sum(r['id'] in ours for r in large)} of {len(large)} | {without} |\n"
            f"| UCDP GED 21.1, all rows on the conflict | "
            f"{sum(r['id'] in ours for r in theirs)} of {len(theirs)} | not listed |")


def report() -> str:
    """Return both tables as Markdown."""
    return "\n".join([*_sides(), "", *_lists()])


if __name__ == "__main__":
    sys.stdout.write(report() + "\n")
