"""Colours of a preview. Print and raised dots keep 7 to 1 against their ground (WCAG 2, level AAA);
faint dots are only a help to the eye and stay far from what is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb. ``desk`` is around the pages, ``running`` the ground of running lines."""

    desk: str
    paper: str
    running: str
    edge: str
    ink: str
    dot: str
    faint: str


AUTOMATIC = "auto"
"""The theme that a browser's settings choose."""

THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "light": Theme(
            desk="#e9e6df",
            paper="#fffdf8",
            running="#efe9da",
            edge="#8a8577",
            ink="#333333",
            dot="#0b2a66",
            faint="#c9c4b8",
        ),
        "dark": Theme(
            desk="#121417",
            paper="#1c1f24",
            running="#2a2f37",
            edge="#7c8794",
            ink="#d5d9de",
            dot="#ffd666",
            faint="#4a515b",
        ),
        "contrast-light": Theme(
            desk="#ffffff",
            paper="#ffffff",
            running="#ffffff",
            edge="#000000",
            ink="#000000",
            dot="#00007a",
            faint="#c0c0c0",
        ),
        "contrast-dark": Theme(
            desk="#000000",
            paper="#000000",
            running="#000000",
            edge="#ffffff",
            ink="#ffffff",
            dot="#ffff00",
            faint="#4d4d4d",
        ),
    }
)
