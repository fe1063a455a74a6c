"""Draw mutants, run the tests that reach them, and write what survives.

`run.py` runs all groups of `groups.toml`, `run.py joins dates` some. `--survivors` runs again only
what survived the last time. The table is `docs/mutants.md`; results stand in `build/mutants`.
"""


from __future__ import annotations

import argparse
import json
import os
import sys
import time
import tomllib
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

import forked
import hypothesis
import pytest
from coverage_of import Lines
from sample import ROOT, SOURCE, Mutant, draw, mentions, named_near, statement
from table import page_groups, reason_of, write_table

HERE = Path(__file__).parent
STORE = ROOT / "build" / "mutants"
TESTS = ["tests/unit", "tests/laws", "tests/hostile", "tests/data", "tests/test_records.py", "geo"]
OPTIONS = ["-q", "-s", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning",
           "--ignore=tests/hostile/test_fuzz.py", "--ignore=tests/unit/joins/test_areas_speed.py"]
#: CPU seconds of tests for one mutant: inside a function, and of a module's own level.
BUDGET, BUDGET_ANEW = 5.0, 3.0
#: Laws of the whole package, which run for every change of a module's own level.
LAWS = "tests/test_records.py"
HEAVY = ("numpy", "pandas", "geopandas", "shapely", "pyproj", "pyogrio", "pyarrow.parquet",
         "pyarrow.csv", "pyarrow.compute", "folium", "edtf", "typer", "matplotlib.pyplot",
         "reportlab.pdfgen.canvas", "docx", "dask.dataframe", "anywidget", "python_calamine")


def told() -> dict:
    """Return `groups.toml`."""
    return tomllib.loads((HERE / "groups.toml").read_text(encoding="utf-8"))


def groups() -> list[dict]:
    """Return the groups of `groups.toml`, whole."""
    return [told()["defaults"] | group for group in told()["group"]]


def drawn(group: dict) -> list[Mutant]:
    """Return the mutants of a group."""
    package = SOURCE / "conflictmap"
    paths = {path for pattern in group["files"] for path in package.glob(pattern)}
    return draw(sorted(paths), group["count"])


class Loop:
    """Takes the place of pytest's loop: measure, then one child for each mutant."""

    def __init__(self, mutants: dict[str, Mutant], results: dict, lines: Lines) -> None:
        self.mutants, self.results, self.lines = mutants, results, lines
        self.first = forked.FirstFailure()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.first.pytest_runtest_logreport(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.lines.renew(session.items, self.first.failed)
        items = {item.nodeid: item for item in session.items}
        for key, mutant in self.mutants.items():
            where = {(str(mutant.path), line) for line in statement(mutant)}
            tests = [name for name in self.lines.of(where, BUDGET) if name in items]
            begin = time.monotonic()
            code, said = forked.in_child(
                lambda mutant=mutant, tests=tests: forked.among(
                    [items[name] for name in tests], mutant, self.first),
                min(forked.LONGEST, 20 + 10 * self.lines.seconds(tests)))
            self.results[key] = _result(mutant, code, said, len(tests), begin)
            _save(self.results)
        return True


def _result(mutant: Mutant, code: int, said: str, tests: int, begin: float) -> dict:
    if code == forked.BROKEN:
        raise SystemExit(f"the runner failed on {mutant.path.name}:{mutant.line} {mutant.key}")
    state = {forked.SURVIVED: "survived", forked.AGAIN: "again"}.get(code, "killed")
    state = "not reached" if state == "survived" and not tests else state
    print(f"{state:8} {time.monotonic() - begin:5.1f} s {tests:4} tests "
          f"{mutant.path.name}:{mutant.line} {mutant.was} -> {mutant.becomes}"
          f"{' | ' + said if state == 'killed' else ''}", flush=True)
    return {"state": state, "file": str(mutant.path.relative_to(SOURCE)), "line": mutant.line,
            "was": mutant.was, "becomes": mutant.becomes, "by": said if state == "killed" else "",
            "day": datetime.now(tz=UTC).date().isoformat()}


def _save(results: dict) -> None:
    (STORE / "results.json").write_text(json.dumps(results, indent=0))


def _tests_of_module_level(mutant: Mutant, lines: Lines) -> list[str]:
    """Return the laws, the tests that run the statement itself, and those of what names it."""
    names, own = named_near(mutant)
    laws = lines.files.get(LAWS, {"tests": {}})["tests"]
    near = lines.of({(str(mutant.path), line) for line in own}, BUDGET_ANEW)
    far = lines.of(set(mentions(names)), BUDGET_ANEW) if names else []
    return list(dict.fromkeys([*laws, *near, *far]))


def run_anew(mutants: dict[str, Mutant], results: dict, lines: Lines) -> None:
    """Try what an import computes, or could not be put in place, in processes that import it."""
    lines.import_all()
    for key, mutant in mutants.items():
        before = results[key]["state"]
        if before == "killed" or (before == "survived" and not lines.at_import(mutant)):
            continue
        tests = (_tests_of_module_level(mutant, lines) if before == "again" else
                 lines.of({(str(mutant.path), line) for line in statement(mutant)}, BUDGET_ANEW))
        begin = time.monotonic()
        code, said = forked.in_child(
            lambda mutant=mutant, tests=tests: forked.anew(mutant, tests, OPTIONS) if tests else 0,
            min(forked.LONGEST, 40 + 10 * lines.seconds(tests)))
        results[key] = _result(mutant, code, said, len(tests), begin)
        _save(results)


def prepare() -> None:
    """Set what all children inherit."""
    os.chdir(ROOT)
    STORE.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(SOURCE))
    os.environ["PYTHONPATH"] = str(SOURCE)
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, database=None, deadline=None,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate])
    hypothesis.settings.load_profile("mutants")
    for name in HEAVY:
        __import__(name)


def main() -> int:
    """Run; exit code 1 when a group falls below its least percentage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--table", action="store_true", help="write the table and run nothing")
    parser.add_argument("--count", type=int, help="run so many of each group")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="where the tests stand")
    said = parser.parse_args()
    prepare()
    store = STORE / "results.json"
    results = json.loads(store.read_text()) if store.exists() else {}
    chosen = [group for group in groups() if not said.names or group["name"] in said.names]
    by_group = {group["name"]: {f"{mutant.module.split('.')[1]}: {mutant.key}": mutant
                                for mutant in drawn(group)} for group in chosen}
    # In turn, so that a run that is cut short has some of each.
    turns = zip_longest(*(list(group.items())[:said.count] for group in by_group.values()))
    mutants = dict(pair for turn in turns for pair in turn if pair is not None)
    if said.survivors:
        mutants = {key: mutant for key, mutant in mutants.items()
                   if key not in results
                   or (results[key]["state"] != "killed" and not reason_of(results[key]))}
    if not said.table:
        lines = Lines(STORE / "lines.json")
        # The first child has the tests collected; this process stays without the package.
        child = os.fork()
        if child == 0:
            pytest.main([*OPTIONS, *said.tests], plugins=[Loop(mutants, results, lines)])
            os._exit(0)
        os.waitpid(child, 0)
        results = json.loads(store.read_text())
        run_anew(mutants, results, Lines(STORE / "lines.json"))
    tables = [(group["name"], float(group["least"]),
               [results[key] for key in by_group[group["name"]] if key in results])
              for group in chosen]
    return write_table(tables + page_groups(STORE / "page.json", told()["page"]),
                       [group["name"] for group in groups()])


if __name__ == "__main__":
    raise SystemExit(main())
