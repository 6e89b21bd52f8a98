"""What the commands of ``brailledesk driver`` do, and the lines that tell of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from brailledesk.cells import CHARSETS
from brailledesk.cli.console import translator
from brailledesk.cli.displaying import check_display
from brailledesk.devices.displays.model_file import is_display
from brailledesk.devices.embossers import (
    EmbosserModel,
    Settings,
    encode,
    find_charset,
    find_model,
    make_test_page,
    page_format,
    parse_paper,
)
from brailledesk.devices.embossers.catalogue import model_names
from brailledesk.devices.embossers.charset import charset_files, read_charset
from brailledesk.devices.embossers.model_file import read_model
from brailledesk.devices.embossers.profile import Connection
from brailledesk.devices.embossers.reader import load_toml
from brailledesk.errors import N_, SettingsFaulty, UsageError
from brailledesk.formats import SUFFIXES, format_of, format_publication
from brailledesk.output import write_atomically

_Found = TypeVar("_Found")

_MEMORY = 1
"""The number of the driver that makes /dev/null and the like."""


def model_lines() -> Iterator[str]:
    """A line for each model: its name, and what it is. Raises SettingsFaulty after all others."""
    for model in _sound(find_model, model_names()):
        yield f"{model.name}: {model.title}; {_abilities(model)}; {_reached(model)}"


def charset_lines() -> Iterator[str]:
    """A line for each charset. Raises SettingsFaulty after all others."""
    _ = translator()
    for charset in _sound(find_charset, [*CHARSETS, *charset_files()]):
        dots = 8 if charset.has_eight_dots else 6
        yield f"{charset.name}: {charset.title}, " + _("{count} dots").format(count=dots)


def _sound(find: Callable[[str], _Found], names: Iterable[str]) -> Iterator[_Found]:
    """What is found under the names; one faulty file of a user's does not hide the others."""
    fault: SettingsFaulty | None = None
    for name in names:
        try:
            found = find(name)
        except SettingsFaulty as error:
            fault = fault or error
        else:
            yield found
    if fault is not None:
        raise fault


def _abilities(model: EmbosserModel) -> str:
    _ = translator()
    kinds = {"sheet": _("sheets"), "tractor": _("continuous paper"), "roll": _("rolls")}
    words = [
        kinds[model.paper.kind.value],
        _("two sides") if 2 in model.modes.sides else _("one side"),
        *([_("8 dots")] if 8 in model.dots else []),
        *([_("z-fold")] if model.modes.has_z_fold else []),
        *([_("saddle stitch")] if model.modes.has_booklet else []),
    ]
    return ", ".join(words)


def _reached(model: EmbosserModel) -> str:
    """How it is connected, as far as a source tells."""
    _ = translator()
    if not model.connections:
        is_told = bool(model.connection_unknown)
        return _("connection not known") if is_told else _("connection not told")
    kinds = {
        "serial": _("serial"),
        "network": _("network"),
        "parallel": _("parallel"),
        "program": _("by its maker's program"),
        "usb": "USB",
        "bluetooth": "Bluetooth",
    }
    return _("connection: {kinds}").format(
        kinds=", ".join(kinds[one.kind] + _line_of(one) for one in model.connections)
    )


def _line_of(one: Connection) -> str:
    """The settings of a serial line that a source tells, in brackets."""
    _ = translator()
    known = [
        *([_("{baud} baud").format(baud=one.baud)] if one.baud else []),
        *([_("handshake {flow}").format(flow=one.flow)] if one.flow else []),
    ]
    return f" ({', '.join(known)})" if known else ""


def check_file(path: Path) -> str:
    """A line that says that the file has no faults. Raises SettingsFaulty with all of them."""
    _ = translator()
    _label, table = load_toml(path)
    if "characters" in table:
        charset = read_charset(path)
        told = _("{path}: no faults; the charset {name}, {count} cells.")
        return told.format(path=path, name=charset.name, count=len(charset.codes))
    if is_display(table):
        return check_display(path)
    model = read_model(path)
    abilities = f"{_abilities(model)}; {_reached(model)}"
    told = _("{path}: no faults; {title}, {abilities}.")
    line = told.format(path=path, title=model.title, abilities=abilities)
    if not model.connection_unknown:
        return line
    return f"{line} " + _("Looked for it in: {places}").format(places=model.connection_unknown)


def run_test_page(
    name: str, paper: str, charset: str | None, output: str, *, saddle_stitch: bool
) -> Iterator[str]:
    """Write the page, and tell how one sees that it is right.

    A name with the suffix of a Braille file gets a Braille file, every other the bytes for the
    embosser. Raises ModelNotFound, EmbosserError, UsageError or OutputError.
    """
    _ = translator()
    _refuse_device(output)
    model = find_model(name)
    settings = Settings(paper=parse_paper(paper), charset=charset, saddle_stitch=saddle_stitch)
    page = page_format(model, settings)
    publication = make_test_page(page, title=model.title)
    if Path(output).suffix.lower() in SUFFIXES:
        data = format_publication(publication, format_of(output), charset=charset or "mit")
    else:
        job = encode(publication, model, settings)
        data = b"".join(one.data for one in job.chunks())
        if job.beside is not None:
            job.beside.write(Path(output))
            told = _("{path}: the settings that its program needs with it.")
            yield told.format(path=job.beside.path(Path(output)))
    write_atomically(Path(output), data)
    told = _("{path}: test page for {title}, {cells} cells and {rows} rows.")
    yield told.format(path=output, title=model.title, cells=page.cells, rows=page.rows)
    yield from test_lines()


def test_lines() -> Iterator[str]:
    """How one sees that a test page is right."""
    _ = translator()
    yield _("Right: the ruler of the first and of the last row goes from edge to edge.")
    yield _("Right: each cell between two full ones has the dots that the number behind it names.")
    yield _("Wrong cells: set the charset with --charset, or the table inside the embosser.")


def _refuse_device(output: str) -> None:
    """Raise UsageError for a port or a printer: those have locks, and jobs that say what came out.

    What stands for an open file (/dev/stdout), or takes everything (/dev/null), is no machine.
    """
    try:
        status = Path(output).stat()
    except (OSError, ValueError):
        return
    is_port = stat.S_ISCHR(status.st_mode) and hasattr(os, "major")
    is_machine = is_port and os.major(status.st_rdev) != _MEMORY
    if is_machine and not output.startswith(("/dev/std", "/dev/fd/", "/proc/self/fd/")):
        raise UsageError(
            N_("{path} is a device, not a file."),
            N_("Set it up with: brailledesk embosser add. Then: brailledesk embosser test NAME"),
            path=output,
        )
