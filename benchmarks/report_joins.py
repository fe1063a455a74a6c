"""The part of docs/benchmarks.md on joins, from build/bench/join.json, whatever join.py measured.

A mapping of names to seconds (or to mappings with `cpu_s`) is a table of engines with their ratio
to conflictmap; a list of mappings is a table with a column for each key; other mappings are headed.
"""

from __future__ import annotations

from typing import Any

NONE = "\N{EN DASH}"


def joins(found: Any) -> str:
    """Return the part on joins in memory."""
    return shown(found).strip() if found else "Not run."


def shown(found: Any) -> str:
    """Return tables of everything that was measured."""
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        return listed(found)
    if not isinstance(found, dict):
        return f"{text(found)}\n\n"
    if seconds(found):
        return engines(found)
    facts = [f"{name.replace('_', ' ')}: {text(value)}" for name, value in found.items()
             if not isinstance(value, (dict, list))]
    parts = [f"*{title(name)}*\n\n{shown(value)}" for name, value in found.items()
             if isinstance(value, (dict, list)) and name not in {"versions"}]
    return ("; ".join(facts) + ".\n\n" if facts else "") + "".join(parts)


def seconds(found: dict[str, Any]) -> bool:
    """Say whether a mapping is one of engines to seconds."""
    return len(found) > 1 and all(cpu(value) is not None for value in found.values()) and any(
        name.startswith(("conflictmap", "ours")) for name in found)


def cpu(value: Any) -> float | None:
    """Return the CPU seconds of one engine."""
    if isinstance(value, dict):
        value = value.get("cpu_s", value.get("median"))
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def engines(found: dict[str, Any]) -> str:
    """Return a table of engines and their ratio to conflictmap."""
    ours = next(cpu(value) for name, value in found.items()
                if name.startswith(("conflictmap", "ours")))
    return rows(["", "CPU s", "ratio"], [
        [name, text(cpu(value)), text(cpu(value) / ours) if ours else ""]
        for name, value in found.items()])


def listed(found: list[dict[str, Any]]) -> str:
    """Return a table with a column for each key."""
    names = list(dict.fromkeys(name for one in found for name in one))
    return rows([title(name) for name in names],
                [[text(one.get(name, "")) for name in names] for one in found])


def rows(head: list[str], body: list[list[str]]) -> str:
    """Return a table in Markdown."""
    return "".join(f"| {' | '.join(line)} |\n" for line in [head, ["---"] * len(head), *body]) + "\n"


def title(name: str) -> str:
    """Return a key as words."""
    return str(name).replace("_", " ")


def text(value: Any) -> str:
    """Return a value for a cell."""
    if isinstance(value, bool) or value is None:
        return str(value) if value else NONE
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return str(value)
