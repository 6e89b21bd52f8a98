"""Small decoders of the families: what a machine would make of the bytes.

They know the commands by their description only, and share no code with the codecs: each gives the
sides of the sheets in the order of the document, and how many cells and rows the machine was told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brailledesk.devices.embossers import EmbosserModel, find_charset

from .braillerap import dots_of

Rows = list[bytes]

ESC = 0x1B


@dataclass
class Decoded:
    """``cells`` and ``rows`` are None where the protocol does not tell them to the machine."""

    sides: list[Rows]
    cells: int | None = None
    rows: int | None = None


def decode(model: EmbosserModel, data: bytes, charset: str) -> Decoded:
    """The sides that a machine of this model embosses."""
    decoder = _DECODERS.get(model.protocol)
    if decoder is not None:
        return decoder(data, charset)
    match model.protocol:
        case "cidat":
            return _cidat(model, data, charset)
        case "braillo":
            return _braillo(model, data, charset)
    return Decoded(_text(data, charset))


def trim(rows: Rows) -> Rows:
    """Rows as one sees them: without blanks behind them."""
    seen = [row.rstrip(b"\0") for row in rows]
    while seen and not seen[-1]:
        seen.pop()
    return seen


def _match(pattern: bytes, data: bytes) -> bytes:
    """What is behind a start that has to be there."""
    found = re.match(pattern, data, re.DOTALL)
    assert found, data[:80]
    return data[found.end() :]


def _text(data: bytes, charset: str, line_end: bytes = b"\r\n") -> list[Rows]:
    """Pages that end with a form feed, rows with ends between them."""
    assert data.endswith(b"\x0c")
    return [
        [_cells(row, charset) for row in page.split(line_end)] for page in data.split(b"\x0c")[:-1]
    ]


def _cells(row: bytes, charset: str) -> bytes:
    if charset == "dots":
        return row
    codes = {code: cell for cell, code in enumerate(find_charset(charset).codes)}
    return bytes(codes[bytes([byte])] for byte in row)


def _transparent(data: bytes) -> list[Rows]:
    """Rows that say how many cells they have; the cells may be any bytes, line ends too."""
    pages: list[Rows] = []
    rows: Rows = [b""]
    place = 0
    while place < len(data):
        if data[place : place + 2] == b"\x1b\\":
            count = data[place + 2] + 256 * data[place + 3]
            row = data[place + 4 : place + 4 + count]
            assert len(row) == count
            rows[-1] = bytes(_unmix(byte) for byte in row)
            place += 4 + count
        elif data[place : place + 2] == b"\r\n":
            rows.append(b"")
            place += 2
        else:
            assert data[place] == 0x0C
            pages.append(rows)
            rows = [b""]
            place += 1
    return pages


def _unmix(byte: int) -> int:
    """Dots 1-3 in bits 0-2, 7 in bit 3, 4-6 in bits 4-6, 8 in bit 7."""
    dots = (1, 2, 3, 7, 4, 5, 6, 8)
    return sum(1 << dots[bit] - 1 for bit in range(8) if byte >> bit & 1)


def _index_v2(data: bytes, charset: str) -> Decoded:
    found = re.match(rb"\x1b\x0f\x02([^\x1b]*),\x1b\x0f(?:\x1b\x12\d{3}\x1b\x12)?", data)
    assert found
    assert data.endswith(b"\x1a")
    fields = found[1].decode().split(",")
    assert len(fields) == 40
    return Decoded(_text(data[found.end() : -1], charset), cells=int(fields[9]) + 23)


def _index_v4(data: bytes, charset: str) -> Decoded:
    found = re.match(rb"\x1bD([A-Z0-9,]*);", data)
    assert found
    fields = {field[:2]: int(field[2:]) for field in found[1].decode().split(",")}
    body = data[found.end() :]
    sides = _transparent(body) if fields["BT"] == 1 else _text(body, charset)
    return Decoded(sides, fields["CH"], fields["LP"])


def _enabling(data: bytes, charset: str) -> Decoded:
    place, told = 0, {}
    while data[place] == ESC:
        code = data[place + 1]
        length = {0x00: 0, 0x01: 2}.get(code, 1)
        told[code] = data[place + 2 : place + 2 + length]
        place += 2 + length
    return Decoded(_text(data[place:], charset), told[0x12][0], told[0x11][0])


def _viewplus(data: bytes, charset: str) -> Decoded:
    place, told = 0, {}
    while data[place] == ESC:
        letter = chr(data[place + 1])
        length = 0 if letter == "@" else 1
        told[letter] = data[place + 2 : place + 2 + length]
        place += 2 + length
    return Decoded(_text(data[place:], charset), rows=told["Q"][0] - 40)


def _cidat(model: EmbosserModel, data: bytes, charset: str) -> Decoded:
    if model.variant == "impacto":
        return _impacto(data)
    told = {}
    while found := re.match(rb"\x1b!([A-Z]{2})(\d*)\r", data):
        told[found[1].decode()] = int(found[2] or 0)
        data = data[found.end() :]
    if "TP" in told:
        sides = [
            [row.replace(b"\xf7", b"\x1b") for row in page.split(b"\xcd\xda")]
            for page in data.split(b"\xc7")[:-1]
        ]
        return Decoded(sides, told["CL"], told["LP"])
    return Decoded(_text(data, charset), told["CL"], told["LP"])


def _impacto(data: bytes) -> Decoded:
    found = re.match(
        rb"\x1b\)\x1b[*+]\x1b\..\x1b/1\x1b0(.)\x1b1(.)\x1b3\x1b[PQ](?:\x1b[A-Z]{2}\d+\n){11}",
        data,
        re.DOTALL,
    )
    assert found
    assert data.endswith(b"\x1bT")
    pages: list[Rows] = []
    rows = [bytearray()]
    place, end = found.end(), len(data) - 2
    while place < end:
        byte = data[place]
        place += 1
        if byte != ESC:
            rows[-1].append(byte)
            continue
        command = data[place]
        place += 1
        if command == ESC:
            rows[-1].append(ESC)
        elif command == 0x0A:
            rows.append(bytearray())
        else:
            assert command == 0x0C
            pages.append([bytes(row) for row in rows])
            rows = [bytearray()]
    return Decoded(pages, found[1][0] - 0x30, found[2][0] - 0x30)


def _nippon(data: bytes, charset: str) -> Decoded:
    assert data[:3] == b"\x01\0\0"
    place = 3
    pages: list[Rows] = []
    while data[place] != 0x03:
        if pages:
            assert data[place] == 0x0C
            place += 1
        assert data[place : place + 2] == b"\x02\x01"
        count = data[place + 2]
        place += 3
        rows = []
        for _ in range(count):
            length = data[place]
            row = data[place + 1 : place + 1 + length]
            assert row.endswith(b"\r\n")
            rows.append(_cells(row[:-2], charset))
            place += 1 + length
        pages.append(rows)
    assert place == len(data) - 1
    return Decoded(pages)


def _braillo(model: EmbosserModel, data: bytes, charset: str) -> Decoded:
    if model.variant in {"sw", "swsf"}:
        return _braillo_sw(model, data, charset)
    patterns = {
        "fw17": rb"\x1bS1\x1bC[01]\x1bJ0\x1bA\d\d\x1bB(\d\d)\x1bH[01]\x1bN0\x1bR0",
        "fw12": rb"\x1bE\x1bS1\x1b6\x1b\x1f(.)\x1b\x1e.\x1bA\x1bQ[01]",
        "fw11": rb"\x1bE\x1b6\x1b\x1f(.)\x1b\x1e.\x1bA",
        "300": rb"\x1bA\d\d\x1bB(\d\d)\x1bC[01]\x1bH[01]\x1bI0\x1bJ0\x1bM16\x1bN0\x1bR0\x1bS1",
    }
    found = re.match(patterns[model.variant], data)
    assert found
    width = found[1].decode()
    cells = int(width) if len(width) == 2 else int(width, 16) + 27
    return Decoded(_text(data[found.end() :], charset), cells)


def _braillo_sw(model: EmbosserModel, data: bytes, charset: str) -> Decoded:
    """The sides as one reads the folded booklets, volume after volume."""
    pattern = rb"\x1bA([01])\x1bB(\d\d)\x1bD\d\d\x1bE\d\d\x1bH1\x1bP(\d\d)"
    starts = [found.start() for found in re.finditer(pattern, data)]
    decoded = Decoded([])
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        found = re.match(pattern, data[start:end])
        assert found
        sides = _text(data[start + found.end() : end], charset)
        per_sheet = 4 if found[1] == b"1" else 2
        assert len(sides) == per_sheet * int(found[3])
        decoded.cells = int(found[2])
        decoded.sides += _unfold(sides, per_sheet, from_inside=model.variant == "swsf")
    return decoded


def unordered_sides(data: bytes, charset: str) -> list[Rows]:
    """The sides of what a Braillo SW was sent up to now, as they came."""
    bare = re.sub(rb"\x1bA[01]\x1bB\d\d\x1bD\d\d\x1bE\d\d\x1bH1\x1bP\d\d", b"", data)
    return _text(bare, charset) if bare else []


def _unfold(sides: list[Rows], per_sheet: int, *, from_inside: bool) -> list[Rows]:
    if per_sheet == 2:
        return sides
    if from_inside:
        sides.reverse()
    read: list[Rows] = [[] for _ in sides]
    for sheet in range(len(sides) // 4):
        first, second, third, fourth = sides[4 * sheet : 4 * sheet + 4]
        read[2 * sheet], read[2 * sheet + 1] = first, second
        read[len(sides) - 2 * sheet - 2], read[len(sides) - 2 * sheet - 1] = third, fourth
    return read


def _plot(program: bytes) -> Rows:
    """The cells of a page that a BrailleRAP has plotted: every dot has to be at a cell's place."""
    rows: dict[int, bytearray] = {}
    for x, y in dots_of(program.decode("ascii").splitlines()):
        row, down = divmod(round(y * 100), 1200)
        column, right = divmod(round(x * 100), 700)
        across, along = divmod(right, 230), divmod(down, 230)
        assert across[1] == along[1] == 0, (x, y)
        dot = (0, 1, 2, 6)[along[0]] if across[0] == 0 else (3, 4, 5, 7)[along[0]]
        cells = rows.setdefault(row, bytearray())
        cells.extend(bytes(max(0, column + 1 - len(cells))))
        assert not cells[column] >> dot & 1, "a dot is embossed twice"
        cells[column] |= 1 << dot
    return [bytes(rows.get(row, b"")) for row in range(max(rows, default=-1) + 1)]


def _index_v3(data: bytes, charset: str) -> Decoded:
    return Decoded(_text(_match(rb"\x1bD[^;]*;", data), charset))


def _blue_bar(data: bytes, _charset: str) -> Decoded:
    return Decoded(_transparent(data))


def _mountbatten(data: bytes, charset: str) -> Decoded:
    body = _match(rb"\{man\}\{bc 1\}\{lm 0\}\{rm 0\}\{tm 0\}", data)
    return Decoded(_text(body, charset, b"{np}"))


def _braillerap(data: bytes, _charset: str) -> Decoded:
    return Decoded([_plot(one) for one in data.split(b"M84;\r\n")[:-1]])


_DECODERS = {
    "braillerap": _braillerap,
    "enabling": _enabling,
    "index-blue-bar": _blue_bar,
    "index-v2": _index_v2,
    "index-v3": _index_v3,
    "index-v4": _index_v4,
    "mountbatten": _mountbatten,
    "nippon": _nippon,
    "viewplus": _viewplus,
}
