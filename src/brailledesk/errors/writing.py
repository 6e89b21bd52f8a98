"""A result cannot be made or written: pages, files, large print, talking books."""

from __future__ import annotations

from brailledesk.errors.base import N_, BrailledeskError


class OutputError(BrailledeskError):
    """A result cannot be written; nothing half-written is left behind.

    Only a device or a pipe may have taken a part already (``is_partial``).
    """

    exit_code = 4

    def __init__(self, path: str, reason: str, *, is_partial: bool = False) -> None:
        super().__init__(
            N_("{path} cannot be written: {reason}."),
            N_("A part may have gone there; check it before you run it again.")
            if is_partial
            else N_(
                "Nothing was left there; choose another place or make room, then run it again."
            ),
            path=path,
            reason=reason,
        )


class FolderMissing(OutputError):
    """``path`` cannot be written, as ``folder`` is not there."""

    def __init__(self, path: str, folder: str) -> None:
        super().__init__(path, "")
        self.problem = N_("{path} cannot be written: there is no folder {folder}.")
        self.remedy = N_("Make that folder, or choose another one, then run it again.")
        self.fields = {"path": path, "folder": folder}


class TemporaryFolderUnusable(OutputError):
    """What waits until it is whole could not be kept at ``path``, the temporary folder."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.problem = N_("The temporary folder {path} cannot be used: {reason}.")
        self.remedy = N_("Make room there, or name another folder in TMPDIR, then run it again.")


class LayoutError(BrailledeskError):
    exit_code = 7


class DoesNotFit(LayoutError):
    """A page geometry is outside what can be laid out. Counts are cells and rows."""

    def __init__(self, what: str, value: int, least: int, most: int) -> None:
        super().__init__(
            N_("The page does not fit: {what} is {value}, and must be from {least} to {most}."),
            N_("Choose another page format."),
            what=what,
            value=value,
            least=least,
            most=most,
        )


class LargePrintError(BrailledeskError):
    """Large print cannot be made of a document."""

    exit_code = 24


class LargePrintNotAvailable(LargePrintError):
    """What sets the pages is not installed; ``command`` brings it."""

    def __init__(self, command: str) -> None:
        super().__init__(
            N_("Large print as PDF is not available: the package typst is not installed."),
            N_("To install it: {command}"),
            command=command,
        )


class PageNotSet(LargePrintError):
    """``reason`` is the word of the program that sets pages."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            N_("Large print of {name} could not be set: {reason}."),
            N_("Try HTML (-o NAME.html), and report it, with the document if you may."),
            name=name,
            reason=reason,
        )


class FormatError(BrailledeskError):
    """A Braille file (BRF, PEF, Unicode Braille) is not what it claims to be."""

    exit_code = 8

    def __init__(self, path: str, reason: str, where: str = "") -> None:
        super().__init__(
            N_("{path} is not a valid Braille file: {reason}{at}."),
            N_("Check that the file is complete and of the format that its name says."),
            path=path,
            reason=reason,
            where=where,
            at=f" ({where})" if where else "",
        )


class ConversionBroken(BrailledeskError):
    """A document met a fault of the program; ``fault`` is the name of the exception."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(
            N_("{path} could not be converted: the program met a fault ({fault})."),
            N_("Report it, with the document if you may; the other documents are not concerned."),
            path=path,
            fault=fault,
        )


class BookError(BrailledeskError):
    exit_code = 25


class EncoderNotAvailable(BookError):
    """Nothing on this machine writes sound of the format ``audio``."""

    def __init__(self, audio: str, command: str) -> None:
        super().__init__(
            N_("Nothing is here that writes {audio} sound."),
            N_("To install it: {command}"),
            audio=audio,
            command=command,
        )


class AudioNotEncoded(BookError):
    """What writes sound of the format ``audio`` failed, for ``reason``."""

    def __init__(self, audio: str, reason: str) -> None:
        super().__init__(
            N_("The {audio} sound of the book could not be written: {reason}."),
            N_("Try another format of sound."),
            audio=audio,
            reason=reason,
        )
