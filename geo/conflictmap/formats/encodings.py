"""Which encoding a text is in that does not say so, found by the letters of languages."""

from __future__ import annotations

# ruff: noqa: RUF001
import codecs
import re
from collections import Counter
from typing import IO, TYPE_CHECKING

from conflictmap.formats.files import decoded, line_at, recoded
from conflictmap.model.errors import EventsError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Why a text is not in an encoding; empty when it is.
    Fault = Callable[[str], str]

#: How much of a text is looked at, in bytes.
_LOOK = 400_000
#: Letters beyond ASCII that a language uses, lower case, the usual ones first.
_LATIN = {
    "German": "äöüß", "French": "éèàêçôîâûùëïœüæÿ", "Spanish": "íóáéúñü¿¡ºª",
    "Portuguese": "ãçáéíóõâêàúôüºª", "Italian": "àèéòìùíóúº", "Nordic": "åäöæøé",
    "Dutch": "éëïöüèç",
}
_CENTRAL = {
    "Polish": "łąęóśżćńź", "Czech": "áíéěčřžýšůúňťďó", "Slovak": "áíéčšžýľťúôňďäĺŕ",
    "Hungarian": "áéőöóíüúű", "Romanian": "ăâîşţ", "Croatian": "čšžćđ",
}
_CYRILLIC = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаинвіретскплдумяьзгбчйхцжїюєшщфґ",
}
_TURKISH = {"Turkish": "ışğüçöiâîû"}
_LANGUAGES = {
    "cp1252": _LATIN, "cp1250": _CENTRAL, "cp1254": _TURKISH, "cp1251": _CYRILLIC,
    "koi8_u": _CYRILLIC, "mac_cyrillic": _CYRILLIC, "cp866": _CYRILLIC, "mac_roman": _LATIN,
    "cp850": _LATIN, "mac_turkish": _TURKISH, "cp852": _CENTRAL,
    "cp1253": {"Greek": "αοιετσνηυρπκμλςωγδθβχξφζψάέήίόύώϊϋΐΰ"},
    "cp1255": {"Hebrew": "יוהלאמרתבשנפעכםדקחצגטןסזךףץ"},
    "cp1256": {"Arabic": "الينمرتبوةسعدفهكقحجشطصخضذزثغءأإؤئىآظ،؛",
               "Persian": "اینردمهوتسبکلشزفگخقچپعجحصطغظضذثژآئ\u200c"},
    "cp1257": {"Baltic": "āīšēžņļģķčūėąįęųõäöü"},
}
#: Encodings of two bytes a letter, and what nearly all of their letters are.
_EASTERN = {
    "euc_kr": ("[가-힣]", 0.8), "shift_jis": ("[ぁ-ヿ一-鿿]", 0.9), "euc_jp": ("[ぁ-ヿ一-鿿]", 0.9),
    "gb18030": ("[一-鿿]", 0.9), "big5": ("[一-鿿]", 0.9),
}
_KANA = re.compile("[ぁ-ヿ]")
#: First bytes of the usual characters, of which most of a text must be.
_USUAL_BYTES = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
#: Marks that any language writes, and letters that stand alone as words.
_MARKS = frozenset("“”‘’„‚«»‹›–—…•·°§©®™€£№±×¹²³½¼¾\u00a0")
_ALONE = frozenset("àáèéêíóòúùåöøæâ")
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_SPLIT = re.compile(r"[^\W\d_][„‚“”…•°§][^\W\d_]")
#: A letter of Latin beside one of another script; accented letters alone.
_SCRIPTS = re.compile("[A-Za-z\u00c0-\u024f][^\x00-\u024f]|[^\x00-\u024f][A-Za-z\u00c0-\u024f]")
_ACCENTS = re.compile("[\u0080-\u024f]+")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: How much likelier than the others some encodings are, when the letters fit several.
_OFTEN, _SELDOM = {"cp1252": 1.0, "cp1251": 1.0, "cp1254": 0.99, "cp1250": 0.985, "cp1253": 0.97,
                   "cp1255": 0.97, "cp1256": 0.97, "cp1257": 0.96}, 0.94
#: What a letter of an alphabet counts less than the one before it, and the least that it counts.
_STEP, _RARE = 0.01, 0.86
#: The least share of letters beyond ASCII that a language must explain.
_LEAST = 0.85
_WIDE = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32",
         b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def as_utf8(
    content: bytes, name: str, *, encoding: str = ""
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a text in UTF-8, and a remark when its encoding was found by its letters.

    Parameters
    ----------
    content, name
        The text, and its file's name for messages.
    encoding
        The encoding, when it is known: nothing is guessed then.

    Raises
    ------
    EventsError
        When the text is in none of the encodings known, or damaged UTF-8.

    Examples
    --------
    >>> as_utf8("Länge".encode("cp1252"), "t.csv")[0].decode()
    'Länge'
    """
    if encoding:
        return recoded(content, encoding, name, error=EventsError), ()
    found = encoding_of(content)
    if found in {"", "utf-8"}:
        if not found:
            decoded(content, name, error=EventsError)
        return content, ()
    text = recoded(content, found, name, error=EventsError)
    return text.removeprefix("\ufeff".encode()), (_remark(content, text, name, found),)


def _remark(content: bytes, text: bytes, name: str, encoding: str) -> Problem:
    """Return what is said of a guess: the encoding, and a word that shows it."""
    word = word_beyond_ascii(text.decode("utf-8", "replace"))
    return said_of(name, encoding, word, line_at(content, _first_high(content)))


def word_beyond_ascii(text: str) -> str:
    """Return the first word with a letter beyond ASCII; empty without one."""
    found = _WORD.search(text)
    return found[0] if found else ""


def said_of(name: str, encoding: str, word: str, line: int) -> Problem:
    """Return what is said of a guess: the encoding, a word that shows it, and the word's line."""
    place = "" if encoding.startswith("utf") else f"line {line}"
    return Problem(
        file=name, place=place, field="", value=word,
        reason=f"the text is not UTF-8; it was read as {encoding}",
        fix="If a word is wrong, name the encoding: --encoding cp1252, say.", level="warning")


def _first_high(content: bytes) -> int:
    found = re.search(rb"[\x80-\xff]", content)
    return found.start() if found else 0


def encoding_of(content: bytes) -> str:
    r"""Return the encoding of a text: `utf-8`, another one, or empty when none fits.

    >>> encoding_of("Дата;Место".encode("cp1251")), encoding_of(b"a\x00b\x00")
    ('cp1251', 'utf-16-le')
    """
    def fault(encoding: str) -> str:
        try:
            content.decode(encoding)
        except (UnicodeError, ValueError) as error:
            return getattr(error, "reason", "") or str(error)
        return ""

    return _encoding(content[:_LOOK], fault)


def encoding_of_stream(stream: IO[bytes]) -> str:
    """Return what `encoding_of` returns of the text in a stream, in bounded memory."""

    def fault(encoding: str) -> str:
        stream.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := stream.read(_LOOK):
                decoder.decode(chunk)
            decoder.decode(b"", True)
        except (UnicodeError, ValueError) as error:
            return getattr(error, "reason", "") or str(error)
        return ""

    return _encoding(stream.read(_LOOK), fault)


def _encoding(start: bytes, fault: Fault) -> str:
    """Return the encoding of a text that begins so."""
    for mark, encoding in _WIDE.items():
        if start.startswith(mark):
            return "" if fault(encoding) else encoding
    if b"\0" in start[:4096]:
        return _wide_without_mark(start[:4096])
    why = fault("utf-8")
    return _by_letters(start, why, fault) if why else "utf-8"


def _wide_without_mark(start: bytes) -> str:
    """Return UTF-16 when nearly every second byte is zero, as in Latin text."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    most = max(even, odd)
    if most * 2.5 < len(start) // 2 or min(even, odd) * 10 > most:
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return encoding if _decodes(start[:len(start) // 2 * 2], encoding) else ""


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeError, ValueError):
        return False
    return True


def _by_letters(start: bytes, why: str, fault: Fault) -> str:
    """Return the encoding with which the letters beyond ASCII are those of a language.

    WHY the text is not UTF-8.
    """
    if start.startswith(b"%PDF") or _BINARY.search(start) or _is_damaged(start, why):
        return ""
    fits = {encoding: _fit(start, encoding) for encoding in _LANGUAGES}
    best = max(fits, key=lambda encoding: fits[encoding] * _OFTEN.get(encoding, _SELDOM))
    found = best if fits[best] >= _LEAST else _eastern(start, fault)
    return found if found and not fault(found) else ""


def _is_damaged(start: bytes, why: str) -> bool:
    """Return whether a text is UTF-8 with some bad bytes: it has what no other text has by chance.

    Such are a mark at its beginning, sound sequences for most letters, a letter cut off at the end
    or written too long, and half of a pair of UTF-16 units.
    """
    if start.startswith(b"\xef\xbb\xbf") or re.search(rb"\xed[\xa0-\xbf][\x80-\xbf]", start):
        return True
    if why == "unexpected end of data":
        return True
    if not re.search(rb"[\x80-\xff]", re.sub(rb"[\xc0\xc1][\x80-\xbf]", b"", start)):
        return True
    text = start.decode("utf-8", "replace")
    sound = sum(c > "\x7f" and c != "\ufffd" for c in text)
    return sound > text.count("\ufffd")


def _fit(start: bytes, encoding: str) -> float:
    """Return how well the best language of an encoding explains the letters beyond ASCII."""
    try:
        text = start.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    letters = Counter(c for c in text.lower() if c > "\x7f" and c not in _MARKS)
    if not letters:
        return _LEAST if encoding == "cp1252" else 0.0
    best = max(_explained(letters, alphabet) for alphabet in _LANGUAGES[encoding].values())
    return best * (1 - _odd_words(text))


def _explained(letters: Counter[str], alphabet: str) -> float:
    """Return the share of letters that an alphabet has; a rare one counts a little less."""
    weights = {c: max(1 - i * _STEP, _RARE) for i, c in enumerate(alphabet)}
    return sum(weights.get(c, 0) * n for c, n in letters.items()) / letters.total()


def _odd_words(text: str) -> float:
    """Return the share of words with letters beyond ASCII that nobody writes so."""
    words, split = _WORD.findall(text), len(_SPLIT.findall(text))
    return (sum(map(_is_odd, words)) + split) / (len(words) + split) if words or split else 0.0


def _is_odd(word: str) -> bool:
    """Return whether a word mixes scripts, capitals or marks, or is of accented letters alone.

    >>> _is_odd("Länge"), _is_odd("LŠnge"), _is_odd("Řóřŕ"), _is_odd("Шуша")
    (False, True, True, False)
    """
    if _SCRIPTS.search(word):
        return True
    if _ACCENTS.fullmatch(word):
        return word.lower() not in _ALONE
    return word not in {word.lower(), word.upper(), word[:1] + word[1:].lower()}


def _eastern(start: bytes, fault: Fault) -> str:
    """Return an encoding of two bytes a letter whose letters are all of its own script."""
    for encoding, (letters, least) in _EASTERN.items():
        text = start.decode(encoding, "ignore")
        high = [c for c in text if c > "\u2e7f"]
        script = len(re.findall(letters, "".join(high))) >= least * len(high) > 0
        kana = bool(_KANA.search(text)) == encoding.endswith(("_jis", "_jp"))
        if all((script, kana, _are_usual(high, encoding), not fault(encoding))):
            return encoding
    return ""


def _are_usual(characters: list[str], encoding: str) -> bool:
    """Return whether most characters are among the usual ones of an encoding."""
    low, high = _USUAL_BYTES.get(encoding, (0, 255))
    usual = sum(low <= c.encode(encoding)[0] <= high for c in characters)
    return usual >= len(characters) * 0.7
