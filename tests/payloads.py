"""Strings that mean harm: to a browser, a Markdown reader, a spreadsheet, a terminal."""

from itertools import product

_SCRIPTS = (
    *(
        "<script>zq()</script>",
        "<img src=x onerror=zq()>",
        "<svg onload=zq()>",
        "<svg/onload=zq()>",
    ),
    *("<iframe src=javascript:zq()>", "<a href=javascript:zq()>z</a>", "<b onmouseover=zq()>z</b>"),
    *("<style>*{background:url(//zq)}</style>", "<base href=//zq>", "<form action=//zq><input>"),
    *("<meta http-equiv=refresh content=0;url=//zq>", "<object data=//zq>", "<embed src=//zq>"),
    *("<details open ontoggle=zq()>", "<math href=javascript:zq()>", "<link rel=import href=//zq>"),
)
#: What ends that in which a script may stand: nothing, an attribute, an element, a comment.
_ENDS = (
    "",
    '">',
    "'>",
    "</title>",
    "</script>",
    "</style>",
    "-->",
    "]]>",
    "</code>",
    "</textarea>",
)
_ATTRIBUTES = (
    '" onload="zq()',
    "' onload='zq()",
    '" style="zq',
    "` onload=`zq()",
    '"autofocus x="',
)
_TEMPLATES = ("{{ 7*191 }}", "{% include 'zq' %}", "${7*191}", "#{7*191}", "<%= 7*191 %>", "%(zq)s")
_MARKDOWN = (
    *("[z](javascript:zq())", "![z](//zq/x.png)", "[z]: //zq", "[z][z]", "<https://zq.example>"),
    *("**z**", "__z__", "~~z~~", "`z`", "```z", "# z", "> z", "- z", "1. z", "---", "| z | z |"),
    *(
        "https://zq.example/z",
        "www.zq.example",
        "z@zq.example",
        "&lt;script&gt;zq()&lt;/script&gt;",
    ),
    *("\\", "\\|", "\\<script>", "<!-- z", "<!--z--><script>zq()</script>", "&#60;script&#62;"),
)
_FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(1)", "\t=1", "\r=1", "=cmd|' /C z'!A0")
_CODES = (
    *(
        "\x1b[2Jz",
        "\x1b]0;z\x07",
        "\x9b31mz",
        "z\x00z",
        "z\x07z",
        "z\rz",
        "z\nz",
        "z\x7fz",
        "z\x0bz",
    ),
    *(
        "\u202ez",
        "\u2066z\u2069",
        "z\u200bz",
        "z\ufeffz",
        "\u2028z",
        "\u2029z",
        "z\u00adz",
        "\ue000z",
    ),
    *("\ufffez", "\U000e0041z", "z\u0085z"),
)
_ADDRESSES = (
    *("javascript:zq()", "JavaScript:zq()", "data:text/html,<script>zq()</script>", "//zq.example"),
    *("https://zq.example@x.example/", "https://x.example\\@zq.example/", "vbscript:zq()"),
    'https://zq.example/"onclick="zq()',
)
_ENTITIES = ('<!DOCTYPE z [<!ENTITY z SYSTEM "file:///z">]>&z;', "<![CDATA[z]]>", "<?php zq() ?>")

#: Every one once, in order.
PAYLOADS = tuple(
    dict.fromkeys(
        (
            *(end + script for end, script in product(_ENDS, _SCRIPTS)),
            *(*_ATTRIBUTES, *_TEMPLATES, *_MARKDOWN, *_FORMULAS, *_CODES, *_ADDRESSES, *_ENTITIES),
        )
    )
)
