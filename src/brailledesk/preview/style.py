"""The style sheet of the HTML preview."""

from __future__ import annotations

from brailledesk.preview.geometry import FONT_SIZE, RAISED_RADIUS
from brailledesk.preview.themes import AUTOMATIC, THEMES, Theme

_SYSTEM = (
    "--desk:Canvas;--paper:Canvas;--running:Canvas;--edge:CanvasText;--ink:CanvasText;"
    "--dot:CanvasText;--faint:GrayText"
)
"""The colours that a user's system forces upon all pages."""

_RULES = f"""
body{{margin:0;padding:1rem;background:var(--desk);color:var(--ink);font:1rem/1.5 sans-serif}}
h1,h2,h3{{line-height:1.25;overflow-wrap:anywhere}}
h1{{font-size:1.5rem}}
h2{{font-size:1.25rem}}
h3{{font-size:1rem}}
a{{color:var(--ink)}}
a:focus-visible,summary:focus-visible,.rows:focus-visible{{outline:.2rem solid var(--dot)}}
nav ol{{columns:16rem;padding-left:1.5rem}}
.paper{{position:absolute}}
.rows{{background:var(--paper);border:1px solid var(--edge);padding:1rem;width:max-content;
max-width:100%;box-sizing:border-box;overflow-x:auto}}
.rows svg{{display:block;forced-color-adjust:none}}
.running{{background:var(--running);border-bottom:1px solid var(--edge)}}
.raised{{fill:none;stroke:var(--dot);stroke-width:{2 * RAISED_RADIUS};stroke-linecap:round}}
.bond{{stroke:var(--edge)}}
.faint{{fill:var(--faint)}}
text{{fill:var(--ink);font:{FONT_SIZE}px monospace;text-anchor:middle;white-space:pre;
unicode-bidi:isolate}}
@media print{{body{{padding:0;background:none}}nav{{display:none}}
header,.page{{break-after:page}}main>:last-child>.page:last-child{{break-after:auto}}
h2,h3{{margin:.5rem 0;break-after:avoid}}
.rows{{border:0;padding:0;overflow:visible;zoom:.75}}.rows svg{{break-inside:avoid}}}}
"""


def style_sheet(theme: str) -> str:
    """The style for a theme of THEMES, or for AUTOMATIC: as the browser's settings want it."""
    if theme != AUTOMATIC:
        scheme = "dark" if "dark" in theme else "light"
        colours = f":root{{color-scheme:{scheme};{_variables(THEMES[theme])}}}"
    else:
        colours = ":root{color-scheme:light dark}\n" + "\n".join(
            f"@media {condition}{{:root{{{_variables(THEMES[name])}}}}}"
            for condition, name in (
                ("all", "light"),
                ("(prefers-color-scheme:dark)", "dark"),
                ("(prefers-contrast:more)", "contrast-light"),
                ("(prefers-contrast:more) and (prefers-color-scheme:dark)", "contrast-dark"),
            )
        )
    # Paper is white, and printers have no dark mode.
    printed = f"@media print{{:root{{{_variables(THEMES['contrast-light'])}}}}}"
    forced = f"@media (forced-colors:active){{:root{{{_SYSTEM}}}}}"
    return f"{colours}\n{printed}\n{forced}\n{_RULES.strip()}"


def _variables(theme: Theme) -> str:
    names = ("desk", "paper", "running", "edge", "ink", "dot", "faint")
    return ";".join(f"--{name}:{getattr(theme, name)}" for name in names)
