"""Which test runs which line of the package, and how long it takes."""


from __future__ import annotations

import hashlib
import importlib
import json
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import coverage
import pytest
from forked import in_child
from sample import ROOT, SOURCE, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample import Mutant

#: A test that takes longer (CPU seconds) runs for no mutant.
SLOW = 3.0
_FIXTURE = "fixture "


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Lines:
    """Tests by line, kept in a file; tests run again once they, or what they reach, change."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.files: dict[str, Any] = json.loads(store.read_text()) if store.exists() else {}

    def renew(self, items: list[pytest.Item], failed: set[str]) -> None:
        """Run the tests of files that changed, file by file, each in a child."""
        by_file: dict[Path, list[pytest.Item]] = {}
        for item in items:
            by_file.setdefault(item.path, []).append(item)
        for path, tests in by_file.items():
            name = str(path.relative_to(ROOT))
            if self._is_current(name, path):
                continue
            print("coverage", name, end=" ", flush=True)
            into = self.store.with_suffix(".part")
            into.unlink(missing_ok=True)
            in_child(lambda tests=tests, into=into: _measure(tests, into, failed), 900)
            found = json.loads(into.read_text()) if into.exists() else {}
            print(len(found), "of", len(tests), "tests", flush=True)
            if found:
                reached = sorted({file for _, lines in found.values() for file in lines})
                self.files[name] = {"key": _fingerprint([path, *map(Path, reached)]),
                                    "reached": reached, "tests": found}
                self.store.write_text(json.dumps(self.files))

    def _is_current(self, name: str, path: Path) -> bool:
        """Return whether neither a test file nor what it reaches has changed since it was run."""
        known = self.files.get(name, {"reached": [], "key": ""})
        files = [path, *map(Path, known["reached"])]
        return all(file.exists() for file in files) and _fingerprint(files) == known["key"]

    def of(self, where: set[tuple[str, int]], budget: float) -> list[str]:
        """Return BUDGET seconds of tests that run one of some lines.

        The tests of the modules themselves come first, then those of others, the fastest first.
        """
        own = {f"test_{Path(file).stem}" for file, _ in where}
        by_file: dict[str, set[int]] = {}
        for file, line in where:
            by_file.setdefault(file, set()).add(line)
        found = []
        for tests in (one["tests"] for one in self.files.values()):
            for name, (seconds, lines) in tests.items():
                if any(wanted & set(lines.get(file, ())) for file, wanted in by_file.items()):
                    other = not any(mark in name for mark in own)
                    found.append((other, seconds, name))
        chosen, spent = [], 0.0
        for _, seconds, name in sorted(found):
            if seconds <= SLOW and spent + seconds + 0.02 <= budget:
                spent += seconds + 0.02
                chosen.append(name)
        return chosen

    def import_all(self) -> None:
        """Find the lines that run while the package is imported."""
        into = self.store.with_suffix(".import")
        in_child(lambda: _measure_import(into), 300)
        self._imported = {file: set(lines) for file, lines in json.loads(into.read_text()).items()}

    def at_import(self, mutant: Mutant) -> bool:
        """Return whether a changed line runs while the package is imported."""
        return bool(self._imported.get(str(mutant.path), set()) & set(statement(mutant)))

    def seconds(self, names: list[str]) -> float:
        """Return the CPU seconds that some tests take."""
        wanted = set(names)
        return sum(seconds for one in self.files.values()
                   for name, (seconds, _) in one["tests"].items() if name in wanted)


class _Contexts:
    """Tells which lines a test runs itself, and which a fixture that it shares with others."""

    def __init__(self, cover: coverage.Coverage) -> None:
        self.cover, self.names = cover, [""]

    def begin(self, name: str) -> None:
        self.names = [name]
        self.cover.switch_context(name)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        shared = fixturedef.scope != "function"
        self.names.append(_FIXTURE + fixturedef.argname if shared else self.names[-1])
        self.cover.switch_context(self.names[-1])
        yield
        self.names.pop()
        self.cover.switch_context(self.names[-1])


def _measure(items: list[pytest.Item], into: Path, failed: set[str]) -> int:
    cover = coverage.Coverage(data_file=None, source=[str(SOURCE)], config_file=False)
    contexts = _Contexts(cover)
    items[0].config.pluginmanager.register(contexts)
    times: dict[str, float] = {}
    cover.start()
    for item, after in zip(items, [*items[1:], None], strict=True):
        contexts.begin(item.nodeid)
        begin = time.process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        times[item.nodeid] = round(time.process_time() - begin, 3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tests that run no line of the package
        cover.stop()
        data = cover.get_data()
    users = {item.nodeid: {item.nodeid, *(_FIXTURE + f for f in getattr(item, "fixturenames", ()))}
             for item in items if item.nodeid not in failed}
    tests: dict[str, Any] = {name: (times[name], {}) for name in users}
    for file in data.measured_files():
        for line, found in data.contexts_by_lineno(file).items():
            for name, own in users.items():
                if not own.isdisjoint(found):
                    tests[name][1].setdefault(file, []).append(line)
    into.write_text(json.dumps(tests))
    return 0


def _measure_import(into: Path) -> int:
    cover = coverage.Coverage(data_file=None, source=[str(SOURCE)], config_file=False)
    cover.start()
    for path in sorted((SOURCE / "conflictmap").rglob("*.py")):
        name = path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".")
        with suppress(ImportError):
            importlib.import_module(name.removesuffix(".__init__"))
    cover.stop()
    data = cover.get_data()
    into.write_text(json.dumps({file: data.lines(file) for file in data.measured_files()}))
    return 0
