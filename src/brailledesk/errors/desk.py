"""Screens, speech and magnification."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from brailledesk.errors.base import N_, BrailledeskError
from brailledesk.errors.usage import SettingsFault


class WindowNotAvailable(BrailledeskError):
    """There is no screen to open a window on; ``reason`` is what the system says."""

    exit_code = 20

    def __init__(self, reason: str) -> None:
        super().__init__(
            N_("No window can be opened here: {reason}."),
            N_("Start it on a desktop, or write frames to a file with --png."),
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
