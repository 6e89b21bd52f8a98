"""The one voice of the desk: utterances from anywhere, spoken in order, silent during a call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from brailledesk.errors import N_, BrailledeskError, SpeechCancelled, SpeechFaulty
from brailledesk.speech.engine import Cancellation
from brailledesk.speech.order import Order, Utterance
from brailledesk.speech.outputs import Output


class Outcome(Enum):
    """What became of an utterance."""

    SPOKEN = "spoken"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """Every utterance comes to exactly one of these; ``error`` says why it failed."""

    utterance: Utterance
    outcome: Outcome
    error: BrailledeskError | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """From now on ``start`` to before ``end`` of the utterance's text is heard."""

    utterance: Utterance
    start: int
    end: int


class SpeechQueue:
    """Speaks by ``output`` in a thread of its own; a context manager, which ends the thread.

    ``report`` and ``progress`` are called in that thread or in the one that cancels; they should
    return soon and must not raise. All methods return at once, except where it is said.
    """

    def __init__(
        self,
        output: Output,
        report: Callable[[Report], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> None:
        self._output = output
        self._report = report or _ignore
        self._progress = progress or _ignore
        self._order = Order()
        self._changed = threading.Condition()
        self._speaking: Cancellation | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="speech", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def say(self, utterance: Utterance) -> None:
        """Speak it when its priority allows; what that displaces is cancelled."""
        self._change(lambda: self._order.arrive(utterance))

    def stop(self) -> None:
        """Stop what is spoken now; the next follows."""
        self._change(self._order.stop)

    def cancel(self) -> None:
        """Stop what is spoken now, and forget what waits."""
        self._change(self._order.cancel)

    def give_up(self, utterance: Utterance) -> None:
        """Do not speak it, or no longer; nothing where it is over."""
        self._change(lambda: self._order.give_up(utterance))

    def hush(self) -> None:
        """The reader goes on: text and what is below it is over; messages are not."""
        self._change(self._order.hush)

    def pause(self) -> None:
        """Silence, and nothing is lost."""
        self._change(self._order.pause)

    def resume(self) -> None:
        self._change(self._order.resume)

    def begin_call(self) -> None:
        """A call has come: silence, except for what the reader asks for."""
        self._change(self._order.begin_call)

    def end_call(self) -> None:
        self._change(self._order.end_call)

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is spoken and nothing may be, at most so long; whether it is so."""
        with self._changed:
            return self._changed.wait_for(self._is_silent, seconds)

    def close(self) -> None:
        """Cancel everything and end the thread; waits for it."""
        with self._changed:
            self._is_closed = True
        self.cancel()
        if self._thread.is_alive():
            self._thread.join()
        self._output.close()

    def _is_silent(self) -> bool:
        return self._speaking is None and self._order.is_idle

    def _change(self, change: Callable[[], Iterable[Utterance] | None]) -> None:
        """Change the order; stop the voice if what it says is no longer to be said."""
        with self._changed:
            before = self._order.current
            gone = list(change() or ())
            speaking = self._speaking if self._order.current is not before else None
            self._changed.notify_all()
        if speaking is not None:
            speaking.cancel()
        for utterance in gone:
            self._report(Report(utterance, Outcome.CANCELLED))

    def _run(self) -> None:
        while (begun := self._begin()) is not None:
            utterance, cancellation = begun
            report = self._speak(utterance, cancellation)
            with self._changed:
                was_stopped = self._order.current is not utterance
                self._order.end(utterance)
                self._speaking = None
                self._changed.notify_all()
            # Who stopped it has reported it, or will hear it again.
            if not was_stopped:
                self._report(report)

    def _begin(self) -> tuple[Utterance, Cancellation] | None:
        """The next utterance, when there is one; None at the end."""
        with self._changed:
            while not self._is_closed:
                utterance = self._order.begin()
                if utterance is not None:
                    self._speaking = Cancellation()
                    return utterance, self._speaking
                self._changed.wait()
        return None

    def _speak(self, utterance: Utterance, cancellation: Cancellation) -> Report:
        def heard(start: int, end: int) -> None:
            self._progress(Progress(utterance, start, end))

        try:
            self._output.speak(utterance, heard, cancellation)
        except SpeechCancelled:
            return Report(utterance, Outcome.CANCELLED)
        except BrailledeskError as error:
            return Report(utterance, Outcome.FAILED, error)
        except Exception as error:  # noqa: BLE001 - a voice that is silent for good is worse
            kind = type(error).__name__
            return Report(
                utterance, Outcome.FAILED, SpeechFaulty(kind, N_("a fault of the program"))
            )
        return Report(utterance, Outcome.SPOKEN)


def _ignore(_news: object) -> None:
    """Nobody listens."""
