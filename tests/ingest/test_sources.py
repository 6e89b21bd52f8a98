"""Sources: found, opened, told apart by what they are; what cannot be read is refused clearly."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from brailledesk.document import Document, Heading, Paragraph, block_runs
from brailledesk.errors import (
    FormatNotSupported,
    IngestError,
    SourceEmpty,
    SourceNotFound,
    SourceNotReadable,
    SourceTooLarge,
    UsageError,
)
from brailledesk.ingest import KINDS, read_document
from brailledesk.ingest.kinds import REFUSED, identify

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
DOCX = (FIXTURES / "sheets" / "telefono.docx").read_bytes()


def _texts(document: Document) -> list[str]:
    return ["".join(run.text for run in block_runs(block)) for block in document.blocks]


class Pipe:
    """Gives at most three bytes at a time, as a pipe may, and counts them."""

    def __init__(self, data: bytes, fault: Exception | None = None) -> None:
        self.rest = data
        self.taken = 0
        self.fault = fault

    def read(self, size: int, /) -> bytes:
        piece, self.rest = self.rest[: min(size, 3)], self.rest[min(size, 3) :]
        self.taken += len(piece)
        if not piece and self.fault:
            raise self.fault
        return piece


def test_paths_bytes_and_streams_give_the_same(tmp_path: Path) -> None:
    data = "# Città\n\nPerché no?".encode()
    path = tmp_path / "a.md"
    path.write_bytes(data)
    expected = ["Città", "Perché no?"]
    assert _texts(read_document(path)) == expected
    assert _texts(read_document(data, name="a.md")) == expected
    assert _texts(read_document(io.BytesIO(data), kind="markdown")) == expected
    assert _texts(read_document(Pipe(data), name="a.MD")) == expected


def test_origins_name_the_source_as_the_caller_does() -> None:
    block = read_document(b"Buongiorno", name="posta.txt").blocks[0]
    assert isinstance(block, Paragraph)
    assert block.origin is not None
    assert (block.origin.source, block.origin.place) == ("posta.txt", "line 1")
    nameless = read_document(b"Buongiorno").blocks[0]
    assert isinstance(nameless, Paragraph)
    assert nameless.origin is not None
    assert nameless.origin.source == "standard input"


def _archive(*parts: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"<html><p>no tags here", "text"),
        ("", b"<html><p>x", "html"),
        ("", b"\xef\xbb\xbf\r\n <!DOCTYPE HTML>x", "html"),
        ("", b"<?xml version='1.0'?><html/>", "html"),
        ("", b"a < b", "text"),
        ("", b"# Titolo", "text"),
        ("scheda.HTM", b"solo testo", "html"),
        ("lettera", b"Gentile cliente", "text"),
        ("lettera.xyz", b"Gentile cliente", "text"),
        ("", DOCX, "docx"),
        ("nome.txt", DOCX, "docx"),
        ("modulo.docm", DOCX, "docx"),
        ("/cartella.pdf/lettera.txt", b"x", "text"),
        ("", b"{\\rtf1 x}", "rtf"),
        ("lettera.doc", b"{\\rtf1 x}", "rtf"),
        ("", _archive(("mimetype", b"application/vnd.oasis.opendocument.text")), "odt"),
        ("", _archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), "ods"),
        ("", _archive(("mimetype", b"application/epub+zip")), "epub"),
        ("a.docx", _archive(("xl/workbook.xml", b"<a/>")), "xlsx"),
        ("a.TSV", b"a\tb", "csv"),
        ("a.eml", b"From: x", "eml"),
        ("esportato.xls", b"<html><table><tr><td>x", "html"),
        ("esportato.xls", b"a\tb\n1\t2", "csv"),
        ("esportato.doc", b"<html><p>x", "html"),
        ("a.txt", b"%PDF-1.7\n", "pdf"),
        ("a.pdf", b"anything", "pdf"),
    ],
)
def test_the_kind_is_found(name: str, data: bytes, kind: str) -> None:
    assert identify(name, data) == kind


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("", _archive(("xl/workbook.bin", b"x")), "XLSB. Save it as XLSX"),
        ("", _archive(("a.txt", b"x")), "archives. Unpack it"),
        ("a.zip", _archive(("a.txt", b"x")), "archives. Unpack it"),
        ("", _archive(("ppt/presentation.xml", b"<a/>")), "PPTX"),
        ("a.doc", OLE, "DOC. Save it as DOCX"),
        ("", OLE + "WordDocument".encode("utf-16-le"), "DOC. Save it as DOCX"),
        ("a.xls", OLE, "XLS. Save it as XLSX"),
        ("", OLE + "Workbook".encode("utf-16-le"), "XLS. Save it as XLSX"),
        ("a.msg", OLE, "MSG. In Outlook open the message and save it as EML"),
        ("a.docx", OLE, "files with a password or of Office 97. Remove the password"),
        (
            "a.docx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password. Remove the password",
        ),
        ("a.heic", b"\0\0\0\x18ftypheic", "HEIC. Save it as JPEG or PNG"),
        ("a.mbox", b"From x", "MBOX. Save the single messages"),
    ],
)
def test_known_formats_that_are_not_read_come_with_advice(
    name: str, data: bytes, words: str
) -> None:
    with pytest.raises(FormatNotSupported) as caught:
        read_document(data, name=name)
    assert words in str(caught.value)
    assert str(caught.value).startswith((name or "standard input") + ":")


def test_every_suffix_belongs_to_one_kind() -> None:
    suffixes = [s for group in (KINDS, REFUSED) for kind in group.values() for s in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in suffixes)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", None),
        (b" \r\n\t\f ", None),
        (b"\xef\xbb\xbf", None),
        (b"\0" * 100, None),
        (b"<html><head><title>Solo titolo</title></head><body></body></html>", "html"),
        (b"<p hidden>nascosto</p>", "html"),
        (b"[rif]: http://esempio.it", "markdown"),
    ],
)
def test_what_has_nothing_to_convert_is_said_to_be_empty(data: bytes, kind: str | None) -> None:
    with pytest.raises(SourceEmpty, match=r"bozza is empty: it has no text"):
        read_document(data, name="bozza", kind=kind)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "lettera.txt").write_text("x")
    for path in (tmp_path / "nessuna.txt", tmp_path / "lettera.txt" / "a.txt"):
        with pytest.raises(SourceNotFound) as caught:
            read_document(path)
        assert str(path) in str(caught.value)


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, Path("a\0b.txt"), tmp_path / ("a" * 400)):
        with pytest.raises(SourceNotReadable, match="cannot be read"):
            read_document(path)


def test_permission_faults_name_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceNotReadable, match="Permission denied"):
        read_document(Path("lettera.txt"))


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), ValueError("closed file")])
def test_a_stream_that_breaks(fault: Exception) -> None:
    with pytest.raises(SourceNotReadable, match=r"Input/output error|closed file"):
        read_document(Pipe(b"abc", fault))


def _path_of(data: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "lunga.txt"
    path.write_bytes(data)
    return path


SOURCES: list[Callable[[bytes, Path], Path | bytes | io.BytesIO]] = [
    _path_of,
    lambda data, _: data,
    lambda data, _: io.BytesIO(data),
]


@pytest.mark.parametrize("make", SOURCES, ids=["path", "bytes", "stream"])
def test_the_limit_of_size_is_exact(
    make: Callable[[bytes, Path], Path | bytes | io.BytesIO], tmp_path: Path
) -> None:
    assert _texts(read_document(make(b"a" * 1000, tmp_path), max_size=1000)) == ["a" * 1000]
    with pytest.raises(SourceTooLarge) as caught:
        read_document(make(b"a" * 1001, tmp_path), max_size=1000)
    assert caught.value.fields["limit"] == 1000


def test_a_pipe_is_not_read_beyond_the_limit() -> None:
    pipe = Pipe(b"a" * 1_000_000)
    with pytest.raises(SourceTooLarge):
        read_document(pipe, max_size=100)
    assert pipe.taken <= 103


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "enorme.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(SourceTooLarge, match="200 MB, and the limit is 64 MB"):
        read_document(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are Unix")
def test_a_named_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "coda.txt"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=("Città".encode(),))
    writer.start()
    assert _texts(read_document(path)) == ["Città"]
    writer.join()


def test_unknown_kinds_are_an_error_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no document format zzz.*docx"):
        read_document(tmp_path / "nessuna.txt", kind="zzz")


def test_the_kind_that_is_asked_for_wins() -> None:
    assert isinstance(read_document(b"<h1>A</h1>", name="a.txt", kind="html").blocks[0], Heading)
    with pytest.raises(IngestError):
        read_document(b"Gentile cliente", name="a.txt", kind="docx")


def test_importing_the_room_imports_no_format() -> None:
    code = (
        "import sys, brailledesk.ingest; "
        "heavy = ('lxml', 'docx', 'markdown_it', 'pypdfium2', 'babel'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.decode().strip() == "[]"
