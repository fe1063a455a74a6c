"""Files that are no tables are named for what they are."""

from __future__ import annotations

import pytest

import conflictmap as cm


@pytest.mark.parametrize(("content", "what"), [
    (b"%PDF-1.7\n", "a PDF"), (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff\xe0", "a picture (JPEG)"), (b"GIF89a", "a picture (GIF)"),
    (b"Rar!\x1a\x07", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"{\\rtf1 x}", "an RTF document"), (b"\n<!DOCTYPE html><html>", "a web page"),
    (b"\xef\xbb\xbf<HTML>", "a web page"),
])
@pytest.mark.parametrize("name", ["t.csv", "t.bin", "t.xlsx"])
def test_a_file_of_another_kind_is_named(write, content, what, name):
    with pytest.raises(cm.EventsError) as caught:
        cm.read_events(write(name, content))
    said = str(caught.value)
    assert f"{name}: this is {what}, not a table. " in said
    assert said.endswith(".")
