"""Texts that try to be more than text, each with a mark to look for."""

TEXTS = (
    "<script>alert('evil-1')</script>",
    "<img src=x onerror=evil-2>",
    "`r system('evil-3')` ```{python} evil-3```",
    "{{< include /etc/evil-4 >}}",
    r"$\input{evil-5}$ \write18{evil-5}",
    "[evil-6](javascript:evil-6) ![e](http://evil-6.example/x.png)",
    "=HYPERLINK(\"http://evil-7.example\") | evil-7 | a",
    "a\nb\r\n# evil-8 \u202egnp.exe \x00\x0b\x1b[2J",
    "]]> --> </text></svg> &lt;evil-9&gt; &#60;b&#62;",
    "www.evil-10.example http://evil-10.example/ :smile: **evil-10** ~~x~~ ^[note]",
    "%SYSTEMROOT% {evil-11} ${evil-11} {{7*7}} {0.__class__} \ufffe",
    "1. evil-12",
    "- evil-13",
)
