"""What is there, what is missing, what that costs, and the command that brings it."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sys
from dataclasses import dataclass

from brailledesk.books.encoders import INSTALL_COMMANDS, has_encoder
from brailledesk.devices.survey import Survey, survey
from brailledesk.errors import (
    N_,
    BrailledeskError,
    RecognitionNotAvailable,
    SpeechEngineNotAvailable,
)
from brailledesk.ingest.ocr.engines import OURS, describe_engine, engine_names, open_engine
from brailledesk.ingest.ocr.tessdata import install_command
from brailledesk.ingest.plugins import HOOK, find_plugins
from brailledesk.largeprint.options import INSTALL_COMMAND as LARGE_PRINT_COMMAND
from brailledesk.plugins.door import open_door
from brailledesk.speech.espeak import INSTALL_COMMAND as ESPEAK_COMMAND
from brailledesk.speech.espeak import PROGRAM as ESPEAK
from brailledesk.speech.player import find_player
from brailledesk.speech.pyttsx import INSTALL_COMMAND as PYTTSX_COMMAND
from brailledesk.tables import list_tables, load_table
from brailledesk.translate.cache import VARIABLE, cache_folder, make_private
from brailledesk.translate.louis import INSTALL_COMMAND, import_louis
from brailledesk.translate.native import INSTALL_COMMAND as NATIVE_INSTALL_COMMAND
from brailledesk.translate.native import explain_absence, is_available

_MAGNIFIER = {"numpy": "numpy", "fontTools": "fonttools", "pygame": "pygame-ce"}
"""The packages that the magnifier needs, by their modules."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    ``is_needed`` is False for what only adds something; ``cost`` says what is lost without it,
    ``command`` brings it; ``problem`` says what is wrong with it and what to do. Texts are messages
    of the catalogue. ``states`` are the words for present and not.
    """

    name: str
    is_present: bool
    detail: str = ""
    is_needed: bool = True
    cost: str = ""
    command: str = ""
    problem: BrailledeskError | None = None
    states: tuple[str, str] = (N_("present"), N_("missing"))

    @property
    def state(self) -> str:
        """Present or not, in its words."""
        return self.states[0 if self.is_present else 1]


def examine() -> list[Finding]:
    """Look at everything that brailledesk can use on this machine."""
    base = [_python(), *_tables(), _native(), _cache(), _liblouis()]
    extras = [*_recognition(), *_speech(), _large_print(), _magnifier()]
    return [*base, *extras, *_plugins(), *_devices(survey())]


def _devices(found: Survey) -> list[Finding]:
    """Ways to embossers, and the embossers that are set up."""
    return [
        Finding(
            N_("pyserial, for serial lines"),
            is_present=bool(found.pyserial),
            detail=found.pyserial,
            is_needed=False,
            cost=N_("embossers on serial lines cannot be reached"),
            command="pip install pyserial",
        ),
        Finding(
            N_("print server (CUPS)"),
            is_present=found.queues is not None,
            detail=", ".join(found.queues or ()),
            is_needed=False,
            cost=N_("its queues cannot be used; other connections can"),
            command="apt install cups",
        ),
        Finding(
            N_("ports of USB serial converters"),
            is_present=found.claim is None,
            is_needed=False,
            problem=found.claim,
            states=(N_("free"), N_("may be taken by brltty")),
        ),
        *(
            Finding(
                f"embosser {one.name}",
                is_present=one.problem is None,
                detail=one.connection,
                is_needed=False,
                cost=N_("nothing can be embossed there"),
                problem=one.problem,
            )
            for one in found.embossers
        ),
    ]


def _python() -> Finding:
    version = platform.python_version()
    return Finding(N_("Python 3.11 or newer"), sys.version_info >= (3, 11), version)


def _tables() -> list[Finding]:
    entries = list_tables()
    if not entries:
        return [
            Finding(
                N_("Braille tables"),
                is_present=False,
                cost=N_("nothing can be translated"),
                command="pip install --force-reinstall .",
            )
        ]
    return [_table(entry.name) for entry in entries]


def _table(name: str) -> Finding:
    try:
        table = load_table(name)
    except BrailledeskError as error:
        return Finding(name, is_present=False, detail=str(error).splitlines()[0])
    return Finding(name, is_present=True, detail=table.metadata.get("version", ""))


def _native() -> Finding:
    return Finding(
        N_("native engine"),
        is_present=is_available(),
        is_needed=False,
        cost=N_("the reference engine serves, with the same results, far more slowly"),
        command=NATIVE_INSTALL_COMMAND,
        problem=explain_absence(),
    )


def _cache() -> Finding:
    folder = cache_folder()
    return Finding(
        N_("cache of compiled tables"),
        is_present=folder is not None and make_private(folder),
        detail=folder or "",
        is_needed=False,
        cost=N_("every program parses its tables anew"),
        command=f"export {VARIABLE}=~/.cache/brailledesk",
    )


def _liblouis() -> Finding:
    name = N_("liblouis, for other languages")
    try:
        module = import_louis()
    except BrailledeskError:
        return Finding(
            name,
            is_present=False,
            is_needed=False,
            cost=N_("foreign words are written with the Italian table"),
            command=INSTALL_COMMAND,
        )
    return Finding(name, is_present=True, detail=str(module.version()), is_needed=False)


def _recognition() -> list[Finding]:
    """What reads pictures, by which version, and in which languages."""
    name = N_("recognition of text in pictures")
    cost = N_("scans, faxes and photographs cannot be read")
    try:
        engine, version = describe_engine()
    except RecognitionNotAvailable as lack:
        command = str(lack.fields["command"])
        reason = str(lack.fields["reason"])
        return [
            Finding(
                name, is_present=False, detail=reason, is_needed=False, cost=cost, command=command
            )
        ]
    languages = engine.languages()
    found = Finding(name, is_present=True, detail=f"{engine.name} {version}", is_needed=False)
    return [found, _languages(languages), *_failing_engines()]


def _languages(languages: frozenset[str]) -> Finding:
    is_there = "it" in languages
    return Finding(
        N_("Italian for text in pictures"),
        is_present=is_there,
        detail=", ".join(sorted(languages)),
        is_needed=False,
        cost="" if is_there else N_("Italian pages cannot be read, unless --ocr-language is given"),
        command=install_command(["it"]),
    )


def _failing_engines() -> list[Finding]:
    """Engines of other packages that cannot be used."""
    findings = []
    for name in engine_names():
        if name in OURS:
            continue
        try:
            open_engine(name)
        except RecognitionNotAvailable as lack:
            reason = str(lack.fields["reason"])
            findings.append(
                Finding(f"engine {name}", is_present=False, detail=reason, is_needed=False)
            )
        else:
            findings.append(Finding(f"engine {name}", is_present=True, is_needed=False))
    return findings


def _speech() -> list[Finding]:
    """What speaks, and what lets it be heard; Windows and macOS have voices of their own."""
    has_own_voices = sys.platform in {"win32", "darwin"}
    cost = N_("nothing is spoken, and no talking book is made")
    if has_own_voices:
        is_there = importlib.util.find_spec("pyttsx3") is not None
        name, command = N_("pyttsx3, for the voices of the system"), PYTTSX_COMMAND
    else:
        is_there = shutil.which(ESPEAK) is not None
        name, command = N_("espeak-ng, the voice"), ESPEAK_COMMAND
    voice = Finding(name, is_there, is_needed=False, cost=cost, command=command)
    return [voice, _player(), _encoder()]


def _encoder() -> Finding:
    return Finding(
        N_("encoder of MP3"),
        has_encoder("mp3"),
        is_needed=False,
        cost=N_("talking books are DAISY with WAV sound only, which is seven times as large"),
        command=INSTALL_COMMANDS["mp3"],
    )


def _player() -> Finding:
    command = ""
    try:
        find_player()
    except SpeechEngineNotAvailable as lack:
        command = str(lack.fields["command"])
    return Finding(
        N_("player of sound"),
        is_present=not command,
        is_needed=False,
        cost=N_("speech goes to files only, or to speech-dispatcher"),
        command=command,
    )


def _large_print() -> Finding:
    return Finding(
        N_("typst, which sets large print"),
        importlib.util.find_spec("typst") is not None,
        is_needed=False,
        cost=N_("large print is HTML only, no PDF"),
        command=LARGE_PRINT_COMMAND,
    )


def _magnifier() -> Finding:
    missing = [name for name in _MAGNIFIER if importlib.util.find_spec(name) is None]
    return Finding(
        N_("magnifier"),
        is_present=not missing,
        detail=", ".join(_MAGNIFIER[name] for name in missing),
        is_needed=False,
        cost=N_("no document and no screen is shown large in a window"),
        command="pip install 'brailledesk[magnify]'",
    )


def _plugins() -> list[Finding]:
    """What other packages bring, and what of it cannot be used."""
    door = open_door(is_logged=False)
    found, faulty = find_plugins(door)
    told = {one.name for one in found} | {one.name for one in faulty}
    others = [
        Finding(f"plugin {one.name} ({one.package})", is_present=True, is_needed=False)
        for one in door.plugins
        if not one.is_ours and one.name not in told and HOOK not in one.hooks
    ]
    wrong = [
        Finding(
            f"plugin {one.plugin} ({one.package})",
            is_present=False,
            detail=one.reason,
            is_needed=False,
            cost=N_("it is skipped"),
            command=f"brailledesk plugins check {one.plugin}",
        )
        for one in door.faults
        if one.plugin not in told
    ]
    present = [
        Finding(f"plugin {one.name} ({one.package})", is_present=True, is_needed=False)
        for one in found
    ]
    absent = [
        Finding(
            f"plugin {one.name} ({one.package})",
            is_present=False,
            detail=one.reason,
            is_needed=False,
            cost=N_("its files are not read"),
        )
        for one in faulty
    ]
    return [*others, *present, *wrong, *absent]
