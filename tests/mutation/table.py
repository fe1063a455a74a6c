"""The table of mutants: how many died by group, and each that lives with its reason."""


from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sample import ROOT, SEED

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE = ROOT / "docs" / "mutants.md"
REASONS = tomllib.loads((Path(__file__).with_name("equivalent.toml")).read_text("utf-8"))
HEAD = f"""\
# Mutants

Written by `make mutants`; how it works is [decision 2](decisions/0002-random-mutants.md).

A tool changes the code in one place, and the tests must fail. The places are drawn with the seed
`{SEED}`. *Equivalent*: no test of behaviour can tell the change, for the reason given
below. *Score*: killed of those that are not equivalent. Groups below the packages hold what may
not be wrong at all; their mutants are drawn anew from those modules alone. *Run*: the day on
which a group was run last; `make mutants MUTANTS=joins` runs one and leaves the rows of the
others. *Cut short*: few of its mutants met few of the tests. A run with a part of the tests
(`--tests`) finds no more killed than one with all: its score is a lower bound.
"""


def reason_of(mutant: dict[str, Any]) -> str:
    """Return why a mutant that lives is equivalent; empty when it is not known to be."""
    for one in REASONS["equivalent"]:
        if (one.get("was", mutant["was"]) == mutant["was"]
                and one.get("becomes", mutant["becomes"]) == mutant["becomes"]
                and one.get("text", "") in mutant["was"]
                and one.get("to", "") in mutant["becomes"]
                and one.get("file", "") in mutant["file"]
                and ("was" in one or "text" in one)):
            return str(one["why"])
    return ""


def _counted(results: list[dict[str, Any]]) -> tuple[int, int, int]:
    killed = sum(one["state"] == "killed" for one in results)
    same = sum(one["state"] != "killed" and bool(reason_of(one)) for one in results)
    return len(results), killed, same


def score(results: list[dict[str, Any]]) -> float:
    """Return the percentage of mutants killed, of those that are not equivalent."""
    count, killed, same = _counted(results)
    return 100 * killed / max(1, count - same)


def _row(name: str, least: float, results: list[dict[str, Any]]) -> str:
    count, killed, same = _counted(results)
    return (f"| {name} | {count} | {killed} | {same} | {count - killed - same} |"
            f" {score(results):.0f} % | {least:.0f} % | {max(one['day'] for one in results)} |")


def _code(text: str) -> str:
    short = " ".join(text.split())
    short = short if len(short) <= 110 else short[:107] + "..."
    inert = short.replace("|", "\\|").replace("`", "'").replace("](", "] (")  # no link
    return f"`{inert}`"


def _survivors(name: str, results: list[dict[str, Any]]) -> Iterable[str]:
    lived = [one for one in results if one["state"] != "killed"]
    if lived:
        yield f"\n### {name}\n"
    for one in sorted(lived, key=lambda one: (one["file"], one["line"])):
        why = reason_of(one) or ("**no test reaches it**" if one["state"] == "not reached"
                                 else "**lives**")
        becomes = _code(one["becomes"]) if one["becomes"] else "nothing"
        yield f"- `{one['file']}` {_code(one['was'])} → {becomes}: {why}"


def write_table(groups: list[tuple[str, float, list[dict[str, Any]]]], names: list[str]) -> int:
    """Write the table, its groups in the order of NAMES; return 1 when one is below its score.

    Rows of groups that have no results, and what lives in them, stay as they stand in the table.
    """
    head = ["| group | mutants | killed | equivalent | live | score | least | run |",
            "|---|---|---|---|---|---|---|---|"]
    rows, lived = _kept(TABLE.read_text(encoding="utf-8"))
    ran = [group for group in groups if group[2]]
    for name, least, results in ran:
        rows[name] = _row(name, least, results)
        lived[name] = list(_survivors(name, results))
    order = [name for name in [*names, *(n for n in rows if n.startswith("page: "))]
             if name in rows]
    said = [line for name in order for line in lived.get(name, [])]
    TABLE.write_text("\n".join([HEAD, *head, *(rows[name] for name in order),
                                "\n## Those that live", *said]) + "\n", encoding="utf-8")
    print("\n".join(rows[name] for name, _, _ in ran))
    low = [name for name, least, results in ran if score(results) < least]
    print(f"below their least score: {', '.join(low)}" if low else "every group has its score")
    return 1 if low else 0


def _kept(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the rows and the sections of a table as it stands, by group."""
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in text.splitlines()
            if line.startswith("| ") and not line.startswith("| group ")}
    parts = (part.partition("\n") for part in text.split("\n### ")[1:])
    return rows, {name: [f"\n### {name}\n", *body.strip("\n").splitlines()]
                  for name, _, body in parts}


def page_groups(store: Path, least: dict[str, float]) -> list[tuple[str, float, list[Any]]]:
    """Return the groups of the page's folders, from what page.mjs has written."""
    if not store.exists():
        return []
    results = json.loads(store.read_text(encoding="utf-8"))
    return [(f"page: {name}", least.get(name, least["default"]),
             [one for one in results if one["folder"] == name])
            for name in sorted({one["folder"] for one in results})]
