"""A model's file, checked with all faults at once; ``docs/drivers.md`` says how to write one."""

from __future__ import annotations

from pathlib import Path

from brailledesk.devices.embossers.profile import (
    Cells,
    Connection,
    EmbosserModel,
    Feed,
    Modes,
    PaperKind,
    PaperLimits,
    Range,
)
from brailledesk.devices.embossers.reader import Reader, add_unsourced, load_toml, read_sources
from brailledesk.devices.protocols.embossers import PROTOCOLS
from brailledesk.devices.transport.base import FLOWS
from brailledesk.errors import N_, SettingsFaulty

_NAMES = frozenset({"maker", "model", "braille-utils", "remark", "connection-unknown"})
"""Keys that are no figures: they need no source. The last one says itself where was looked."""

_CONNECTIONS = ("serial", "usb", "network", "parallel", "bluetooth", "program")


def read_model(path: Path) -> EmbosserModel:
    """The model in a file. Raises an IngestError, or SettingsFaulty with all its faults."""
    label, table = load_toml(path)
    return parse_model(table, path.stem, label)


def parse_model(table: dict[str, object], name: str, label: str = "") -> EmbosserModel:
    """A model from its table. Raises SettingsFaulty with all its faults."""
    reader = Reader(table)
    model = _model(reader, name)
    reader.add_unknown()
    add_unsourced(reader, model.source, _NAMES)
    _check(model, reader)
    if reader.faults:
        raise SettingsFaulty(label or name, tuple(reader.faults))
    return model


def _model(reader: Reader, name: str) -> EmbosserModel:
    charsets = reader.within("charsets")
    return EmbosserModel(
        name=name,
        maker=reader.text("maker"),
        model=reader.text("model"),
        protocol=reader.text("protocol"),
        variant=reader.text("variant", ""),
        braille_utils=reader.text("braille-utils", ""),
        remark=reader.text("remark", ""),
        cells=_cells(reader.within("cells")),
        paper=_paper(reader.within("paper")),
        modes=_modes(reader.within("modes")),
        charsets=(charsets.text("default", "mit"), *charsets.texts("others")),
        is_any_charset=charsets.flag("any"),
        connections=tuple(map(_connection, reader.tables("connection"))),
        connection_unknown=reader.text("connection-unknown", ""),
        source=read_sources(reader),
    )


def _cells(reader: Reader) -> Cells:
    margins = reader.lengths("margins", 4) or (0.0, 0.0, 0.0, 0.0)
    return Cells(
        width=reader.length("width"),
        height=reader.length("height"),
        height8=reader.length("height8") if "height8" in reader.table else None,
        margins=(margins[0], margins[1], margins[2], margins[3]),
        area_width=reader.length("area-width", float("inf")),
        area_height=reader.length("area-height", float("inf")),
        dot_distances=reader.some_lengths("dot-distances"),
        inner=reader.number("inner", 0, most=20),
        gap=reader.length("gap", 0.0),
        least=reader.number("least", 1, least=1, most=255),
        most=reader.number("most", 255, least=1, most=255),
        most_rows=reader.number("most-rows", 255, least=1, most=255),
    )


def _paper(reader: Reader) -> PaperLimits:
    feed = reader.choice("feed", Feed, Feed.UPRIGHT)
    return PaperLimits(
        kind=reader.choice("kind", PaperKind, PaperKind.SHEET),
        feed=feed,
        booklet_feed=reader.choice("booklet-feed", Feed, feed),
        across=_range(reader, "across"),
        along=_range(reader, "along"),
        width=_range(reader, "width"),
        height=_range(reader, "height"),
        sizes=reader.pairs("sizes"),
        booklet_sizes=reader.pairs("booklet-sizes"),
        is_hand_fed=reader.flag("hand-fed"),
    )


def _range(reader: Reader, key: str) -> Range:
    if isinstance(reader.table.get(key), str):
        least, most = 0.0, reader.length(key)
    else:
        least, most = reader.lengths(key, 2) or (0.0, float("inf"))
    if least > most:
        reader.add(key, N_("the least length is above the greatest"))
    return Range(least, most)


def _modes(reader: Reader) -> Modes:
    sides = reader.numbers("sides", (1, 2))
    booklet_only = reader.flag("booklet-only")
    return Modes(
        sides=sides,
        has_z_fold=reader.flag("z-fold"),
        has_booklet=reader.flag("saddle-stitch") or booklet_only,
        is_booklet_only=booklet_only,
        copies=reader.number("copies", 1, least=1),
    )


def _connection(reader: Reader) -> Connection:
    kind = reader.text("kind")
    if kind not in _CONNECTIONS:
        reader.add("kind", N_("one of these is wanted: {known}"), known=", ".join(_CONNECTIONS))
    flow = reader.text("flow", "")
    if flow and flow not in FLOWS:
        reader.add("flow", N_("one of these is wanted: {known}"), known=", ".join(FLOWS))
    return Connection(kind, reader.number("baud", 0, most=4_000_000), flow)


def _check(model: EmbosserModel, reader: Reader) -> None:
    """Faults of values that do not go together."""
    cells = model.cells
    variants = PROTOCOLS.get(model.protocol) or _offered(model.protocol)
    if variants is None:
        reader.add("protocol", N_("one of these is wanted: {known}"), known=", ".join(PROTOCOLS))
    elif model.variant not in variants:
        known = ", ".join(variants) or "-"
        reader.add("variant", N_("one of these is wanted: {known}"), known=known)
    if min(cells.width, cells.height) <= 0:
        reader.add("cells", N_("cells have a width and a height above 0"))
    if cells.least > cells.most:
        reader.add("cells.least", N_("the least count is above the greatest"))
    if model.connections and model.connection_unknown:
        reader.add("connection-unknown", N_("a connection is known here: leave this out"))
    if cells.inner >= cells.most:
        reader.add("cells.inner", N_("no cell is left in a row"))


def _offered(protocol: str) -> tuple[str, ...] | None:
    """The variants of a protocol that a plugin offers."""
    from brailledesk.devices.protocols.offers import (  # noqa: PLC0415 - few models need it
        embosser_protocols,
    )

    offered = embosser_protocols().get(protocol) if protocol else None
    return None if offered is None else offered.variants
