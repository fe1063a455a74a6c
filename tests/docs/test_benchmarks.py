"""The page of benchmarks: what stands in it comes from results, and nothing from this machine."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"


def written(results, tmp_path):
    """Return the page that is written from a folder of results."""
    out = tmp_path / "page.md"
    subprocess.run([sys.executable, BENCHMARKS / "report.py", "--results", results, "--out", out],
                   check=True)
    return out.read_text(encoding="utf-8")


def rows_of(text, heading):
    """Return the cells of the first table after a text, by the first cell."""
    table = text.partition(heading)[2].partition("\n|")[2].partition("\n\n")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {line[0]: line[1:] for line in lines[2:]}


def saved(folder, name, results):
    folder.mkdir(exist_ok=True)
    conditions = {"date": "2026-11-24", "cores": 2, "memory_gib": 8, "machine": "x86_64",
                  "system": "Linux", "python": "3.11", "versions": {"folium": "0.20.0"}}
    (folder / f"{name}.json").write_text(json.dumps(conditions | {"results": results}))


def test_without_results_every_part_says_that_it_was_not_run(tmp_path):
    text = written(tmp_path / "none", tmp_path)
    marks = re.findall(r"\{\{(\w+)\}\}", (BENCHMARKS / "report.in.md").read_text(encoding="utf-8"))
    alone = set(marks) - {"build_counts", "browser_counts", "packed"}
    assert text.count("Not run.") == len(alone)
    assert "{{" not in text


def test_a_ratio_is_what_the_tool_took_over_what_conflictmap_took(tmp_path):
    ours = {"n": 5, "cpu_s": 2.0, "peak_mb": 100.0, "bytes_per_event": 60.0}
    theirs = {"n": 3, "cpu_s": 9.0, "peak_mb": 50.0, "bytes_per_event": 600.0}
    saved(tmp_path / "r", "builds", {
        "1000": {"conflictmap": ours, "folium_geojson": theirs},
        "20000": {"conflictmap": ours, "folium_geojson": {"failed": "over 4 GB"}}})
    text = written(tmp_path / "r", tmp_path)
    assert rows_of(text, "CPU seconds of all threads:") == {
        "conflictmap": ["**2.00**", "**2.00**"], "folium GeoJson": ["9.00 (4.50)", "over 4 GB"]}
    assert rows_of(text, "Peak of memory")["folium GeoJson"][0] == "50.0 (0.50)"
    assert "3 to 5 with 1,000 events, 5 with 20,000 events" in text
    assert "2 cores (x86_64, shared), 8 GiB of memory" in text
    assert "not in one run" not in text


def test_results_that_were_added_later_are_named(tmp_path):
    saved(tmp_path / "r", "builds", {})
    path = tmp_path / "r/builds.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"added": True}))
    assert "not in one run" in written(tmp_path / "r", tmp_path)


def test_joins_and_printed_tables_are_read(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r/join.json").write_text(json.dumps({
        "exact": {"events": 1000, "rounds": 5, "peak_mb": 99.6, "engines": {
            "conflictmap": {"cpu_s": 0.2}, "geopandas": {"cpu_s": 4.0}}},
        "vague": [{"events": 50, "rounds": 3, "engines": {"conflictmap": {"cpu_s": 1.0}}}],
        "growth": [{"events": 1000, "cpu_s": 0.0001}]}))
    (tmp_path / "r/stream.txt").write_text(
        "  floor: CPU 2.0 s, peak 261 MB\nevents-1000000.parquet floor: 0.7 s wall, 9 MB written\n"
        "Accounting(read=1)\n  stream: CPU 5.0 s, peak 297 MB\n"
        "events-1000000.parquet stream: 1.6 s wall, 9 MB written\n")
    text = written(tmp_path / "r", tmp_path)
    assert rows_of(text, "medians of 5.") == {
        "conflictmap": ["0.200", "1", "5,000"], "geopandas": ["4.000", "20.00", "250"]}
    assert rows_of(text, "medians of 3:") == {"conflictmap": ["1.000", "1", "50"]}
    assert rows_of(text, "exact events grows") == {"1,000": ["0.0001", "100"]}
    assert "| 1,000,000 | stream | 5.0 | 2.50 | 297 |" in text


def test_the_page_in_the_documents_has_the_parts_of_the_template():
    template = (BENCHMARKS / "report.in.md").read_text(encoding="utf-8")
    text = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")
    for heading in re.findall(r"^#.*$", template, re.MULTILINE):
        assert f"{heading}\n" in text, "run: make bench, or python benchmarks/report.py"
    assert "{{" not in text
    assert "benchmarks.md" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "(benchmarks.md)" in (ROOT / "docs/index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["docs/benchmarks.md", "benchmarks/report.in.md"])
def test_no_address_and_no_folder_of_a_machine_is_told(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|(?<![\w.])/(?:home|root|tmp|work|usr)/|\b\d+\.\d+\.\d+\.\d+\b",
                         text)


def test_every_tool_is_pinned_and_has_a_title():
    tools = (BENCHMARKS / "peers/tools.py").read_text(encoding="utf-8")
    pinned = {re.split(r"[= ]", line)[0] for name in (
        "requirements-dev.lock", "benchmarks/requirements-peers.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line}
    told = (BENCHMARKS / "report.py").read_text(encoding="utf-8")
    found = re.findall(r'^    Tool\("([^"]+)", (\w+), "([\w-]+)"', tools, re.MULTILINE)
    assert len(found) >= 11
    for title, name, package in found:
        assert f'"{title}"' in told
        assert name == "conflictmap" or f'"{name}": "{title}"' in told
        assert package in pinned | {"conflictmap"}


FILES = """join plain-1000.parquet: 5.0 CPU s, 300 MB; geopandas 10.0 s, 500 MB; ratio 0.50
convert ucdp-2000.csv .csv: 7.0 CPU s, 300 MB; pandas.read_csv 2.0 s, 400 MB; ratio 3.50
load (8.1, 9.0, 10.0)
"""


def test_commands_stand_beside_what_they_are_measured_against(tmp_path):
    folder = tmp_path / "r"
    folder.mkdir()
    (folder / "files.txt").write_text(FILES, encoding="utf-8")
    text = written(folder, tmp_path)
    assert rows_of(text, "## From file to result") == {
        "join": ["1,000 plain.parquet", "5.0 / 300", "geopandas 10.0 / 500", "0.50", "0.33"],
        "convert .csv": ["2,000 ucdp.csv", "7.0 / 300", "pandas.read_csv 2.0 / 400", "3.50", "2"]}
    assert "at the end: 8.1." in text


def test_what_was_not_run_may_stay_as_it_stands(tmp_path):
    page, folder = tmp_path / "page.md", tmp_path / "r"
    folder.mkdir()
    before = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    page.write_text(before, encoding="utf-8")
    (folder / "files.txt").write_text(FILES, encoding="utf-8")
    subprocess.run([sys.executable, BENCHMARKS / "report.py", "--results", folder, "--out", page,
                    "--keep"], check=True)
    after = page.read_text(encoding="utf-8")
    assert rows_of(after, "## From file to result")["join"][0] == "1,000 plain.parquet"
    for end in ("## From file to result", "## What these tables do not show"):
        assert before.partition(end)[0].count("\n| conflictmap") == (
            after.partition(end)[0].count("\n| conflictmap")) > 0
    assert before.partition("## Joins")[2] == after.partition("## Joins")[2]
