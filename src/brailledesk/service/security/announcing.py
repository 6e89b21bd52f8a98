"""The code of a pairing where only the user has it: on the Braille display, and spoken."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from logging import getLogger
from threading import Thread

from brailledesk.commands import Command, Key
from brailledesk.errors import N_, BrailledeskError, PairingRefused
from brailledesk.i18n import catalogue
from brailledesk.service.security.audit import LOGGER
from brailledesk.service.security.door import Door
from brailledesk.service.security.pairing import Request
from brailledesk.service.security.scopes import FOR_PAGES, SCOPES
from brailledesk.service.service import Service
from brailledesk.system_errors import reason_of

_GOODBYE_SECONDS = 3.0

Speak = Callable[[str], None]


class DeskAnnouncer:
    """See :class:`~brailledesk.service.security.door.Announcer`. ``speak`` returns at once."""

    def __init__(self, service: Service, speak: Speak) -> None:
        self._service = service
        self._speak = speak
        self._words = catalogue(service.locale)
        # A key that no client knows: a message with the same one would take the code's place.
        self._key = secrets.token_hex(8)

    def announce(self, request: Request, code: str, seconds: float) -> None:
        """Show and speak who asks, for what beyond the usual, and the code."""
        words = self._words
        told = words(N_("Code: {code}."))
        texts = [words(N_("{origin} wants to use the display.")).format(origin=request.origin)]
        if more := [words(SCOPES[one]) for one in SCOPES if one in request.scopes - FOR_PAGES]:
            texts.append(words(N_("It also wants to: {more}.")).format(more=", ".join(more)))
        # On few cells the code comes first, and by ear last; and digits one by one.
        self._post(" ".join([told.format(code=code), *texts]), seconds)
        self._speak(" ".join([*texts, told.format(code=", ".join(code))]))

    def withdraw(self) -> None:
        """Something else takes the place of the code."""
        self._post(self._words(N_("The pairing is over.")), _GOODBYE_SECONDS)

    def is_shown(self) -> bool:
        """Whether the reader has the code under the fingers, and nothing else in its place."""
        shown = self._service.stack.messages.shown
        return shown is not None and shown.key == self._key

    def _post(self, text: str, seconds: float) -> None:
        """Show a text at once, whatever waits, and without a trace: no history has old codes."""
        self._service.stack.top.desk.interrupt(text, self._key, seconds)
        self._service.settle()


def answer_by_key(door: Door, announcer: DeskAnnouncer, command: Command) -> bool:
    """Whether a key was the user's answer to a page that wants to be paired.

    Dots 7 and 8 say yes, the key that dismisses messages says no; both only while the code is what
    is shown. A key over anything else answers that.
    """
    if door.pairing.request is None or not announcer.is_shown():
        return False
    if command.key is Key.COMMIT:
        try:
            door.approve()
        except PairingRefused:
            return False  # the code came just now: the key was meant for what was there before
        except BrailledeskError as error:  # what it asked for was taken back, or cannot be kept
            getLogger(LOGGER).warning("the pairing failed: %s", type(error).__name__)
        return True
    if command.key is Key.DISMISS:
        door.decline()
        return True
    return False


def speak_aloud(text: str, language: str) -> None:
    """Speak in a thread of its own, by whatever speaks here; a computer may have nothing."""
    Thread(target=_speak, args=(text, language), daemon=True, name="brailledesk-code").start()


def _speak(text: str, language: str) -> None:
    from brailledesk.speech.audio import Ear  # noqa: PLC0415 - few pages are ever paired
    from brailledesk.speech.engine import Cancellation, VoiceSettings  # noqa: PLC0415
    from brailledesk.speech.engines import find_engine  # noqa: PLC0415
    from brailledesk.speech.order import Priority as Urgency  # noqa: PLC0415
    from brailledesk.speech.order import Utterance  # noqa: PLC0415
    from brailledesk.speech.outputs import EngineOutput  # noqa: PLC0415
    from brailledesk.speech.player import find_player  # noqa: PLC0415
    from brailledesk.text import Run  # noqa: PLC0415

    settings = VoiceSettings(language=language)
    utterance = Utterance((Run(text),), Urgency.IMPORTANT, settings, Ear.BOTH, is_asked=True)
    try:
        output = EngineOutput(find_engine(), find_player())
        output.speak(utterance, lambda _start, _end: None, Cancellation())
    except (BrailledeskError, OSError) as error:
        words = catalogue(language)
        if isinstance(error, BrailledeskError):
            reason = error.describe(words)
        else:
            reason = words(reason_of(error))
        told = words(N_("The code was not spoken, only shown. {reason}")).format(reason=reason)
        getLogger(LOGGER).warning("%s", told)
