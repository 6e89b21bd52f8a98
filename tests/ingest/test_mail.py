"""Mail written by hand: headers, charsets, alternatives, quotations, attachments, broken MIME."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from brailledesk.document import Document
from brailledesk.errors import FormatNotSupported, SourceDamaged
from brailledesk.ingest import read_document
from brailledesk.ingest.kinds import identify
from tests.office.shape import shape

_HEAD = "From: Anna <anna@esempio.it>\r\nTo: Ufficio <u@esempio.it>\r\nSubject: Prova\r\n"


def _read(text: str | bytes, language: str = "it") -> Document:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return read_document(data, name="a.eml", language=language)


def test_headers_in_reading_order() -> None:
    document = _read(
        "Subject: =?iso-8859-1?Q?Citt=E0?= =?utf-8?B?IGUgcGVyY2jDqQ==?=\r\n"
        "Date: Tue, 31 Mar 2026 18:05:00 +0200\r\nX-Altro: no\r\nTo: a@b.it,\r\n c@d.it\r\n"
        "From: =?utf-8?q?Mario_Ross=C3=AC?= <m@esempio.it>\r\nCc: e@f.it\r\n\r\nCiao"
    )
    assert document.title == "Città e perché"
    assert shape(document) == [
        (
            "p {4:Da: }Mario Rossì <m@esempio.it>{4:/A: }a@b.it, c@d.it{4:/Copia a: }e@f.it"
            "{4:/Data: }31 marzo 2026, 18:05{4:/Oggetto: }Città e perché"
        ),
        "p Ciao",
    ]
    english = _read(_HEAD + "Date: Tue, 31 Mar 2026 18:05:00 +0200\r\n\r\nx", "en")
    assert "{4:/Date: }31 March 2026, 18:05" in shape(english)[0]


def test_the_text_part_goes_before_html() -> None:
    message = EmailMessage()
    message["From"] = "a@b.it"
    message.set_content("Il testo è qui.", charset="iso-8859-15")
    message.add_alternative("<h1>No</h1>", subtype="html")
    assert shape(_read(message.as_bytes()))[1:] == ["p Il testo è qui."]


def test_html_where_the_text_is_empty() -> None:
    message = EmailMessage()
    message["From"] = "a@b.it"
    message.set_content(" \n")
    message.add_alternative("<h1>Offerta</h1><p>Costa 5 €</p>", subtype="html", charset="cp1252")
    assert shape(_read(message.as_bytes()))[1:] == ["h1 Offerta", "p Costa 5 €"]


def test_quotations_as_deep_as_they_are() -> None:
    document = _read(
        _HEAD
        + "\r\nSì.\r\n\r\nAnna ha scritto:\r\n> Prima\r\n> > Seconda\r\n>> terza\r\n"
        + "> poi\r\n\r\nSaluti"
    )
    assert shape(document)[1:] == [
        "p Sì.", "p Anna ha scritto:", "quote", "  p Prima", "quote", "  quote",
        "    p Seconda/terza", "quote", "  p poi", "p Saluti",
    ]  # fmt: skip


def test_flowed_text_is_joined() -> None:
    head = _HEAD + "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
    document = _read(head + "una riga \r\nche va avanti\r\n> citata \r\n> due\r\nfine")
    assert shape(document)[1:] == ["p una riga che va avanti", "quote", "  p citata due", "p fine"]


def test_attachments_by_name_type_and_size() -> None:
    message = EmailMessage()
    message["From"] = "a@b.it"
    message["Subject"] = "Allegati"
    message.set_content("Vedi.")
    message.add_attachment(
        b"x" * 2_345, maintype="application", subtype="pdf", filename="città.pdf"
    )
    message.add_attachment("nota", filename="nota.txt")
    inner = EmailMessage()
    inner["Subject"] = "Inoltrato"
    inner.set_content("testo inoltrato")
    message.add_attachment(inner)
    document = _read(message.as_bytes())
    assert shape(document)[1:] == [
        "p Vedi.", "p {4:Allegati (3):}", "- •", "  p città.pdf, application/pdf, 2 kB", "- •",
        "  p nota.txt, text/plain, 5 byte", "- •", "  p Inoltrato, message/rfc822",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"Content-Type: text/plain; charset=nessuno\r\n\r\nCitt\xe0", "p Città"),
        (b"Content-Transfer-Encoding: base64\r\n\r\nQ2lhbw=", "p Ciao"),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntesto", "p testo"),
        (b'Content-Type: text/plain; charset="utf-8"\r\n\r\nCitt\xc3\xa0', "p Città"),
        (b'Content-Type: ;;;="\r\n\r\ntesto', "p testo"),
    ],
)
def test_broken_mime_is_read_as_far_as_it_goes(text: bytes, expected: str) -> None:
    assert expected in shape(_read(_HEAD.encode() + text))


@pytest.mark.parametrize(
    "header",
    [
        "To: " + "a@b.it, " * 20_000,
        "To: " + "(" * 5_000,
        'To: "' + "\\" * 5_000,
        "Subject: " + "=?utf-8?q?" * 3_000,
        "Date: " + "1" * 10_000,
        "Date: Tue, 31 Mar 99999999999 18:05:00 +0200",
        "Date: Tue, 99 Foo 2026 99:99:99 +9999",
        "From: \x00\x01<\u0007>",
        "Content-Type: multipart/mixed; boundary=" + "x" * 30_000,
        "Content-Disposition: attachment; filename*=" + "'" * 100,
    ],
)
def test_hostile_headers_cost_little_and_raise_nothing_else(header: str) -> None:
    document = _read(f"{_HEAD}{header}\r\n\r\ntesto")
    assert document.blocks


def test_parts_in_parts_without_end() -> None:
    text = _HEAD
    for place in range(1_000):
        text += f"Content-Type: multipart/mixed; boundary=b{place}\r\n\r\n--b{place}\r\n"
    with pytest.raises(SourceDamaged, match=r"nested too deeply|more parts"):
        _read(text + "\r\nx")


def test_more_parts_than_people_write() -> None:
    head = _HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    for count in (1_100, 200_000):  # the second one before it is taken apart
        with pytest.raises(SourceDamaged, match="more parts"):
            _read(head + "--b\r\n\r\nx\r\n" * count)


def test_encrypted_messages_and_outlook_are_refused() -> None:
    for kind in ("application/pkcs7-mime; smime-type=enveloped-data", "multipart/encrypted"):
        with pytest.raises(FormatNotSupported, match="encrypted messages"):
            _read(_HEAD + f"Content-Type: {kind}\r\n\r\nxx")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "__substg1.0_".encode("utf-16-le")
    for name in ("a.msg", "", "a.docx"):
        with pytest.raises(
            FormatNotSupported, match=r"MSG\. In Outlook open the message and save it as EML"
        ):
            read_document(ole, name=name)


def test_mail_is_found_without_a_name() -> None:
    assert identify("", b"Received: by x\r\n\tfor y\r\nFrom: a@b.it\r\n\r\nciao") == "eml"
    assert identify("", b"Oggetto: prova\nData: oggi\n\nciao") == "text"


def test_what_is_no_message() -> None:
    with pytest.raises(SourceDamaged, match="neither the headers"):
        _read("Content-Type: image/png\r\n\r\nxx")
