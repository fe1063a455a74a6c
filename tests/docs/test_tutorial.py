"""The tutorial from a spreadsheet to a report: its commands run, its pictures are there."""

from __future__ import annotations

import importlib.util
import re

import pytest

import conflictmap as cm
from conftest import ROOT

SCRIPT = importlib.util.spec_from_file_location("pictures", ROOT / "docs/pictures.py")
pictures = importlib.util.module_from_spec(SCRIPT)
PICTURES = ROOT / "docs/images/tutorial"


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    pytest.importorskip("playwright")
    pytest.importorskip("PIL")
    SCRIPT.loader.exec_module(pictures)


def test_every_command_runs_and_the_table_is_read_whole(tmp_path):
    pytest.importorskip("docx")
    pytest.importorskip("matplotlib")
    pictures.run(tmp_path)
    events = cm.read_events(tmp_path / "incidents.csv")
    assert str(events.accounting) == "read 6 = placed 6 + unplaced 0 + undated 0 + set aside 0"
    for name in ("incidents.html", "mine.html", "map.png", "report.docx"):
        assert (tmp_path / name).stat().st_size > 10_000, name
    assert "Artillery fire" in (tmp_path / "mine.html").read_text(encoding="utf-8")


def test_pictures_show_the_page_as_it_is():
    """`python docs/pictures.py` makes them anew, after every other change of the page."""
    said = pictures.MADE_FROM.read_text(encoding="ascii").strip()
    assert said == pictures.made_from(), "the page is another one: run python docs/pictures.py"


def test_each_step_has_its_picture_and_all_are_small():
    named = re.findall(r"\(images/tutorial/([\w-]+\.webp)\)", pictures.tutorial())
    there = sorted(path.name for path in PICTURES.glob("*"))
    assert sorted(named) == there
    assert sum(path.stat().st_size for path in PICTURES.glob("*")) < 1_000_000
