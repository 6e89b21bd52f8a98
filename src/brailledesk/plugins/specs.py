"""The hooks: what a plugin may implement, with which arguments, and what it has to give.

There are three kinds. What begins with ``brailledesk_offer`` is asked once and gives a mapping of
names to things; names of brailledesk itself cannot be taken. What begins with
``brailledesk_filter`` is given a value and gives one of the same type, the next plugin's input.
``brailledesk_lookup_caller`` is asked of one plugin after the other until one answers.

The types that are named here come from rooms above this one; they are imported for type checkers
only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from brailledesk.adapters.offers import ScreenAdapter
    from brailledesk.desk.messages import Message
    from brailledesk.devices.protocols.offers import DisplayProtocol, EmbosserProtocol
    from brailledesk.document import Document
    from brailledesk.ingest.ocr.page import Engine as RecognitionEngine
    from brailledesk.ingest.plugins import Reader
    from brailledesk.magnify.bitmap_screens import BitmapSource
    from brailledesk.screen import Screen
    from brailledesk.speech.engine import Engine as SpeechEngine
    from brailledesk.telephony.source import CallSource
    from brailledesk.translate.base import Translator

GROUP = "brailledesk.plugins"
"""The group of entry points; what one names is a module, an object, or a class without arguments.
"""

OLD_GROUPS = {
    "brailledesk.ingest": "brailledesk_offer_readers",
    "brailledesk.ocr": "brailledesk_offer_recognition",
}
"""Groups whose entry points are one thing each, under its name; they stay good."""

_PROJECT = "brailledesk"
hookimpl = pluggy.HookimplMarker(_PROJECT)
"""Marks a function or method of a plugin as the implementation of the hook of its name."""
_spec = pluggy.HookspecMarker(_PROJECT)


class Style(Enum):
    """How a hook is asked."""

    OFFER = "offer"
    FILTER = "filter"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Hook:
    """How a hook is asked, and how many seconds it may take before its plugin is left alone.

    ``is_waited_for``: the desk stands still meanwhile, so many slow answers are too much as well.
    """

    style: Style
    seconds: float
    is_waited_for: bool = False


LOADING_SECONDS = 10.0
"""So long may the import of a plugin take."""

HOOKS: Mapping[str, Hook] = {
    "brailledesk_offer_readers": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_recognition": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_translators": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_display_protocols": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_embosser_protocols": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_speech": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_screens": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_bitmaps": Hook(Style.OFFER, 5.0),
    "brailledesk_offer_calls": Hook(Style.OFFER, 5.0),
    "brailledesk_lookup_caller": Hook(Style.ANSWER, 2.0),
    "brailledesk_filter_document": Hook(Style.FILTER, 60.0),
    "brailledesk_filter_screen": Hook(Style.FILTER, 0.25, is_waited_for=True),
    "brailledesk_filter_message": Hook(Style.FILTER, 0.25, is_waited_for=True),
}
"""All hooks by their names."""


class Specs:
    """The hooks as pluggy knows them. An implementation may leave arguments out."""

    @_spec
    def brailledesk_offer_readers(self) -> Mapping[str, Reader]:
        """Readers of further formats of documents, by the names of the formats."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_recognition(self) -> Mapping[str, Callable[[], RecognitionEngine]]:
        """Makers of engines that read words in pictures; each runs in a process of its own."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_translators(self) -> Mapping[str, Callable[[str], Translator]]:
        """Makers of translators, by the names of their engines.

        A maker is given what stands for the table; it raises TableNotFound for one that it does not
        have.
        """
        raise NotImplementedError

    @_spec
    def brailledesk_offer_display_protocols(self) -> Mapping[str, DisplayProtocol]:
        """Protocols of Braille displays, by the names that files of models use."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_embosser_protocols(self) -> Mapping[str, EmbosserProtocol]:
        """Protocols of embossers, by the names that files of models use."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_speech(self) -> Mapping[str, Callable[[], SpeechEngine]]:
        """Makers of engines of speech."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_screens(self) -> Mapping[str, ScreenAdapter]:
        """Adapters that read a screen from somewhere, by the names of what they read."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_bitmaps(self) -> Mapping[str, Callable[[str], BitmapSource]]:
        """Makers of sources of pictures of screens; each is given the words behind its name."""
        raise NotImplementedError

    @_spec
    def brailledesk_offer_calls(self) -> Mapping[str, Callable[[str], CallSource]]:
        """Makers of sources of what the telephone does; each is given the words behind its name."""
        raise NotImplementedError

    @_spec
    def brailledesk_lookup_caller(self, number: str) -> str | None:
        """Who calls from a number, in the words for the display; None if this plugin cannot say.

        It is asked while the telephone rings, in a thread; an answer that comes too late is lost.
        """
        raise NotImplementedError

    @_spec
    def brailledesk_filter_document(self, document: Document) -> Document:
        """A document as it is to be transcribed; asked where the user named this plugin."""
        raise NotImplementedError

    @_spec
    def brailledesk_filter_screen(self, screen: Screen) -> Screen:
        """A screen as it is to be shown; nodes keep their ids. Asked at each change."""
        raise NotImplementedError

    @_spec
    def brailledesk_filter_message(self, message: Message) -> Message | None:
        """A message as it is to be shown; None for one that is not."""
        raise NotImplementedError
