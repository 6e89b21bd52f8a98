"""RTF: paragraphs, emphasis, lists, tables, notes, languages, text boxes.

The markers of lists are those that the writing program put beside the text for programs that do not
count themselves. Headers, footers, comments and deleted text are not text of the document and are
left out; what is embedded is not opened.
Source: Microsoft's RTF 1.9.1.
"""

from __future__ import annotations

import re
from dataclasses import replace

from brailledesk.document import Document, Heading, Image, Note, Remark
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.markers import BULLET
from brailledesk.ingest.rtf_codes import NOT_TEXT, SIGNS, SYMBOLS, language_of
from brailledesk.ingest.rtf_decoder import Decoder
from brailledesk.ingest.rtf_flow import Flow, RowDefinition
from brailledesk.ingest.rtf_paragraphs import Style, make_entry, shown_text
from brailledesk.ingest.rtf_state import MOST_TABLES, State, after
from brailledesk.ingest.rtf_tokens import Token, tokens
from brailledesk.text import Origin, plain_text

_DEEPEST = 1_000
_MOST_FLOWS = 30
_DASHES = {"-", "–", "—"}
_NUMBERED = re.compile(r"\w{2,}|[^\Wo_]")
_LOOKED_INTO = {"shppict", "shpinst", "picprop", "moMath", "nesttableprops"}
"""Destinations that programs may ignore, and that are looked into here."""
_CAPTURED = {"listtext", "pntext", "sn", "sv", "title", "style"}
_DESTINATIONS = {
    "fonttbl": "fonttbl",
    "stylesheet": "stylesheet",
    "info": "info",
    "nonshppict": "picture-again",
    "shprslt": "picture-again",
    "nesttableprops": "nested-row",
}
_SHOWN = {"text", "flow", "nested-row"}


def read_rtf(data: bytes, path: str, language: str) -> Document:
    """A document of RTF. Raises SourceDamaged for what is none or is cut off."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise SourceDamaged(path, N_("it does not begin as RTF does"))
    reader = _Reader(path, language)
    for token in tokens(data):
        reader.take(token)
        if reader.is_done:
            break
    return reader.finish()


class _Reader:
    """Takes the tokens in order."""

    def __init__(self, path: str, language: str) -> None:
        self._path = path
        self._language = language
        self._stack: list[State] = []
        self._state = State()
        self._decoder = Decoder(self._text)
        self._styles: dict[int, Style] = {}
        self._flows = [Flow(path)]
        self._labels: list[str] = []
        """The label of the note that each open flow is; empty for a text box."""
        self._notes: list[Note] = []
        self._rows = [RowDefinition() for _ in range(MOST_TABLES + 1)]
        self._tables = [0]
        self._paragraphs = 0
        self._opens = self._is_starred = False
        self._captured: list[str] = []
        self._property = self._described = ""
        self._objects = 0
        self._title = ""
        self.is_done = False

    def finish(self) -> Document:
        if not self.is_done:
            raise SourceDamaged(self._path, N_("it is cut off"))
        self._end_paragraph(self._flows[0], self._state)
        blocks = self._flows[0].finish(self._tables)
        headings = (plain_text(block.runs) for block in blocks if isinstance(block, Heading))
        title = self._title or " ".join(next(headings, "").split())
        remarks = (self._remark(self._objects),) if self._objects else ()
        notes = tuple(sorted(self._notes, key=lambda note: int(note.label)))
        return Document(blocks, title, self._language, notes, self._path, remarks=remarks)

    def _remark(self, objects: int) -> Remark:
        message = N_("embedded objects were left out: {count}.")
        return Remark(message, Origin(self._path), {"count": objects})

    # -- tokens --------------------------------------------------------------------------------

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self._opens = False
            self._decoder.add_bytes(token.data)
        elif token.kind == "word" and token.name == "u":
            self._opens = False
            state = self._state
            self._decoder.add_unit(token.number or 0, state.skipped, state.font)
        else:
            self._decoder.flush(self._state.font)
            self._take_mark(token)

    def _take_mark(self, token: Token) -> None:
        if token.kind == "open":
            self._open()
        elif token.kind == "close":
            self._close()
        elif self._decoder.to_skip:
            self._decoder.to_skip -= 1
        elif token.kind == "word":
            self._word(token.name, token.number)
        else:
            self._symbol(token.name)

    def _open(self) -> None:
        self._stack.append(self._state)
        if len(self._stack) > _DEEPEST:
            raise SourceDamaged(self._path, N_("it is nested more deeply than any page for people"))
        self._opens, self._is_starred, self._decoder.to_skip = True, False, 0

    def _close(self) -> None:
        if not self._stack:
            return
        closed, self._state = self._state, self._stack.pop()
        self._opens, self._decoder.to_skip = False, 0
        if closed.destination != self._state.destination:
            self._leave(closed)
        self.is_done = not self._stack

    def _symbol(self, name: str) -> None:
        if name == "*" and self._opens:
            self._is_starred = True
        elif name in {"\n", "\r"}:
            self._paragraph()
        elif name in SYMBOLS:
            self._text(SYMBOLS[name])

    def _word(self, name: str, number: int | None) -> None:
        is_first, is_starred = self._opens, self._is_starred
        self._opens = self._is_starred = False
        if is_first and self._enter(name, is_starred=is_starred):
            return
        if is_first and self._state.destination == "stylesheet":
            self._begin_style(name, number)
        if self._state.destination == "skip":
            return
        if name in SIGNS:
            self._text(SIGNS[name])
            return
        state = after(self._state, name, number)
        if state is None:
            self._other_word(name, number or 0)
            return
        self._state = state
        if state.destination == "style":
            self._define_style(name, number or 0)

    # -- destinations --------------------------------------------------------------------------

    def _enter(self, name: str, *, is_starred: bool) -> bool:
        """Begin the destination that the first word of a group names. Whether it names one."""
        if name in {"footnote", "shptxt"}:
            self._begin_flow(name)
        elif name == "pict":
            self._to("skip" if self._inside("picture-again") else "pict")
        elif name in {"sn", "sv"} or (name == "title" and self._inside("info")):
            self._capture(name)
        elif self._state.destination == "skip":
            return True
        elif name in {"listtext", "pntext"}:
            self._capture(name)
        elif name in _DESTINATIONS:
            self._to(_DESTINATIONS[name])
        elif name in {"shpinst", "picprop"} or self._is_skipped(name, is_starred=is_starred):
            self._to("skip")
        else:
            self._objects += name == "object"
            self._state = replace(self._state, is_field=self._state.is_field or name == "fldrslt")
            return False
        return True

    @staticmethod
    def _is_skipped(name: str, *, is_starred: bool) -> bool:
        return name in NOT_TEXT or (is_starred and name not in _LOOKED_INTO)

    def _inside(self, destination: str) -> bool:
        return any(state.destination == destination for state in (*self._stack, self._state))

    def _to(self, destination: str) -> None:
        self._state = replace(self._state, destination=destination)

    def _capture(self, destination: str) -> None:
        self._to(destination)
        self._captured = []

    def _leave(self, closed: State) -> None:
        """End a destination."""
        text = " ".join("".join(self._captured).split())
        match closed.destination:
            case "flow":
                self._end_flow()
            case "listtext" | "pntext":
                self._flows[-1].marker = _marker(text)
            case "title":
                self._title = text
            case "sn":
                self._property = text
            case "sv" if self._property == "wzDescription":
                self._described = text
            case "pict":
                self._flows[-1].floats.append(Image(self._described, origin=self._origin()))
                self._described = ""
            case "style":
                self._styles.setdefault(closed.style, Style()).name = text.rstrip(";").strip()

    def _begin_flow(self, name: str) -> None:
        if len(self._flows) > _MOST_FLOWS:
            raise SourceDamaged(self._path, N_("its tables and boxes are nested too deeply"))
        label = ""
        if name == "footnote":
            label = str(len(self._notes) + sum(map(bool, self._labels)) + 1)
            form = self._state.typeform
            self._flows[-1].runs.add(f"({label})", form, None, self._origin(), label)
        self._labels.append(label)
        self._flows.append(Flow(self._path))
        self._state = State("flow", self._state.font, self._state.skipped)

    def _end_flow(self) -> None:
        flow = self._flows[-1]
        self._end_paragraph(flow, State("flow"))
        blocks = flow.finish(self._tables)
        self._flows.pop()
        label = self._labels.pop()
        if label:
            self._notes.append(Note(label, blocks))
        else:
            self._flows[-1].floats.extend(blocks)

    def _begin_style(self, name: str, number: int | None) -> None:
        """Begin the definition of a style; those that are not of paragraphs get numbers below 0."""
        is_other = name in {"cs", "ds", "ts"}
        self._capture("style")
        self._state = State("style", style=-1 - (number or 0) if is_other else 0)

    def _define_style(self, name: str, number: int) -> None:
        state = self._state
        if name == "outlinelevel":
            self._styles.setdefault(state.style, Style()).level = state.level
        elif name == "lang" and state.style == 0:
            self._language = self._primary(number)

    # -- words ---------------------------------------------------------------------------------

    def _other_word(self, name: str, value: int) -> None:
        """A word about the document, about tables, or one that ends something."""
        if name in {"par", "sect"}:
            self._paragraph()
        elif name == "line" and self._state.destination in _SHOWN:
            state = self._state
            self._flows[-1].runs.add_break(state.typeform, None, self._origin())
        elif name in {"cell", "nestcell", "row", "nestrow"}:
            self._table_word(name)
        elif name == "deflang" and len(self._stack) == 1:
            self._language = self._primary(value)
        elif not self._decoder.document_word(name, value, self._state.font):
            self._row_word(name, value)

    def _primary(self, code: int) -> str:
        """The language of a code without its country; what is known already for none."""
        return (language_of(code) or self._language).partition("-")[0]

    def _row_word(self, name: str, value: int) -> None:
        depth = 1 if self._state.destination != "nested-row" else max(self._state.depth, 2)
        row = self._rows[depth]
        if name == "trowd":
            self._rows[depth] = RowDefinition()
        elif name == "cellx":
            row.close_cell(value)
        else:
            row.is_header |= name == "trhdr"
            row.goes_on_left |= name == "clmrg"
            row.goes_on_above |= name == "clvmrg"

    def _table_word(self, name: str) -> None:
        depth = 1 if name in {"cell", "row"} else max(self._state.depth, 2)
        flow = self._flows[-1]
        if name in {"cell", "nestcell"}:
            self._end_paragraph(flow, replace(self._state, is_in_table=True, depth=depth))
            flow.close_cell(depth, self._tables)
        else:
            flow.close_row(depth, self._rows[depth], self._tables)

    # -- text and paragraphs -------------------------------------------------------------------

    def _text(self, text: str) -> None:
        state = self._state
        if state.destination in _CAPTURED:
            self._captured.append(text)
        elif state.destination in _SHOWN and not state.is_hidden:
            runs = self._flows[-1].runs
            shown = shown_text(text, state, runs.last_character())
            language = state.language
            if language and self._primary_of(language) == self._language:
                language = None
            runs.add(shown, state.typeform, language, self._origin())

    @staticmethod
    def _primary_of(language: str) -> str:
        return language.partition("-")[0]

    def _origin(self) -> Origin:
        return Origin(self._path, f"paragraph {self._paragraphs + 1}")

    def _paragraph(self) -> None:
        if self._state.destination in _SHOWN:
            self._end_paragraph(self._flows[-1], self._state)

    def _end_paragraph(self, flow: Flow, state: State) -> None:
        origin = self._origin()
        runs = flow.runs.take()
        marker, flow.marker = flow.marker, None
        style = self._styles.get(state.style, Style())
        entry = make_entry(runs, state, style, marker, origin) if runs else None
        self._paragraphs += entry is not None
        flow.add(entry, state.table_depth, self._tables)


def _marker(text: str) -> str:
    """The marker of a list as print shows it; the signs of symbol fonts are bullets."""
    if not text or text in _DASHES or _NUMBERED.search(text):
        return text[:40]
    return BULLET
