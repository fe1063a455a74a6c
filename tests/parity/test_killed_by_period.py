"""The dead by month and by year: a report's chart has the bars of the page."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

import conflictmap as cm
from conflictmap.model.interval import day_of
from conflictmap.pages.read_page import page_data
from conflictmap.pages.visible import visible_rows
from conflictmap.reports.view_chart import unit_of, view_series
from conftest import ROOT

VIEWS = ["#w=2020-09-01_2020-12-01", "#w=2022-01-15_2023-01-01&ft=battle",
         "#w=1988-01-01_2026-01-01"]


@pytest.mark.skipif(not shutil.which("node") or not (ROOT / "maps/app").is_dir(),
                    reason="Node or the page's sources are absent")
def test_a_chart_has_the_bars_of_the_page():
    data = page_data(cm.build())
    views = [cm.view_of(data, link) for link in VIEWS]
    script = """
      const { makeData } = await import('#app/data/read');
      const { byMonth } = await import('#app/rules/bins');
      const { readFileSync } = await import('node:fs');
      const { spec, shown } = JSON.parse(readFileSync(0, 'utf8'));
      const data = makeData(spec, new Map());
      console.log(JSON.stringify(shown.map(([rows, window]) => byMonth(data, rows, window))));"""
    shown = [[visible_rows(data, view), list(view.window)] for view in views]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=ROOT / "maps", check=True, text=True,
        capture_output=True, input=json.dumps({"spec": data.spec, "shown": shown}))
    for view, page in zip(views, json.loads(done.stdout), strict=True):
        series, across = view_series(data, view)
        assert (unit_of(view.window), across) == (page["unit"], page["across"])
        cut = 7 if page["unit"] == "month" else 4
        wanted = {str(day_of(b["days"][0]))[:cut]: (b["sum"]["low"], b["sum"]["best"],
                                                  b["sum"]["high"]) for b in page["bins"]}
        found = {bar.label: (bar.low, bar.best, bar.high) for one in series for bar in one.bars}
        assert {k: v for k, v in found.items() if v != (None, None, None)} == wanted
        assert len(wanted) > 2
