"""Small seeded changes to bytes: what a fuzzer does, without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

TOKENS = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"'", b",", b";", b"\t", b"{", b"}", b"[",
    b"]", b":", b"\\", b"\\ud800", b"\\u0000", b"NaN", b"-Infinity", b"1e999", b"9" * 400, b"null",
    b"true", b"__proto__", b"2020-02-30", b"2020-09~", b"199X", b"../..", b"[2020-01-01..2020]",
    b"03/04/2020", b"=1+1", b"<script>", b"\xe2\x80\xae", b"\xd5\xa1", b"-1", b"1,5", b"39,8",
    b"[" * 70, b'"id":1,"id":2', b"date", b"lat", b"lon", b"where", b"nkao-1923", b"role", b"toll",
    b"https://[::1", b"javascript:x", b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b" ", b"0x1", b"1/2/3",
]


def mutated(seed: bytes, random: Random) -> bytes:
    """Return the bytes after one to eight small changes."""
    content = bytearray(seed)
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(content) + 1)
        match random.randrange(6):
            case 0:
                content[at:at] = random.choice(TOKENS)
            case 1:
                del content[at:at + random.randint(1, 12)]
            case 2 if at < len(content):
                content[at] = random.randrange(256)
            case 3:
                end = at + random.randint(1, 40)
                content[at:at] = content[at:end]
            case 4:
                content[at:at + random.randint(0, 6)] = random.choice(TOKENS)
            case _:
                other = random.randrange(len(content) + 1)
                content[at:at] = content[other:other + random.randint(1, 30)]
    return bytes(content)
