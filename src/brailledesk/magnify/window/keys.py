"""The keys of the window: those that users know from other magnifiers.

Windows Magnifier has Ctrl+Alt+I for inversion, Ctrl+Alt+M for the views and Ctrl+Alt with arrows to
move; plus and minus zoom everywhere. All others have a modifier or are function keys: letters and
plain arrows belong to the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from brailledesk.errors import N_


class Action(StrEnum):
    """What keys do in the window."""

    ZOOM_IN = "zoom-in"
    ZOOM_OUT = "zoom-out"
    ZOOM_DEFAULT = "zoom-default"
    NEXT_SCHEME = "next-scheme"
    PREVIOUS_SCHEME = "previous-scheme"
    INVERT = "invert"
    GREY = "grey"
    NEXT_FILTER = "next-filter"
    NEXT_VIEW = "next-view"
    PREVIOUS_VIEW = "previous-view"
    FOCUS_TRACKING = "focus-tracking"
    CARET_TRACKING = "caret-tracking"
    GLIDE = "glide"
    BOLD = "bold"
    WIDER = "wider"
    NARROWER = "narrower"
    LOOSER = "looser"
    TIGHTER = "tighter"
    LETTERS_APART = "letters-apart"
    LETTERS_TOGETHER = "letters-together"
    LINE_UP = "line-up"
    LINE_DOWN = "line-down"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"
    TOP = "top"
    BOTTOM = "bottom"
    WORD_BACK = "word-back"
    WORD_ON = "word-on"
    RUN = "run"
    FASTER = "faster"
    SLOWER = "slower"
    FIND = "find"
    FIND_NEXT = "find-next"
    FIND_PREVIOUS = "find-previous"
    FULLSCREEN = "fullscreen"
    HELP = "help"
    ESCAPE = "escape"
    QUIT = "quit"


WORDS: Mapping[Action, str] = MappingProxyType(
    {
        Action.HELP: N_("this help, and back"),
        Action.ZOOM_IN: N_("larger"),
        Action.ZOOM_OUT: N_("smaller"),
        Action.ZOOM_DEFAULT: N_("four times as large"),
        Action.NEXT_SCHEME: N_("next colour scheme"),
        Action.PREVIOUS_SCHEME: N_("previous colour scheme"),
        Action.INVERT: N_("light and dark changed"),
        Action.GREY: N_("without colours"),
        Action.NEXT_FILTER: N_("colours for red, green or blue weakness"),
        Action.NEXT_VIEW: N_("next view"),
        Action.PREVIOUS_VIEW: N_("previous view"),
        Action.LINE_DOWN: N_("a line down"),
        Action.LINE_UP: N_("a line up"),
        Action.PAGE_DOWN: N_("a window down"),
        Action.PAGE_UP: N_("a window up"),
        Action.TOP: N_("to the beginning"),
        Action.BOTTOM: N_("to the end"),
        Action.WORD_ON: N_("a word on, in one line"),
        Action.WORD_BACK: N_("a word back, in one line"),
        Action.RUN: N_("one line: run, and stop"),
        Action.FASTER: N_("run faster"),
        Action.SLOWER: N_("run slower"),
        Action.FIND: N_("find a text"),
        Action.FIND_NEXT: N_("find it again"),
        Action.FIND_PREVIOUS: N_("find it before"),
        Action.FOCUS_TRACKING: N_("how the focus is followed"),
        Action.CARET_TRACKING: N_("how the caret is followed"),
        Action.GLIDE: N_("moves: jump, or glide"),
        Action.WIDER: N_("more characters a line"),
        Action.NARROWER: N_("fewer characters a line"),
        Action.LOOSER: N_("more space between lines"),
        Action.TIGHTER: N_("less space between lines"),
        Action.LETTERS_APART: N_("more space between letters"),
        Action.LETTERS_TOGETHER: N_("less space between letters"),
        Action.BOLD: N_("bold letters"),
        Action.FULLSCREEN: N_("whole screen, and back"),
        Action.ESCAPE: N_("leave the search or the help"),
        Action.QUIT: N_("close"),
    }
)
"""What each does, in the order of the help."""

ALWAYS: Mapping[str, Action] = MappingProxyType(
    {
        "f1": Action.HELP,
        "ctrl++": Action.ZOOM_IN,
        "+": Action.ZOOM_IN,
        "ctrl+wheel-up": Action.ZOOM_IN,
        "ctrl+-": Action.ZOOM_OUT,
        "-": Action.ZOOM_OUT,
        "ctrl+wheel-down": Action.ZOOM_OUT,
        "ctrl+0": Action.ZOOM_DEFAULT,
        "f5": Action.NEXT_SCHEME,
        "shift+f5": Action.PREVIOUS_SCHEME,
        "ctrl+alt+i": Action.INVERT,
        "ctrl+i": Action.INVERT,
        "ctrl+g": Action.GREY,
        "f4": Action.NEXT_FILTER,
        "ctrl+alt+m": Action.NEXT_VIEW,
        "f6": Action.NEXT_VIEW,
        "shift+f6": Action.PREVIOUS_VIEW,
        "f7": Action.FOCUS_TRACKING,
        "shift+f7": Action.CARET_TRACKING,
        "f8": Action.GLIDE,
        "f9": Action.RUN,
        "ctrl+f9": Action.FASTER,
        "shift+f9": Action.SLOWER,
        "ctrl+alt+down": Action.LINE_DOWN,
        "ctrl+alt+up": Action.LINE_UP,
        "pagedown": Action.PAGE_DOWN,
        "pageup": Action.PAGE_UP,
        "wheel-down": Action.LINE_DOWN,
        "wheel-up": Action.LINE_UP,
        "ctrl+home": Action.TOP,
        "ctrl+end": Action.BOTTOM,
        "ctrl+alt+right": Action.WORD_ON,
        "ctrl+alt+left": Action.WORD_BACK,
        "ctrl+f": Action.FIND,
        "f3": Action.FIND_NEXT,
        "shift+f3": Action.FIND_PREVIOUS,
        "ctrl+right": Action.WIDER,
        "ctrl+left": Action.NARROWER,
        "ctrl+down": Action.LOOSER,
        "ctrl+up": Action.TIGHTER,
        "ctrl+shift+right": Action.LETTERS_APART,
        "ctrl+shift+left": Action.LETTERS_TOGETHER,
        "ctrl+b": Action.BOLD,
        "f11": Action.FULLSCREEN,
        "escape": Action.ESCAPE,
        "ctrl+q": Action.QUIT,
        "ctrl+w": Action.QUIT,
    }
)
"""Keys of the window in every case."""

DOCUMENT: Mapping[str, Action] = MappingProxyType(
    {
        "down": Action.LINE_DOWN,
        "up": Action.LINE_UP,
        "right": Action.WORD_ON,
        "left": Action.WORD_BACK,
        " ": Action.PAGE_DOWN,
        "shift+ ": Action.PAGE_UP,
        "home": Action.TOP,
        "end": Action.BOTTOM,
        "/": Action.FIND,
        "i": Action.INVERT,
        "q": Action.QUIT,
    }
)
"""Keys that belong to the window where no desk has them."""


def action_of(key: str, *, has_desk: bool) -> Action | None:
    """What a key means; None where it is the desk's, or nobody's.

    Of a desk plus and minus are left to the window: no command has them.
    """
    action = ALWAYS.get(key)
    return action if action is not None or has_desk else DOCUMENT.get(key)


_KEY_WORDS = {
    "ctrl": N_("Ctrl"),
    "alt": N_("Alt"),
    "shift": N_("Shift"),
    "up": N_("up arrow"),
    "down": N_("down arrow"),
    "left": N_("left arrow"),
    "right": N_("right arrow"),
    "pageup": N_("page up"),
    "pagedown": N_("page down"),
    "home": N_("Home key"),
    "end": N_("End key"),
    "escape": N_("Esc"),
    "wheel-up": N_("wheel up"),
    "wheel-down": N_("wheel down"),
    "+": N_("plus"),
    "-": N_("minus"),
    " ": N_("space bar"),
    "/": N_("slash"),
}


def key_words(key: str, say: Callable[[str], str] = str) -> str:
    """A key for people: "Ctrl+Alt+I"."""
    *modifiers, last = key[:-1].split("+") if len(key) > 1 else [""]
    parts = [*modifiers, last + key[-1]]
    return "+".join(say(_KEY_WORDS.get(part, part.upper())) for part in parts)


def help_lines(say: Callable[[str], str] = str, *, has_desk: bool) -> list[str]:
    """What each key does, a line an action; the keys of the window only."""
    bound = ALWAYS if has_desk else {**ALWAYS, **DOCUMENT}
    lines: list[str] = []
    for action, words in WORDS.items():
        keys = [key_words(key, say) for key, one in bound.items() if one is action]
        lines.append(f"{', '.join(keys)}: {say(words)}")
    return lines
