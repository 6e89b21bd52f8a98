"""Every error that brailledesk raises on purpose: one typed tree.

::

    BrailledeskError                 exit status
    ├── UsageError                   2   the call itself is wrong
    │   ├── SettingsFaulty               (all faults of a file of settings at once)
    │   ├── SchemeUnreadable             colours with too little contrast, all of a scheme
    │   ├── ModelNotFound                no embosser of this name is known
    │   ├── DisplayNotFound              no display of this name is known
    │   ├── FontFaulty                   a font file that text cannot be drawn with
    │   └── CorrectionsFaulty            saved corrections that are not of this document
    ├── IngestError                  3   a source cannot be read
    │   ├── SourceNotFound
    │   ├── SourceNotReadable
    │   │   └── PageNotFetched           ... from a server of the web
    │   ├── SourceTooLarge
    │   ├── RowsFaulty                   (all faulty rows of a catalogue at once)
    │   ├── SourceEmpty
    │   ├── SourceDamaged
    │   ├── SourceWithoutText        only pictures of text
    │   ├── FormatNotSupported
    │   ├── PluginFailed             a reader of another package failed
    │   ├── PagesNotRecognised       no text was read in any picture
    │   └── RecognitionIncomplete        pages or files of several could not be read
    ├── RecognitionNotAvailable      3   what would read pictures is not there
    │   └── RecognitionLanguageMissing   ... or not its data for a language
    ├── OutputError                  4   a result cannot be written
    │   ├── FolderMissing                there is no folder that it could be in
    │   └── TemporaryFolderUnusable      ... nor can be what waits until it is whole
    ├── TableError                   5   a translation table is faulty or absent
    │   ├── TableNotFound
    │   ├── TableFaulty              (all faults of the table at once)
    │   ├── TableTooComplex          what a table does cannot be worked out in reasonable time
    │   └── NotDecodable             9   two different texts have the same cells
    ├── TranslationError             6   an engine cannot do what was asked
    │   └── EngineNotAvailable
    ├── LayoutError                  7   a page cannot be built
    │   └── DoesNotFit
    ├── FormatError                  8   a Braille file is not what it claims to be
    ├── ConversionBroken             1   a fault of ours, or of a library, in one document
    ├── EmbosserError                12   an embosser cannot do what was asked
    │   ├── OptionNotPossible
    │   ├── PaperNotPossible
    │   └── PageTooLarge                 a page does not fit on the paper
    ├── DeviceError                 13   a device did not take what was sent to it
    │   ├── DeviceNotFound
    │   ├── DeviceNotAllowed             the system does not let this user have it
    │   ├── DeviceBusy                   another program or job has it
    │   ├── DeviceLost                   cable pulled, connection reset
    │   ├── DeviceStalled                nothing was taken, or answered, for too long
    │   ├── DeviceFull                   no room, or no paper
    │   └── DeviceRefused                the device, or its queue, said no
    ├── JobError                    14   an emboss job did not come to its end
    │   ├── JobNotFound
    │   ├── JobNotPossible               not in the state that it is in
    │   ├── JobStopped                   failed; says at which page, and what is in doubt
    │   ├── JobPaused               15   on purpose; it can go on
    │   └── JournalFaulty                what keeps the jobs cannot be used
    ├── ScreenError                 16   a host published a screen that cannot be shown
    │   ├── ScreenFaulty                 (all faults of the screen at once)
    │   ├── ScreenTooLarge
    │   ├── RecordingFaulty              a recording of a desk cannot be played
    │   └── StaleRevision           a patch for another revision of the screen
    ├── SpeechError                 17   a text was not spoken
    │   ├── VoiceNotFound                names the voices that there are
    │   ├── SpeechEngineNotAvailable
    │   ├── SpeechEngineLost             its process died, and again when the text was repeated
    │   ├── SpeechLimited            4   ... or the system ended it: its files may not be so large
    │   ├── SpeechStalled                nothing came for too long
    │   ├── SpeechFaulty                 what came is no sound
    │   │   ├── SpeechSilent             ... or silence
    │   │   └── NothingToSay             the text has no words
    │   └── SpeechCancelled              on purpose
    ├── ServiceError                18   a request to the service cannot be served
    │   ├── NotInitialised               the conversation has to begin with "initialize"
    │   ├── ProtocolNotSpoken            another major version of the protocol
    │   ├── NotAllowed                   the client lacks a scope
    │   ├── NotClaimed                   the client has no place on the displays
    │   ├── NotServed                    a known method that this service does not offer
    │   ├── PathNotAllowed               only programs of this computer may name files
    │   ├── DisplayNotVirtual            keys can be pressed only where there are none
    │   ├── RequestCancelled             on purpose
    │   ├── MessageRefused               too large, too deep, too often
    │   ├── TooManyClients
    │   ├── SocketNotSafe                others could reach it, or it is another user's
    │   ├── CallFailed                   the service answered a client of ours with an error
    │   ├── SecretUnsafe                 others could have read or changed what must be secret
    │   ├── PairingRefused               not now, or not with this code
    │   ├── TokenRefused                 unknown, revoked, or of another origin
    │   └── ServiceNotReached            no service answers, or the connection was lost
    ├── LargePrintError             24   large print cannot be made
    │   ├── LargePrintNotAvailable       what sets its pages is not there
    │   └── PageNotSet                   what sets pages refused the document
    ├── WindowNotAvailable          20   there is no screen for the magnifier's window
    ├── BookError                   25   a talking book cannot be made
    │   ├── EncoderNotAvailable          nothing here writes sound of this format
    │   └── AudioNotEncoded              ... or what does failed
    ├── TelephonyError              21   what the telephone does cannot be known
    │   ├── CallsLost                    the connection broke; it is tried again
    │   └── CallsRefused                 the other side does not let us in
    ├── PluginsFaulty               22   plugins that were checked have faults
    ├── MagnificationNotAvailable   20   a package that draws is not installed
    └── BatchError                  10   a batch cannot run, or is not complete
        ├── BatchIncomplete              documents could not be converted
        ├── BatchInterrupted        11   stopped by a signal; it can go on
        ├── BatchRunning                 another run has the journal
        ├── ExecutorNotAvailable         what would do the work is not there
        ├── WorkerLost                   a process died while it converted a document
        └── WorkerDiffers                a worker has another program or other tables

An error carries fields, not sentences. ``str(error)`` builds the English sentence; ``describe``
builds it in any language from the same fields. Every sentence says what happened, where, and what
to do. The exit status is on the class, so that the command line has no table of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, Protocol


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a message for the catalogue without translating it."""
    return message


class BrailledeskError(Exception):
    """The root: catch this to catch everything that brailledesk raises on purpose.

    ``problem`` and ``remedy`` are message templates (the keys of the translation catalogue);
    ``fields`` are the values that they name in braces.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problem: str, remedy: str = "", **fields: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.fields = fields

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """The whole sentence; templates and reasons are passed through ``translate``, a gettext."""
        fields = {
            name: translate(value) if isinstance(value, str) else value
            for name, value in self.fields.items()
        }
        where = self.fields.get("where")
        if isinstance(where, str) and where:
            fields["at"] = f" ({_told_place(where, translate)})"
        templates = [template for template in (self.problem, self.remedy) if template]
        return " ".join(translate(template).format(**fields) for template in templates)

    def __str__(self) -> str:
        return self.describe()

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders in batches, so they survive pickling with all fields."""
        return (_rebuild, (type(self), self.__dict__.copy()))


def _told_place(place: str, translate: Callable[[str], str]) -> str:
    from brailledesk.places import describe_place  # noqa: PLC0415 - for faults alone

    return describe_place(place, translate)


def _rebuild(kind: type[BrailledeskError], state: dict[str, object]) -> BrailledeskError:
    error = kind.__new__(kind)
    error.args = (state.get("problem", ""),)
    error.__dict__.update(state)
    return error


class UsageError(BrailledeskError):
    """The call itself is wrong: an unknown option value, a format that does not exist."""

    exit_code = 2


class SettingsFault(NamedTuple):
    """One fault of a file of settings: ``place`` is the key or the line where it is."""

    place: str
    problem: str
    fields: dict[str, object]

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """``place: what``."""
        what = translate(self.problem).format(**self.fields)
        return f"{_told_place(self.place, translate)}: {what}" if self.place else what


class SettingsFaulty(UsageError):
    """A profile or a template that was named has faults; ``faults`` has them all."""

    def __init__(self, path: str, faults: tuple[SettingsFault, ...]) -> None:
        super().__init__(N_("{path} has {count} fault(s):"), "", path=path, count=len(faults))
        self.faults = faults

    def describe(self, translate: Callable[[str], str] = str) -> str:
        lines = [f"  {fault.describe(translate)}" for fault in self.faults]
        return "\n".join([super().describe(translate), *lines])


class WindowNotAvailable(BrailledeskError):
    """There is no screen to open a window on; ``reason`` is what the system says."""

    exit_code = 20

    def __init__(self, reason: str) -> None:
        super().__init__(
            N_("No window can be opened here: {reason}."),
            N_("Start it on a desktop, or write frames to a file with --png."),
            reason=reason,
        )


class Describable(Protocol):
    """Something with words of its own, as a pair of colours."""

    def describe(self, translate: Callable[[str], str] = str) -> str: ...


class SchemeUnreadable(UsageError):
    """Colours of a scheme have too little contrast; ``weak`` has all pairs."""

    def __init__(self, name: str, weak: Sequence[Describable]) -> None:
        super().__init__(
            N_("The colour scheme {name} cannot be read:"),
            N_("Choose other colours, or insist with --force."),
            name=name,
        )
        self.weak = tuple(weak)

    def describe(self, translate: Callable[[str], str] = str) -> str:
        lines = [f"  {one.describe(translate)}" for one in self.weak]
        problem = translate(self.problem).format(**self.fields)
        return "\n".join([problem, *lines, translate(self.remedy)])


class ModelNotFound(UsageError):
    """``close`` are names of models that are written much like ``name``."""

    def __init__(self, name: str, close: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("There is no embosser model {name}."),
            N_("Much like it: {close_list}. All are listed by: brailledesk driver list")
            if close
            else N_("All are listed by: brailledesk driver list"),
            name=name,
            close=close,
            close_list=", ".join(close),
        )


class CorrectionsFaulty(UsageError):
    """A file of saved corrections cannot be used; ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("The corrections in {path} cannot be used: {reason}."),
            N_("Save them again from the page of review of this document."),
            path=path,
            reason=reason,
        )


class DisplayNotFound(UsageError):
    """``close`` are names of models of displays that are written much like ``name``."""

    def __init__(self, name: str, close: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("There is no display model {name}."),
            N_("Much like it: {close_list}. All are listed by: brailledesk driver list --displays")
            if close
            else N_("All are listed by: brailledesk driver list --displays"),
            name=name,
            close=close,
            close_list=", ".join(close),
        )


class FontFaulty(UsageError):
    """The file ``path`` is no font that text can be drawn with."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("The font {path} cannot be used: {reason}."),
            N_("Choose a TrueType or OpenType file (.ttf, .otf), or a font that ships."),
            path=path,
            reason=reason,
        )


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
"""What to do, by the status that a server answers with."""


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


class TableError(BrailledeskError):
    exit_code = 5


class TableNotFound(TableError):
    """``query`` is the name, path or metadata query that found nothing."""

    def __init__(self, query: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("There is no table {query}."),
            N_("Known tables: {known_list}. A path to a table file works too."),
            query=query,
            known=known,
            known_list=", ".join(known) or "-",
        )


class TableFault(NamedTuple):
    """One fault of a table: line and columns are counted from 1, ``end`` is past the span."""

    path: str
    line: int
    start: int
    end: int
    source: str
    problem: str
    fields: dict[str, object]

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """``file:line:column: what``, the line itself, and carets under the span."""
        what = translate(self.problem).format(**self.fields)
        text = self.source.expandtabs(1)
        caret = " " * (self.start - 1) + "^" * max(1, self.end - self.start)
        return f"{self.path}:{self.line}:{self.start}: {what}\n    {text}\n    {caret}"


class TableFaulty(TableError):
    """A table with faults; ``faults`` has them all, in the order of the file."""

    def __init__(self, table: str, faults: tuple[TableFault, ...]) -> None:
        super().__init__(
            N_("The table {table} has {count} fault(s):"), "", table=table, count=len(faults)
        )
        self.faults = faults

    def describe(self, translate: Callable[[str], str] = str) -> str:
        return "\n".join(
            [super().describe(translate), *(f.describe(translate) for f in self.faults)]
        )


class TableTooComplex(TableError):
    """Working out all that a table can do takes more than ``most`` of ``what``."""

    def __init__(self, table: str, what: str, most: int) -> None:
        super().__init__(
            N_("The table {table} is too complex for this proof: more than {most} {what}."),
            N_("Nothing is decided; leave out rules with long or open-ended neighbours."),
            table=table,
            what=what,
            most=most,
        )


class NotDecodable(TableError):
    """``tables`` are those in which two different texts have the same cells."""

    exit_code = 9

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(
            N_("Not uniquely decodable: {names}."),
            N_("Part the signs that the texts above share, or declare them with #+same."),
            names=", ".join(tables),
            tables=tables,
        )


class TranslationError(BrailledeskError):
    exit_code = 6


class EngineNotAvailable(TranslationError):
    """``engine`` cannot serve on this machine; ``command`` brings what is missing."""

    def __init__(self, engine: str, reason: str, command: str) -> None:
        super().__init__(
            N_("The engine {engine} is not available: {reason}."),
            N_("To install it: {command}"),
            engine=engine,
            reason=reason,
            command=command,
        )


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


class EmbosserError(BrailledeskError):
    """``fields['model']`` names the embosser."""

    exit_code = 12


class OptionNotPossible(EmbosserError):
    """``possible`` says which values of ``option`` the model has; ``value`` is what was asked."""

    def __init__(self, model: str, option: str, value: object, possible: str) -> None:
        super().__init__(
            N_("The {model} cannot do this: {option} {value}."),
            N_("It can do: {possible}."),
            model=model,
            option=option,
            value=value,
            possible=possible,
        )


class PaperNotPossible(EmbosserError):
    """``what`` of ``paper`` is ``value``, and has to be within ``bounds``; both have their unit."""

    def __init__(self, model: str, paper: str, what: str, value: str, bounds: str) -> None:
        super().__init__(
            N_("The {model} does not take paper of {paper}: {what} {value}, possible {bounds}."),
            N_("Choose another paper or another embosser."),
            model=model,
            paper=paper,
            what=what,
            value=value,
            bounds=bounds,
        )


class PageTooLarge(EmbosserError):
    """Page ``page`` (from 1) has more cells in a row, or more rows, than there is room for."""

    def __init__(self, model: str, page: int, what: str, value: int, most: int) -> None:
        super().__init__(
            N_("Page {page} does not fit: {what} is {value}; the {model} has room for {most}."),
            N_("Convert the document for this paper, or take larger paper."),
            model=model,
            page=page,
            what=what,
            value=value,
            most=most,
        )


class DeviceError(BrailledeskError):
    """``fields['device']`` is the address of the device, as it was set up."""

    exit_code = 13


class DeviceNotFound(DeviceError):
    """There is no such port, file or host; ``remedy`` says more where the cause is known."""

    def __init__(self, device: str, reason: str, remedy: str = "") -> None:
        super().__init__(
            N_("{device} cannot be reached: {reason}."),
            remedy or N_("Check the cable and that the device is on."),
            device=device,
            reason=reason,
        )


class DeviceNotAllowed(DeviceError):
    """``group`` is the one whose members may use the device, empty where there is none."""

    def __init__(self, device: str, group: str) -> None:
        super().__init__(
            N_("You may not use {device}."),
            N_("Ask the administrator to add you to the group {group}, then log in again.")
            if group
            else N_("Ask the administrator for access to it."),
            device=device,
            group=group,
        )


class DeviceBusy(DeviceError):
    """``holder`` is what has the device, as "brltty (process 812)" or "job 4 (process 900)"."""

    def __init__(self, device: str, holder: str, remedy: str = "") -> None:
        super().__init__(
            N_("{device} is in use: {holder}."),
            remedy or N_("Wait until it is free, or end that program."),
            device=device,
            holder=holder,
        )


class DeviceLost(DeviceError):
    """The connection broke; ``reason`` is the system's own word for it."""

    def __init__(self, device: str, reason: str) -> None:
        super().__init__(
            N_("The connection to {device} was lost: {reason}."),
            N_("Check the cable and that the device is on."),
            device=device,
            reason=reason,
        )


class DeviceStalled(DeviceError):
    """Nothing moved for ``seconds``; ``reason`` says what was waited for."""

    def __init__(self, device: str, reason: str, seconds: float) -> None:
        super().__init__(
            N_("{device} stalled: {reason} for {seconds:g} seconds."),
            N_("Look whether it is switched on, out of paper, or shows an error."),
            device=device,
            reason=reason,
            seconds=seconds,
        )


class DeviceFull(DeviceError):
    """A disk without room; a printer device says the same of its paper."""

    def __init__(self, device: str) -> None:
        super().__init__(
            N_("{device} has no room, or no paper, for the rest."),
            N_("Make room, or put in paper."),
            device=device,
        )


class DeviceRefused(DeviceError):
    """``answer`` is what the device said."""

    def __init__(self, device: str, answer: str) -> None:
        super().__init__(
            N_("{device} refused: {answer}"),
            N_("Look at the device, and at how it was set up."),
            device=device,
            answer=answer,
        )


class JobError(BrailledeskError):
    """``fields['number']`` is the number of the job, where there is one."""

    exit_code = 14


class JobNotFound(JobError):
    def __init__(self, number: int) -> None:
        super().__init__(
            N_("There is no job {number}."),
            N_("All are listed by: brailledesk jobs list"),
            number=number,
        )


class JobNotPossible(JobError):
    """What was asked of a job cannot be done in its ``state``."""

    def __init__(self, number: int, state: str, remedy: str = "") -> None:
        super().__init__(
            N_("This cannot be done with job {number}: it is {state}."),
            remedy,
            number=number,
            state=state,
        )


class JobStopped(JobError):
    """Job ``number`` failed; ``details`` are why, and which pages are in doubt."""

    def __init__(self, number: int, details: tuple[BrailledeskError, ...]) -> None:
        super().__init__(
            N_("Job {number} failed."),
            N_("To go on: brailledesk jobs resume {number}"),
            number=number,
        )
        self.details = details

    def describe(self, translate: Callable[[str], str] = str) -> str:
        return _between(self, self.details, translate)


class JobPaused(JobError):
    """Stopped on purpose, behind page ``page`` of ``pages``; ``details`` are what is in doubt."""

    exit_code = 15

    def __init__(
        self, number: int, page: int, pages: int, details: tuple[BrailledeskError, ...] = ()
    ) -> None:
        super().__init__(
            N_("Job {number} is paused: {page} of {pages} pages are out."),
            N_("To go on: brailledesk jobs resume {number}"),
            number=number,
            page=page,
            pages=pages,
        )
        self.details = details

    def describe(self, translate: Callable[[str], str] = str) -> str:
        return _between(self, self.details, translate)


def _between(
    error: BrailledeskError,
    details: tuple[BrailledeskError, ...],
    translate: Callable[[str], str],
) -> str:
    """What happened, the details of it, and what to do."""
    problem, remedy = (
        translate(template).format(**error.fields) for template in (error.problem, error.remedy)
    )
    return " ".join([problem, *(one.describe(translate) for one in details), remedy])


class JournalFaulty(JobError):
    """The journal at ``path`` cannot be read or written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("The journal of the jobs, {path}, cannot be used: {reason}."),
            N_("Nothing is sent without it. Make room, or put it elsewhere (XDG_STATE_HOME)."),
            path=path,
            reason=reason,
        )


class ScreenError(BrailledeskError):
    """A host published something that is no screen; what was shown before stays."""

    exit_code = 16


class ScreenFaulty(ScreenError):
    """A screen does not hold together; ``faults`` has all of it, by node."""

    def __init__(self, faults: tuple[SettingsFault, ...]) -> None:
        super().__init__(N_("The screen has {count} fault(s):"), "", count=len(faults))
        self.faults = faults

    def describe(self, translate: Callable[[str], str] = str) -> str:
        lines = [f"  {fault.describe(translate)}" for fault in self.faults]
        return "\n".join([super().describe(translate), *lines])


class ScreenTooLarge(ScreenError):
    """A screen has more than ``limit`` of ``what`` ("nodes", "levels")."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(
            N_("The screen is too large: it has more than {limit} {what}."),
            N_("Publish the part that is in view."),
            what=what,
            limit=limit,
        )


class StaleRevision(ScreenError):
    """A patch made for revision ``base``, while the screen has revision ``current``."""

    def __init__(self, base: int, revision: int, current: int) -> None:
        super().__init__(
            N_(
                "The patch from revision {base} to {revision} does not fit the screen, which has"
                " revision {current}."
            ),
            N_("Publish the whole screen, then go on from its revision."),
            base=base,
            revision=revision,
            current=current,
        )


class RecordingFaulty(ScreenError):
    """Line ``line`` of a recording of a desk is none."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(
            N_("Line {line} of the recording cannot be played: {reason}."),
            N_("Take a file that brailledesk desk --record has written."),
            line=line,
            reason=reason,
        )


class SpeechError(BrailledeskError):
    """A text was not spoken. Errors of speech never repeat the text: it may be a customer's."""

    exit_code = 17


class VoiceNotFound(SpeechError):
    """``engine`` has no voice, and no language, of this name; ``known`` are those there are.

    A server may have thousands: the sentence names the first, and all are in ``known``.
    """

    _NAMED: ClassVar[int] = 30

    def __init__(self, engine: str, voice: str, known: tuple[str, ...]) -> None:
        named = ", ".join(known[: self._NAMED]) or "-"
        super().__init__(
            N_("The engine {engine} has no voice {voice}."),
            N_("Voices that it has: {known}."),
            engine=engine,
            voice=voice,
            known=f"{named}, …" if len(known) > self._NAMED else named,
        )
        self.known = known


class SpeechEngineNotAvailable(SpeechError):
    """``engine`` cannot be used; ``command`` brings it, where there is one, or starts it."""

    def __init__(
        self, engine: str, reason: str, command: str = "", *, is_installed: bool = False
    ) -> None:
        bring = N_("To start it: {command}") if is_installed else N_("To install it: {command}")
        super().__init__(
            N_("The speech engine {engine} is not available: {reason}."),
            bring if command else N_("See: brailledesk doctor."),
            engine=engine,
            reason=reason,
            command=command,
        )


class SpeechEngineLost(SpeechError):
    """``engine`` ended with ``status``, and did so again when the text was repeated."""

    def __init__(self, engine: str, status: int, complaint: str = "") -> None:
        super().__init__(
            N_("The speech engine {engine} died with status {status}; its words: {complaint}"),
            N_("The text was not spoken."),
            engine=engine,
            status=status,
            complaint=complaint or "-",
        )


class SpeechLimited(SpeechError):
    """The system ended ``engine``: it, or a library of its, writes a file larger than it may.

    The shared memory by which espeak-ng reaches a sound server is such a file.
    """

    exit_code = 4

    def __init__(self, engine: str) -> None:
        super().__init__(
            N_("The speech engine {engine} was ended: the largest size of files is set too low."),
            N_("Raise it with ulimit -f unlimited, then run it again."),
            engine=engine,
        )


class SpeechStalled(SpeechError):
    """``engine`` gave no result in ``seconds``."""

    def __init__(self, engine: str, seconds: float) -> None:
        super().__init__(
            N_("The speech engine {engine} did not end within {seconds} s, and was stopped."),
            N_("Try a shorter text, or another engine."),
            engine=engine,
            seconds=f"{seconds:g}",
        )


class SpeechFaulty(SpeechError):
    """What ``engine`` gave cannot be used."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(
            N_("The speech engine {engine} failed: {reason}."),
            N_("Try another voice or another engine."),
            engine=engine,
            reason=reason,
        )


class SpeechSilent(SpeechFaulty):
    """``engine`` gave no sound for a text that has letters or digits."""

    def __init__(self, engine: str) -> None:
        super().__init__(engine, N_("it gave silence for a text"))


class NothingToSay(SpeechFaulty):
    """A text or a document without a word; no engine can do better."""

    def __init__(self, engine: str) -> None:
        super().__init__(engine, N_("there is nothing to say"))
        self.problem = N_("There is nothing to say: the text has no words.")
        self.remedy = N_("Name a text or a document that has some.")


class SpeechCancelled(SpeechError):
    """Someone wished it to stop."""

    def __init__(self) -> None:
        super().__init__(N_("The speech was stopped."))


class ServiceError(BrailledeskError):
    """A request to the service cannot be served. Never repeats contents: it may be a customer's."""

    exit_code = 18


class NotInitialised(ServiceError):
    """A request came before "initialize"."""

    def __init__(self) -> None:
        super().__init__(
            N_("The conversation has not begun."), N_('Send the request "initialize" first.')
        )


class ProtocolNotSpoken(ServiceError):
    """The client speaks version ``asked`` of the protocol, the service ``spoken``."""

    def __init__(self, asked: str, spoken: str) -> None:
        super().__init__(
            N_("Version {asked} of the protocol is not spoken here."),
            N_("This service speaks version {spoken}."),
            asked=asked,
            spoken=spoken,
        )


class NotAllowed(ServiceError):
    """``method`` needs a ``scope`` that this client was not given."""

    def __init__(self, method: str, scope: str) -> None:
        super().__init__(
            N_("This client may not call {method}."),
            N_("It needs the permission {scope}."),
            method=method,
            scope=scope,
        )


class NotClaimed(ServiceError):
    """The client has no place on the displays, which ``method`` needs."""

    def __init__(self, method: str) -> None:
        super().__init__(
            N_("{method} needs a place on the displays."),
            N_('Send the request "session/claim" first.'),
            method=method,
        )


class NotServed(ServiceError):
    """A method of the protocol that this service does not offer."""

    def __init__(self, method: str) -> None:
        super().__init__(
            N_("This service does not offer {method}."),
            N_('What it offers is told by the answer to "initialize".'),
            method=method,
        )


class PathNotAllowed(ServiceError):
    """A client that is no program of this computer named a file."""

    def __init__(self) -> None:
        super().__init__(
            N_("This client may not name files and paths."),
            N_("Send the bytes of a document, and the name of a table that is installed."),
        )


class DisplayNotVirtual(ServiceError):
    """The keys of ``display`` are pressed by hand."""

    def __init__(self, display: str) -> None:
        super().__init__(
            N_("{display} is no virtual display: its keys cannot be pressed from here."),
            N_("Start the service with --display virtual:40."),
            display=display,
        )


class RequestCancelled(ServiceError):
    """The client gave the request up."""

    def __init__(self) -> None:
        super().__init__(N_("The request was given up, as was asked."))


class MessageRefused(ServiceError):
    """A message is more than the service takes: ``reason`` ("it is longer than a message may be").

    ``is_final``: the connection is closed.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(
            N_("The message was refused: {reason}."),
            N_("Send less at a time."),
            reason=reason,
        )
        self.is_final = is_final


class TooManyClients(ServiceError):
    """``limit`` clients are connected already."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            N_("{limit} clients are connected already."),
            N_("Close one of them."),
            limit=limit,
        )


class SocketNotSafe(ServiceError):
    """The socket at ``path`` cannot be opened without letting others in, or is in use.

    ``remedy`` may name ``fields``.
    """

    def __init__(
        self,
        path: str,
        reason: str,
        remedy: str = N_("Name another place with --socket, or put this one right."),
        **fields: str,
    ) -> None:
        super().__init__(
            N_("The service cannot be reached safely at {path}: {reason}."),
            remedy,
            path=path,
            reason=reason,
            **fields,
        )


class ServiceNotReached(ServiceError):
    """No service answers at ``place``, or it went away."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            N_("The service at {place} cannot be reached: {reason}."),
            N_("Start it: brailledesk serve"),
            place=place,
            reason=reason,
        )


class CallFailed(ServiceError):
    """The service answered a call with an error. ``kind`` is the name of its class there, ``code``
    the number, ``message`` the sentence in the language that was asked for.
    """

    def __init__(self, code: int, kind: str, message: str) -> None:
        super().__init__(N_("The service answered: {message}"), message=message)
        self.code = code
        self.kind = kind


class SecretUnsafe(ServiceError):
    """The file or folder at ``path`` is no safe place for a secret; ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("{path} is not safe: {reason}."),
            N_("Look at who made it; then remove it, and it is made anew."),
            path=path,
            reason=reason,
        )


class PairingRefused(ServiceError):
    """A pairing does not go on; ``seconds`` is how long to wait, 0 where that does not help."""

    def __init__(self, reason: str, remedy: str, seconds: float = 0) -> None:
        super().__init__(
            N_("The pairing was refused: {reason}."),
            remedy,
            reason=reason,
            seconds=math.ceil(seconds),
        )
        self.seconds = seconds


class TokenRefused(ServiceError):
    """A token is not known for this origin; which of both is wrong is not told."""

    def __init__(self) -> None:
        super().__init__(N_("The token is not valid for this origin."), N_("Pair again."))


class OriginFaulty(UsageError):
    """``text`` is no origin of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(
            N_("{text} is no origin of a page."),
            N_("Write scheme, host and port as the browser does, for example https://crm.example."),
            text=text,
        )


class OriginInTheClear(OriginFaulty):
    """The pages of ``text`` come over a network by http."""

    def __init__(self, text: str) -> None:
        UsageError.__init__(
            self,
            N_("{text} cannot be paired: http is taken for this computer only."),
            N_(
                "Serve the application by https: what comes in the clear may be changed on its way."
            ),
            text=text,
        )


class OriginNotFound(UsageError):
    """Nothing is granted to ``origin``."""

    def __init__(self, origin: str) -> None:
        super().__init__(
            N_("Nothing is granted to {origin}."),
            N_("All origins are listed by: brailledesk pair list"),
            origin=origin,
        )


class ScopeUnknown(UsageError):
    """``scope`` is no scope; ``known`` are those there are."""

    def __init__(self, scope: str, known: tuple[str, ...]) -> None:
        super().__init__(
            N_("There is no scope {scope}."),
            N_("Scopes: {known}."),
            scope=scope,
            known=", ".join(known),
        )


class ExtensionFaulty(UsageError):
    """``text`` is no identifier of an extension of ``browser``."""

    def __init__(self, text: str, browser: str) -> None:
        super().__init__(
            N_("{text} is no identifier of an extension of {browser}."),
            N_("It stands on the browser's page of extensions."),
            text=text,
            browser=browser,
        )


class TelephonyError(BrailledeskError):
    """Errors of telephony never name a caller."""

    exit_code = 21


class CallsLost(TelephonyError):
    """``server`` cannot be reached, or no longer; ``reason`` is the system's own word for it."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            N_("The telephone exchange {server} cannot be heard: {reason}."),
            N_("The state of calls is not known; it is tried again and again."),
            server=server,
            reason=reason,
        )


class CallsRefused(TelephonyError):
    """``server`` will not tell us of calls, and will not if it is asked again."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            N_("The telephone exchange {server} cannot be used: {reason}."),
            N_("Check the settings of calls, then start again."),
            server=server,
            reason=reason,
        )


class PluginsFaulty(BrailledeskError):
    """``count`` faults were found by a check of plugins."""

    exit_code = 22

    def __init__(self, count: int) -> None:
        super().__init__(N_("Faults found in plugins: {count}."), "", count=count)


class MagnificationNotAvailable(BrailledeskError):
    """The Python package ``name``, which magnification draws with, is not installed."""

    exit_code = 20

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("Nothing can be drawn large here: the package {name} is missing."),
            N_("To install it: {command}"),
            name=name,
            command='pip install "brailledesk[magnify]"',
        )


class BatchError(BrailledeskError):
    exit_code = 10


class BatchIncomplete(BatchError):
    """``count`` documents of a batch failed."""

    def __init__(self, count: int) -> None:
        super().__init__(
            N_("Documents that could not be converted: {count}."),
            N_("Correct them and run the same command again: what is done is not done again."),
            count=count,
        )


class BatchInterrupted(BatchError):
    """``waiting`` documents were not begun, or were taken back."""

    exit_code = 11

    def __init__(self, waiting: int) -> None:
        super().__init__(
            N_("Interrupted; documents that are still to be done: {waiting}."),
            N_("To go on, run the same command again: what is done is not done again."),
            waiting=waiting,
        )


class BatchRunning(BatchError):
    """Another process has the journal open."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("Another batch is writing the journal {path}."),
            N_("Wait until it ends, or choose another output folder."),
            path=path,
        )


class ExecutorNotAvailable(BatchError):
    """``executor`` cannot be used; ``remedy`` is a message with its own fields."""

    def __init__(self, executor: str, reason: str, remedy: str, **fields: object) -> None:
        super().__init__(
            N_("The executor {executor} is not available: {reason}."),
            remedy,
            executor=executor,
            reason=reason,
            **fields,
        )


class WorkerLost(BatchError):
    """The process that converted ``path`` ended: no memory was left, or a library crashed."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("{path}: the process that converted it died."),
            N_("Memory may have run out: try it alone, or with fewer --jobs."),
            path=path,
        )


class WorkerDiffers(BatchError):
    """A worker would convert ``path`` to something else than this program would."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("{path}: a worker has another version of brailledesk or of a table."),
            N_("Install the same version and the same tables on all workers."),
            path=path,
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
