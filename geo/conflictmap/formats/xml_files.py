"""XML as a tree of elements: no document type, no entity, within limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from conflictmap.formats.encodings import as_utf8
from conflictmap.formats.files import MAX_NESTING
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding=["']([\w.-]{1,40})["']""")


def xml_root(content: bytes, name: str, *, kind: str) -> ET.Element:
    """Return the root of an XML file.

    Parameters
    ----------
    content, name
        The file, and its name for messages.
    kind
        What the file should be, for messages: `KML`.

    Raises
    ------
    EventsError
        When the file is not well-formed, nested too deeply, too large, or declares a document type.
    """
    text = _text(content, name)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise EventsError(f"{name}: a document type is declared; {kind} has none. Delete the line.")
    if text.count("<") > 2 * limits().vertices + 4 * limits().rows:
        raise EventsError(f"{name}: {beyond('vertices', 'too many elements')}")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no document type, so no entity, gets here
    except ET.ParseError as error:
        raise EventsError(f"{name}: broken {kind}: {error}. Is the file complete?") from error
    _check_depth(root, name)
    return root


def _text(content: bytes, name: str) -> str:
    declared = _DECLARED.match(content)
    encoding = declared[1].decode().lower() if declared else ""
    known = "" if encoding in {"", "utf-8", "utf-16"} else encoding
    text, _ = as_utf8(content, name, encoding=known)
    return text.decode("utf-8-sig")


def _check_depth(root: ET.Element, name: str) -> None:
    level = [root]
    for _ in range(MAX_NESTING):
        level = [child for element in level for child in element]
        if not level:
            return
    raise EventsError(f"{name}: nested deeper than {MAX_NESTING} levels.")


def tag_of(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def named(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    """Yield the elements within that have one of these names, in any namespace."""
    return (inner for inner in element.iter() if tag_of(inner) in names)


def text_in(element: ET.Element) -> str:
    """Return the whole text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def has_root(content: bytes, tag: bytes) -> bool:
    """Return whether content, in whatever encoding, begins as XML that soon opens TAG.

    >>> has_root(b"<?xml version='1.0'?><kml/>", b"kml"), has_root(b"kml", b"kml")
    (True, False)
    """
    start = content[:4096].replace(b"\0", b"")
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and b"<" + tag in start
