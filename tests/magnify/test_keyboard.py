"""Keys of SDL by the names that the bindings have, and keys that are held."""

from __future__ import annotations

import pygame
import pytest

from brailledesk.magnify.window.held import FIRST, NEXT, Held
from brailledesk.magnify.window.keys import ALWAYS
from brailledesk.magnify.window.sdl import key_name

CTRL, ALT, SHIFT, ALT_GR = pygame.KMOD_LCTRL, pygame.KMOD_LALT, pygame.KMOD_LSHIFT, pygame.KMOD_MODE


@pytest.mark.parametrize(
    ("key", "modifiers", "character", "name"),
    [
        (pygame.K_a, 0, "a", "a"),
        (pygame.K_a, SHIFT, "A", "A"),
        (pygame.K_F1, 0, "", "f1"),
        (pygame.K_F5, SHIFT, "", "shift+f5"),
        (pygame.K_i, CTRL | ALT, "i", "ctrl+alt+i"),
        (pygame.K_i, CTRL, "\t", "ctrl+i"),
        (pygame.K_PLUS, 0, "+", "+"),
        (pygame.K_PLUS, CTRL, "+", "ctrl++"),
        (pygame.K_EQUALS, CTRL, "=", "ctrl++"),
        (pygame.K_EQUALS, CTRL | SHIFT, "+", "ctrl++"),
        (pygame.K_EQUALS, SHIFT, "+", "+"),
        (pygame.K_KP_PLUS, CTRL, "+", "ctrl++"),
        (pygame.K_MINUS, CTRL, "-", "ctrl+-"),
        (pygame.K_KP_MINUS, 0, "-", "-"),
        (pygame.K_0, CTRL, "0", "ctrl+0"),
        (pygame.K_TAB, 0, "\t", "tab"),
        (pygame.K_TAB, SHIFT, "\t", "backtab"),
        (pygame.K_RETURN, 0, "\r", "enter"),
        (pygame.K_KP_ENTER, 0, "\r", "enter"),
        (pygame.K_ESCAPE, 0, "\x1b", "escape"),
        (pygame.K_DOWN, CTRL | ALT, "", "ctrl+alt+down"),
        (pygame.K_RIGHT, CTRL | SHIFT, "", "ctrl+shift+right"),
        (pygame.K_SPACE, 0, " ", " "),
        (pygame.K_SPACE, SHIFT, " ", "shift+ "),
        (0xE8, 0, "è", "è"),
        (0xE8, ALT_GR, "[", "["),
        (0xE8, CTRL | ALT, "[", "["),
        (pygame.K_LSHIFT, SHIFT, "", ""),
        (pygame.K_LCTRL, CTRL, "", ""),
        (pygame.K_QUESTION, SHIFT, "?", "?"),
        (pygame.K_w, CTRL, "\x17", "ctrl+w"),
    ],
)
def test_keys_have_the_names_of_the_bindings(
    key: int, modifiers: int, character: str, name: str
) -> None:
    assert key_name(key, modifiers, character) == name
    if name.startswith(("ctrl+alt+", "f1")):
        assert name in ALWAYS


def test_a_key_that_is_held_counts_again_until_it_is_let_go() -> None:
    held = Held()
    assert held.due(0) is None
    held.press(7, "down", 10.0)
    assert held.due(10.0) == pytest.approx(FIRST)
    assert held.repeated(10.0 + FIRST / 2) == ""
    assert held.repeated(10.0 + FIRST) == "down"
    assert held.repeated(10.0 + FIRST + NEXT / 2) == ""
    assert held.repeated(10.0 + FIRST + NEXT) == "down"
    held.release(8)
    assert held.due(99.0) == 0
    held.release(7)
    assert held.due(99.0) is None
    assert held.repeated(99.0) == ""


def test_a_window_without_the_keyboard_repeats_nothing() -> None:
    held = Held()
    held.press(7, "f11", 0.0)
    held.forget()
    assert held.due(9.0) is None
    assert held.repeated(9.0) == ""


def test_a_slow_machine_repeats_nothing() -> None:
    """However late: the release is looked at before the key counts again, and then once."""
    held = Held()
    held.press(7, "x", 0.0)
    held.release(7)
    assert held.repeated(50.0) == ""
    held.press(7, "x", 60.0)
    assert [held.repeated(99.0), held.repeated(99.0)] == ["x", ""]
