"""How things that plugins offer are tried: each by what brailledesk will ask of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import cast

from brailledesk.adapters.offers import ScreenAdapter
from brailledesk.devices.protocols.offers import DisplayProtocol, EmbosserProtocol
from brailledesk.document import Document
from brailledesk.errors import BrailledeskError, SpeechError, TableNotFound
from brailledesk.frame import Frame, Geometry
from brailledesk.ingest.plugins import Plugin as ReaderPlugin
from brailledesk.ingest.plugins import check_reader
from brailledesk.plugin_check.samples import FILES, TEXT
from brailledesk.plugin_check.wrong import need
from brailledesk.plugins.door import Offer
from brailledesk.speech.audio import Audio
from brailledesk.speech.engine import Engine as SpeechEngine
from brailledesk.speech.engine import VoiceSettings
from brailledesk.telephony.source import CallSource
from brailledesk.translate.base import Translation, Translator

_TABLE = "it-6dot"
_COLUMNS = 40


def try_reader(name: str, thing: object) -> None:
    """A reader gives a Document, or refuses, whatever the bytes are."""
    plugin = check_reader(Offer(name, name, "", thing))
    if not isinstance(plugin, ReaderPlugin):
        need(is_so=False, otherwise=plugin.reason)
        return
    for data in FILES:
        try:
            document = plugin.reader.read(data, f"prova{plugin.reader.suffixes[0]}", "it")
        except BrailledeskError:
            continue
        need(is_so=isinstance(document, Document), otherwise=f"read() gave {_kind(document)}")


def try_recognition(_name: str, thing: object) -> None:
    """An engine says its name and its languages; a picture is not read here."""
    engine = _made(thing)
    need(is_so=isinstance(getattr(engine, "name", None), str), otherwise="it has no name")
    need(is_so=callable(getattr(engine, "read", None)), otherwise="it has no read()")
    languages = getattr(engine, "languages", None)
    need(is_so=callable(languages), otherwise="it has no languages()")
    given = cast("Callable[[], object]", languages)()
    need(is_so=isinstance(given, frozenset), otherwise=f"languages() gave {_kind(given)}")


def try_translator(_name: str, thing: object) -> None:
    """A translator gives maps that fit text and cells, and never raises for what a text holds."""
    need(is_so=callable(thing), otherwise="it cannot be called with a table")
    try:
        translator = cast("Callable[[str], Translator]", thing)(_TABLE)
    except TableNotFound:
        return
    for text in (TEXT, "", "\0\ud800\U0010ffff", "a" * 1000):
        given = translator.translate(text)
        need(is_so=isinstance(given, Translation), otherwise=f"translate() gave {_kind(given)}")
        need(is_so=given.text == text, otherwise="the translation is of another text")
        _check_map("cell_to_char", given.cell_to_char, len(given.cells), len(text))
        _check_map("char_to_cell", given.char_to_cell, len(text), len(given.cells))
    many = translator.translate_many([TEXT, ""])
    need(is_so=len(many) == 2, otherwise="translate_many() gave another number of translations")


def _check_map(name: str, places: Sequence[int], length: int, end: int) -> None:
    known = list(places)
    need(is_so=len(known) == length, otherwise=f"{name} has {len(known)} places, not {length}")
    need(is_so=known == sorted(known), otherwise=f"{name} falls")
    is_inside = all(0 <= place <= end for place in known)
    need(is_so=is_inside, otherwise=f"{name} points outside")


def try_display(_name: str, thing: object) -> None:
    """A codec takes any bytes, and gives packets for a frame."""
    if not isinstance(thing, DisplayProtocol):
        need(is_so=False, otherwise=f"it is {_kind(thing)}, not DisplayProtocol")
        return
    need(is_so=_are_texts(thing.keys, frozenset), otherwise="its keys are no frozenset of texts")
    codec = thing.codec()
    need(is_so=_are_bytes(codec.questions()), otherwise="questions() gave no tuple of bytes")
    heard = codec.receive(bytes(range(256)))
    need(is_so=isinstance(heard, list), otherwise=f"receive() gave {_kind(heard)}")
    codec.geometry = Geometry(_COLUMNS)
    before = Frame((bytes(_COLUMNS),))
    for frame, old in ((before, None), (Frame((bytes([255]) * _COLUMNS,)), before)):
        packets = codec.encode(frame, old)
        need(is_so=_are_bytes(packets), otherwise="encode() gave no tuple of bytes")
        need(is_so=bool(packets), otherwise="encode() gave nothing for a frame that differs")


def try_embosser(_name: str, thing: object) -> None:
    """A protocol of embossers has variants and makes a wire; no plan is made here."""
    if not isinstance(thing, EmbosserProtocol):
        need(is_so=False, otherwise=f"it is {_kind(thing)}, not EmbosserProtocol")
        return
    is_named = _are_texts(thing.variants, tuple)
    need(is_so=is_named, otherwise="its variants are no tuple of texts")
    need(is_so=callable(thing.wire), otherwise="its wire cannot be called with a plan")


def try_speech(_name: str, thing: object) -> None:
    """An engine gives its voices and speaks, or raises a SpeechError."""
    try:
        engine = cast("SpeechEngine", _made(thing))
    except BrailledeskError:  # it is not set up
        return
    need(is_so=isinstance(getattr(engine, "name", None), str), otherwise="it has no name")
    try:
        voices = engine.voices()
        need(is_so=isinstance(voices, tuple), otherwise=f"voices() gave {_kind(voices)}")
        audio = engine.synthesise("prova", VoiceSettings())
    except SpeechError:
        return
    need(is_so=isinstance(audio, Audio), otherwise=f"synthesise() gave {_kind(audio)}")


def try_screens(_name: str, thing: object) -> None:
    """An adapter has read(); what it reads, nobody knows here."""
    need(is_so=isinstance(thing, ScreenAdapter), otherwise="it has no read()")


def try_bitmaps(_name: str, thing: object) -> None:
    """A source is made from nothing, or says that it needs more."""
    need(is_so=callable(thing), otherwise="it cannot be called with the words of the user")
    try:
        source = cast("Callable[[str], object]", thing)("")
    except BrailledeskError:
        return
    for name in ("next", "close"):
        need(is_so=callable(getattr(source, name, None)), otherwise=f"it has no {name}()")


def try_calls(_name: str, thing: object) -> None:
    """A source is made from nothing, or says that it needs more."""
    need(is_so=callable(thing), otherwise="it cannot be called with the words of the user")
    try:
        source = cast("Callable[[str], object]", thing)("")
    except BrailledeskError:
        return
    need(is_so=isinstance(source, CallSource), otherwise=f"it made {_kind(source)}")
    run = getattr(source, "run", None)
    need(is_so=inspect.iscoroutinefunction(run), otherwise="its run() is not async")


def _made(thing: object) -> object:
    need(is_so=callable(thing), otherwise="it cannot be called")
    return cast("Callable[[], object]", thing)()


def _are_bytes(given: object) -> bool:
    return isinstance(given, tuple) and all(isinstance(one, bytes) for one in given)


def _are_texts(given: object, kind: type[Collection[object]]) -> bool:
    return isinstance(given, kind) and all(isinstance(one, str) for one in given)


def _kind(thing: object) -> str:
    return type(thing).__name__


OFFERS: Mapping[str, Callable[[str, object], None]] = {
    "brailledesk_offer_readers": try_reader,
    "brailledesk_offer_recognition": try_recognition,
    "brailledesk_offer_translators": try_translator,
    "brailledesk_offer_display_protocols": try_display,
    "brailledesk_offer_embosser_protocols": try_embosser,
    "brailledesk_offer_speech": try_speech,
    "brailledesk_offer_screens": try_screens,
    "brailledesk_offer_bitmaps": try_bitmaps,
    "brailledesk_offer_calls": try_calls,
}
"""How what a hook offers is tried; Wrong is raised, or whatever the thing itself raises."""
