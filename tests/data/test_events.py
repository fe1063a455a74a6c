"""The built-in events: claims stand on pages, figures on claims, and each source has a grade.

Known weaknesses are counted; the counts may only shrink.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest

import conflictmap as cm
from conflictmap.model.interval import day_number
from conftest import ROOT

EVENTS = ROOT / "layers/events"
GRADES = {"primary", "agency", "research", "reference", "partisan", "mirror"}
#: What tables of figures have columns for; texts among them are short remarks on their own rows.
COUNTED = {
    "ucdp-ged-211": {"killed"},
    "crisis-group-casualties": {"killed", "wounded"},
    "crisis-group-arm-casualties": {"killed", "wounded"},
    "crisis-group-aze-casualties": {"killed", "wounded"},
    "crisis-group-mines": {"killed", "wounded"},
    "crisis-group-pre2020-all": {"killed"},
    "crisis-group-detentions": {"captured"},
}
#: Claims that say in words what rows of a table add up to.
REMARKS_ON_TABLES = 3
#: Claims of a side without a day, by event and page: the page names none, and no other was found.
WITHOUT_DAY = {
    ("askeran-clash-1988", "nkse-chronology-1987-90"): 1,
    ("sumgait-pogrom-1988", "dokumentips-sumgait-brochure"): 1,
    ("gugark-pogrom-1988", "analyticon-gugark"): 1,
    ("gugark-pogrom-1988", "wikipedia-gugark-pogrom"): 1,
    ("nkao-special-administration-1989", "garabagh-net-special-committee"): 1,
    ("garadaghly-1992", "wikipedia-garadaghly-massacre"): 2,
    ("minsk-process-launched-1992", "aliyev-heritage-minsk"): 1,
}
#: Events whose sources and claims all stand on one page.
ON_ONE_PAGE = {"lavrov-bayramov-2022", "martakert-shelling-2020"}
ENDS = ("low", "best", "high")


def table(name: str) -> list[dict[str, str]]:
    with (EVENTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    return {name: table(name) for name in ("events", "claims", "sources", "statements")}


@pytest.fixture(scope="module")
def claims_of(tables) -> dict[str, list[dict[str, str]]]:
    found = defaultdict(list)
    for claim in tables["claims"]:
        found[claim["event_id"]].append(claim)
    return found


def test_the_columns_and_words_are_those_of_the_descriptor():
    package = json.loads((EVENTS / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        rows = table(resource["name"])
        assert [f["name"] for f in fields] == list(rows[0]), resource["name"]
        for field in fields:
            limits = field.get("constraints", {})
            said = {row[field["name"]] for row in rows}
            if "enum" in limits:
                assert said - {""} <= set(limits["enum"]), (resource["name"], field["name"])
            assert not limits.get("required") or "" not in said, field["name"]


def test_ids_that_are_named_exist(tables):
    events = {e["id"] for e in tables["events"]}
    sources = {s["id"] for s in tables["sources"]}
    codes = {s["code"] for s in tables["statements"]}
    for event in tables["events"]:
        assert {event["part_of"]} - {""} <= events
        assert set(event["article"].split()) <= codes
        assert set(event["sources"].split()) <= sources
    assert {c["event_id"] for c in tables["claims"]} <= events
    assert {i for s in tables["statements"] for i in s["event_ids"].split()} <= events
    used = {i for e in tables["events"] for i in e["sources"].split()}
    used |= {i for s in tables["statements"] for i in s["source_ids"].split()}
    assert used | {c["source_id"] for c in tables["claims"]} == sources


def test_each_claim_says_where_on_which_page_it_was_read(tables):
    needed = ("source_id", "locator", "read_on", "whole_or_part")
    assert [c["event_id"] for c in tables["claims"] if not all(c[n] for n in needed)] == []


def test_claims_of_a_side_name_a_speaker_and_all_but_the_known_a_day(tables):
    sides = {"armenian", "azerbaijani", "allied"}
    said = [claim for claim in tables["claims"] if claim["side"] in sides]
    assert [claim["event_id"] for claim in said if not claim["by"]] == []
    found = Counter((c["event_id"], c["source_id"]) for c in said if not c["on"])
    assert found == WITHOUT_DAY, "shorten the known list when it shrinks"


def test_a_table_serves_only_what_it_has_columns_for(tables):
    remarks = 0
    for claim in tables["claims"]:
        if claim["source_id"] in COUNTED and claim["side"] != "compiled":
            remarks += claim["measure"] == "statement"
            assert claim["measure"] in COUNTED[claim["source_id"]] | {"statement"}, claim
    assert remarks == REMARKS_ON_TABLES


def test_each_source_has_a_grade_and_one_page_one_id(tables):
    assert {s["grade"] for s in tables["sources"]} == GRADES
    assert all(s["kind"] and s["language"] and s["read_date"] for s in tables["sources"])
    assert [s["id"] for s in tables["sources"]
            if s["grade"] == "mirror" and s["kind"] != "mirror"] == []
    pages = [s["url"] for s in tables["sources"]]
    assert all(page.startswith(("http://", "https://")) for page in pages)
    assert len(set(pages)) == len(pages)


def test_no_event_rests_on_mirrors_alone_and_few_on_one_page(tables, claims_of):
    grade = {s["id"]: s["grade"] for s in tables["sources"]}
    mirrors, alone = set(), set()
    for event in tables["events"]:
        cited = set(event["sources"].split())
        if {grade[i] for i in cited} == {"mirror"}:
            mirrors.add(event["id"])
        if len(cited | {c["source_id"] for c in claims_of[event["id"]]}) == 1:
            alone.add(event["id"])
    assert mirrors == set()
    assert alone == ON_ONE_PAGE


def test_each_figure_of_an_event_is_carried_by_a_claim(tables, claims_of):
    deaths = ("killed", "killed_or_missing")
    for event in tables["events"]:
        said = {c[end] for c in claims_of[event["id"]] if c["measure"] in deaths for end in ENDS}
        assert {event[f"fatalities_{end}"] for end in ENDS} - {""} <= said, event["id"]


@pytest.mark.parametrize(("column", "measure"), [
    ("injured", "wounded"), ("captured", "captured"), ("displaced", "displaced")])
def test_others_counted_are_a_claim_or_the_sum_of_claims(tables, claims_of, column, measure):
    """Figures of the two sides, of their own people, are added by rule 7.5."""
    for event in tables["events"]:
        said = [int(c[end]) for c in claims_of[event["id"]] if c["measure"] == measure
                for end in ENDS if c[end]]
        sums = {sum(part) for n in (1, 2, 3) for part in combinations(said, n)}
        for value in filter(None, event[column].split("..")):
            assert int(value) in sums, (event["id"], column, value)


def test_each_change_names_a_row_and_a_reason(tables):
    known = {e["id"] for e in tables["events"]} | {s["code"] for s in tables["statements"]}
    known |= set(cm.layers())
    changes = table("CHANGES")
    now = {e["id"]: e for e in tables["events"]}
    for change in changes:
        assert change["id"] in known
        assert change["day"]
        assert change["reason"]
    assert [c["day"] for c in changes] == sorted(c["day"] for c in changes)
    # Changes of one value make a chain: each begins where the one before ended, the last is now.
    last: dict[tuple[str, str], str] = {}
    for change in changes:
        key = change["id"], change["field"]
        if change["field"] in now.get(change["id"], {}):
            assert last.get(key, change["before"]) == change["before"], change
            last[key] = change["after"]
    assert [key for key, after in last.items() if now[key[0]][key[1]] != after] == []


VERDICTS = {"supported", "other_figure", "superseded", "imprecise", "misleading", "unsupported",
            "contradicted", "opinion"}


def test_the_article_is_graded_by_one_scale_in_its_order(tables):
    rows = tables["statements"]
    assert [int(s["order"]) for s in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == 41
    assert {s["verdict"] for s in rows} == VERDICTS
    book = (EVENTS / "CODEBOOK.md").read_text(encoding="utf-8").partition("## 12 ")[2]
    assert all(f"| `{verdict}` |" in book or verdict == "supported" for verdict in VERDICTS)
    readme = (EVENTS / "README.md").read_text(encoding="utf-8")
    for verdict in VERDICTS:
        n = sum(s["verdict"] == verdict for s in rows)
        assert re.search(rf"\| `{verdict}` \| [^|]+ \| {n} \|", readme), (verdict, n)


def test_each_statement_rests_on_something_and_can_be_shown(tables):
    known = set(cm.layers())
    for statement in cm.read_events().statements:
        days = statement.days
        assert statement.event_ids or statement.source_ids, statement.code
        assert set(statement.layers.split()) <= known, statement.code
        assert statement.view, statement.code
        assert days.first - 1 <= day_number(statement.day) <= days.last, statement.code
    codes = {s["code"]: s["event_ids"].split() for s in tables["statements"]}
    for event in tables["events"]:
        for code in event["article"].split():
            assert event["id"] in codes[code], (event["id"], code)


def test_a_statement_shows_days_of_its_events():
    """Of each statement at least one event that it rests on lies in the days that are shown."""
    events = cm.read_events()
    span = dict(zip(events.ids, zip(events["start"], events["end"], strict=True), strict=True))
    for statement in events.statements:
        found = [span[i] for i in statement.event_ids.split()]
        shown = [first < statement.days.last and statement.days.first < last
                 for first, last in found]
        assert any(shown) or not found, statement.code
