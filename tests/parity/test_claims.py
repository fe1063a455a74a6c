"""The rules of claims and sums, on cases that the page is held to as well: claims.json."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import conflictmap as cm
import toys
from conflictmap.analysis.claims_view import views_of
from conflictmap.model.interval import day_of
from conftest import ROOT

CASES = json.loads(Path(__file__).with_name("claims.json").read_text(encoding="utf-8"))
KEYS = ("low", "best", "high")


def named(cases):
    return [pytest.param(case, id=case["name"]) for case in cases]


def events_with(claims, sources):
    """Return two events, a and b, of which somebody says something."""
    made = tuple(
        cm.Claim(by="", statement="", event_id=c["event"], source_id=c["source"],
                 **{k: c[k] for k in ("side", "on", "measure", "who", "whose", *KEYS)})
        for c in claims)
    known = {key: cm.Source(id=key, title="", publisher="", date=s["date"], url="", archive_url="",
                            licence="", side="", note="") for key, s in sources.items()}
    rows = [{"id": i, "x": 1, "y": 1} for i in "ab"]
    return replace(toys.events(rows), claims=made, sources=known)


def said(events, view):
    return {event_id: {"toll": list(found.toll),
                       "people": {whose: list(ends) for whose, ends in found.people.items()}}
            for event_id, found in cm.told(events, view).items()}


@pytest.mark.parametrize("case", named(CASES["views"]))
def test_a_view_says_whose_dead_it_counts(case):
    events = events_with(case["claims"], case.get("sources", {}))
    for view, wanted in case["expect"].items():
        if view in views_of(events):
            found = said(events, view)
            assert {i: found[i] for i in wanted} == wanted, view
            counted = cm.count(events, claims=view)[0].toll
            tolls = [s["toll"] for s in found.values() if s["toll"] != [None] * 3]
            assert (counted.low is None) == (not any(t[0] is not None for t in tolls))


@pytest.mark.parametrize("case", named(CASES["sums"]))
def test_a_sum_is_over_the_events_that_state_it(case):
    rows = [{
        "id": i, "date": f"{day_of(start)}/{day_of(end - 1)}",
        **{f"fatalities_{k}": "" if v is None else v for k, v in zip(KEYS, ends, strict=True)},
        "role": more[0] if more else "event", "part_of": more[1] if more else "",
    } for i, start, end, *rest in case["rows"] for ends, more in [(rest[:3], rest[3:])]]
    first, last = (date.fromisoformat(str(day_of(day))) for day in case["window"])
    toll = cm.count(toys.events(rows), window=(first, last))[0].toll
    assert [toll.low, toll.best, toll.high] == case["toll"]
    assert toll.silent == case.get("silent", 0)
    assert toll.open == case.get("open", 0)
    if "without" in case:
        assert [toll.without_low, toll.without_best, toll.without_high] == case["without"]


def any_claims(rng):
    """Return claims as people may enter them: gaps, several speakers, ends that fall."""
    def number():
        return rng.choice([None, None, *range(0, 30, 7)])

    return [{
        "event": rng.choice("ab"), "on": rng.choice(["", "2020", "2020-01-02", "2020-01-05~", "x"]),
        "side": rng.choice(["armenian", "azerbaijani", "third_party", "compiled", "north", ""]),
        "measure": rng.choice(["killed", "killed", "killed", "wounded"]),
        "who": rng.choice(["all", "military", "civilian", "unknown", ""]),
        "whose": rng.choice(["armenian", "azerbaijani", "all", "", "north"]),
        "source": rng.choice(["s", "none"]), **{key: number() for key in KEYS},
    } for _ in range(rng.randint(1, 9))]


def test_the_page_says_the_same_of_any_claims():
    """Four hundred tables of claims, made by chance from one seed, in every view."""
    if not shutil.which("node") or not (ROOT / "maps/app").is_dir():
        pytest.skip("Node or the page's sources are absent")
    rng = random.Random(20220913)
    sources = {"s": {"date": "2020-01-05"}}
    cases = [any_claims(rng) for _ in range(400)]
    script = """
      const { figuresInView, viewsOf, peoples } = await import('#app/rules/claimsview');
      const { readFileSync } = await import('node:fs');
      const { cases, sources } = JSON.parse(readFileSync(0, 'utf8'));
      const ends = ({ low, best, high }) => [low, best, high];
      const plain = ({ toll, people }) => ({ toll: ends(toll),
        people: Object.fromEntries([...people].map(([whose, range]) => [whose, ends(range)])) });
      console.log(JSON.stringify(cases.map((claims) => [peoples(claims), viewsOf(claims).slice(1)
        .map((view) => [view, Object.fromEntries([...figuresInView(claims, sources, view)]
          .map(([id, said]) => [id, plain(said)]))])])));"""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=ROOT / "maps", check=True, text=True,
        capture_output=True, input=json.dumps({"cases": cases, "sources": sources}))
    for claims, (people, views) in zip(cases, json.loads(done.stdout), strict=True):
        events = events_with(claims, sources)
        assert cm.peoples(events) == people
        assert [view for view, _ in views] == list(views_of(events))[1:]
        for view, found in views:
            assert said(events, view) == found, (view, claims)
