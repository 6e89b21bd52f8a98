"""The seven families, byte by byte as their descriptions have them."""

from __future__ import annotations

from tests.devices.simulators.base import Display


class HumanWare(Display):
    model = 0x00

    def take(self, data: bytes, answers: list[bytes]) -> int:
        if data[0] != 0x1B:
            return 1
        if len(data) < 3 or len(data) < 3 + data[2]:
            return 0
        kind, length = data[1], data[2]
        if kind == 0x00:
            answers.append(bytes([0x1B, 0x01, 3, 0, self.model, self.columns]))
        elif kind == 0x0C:
            answers.append(bytes([0x1B, 0x0D, 4, 1, 1, 2, 3]))
        elif kind == 0x02:
            self.show(data[3 : 3 + length])
        return 3 + length

    def click(self, key: int) -> list[bytes]:
        return [bytes([0x1B, 0x05, 1, key]), bytes([0x1B, 0x06, 1, key])]

    def routing(self, cell: int) -> list[bytes]:
        return self.click(80 + cell)

    def pan_left(self) -> list[bytes]:
        return self.click(18)

    def pan_right(self) -> list[bytes]:
        return self.click(19)


class Baum(Display):
    name = b"Baum VarioUltra "

    def take(self, data: bytes, answers: list[bytes]) -> int:
        if data[0] != 0x1B or len(data) < 2:
            return int(data[0] != 0x1B)
        code = data[1]
        content, end, is_ended = self._content(data)
        if code != 0x01:
            if code == 0x84:
                answers.append(b"\x1b\x84" + self.name)
            elif code == 0x8A:
                answers.append(b"\x1b\x8a12345678")
            return end
        if len(content) == self.columns:
            self.show(content)
        elif not content or is_ended:  # fewer cells than there are ask how many there are
            answers.append(bytes([0x1B, 0x01, self.columns]))
        else:
            return 0
        return end

    def _content(self, data: bytes) -> tuple[bytes, int, bool]:
        """The bytes of a message, where it ends, and whether another one begins there."""
        content, place = bytearray(), 2
        while place < len(data) and len(content) < self.columns:
            if data[place] == 0x1B:
                if data[place + 1 : place + 2] != b"\x1b":
                    return bytes(content), place, place + 1 < len(data)
                place += 1
            content.append(data[place])
            place += 1
        return bytes(content), place, False

    def keys(self, bits: int) -> bytes:
        return bytes([0x1B, 0x24, bits])

    def routing(self, cell: int) -> list[bytes]:
        size = 5 if self.columns <= 40 else 10
        bits = (1 << cell).to_bytes(size, "little").replace(b"\x1b", b"\x1b\x1b")
        return [b"\x1b\x22" + bits, b"\x1b\x22" + bytes(size)]

    def pan_left(self) -> list[bytes]:
        return [self.keys(0x02), self.keys(0)]

    def pan_right(self) -> list[bytes]:
        return [self.keys(0x10), self.keys(0)]


class HandyTech(Display):
    model = 0x54
    RESET, FRAMED, END = 0xFF, 0x79, 0x16

    def take(self, data: bytes, answers: list[bytes]) -> int:
        if data[0] == self.RESET:
            answers.append(bytes([0xFE, self.model]))
            return 1
        if data[0] != self.FRAMED:
            return 1
        if len(data) < 4 or len(data) < 4 + data[2]:
            return 0
        size = 4 + data[2]
        if data[size - 1] != self.END:
            return 1
        if data[3] == 0x01:
            self.show(data[4 : size - 1])
        if self.acknowledges:
            answers.append(self.framed(0x07, 0x7E))
        return size

    def framed(self, kind: int, *data: int) -> bytes:
        return bytes([self.FRAMED, self.model, 1 + len(data), kind, *data, self.END])

    def nothing(self) -> bytes:
        return self.framed(0x07, 0x7E)

    def click(self, key: int) -> list[bytes]:
        return [self.framed(0x04, key), self.framed(0x04, key | 0x80)]

    def routing(self, cell: int) -> list[bytes]:
        return self.click(0x20 + cell)

    def pan_left(self) -> list[bytes]:
        return self.click(0x04)

    def pan_right(self) -> list[bytes]:
        return self.click(0x08)


class Freedom(Display):
    model = b"Focus 40"

    def take(self, data: bytes, answers: list[bytes]) -> int:
        if len(data) < 4:
            return 0
        kind = data[0]
        size = 4 + data[1] + 1 if kind & 0x80 else 4
        if len(data) < size:
            return 0
        if kind & 0x80 and sum(data[:size]) % 256:
            answers.append(bytes([0x02, 0x31, 0, 0]))
            return size
        if self.acknowledges:
            answers.append(bytes([0x01, 0, 0, 0]))
        if kind == 0x00:
            answers.append(self.information())
        elif kind == 0x81:
            self.show(data[4 : size - 1], data[2])
        return size

    def information(self) -> bytes:
        fields = b"Freedom Scientific".ljust(24, b"\0") + self.model.ljust(16, b"\0")
        packet = bytes([0x80, 0x30, 0, 0]) + fields + b"3.52".ljust(8, b"\0")
        return packet + bytes([-sum(packet) & 0xFF])

    def keys(self, bits: int) -> bytes:
        return b"\x03" + bits.to_bytes(3, "little")

    def routing(self, cell: int) -> list[bytes]:
        return [bytes([0x04, cell, 1, 0]), bytes([0x04, cell, 0, 0])]

    def pan_left(self) -> list[bytes]:
        return [self.keys(1 << 12), self.keys(0)]

    def pan_right(self) -> list[bytes]:
        return [self.keys(1 << 13), self.keys(0)]


class MDV(Display):
    status = 0
    BITS = (0x08, 0x04, 0x02, 0x80, 0x40, 0x20, 0x01, 0x10)
    ACKNOWLEDGE = 0x7F

    def __init__(self, columns: int = 40) -> None:
        super().__init__(columns)
        self.owed = 0
        self.status_cells = bytes(self.status)

    def take(self, data: bytes, answers: list[bytes]) -> int:
        if data[0] != 0x01:
            return 1
        if len(data) < 5 or len(data) < 7 + data[3]:
            return 0
        size = 7 + data[3]
        code, content = data[2], data[5 : size - 2]
        if data[:size] != self.packet(code, content):
            return 1
        if code == self.ACKNOWLEDGE:
            self.owed -= 1  # and no acknowledgement of an acknowledgement
            return size
        if self.acknowledges:
            answers.append(self.packet(self.ACKNOWLEDGE))
        if code == 0x24:
            identity = bytes([self.columns, self.status, 8, 1, 1, 0])
            answers.append(self.packet(0x25, identity))
            self.owed += 1
        elif code == 0x00:
            cells = bytes(map(self.from_device, content))
            self.status_cells = cells[: self.status]
            self.show(cells[self.status :])
        return size

    def from_device(self, byte: int) -> int:
        return sum(1 << dot for dot, bit in enumerate(self.BITS) if byte & bit)

    def packet(self, code: int, data: bytes = b"") -> bytes:
        body = bytes([0x02, code, len(data), 0x03]) + data
        check = (sum(body) % 65536) ^ 0xAA55
        return bytes([0x01]) + body + bytes([check & 0xFF, check >> 8])

    def routing(self, cell: int) -> list[bytes]:
        number = bytes([1 + self.status + cell])
        self.owed += 2
        return [self.packet(0x11, number), self.packet(0x12, number)]

    def pan_left(self) -> list[bytes]:
        self.owed += 1
        return [self.packet(0x10, b"\x0b")]

    def pan_right(self) -> list[bytes]:
        self.owed += 1
        return [self.packet(0x10, b"\x0d")]


class EuroBraille(Display):
    model = 0x08

    def take(self, data: bytes, answers: list[bytes]) -> int:
        if data[0] != 0x02:
            return 1
        if len(data) < 3:
            return 0
        size = 2 + int.from_bytes(data[1:3], "big")
        if len(data) < size:
            return 0
        code, content = data[3:5], data[5 : size - 1]
        if code == b"SI":
            answers += self.identity()
        elif code == b"BS":
            self.show(content)
        return size

    def identity(self) -> list[bytes]:
        items = [
            b"SNEsys 40\0",
            b"SHES40\0",
            b"SS12345\0",
            b"SG" + bytes([self.columns]),
            b"ST" + bytes([self.model]),
            b"SW1.00\0",
            b"SP2.00\0",
            b"SM\x00\x80",
            b"SI",
        ]
        return [self.framed(item) for item in items]

    def framed(self, data: bytes) -> bytes:
        return b"\x02" + (len(data) + 2).to_bytes(2, "big") + data + b"\x03"

    def keys(self, bits: int) -> bytes:
        return self.framed(b"KC" + bits.to_bytes(4, "big"))

    def routing(self, cell: int) -> list[bytes]:
        return [self.framed(b"KI\x01" + bytes([cell + 1]))]

    def pan_left(self) -> list[bytes]:
        return [self.keys(0x02), self.keys(0)]

    def pan_right(self) -> list[bytes]:
        return [self.keys(0x01), self.keys(0)]


class Seika(Display):
    """A Seika 3 or 5, or with 80 columns the Seika 80."""

    def take(self, data: bytes, answers: list[bytes]) -> int:  # noqa: PLR0911 - each end
        if data[0] != 0xFF:
            return 1
        if len(data) < 3:
            return 0
        if data[1] != 0xFF:
            return 1
        if data[2] == 0x1C:
            answers.append(b"seika80 v1.00" if self.columns == 80 else b"seika3 v2.00")
            return 3
        head = b"s80\0\0\0" if self.columns == 80 else b"seika\0"
        if data[2:8] != head[: len(data) - 2]:
            return 3
        size = 8 + 80  # 80 cells, or 40 with a byte before each
        if len(data) < size:
            return 0
        body = data[8:size]
        self.show(body if self.columns == 80 else body[1::2])
        return size

    def routing(self, cell: int) -> list[bytes]:
        head = bytes([0x00, 0x08, 0x09, 0, 0, 0, 0])
        bits = (1 << cell).to_bytes(self.columns // 8, "little")
        rest = bytes(0 if self.columns == 40 else 5)
        return [head + bits + rest + head + bytes(len(bits)) + rest]

    def pan_left(self) -> list[bytes]:
        return [bytes([0x60 | 0x01, 0xE0])]

    def pan_right(self) -> list[bytes]:
        return [bytes([0x60 | 0x04, 0xE0])]


FAMILIES: dict[str, type[Display]] = {
    "baum": Baum,
    "eurobraille": EuroBraille,
    "freedom": Freedom,
    "handytech": HandyTech,
    "humanware": HumanWare,
    "mdv": MDV,
    "seika": Seika,
}
