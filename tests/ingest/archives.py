"""Archives made by hand for tests."""

from __future__ import annotations

import io
import zipfile


def pack(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive with these parts; "mimetype" is stored, as OpenDocument and EPUB want it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else method
            archive.writestr(info, data)
    return stream.getvalue()


def odf(kind: str, content: str, **parts: str) -> bytes:
    """An OpenDocument archive of a kind ("text", "spreadsheet")."""
    from tests.office.sample import NAMES

    body = (
        f"<office:document-content {NAMES}>{content}</office:document-content>"
        if "<office:body" in content
        else f"<office:document-content {NAMES}><office:body><office:{kind}>{content}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    found: dict[str, bytes | str] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": body,
    }
    return pack(found | {f"{name}.xml": text for name, text in parts.items()})


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAVIGATION = ' properties="nav"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsx(
    sheet: str, *, strings: str = "", styles: str = "", book: str = "", name: str = "Uno"
) -> bytes:
    """A workbook of one sheet, from what stands inside its ``worksheet``."""
    return pack(
        {
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{book}<sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
            f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/s.xml"/>'
            f'<Relationship Id="r2" Type="{_RELATIONS}/sharedStrings" Target="strings.xml"/>'
            f'<Relationship Id="r3" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            "</Relationships>",
            "xl/worksheets/s.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
            "xl/strings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
        }
    )


def epub(
    pages: dict[str, str], *, opf: str = "", parts: dict[str, bytes | str] | None = None
) -> bytes:
    """A book of pages of XHTML, by name; ``opf`` goes into the metadata."""
    items = "".join(
        f'<item id="i{place}" href="{name}" media-type="application/xhtml+xml"'
        f"{_NAVIGATION if name == 'nav.xhtml' else ''}/>"
        for place, name in enumerate(pages)
    )
    spine = "".join(
        f'<itemref idref="i{place}"/>' for place, name in enumerate(pages) if name != "nav.xhtml"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{opf}</metadata><manifest>{items}</manifest>'
        f"<spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="O/p.opf"/></rootfiles></container>'
    )
    found: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "O/p.opf": package,
    }
    for name, text in pages.items():
        found[f"O/{name}"] = (
            '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
            f"<head><title/></head><body>{text}</body></html>"
        )
    return pack(found | (parts or {}))
