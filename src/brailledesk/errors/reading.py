"""A source cannot be read, or not recognised."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from brailledesk.errors.base import N_, BrailledeskError
from brailledesk.errors.usage import SettingsFault


class IngestError(BrailledeskError):
    """A source cannot be read. ``fields['path']`` is its name as the caller gave it."""

    exit_code = 3


class SourceNotFound(IngestError):
    def __init__(self, path: str) -> None:
        super().__init__(
            N_("There is no file {path}."), N_("Check the name and the folder."), path=path
        )


class SourceNotReadable(IngestError):
    """``reason`` is the operating system's own word for it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("{path} cannot be read: {reason}."),
            N_("Check that it is a file and that you may read it."),
            path=path,
            reason=reason,
        )


class PageNotFetched(SourceNotReadable):
    """The page at an address did not come: ``status`` is HTTP's, 0 where no server answered."""

    def __init__(self, url: str, reason: str = "", status: int = 0) -> None:
        problem = N_("{path} cannot be fetched: {reason}.")
        remedy = N_("Check that the server is running, and the address.")
        if status:
            problem = N_("{path} cannot be fetched: the server answers with HTTP status {status}.")
            remedy = _ANSWERS.get(status, N_("Ask whoever runs the server."))
        IngestError.__init__(self, problem, remedy, path=url, reason=reason, status=status)


_ANSWERS = {
    401: N_("The page wants a login: save it in the browser, or use the browser's extension."),
    403: N_("The page wants a login: save it in the browser, or use the browser's extension."),
    404: N_("The server is running but has no such page: check the address."),
    410: N_("The server is running but has no such page: check the address."),
}


class SourceTooLarge(IngestError):
    """``size`` and ``limit`` are bytes."""

    def __init__(self, path: str, size: int, limit: int) -> None:
        super().__init__(
            N_("{path} is too large: {size_mb:.0f} MB, and the limit is {limit_mb:.0f} MB."),
            N_("Split it, or raise the limit with --max-size."),
            path=path,
            size=size,
            limit=limit,
            size_mb=size / 1e6,
            limit_mb=limit / 1e6,
        )


class RowsFaulty(IngestError):
    """Rows of a catalogue have no sheet; the others have theirs. ``faults`` are by row."""

    def __init__(self, path: str, faults: tuple[SettingsFault, ...], count: int) -> None:
        super().__init__(
            N_("{path}: {bad} rows of {count} are faulty and have no sheet:"),
            "",
            path=path,
            bad=len(faults),
            count=count,
        )
        self.faults = faults

    def describe(self, translate: Callable[[str], str] = str) -> str:
        lines = [f"  {fault.describe(translate)}" for fault in self.faults]
        return "\n".join([super().describe(translate), *lines])


class SourceEmpty(IngestError):
    """Nothing a reader could see: no bytes, blanks only, or a page without any text."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("{path} is empty: it has no text that could be converted."),
            N_("Check that it is the right file, and that it was saved."),
            path=path,
        )


class SourceDamaged(IngestError):
    """``where`` is a place inside the file (part, line, byte), ``reason`` what is wrong there."""

    def __init__(self, path: str, reason: str, where: str = "") -> None:
        super().__init__(
            N_("{path} is damaged: {reason}{at}."),
            N_("Open it in the program that made it and save it again."),
            path=path,
            reason=reason,
            where=where,
            at=f" ({where})" if where else "",
        )


class SourceWithoutText(IngestError):
    """Pages that are pictures; ``pages`` are their numbers, as "1-3, 7"."""

    def __init__(self, path: str, pages: str) -> None:
        super().__init__(
            N_("{path} has no text: its pages are pictures ({pages})."),
            N_("Leave out --no-ocr to have them read, or ask for the original."),
            path=path,
            pages=pages,
        )


class FormatNotSupported(IngestError):
    """``advice`` says how to bring the content in another way."""

    def __init__(self, path: str, kind: str, advice: str) -> None:
        super().__init__(
            N_("{path}: brailledesk does not read {kind}."), advice, path=path, kind=kind
        )


class PluginFailed(IngestError):
    """A reader that a plugin brought raised what it should not; ``reason`` is its own word."""

    def __init__(self, path: str, plugin: str, reason: str) -> None:
        super().__init__(
            N_("{path} cannot be read: the plugin {plugin} failed ({reason})."),
            N_("Tell those who made the plugin, or save the file in another format."),
            path=path,
            plugin=plugin,
            reason=reason,
        )


class PagesNotRecognised(IngestError):
    """No page of a source has text; ``pages`` are their numbers as "1-3", "" where it is one.

    ``problem`` is a sentence that begins behind the name of the place, ``remedy`` what to do.
    """

    def __init__(self, path: str, pages: str, problem: str, remedy: str, **fields: object) -> None:
        super().__init__(problem, remedy, path=path, pages=pages, **fields)

    def describe(self, translate: Callable[[str], str] = str) -> str:
        pages = self.fields["pages"]
        what = super().describe(translate)
        if not pages:
            return f"{self.fields['path']}: {what}"
        where = translate(N_("{path}, pages {pages}")).format(**self.fields)
        return f"{where}: {what}"


class RecognitionIncomplete(IngestError):
    """``count`` pages or files are missing in what was written; each was named."""

    def __init__(self, count: int) -> None:
        super().__init__(
            N_("Pages or files that could not be read: {count}."),
            N_("They are named above; the others are complete."),
            count=count,
        )


class RecognitionNotAvailable(BrailledeskError):
    """``engine`` cannot read pictures on this machine; ``command`` brings what is missing."""

    exit_code = 3

    def __init__(self, engine: str, reason: str, command: str) -> None:
        super().__init__(
            N_("Text in pictures cannot be recognised by {engine}: {reason}."),
            N_("To install it: {command}"),
            engine=engine,
            reason=reason,
            command=command,
        )


class RecognitionLanguageMissing(RecognitionNotAvailable):
    """The data of ``languages``, as tags, are not installed."""

    def __init__(self, languages: Sequence[str], command: str) -> None:
        BrailledeskError.__init__(
            self,
            N_("The data for recognising text in these languages are missing: {languages}."),
            N_("To install them: {command}"),
            languages=", ".join(languages),
            command=command,
        )
