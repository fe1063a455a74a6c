"""Packing of texts: ids that end in a number, dates, and free text as numbers of its words."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_NUMBERED = "(?P<head>.*?)(?P<number>0|[1-9][0-9]{0,14})"
_PADDED = "(?P<head>.*?)(?P<number>[0-9]{1,15})"
#: Words that take one byte, and words that take two.
_SHORT, _GROUPS = 192, 63
_MOST = _SHORT - 1 + _GROUPS * 256


def coded(values: Any) -> tuple[NDArray[np.int64], list[str]]:
    """Return the number of each text, and the texts by number, in the order of their coming."""
    from conflictmap.formats.arrow_text import values_of

    if isinstance(values, np.ndarray) and len(values) and (values == values[0]).all():
        return np.zeros(len(values), dtype=np.int64), [str(values[0])]
    found = as_texts(values).dictionary_encode()
    return values_of(found.indices).astype(np.int64), found.dictionary.to_pylist()


def as_texts(values: Any) -> Any:
    """Return texts as an Arrow array."""
    import pyarrow as pa

    from conflictmap.formats.arrow_text import texts_of

    return values if isinstance(values, pa.Array) else texts_of(values)


def numbered(values: NDArray[Any]) -> tuple[Any, int, NDArray[np.int64]] | None:
    """Return ids as text and number, and to how many digits the numbers are filled with zeros.

    None when they are not all of that kind, or have too many different beginnings.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from conflictmap.formats.arrow_text import values_of

    padded = len(_digits(str(values[0])))
    texts = as_texts(values)
    for pattern, width in ((_NUMBERED, 0), (_PADDED, padded)):
        if not re.fullmatch(pattern, str(values[0])):
            continue
        found = pc.extract_regex(texts, f"(?s)^{pattern}$")
        head, digits = (found.field(name) for name in ("head", "number"))
        if found.null_count or (width and not pc.all(pc.equal(pc.binary_length(digits), width))
                                .as_py()):
            continue
        if len(head.unique()) <= max(64, len(values) // 100):
            return head, width, values_of(digits.cast(pa.int64()))
    return None


def _digits(text: str) -> str:
    found = re.search(r"[0-9]{1,15}$", text)
    return found[0] if found else ""


def iso_days(days: NDArray[np.int64], null: int) -> NDArray[Any]:
    """Return days as ISO dates, as Python writes them; empty for NULL and beyond year 9999."""
    fit = (days != null) & (days > -719_162) & (days < 2_932_896)  # noqa: PLR2004 - year 1 to 9999
    unique, inverse = np.unique(np.where(fit, days, 0), return_inverse=True)
    texts = np.array([str(np.datetime64(int(d), "D")) for d in unique], dtype=object)
    found = texts[inverse]
    found[~fit] = ""
    return found


class Words:
    """Free text as numbers of words, the frequent words first; rare ones stand as they are.

    A text is split at single blanks. Each piece of `ROWS` rows is a deflate stream of its own.
    """

    ROWS = 2048
    #: Rows from which the words are learnt; they are spread over the whole column.
    _SAMPLE = 40_000

    #: Pieces that are split into words at one time.
    _TOGETHER = 32

    def __init__(self) -> None:
        self.known: list[str] = []
        self._strategy: int | None = None

    def learn(self, columns: Sequence[NDArray[Any]]) -> None:
        """Choose the words that get a number."""
        counts: Counter[str] = Counter()
        for values in columns:
            codes, words = coded(_words(values[::max(1, len(values) // self._SAMPLE)])[1])
            counts.update(dict(zip(words, np.bincount(codes).tolist(), strict=True)))
        found = [(word, n) for word, n in counts.items() if n > 1]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        self.known = [word for word, _ in found[:_MOST]]

    def blocks(self, values: NDArray[Any]) -> tuple[str, list[int]]:
        """Return a column as base64, and the length of each piece in characters."""
        self._strategy = None
        pieces = [
            as_base64(piece)
            for at in range(0, len(values), self._TOGETHER * self.ROWS)
            for piece in self._pieces(values[at:at + self._TOGETHER * self.ROWS])
        ]
        return "".join(pieces), [len(piece) for piece in pieces]

    def _deflated(self, content: bytes) -> bytes:
        """Return a piece as a deflate stream; where no phrases repeat, none are looked for.

        The first piece of a column says that of all.
        """
        if self._strategy is None:
            plain = deflated(content), deflated(content, strategy=zlib.Z_HUFFMAN_ONLY)
            self._strategy = (
                zlib.Z_HUFFMAN_ONLY if len(plain[1]) <= len(plain[0]) else zlib.Z_DEFAULT_STRATEGY)
        return deflated(content, strategy=self._strategy)

    def _pieces(self, values: NDArray[Any]) -> Iterator[bytes]:
        import pyarrow.compute as pc

        from conflictmap.formats.arrow_text import numbers_of, texts_of, values_of

        sizes, words = _words(values)
        found = values_of(pc.index_in(words, value_set=texts_of(self.known)))
        codes = np.nan_to_num(found, nan=-1).astype(np.int32) + 1
        ends = np.concatenate([[0], np.cumsum(sizes)])
        for at in range(0, len(values), self.ROWS):
            first, last = ends[at], ends[min(at + self.ROWS, len(values))]
            part = codes[first:last]
            rare = words.take(numbers_of(first + np.flatnonzero(part == 0))).to_pylist()
            yield self._deflated(b"".join([
                *_planes(sizes[at:at + self.ROWS]), *_coded(part),
                json.dumps(rare, ensure_ascii=False, separators=(",", ":")).encode(),
            ]))


def _words(values: NDArray[Any]) -> tuple[NDArray[np.int64], Any]:
    """Return how many words each text has, none when it is empty, and all words in a row."""
    import pyarrow.compute as pc

    from conflictmap.formats.arrow_text import bytes_of, numbers_of, values_of

    texts = as_texts(values)
    split = pc.split_pattern(texts, " ")
    sizes = np.diff(values_of(split.offsets)).astype(np.int64)
    empty = np.diff(bytes_of(texts)[0]) == 0
    words = split.flatten()
    if empty.any():
        words = words.filter(numbers_of(np.repeat(~empty, sizes)))
        sizes[empty] = 0
    return sizes, words


def _planes(lengths: NDArray[np.int64]) -> list[bytes]:
    """Return the words of each row, in one byte each, or in two or four; the first says which."""
    top = int(lengths.max()) if len(lengths) else 0
    width = 1 if top < 256 else 2 if top < 65536 else 4  # noqa: PLR2004 - of a byte, of two
    return [bytes([width]), lengths.astype(f"<u{width}").tobytes()]


def _coded(codes: NDArray[np.int32]) -> list[bytes]:
    """Return numbers of words: first bytes of all, then the second bytes of those that have one."""
    long = codes >= _SHORT
    rest = codes[long] - _SHORT
    first = codes.copy()
    first[long] = _SHORT + (rest >> 8)
    return [first.astype(np.uint8).tobytes(), (rest & 255).astype(np.uint8).tobytes()]


@dataclass
class Core:
    """The bytes of all numbers, and the lists of repeated texts, on their way into a page."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)

    def put(self, values: NDArray[Any]) -> dict[str, int]:
        """Add whole numbers from 0 up, byte plane by byte plane; return where they stand."""
        top = int(values.max()) if len(values) else 0
        width = (top.bit_length() + 7) // 8
        at = self.size
        for i in range(width):
            plane = ((values >> (8 * i)) & 255).astype(np.uint8).tobytes()
            self.parts.append(plane)
            self.size += len(plane)
        return {"at": at, "w": width, "n": len(values)}


def as_json(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def deflated(content: bytes, level: int = 6, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Return a deflate stream with the check of zlib: a byte that is changed later is noticed."""
    maker = zlib.compressobj(level, zlib.DEFLATED, strategy=strategy)
    return maker.compress(content) + maker.flush()


def deflated_numbers(content: bytes) -> bytes:
    """Return a deflate stream of byte planes: smaller this way, and quicker."""
    return deflated(content, 4, zlib.Z_FILTERED)


def as_base64(content: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(content).decode()


def cost(values: NDArray[Any]) -> int:
    """Return about how many bytes numbers take, packed."""
    trial = Core()
    trial.put(values[:200_000])
    return len(zlib.compress(b"".join(trial.parts), 1))
