"""Fuzz one reader by coverage: `python tests/fuzz/run.py table -max_total_time=180`.

The corpus grows in `build/fuzz/<target>`; what breaks a reader is written there too. Further
arguments are those of libFuzzer. Atheris is not in the lock files: `pip install atheris`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "geo"), str(ROOT / "tests" / "hostile")]

with atheris.instrument_imports(include=["conflictmap"]):
    from seeds import seeds
    from targets import HANG, TARGETS


def timed(content: bytes) -> None:
    """Run the target; raise when it takes too long on the processor, whatever else runs there."""
    begun = time.process_time()
    TARGETS[sys.argv[1]](content)
    spent = time.process_time() - begun
    if spent > HANG:
        raise TimeoutError(f"{spent:.1f} s")


def main() -> None:
    """Fuzz the target that the first argument names."""
    name = sys.argv[1]
    corpus = ROOT / "build" / "fuzz" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-artifact_prefix={corpus.parent}/{name}-", "-max_len=8000", "-timeout=120",
               "-rss_limit_mb=6000"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], str(corpus)], timed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
