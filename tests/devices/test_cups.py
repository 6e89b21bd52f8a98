"""CUPS' filters for Index and for generic embossers as a second judge, where settings coincide."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from brailledesk.devices.embossers import Settings, encode, find_model, page_format, parse_paper
from brailledesk.pages import PageFormat, Publication
from tests.judges import require, require_program

from .jobs import make_document

FILTERS = Path("/usr/lib/cups/filter")
DRIVERS = Path("/usr/share/cups/drv")
PAPER = "11in x 12in"
BOOKLET_PAPER = "17in x 11in"
NO_LIBLOUIS = "LibLouis=None LibLouis2=None LibLouis3=None LibLouis4=None"
IN_SOFTWARE = NO_LIBLOUIS.replace("None", "it-it-comp6.utb", 1)
"""With a table the filter sends rows of dots; it does not translate: what comes in is Braille."""


@pytest.fixture(scope="module")
def descriptions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a PPD for each machine."""
    compiler = require_program("ppdc", "cups-ppdc")
    folder = tmp_path_factory.mktemp("ppd")
    for name in ("indexv3.drv", "indexv4.drv", "generic-brf.drv"):
        require(is_there=(DRIVERS / name).exists(), what="CUPS' drivers", package="cups-filters")
        command = [compiler, "-d", str(folder), str(DRIVERS / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder


def filtered(program: str, ppd: Path, data: bytes, options: str, copies: int = 1) -> bytes:
    done = subprocess.run(
        [str(FILTERS / program), "1", "user", "title", str(copies), options],
        input=data,
        capture_output=True,
        check=True,
        env={**os.environ, "PPD": str(ppd), "LC_ALL": "C.UTF-8"},
        timeout=60,
    )
    return done.stdout


def sent(model: str, name: str, **options: object) -> tuple[Publication, bytes]:
    """A document with all cells and the bytes that we send for it."""
    paper = BOOKLET_PAPER if options.get("saddle_stitch") else PAPER
    settings = Settings(paper=parse_paper(paper), **options)  # type: ignore[arg-type]
    chosen = find_model(model)
    page = page_format(chosen, settings)
    document = make_document(name, PageFormat(page.cells, page.rows))
    return document, b"".join(chunk.data for chunk in encode(document, chosen, settings).chunks())


def header(data: bytes) -> tuple[dict[str, int], bytes]:
    found = re.match(rb"\x1bD([A-Z0-9,]*);", data)
    assert found
    fields = {field[:2]: int(field[2:]) for field in found[1].decode().split(",")}
    return fields, data[found.end() :]


MODES = {
    (1, False, False): "Duplex=None",
    (2, False, False): "Duplex=DuplexNoTumble",
    (1, True, False): "Duplex=None ZFolding=True",
    (2, True, False): "Duplex=DuplexNoTumble ZFolding=True",
    (1, False, True): "Duplex=None SaddleStitch=True",
    (2, False, True): "Duplex=DuplexNoTumble SaddleStitch=True",
}


@pytest.mark.parametrize(("mode", "options"), MODES.items())
@pytest.mark.parametrize("copies", [1, 3])
def test_index_v4(
    descriptions: Path, mode: tuple[int, bool, bool], options: str, copies: int
) -> None:
    sides, z_fold, booklet = mode
    model, ppd = ("index-everest-d-v4", "ieveres4") if booklet else ("index-basic-d-v4", "ibasicd4")
    chosen = {"sides": sides, "z_fold": z_fold, "saddle_stitch": booklet, "copies": copies}
    _, ours = sent(model, "duplex", **chosen)
    mine, body = header(ours)
    wanted = f"{NO_LIBLOUIS} {options} PageSize={'110x170' if booklet else '110x120'}"
    theirs = filtered("textbrftoindexv4", descriptions / f"{ppd}.ppd", body, wanted, copies)
    told, passed = header(theirs)
    for field in ("BT", "TD", "LS", "DP", "MC", "PN", "BI", "TM"):
        assert mine.get(field) == told.get(field), field
    if not booklet:  # whose height CUPS does not halve
        assert mine["LP"] == told["LP"]
    assert passed == body + b"\x1a"  # with which alone CUPS ends


@pytest.mark.parametrize(("mode", "options"), list(MODES.items())[:4])
def test_index_v3(descriptions: Path, mode: tuple[int, bool, bool], options: str) -> None:
    sides, z_fold, _ = mode
    _, ours = sent("index-basic-d-v3", "duplex", sides=sides, z_fold=z_fold)
    mine, body = header(ours)
    wanted = f"{NO_LIBLOUIS} {options} PageSize=110x120"
    theirs = filtered("textbrftoindexv3", descriptions / "ibasicd3.ppd", body, wanted)
    told, passed = header(theirs)
    # Line spacing: CUPS names one of nine, braille-utils tenths of millimetres (firmware 12.01.3).
    assert (mine.pop("LS"), told.pop("LS")) == (50, 4)
    for field in mine.keys() & told.keys():
        assert mine[field] == told[field], field
    assert {"BT", "TD", "DP", "PN", "PL", "PW", "TM"} <= mine.keys() & told.keys()
    assert passed == body + b"\x1a"


def test_rows_of_dots(descriptions: Path) -> None:
    """All 64 cells as the Blue-Bar's rows, which CUPS makes of Braille text."""
    settings = Settings(paper=parse_paper(PAPER))
    document, ours = sent("index-basic-blue-bar", "duplex")
    text = b"".join(c.data for c in encode(document, find_model("generic"), settings).chunks())
    lines = text.replace(b"\x0c", b"\r\n\x0c")
    wanted = f"{IN_SOFTWARE} Duplex=None PageSize=110x120"
    theirs = filtered("textbrftoindexv4", descriptions / "ibasicd4.ppd", lines, wanted)
    _, body = header(theirs)
    assert body.removesuffix(b"\x1a").replace(b"\r\n\x0c", b"\x0c") == ours


def test_generic(descriptions: Path) -> None:
    _, ours = sent("generic", "duplex")
    unix = ours.replace(b"\r\n", b"\n")
    theirs = filtered("brftoembosser", descriptions / "gen-brf.ppd", unix, NO_LIBLOUIS)
    assert theirs == ours + b"\r\x1a"
