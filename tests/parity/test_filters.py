"""Filters of a view: cases that Python and the page run alike."""

from __future__ import annotations

import json

import pytest

from conflictmap.pages.read_page import PageData
from conflictmap.pages.views import Filters, View
from conflictmap.pages.visible import visible_ids
from conftest import ROOT

CASES = json.loads((ROOT / "tests/parity/filters.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: json.dumps(case["filters"]))
def test_a_filter_lets_the_same_events_pass(case):
    filters = {k: tuple(v) if isinstance(v, list) else v for k, v in case["filters"].items()}
    view = View(window=tuple(case["window"]), filters=Filters(**filters))
    assert "".join(visible_ids(PageData(**CASES["page"]), view)) == case["ids"]
