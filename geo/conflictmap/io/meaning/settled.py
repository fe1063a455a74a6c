"""What only a whole table can say of its cells, and is kept for its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")


class Settled:
    """Decisions on a table: each is made once, by the first rows that are read.

    Examples
    --------
    >>> settled = Settled()
    >>> settled.of("order", lambda: "dmy", ""), settled.of("order", lambda: "mdy", "")
    ('dmy', 'dmy')
    >>> settled.is_closed = True
    >>> settled.of("crs", lambda: "EPSG:32638", "")
    ''
    """

    def __init__(self) -> None:
        """Begin with nothing decided."""
        self.is_closed = False
        self._made: dict[str, Any] = {}

    def of(self, question: str, decide: Callable[[], _Value], otherwise: _Value) -> _Value:
        """Return what was decided, or decide now; OTHERWISE when no more is decided."""
        if question not in self._made:
            self._made[question] = otherwise if self.is_closed else decide()
        found: _Value = self._made[question]
        return found
