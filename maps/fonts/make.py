"""Make the page's fonts: subsets of two families under the SIL Open Font License: make fonts.

Source Sans 3 (Latin with Azerbaijani letters, Cyrillic) and Noto Sans Armenian, from the npm
packages of Fontsource by version and hash. The licence keeps the name Source for the whole font:
the subsets are called Conflictmap Sans, in the files and in the page's style.
"""

import hashlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
PACKAGES = {
    "source-sans-3": ("5.3.1", "b598201d980b3512805bbea186aab8ef91590d59990e6a13c90e030b6ff37881"),
    "noto-sans-armenian": (
        "5.3.0", "ce3b746119f1e728f0b9902287654a8828dd67cc6520139e8745f74779a92713"),
}
LATIN = [
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, *range(0x2010, 0x2027), 0x2030,
    0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212,
    0x2248, 0x2260, 0x2264, 0x2265,
]
EXTENDED = [*range(0x100, 0x180), 0x18F, 0x259]
CYRILLIC = [*range(0x400, 0x460), 0x490, 0x491]
ARMENIAN = [*range(0x531, 0x590), 0xFB13, 0xFB14, 0xFB15, 0xFB16, 0xFB17]
#: Part of a family in Fontsource's files, its letters, and the faces that the page uses.
PARTS = (
    ("source-sans-3", "latin", LATIN, ("400-normal", "600-normal", "400-italic")),
    ("source-sans-3", "latin-ext", EXTENDED, ("400-normal", "600-normal", "400-italic")),
    ("source-sans-3", "cyrillic", CYRILLIC, ("400-normal", "600-normal")),
    ("noto-sans-armenian", "armenian", ARMENIAN, ("400-normal", "600-normal")),
)
#: As the font itself says, where the package does not.
COPYRIGHT = {"source-sans-3": "© 2023 Adobe (www.adobe.com), with Reserved Font Name Source"}
_NAMES = {1, 3, 4, 6, 16}  # of family, font and PostScript in a font's table of names


def package(name: str, folder: Path) -> tarfile.TarFile:
    """Return the files of a package, fetched by npm and compared with its hash."""
    version, expected = PACKAGES[name]
    subprocess.run(["npm", "pack", "--silent", f"@fontsource/{name}@{version}"], cwd=folder,
                   check=True, stdout=subprocess.DEVNULL)
    content = (folder / f"fontsource-{name}-{version}.tgz").read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise SystemExit(f"{name} {version}: another SHA-256 than expected. Look at it first.")
    return tarfile.open(fileobj=io.BytesIO(content))


def cut(content: bytes, letters: list[int]) -> bytes:
    """Return a font with those letters alone, kerning kept, hints left out, named as ours."""
    font = TTFont(io.BytesIO(content))
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["kern", "mark", "ccmp",
                                                                             "locl", "liga"])
    maker = subset.Subsetter(options)
    maker.populate(unicodes=letters)
    maker.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = record.toUnicode().replace("Source", "Conflictmap")
    font["head"].modified = font["head"].created  # the same bytes at every run
    font.recalcTimestamp = False
    sink = io.BytesIO()
    font.flavor = "woff2"
    font.save(sink)
    return sink.getvalue()


def main() -> None:
    """Write the subsets and their licences beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        packages = {name: package(name, Path(folder)) for name in PACKAGES}
    for name, files in packages.items():
        licence = files.extractfile("package/LICENSE").read().decode()
        whose = "" if "Copyright" in licence.partition("\n")[0] else f"{COPYRIGHT[name]}\n\n"
        (FOLDER / f"LICENSE-{name}.txt").write_text(whose + licence, encoding="utf-8")
    for name, part, letters, faces in PARTS:
        for face in faces:
            stem = f"{name}-{part}-{face}.woff2"
            made = cut(packages[name].extractfile(f"package/files/{stem}").read(), letters)
            (FOLDER / f"{part}-{face}.woff2").write_bytes(made)


if __name__ == "__main__":
    main()
