"""Fuzz one reader by coverage: `python tests/fuzz/run.py table -max_total_time=180`.

The corpus grows in `build/fuzz/<target>`; what breaks a reader is written there too. Further
arguments are those of libFuzzer. Atheris is not in the lock files: `pip install atheris`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "geo"), str(ROOT / "tests" / "hostile")]

with atheris.instrument_imports(include=["conflictmap", "edtf"]):
    from seeds import seeds
    from targets import TARGETS


def main() -> None:
    """Fuzz the target that the first argument names."""
    name = sys.argv.pop(1)
    corpus = ROOT / "build" / "fuzz" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-artifact_prefix={corpus.parent}/{name}-", "-max_len=8000", "-timeout=5",
               "-rss_limit_mb=1500"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
