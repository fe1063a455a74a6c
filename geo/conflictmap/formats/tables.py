"""The one way from a file's bytes to a `Table`, whatever the container."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictmap.formats.containers import container_of
from conflictmap.formats.encodings import as_utf8
from conflictmap.formats.sheets import chosen, with_remarks
from conflictmap.model.errors import EventsError
from conflictmap.model.limits import beyond, limits

if TYPE_CHECKING:
    from conflictmap.formats.table import Table
    from conflictmap.model.errors import Problem


def table_of(content: bytes | Table, name: str, *, sheet: str = "") -> Table:
    """Return the table that a file holds.

    Parameters
    ----------
    content
        The file, not packed; a text in any encoding. A table is returned as it is.
    name
        Its name, for messages.
    sheet
        The title of a sheet, layer or table; by default the one that holds events, by its content.

    Returns
    -------
    Table
        Its remarks say what was chosen and what was left out.

    Raises
    ------
    EventsError
        When the file is no table, broken, or larger than the limits allow.
    """
    if not isinstance(content, bytes):
        return content
    content, said = _narrow(content, name)
    container = container_of(content)
    if container is None:
        raise EventsError(f"{name}: not a table in any form that is known here. Save it as CSV.")
    found, remarks = chosen(container.sheets(content, name), name, sheet)
    table = found.read(None)
    if len(table) > limits().rows:
        raise EventsError(f"{name}: {beyond('rows', f'{len(table):,} rows')}")
    return with_remarks(replace(table, name=name), (*said, *remarks))


def _narrow(content: bytes, name: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a text of two bytes a letter in UTF-8; any other content as it is."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return as_utf8(content, name) if wide else (content, ())


def features_in(content: bytes, name: str, *, sheet: str = "") -> list[dict[str, Any]] | None:
    """Return the features of a file with geometry, in WGS 84; None when it has none.

    The options, and what is raised, are those of `table_of`.
    """
    container = container_of(content)
    if container is None:
        return None
    sheets = [found for found in container.sheets(content, name) if found.features]
    if not sheets:
        return None
    found, _ = chosen(sheets, name, sheet or sheets[0].title)
    return found.features() if found.features else None
