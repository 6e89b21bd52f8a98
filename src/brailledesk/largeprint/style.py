"""The style sheet of large print in a browser: the reader changes size and colours without scripts.

Sizes are in rem, so the browser's own setting counts; a line has 65 characters at most; what is
wider than the window becomes lines (WCAG 2.2, 1.4.8, 1.4.10 and 1.4.12).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from brailledesk.largeprint.options import LEAST_SIZE, MOST_SIZE, LargePrint
from brailledesk.schemes import SCHEMES, YELLOW_ON_BLACK, Scheme, colour_words

AUTOMATIC = "auto"
"""Colours as the browser's settings want them."""

SIZES = (LEAST_SIZE, 18, 24, 32, MOST_SIZE)
"""Points to choose from."""

_PLAIN = 12
"""Points of 1rem, where the browser's setting was not touched."""

_COLUMN = 9
"""Sizes that a column of a table needs at least; below that, rows become records."""

MOST_COLUMNS = 12

_RULES = """
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);scroll-padding:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font-family:%(family)s;font-size:var(--size);
line-height:%(spacing)s;text-align:start;hyphens:%(hyphens)s;overflow-wrap:anywhere}
main,header,nav,footer{max-width:38em;margin:0 auto;padding:0 .75em;container-type:inline-size}
h1,h2,h3,h4,h5,h6{font-weight:700;line-height:1.3;margin:1.75em 0 .75em}
h1{font-size:1.25em}h2{font-size:1.12em}h3,h4,h5,h6{font-size:1em}
p,ul,ol,dl,blockquote,figure,table,.poem{margin:0 0 calc(1em*%(spacing)s)}
a{color:inherit;text-decoration:underline;text-decoration-thickness:.08em;text-underline-offset:.2em}
a:focus-visible,input:focus-visible,summary:focus-visible,main:focus-visible
{outline:.2em solid var(--focus);outline-offset:.15em}
em,strong,b{font-style:normal;font-weight:700}
.skip{position:absolute;inset-inline-start:-200vw}
.skip:focus{position:static;display:inline-block;padding:.5em}
fieldset{border:.06em solid var(--ink);margin:0 0 1em;padding:.25em .75em}
legend{font-weight:700;padding:0 .25em}
fieldset label{display:inline-block;margin:.25em 1.25em .25em 0;padding:.25em 0}
input{width:1em;height:1em;margin:0 .4em 0 0;vertical-align:-.1em;accent-color:var(--ink)}
summary{font-weight:700;padding:.25em 0}
ul.items{list-style:none;padding:0}
ul.items>li{display:flex;gap:.5em;margin-bottom:.5em}
ul.items>li>.marker{flex:none}
ul.items>li>.body{flex:1;min-width:0}
.body>:last-child,td>:last-child,th>:last-child{margin-bottom:0}
nav ul{padding-inline-start:1em}
blockquote{border-inline-start:.1em solid var(--ink);padding-inline-start:.7em;margin-inline:0}
figure{border:.06em solid var(--ink);padding:.5em;margin-inline:0}
.verse{margin:0;padding-inline-start:1.5em;text-indent:-1.5em}
.stanza{margin:0 0 1em}
.whole{white-space:nowrap}
p:has(>.print-page){margin:0 0 .25em}
.print-page{font-weight:700;border:.06em solid var(--ink);padding:0 .25em;margin-inline-end:.4em}
table{border-collapse:collapse;line-height:1.3}
caption{text-align:start;font-weight:700;padding:.35em 0}
td,th{border:.06em solid var(--ink);padding:.35em .4em;text-align:start;vertical-align:top}
.label{display:none;font-weight:700}
@media print{header fieldset,nav,.skip{display:none}main{max-width:none}
thead{display:table-header-group}h1,h2,h3,h4,h5,h6{break-after:avoid}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
"""

_RECORDS = """
@container (max-width:%(width)dem){
.c%(count)d,.c%(count)d tbody,.c%(count)d tr,.c%(count)d td,.c%(count)d tbody th,.c%(count)d caption
{display:block;border:0;padding:0}
.c%(count)d thead{position:absolute;clip-path:inset(50%%);width:1px;height:1px;overflow:hidden}
.c%(count)d tbody tr{border-top:.06em solid var(--ink);padding:.5em 0}
.c%(count)d td,.c%(count)d tbody th{padding:.2em 0}
.c%(count)d td:empty,.c%(count)d th:empty{display:none}
.c%(count)d .label{display:inline}}
"""
"""The heads stay for screen readers; to the eye every cell has its own."""


def style_sheet(options: LargePrint, schemes: Sequence[Scheme], fonts: Sequence[bytes]) -> str:
    """The style for some schemes that the reader may choose from; ``fonts`` are files, upright
    first, then bold.
    """
    faces = "".join(
        f"@font-face{{font-family:Large;font-weight:{weight};font-display:swap;"
        f"src:url(data:font/ttf;base64,{base64.b64encode(data).decode()})}}\n"
        for weight, data in zip((400, 700), fonts, strict=False)
    )
    light, dark = options.scheme, YELLOW_ON_BLACK
    colours = [
        f":root{{color-scheme:light dark;--size:{_rem(options.size)};{_colours(light)}}}",
        f"@media (prefers-color-scheme:dark){{:root{{{_colours(dark)}}}}}",
    ]
    colours += [f":root:has(#scheme-{one.name}:checked){{{_colours(one)}}}" for one in schemes]
    colours += [f":root:has(#size-{size}:checked){{--size:{_rem(size)}}}" for size in SIZES]
    colours.append(f"@media print{{:root{{{_colours(SCHEMES['black-white'])}}}}}")
    colours.append(
        "@media (forced-colors:active){:root{--ink:CanvasText;--paper:Canvas;--focus:Highlight}}"
    )
    rules = _RULES % {
        "family": "Large,'Atkinson Hyperlegible Next',Verdana,sans-serif",
        "spacing": f"{options.line_spacing:g}",
        "hyphens": "auto" if options.is_hyphenated else "manual",
    }
    narrow = "".join(
        _RECORDS % {"count": count, "width": count * _COLUMN}
        for count in range(2, MOST_COLUMNS + 1)
    )
    return faces + "\n".join(colours) + rules + narrow


def _rem(points: float) -> str:
    return f"{points / _PLAIN:.4g}rem"


def _colours(scheme: Scheme) -> str:
    return (
        f"--ink:{colour_words(scheme.text)};--paper:{colour_words(scheme.background)};"
        f"--focus:{colour_words(scheme.focus)}"
    )
