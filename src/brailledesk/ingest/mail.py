"""EML: a mail message. Who, to whom, when and about what; its text; the names of what is attached.

The text part goes before the HTML part, because people wrote it for reading; HTML is read as any
page is. Attachments are named with their type and size and are not opened.
Sources: RFC 5322, 2045 to 2047, 3676 (flowed text).
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import NamedTuple

from brailledesk.document import (
    Block,
    Document,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Quote,
)
from brailledesk.errors import N_, FormatNotSupported, SourceDamaged
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.html import read_html
from brailledesk.ingest.mail_headers import (
    FAULTS,
    content_type,
    date_of,
    file_name,
    header,
    parameter,
    raw_header,
)
from brailledesk.ingest.markers import BULLET
from brailledesk.ingest.plain import read_plain_text
from brailledesk.text import Origin, Run, Typeform

MAX_PARTS = 1_000
MAX_RULES = 5_000
"""Lines that may begin a part: the parser takes a millisecond for each."""
_LOCKED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}
_LABELS = {
    "it": {
        "From": "Da", "To": "A", "Cc": "Copia a", "Date": "Data", "Subject": "Oggetto",
        "Attachments": "Allegati", "no name": "senza nome",
    },
    "en": {
        "From": "From", "To": "To", "Cc": "Copy to", "Date": "Date", "Subject": "Subject",
        "Attachments": "Attachments", "no name": "no name",
    },
}  # fmt: skip
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_QUOTED = re.compile(r"(?:> ?)+|>+")


class _Attachment(NamedTuple):
    name: str
    kind: str
    size: int


@dataclass(slots=True)
class _Found:
    """What stands in a message."""

    texts: list[EmailMessage] = field(default_factory=list)
    attachments: list[_Attachment] = field(default_factory=list)


def read_eml(data: bytes, path: str, language: str) -> Document:
    """A document of a message. Raises SourceDamaged for what is none, FormatNotSupported if locked.

    Its title is the subject.
    """
    message = _parse(data, path)
    found = _look_through(message, path)
    words = _LABELS["it" if language.startswith("it") else "en"]
    block = _header_block(message, words, path, language)
    if block is None and not found.texts:
        raise SourceDamaged(path, N_("it has neither the headers nor the text of a message"))
    blocks: list[Block] = [] if block is None else [block]
    notes: list[Note] = []
    for number, part in enumerate(found.texts, 1):
        document = _read_part(part, path, language, number if len(found.texts) > 1 else 0)
        blocks += document.blocks
        notes += document.notes if not notes else ()
    blocks += _attachment_blocks(found.attachments, words, path)
    title = header(message, "Subject")
    return Document(tuple(blocks), title, language, tuple(notes), path)


def _parse(data: bytes, path: str) -> EmailMessage:
    if data.count(b"\n--") > MAX_RULES:
        raise _too_many(path)
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except RecursionError:
        raise SourceDamaged(path, N_("its parts are nested too deeply")) from None
    except FAULTS as error:
        raise SourceDamaged(path, N_("it is no mail message"), str(error)) from None
    assert isinstance(message, EmailMessage)
    return message


def _too_many(path: str) -> SourceDamaged:
    return SourceDamaged(path, N_("it has more parts than any message for people"))


def _look_through(message: EmailMessage, path: str) -> _Found:
    """The texts that are shown and what is attached; of alternatives the plain text, then HTML."""
    found = _Found()
    waiting: list[EmailMessage] = [message]
    count = 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > MAX_PARTS:
            raise _too_many(path)
        kind = content_type(part)
        if kind in _LOCKED and _is_locked(part):
            raise FormatNotSupported(
                path,
                N_("encrypted messages"),
                N_("Open it in the mail program that has the key and save its text."),
            )
        if kind == "multipart/alternative":
            waiting += _chosen(_parts(part))
        elif part.is_multipart() and kind != "message/rfc822":
            waiting += reversed(_parts(part))
        elif _is_text(part, kind):
            found.texts.append(part)
        elif kind not in _SIGNATURES:
            found.attachments.append(_attachment(part, kind))
    return found


def _parts(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    if not isinstance(payload, list):
        return []
    return [one for one in payload if isinstance(one, EmailMessage)]


def _is_locked(part: EmailMessage) -> bool:
    """S/MIME also wraps messages that are only signed; their text cannot be read here either."""
    return parameter(part, "smime-type") != "certs-only"


def _chosen(parts: list[EmailMessage]) -> list[EmailMessage]:
    """The alternative to read: plain text with something in it, then HTML, then the last."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if content_type(part) == kind and _payload(part).strip():
                return [part]
    rich = [part for part in parts if part.is_multipart()]
    return rich[-1:] or parts[-1:]


def _is_text(part: EmailMessage, kind: str) -> bool:
    if kind not in {"text/plain", "text/html"}:
        return False
    return not _is_attached(part)


def _is_attached(part: EmailMessage) -> bool:
    raw = raw_header(part, "Content-Disposition").strip().lower()
    return raw.startswith("attachment") or bool(raw and file_name(part))


def _attachment(part: EmailMessage, kind: str) -> _Attachment:
    name = file_name(part)
    if kind == "message/rfc822":
        inner = _parts(part)
        return _Attachment(name or (header(inner[0], "Subject") if inner else ""), kind, 0)
    return _Attachment(name, kind, len(_payload(part)))


def _header_block(
    message: EmailMessage, words: dict[str, str], path: str, language: str
) -> Paragraph | None:
    """``label: value``, a line each."""
    runs: list[Run] = []
    for name in _SHOWN:
        value = date_of(message, language) if name == "Date" else header(message, name)
        if value:
            origin = Origin(path, f"header {name}")
            begin = "\n" if runs else ""
            runs.append(Run(f"{begin}{words[name]}: ", Typeform.BOLD, origin=origin))
            runs.append(Run(value, origin=origin))
    return Paragraph(tuple(runs), Origin(path, "headers")) if runs else None


def _payload(part: EmailMessage) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it can be."""
    try:
        payload = part.get_payload(decode=True)
    except FAULTS:
        payload = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return payload if isinstance(payload, bytes) else b""


def _read_part(part: EmailMessage, path: str, language: str, number: int) -> Document:
    data = _payload(part)
    where = f"part {number}, " if number else ""
    if content_type(part) == "text/html":
        charset = parameter(part, "charset")
        text = decode(data, path, charset or None).text.encode()
        return read_html(b"\xef\xbb\xbf" + text, path, language) if text.strip() else Document(())
    text_ = decode(data, path, parameter(part, "charset") or None).text
    if parameter(part, "format") == "flowed":
        text_ = _unflowed(text_, has_delsp=parameter(part, "delsp") == "yes")
    lines = text_.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Document(tuple(_quoted_blocks(lines, path, where)))


def _unflowed(text: str, *, has_delsp: bool) -> str:
    """Lines that end in a blank go on in the next one of the same quotation (RFC 3676)."""
    made: list[str] = []
    is_open, depth_before = False, 0
    for line in text.replace("\r\n", "\n").split("\n"):
        marks = re.match(r">*", line)
        depth = marks.end() if marks else 0
        bare = line[depth:].removeprefix(" ")
        if is_open and depth == depth_before:
            made[-1] += bare
        else:
            made.append((">" * depth + " ") * bool(depth) + bare)
        is_open = bare.endswith(" ") and bare != "-- "
        if is_open and has_delsp:
            made[-1] = made[-1][:-1]
        depth_before = depth
    return "\n".join(made)


def _quoted_blocks(lines: list[str], path: str, where: str) -> Iterator[Block]:
    """The blocks of a text; what is quoted with ``>`` stands in quotations, as deep as it says."""
    start = 0
    while start < len(lines):
        depth = _depth(lines[start])
        end = start + 1
        while end < len(lines) and _depth(lines[end]) == depth:
            end += 1
        bare = [_QUOTED.sub("", line, count=1) if depth else line for line in lines[start:end]]
        blocks = read_plain_text("\n".join(bare), path, start + 1, where)
        for _ in range(depth):
            blocks = (Quote(blocks, blocks[0].origin),) if blocks else ()
        yield from blocks
        start = end


def _depth(line: str) -> int:
    match = _QUOTED.match(line)
    return min(match[0].count(">"), 10) if match else 0


def _attachment_blocks(
    attachments: list[_Attachment], words: dict[str, str], path: str
) -> Iterator[Block]:
    if not attachments:
        return
    origin = Origin(path, "attachments")
    label = f"{words['Attachments']} ({len(attachments)}):"
    yield Paragraph((Run(label, Typeform.BOLD, origin=origin),), origin)
    items: list[ListItem] = []
    for number, one in enumerate(attachments, 1):
        place = Origin(path, f"attachment {number}")
        size = f", {_size(one.size)}" if one.size else ""
        text = f"{one.name or words['no name']}, {one.kind}{size}"
        items.append(ListItem((Paragraph((Run(text, origin=place),), place),), BULLET))
    yield ListBlock(tuple(items), origin)


def _size(count: int) -> str:
    """A size for people: bytes, then kB and MB of a thousand."""
    if count < 1_000:
        return f"{count} byte"
    return f"{round(count / 1e3)} kB" if count < 1_000_000 else f"{round(count / 1e6)} MB"
