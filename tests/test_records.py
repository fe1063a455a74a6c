"""What holds of every class of the package."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

import conflictmap

#: Builders, which are filled step by step, and short records that are made by position.
CHANGING = {"_Table", "_Lines", "Parts", "Passed", "SlabReader", "Mapping", "Found", "Drawn",
            "Packed", "Core", "SheetRows", "Losses", "_Points", "_Scan", "_Seen",
            "Live"}
BY_POSITION = {"_Table", "_Lines", "Record", "TomlTable", "Precision", "Mapping", "Joined",
               "Packed", "Core"}


def classes():
    """Yield the dataclasses of the package."""
    for module in pkgutil.walk_packages(conflictmap.__path__, "conflictmap."):
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:
            continue  # an extra that is not installed
        for _, one in inspect.getmembers(loaded, inspect.isclass):
            if one.__module__ == module.name and dataclasses.is_dataclass(one):
                yield one


FOUND = sorted(set(classes()), key=lambda one: (one.__module__, one.__name__))


@pytest.mark.parametrize("one", FOUND, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_records_are_made_by_name_and_do_not_change(one):
    assert one.__dataclass_params__.frozen or one.__name__ in CHANGING
    positional = [f.name for f in dataclasses.fields(one) if f.init and not f.kw_only]
    assert not positional or one.__name__ in BY_POSITION, positional
