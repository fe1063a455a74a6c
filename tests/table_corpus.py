"""The small tables of `tests/tables`: what stands in them, and what must come out."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "tables"
SEPARATORS = ("\t", ";", ",")


class Case(NamedTuple):
    name: str
    text: str
    expected: tuple[str, ...]

    @property
    def separator(self) -> str:
        first = self.text.splitlines()[0]
        return max(SEPARATORS, key=first.count)

    @property
    def rows(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.text), delimiter=self.separator))


def cases() -> list[Case]:
    found = []
    for file in sorted(FOLDER.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").split("=== ")[1:]:
            name, _, rest = block.partition("\n")
            text, _, expected = rest.partition("---\n")
            found.append(Case(f"{file.stem}: {name}", text, tuple(expected.splitlines())))
    return found


def outcome(events) -> list[str]:
    """Return what came out, one line for each event, as the corpus writes it."""
    lines = []
    for i in range(len(events)):
        point = "" if math.isnan(events["lat"][i]) else (
            f"{events['lat'][i]:.4f},{events['lon'][i]:.4f}")
        dead = "/".join("" if math.isnan(v) else f"{v:.0f}" for v in (
            events["fatalities_low"][i], events["fatalities"][i], events["fatalities_high"][i]))
        lines.append(" | ".join((events["when"][i], point, dead, events["title"][i])))
    return lines


def difference(case: Case, events) -> list[str]:
    """Return each part in which what came out is another than what must."""
    expected = [line for line in case.expected if line.strip() != "x"]
    aside = len(case.expected) - len(expected)
    found = outcome(events)
    wrong = [] if events.accounting.set_aside == aside else [
        f"set aside {events.accounting.set_aside}, not {aside}"]
    if len(found) != len(expected):
        return [*wrong, f"{len(found)} rows, not {len(expected)}: {found}"]
    for want, got in zip(expected, found, strict=True):
        parts = list(zip(want.split(" | "), got.split(" | "), strict=False))
        wrong += [f"{w!r}, not {g!r}" for n, (w, g) in enumerate(parts)
                  if w.strip() != "*" and not _same(w.strip(), g.strip(), point=n == 1)]
    return wrong


def _same(want: str, got: str, *, point: bool) -> bool:
    if not point or not want or not got:
        return want == got
    pairs = zip(want.split(","), got.split(","), strict=True)
    return all(abs(float(a) - float(b)) <= 2e-4 for a, b in pairs)
