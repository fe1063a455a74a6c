"""A page that serves one test after another is to each of them a fresh one."""

from __future__ import annotations

import pytest

SAYS = ("<title>t</title><style>body { margin: 0; height: 100vh }</style>"
        "<script>console.log('said'); window.conflictmap = { state: () => 1 };"
        "document.onmouseover = () => { window.hovered = true; }</script>")


@pytest.fixture
def file(tmp_path):
    (tmp_path / "p.html").write_text(SAYS, encoding="utf-8")
    return tmp_path / "p.html"


def test_nothing_of_a_test_is_left_to_the_next(pages, file):
    first = pages.take((900, 700), {})
    page = first.page
    page.goto(file.as_uri())
    page.evaluate("history.pushState({ entry: 1 }, '', '#two'); window.left = 1")
    page.mouse.move(20, 20)
    page.mouse.down()
    pages.give_back(first)
    second = pages.take((800, 600), {})
    assert second is first
    assert (second.console, second.requests) == ([], [])
    page.goto(file.as_uri())
    assert second.run("[innerWidth, innerHeight, history.length, history.state, window.left,"
                      " window.hovered]") == [800, 600, 2, None, None, None]
    assert second.console == ["log: said"]
    pages.give_back(second)


@pytest.mark.parametrize("alter", [
    lambda page: page.emulate_media(media="print"),
    lambda page: page.clock.install(),
    lambda page: page.on("dialog", lambda dialog: dialog.dismiss()),
    lambda page: page.context.set_offline(False),
    lambda page: page.evaluate("open('about:blank')"),
    lambda page: page.close(),
    lambda page: page.context.close(),
], ids=["media", "clock", "listener", "context", "window", "closed", "context closed"])
def test_a_page_that_a_test_altered_serves_no_other(pages, alter):
    first = pages.take((800, 600), {})
    alter(first.page)
    pages.give_back(first)
    second = pages.take((800, 600), {})
    assert second is not first
    pages.give_back(second)
    assert pages.take((800, 600), {"has_touch": True}) is not second
