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
    │   ├── WorkTookTooLong              a long method was ended by the service
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

from brailledesk.errors.base import N_, BrailledeskError, Describable
from brailledesk.lazy import import_name

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from brailledesk.errors.batch import (
        BatchError,
        BatchIncomplete,
        BatchInterrupted,
        BatchRunning,
        ExecutorNotAvailable,
        WorkerDiffers,
        WorkerLost,
    )
    from brailledesk.errors.desk import (
        MagnificationNotAvailable,
        NothingToSay,
        RecordingFaulty,
        ScreenError,
        ScreenFaulty,
        ScreenTooLarge,
        SpeechCancelled,
        SpeechEngineLost,
        SpeechEngineNotAvailable,
        SpeechError,
        SpeechFaulty,
        SpeechLimited,
        SpeechSilent,
        SpeechStalled,
        StaleRevision,
        VoiceNotFound,
        WindowNotAvailable,
    )
    from brailledesk.errors.devices import (
        DeviceBusy,
        DeviceError,
        DeviceFull,
        DeviceLost,
        DeviceNotAllowed,
        DeviceNotFound,
        DeviceRefused,
        DeviceStalled,
        EmbosserError,
        JobError,
        JobNotFound,
        JobNotPossible,
        JobPaused,
        JobStopped,
        JournalFaulty,
        OptionNotPossible,
        PageTooLarge,
        PaperNotPossible,
    )
    from brailledesk.errors.reading import (
        FormatNotSupported,
        IngestError,
        PageNotFetched,
        PagesNotRecognised,
        PluginFailed,
        RecognitionIncomplete,
        RecognitionLanguageMissing,
        RecognitionNotAvailable,
        RowsFaulty,
        SourceDamaged,
        SourceEmpty,
        SourceNotFound,
        SourceNotReadable,
        SourceTooLarge,
        SourceWithoutText,
    )
    from brailledesk.errors.service import (
        CallFailed,
        CallsLost,
        CallsRefused,
        DisplayNotVirtual,
        MessageRefused,
        NotAllowed,
        NotClaimed,
        NotInitialised,
        NotServed,
        PairingRefused,
        PathNotAllowed,
        PluginsFaulty,
        ProtocolNotSpoken,
        RequestCancelled,
        SecretUnsafe,
        ServiceError,
        ServiceNotReached,
        SocketNotSafe,
        TelephonyError,
        TokenRefused,
        TooManyClients,
        WorkTookTooLong,
    )
    from brailledesk.errors.tables import (
        EngineNotAvailable,
        NotDecodable,
        TableError,
        TableFault,
        TableFaulty,
        TableNotFound,
        TableTooComplex,
        TranslationError,
    )
    from brailledesk.errors.usage import (
        CorrectionsFaulty,
        DisplayNotFound,
        ExtensionFaulty,
        FontFaulty,
        ModelNotFound,
        OriginFaulty,
        OriginInTheClear,
        OriginNotFound,
        SchemeUnreadable,
        ScopeUnknown,
        SettingsFault,
        SettingsFaulty,
        UsageError,
    )
    from brailledesk.errors.writing import (
        AudioNotEncoded,
        BookError,
        ConversionBroken,
        DoesNotFit,
        EncoderNotAvailable,
        FolderMissing,
        FormatError,
        LargePrintError,
        LargePrintNotAvailable,
        LayoutError,
        OutputError,
        PageNotSet,
        TemporaryFolderUnusable,
    )

_NAMES = {
    "usage": (
        "CorrectionsFaulty",
        "DisplayNotFound",
        "ExtensionFaulty",
        "FontFaulty",
        "ModelNotFound",
        "OriginFaulty",
        "OriginInTheClear",
        "OriginNotFound",
        "SchemeUnreadable",
        "ScopeUnknown",
        "SettingsFault",
        "SettingsFaulty",
        "UsageError",
    ),
    "reading": (
        "FormatNotSupported",
        "IngestError",
        "PageNotFetched",
        "PagesNotRecognised",
        "PluginFailed",
        "RecognitionIncomplete",
        "RecognitionLanguageMissing",
        "RecognitionNotAvailable",
        "RowsFaulty",
        "SourceDamaged",
        "SourceEmpty",
        "SourceNotFound",
        "SourceNotReadable",
        "SourceTooLarge",
        "SourceWithoutText",
    ),
    "writing": (
        "AudioNotEncoded",
        "BookError",
        "ConversionBroken",
        "DoesNotFit",
        "EncoderNotAvailable",
        "FolderMissing",
        "FormatError",
        "LargePrintError",
        "LargePrintNotAvailable",
        "LayoutError",
        "OutputError",
        "PageNotSet",
        "TemporaryFolderUnusable",
    ),
    "tables": (
        "EngineNotAvailable",
        "NotDecodable",
        "TableError",
        "TableFault",
        "TableFaulty",
        "TableNotFound",
        "TableTooComplex",
        "TranslationError",
    ),
    "devices": (
        "DeviceBusy",
        "DeviceError",
        "DeviceFull",
        "DeviceLost",
        "DeviceNotAllowed",
        "DeviceNotFound",
        "DeviceRefused",
        "DeviceStalled",
        "EmbosserError",
        "JobError",
        "JobNotFound",
        "JobNotPossible",
        "JobPaused",
        "JobStopped",
        "JournalFaulty",
        "OptionNotPossible",
        "PageTooLarge",
        "PaperNotPossible",
    ),
    "desk": (
        "MagnificationNotAvailable",
        "NothingToSay",
        "RecordingFaulty",
        "ScreenError",
        "ScreenFaulty",
        "ScreenTooLarge",
        "SpeechCancelled",
        "SpeechEngineLost",
        "SpeechEngineNotAvailable",
        "SpeechError",
        "SpeechFaulty",
        "SpeechLimited",
        "SpeechSilent",
        "SpeechStalled",
        "StaleRevision",
        "VoiceNotFound",
        "WindowNotAvailable",
    ),
    "service": (
        "CallFailed",
        "CallsLost",
        "CallsRefused",
        "DisplayNotVirtual",
        "MessageRefused",
        "NotAllowed",
        "NotClaimed",
        "NotInitialised",
        "NotServed",
        "PairingRefused",
        "PathNotAllowed",
        "PluginsFaulty",
        "ProtocolNotSpoken",
        "RequestCancelled",
        "SecretUnsafe",
        "ServiceError",
        "ServiceNotReached",
        "SocketNotSafe",
        "TelephonyError",
        "TokenRefused",
        "TooManyClients",
        "WorkTookTooLong",
    ),
    "batch": (
        "BatchError",
        "BatchIncomplete",
        "BatchInterrupted",
        "BatchRunning",
        "ExecutorNotAvailable",
        "WorkerDiffers",
        "WorkerLost",
    ),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}

__all__ = [
    "N_",
    "AudioNotEncoded",
    "BatchError",
    "BatchIncomplete",
    "BatchInterrupted",
    "BatchRunning",
    "BookError",
    "BrailledeskError",
    "CallFailed",
    "CallsLost",
    "CallsRefused",
    "ConversionBroken",
    "CorrectionsFaulty",
    "Describable",
    "DeviceBusy",
    "DeviceError",
    "DeviceFull",
    "DeviceLost",
    "DeviceNotAllowed",
    "DeviceNotFound",
    "DeviceRefused",
    "DeviceStalled",
    "DisplayNotFound",
    "DisplayNotVirtual",
    "DoesNotFit",
    "EmbosserError",
    "EncoderNotAvailable",
    "EngineNotAvailable",
    "ExecutorNotAvailable",
    "ExtensionFaulty",
    "FolderMissing",
    "FontFaulty",
    "FormatError",
    "FormatNotSupported",
    "IngestError",
    "JobError",
    "JobNotFound",
    "JobNotPossible",
    "JobPaused",
    "JobStopped",
    "JournalFaulty",
    "LargePrintError",
    "LargePrintNotAvailable",
    "LayoutError",
    "MagnificationNotAvailable",
    "MessageRefused",
    "ModelNotFound",
    "NotAllowed",
    "NotClaimed",
    "NotDecodable",
    "NotInitialised",
    "NotServed",
    "NothingToSay",
    "OptionNotPossible",
    "OriginFaulty",
    "OriginInTheClear",
    "OriginNotFound",
    "OutputError",
    "PageNotFetched",
    "PageNotSet",
    "PageTooLarge",
    "PagesNotRecognised",
    "PairingRefused",
    "PaperNotPossible",
    "PathNotAllowed",
    "PluginFailed",
    "PluginsFaulty",
    "ProtocolNotSpoken",
    "RecognitionIncomplete",
    "RecognitionLanguageMissing",
    "RecognitionNotAvailable",
    "RecordingFaulty",
    "RequestCancelled",
    "RowsFaulty",
    "SchemeUnreadable",
    "ScopeUnknown",
    "ScreenError",
    "ScreenFaulty",
    "ScreenTooLarge",
    "SecretUnsafe",
    "ServiceError",
    "ServiceNotReached",
    "SettingsFault",
    "SettingsFaulty",
    "SocketNotSafe",
    "SourceDamaged",
    "SourceEmpty",
    "SourceNotFound",
    "SourceNotReadable",
    "SourceTooLarge",
    "SourceWithoutText",
    "SpeechCancelled",
    "SpeechEngineLost",
    "SpeechEngineNotAvailable",
    "SpeechError",
    "SpeechFaulty",
    "SpeechLimited",
    "SpeechSilent",
    "SpeechStalled",
    "StaleRevision",
    "TableError",
    "TableFault",
    "TableFaulty",
    "TableNotFound",
    "TableTooComplex",
    "TelephonyError",
    "TemporaryFolderUnusable",
    "TokenRefused",
    "TooManyClients",
    "TranslationError",
    "UsageError",
    "VoiceNotFound",
    "WindowNotAvailable",
    "WorkTookTooLong",
    "WorkerDiffers",
    "WorkerLost",
]


def __getattr__(name: str) -> object:
    """Errors of a room are imported when one of them is asked for."""
    return import_name(__name__, _HOMES, name)
