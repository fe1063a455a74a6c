"""What a PDF of ours draws: its texts, lines and pictures, each with its page and place."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field

_TOKEN = re.compile(r"\((?:\\.|[^\\)])*\)|/\S+|[^\s()]+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FONT = re.compile(r"/BaseFont /(?:[A-Z]+\+)?(\S+)[^>]*?/Name /(\S+)")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text on a page: where its line begins, in which type and colour."""

    page: int
    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A line or a picture: its left end and foot, its width, its height or thickness."""

    page: int
    x: float
    y: float
    wide: float
    tall: float
    colour: str = ""


@dataclass
class Page:
    """A page while it is read; the operators of PDF by the names they have there."""

    number: int
    fonts: dict[str, str]
    texts: list[Said] = field(default_factory=list)
    lines: list[Drawn] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)

    def read(self, stream: str) -> None:
        self.kept, self.at, self.size = [], (0.0, 0.0), (1.0, 1.0)
        self.fill = self.stroke = "000000"
        args: list[str] = []
        for token in _TOKEN.findall(stream):
            do = _OPERATORS.get(token)
            if do is None:
                args.append(token)
                continue
            do(self, args)
            args = []

    def keep(self, _):
        self.kept.append((self.at, self.fill, self.stroke))

    def back(self, _):
        self.at, self.fill, self.stroke = self.kept.pop()

    def move(self, args):
        self.size = (float(args[0]), float(args[3]))
        self.at = (self.at[0] + float(args[4]), self.at[1] + float(args[5]))

    def picture(self, _):
        self.pictures.append(Drawn(page=self.number, x=self.at[0], y=self.at[1],
                                   wide=self.size[0], tall=self.size[1]))

    def filled(self, args):
        self.fill = _hex(args[-3:])

    def stroked(self, args):
        self.stroke = _hex(args[-3:])

    def thick(self, args):
        self.thickness = float(args[-1])

    def begin(self, args):
        self.start = (float(args[-2]), float(args[-1]))

    def line(self, args):
        self.lines.append(Drawn(
            page=self.number, x=self.at[0] + self.start[0], y=self.at[1] + self.start[1],
            wide=float(args[0]) - self.start[0], tall=self.thickness, colour=self.stroke))

    def begin_text(self, args):
        self.spot = (self.at[0] + float(args[-2]), self.at[1] + float(args[-1]))

    def shift_text(self, args):
        self.spot = (self.spot[0] + float(args[-2]), self.spot[1] + float(args[-1]))

    def font(self, args):
        self.type = (self.fonts[args[-2][1:]], float(args[-1]))

    def leading(self, args):
        self.down = float(args[-1])

    def next_line(self, _):
        self.spot = (self.spot[0], self.spot[1] - self.down)

    def say(self, args):
        self.texts.append(Said(
            page=self.number, x=self.spot[0], y=self.spot[1], font=self.type[0],
            size=self.type[1], colour=self.fill, text=re.sub(r"\\(.)", r"\1", args[-1][1:-1])))


_OPERATORS = {
    "q": Page.keep, "Q": Page.back, "cm": Page.move, "Do": Page.picture, "rg": Page.filled,
    "RG": Page.stroked, "w": Page.thick, "m": Page.begin, "l": Page.line, "Tm": Page.begin_text,
    "Td": Page.shift_text, "Tf": Page.font, "TL": Page.leading, "T*": Page.next_line,
    "Tj": Page.say,
}


def pages_of(content: bytes) -> list[Page]:
    """Return the pages of a PDF, read."""
    fonts = {name: base for base, name in _FONT.findall(content.decode("latin-1"))}
    unpacked = (_unpacked(match[1]) for match in _STREAM.finditer(content))
    streams = [text for text in unpacked if " Tf " in text and " cm" in text]
    pages = [Page(number=number, fonts=fonts) for number in range(len(streams))]
    for page, stream in zip(pages, streams, strict=True):
        page.read(stream)
    return pages


def _unpacked(stream: bytes) -> str:
    packed = base64.a85decode(stream[:-2]) if stream.endswith(b"~>") else stream
    return zlib.decompress(packed).decode("latin-1")


def _hex(parts: list[str]) -> str:
    return "".join(f"{round(float(part) * 255):02x}" for part in parts)
