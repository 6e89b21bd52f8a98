"""What hooks are given when they are checked."""

from __future__ import annotations

from brailledesk.desk.messages import Message, Priority
from brailledesk.document import Document, Heading, Paragraph
from brailledesk.screen import Node, Screen, build_screen
from brailledesk.text import Run

NUMBER = "+390255501234"
TEXT = "Città: 12,50 € (prova)"
FILES = (b"Prova", b"\x00\xff" * 500, "è già così\r\n".encode())
"""Contents for readers: they may be refused, by a BrailledeskError, but not crash it."""


def sample_document() -> Document:
    """A heading and a paragraph."""
    blocks = (Heading(1, (Run("Prova"),)), Paragraph((Run(TEXT),)))
    return Document(blocks, language="it", source="prova.txt")


def sample_screen() -> Screen:
    """A window with a field and a button."""
    nodes = (
        Node(id="window", role="dialog", name="Cliente", children=("name", "save")),
        Node(id="name", role="textbox", name="Nome", value="Rossi"),
        Node(id="save", role="button", name="Salva"),
    )
    return build_screen(nodes, focus="name")


def sample_message() -> Message:
    """A message of a chat."""
    return Message("Buongiorno", Priority.MESSAGE, "chat", 0.0)
