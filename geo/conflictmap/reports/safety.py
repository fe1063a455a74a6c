r"""Text from data stays text: in Markdown, Quarto, XML and YAML.

>>> markdown("`r system('id')` <b> $x$ {{< include a >}}")
"&#96;r system('id')&#96; &lt;b&gt; \\$x\\$ &#123;&#123;&lt; include a &gt;&#125;&#125;"
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

from conflictmap.model.cleaning import clean

#: As character references: no program that looks for code in the raw text finds it.
_REFERENCES = {"`": "&#96;", "{": "&#123;", "}": "&#125;", "<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ACTIVE = re.compile(r"[\\*_\[\]#|~$!^@]")
_AUTOLINK = re.compile(r"(?i)(?<=\bwww)\.|:(?=\S)")
_BLOCK = re.compile(r"^([-+=%])|^(\d+)([.)])")
_URL_SAFE = "%/:=&?~#+!$,;'@"


def markdown(text: object) -> str:
    """Return a text that Markdown, Pandoc and Quarto show as it is, and run none of."""
    line = "".join(_REFERENCES.get(c, c) for c in clean(text))
    # The references' own marks are the only & and ; that are left to mean something.
    parts = re.split(r"(&#?\w+;)", line)
    parts[::2] = [_AUTOLINK.sub(r"\\\g<0>", _ACTIVE.sub(r"\\\g<0>", p)) for p in parts[::2]]
    return _BLOCK.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", "".join(parts))


def yaml(text: object) -> str:
    r"""Return a text as a YAML scalar whose content Pandoc shows as it is.

    >>> yaml('a: "b"')
    '"a: \\"b\\""'
    """
    return json.dumps(markdown(text), ensure_ascii=False)


def web(url: str) -> str:
    """Return an address when it is one of the web, else nothing.

    >>> web("javascript:alert(1)"), web("https://example.org/a b")
    ('', 'https://example.org/a%20b')
    """
    cleaned = clean(url)
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(cleaned, safe=_URL_SAFE)
