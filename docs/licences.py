"""Write docs/licences.md: the licence of each locked package, as its own metadata state it."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {"requirements.lock": "to run and build", "requirements-dev.lock": "to test, too"}
PAGE = ROOT / "maps" / "package-lock.json"
HEAD = """# Licences of what is locked

What [`requirements.lock`](../requirements.lock) (to run and build), `requirements-dev.lock` (to
test) and `maps/package-lock.json` (to build the page) hold, with the licence that each package
states of itself. A test fails where a locked package is not here, or states another licence than
one of those that are known to be free. `python docs/licences.py` writes this page.

| package | version | needed | licence |
|---|---|---|---|
"""
#: Words of the licences that are known, all of them free; none of them binds what is made with it.
FREE = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|ISCL|MPL|Mozilla|PSF|Python Software Foundation)\b")


def locked(name: str) -> dict[str, str]:
    """Return the versions of a lock file by package."""
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.M))


def stated(name: str) -> str:
    """Return the licence that an installed package states; empty when it is not installed here."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classes = [line.rpartition(" :: ")[2] for line in found.get_all("Classifier", [])
               if line.startswith("License :: ") and line != "License :: OSI Approved"]
    given = (found.get("License") or "").strip()
    short = "" if "\n" in given or given == "UNKNOWN" else given
    return found.get("License-Expression") or ", ".join(classes) or short or _in_file(name)


def _in_file(name: str) -> str:
    """Return the first line of the licence that comes with an installed package."""
    for path in metadata.files(name) or ():
        if re.match(r"(?i)(licen[cs]e|copying)", path.name):
            lines = path.locate().read_text("utf-8", "replace").split("\n")
            named = [line.strip() for line in lines if FREE.search(line)]
            return f"{named[0]} (in its file)" if named else ""
    return ""


def rows() -> list[tuple[str, str, str, str]]:
    """Return package, version, what it is needed for, and licence; empty where it is not known."""
    known: dict[str, tuple[str, str]] = {}
    for name, need in LOCKS.items():
        for package, version in locked(name).items():
            known.setdefault(package, (version, need))
    found = [(package, *what, stated(package)) for package, what in sorted(known.items())]
    for path, entry in json.loads(PAGE.read_text("utf-8"))["packages"].items():
        if path:
            name = path.removeprefix("node_modules/")
            found.append((name, entry["version"], "to build the page", entry.get("license", "")))
    return found


def old() -> dict[tuple[str, str], str]:
    """Return the licences that the page states now, by package and version."""
    path = ROOT / "docs" / "licences.md"
    text = path.read_text("utf-8") if path.exists() else ""
    cells = re.findall(r"^\| (\S+) \| (\S+) \| [^|]+ \| ([^|]+) \|$", text, re.M)
    return {(name, version): licence for name, version, licence in cells if name != "package"}


def main() -> None:
    """Write the page; what is not installed here keeps what is stated of it."""
    known = old()
    lines = [f"| {name} | {version} | {need} | "
             f"{licence.replace('|', '/') or known.get((name, version)) or 'not installed here'} |"
             for name, version, need, licence in rows()]
    (ROOT / "docs" / "licences.md").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
