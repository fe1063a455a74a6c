"""Two codings compared: figures that can be worked out by hand; and what the codebook names."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys

import pytest

import conflictmap as cm
from conflictmap.model.event_types import TYPES
from conftest import ROOT

EVENTS = ROOT / "layers" / "events"
CODEBOOK = (EVENTS / "CODEBOOK.md").read_text(encoding="utf-8")

FIRST = """
id,date,lat,lon,radius_m,type,fatalities_low,fatalities_best,fatalities_high
a,2020-10-04,40.0,46.0,2000,battle,1,1,1
b,2020-10-08,40.0,46.0,2000,battle,5,,
c,2020-10,40.0,46.0,2000,shelling,,,7
d,2020-10-20,,,,shelling,3,,9
e,2020-10-25,40.0,46.0,500,shelling,,,
"""
SECOND = """
id,date,lat,lon,radius_m,type,deaths_low,deaths_best,deaths_high
r1,2020-10-04,40.0,46.0,500,battle,,1,
r2,2020-10-11,40.01,46.0,500,shelling,,21,
r3,2020-10-15,40.1,46.0,2000,shelling,8,9,9
r4,,,,,shelling,,,
r5,2020-10-25,40.01,46.0,800,accident,2,2,2
"""
KEY = "code,id\nr1,a\nr2,b\nr3,c\nr4,d\nr5,e\n"


@pytest.fixture(scope="module")
def agreement():
    spec = importlib.util.spec_from_file_location("agreement", ROOT / "layers/make/agreement.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["agreement"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["agreement"]


@pytest.fixture
def run(agreement, write, tmp_path, capsys):
    """Run the script on two codings; return exit code, printed table and differences."""

    def go(first: str = FIRST, second: str = SECOND):
        out = tmp_path / "differences.csv"
        code = agreement.main([str(write("second.csv", second)), "--first",
                               str(write("first.csv", first)), "--key",
                               str(write("key.csv", KEY)), "--out", str(out)])
        said = capsys.readouterr()
        table = {cells[1]: (cells[2], int(cells[3])) for line in said.out.splitlines()
                 if (cells := [c.strip() for c in line.split("|")])[3:] and cells[3].isdigit()}
        text = out.read_text(encoding="utf-8") if out.exists() else ""
        rows = list(csv.DictReader(text.splitlines()))
        return code, table, said, {(row["id"], row["field"]): row for row in rows}

    return go


def test_the_table_is_what_one_gets_by_hand(run):
    code, table, said, _ = run()
    assert code == 0
    assert table["type: equal"] == ("60 %", 5)
    # Seen 0.6; by chance (2 x 1 + 3 x 3) / 25 = 0.44.
    assert table["type: Cohen's kappa"] == ("0.29", 5)
    assert table["type, of those in the first list: equal"] == ("75 %", 4)
    assert table["days: equal"] == ("50 %", 4)
    assert table["days: overlapping"] == ("75 %", 4)
    assert table["days apart, where not overlapping: median"] == ("3.0", 1)
    # 0, 1.1, 11.1 and 1.1 km; radii 2 and 0.5, 2 and 0.5, 2 and 2, 0.5 and 0.8 km.
    assert table["place: one disc holds the other's point"] == ("50 %", 4)
    assert table["place: discs touch"] == ("75 %", 4)
    assert table["place: median distance, km"] == ("1.1", 4)
    assert table["toll: ranges equal"] == ("33 %", 3)
    assert table["toll: ranges overlap"] == ("67 %", 3)
    assert "5 of 5 events are in both codings; not in the first: none." in said.out


def test_differences_say_what_each_coder_wrote_and_how_far_apart(run):
    _, _, _, rows = run()
    assert {event for event, _ in rows} == {"b", "c", "d", "e"}
    assert rows["b", "type"]["second"] == "shelling"
    assert rows["b", "date"]["apart"] == "3"
    assert (rows["b", "toll"]["first"], rows["b", "toll"]["second"]) == ("5..", "21..21")
    assert rows["b", "toll"]["apart"] == "0"
    assert rows["c", "toll"]["apart"] == "1"
    assert float(rows["c", "place"]["apart"]) == pytest.approx(11.1, abs=0.05)
    assert (rows["d", "date"]["second"], rows["d", "date"]["apart"]) == ("", "")
    assert ("b", "place") not in rows  # the first disc holds the second point


def test_a_toll_without_a_figure_is_unknown_and_not_zero(agreement):
    def toll(low="", best="", high=""):
        return agreement.coded({"deaths_low": low, "deaths_best": best, "deaths_high": high}).toll

    assert toll() is None
    assert toll(low="0", best="0", high="0") == (0, 0)
    assert toll(high="7") == (0, 7)
    assert toll(low="5") == (5, float("inf"))
    assert toll(best="5", high="8") == (5, 8)


def test_kappa_has_no_value_where_chance_gives_all(agreement):
    assert agreement.kappa([("a", "a"), ("a", "a")]) is None
    assert agreement.kappa([]) is None
    assert agreement.kappa([("a", "b"), ("b", "a")]) == -1


@pytest.mark.parametrize(("second", "words"), [
    ("id,date\nr1,soon\n", "row 2: 'a': not a date"),
    ("id,date,deaths_low\nr1,2020,many\n", "row 2: 'a': could not convert"),
    ("id,date,deaths_low\nr1,2020,nan\n", "row 2: 'a': 'nan' is no number"),
    ("id,date\nr1,2020\nr1,2020\n", "row 3: 'a' stands twice"),
    ("code,date\nr1,2020\n", "there is no column 'id'"),
])
def test_a_row_that_cannot_be_read_is_named(run, second, words):
    code, _, said, _ = run(second=second)
    assert code == 1
    assert words in said.err


def test_a_row_that_ends_early_says_nothing_in_the_cells_that_lack(run):
    _, table, _, rows = run(second="id,date,type,lat,lon\nr1,2020-10-04,battle\n")
    assert table["place: discs touch"] == ("-", 0)
    assert rows["a", "place"]["second"] == ""


def test_a_row_of_neither_coding_is_named(run):
    _, _, said, _ = run(second="id,date\nx9,2020\n")
    assert "0 of 5 events are in both codings; not in the first: x9." in said.out


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(run):
    _, _, _, rows = run(second="id,date,type\nr1,2020-10-04,=1+1\n")
    assert rows["a", "type"]["second"] == "'=1+1"


def test_the_codebook_defines_every_type_in_its_questions_and_its_table():
    questions, _, rest = CODEBOOK.partition("**3.2**")
    definitions = rest.partition("**3.3**")[0]
    asked = set(re.findall(r"\| `(\w+)` \|$", questions, re.MULTILINE))
    defined = set(re.findall(r"^\| `(\w+)` \| \w+ \|", definitions, re.MULTILINE))
    assert asked == defined
    assert set(TYPES) <= defined
    families = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", definitions, re.MULTILINE))
    assert {name: family for name, (_, family) in TYPES.items()}.items() <= families.items()


def test_examples_of_the_codebook_are_events_of_the_atlas():
    examples = re.findall(r"^>.*$", CODEBOOK, re.MULTILINE)
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", "\n".join(examples)))
    assert len(named) > 25
    assert named <= set(cm.read_events().ids)
