"""Dates: the cases of `dates.json`; the page runs them too (web/parity/dates.test.js)."""

from __future__ import annotations

import json

import pytest

import conflictmap as cm
from conflictmap.model.edtf_dates import parse_when
from conflictmap.model.interval import OPEN_END, OPEN_START, day_of
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/dates.json").read_text(encoding="utf-8"))


def day(number: int | None) -> str | None:
    return None if number in (None, OPEN_START, OPEN_END) else str(day_of(number))


def last(end: int | None) -> str | None:
    return None if end in (None, OPEN_END) else day(end - 1)


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["text"])
def test_a_date_means_the_days_of_its_widest_and_of_its_narrowest_reading(case):
    when = parse_when(case["text"])
    certain = [day(when.certain_start), last(when.certain_end)]
    assert (day(when.start), last(when.end), when.precision) == (
        case["first"], case["last"], case["precision"])
    assert (None if when.certain_start is None else certain) == case["certain"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_what_is_no_date_is_refused_with_its_reason(case):
    with pytest.raises(ValueError, match=r".") as caught:
        parse_when(case["text"])
    assert str(caught.value) == case["reason"]


def test_rows_read_one_by_one_by_columns_and_from_parquet_have_the_same_days(tmp_path):
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    cases = CASES["read"] + CASES["refused"]
    texts = [case["text"] for case in cases]
    many = texts * (9_000 // len(texts) + 1)
    found = {}
    for name, dates in (("few", texts), ("many", many)):
        table = pa.table({
            "id": [f"e{i}" for i in range(len(dates))], "date": dates,
            "lat": [39.5] * len(dates), "lon": [46.5] * len(dates)})
        pc.write_csv(table, tmp_path / f"{name}.csv")
        pq.write_table(table, tmp_path / f"{name}.parquet")
        for ending in ("csv", "parquet"):
            events = cm.read_events(tmp_path / f"{name}.{ending}", strict=True)
            found[name, ending] = {
                (when, day(start), last(end), precision) for when, start, end, precision in zip(
                    *(events[c] for c in ("when", "start", "end", "date_precision")), strict=True)}
            assert events.accounting.set_aside * len(texts) == len(CASES["refused"]) * len(dates)
    wanted = {(c["text"], c["first"], c["last"], c["precision"]) for c in CASES["read"]}
    assert all(rows == wanted for rows in found.values())
