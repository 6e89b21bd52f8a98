"""What ``brailledesk magnify`` does."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brailledesk.adapters.load import load_screen
from brailledesk.cli.console import say, translator
from brailledesk.errors import N_, BrailledeskError, UsageError
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.fonts import load_family
from brailledesk.magnify.lines import screen_text
from brailledesk.magnify.style import FONTS
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.reader import Reader
from brailledesk.magnify.window.settings import (
    Settings,
    ViewName,
    load_settings,
    save_settings,
    settings_file,
)
from brailledesk.scheme_file import load_scheme, scheme_names
from brailledesk.schemes import Scheme, require_readable

if TYPE_CHECKING:
    from brailledesk.cli.magnify import MagnifyChoices
    from brailledesk.magnify.window.bitmap_reader import BitmapReader
    from brailledesk.magnify.window.viewer import Viewer
    from brailledesk.screen import Screen

_SIZE = re.compile(r"(\d{2,5})x(\d{2,5})", re.ASCII)


def run_magnifier(source: str, chosen: MagnifyChoices) -> None:
    """A window with a document or a desk, or frames of it as files."""
    remembered, faults = load_settings(settings_file())
    if faults is not None:
        say(faults.describe(translator()), sys.stderr)
    _check(source, chosen)
    settings = _chosen(_usable(remembered, chosen), chosen)
    schemes = _schemes(settings, is_forced=chosen["force"])
    is_bitmap = chosen["picture"] or chosen["screen"]
    if chosen["png"] is not None:
        make = _bitmap_reader if is_bitmap else _reader
        _write_frames(make(source, chosen, settings, schemes), Path(chosen["png"]), chosen)
        return
    if is_bitmap:
        from brailledesk.cli.magnify_bitmap import show_bitmap

        last = show_bitmap(source, chosen, settings, schemes)
    else:
        last = _show(source, chosen, settings, schemes)
    if chosen["remember"] and last != remembered:
        save_settings(last, settings_file())


def _check(source: str, chosen: MagnifyChoices) -> None:
    """Raise UsageError for a source that is more than one thing, or none."""
    kinds = [name for name in ("desk", "picture", "screen") if chosen[name]]
    if len(kinds) > 1:
        raise UsageError(
            N_("The source cannot be all of this: {options}."),
            N_("Use one of them."),
            options=", ".join(f"--{name}" for name in kinds),
        )
    if not source and not chosen["screen"]:
        raise UsageError(N_("There is nothing to show."), N_("Name a file."))


def _usable(settings: Settings, chosen: MagnifyChoices) -> Settings:
    """What was remembered, but for files that are gone or are faulty now: these are told."""
    try:
        if chosen["scheme"] is None:
            load_scheme(settings.scheme, is_forced=chosen["force"])
    except UsageError as error:
        say(error.describe(translator()), sys.stderr)
        settings = replace(settings, scheme=Settings().scheme)
    try:
        if chosen["font"] is None:
            load_family(settings.font)
    except BrailledeskError as error:
        say(error.describe(translator()), sys.stderr)
        settings = replace(settings, font=Settings().font)
    return settings


def _whole(name: str | None, known: Iterable[str]) -> str | None:
    """A name, or the whole path of a file: it is remembered for other folders, too."""
    return name if name is None or name in known else str(Path(name).absolute())


def _chosen(settings: Settings, chosen: MagnifyChoices) -> Settings:
    """What was remembered, with what the command says over it."""
    said: dict[str, Any] = {
        "zoom": chosen["zoom"],
        "scheme": _whole(chosen["scheme"], scheme_names()),
        "is_inverted": chosen["inverted"],
        "view": None if chosen["view"] is None else ViewName(chosen["view"]),
        "columns": chosen["columns"],
        "font": _whole(chosen["font"], FONTS),
    }
    if chosen["size"] is not None:
        found = _SIZE.fullmatch(chosen["size"])
        size = (0, 0) if found is None else (int(found[1]), int(found[2]))
        if not (160 <= size[0] <= 16_384 and 120 <= size[1] <= 16_384):
            raise UsageError(
                N_("{size} is no size of a window."),
                N_("Write the pixels as 1280x800."),
                size=chosen["size"],
            )
        said["width"], said["height"] = size
        said["is_fullscreen"] = False
    return replace(settings, **{name: one for name, one in said.items() if one is not None})


def _schemes(settings: Settings, *, is_forced: bool) -> list[Scheme]:
    """The scheme that was chosen, which has to be readable, and all others that are."""
    first = load_scheme(settings.scheme, is_forced=is_forced)
    for weakness in require_readable(first, is_forced=is_forced):
        say(weakness.describe(translator()), sys.stderr)
    others: list[Scheme] = []
    for name in scheme_names():
        try:
            others.append(load_scheme(name))
        except UsageError as error:
            say(error.describe(translator()), sys.stderr)
    # By what it is asked for, a path maybe: so it is found when it is remembered.
    first = replace(first, name=settings.scheme)
    return [first if one.name == first.name else one for one in others] + (
        [] if any(one.name == first.name for one in others) else [first]
    )


def _is_screen(source: str, chosen: MagnifyChoices) -> bool:
    return chosen["desk"] or source.lower().endswith(".json")


def _load_screen(source: str, chosen: MagnifyChoices) -> Screen:
    return load_screen(
        source,
        kind=chosen["kind"],
        is_remote_allowed=chosen["remote"],
        standard_input=sys.stdin.buffer,
    )


def _reader(
    source: str, chosen: MagnifyChoices, settings: Settings, schemes: list[Scheme]
) -> Reader:
    """A reader with the text already in it, for a size of its own."""
    reader = Reader(settings, schemes, (settings.width, settings.height), say=translator())
    _fill(reader, source, chosen)
    return reader


def _bitmap_reader(
    source: str, chosen: MagnifyChoices, settings: Settings, schemes: list[Scheme]
) -> BitmapReader:
    """The same for a picture of a screen."""
    from brailledesk.cli.magnify_bitmap import frames_of_bitmap
    from brailledesk.magnify.window.bitmap_reader import BitmapReader

    size = settings.width, settings.height
    reader = BitmapReader(settings, schemes, size, say=translator())
    frames_of_bitmap(source, chosen, reader)
    return reader


def _fill(reader: Reader, source: str, chosen: MagnifyChoices) -> None:
    if _is_screen(source, chosen):
        from brailledesk.desk.profile_file import load_profile

        profile = load_profile(chosen["profile"])
        reader.show(screen_text(_load_screen(source, chosen), profile), 0.0)
        return
    from brailledesk.ingest.read import read_document

    stream = sys.stdin.buffer if source == "-" else Path(source)
    reader.read(document_text(read_document(stream, kind=chosen["kind"], has_pictures=True)))


def _write_frames(reader: Viewer, path: Path, chosen: MagnifyChoices) -> None:
    """The text window by window, until it ends; the first to ``path``."""
    from brailledesk.output import write_atomically

    before = None
    for number in range(1, chosen["frames"] + 1):
        png = reader.picture(1000.0 + number).png(level=6)
        if png == before:
            return
        name = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        write_atomically(name, png)
        before = png
        reader.act(Action.PAGE_DOWN, 1000.0 + number)


def _show(
    source: str, chosen: MagnifyChoices, settings: Settings, schemes: list[Scheme]
) -> Settings:
    """The window until it is closed; the choices as they are then."""
    from brailledesk.magnify.window.display_scale import display_scale
    from brailledesk.magnify.window.loop import Loop, NoHost
    from brailledesk.magnify.window.opening import open_window

    _ = translator()
    title = Path(source).name if source != "-" else "brailledesk"
    is_desk = chosen["desk"]
    screen = _load_screen(source, chosen) if is_desk else None
    scale = display_scale(chosen["display_scale"])
    size = round(settings.width * scale), round(settings.height * scale)
    reader = Reader(settings, schemes, size, say=_, has_desk=is_desk, scale=scale)
    if not is_desk:
        _fill(reader, source, chosen)
    with ExitStack() as stack:
        window = open_window(title, size, is_fullscreen=settings.is_fullscreen)
        stack.callback(window.close)
        reader.resize(*window.size, time.monotonic())
        if screen is None:
            Loop(window, reader, NoHost(), title=title).run()
        else:
            from brailledesk.cli.magnify_desk import open_desk_host

            host = open_desk_host(screen, chosen, window.wake, stack)
            Loop(window, reader, host, title=title).run()
        return reader.settings.sized(window.size, scale)
