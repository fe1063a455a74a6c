"""What several tests share."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conflictmap as cm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Playwright

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
#: Folders of the longest tests. They come first, so that no process waits for the last of them.
LONG = ("browser", "notebooks", "engines", "docs", "web", "crash", "unit/bulk", "unit/reports",
        "unit/figures")


def _turn(item: pytest.Item) -> int:
    folders = [ROOT / "tests" / name for name in LONG]
    return next((at for at, folder in enumerate(folders) if folder in item.path.parents), len(LONG))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests first; measure time once more where the machine had something else to do."""
    items.sort(key=_turn)
    for item in items:
        if item.get_closest_marker("serial"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, of which a process can have but one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def atlas() -> cm.Events:
    return cm.read_events()


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the reference material beside the checkout is absent")
    return SHARED


@pytest.fixture
def write(tmp_path: Path):
    """Write a text file and return its path."""

    def put(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text if isinstance(text, bytes) else textwrap.dedent(text).lstrip("\n").encode()
        path.write_bytes(content)
        return path

    return put
