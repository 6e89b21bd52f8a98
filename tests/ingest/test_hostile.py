"""Files that somebody made to hurt: whatever stands in them, only our own errors come out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.errors import IngestError, SourceDamaged, SourceTooLarge
from brailledesk.ingest import KINDS, read_document
from tests.ingest.archives import epub, odf, pack, xlsx
from tests.office.sample import SAMPLE, flat

_CELLS = (
    '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v>'
    '</c><c r="C1" s="1"><v>12.5</v></c></row><row r="2" hidden="1"><c r="A2"><f>A1</f></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>x</t></is></c><c r="B4" t="b"><v>1</v></c></row>'
    '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
)
_STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="#,##0.00 [$€-410];dd/mm/yy"/></numFmts><fonts>'
    '<font><b/></font></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="164" fontId="0"/></cellXfs>'
)
_SHEET = (
    '<table:table table:name="a"><table:table-column table:visibility="collapse"/><table:table-row '
    'table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3">'
    '<text:p>x<text:s text:c="4"/></text:p></table:table-cell></table:table-row></table:table>'
)
_BOOK = {
    "a.xhtml": '<h1>A</h1><p>b<a epub:type="noteref" href="n.xhtml#n">1</a></p>'
    "<table><tr><td>1</td></tr></table>",
    "n.xhtml": '<aside id="n"><p>nota</p></aside>',
    "nav.xhtml": '<nav epub:type="page-list"><a href="a.xhtml#x">5</a></nav>',
}


def _message() -> bytes:
    message = EmailMessage()
    message["From"] = "Àa <a@b.it>"
    message["Date"] = "Tue, 31 Mar 2026 18:05:00 +0200"
    message["Subject"] = "Città"
    message.set_content("Sì\n> citato\n>> due\n")
    message.add_alternative("<p>x", subtype="html")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="è.png")
    return message.as_bytes()


_RTF = (
    rb"{\rtf1\ansi\deflang1040{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset2 S;}}"
    rb"{\stylesheet{\s1\b heading 1;}}"
    rb"\pard\s1 T\par\pard{\b g}\u8364?{\footnote n}{\listtext 1.\tab}\ls1\ilvl1 v\par"
    rb"\trowd\trhdr\clvmgf\cellx10\clmgf\cellx20\intbl a\cell b\cell\row\itap2 c\nestcell"
    rb"{\*\nesttableprops\trowd\cellx5\nestrow}d\cell\row\pard{\shp{\*\shpinst{\shptxt z}}}f\par}"
)

SEEDS: dict[str, bytes] = {
    "odt": odf("text", "", meta="<a/>"),
    "ods": odf("spreadsheet", _SHEET),
    "xlsx": xlsx(_CELLS, strings="<si><t>a</t></si>", styles=_STYLES),
    "epub": epub(_BOOK, opf="<dc:title>t</dc:title>"),
    "rtf": _RTF,
    "csv": 'a;"b";c\n1,5;2;"x\ny"\n;;\n'.encode("cp1252"),
    "eml": _message(),
    "fodt": SAMPLE,
}
_KIND_OF = {"fodt": "odt"}


def _read_or_refuse(data: bytes, kind: str) -> None:
    try:
        read_document(data, name="a", kind=_KIND_OF.get(kind, kind))
    except IngestError as error:
        found = error
    else:
        return
    assert str(found).startswith("a")


def test_the_seeds_are_read() -> None:
    for kind, data in SEEDS.items():
        if kind != "odt":
            read_document(data, name="a", kind=_KIND_OF.get(kind, kind))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=400))
def test_random_bytes(kind: str, data: bytes) -> None:
    _read_or_refuse(data, kind)


_MEAN = [
    b"", b"-1",
    b"0", b"99999999", b"1e999", b"NaN", b"<", b"&", b"{", b"}", b"\\", b"\x00",
    b"\xff", b"\xd8\x00", b"\\u-99999 ", b"\\bin999999 ", b"\\cellx-5", b"\\row",
    b"\\cell", b"\\itap99",
    b"\r\n\r\n", b"=?", b'"', b"A1:ZZZ9999999", b"2026-99-99", b"#", b"../", b"[", b";",
]  # fmt: skip


def _mutated(data: bytes, bits: list[tuple[float, bytes | None]]) -> bytes:
    """The data with some bytes replaced, put in, or (None) cut off from there on."""
    for where, piece in bits:
        place = int(where * len(data))
        if piece is None:
            data = data[:place] + data[place + 7 :]
        else:
            data = data[:place] + piece + data[place + len(piece) // 2 :]
    return data


_CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.one_of(st.sampled_from(_MEAN), st.binary(max_size=6), st.none()),
    ),
    min_size=1,
    max_size=6,
)
_MANY = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@_MANY
@given(st.sampled_from(sorted(SEEDS)), _CHANGES)
def test_mutated_files(kind: str, changes: list[tuple[float, bytes | None]]) -> None:
    _read_or_refuse(_mutated(SEEDS[kind], changes), kind)


@_MANY
@given(st.sampled_from(["odt", "ods", "xlsx", "epub"]), st.floats(0, 1, exclude_max=True), _CHANGES)
def test_mutated_parts(kind: str, which: float, changes: list[tuple[float, bytes | None]]) -> None:
    """The archive is whole; one of its parts is not."""
    seed = SEEDS[kind] if kind != "odt" else odf("text", SAMPLE_BODY)
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[int(which * len(parts))]
    content = parts[name]
    assert isinstance(content, bytes)
    parts[name] = _mutated(content, changes)
    _read_or_refuse(pack(parts), kind)


SAMPLE_BODY = SAMPLE[SAMPLE.index(b"<office:text>") + 13 : SAMPLE.index(b"</office:text>")].decode()

_PARTS = {
    "odt": "content.xml",
    "ods": "content.xml",
    "xlsx": "xl/workbook.xml",
    "epub": "META-INF/container.xml",
}
_ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
)
_FETCH = b'<!DOCTYPE a SYSTEM "http://esempio.it/a.dtd"><a/>'


@pytest.mark.parametrize("kind", _PARTS)
@pytest.mark.parametrize(
    "part",
    [
        _ENTITIES,
        _FETCH,
        _ENTITIES.decode().encode("utf-16"),
        b"<a>" * 5_000,
        b"<a" + b" " * 10_000_000,
    ],
    ids=["entities", "fetched", "utf-16", "deep", "bomb"],
)
def test_hostile_parts(kind: str, part: bytes) -> None:
    with pytest.raises(SourceDamaged):
        read_document(pack({_PARTS[kind]: part}), name="a", kind=kind)


@pytest.mark.parametrize("kind", _PARTS)
def test_all_parts_together_are_bounded(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.archive.MAX_TOTAL_SIZE", 100)
    with pytest.raises(SourceTooLarge):
        read_document(SEEDS[kind], name="a", kind=kind)


@pytest.mark.parametrize("kind", _PARTS)
def test_the_count_of_parts_is_bounded(kind: str) -> None:
    data = pack({f"{place}": b"" for place in range(5_001)}, zipfile.ZIP_STORED)
    with pytest.raises(SourceDamaged, match="too many parts"):
        read_document(data, name="a", kind=kind)


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("rtf", lambda n: b"{\\rtf1 " + b"{\\b a}" * n + b"}"),
        ("rtf", lambda n: b"{\\rtf1 " + b"\\trowd\\cellx9\\intbl a\\cell\\row" * n + b"}"),
        ("rtf", lambda n: b"{\\rtf1 " + b"a\\par" * n + b"}"),
        ("rtf", lambda n: b"{\\rtf1 " + b"\\'e0" * n + b"}"),
        ("rtf", lambda n: b"{\\rtf1 " + b"\\trowd\\clvmrg\\cellx9\\intbl a\\cell\\row" * n + b"}"),
        ("csv", lambda n: b"a;b;c\n" + b"1;2;3\n;;\n" * n),
        ("csv", lambda n: b"a;b\n" * n),
        ("eml", lambda n: b"Subject: x\n\n" + b"> a\nb\n" * n),
        ("odt", lambda n: flat("<text:p>a</text:p>" * n)),
        ("odt", lambda n: flat("<text:p>" + "a<text:s/>" * n + "</text:p>")),
        (
            "odt",
            lambda n: flat(
                "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>" * n
            ),
        ),
    ],
)
def test_work_grows_with_the_file_and_not_faster(kind: str, make: Callable[[int], bytes]) -> None:
    """Counted in calls, not in seconds: ten times the file, ten times the work."""
    small, large = (_work(make(count), kind) for count in (100, 1_000))
    assert large < 15 * small


def test_tables_that_repeat_themselves_in_themselves() -> None:
    table = "<text:p>x</text:p>"
    for _ in range(12):
        table = (
            '<table:table><table:table-row table:number-rows-repeated="1000"><table:table-cell '
            f'table:number-columns-repeated="1000">{table}</table:table-cell></table:table-row>'
            "</table:table>"
        )
    with pytest.raises(SourceDamaged, match="million cells"):
        read_document(flat(table), name="a", kind="odt")


def test_one_long_text_in_all_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.ingest.sheet.MAX_TEXT", 100_000)
    cells = (
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="101">'
        f"<table:table-cell><text:p>{'x' * 1_000}</text:p></table:table-cell></table:table-row>"
        "</table:table>"
    )
    with pytest.raises(SourceDamaged, match="more text"):
        read_document(odf("spreadsheet", cells), name="a", kind="ods")


def _work(data: bytes, kind: str) -> int:
    import sys

    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        read_document(data, name="a", kind=kind)
    finally:
        sys.setprofile(None)
    return calls
