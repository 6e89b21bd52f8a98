"""A display's file, checked with all faults at once; ``docs/displays.md`` says how to write one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from brailledesk.commands import Key
from brailledesk.devices.brlapi.keys import KEYS as BRLAPI_KEYS
from brailledesk.devices.displays.model import Chord, DisplayModel, UsbId
from brailledesk.devices.embossers.reader import Reader, add_unsourced, load_toml, read_sources
from brailledesk.devices.protocols.displays import KEYS as SERIAL_KEYS
from brailledesk.devices.protocols.displays.hid import KEYS as HID_KEYS
from brailledesk.devices.transport.serial import Line
from brailledesk.errors import N_, SettingsFaulty
from brailledesk.frame import Geometry
from brailledesk.resources import data_folder

PROTOCOLS: Mapping[str, frozenset[str]] = {
    **SERIAL_KEYS,
    "brlapi": BRLAPI_KEYS,
    "hid": HID_KEYS,
}
"""The protocols that a file may name, with the keys that each can tell."""

_NAMES = frozenset({"maker", "model", "remark"})
_FREE = ("bindings", "keys.sets")
"""What needs no source: names, and what was chosen and not found."""


def read_model(path: Path) -> DisplayModel:
    """The model in a file. Raises an IngestError, or SettingsFaulty with all its faults."""
    label, table = load_toml(path)
    return parse_model(table, path.stem, label)


def is_display(table: Mapping[str, object]) -> bool:
    """Whether a file is meant to be that of a display."""
    return table.get("protocol") in PROTOCOLS or "bindings" in table


def parse_model(table: dict[str, object], name: str, label: str = "") -> DisplayModel:
    """A model from its table. Raises SettingsFaulty with all its faults."""
    reader = Reader(table)
    model = _model(reader, name)
    reader.add_unknown()
    add_unsourced(reader, model.source, _NAMES | _unsourced(table))
    if reader.faults:
        raise SettingsFaulty(label or name, tuple(reader.faults))
    return model


def _unsourced(table: Mapping[str, object]) -> frozenset[str]:
    bindings = table.get("bindings")
    keys = bindings if isinstance(bindings, dict) else {}
    return frozenset({*(f"bindings.{key}" for key in keys), *_FREE})


def _model(reader: Reader, name: str) -> DisplayModel:
    protocol = reader.text("protocol")
    known = _keys_of(protocol)
    if known is None:
        reader.add("protocol", N_("one of these is wanted: {known}"), known=", ".join(PROTOCOLS))
        known = frozenset()
    line = reader.within("line")
    keys = reader.within("keys")
    names = keys.texts("names")
    _check_known(keys, "names", names, known)
    rename = _rename(reader.within("rename"), known)
    return DisplayModel(
        name=name,
        maker=reader.text("maker"),
        model=reader.text("model"),
        protocol=protocol,
        identity=reader.texts("identity"),
        geometry=_geometry(reader.within("cells")),
        line=_line(line),
        pause=line.number("pause", 0, most=2000) / 1000,
        usb=_usb(reader.within("usb")),
        keys=names,
        rename=rename,
        bindings=_bindings(reader, keys, {rename.get(name, name) for name in names or known}),
        remark=reader.text("remark", ""),
        source=read_sources(reader),
    )


def _keys_of(protocol: str) -> frozenset[str] | None:
    """The keys that a protocol can tell: one of ours, or of a plugin."""
    if protocol in PROTOCOLS or not protocol:
        return PROTOCOLS.get(protocol)
    from brailledesk.devices.protocols.offers import (  # noqa: PLC0415 - few models need it
        display_protocols,
    )

    offered = display_protocols().get(protocol)
    return None if offered is None else offered.keys


def _geometry(cells: Reader) -> Geometry | None:
    columns = cells.number("columns", 0, most=1000)
    rows = cells.number("rows", 1, least=1, most=100)
    status = cells.number("status", 0, most=100)
    return Geometry(columns, rows, status) if columns else None


def _line(line: Reader) -> Line:
    parity = line.text("parity", "N")
    if parity not in {"N", "E", "O"}:
        line.add("parity", N_("one of these is wanted: {known}"), known="N, E, O")
    return Line(
        baud=line.number("baud", 9600, least=50, most=4_000_000), parity=parity, flow="none"
    )


def _usb(usb: Reader) -> tuple[UsbId, ...]:
    found = []
    for text in usb.texts("ids"):
        match = re.fullmatch(r"([0-9a-f]{4}):([0-9a-f]{4})", text)
        if match:
            found.append(UsbId(int(match[1], 16), int(match[2], 16)))
        else:
            usb.add("ids", N_('vendor and product are wanted, as "1c71:c005"'))
    return tuple(found)


def _check_known(reader: Reader, key: str, names: tuple[str, ...], known: frozenset[str]) -> None:
    strange = [name for name in names if name not in known]
    if strange and known:
        reader.add(
            key,
            N_("the protocol has no key {strange}; it has: {known}"),
            strange=", ".join(strange),
            known=", ".join(sorted(known)),
        )


def _rename(reader: Reader, known: frozenset[str]) -> dict[str, str]:
    _check_known(reader, "", tuple(reader.table), known)
    return {key: reader.text(key) for key in reader.table}


def _bindings(reader: Reader, keys: Reader, names: set[str]) -> dict[Chord, Key]:
    found: dict[Chord, Key] = {}
    for one in keys.texts("sets"):
        shared = shared_bindings().get(one)
        if shared is None:
            keys.add("sets", N_("one of these is wanted: {known}"), known=_sets())
            continue
        for chord, key in shared.items():
            _check_chord(keys, "sets", chord, names)
            found[chord] = key
    own = reader.within("bindings")
    for text in own.table:
        chord = frozenset(text.split("+"))
        _check_chord(own, text, chord, names)
        key = own.choice(text, Key, Key.PAN_RIGHT)
        if chord in {frozenset(other.split("+")) for other in own.table if other != text}:
            own.add(text, N_("these keys are bound twice"))
        found[chord] = key
    return found


def _check_chord(reader: Reader, key: str, chord: Chord, names: set[str]) -> None:
    strange = sorted(chord - names)
    if strange:
        reader.add(
            key,
            N_("the display has no key {strange}; it has: {known}"),
            strange=", ".join(strange),
            known=", ".join(sorted(names)),
        )


def _sets() -> str:
    return ", ".join(sorted(shared_bindings()))


@lru_cache(maxsize=1)
def shared_bindings() -> Mapping[str, Mapping[Chord, Key]]:
    """The sets of bindings that files name, as that of a Braille keyboard."""
    folder = data_folder("drivers") / "displays" / "sets"
    found = {}
    for path in sorted(folder.glob("*.toml")):
        label, table = load_toml(path)
        reader = Reader(table)
        found[path.stem] = {
            frozenset(text.split("+")): reader.choice(text, Key, Key.PAN_RIGHT) for text in table
        }
        if reader.faults:
            raise SettingsFaulty(label, tuple(reader.faults))
    return found
