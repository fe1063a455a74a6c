"""A feed (Atom, RFC 4287) that says what changed on a map, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from conflictmap.formats.xml_files import xml_root
from conflictmap.model.errors import ConflictMapError, OutputError
from conflictmap.model.text import clean

if TYPE_CHECKING:
    from datetime import datetime

_ATOM = "http://www.w3.org/2005/Atom"
#: Entries that a feed keeps.
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change of a map: the hash of the page, when it was made, and what changed in words."""

    sha256: str
    when: datetime
    title: str
    lines: tuple[str, ...]


def with_entry(
    old: bytes | None, entry: Entry, *, title: str, page: str, name: str = "the feed"
) -> bytes:
    """Return a feed with one more entry; one that is in it already is not added again.

    Parameters
    ----------
    old
        The feed as it is; None where there is none.
    entry
        What to add.
    title
        The title of the map.
    page
        The address of the page, or its name beside the feed.
    name
        How the feed is called in messages.

    Raises
    ------
    OutputError
        When what is there is no feed.
    """
    root = _new(page) if old is None else _read(old, name)
    own = _text(root, "id")
    number = f"urn:uuid:{uuid5(UUID(own.removeprefix('urn:uuid:')), entry.sha256)}"
    entries = root.findall(_tag("entry"))
    known = [number, *(_text(one, "id") for one in entries)]
    _say(root, "title", title)
    if number not in known[1:]:
        _say(root, "updated", _time(entry.when))
        entries.insert(0, _element(entry, number, page))
    for one in root.findall(_tag("entry")):
        root.remove(one)
    root.extend(entries[:MOST])
    ET.register_namespace("", _ATOM)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _new(page: str) -> ET.Element:
    root = ET.Element(_tag("feed"))
    _say(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, page)}")
    ET.SubElement(root, _tag("link"), href=page, rel="alternate", type="text/html")
    _say(ET.SubElement(root, _tag("author")), "name", "conflictmap")
    return root


def _read(content: bytes, name: str) -> ET.Element:
    """Return a feed that we wrote."""
    try:
        root = xml_root(content, name, kind="Atom")
        UUID(_text(root, "id").removeprefix("urn:uuid:"))
    except (ConflictMapError, ValueError) as error:
        raise OutputError(f"{name}: is there, and no feed of conflictmap. Move it away.") from error
    return root


def _element(entry: Entry, number: str, page: str) -> ET.Element:
    made = ET.Element(_tag("entry"))
    _say(made, "id", number)
    _say(made, "title", entry.title)
    _say(made, "updated", _time(entry.when))
    ET.SubElement(made, _tag("link"), href=page, rel="alternate", type="text/html")
    _say(made, "content", "\n".join(entry.lines))
    return made


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(_tag(name), "")


def _say(element: ET.Element, name: str, text: str) -> None:
    """Put a text into an element below another: signs that no XML can hold are left out."""
    found = element.find(_tag(name))
    (ET.SubElement(element, _tag(name)) if found is None else found).text = _plain(text)


def _plain(text: str) -> str:
    return "\n".join(clean(line) for line in text.split("\n"))


def _time(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
