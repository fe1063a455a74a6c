"""Run pytest in forks: tests are collected once, and each mutant is a child of that process.

A change inside a function is put into the functions that exist (their code is exchanged). A change
of a module's own level, and each survivor, is tried again in a child that imports the package anew.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample import Mutant

KILLED, SURVIVED, AGAIN = 1, 0, 77
#: The runner itself failed: that is no answer of a test, and never counts as killed.
BROKEN = 78
MEMORY = 12 << 30
LONGEST = 150.0
#: A machine that is busy with other things gives a child a small part of its time.
_PATIENCE = 12


def in_child(work: Callable[[], int], seconds: float) -> tuple[int, str]:
    """Return the exit code of WORK in a child of this process and the test it wrote of.

    A child that takes more than SECONDS of the processor, or dies by a signal, is killed. One
    that waits for something takes none: it ends when _PATIENCE times as long has passed.
    """
    folder = tempfile.mkdtemp(prefix="mutant-")
    note = os.path.join(folder, "note")  # noqa: PTH118
    child = os.fork()
    if child == 0:
        code = BROKEN
        try:
            os.setpgid(0, 0)
            _quiet(folder, math.ceil(seconds))
            code = work()
        finally:
            os._exit(code)
    with suppress(OSError):
        os.setpgid(child, child)
    end = time.monotonic() + _PATIENCE * seconds
    status, said = None, "no test named"
    while time.monotonic() < end:
        done, code = os.waitpid(child, os.WNOHANG)
        if done:
            status = code
            break
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        said = "time"
        os.waitpid(child, 0)
    elif os.WIFSIGNALED(status):
        said = f"signal {os.WTERMSIG(status)}"
    with suppress(FileNotFoundError), open(note, encoding="utf-8") as file:  # noqa: PTH123
        said = file.read()
    shutil.rmtree(folder, ignore_errors=True)
    exited = status is not None and os.WIFEXITED(status)
    return (os.WEXITSTATUS(status) if exited and status is not None else KILLED), said


def _quiet(folder: str, seconds: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = os.environ["MUTANT_FOLDER"] = folder
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def note(text: str) -> None:
    """Write what the parent shall read."""
    with open(os.path.join(os.environ["MUTANT_FOLDER"], "note"), "w", encoding="utf-8") as file:  # noqa: PTH118, PTH123
        file.write(text)


class FirstFailure:
    """Ends the child at the first test that fails, once a change is in place."""

    def __init__(self, *, ends: bool = False) -> None:
        self.ends = ends
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)
        if report.failed and self.ends:
            note(report.nodeid)
            os._exit(KILLED)


def _nested(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _own(code: CodeType) -> tuple[object, ...]:
    rest = tuple(repr(one) for one in code.co_consts if not isinstance(one, CodeType))
    return (code.co_code, rest, code.co_names, code.co_varnames)


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & 0x2)  # CO_NEWLOCALS: neither a module nor a class body


def exchanged(old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """Return the functions that differ; None when a module or a class body does."""
    if _own(old) != _own(new) or len(_nested(old)) != len(_nested(new)):
        return None
    pairs: list[tuple[CodeType, CodeType]] = []
    for one, other in zip(_nested(old), _nested(new), strict=True):
        if one == other:
            continue
        if _is_function(one):
            pairs.append((one, other))
            continue
        below = exchanged(one, other)
        if below is None:
            return None
        pairs += below
    return pairs


def patch(mutant: Mutant) -> bool:
    """Put a change into the functions that exist; False when it must be imported anew."""
    file = str(mutant.path)
    pairs = exchanged(compile(mutant.text, file, "exec"), compile(mutant.source, file, "exec"))
    if not pairs:
        return False
    found = 0
    functions = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
    for old, new in pairs:
        for function in functions:
            if function.__code__.co_filename == file and function.__code__ == old:
                function.__code__ = new
                found += 1
    return found >= len(pairs)


class Changed(importlib.abc.MetaPathFinder):
    """Gives one module in its changed form to whoever imports it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, *_: object) -> object:
        if name != self.mutant.module:
            return None
        source, where = self.mutant.source, str(self.mutant.path)

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, _: str) -> CodeType:
                return compile(source, where, "exec", dont_inherit=True)

        folder = [os.path.dirname(where)] if where.endswith("__init__.py") else None  # noqa: PTH120
        spec = importlib.machinery.ModuleSpec(
            name, Loader(name, where), origin=where, is_package=folder is not None)
        spec.has_location = True
        if folder:
            spec.submodule_search_locations = folder
        return spec


def anew(mutant: Mutant, tests: list[str], options: list[str]) -> int:
    """Import the package with a change and run some tests; in a child."""
    sys.meta_path.insert(0, Changed(mutant))
    sys.dont_write_bytecode = True
    code = int(pytest.main([*options, *tests], plugins=[FirstFailure(ends=True)]))
    # 0 passed; 5 no test; all else, such as an import that fails, is a mutant that was seen.
    return SURVIVED if code in (0, 5) else KILLED


def among(items: list[pytest.Item], mutant: Mutant, first: FirstFailure) -> int:
    """Run collected tests with a change in place; in a child."""
    first.ends = True
    if not items:
        return SURVIVED if patch(mutant) else AGAIN
    try:
        if not patch(mutant):
            return AGAIN
    except ValueError:
        return AGAIN
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    return SURVIVED
