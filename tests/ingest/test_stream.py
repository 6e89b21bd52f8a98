"""Long text from a pipe: the lines of the whole, wherever the pipe cuts it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import BrailledeskError, SourceDamaged
from brailledesk.ingest import stream
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.stream import read_lines

LETTER = "La città è più bella: perché no? Però l'oblò di Forlì è rotto.\n"


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PIECE", 16)


class _Pipe(io.RawIOBase):
    """Gives a few bytes at a time, of what may have no end."""

    def __init__(self, data: Iterator[bytes]) -> None:
        self._data = data
        self.given = 0

    def read(self, size: int = -1, /) -> bytes:
        del size
        piece = next(self._data, b"")
        self.given += len(piece)
        return piece


def _pipe(data: bytes, size: int) -> _Pipe:
    return _Pipe(data[start : start + size] for start in range(0, len(data), size))


def _lines(data: bytes, size: int = 5) -> list[str] | str:
    """The lines, or the error's class and place."""
    try:
        return list(read_lines(_pipe(data, size), "-"))
    except SourceDamaged as error:
        return str(error.fields["where"])


_TEXTS = st.text(st.sampled_from("aàè€𝄞. \r\n\x0b\x85\u2028"), max_size=80)


@pytest.mark.usefixtures("_small_pieces")
@given(text=_TEXTS, size=st.integers(1, 40), encoding=st.sampled_from(["utf-8", "utf-8-sig"]))
def test_lines_are_those_of_the_whole(text: str, size: int, encoding: str) -> None:
    assert _lines(text.encode(encoding), size) == text.removeprefix("\ufeff").splitlines()


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "cp858", "utf-16", "utf-16-be"])
def test_other_encodings(encoding: str) -> None:
    text = "Solo ASCII, per molte righe.\n" * 3 + LETTER * 5
    assert _lines(text.encode(encoding)) == text.splitlines()


@pytest.mark.usefixtures("_small_pieces")
@given(st.binary(max_size=60) | _TEXTS.map(lambda text: text.encode()[1:]))
def test_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        lines = list(read_lines(_pipe(data, 7), "-"))
    except BrailledeskError:
        return
    assert "\0" not in "".join(lines)


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("è una riga lunga\n".encode() * 3 + b"\xe8\n", "byte 55"),
        ("è una riga lunga\n".encode() * 3 + b"\xc3", "byte 55"),
        (b"una riga di ASCII\n" * 2 + b"\0", "character 37"),
        (b"una riga di ASCII\n" * 2 + "è".encode()[:1] + b"\n", "behind byte 32"),
    ],
)
def test_damage_is_named_with_its_place(data: bytes, place: str) -> None:
    assert _lines(data) == place


@pytest.mark.usefixtures("_small_pieces")
def test_lines_before_the_damage_come_out() -> None:
    lines = read_lines(_pipe(LETTER.encode() * 3 + b"\xff", 9), "-")
    assert list(islice(lines, 2)) == LETTER.splitlines() * 2
    with pytest.raises(SourceDamaged):
        next(lines)


def test_an_endless_text_is_read_as_it_is_needed() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield LETTER.encode() * 1000

    pipe = _Pipe(endless())
    assert list(islice(read_lines(pipe), 5)) == LETTER.splitlines() * 5
    assert pipe.given < 2 * stream.PIECE


def test_an_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_LONGEST_LINE", 3_000_000)

    def endless() -> Iterator[bytes]:
        yield b"prima\n"
        while True:
            yield b"a" * 500_000

    lines = read_lines(_Pipe(endless()), "-")
    assert next(lines) == "prima"
    with pytest.raises(SourceDamaged) as caught:
        next(lines)
    assert caught.value.fields["where"] == "line 2"


def test_one_piece_is_read_as_a_file_is() -> None:
    data = LETTER.encode("cp1252")
    assert list(read_lines(io.BytesIO(data))) == decode(data, "-").text.splitlines()
    assert list(read_lines(io.BytesIO())) == []
