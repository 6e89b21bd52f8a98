"""The bytes of what a client names: those that it sent, or those of a file."""

from __future__ import annotations

from brailledesk.errors import N_, SourceNotFound, SourceNotReadable
from brailledesk.regular_file import NotAFile, open_regular
from brailledesk.service.wire.documents import Source
from brailledesk.sources import MAX_SIZE, take_source
from brailledesk.system_errors import reason_of


def taken(source: Source, label: str = "", max_size: int = MAX_SIZE) -> tuple[str, bytes]:
    """What a source is called in messages, and its bytes.

    Only a file is opened, never a pipe or a device: whoever named one would hold a process for as
    long as nothing comes of it. Raises SourceNotFound, SourceNotReadable or SourceTooLarge.
    """
    if source.data is not None:
        return take_source(source.data, source.name or label, max_size)
    path = source.path or ""
    label = source.name or label or path
    try:
        stream = open_regular(path)
    except NotAFile:
        raise SourceNotReadable(label, N_("it is no file")) from None
    except (FileNotFoundError, NotADirectoryError):
        raise SourceNotFound(label) from None
    except OSError as error:
        raise SourceNotReadable(label, reason_of(error)) from None
    with stream:
        return take_source(stream, label, max_size)
