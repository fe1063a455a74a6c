"""One started browser for each engine, and the pages that all of them open."""

from __future__ import annotations

import csv
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conflictmap as cm
import engine_drivers as drivers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Rows of the packed page.
MANY = 350_000
NAMES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKitGTK"}
ENGINES = tuple(NAMES)
#: What runs every time, in Chromium; all else is long.
SLICE = ("test_the_page_opens_with_ground_in_its_own_colours[chromium",
         "test_what_is_drawn_is_what_was_drawn[chromium", "test_a_fault_of_the_picture")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and not (
                item.name.startswith(SLICE) and "[chromium" in item.name):
            item.add_marker("soak")


#: Versions of the engines that ran, and what came out: check, engine, outcome.
VERSIONS: dict[str, str] = {}
OUTCOMES: dict[str, dict[str, str]] = {}
WORDS = {"passed": "yes", "failed": "**no**", "skipped": "not run"}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    file, _, test = report.nodeid.partition("::")
    if not file.endswith("test_engines.py") or (report.when != "call" and report.passed):
        return
    name, _, case = test.removesuffix("]").partition("[")
    engine, _, kind = case.partition("-")
    said = name.removeprefix("test_").replace("_", " ") + (f" ({kind})" if kind else "")
    OUTCOMES.setdefault(said, {}).setdefault(engine, WORDS[report.outcome])


def pytest_sessionfinish() -> None:
    """Write the table into the document that MATRIX names, when all three engines were here."""
    target = os.environ.get("MATRIX")
    if not target or set(VERSIONS) != set(ENGINES):
        return
    heads = [f"{name} {VERSIONS[engine]}" for engine, name in NAMES.items()]
    rows = [[said, *(by.get(engine, "not run") for engine in ENGINES)]
            for said, by in OUTCOMES.items()]
    lines = [f"| {' | '.join(row)} |" for row in (["check", *heads], ["---"] * 4, *rows)]
    text = Path(target).read_text("utf-8")
    before, after = text.split("<!-- matrix -->")[0], text.split("<!-- /matrix -->")[1]
    table = "\n".join(["<!-- matrix -->", *lines, "<!-- /matrix -->"])
    Path(target).write_text(before + table + after, "utf-8")


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest,
           tmp_path_factory: pytest.TempPathFactory) -> Iterator[drivers.Engine]:
    started = drivers.start(request.param, tmp_path_factory.mktemp(request.param),
                            lambda: request.getfixturevalue("playwright"))
    if isinstance(started, str):
        pytest.skip(started)
    VERSIONS[request.param] = started.version
    yield started
    started.close()


@pytest.fixture(scope="session")
def karabakh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cm.build().save(tmp_path_factory.mktemp("page") / "karabakh.html")


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a table so long that its events travel packed."""
    folder, chance = tmp_path_factory.mktemp("many"), random.Random(7)
    with (folder / "many.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "date", "type", "lat", "lon", "fatalities_best", "title"])
        for i in range(MANY):
            day = f"{1990 + i % 33}-{1 + i % 12:02}-{1 + i % 28:02}"
            rows.writerow([f"e{i}", day, ("battle", "shelling", "protest")[i % 3],
                           f"{38.8 + 2.4 * chance.random():.5f}", f"{45 + 3 * chance.random():.5f}",
                           i % 17, f"Event number {i % 997}"])
    return cm.build(folder / "many.csv").save(folder / "many.html")


@pytest.fixture
def page(engine: drivers.Engine, karabakh: Path) -> Iterator[Callable[..., drivers.Engine]]:
    """Open the atlas at a link; at the end nothing was said on the console."""

    def open_at(tail: str = "") -> drivers.Engine:
        engine.start(karabakh, tail=tail)
        return engine

    yield open_at
    assert engine.said() == []
