"""Speech: how long texts take to be written out and spoken. ``python -m benchmarks.speech``.

Ratios in one run: hostile text against prose a character, four times a text against one, sound
against the time that it took.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable

from brailledesk.speech.engine import VoiceSettings
from brailledesk.speech.espeak import EspeakEngine
from brailledesk.speech.normalise import write_out
from brailledesk.speech.passage import sentences
from brailledesk.text import Run

ROUNDS = 5
LENGTH = 8_000
PROSE = "La sua pratica è stata aperta ieri dal collega del secondo piano. "
OFFICE = "Il Sig. Rossi paga € 12,50 entro il 3/4/2026, tel. 02 1234567. "
HOSTILE = ("A-", "1.", "a.", "1.111", "www.", "---", "@a", "€-", "0 1", "X ", "IT00", "1/", "+39 ")
UTTERANCES = 1_000


def seconds(run: Callable[[], object]) -> float:
    """The median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def written_out(piece: str, length: int) -> float:
    """Microseconds a character."""
    text = piece * (length // len(piece))
    return seconds(lambda: write_out(text)) / len(text) * 1e6


def compare_writing() -> None:
    write_out(OFFICE)
    prose = written_out(PROSE, LENGTH)
    for piece in (PROSE, OFFICE, *HOSTILE):
        one, four = written_out(piece, LENGTH), written_out(piece, 4 * LENGTH)
        print(f"{piece[:12]!r}: {one:.2f} µs a character, {one / prose:.1f} times prose; "
              f"four times the text {four / one:.2f} times that")  # fmt: skip


def compare_speaking() -> None:
    engine = EspeakEngine()
    runs = [Run(OFFICE * 100)]
    start = time.perf_counter()
    audio = sum(engine.synthesise(one.text, VoiceSettings()).seconds for one in sentences(runs))
    spent = time.perf_counter() - start
    print(f"espeak-ng, sentence by sentence: {audio:.0f} s of sound in {audio / spent:.0f}th of it")


def count_leaks() -> None:
    """Memory and open files after a thousand processes, against after a hundred."""
    engine = EspeakEngine()
    peaks = []
    for number in range(UTTERANCES):
        engine.synthesise("uno", VoiceSettings())
        if number in {UTTERANCES // 10, UTTERANCES - 1}:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print(f"{UTTERANCES} utterances: memory {peaks[1] / peaks[0]:.3f} times that after a tenth")


if __name__ == "__main__":
    compare_writing()
    compare_speaking()
    count_leaks()
