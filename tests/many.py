"""Many made-up events, some of them odd: for the tests of big pages."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictmap.io.collect import events_of
from conflictmap.io.rows import Row

if TYPE_CHECKING:
    import conflictmap as cm

HOSTILE = Path(__file__).parent / "hostile" / "injections"
WORDS = [f"{a}{b}" for a in ("ka", "ra", "shu", "ter", "ag") for b in ("bakh", "dam", "fu", "li")]


def hostile_texts() -> list[str]:
    """Return texts that try to get out of the page."""
    found = ["</script><script>window.__pwned=1</script>", "<!--", "]]>", "a  b ", "\u2028", "🜁 ə",
             "0", "null", "", "__proto__", "'\"\\", "constructor"]
    for name in ("html.csv", "deep-html.csv", "formulas.csv"):
        with (HOSTILE / name).open(encoding="utf-8") as lines:
            found += [row["title"] for row in list(csv.DictReader(lines))[:3]]
    return found


def cells(number: int, chance: random.Random) -> dict[str, Any]:
    """Return one row: mostly plain, sometimes without a place, a day or a toll."""
    day = f"{chance.randint(1990, 2023)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    odd = chance.random()
    toll = chance.randint(0, 40)
    row = {
        "id": f"EV-{number:06d}", "date": day, "title": " ".join(chance.choices(WORDS, k=6)),
        "type": chance.choice(["battle", "shelling", "protest"]),
        "place": chance.choice(WORDS).title(), "actor1": chance.choice(["A", "B; C", "D"]),
        "actor2": chance.choice(["", "B"]), "notes": " ".join(chance.choices(WORDS, k=20)),
        "sources": chance.choice(["s1", "s1 s2", ""]), "status": chance.choice(["", "verified"]),
        "lat": f"{38.8 + 2.4 * chance.random():.6f}", "lon": f"{45 + 3 * chance.random():.6f}",
        "fatalities_best": str(toll), "fatalities_high": str(toll + chance.choice([0, 0, 3])),
        "radius_m": chance.choice(["", "500", "12000"]),
        "source_url": f"https://example.org/{number * 7919 % 99991}",
    }
    if odd < .02:
        row |= {"lat": "", "lon": ""}
    elif odd < .04:
        row |= {"date": chance.choice(["", "1999-05", "2001", "2020-09-27/..", "../1991-01-01"])}
    elif odd < .08:
        row |= {"fatalities_best": "", "fatalities_high": chance.choice(["", "9"])}
    elif odd < .5:
        row |= {"lat": "39.8265", "lon": "46.7656", "place": "Stepanakert"}
    elif odd < .55:
        row |= {"date": f"{day}/{int(day[:4]) + 1}-01-01"}
    return row


def many_events(count: int, *, hostile: bool = False) -> cm.Events:
    """Return COUNT events, the same each time."""
    chance = random.Random(7)
    rows = [cells(i, chance) for i in range(count)]
    if hostile:
        for i, text in enumerate(hostile_texts()):
            row = rows[i * (count // 40) + 3]
            row |= dict.fromkeys(("title", "notes", "place", "actor1", "type", "status"), text)
            row["id"] = f"{text} {i}x"
    return events_of(
        (Row(place=f"line {i}", cells=row) for i, row in enumerate(rows, start=2)),
        file="many.csv", stem="many", areas={}, swap_check=False)
