"""TOML tables: each type, each refusal with key and reason."""

from __future__ import annotations

import pytest

import conflictmap as cm
from conflictmap.formats.toml_tables import TomlTable


def table(at="", **raw):
    return TomlTable(raw, "r.toml", at)


def refusal(do):
    with pytest.raises(cm.RecipeError) as found:
        do()
    return str(found.value)


def test_what_is_left_out_has_its_default():
    empty = table()
    assert empty.text("a") == ""
    assert empty.texts("a") == ()
    assert empty.word("a", ("one", "two")) == "one"
    assert empty.flag("a", default=True) is True
    assert empty.flag("a", default=None) is None
    assert empty.number("a", 0, 1) is None
    assert empty.color() == ""


def test_values_of_their_type_are_taken():
    full = table(t="x", l=["a", "b"], one="a", w="two", f=False, n=1, r=.5, color="#7A5195")
    assert (full.text("t"), full.texts("l"), full.texts("one")) == ("x", ("a", "b"), ("a",))
    assert full.word("w", ("one", "two")) == "two"
    assert full.flag("f", default=True) is False
    assert (full.number("n", 0, 1), full.number("n", 1, 2), full.number("r", 0, 1)) == (1, 1, .5)
    assert isinstance(full.number("n", 0, 1), float)
    assert full.color() == "#7A5195"


@pytest.mark.parametrize(("do", "said"), [
    (lambda t: t.text("n"), "r.toml: at.n: '1': must be text."),
    (lambda t: t.text("none", needed=True), "r.toml: at.none: is missing."),
    (lambda t: t.text("empty", needed=True), "r.toml: at.empty: is missing."),
    (lambda t: t.texts("n"), "r.toml: at.n: '1': must be text or a list of texts."),
    (lambda t: t.texts("mixed"), "r.toml: at.mixed: '['a', 1]': must be text or a list of texts."),
    (lambda t: t.texts("n", what="ids"), "r.toml: at.n: '1': must be ids."),
    (lambda t: t.word("t", ("", "one", "two")), "r.toml: at.t: 'x': must be one of one, two."),
    (lambda t: t.flag("n", default=None), "r.toml: at.n: '1': must be true or false."),
    (lambda t: t.number("f", 0, 1), "r.toml: at.f: 'True': must be a number."),
    (lambda t: t.number("t", 0, 1), "r.toml: at.t: 'x': must be a number."),
    (lambda t: t.number("n", 1.5, 2), "r.toml: at.n: '1': must lie between 1.5 and 2."),
    (lambda t: t.number("n", 0, .5), "r.toml: at.n: '1': must lie between 0 and 0.5."),
    (lambda t: t.color(), "r.toml: at.color: '#7a519': must be a colour like #7a5195."),
    (lambda t: t.text("f"), "r.toml: at.f: 'True': must be text."),
])
def test_other_values_are_refused_with_the_key(do, said):
    raw = {"n": 1, "t": "x", "f": True, "empty": "", "mixed": ["a", 1], "color": "#7a519"}
    assert refusal(lambda: do(TomlTable(raw, "r.toml", "at."))) == said


def test_an_unknown_key_is_named_with_the_nearest():
    said = refusal(lambda: table(titel="x", at="m.").refuse_unknown(("title", "window")))
    assert said.startswith("r.toml: unknown key '")
    said = refusal(lambda: TomlTable({"titel": 1}, "r.toml", "m.").refuse_unknown(("title", "w")))
    assert "unknown key 'm.titel'." in said
    assert "'title'" in said
    assert said.endswith("Known: title, w.")
    table(title=1).refuse_unknown(("title",))
