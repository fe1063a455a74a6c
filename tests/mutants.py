"""Put each defect of `mutants.toml` into a copy of the code, and run the test that must fail.

`python tests/mutants.py` runs all, `python tests/mutants.py 3 7` some. Exit code 1 when a defect is
not caught.
"""
# ruff: noqa: T201 - it says what it did

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTANTS = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]


def copied(folder: Path) -> Path:
    """Return a copy of the code and the tests; data are linked, since nothing changes them."""
    for name in ("geo", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("layers", "maps", "docs", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def tested(folder: Path, names: list[str]) -> subprocess.CompletedProcess[str]:
    """Return what pytest says of some tests in a copy."""
    environment = os.environ | {"PYTHONPATH": str(folder / "geo"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *names],
        cwd=folder, env=environment, capture_output=True, text=True, check=False)


def caught(folder: Path, mutant: dict[str, str]) -> bool:
    """Return whether the test of a defect fails with it."""
    path = folder / "geo" / "conflictmap" / mutant["file"]
    text = path.read_text(encoding="utf-8")
    if text.count(mutant["old"]) != 1:
        raise SystemExit(f"{mutant['what']}: its text stands {text.count(mutant['old'])} times in"
                         f" {mutant['file']}. Mend tests/mutants.toml.")
    path.write_text(text.replace(mutant["old"], mutant["new"]), encoding="utf-8")
    try:
        # 1: a test failed. Anything else means that it could not be run.
        return tested(folder, [mutant["test"]]).returncode == 1
    finally:
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Run the defects; print one line for each and a count."""
    chosen = [MUTANTS[int(n) - 1] for n in sys.argv[1:]] or MUTANTS
    with tempfile.TemporaryDirectory() as name:
        folder = copied(Path(name))
        clean = tested(folder, sorted({m["test"] for m in chosen}))
        if clean.returncode:
            print(clean.stdout[-3000:])
            print("The tests must pass before a defect is put in.")
            return 2
        missed = 0
        for number, mutant in enumerate(MUTANTS, start=1):
            if mutant in chosen:
                begin = time.monotonic()
                found = caught(folder, mutant)
                missed += not found
                word = "caught" if found else "MISSED"
                print(f"{number:3} {word} {time.monotonic() - begin:4.1f} s  {mutant['what']}",
                      flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} caught")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
