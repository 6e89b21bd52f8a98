"""PDFs made by hand, so that every byte is known, and by LibreOffice from a document of ours."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

A4 = (0, 0, 595, 842)
FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique", "F4": "Courier"}


def text(x: float, y: float, words: str, size: float = 12, font: str = "F1") -> str:
    """Operators that show a line; y counts from the bottom of the page."""
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def make_pdf(
    contents: Sequence[str],
    *,
    box: Sequence[float] = A4,
    page: str = "",
    catalog: str = "",
    info: str = "",
) -> bytes:
    """A PDF of pages with these operators; ``page``, ``catalog``, ``info`` are further entries."""
    fonts = " ".join(
        f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for key, name in FONTS.items()
    )
    numbers = [5 + 2 * n for n in range(len(contents))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        f"<< /Font << {fonts} >> >>".encode(),
        f"<< {info} >>".encode("latin-1"),
    ]
    shown = " ".join(map(str, box))
    for number, operators in zip(numbers, contents, strict=True):
        data = operators.encode("cp1252")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{shown}] /Resources 3 0 R "
            f"/Contents {number + 1} 0 R {page} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data),
        ]
    return join_objects(objects)


def join_objects(objects: Sequence[bytes]) -> bytes:
    """A file of numbered objects, the first the catalog, the fourth the information."""
    data = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(data + trailer % (len(objects) + 1, table))


def convert(soffice: str, source: Path, folder: Path, kind: str = "pdf") -> Path:
    """Let LibreOffice write a document in another format, with a profile of its own."""
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{source.stem}.{kind}"
