"""Make the pictures of the gallery by the code that it shows.

    python docs/gallery.py [NAME ...]

Each example of gallery.md is a heading, words, a picture `gallery/NAME.webp` and code that writes
NAME.png. The code runs in a folder with the built-in atlas as map.html and the table of the gallery
as incidents.csv. Needs the extra `report`.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from conflictmap.cli import application

FOLDER = Path(__file__).parent
TEXT = FOLDER / "gallery.md"
OUT = FOLDER / "gallery"
WIDTH, QUALITY = 720, 62
_EXAMPLE = re.compile(
    r"^!\[[^\]]+\]\(gallery/(?P<name>[\w-]+)\.webp\)\n\n"
    r"```(?P<kind>console|python)\n(?P<code>.*?)^```",
    re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Example:
    """One example: the name of its picture, and its code: `console` or `python`."""

    name: str
    kind: str
    code: str

    def run(self) -> Path:
        """Run the code in the folder of now, and return the picture that it wrote."""
        if self.kind == "python":
            exec(compile(self.code, self.name, "exec"), {})  # noqa: S102 - our own document
        for line in self.code.splitlines() if self.kind == "console" else ():
            try:
                application()(shlex.split(line)[1:], standalone_mode=False)
            except SystemExit as end:
                if end.code:
                    raise
        return Path(f"{self.name}.png")


def examples() -> list[Example]:
    """Return the examples of the gallery, in order."""
    text = TEXT.read_text(encoding="utf-8")
    return [Example(**found.groupdict()) for found in _EXAMPLE.finditer(text)]


def table() -> str:
    """Return the table that the gallery shows."""
    text = TEXT.read_text(encoding="utf-8")
    found = re.search(r"^```csv\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def main(names: list[str]) -> None:
    """Write the pictures of some examples, by default of all."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        Path("incidents.csv").write_text(table(), encoding="utf-8")
        Example(name="map", kind="console",
                code="conflictmap build -o map.html --no-open").run()
        for example in examples():
            if not names or example.name in names:
                image = Image.open(example.run()).convert("RGB")
                image.thumbnail((WIDTH, 2 * WIDTH))
                image.save(OUT / f"{example.name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main(sys.argv[1:])
