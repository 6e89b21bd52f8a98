"""A BrailleRAP that answers as the real one does: it plots, says ok, loses an answer, is slow.

For tests of transports: give :class:`BrailleRap` the bytes as they come, send back what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r"(G1|G28|M3|M84|M204)((?: [XYFST]-?\d*\.?\d*)*);?\s*")


@dataclass
class BrailleRap:
    """The machine: ``feed`` takes bytes in any pieces and gives the answers.

    ``lost`` are the lines, counted from 0, whose ok never comes; ``late`` those whose ok comes
    only when :meth:`tick` is called. What is no line of G-code is told so, as Marlin does.
    """

    lost: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()
    lines: list[str] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    _rest: bytes = b""

    def feed(self, data: bytes) -> bytes:
        """What the machine says when it has got these bytes."""
        *complete, self._rest = (self._rest + data).split(b"\n")
        return b"".join(self._answers(complete))

    def tick(self) -> bytes:
        """What it says at last, when it was slow."""
        said, self.waiting = b"".join(self.waiting), []
        return said

    def _answers(self, complete: Iterable[bytes]) -> Iterator[bytes]:
        for raw in complete:
            line = raw.decode("ascii").strip()
            if not _LINE.fullmatch(line):
                yield b'echo:Unknown command: "' + raw.strip() + b'"\nok\n'
                continue
            number = len(self.lines)
            self.lines.append(line)
            if number in self.late:
                self.waiting.append(b"ok\n")
            elif number not in self.lost:
                yield b"ok\n"

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Where the needle has struck, in millimetres, in the order of time."""
        return list(dots_of(self.lines))


def dots_of(lines: Iterable[str]) -> Iterator[tuple[float, float]]:
    """The dots of a program: the place of the head at each stroke of the needle.

    A stroke is the needle switched on and off again; the head may not move meanwhile.
    """
    x = y = 0.0
    is_down = False
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        assert found, line
        words = {word[0]: float(word[1:] or 0) for word in found[2].split()}
        match found[1]:
            case "G28":
                x, y = (0.0 if "X" in words else x), (0.0 if "Y" in words else y)
            case "G1":
                assert not is_down, "the head moves with the needle in the paper"
                x, y = words.get("X", x), words.get("Y", y)
            case "M3":
                if words["S"] and not is_down:
                    yield x, y
                is_down = bool(words["S"])
            case "M84":
                assert not is_down
