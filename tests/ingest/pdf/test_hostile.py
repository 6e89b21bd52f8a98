"""Files that were made to hurt, or were hurt: only our errors come out, soon, and nothing else."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.document import Document
from brailledesk.errors import BrailledeskError, IngestError, SourceDamaged, SourceEmpty
from brailledesk.ingest import read_document
from brailledesk.ingest.pdf.page import (
    About,
    Bookmark,
    Fault,
    Message,
    NotAMessage,
    Page,
    Piece,
    Rule,
    Shown,
    decode_message,
    encode_message,
)
from brailledesk.ingest.pdf.process import Limits, read_pages

from .making import join_objects, make_pdf, rule, text

GOOD = make_pdf(
    [
        text(60, 700, f"Pagina {n}", 20) + text(60, 650, "Il testo.") + rule(60, 600, 300, 600)
        for n in range(3)
    ],
    info="/Title (Prova)",
)


def refused(data: bytes) -> IngestError:
    with pytest.raises(IngestError) as caught:
        read_document(data, name="posta.pdf")
    assert str(caught.value).startswith("posta.pdf")
    return caught.value


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.97, 0.995])
def test_a_file_cut_off_at_any_place_is_refused(share: float) -> None:
    error = refused(GOOD[: int(share * len(GOOD))])
    assert isinstance(error, SourceDamaged)
    assert "cut off" in str(error)


def test_mutated_files_raise_only_our_errors() -> None:
    chance = random.Random(1)
    read = 0
    for _ in range(10):
        data = bytearray(GOOD)
        for _ in range(chance.choice([1, 8, 64])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read += isinstance(read_document(bytes(data), kind="pdf"), Document)
        except BrailledeskError as error:
            assert str(error)  # noqa: PT017 - not every file is refused
    assert read > 0


def test_what_only_begins_as_a_pdf() -> None:
    for data in (b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + bytes(range(256)) * 8 + b"%%EOF"):
        assert isinstance(refused(data), SourceDamaged)


def pages_object(kids: bytes, count: int) -> bytes:
    return b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


@pytest.mark.parametrize(
    "objects",
    [
        [CATALOG, pages_object(b"2 0 R", 1), b"<< >>", b"<< >>"],
        [CATALOG, pages_object(b"3 0 R", 9), pages_object(b"2 0 R", 9), b"<< >>"],
        [CATALOG, pages_object(b"", 2_000_000_000), b"<< >>", b"<< >>"],
        [CATALOG, pages_object(b"3 0 R", 50_000), b"<< /Type /Page >>", b"<< >>"],
        [b"<< /Type /Catalog /Pages 1 0 R >>", b"<< >>", b"<< >>", b"<< >>"],
        [b"<< /Type /Catalog >>", b"<< >>", b"<< >>", b"<< >>"],
    ],
    ids=["its own child", "a loop of two", "two thousand million", "50,000", "itself", "none"],
)
def test_trees_of_pages_that_lie(objects: list[bytes]) -> None:
    assert isinstance(refused(join_objects(objects)), SourceDamaged | SourceEmpty)


@pytest.mark.parametrize(
    "box", [(0, 0, 0, 0), (0, 0, 1e30, 1e30), (842, 595, 0, 0), (-1e9, -1e9, 1e9, 1e9)]
)
def test_pages_of_no_size_and_of_any(box: tuple[float, ...]) -> None:
    try:
        document = read_document(make_pdf([text(60, 700, "Il testo.")], box=box))
    except IngestError as error:
        assert str(error)  # noqa: PT017 - either will do
    else:
        assert document.blocks


@pytest.mark.parametrize(
    "operators",
    [
        text(1e20, 700, "lontano") + text(60, 700, "qui"),
        text(60, 700, "enorme", 1e9) + text(60, 700, "qui"),
        text(60, 700, "nulla", 0) + text(60, 700, "qui"),
        "q " * 5_000 + text(60, 700, "qui"),
        "BT /F9 12 Tf 60 700 Td (ignoto) Tj ET\n" + text(60, 700, "qui"),
        "1 0 0 0 0 0 cm\n" + text(60, 700, "schiacciato"),
        "".join(rule(n, 10, n, 800) + rule(10, n, 800, n) for n in range(5, 590, 2)),
    ],
    ids=["far", "huge", "nothing", "nested", "no font", "flat", "a raster"],
)
def test_contents_that_no_program_writes(operators: str) -> None:
    try:
        document = read_document(make_pdf([operators]), kind="pdf")
    except IngestError as error:
        assert str(error)  # noqa: PT017 - either will do
    else:
        assert document.blocks


# -- the process that reads ----------------------------------------------------------------------


def test_time_is_bounded_and_the_process_ended() -> None:
    start = time.monotonic()
    with pytest.raises(SourceDamaged, match="more time or memory"):
        list(read_pages(GOOD, "a.pdf", Limits(page_seconds=0.001)))
    assert time.monotonic() - start < 120
    assert not _has_reader()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bounds of memory are Unix")
def test_memory_is_bounded() -> None:
    deflate = zlib.compressobj(1)
    blanks = bytes(1_000_000).replace(b"\0", b" ")
    bomb = b"".join(deflate.compress(blanks) for _ in range(400)) + deflate.flush()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    data = join_objects([CATALOG, pages_object(b"3 0 R", 1), page, stream])
    with pytest.raises(SourceDamaged):
        list(read_pages(data, "a.pdf", Limits(megabytes=300)))


def test_a_reader_that_stops_early_leaves_no_process() -> None:
    pages = read_pages(GOOD, "a.pdf")
    assert isinstance(next(pages), About)
    pages.close()  # type: ignore[attr-defined]
    assert not _has_reader()


def _has_reader() -> bool:
    listed = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True,
        text=True,
        check=False,
    )
    return "brailledesk.ingest.pdf.worker" in listed.stdout


LENGTHS = st.floats(-1000, 1000).map(lambda value: round(value, 2))
PIECES = st.builds(
    Piece,
    st.text(max_size=5),
    LENGTHS,
    LENGTHS,
    LENGTHS,
    LENGTHS,
    st.integers(0, 7),
    st.booleans(),
    st.none(),  # what is recognised never comes over the wire
)
PICTURES = st.builds(
    Shown, LENGTHS, LENGTHS, LENGTHS, LENGTHS, st.text(max_size=3), st.binary(max_size=9)
)
MESSAGES = st.one_of(
    st.builds(
        About,
        st.integers(0, 99),
        st.text(max_size=5),
        st.text(max_size=5),
        st.lists(st.builds(Bookmark, st.integers(0, 9), st.integers(0, 9), st.text())).map(tuple),
    ),
    st.builds(
        Page,
        st.integers(1, 99),
        st.text(max_size=3),
        LENGTHS,
        LENGTHS,
        st.lists(PIECES).map(tuple),
        st.lists(st.builds(Rule, LENGTHS, LENGTHS, LENGTHS, LENGTHS)).map(tuple),
        st.lists(PIECES).map(tuple),
        st.booleans(),
        st.lists(PICTURES).map(tuple),
    ),
    st.builds(Fault, st.text(max_size=5), st.integers(0, 9)),
)


@given(MESSAGES)
def test_messages_come_back_as_they_were(message: Message) -> None:
    assert decode_message(encode_message(message)) == message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=9),
    max_leaves=20,
)


@given(st.one_of(st.binary(), st.builds(
    lambda name, fields: json.dumps([name, *fields]).encode(),
    st.sampled_from(["about", "page", "fault"]), st.lists(JSON, max_size=9),
)))  # fmt: skip
def test_a_worker_that_lies_is_not_believed(line: bytes) -> None:
    try:
        message = decode_message(line)
    except NotAMessage:
        return
    assert isinstance(message, About | Page | Fault)
