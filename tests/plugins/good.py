"""A plugin that has every hook; it is installed by the tests as a package of its own.

It is written as people write plugins: without types.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN204, ARG001, ARG002

from __future__ import annotations

import msgspec

from brailledesk.call import Call
from brailledesk.devices.protocols.displays.events import Identified, KeyDown
from brailledesk.devices.protocols.embossers.wire import Wire, constant
from brailledesk.devices.protocols.offers import DisplayProtocol, EmbosserProtocol
from brailledesk.document import Document, Paragraph
from brailledesk.errors import TableNotFound
from brailledesk.frame import Geometry
from brailledesk.ingest.ocr.page import PageWords
from brailledesk.plugins import hookimpl
from brailledesk.screen import Node, build_screen
from brailledesk.speech.audio import Audio
from brailledesk.speech.engine import Voice
from brailledesk.text import Origin, Run
from brailledesk.translate.base import Translation


class Records:
    suffixes = (".rec",)

    def read(self, data, path, language):
        run = Run(data.decode("latin-1")[:5], origin=Origin(path, "record 1"))
        return Document((Paragraph((run,)),), language=language, source=path)


class Reader:
    name = "reader"

    def languages(self):
        return frozenset({"it"})

    def read(self, picture, languages):
        return PageWords((), picture.width, picture.height, 300.0)


class Ordinals:
    """Each character is the cell of its number in the alphabet of cells."""

    is_contracted = False

    def __init__(self, table):
        if table == "none":
            raise TableNotFound(table)
        self.table = table

    def translate(self, text, typeforms=None, *, trace=False):
        places = list(range(len(text)))
        return Translation(text, bytes(ord(one) % 256 for one in text), places, places)

    def translate_many(self, texts):
        return [self.translate(text) for text in texts]


class Pipe:
    """A display that is sent "C" and its cells, and says "I" or a key's letter."""

    geometry = None
    is_confirmed = False

    def questions(self):
        return (b"?",)

    def receive(self, data):
        events = []
        for byte in data:
            if byte == ord("I"):
                self.geometry = Geometry(8)
                events.append(Identified("pipe", self.geometry))
            elif byte == ord("k"):
                events.append(KeyDown("left"))
        return events

    def encode(self, frame, before):
        return (b"C" + frame.rows[0],) if frame != before else ()


def wire(plan):
    return Wire(lambda rows: b"<" + b"|".join(rows) + b">", constant(b"BEGIN"), end=b"END")


class Tone:
    name = "tone"

    def voices(self):
        return (Voice("tone", "it"),)

    def synthesise(self, text, settings, cancellation=None):
        return Audio(b"\1\0" * 100, 8000)


class Queue:
    def read(self, source):
        return build_screen([Node(id="q", role="heading", name=source.upper())])


class Still:
    def __init__(self, words):
        self.words = words

    def next(self):
        return None

    def close(self):
        pass


class Bell:
    wrap_up = 3.0

    def __init__(self, words):
        self.words = words

    async def run(self, tell):
        tell(Call("ringing", "1", self.words))


@hookimpl
def brailledesk_offer_readers():
    return {"records": Records}


@hookimpl
def brailledesk_offer_recognition():
    return {"reader": Reader}


@hookimpl
def brailledesk_offer_translators():
    return {"ordinals": Ordinals}


@hookimpl
def brailledesk_offer_display_protocols():
    return {"pipe": DisplayProtocol(Pipe, frozenset({"left", "right"}))}


@hookimpl
def brailledesk_offer_embosser_protocols():
    return {"pipe": EmbosserProtocol(wire, ("", "wide"))}


@hookimpl
def brailledesk_offer_speech():
    return {"tone": Tone}


@hookimpl
def brailledesk_offer_screens():
    return {"queue": Queue()}


@hookimpl
def brailledesk_offer_bitmaps():
    return {"still": Still}


@hookimpl
def brailledesk_offer_calls():
    return {"bell": Bell}


@hookimpl
def brailledesk_lookup_caller(number):
    return "Rossi Mario" if number.endswith("55") else None


@hookimpl
def brailledesk_filter_document(document):
    return Document((*document.blocks, Paragraph((Run("fine"),))), source=document.source)


@hookimpl
def brailledesk_filter_screen(screen):
    shown = [msgspec.structs.replace(one, name=one.name.upper()) for one in screen.walk()]
    return build_screen(shown, root=screen.root, focus=screen.focus)


@hookimpl
def brailledesk_filter_message(message):
    if "spam" in message.text:
        return None
    return type(message)(f"[{message.text}]", message.priority, message.channel, message.time)
