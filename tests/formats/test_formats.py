"""BRF, PEF and UTF-8 Braille: read back what was written; judged by jing; hostile input."""

from __future__ import annotations

import datetime as dt
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.cells import cells_from_dots
from brailledesk.errors import BrailledeskError, FormatError, UsageError
from brailledesk.formats import format_publication, parse_publication
from brailledesk.formats.brf import format_brf, guess_charset, parse_brf
from brailledesk.formats.pef import format_pef, parse_pef
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume
from tests.judges import require, require_program

SCHEMA_JAR = Path("/usr/share/java/brailleUtils-core.jar")
SCHEMA = "org/daisy/braille/pef/resource-files/pef-2008-1-full.rng"


def _publication(pages: list[list[bytes]], title: str = "Scheda") -> Publication:
    made = []
    for rows in pages:
        kept = [row.rstrip(b"\0") for row in rows]
        while kept and not kept[-1]:
            kept.pop()
        made.append(Page(tuple(Row(row) for row in kept)))
    section = Section(tuple(made), PageFormat(40, 40))
    return Publication((Volume((section,)),), title=title, table="it-6dot 1.0")


def _rows(publication: Publication) -> list[list[bytes]]:
    return [[row.cells for row in page.rows] for page in publication.pages()]


def _pages(most: int) -> st.SearchStrategy[list[list[bytes]]]:
    row = st.lists(st.integers(0, most), max_size=12).map(bytes)
    return st.lists(st.lists(row, max_size=5), min_size=1, max_size=4)


@given(_pages(63), st.sampled_from(["mit", "nabcc", "it_it_firenze"]))
def test_brf_comes_back(pages: list[list[bytes]], charset: str) -> None:
    publication = _publication(pages)
    data = format_publication(publication, "brf", charset=charset)
    assert _rows(parse_brf(data, charset=charset)) == _rows(publication)


@given(_pages(255))
def test_ubrl_and_pef_come_back(pages: list[list[bytes]]) -> None:
    publication = _publication(pages)
    for name in ("ubrl", "pef"):
        data = format_publication(publication, name)
        back = _rows(parse_publication(data))
        if name == "ubrl" and not any(row for page in pages for row in page):
            continue  # nothing but form feeds: no sign says that it is Braille in Unicode
        assert back == _rows(publication)


def test_brf_bytes() -> None:
    # "L'è" and the full stop, by hand: 46-123-3-2346, 256; MIT . L ' ! 4, Firenze # l ' \ .
    publication = _publication([[cells_from_dots("46-123-3-2346-256")], [b"\x01"]])
    assert format_brf(publication) == b".L'!4\r\n\fA\r\n\f"
    assert format_brf(publication, is_paged=False) == b".L'!4\r\nA\r\n"
    assert format_brf(publication, charset="it_it_firenze") == b"#l'\\.\r\n\fa\r\n\f"


def test_brf_refuses_eight_dots() -> None:
    with pytest.raises(UsageError, match="six dots"):
        format_brf(_publication([[b"\x41"]]))


def test_brf_with_a_foreign_byte_names_line_and_place() -> None:
    with pytest.raises(FormatError, match=r"position 1 .*\(line 2\)"):
        parse_brf(b"ABC\nA\xe0\n", charset="mit", path="x.brf")


def test_charset_is_told_by_stops_and_numbers() -> None:
    # "ciao. 12 " in both charsets
    assert guess_charset(b"CIAO4 #AB CIAO4\r\n").name == "mit"
    assert guess_charset(b"ciao. _ab ciao.\r\n").name == "it_it_firenze"


def test_long_rows_and_high_pages_are_not_lost() -> None:
    data = (b"A" * 70 + b"\r\n") * 60
    pages = _rows(parse_brf(data, charset="mit"))
    assert [len(page) for page in pages] == [60]
    assert {len(row) for row in pages[0]} == {70}


def test_pef_is_valid(tmp_path: Path) -> None:
    jing = require_program("jing", "jing")
    require(is_there=SCHEMA_JAR.exists(), what="the PEF schema", package="libbrailleutils-java")
    with zipfile.ZipFile(SCHEMA_JAR) as jar:
        (tmp_path / "pef.rng").write_bytes(jar.read(SCHEMA))
    publication = _publication(
        [[b"\x01", b"", b"\x3f\x00\x02"], [], [b"\xff"]], title="È «così» & <via>"
    )
    (tmp_path / "x.pef").write_bytes(format_pef(publication, date=dt.date(2026, 11, 24)))
    judged = subprocess.run(
        [jing, str(tmp_path / "pef.rng"), str(tmp_path / "x.pef")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (judged.returncode, judged.stdout) == (0, "")
    assert parse_pef((tmp_path / "x.pef").read_bytes()).title == "È «così» & <via>"


_BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><pef>&b;</pef>'
_FOREIGN = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'


@pytest.mark.parametrize("data", [b"<pef", b"<a/>", _BOMB, _FOREIGN, b"<pef xmlns='x'/>"])
def test_what_is_no_pef_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        parse_pef(data, path="x.pef")


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=40).map(lambda b: b"<pef>" + b)))
def test_random_bytes_raise_only_our_errors(data: bytes) -> None:
    try:
        parse_publication(data)
    except BrailledeskError as error:
        assert str(error)  # noqa: PT017 - not every input is refused
