"""Files of others that come with the package: they are what their publisher made."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from conftest import ROOT

VENDOR = ROOT / "maps" / "vendor"
LIST = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LIST["files"])
def test_a_vendored_file_has_the_hash_that_is_listed(name):
    content = (VENDOR / name).read_bytes()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    assert (len(content), digest) == (LIST["files"][name]["bytes"], LIST["files"][name]["sha512"])


def test_every_vendored_file_is_listed():
    assert {p.name for p in VENDOR.iterdir()} == {*LIST["files"], "vendor.json"}
    assert LIST["licence"]
    assert LIST["version"] in (VENDOR / "leaflet.js").read_text(encoding="utf-8")
