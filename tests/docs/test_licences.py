"""Each locked package is listed with a licence that it states, and that is known to be free."""

from __future__ import annotations

import importlib.util

import pytest

from conftest import ROOT

SPEC = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "licences.py")
licences = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(licences)
ROWS = licences.rows()


def test_every_locked_package_is_listed_as_it_is_locked():
    listed = licences.old()
    assert len(ROWS) > 150
    assert [row[:2] for row in ROWS if row[:2] not in listed] == []
    assert set(listed) == {row[:2] for row in ROWS}


def test_what_a_package_states_is_what_is_listed():
    listed = licences.old()
    stated = {row[:2]: row[3].replace("|", "/") for row in ROWS if row[3]}
    assert {key: text for key, text in stated.items() if listed[key] != text} == {}
    unknown = [key for key, text in listed.items() if not licences.FREE.search(text)]
    # Packages of other systems are not here to be asked.
    assert sorted(name for name, _ in unknown) == [
        "appnope", "cffi", "colorama", "pycparser"]


@pytest.mark.parametrize("text", ["GPL-3.0-only", "Proprietary", "SSPL", ""])
def test_another_licence_is_noticed(text):
    assert not licences.FREE.search(text)
