"""Encodings found by the letters of a text."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.formats.encodings import as_utf8, encoding_of

TEXTS = {
    "German": "Datum;Ort;Größe\n1;Kölnstraße;Zürich\n", "French": "lieu\nOrléans à la frontière\n",
    "Spanish": "Población\nPeñón, Ávila\n", "Portuguese": "nome\nSão João, operação\n",
    "Turkish": "Tarih;Ölü;Açıklama\n1;Şuşa;Ağdam\n", "Polish": "Zabici\nŁódź, Kraków, Gdańsk\n",
    "Czech": "Místo\nDvůr Králové, Plzeň, Třebíč\n", "Hungarian": "hely\nGyőr és Pécs\n",
    "Russian": "Дата;Место\n1;Степанакерт, Горис\n", "Ukrainian": "Дата;Місце\n1;Київ, Бахмут\n",
    "Greek": "Ημερομηνία;Τόπος\n1;Αθήνα\n", "Arabic": "التاريخ;المكان\n1;بغداد\n",
    "Hebrew": "תאריך;מקום\n1;ירושלים\n", "Chinese": "日期;地点;死亡\n2022;北京市海淀区\n",
    "Japanese": "日付;場所\n1;この場所の名前\n", "Korean": "날짜;장소\n1;서울특별시\n",
    "marks": "a\n“x” – y…\n",
}
CASES = [
    *(("cp1252", name) for name in ("German", "French", "Spanish", "Portuguese", "marks")),
    *(("mac_roman", name) for name in ("German", "French")),
    ("cp850", "German"), ("cp1254", "Turkish"),
    *(("cp1250", name) for name in ("Polish", "Czech", "Hungarian")),
    *((code, "Russian") for code in ("cp1251", "koi8_u", "cp866")), ("cp1251", "Ukrainian"),
    ("cp1253", "Greek"), ("cp1256", "Arabic"), ("cp1255", "Hebrew"), ("gb18030", "Chinese"),
    ("shift_jis", "Japanese"), ("euc_kr", "Korean"),
    *(("utf-8", name) for name in TEXTS), *(("utf-16", name) for name in TEXTS),
]


@pytest.mark.parametrize(("encoding", "language"), CASES)
def test_the_encoding_is_found_by_the_letters(encoding, language):
    content = TEXTS[language].encode(encoding)
    assert encoding_of(content) == encoding
    text, said = as_utf8(content, "t.csv")
    assert text.decode() == TEXTS[language]
    assert [encoding in str(problem) for problem in said] == [True] * (encoding != "utf-8")


def test_a_word_shows_the_guess_and_the_line_it_is_on():
    _, (said,) = as_utf8("a;b\n1;x\n2;Şuşa\n".encode("cp1254"), "t.csv")
    assert str(said) == ("t.csv:3: 'Şuşa': the text is not UTF-8; it was read as cp1254: If a word"
                         " is wrong, name the encoding: --encoding cp1252, say.")


@pytest.mark.parametrize("content", [
    b"a;b\n1;\xd5", b"a\n\xc5\x9e\xc5\x9e\xff\n", b"\xef\xbb\xbfa\n\xff\n", b"a\n\xed\xa0\x80\n",
    b"a\n\xc0\xaf\n", b"%PDF-1.7\n\xe2\xe3\n", b"\x89PNG\r\n\x1a\n\x00\xff\xfe", b"a\x01\xe9\n",
])
def test_what_is_damaged_or_no_text_is_refused(content):
    assert encoding_of(content) == ""
    with pytest.raises(cm.EventsError):
        as_utf8(content, "t.csv")


def test_an_encoding_that_is_named_is_not_guessed():
    content = "Шуша\n".encode("cp1251")
    assert as_utf8(content, "t", encoding="cp1251") == ("Шуша\n".encode(), ())
    assert as_utf8(content, "t", encoding="cp1252")[0].decode() == "Øóøà\n"
