"""Magnification in numbers: ``python -m benchmarks.magnify``.

A page of text at 4 times in 1920 x 1080, beside a copy of the same buffer in the same rounds:
painting all of it, painting one word that changed, a step of the zoom with all that it needs; and
what Pillow takes to draw the same lines, and to enlarge a bitmap of them. Times are those of the
processor, so that a busy machine hurts all alike. What was painted in steps is compared with what
is painted at once.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.desk import crm
from brailledesk.document import Document, Paragraph
from brailledesk.magnify.atlas import Atlas, Look
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.lines import ScreenText, TextLine, screen_text
from brailledesk.magnify.markers import marks_of
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.style import PlainColours, Style, Zoom
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.magnify.words import Words
from brailledesk.screen import Change, Patch, apply_patch
from brailledesk.text import Run

WIDTH, HEIGHT = 1920, 1080
REPEATS = 10
"""Calls of one measurement, so that all of them find the caches as their own kind left them."""
SHORT_REPEATS = 300
"""Of those that take less than a millisecond: their first calls are told apart."""
TEXT = (
    "Gentile Sig.ra D'Amico, il Suo ordine AB-1234/C è stato spedito il 12/05/2026. L'importo "
    "totale è di € 1.249,90 (IVA inclusa): «Casa & Ufficio», 31 % di sconto. Perché l'addebito è "
    "doppio? Verificare più tardi, lunedì o martedì mattina. Così non va: il cliente attende da 12 "
    "giorni, e nessuno ha risposto. "
)


def flow_of(text: str, style: Style) -> Flow:
    lines = document_text(Document((Paragraph((Run(text),)),)))
    return page_flow(lines, Words(Atlas(style)), WIDTH)


def view(flow: Flow) -> Scene:
    return whole_screen(flow, Place(), WIDTH, HEIGHT)


class ZoomSteps:
    """Steps of the zoom, each to a size that was not there before: nothing of it is kept."""

    def __init__(self) -> None:
        self.lines = document_text(Document((Paragraph((Run(TEXT * 4),)),)))
        self.canvas = Canvas(WIDTH, HEIGHT)
        self.factor = 4.0

    def step(self) -> None:
        self.factor += 0.01
        words = Words(Atlas(Style(Zoom(self.factor), PlainColours())))
        self.canvas.show(view(page_flow(self.lines, words, WIDTH)))


def drawn_by_pillow(flow: Flow) -> None:
    image = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    font = flow.words.atlas.family.plain.at(flow.words.atlas.em)
    for seen in flow.seen(Place(), HEIGHT):
        text = flow.lines[seen.line].text[seen.row.start : seen.row.end]
        draw.text((48, seen.y), text, fill=(255, 255, 0), font=font)


@dataclass
class Steps:
    """Calls that take turns, so that none paints what is there already."""

    canvas: Canvas
    scenes: tuple[Scene, Scene]
    turn: int = 0

    def redraw(self) -> None:
        self.turn ^= 1
        self.canvas.redraw(self.scenes[self.turn])

    def show(self) -> None:
        self.turn ^= 1
        self.canvas.show(self.scenes[self.turn])


def steps_of(one: str, other: str, style: Style, *, is_kept: bool) -> Steps:
    """Two scenes of a text, before and after a change.

    With ``is_kept`` the flow is told the one before, as docs/magnify.md says; else the scenes have
    nothing in common but words.
    """
    words = Words(Atlas(style))
    first, second = (document_text(Document((Paragraph((Run(text),)),))) for text in (one, other))
    flow = page_flow(first, words, WIDTH)
    scene = view(flow)
    later = page_flow(second, words, WIDTH, earlier=flow if is_kept else None)
    steps = Steps(Canvas(WIDTH, HEIGHT), (scene, view(later)))
    steps.canvas.show(scene)
    return steps


class Edit:
    """A word of a paragraph that changes to what was not there before: its rows are set anew."""

    def __init__(self, one: str, other: str, style: Style) -> None:
        self.texts = one, other
        self.words = Words(Atlas(style))
        self.flow: Flow | None = None
        self.canvas = Canvas(WIDTH, HEIGHT)
        self.count = 0

    def step(self) -> None:
        self.count += 1
        text = self.texts[0].replace("da 12 giorni", f"da {self.count % 90 + 10} giorni", 1)
        lines = [TextLine(text, ((len(text), Look.PLAIN),))]
        self.flow = page_flow(lines, self.words, WIDTH, earlier=self.flow)
        self.canvas.show(view(self.flow))


def measured(
    calls: dict[str, Callable[[], object]], short: set[str], rounds: int
) -> dict[str, list[float]]:
    """Seconds of a call in each round; of short ones also those of the first alone."""
    for call in calls.values():
        call()
        call()
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, call in calls.items():
            repeats = REPEATS
            if name in short:
                repeats = SHORT_REPEATS
                start = time.thread_time()
                call()
                after = times.setdefault(f"{name} (the first after other work)", [])
                after.append(time.thread_time() - start)
            start = time.thread_time()
            for _ in range(repeats):
                call()
            times.setdefault(name, []).append((time.thread_time() - start) / repeats)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    style = Style(Zoom(4), PlainColours(), line_spacing=1.5)
    dense = Style(Zoom(4), PlainColours(), line_spacing=1.0)
    page, other = flow_of(TEXT * 4, style), flow_of(TEXT[40:] * 4, style)
    full, full_dense = flow_of(TEXT * 4, dense), flow_of(TEXT[40:] * 4, dense)
    one, changed = TEXT * 4, (TEXT * 4).replace("da 12 giorni", "da 21 giorni", 1)
    word = steps_of(one, changed, style, is_kept=True)
    longer = one.replace("da 12 giorni", "da 1112 giorni", 1)
    wider = steps_of(one, longer, style, is_kept=True)
    apart = steps_of(one, changed, style, is_kept=False)
    edit = Edit(one, changed, style)
    paint = Steps(Canvas(WIDTH, HEIGHT), (view(page), view(other)))
    paint_dense = Steps(Canvas(WIDTH, HEIGHT), (view(full), view(full_dense)))
    source = np.full((HEIGHT, WIDTH), 7, np.uint32)
    target = np.zeros_like(source)
    small = Image.new("RGB", (WIDTH // 4, HEIGHT // 4))
    canvas = Canvas(WIDTH, HEIGHT)
    chain = _Chain(style)

    def laid_out() -> None:
        paint.turn ^= 1
        canvas.redraw(view((page, other)[paint.turn]))

    calls: dict[str, Callable[[], object]] = {
        "copy of the buffer": lambda: np.copyto(target, source),
        "full redraw, line spacing 1.5": paint.redraw,
        "full redraw, line spacing 1.0": paint_dense.redraw,
        "full redraw with its scene made": laid_out,
        "one word changed": word.show,
        "one word changed, to another width": wider.show,
        "one word changed, scenes that share nothing": apart.show,
        "one word changed, with layout and scene": edit.step,
        "one word changed, from the patch of a screen on": chain.step,
        "zoom step": ZoomSteps().step,
        "Pillow, ImageDraw.text": lambda: drawn_by_pillow(page),
        "bitmap zoom, Lanczos": lambda: small.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS),
    }
    quick = (word.show, wider.show, apart.show, chain.step)
    short = {name for name, call in calls.items() if call in quick}
    times = measured(calls, short, rounds)
    copy = statistics.median(times["copy of the buffer"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:64} {median * 1e3:9.4f} ms {median / copy:9.3f} copies")
    check(word)


class _Chain:
    """A field of a screen that is typed into: patch, lines, layout, scene, pixels."""

    def __init__(self, style: Style) -> None:
        self.screen = crm(0)
        self.words = Words(Atlas(style))
        self.text: ScreenText | None = None
        self.flow: Flow | None = None
        self.canvas = Canvas(WIDTH, HEIGHT)
        self.count = 0

    def step(self) -> None:
        self.count += 1
        change = Change("f3", {"value": f"Rossi {self.count}"})
        revision = self.screen.revision
        self.screen = apply_patch(self.screen, Patch(revision, revision + 1, (change,)))
        self.text = text = screen_text(self.screen, earlier=self.text)
        self.flow = page_flow(text.lines, self.words, WIDTH, earlier=self.flow)
        scene = whole_screen(self.flow, Place(), WIDTH, HEIGHT, marks_of(text))
        self.canvas.show(scene)


def check(steps: Steps) -> None:
    """What was painted in steps is what is painted at once."""
    steps.show()
    fresh = Canvas(WIDTH, HEIGHT)
    wanted = fresh.show(steps.scenes[steps.turn]).pixels
    shown = steps.canvas.show(steps.scenes[steps.turn]).pixels
    assert np.array_equal(shown, wanted)
    print("pixels equal those of a full redraw")


if __name__ == "__main__":
    main()
