"""A job to a device, page by page, with the journal told before and after each.

The protocol, for each piece that the codec gives:

1. say in the journal, and wait for the disk: all that was sent before is out, this page is begun;
2. send the piece, and wait until the way to the device confirms it;
3. go on, or stop if somebody asked for it: then nothing is in doubt.

The last page counts as out when the device's side was closed cleanly, not before: so a job that
was cut off between its last byte and its end has its last page in doubt, and never is wrongly done.

A way that can be taken up at a byte (a file) is asked how far it is, the job is made again from its
beginning, and what is there already is left out: no page is lost or doubled. Any other begins with
the first page in doubt, or behind the last one, as the user says after a look at the paper.

Where sheets are put in by hand, each is asked for before its first page is begun: step 1 is then
done twice, so that a job that is killed while it waits for paper has nothing in doubt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.job import START, Place, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.transport.base import Transport
from brailledesk.errors import N_, BrailledeskError, DeviceError, JournalFaulty

Told = Callable[[Place, int], None]
"""Called with the place that is confirmed, and the pages of a copy."""

Feed = Callable[[Place, Callable[[], bool]], bool]
"""Has a sheet put in for what is behind a place; whether it is in. Meanwhile the second argument
tells whether somebody asked for a stop: then there is no more need to wait."""

STOPPED = BrailledeskError(N_("It was stopped at once."))
"""The reason of a job that was stopped inside a page."""

NO_SHEET = BrailledeskError(
    N_("This embosser is fed by hand: put in the next sheet, then go on."),
)
"""The reason of a job that waits for a sheet of paper."""


_SHEET = 4
"""Most pages of a sheet: two on each side."""


class StopNow(BaseException):
    """Raised out of a wait when the user does not want to wait for the end of the page."""


@dataclass(slots=True)
class Stop:
    """What the user asked of this process: to stop at the end of the page, or at once."""

    wish: Wish = Wish.NONE
    is_now: bool = False
    _is_sending: bool = field(default=False, init=False)

    def ask(self) -> None:
        """Ask for a pause; the second time, for it at once. Safe to call from a signal."""
        self.is_now = self.wish is not Wish.NONE
        self.wish = Wish.PAUSE
        if self.is_now and self._is_sending:
            raise StopNow

    def guard(self, run: Callable[[], None]) -> None:
        """Run what may be stopped at once. Raises StopNow."""
        try:
            self._is_sending = True
            if self.is_now:
                raise StopNow
            run()
        finally:
            self._is_sending = False


class Outcome(NamedTuple):
    """What became of a job: its state, and why if it is not done."""

    state: State
    reason: BrailledeskError | None = None


def _nobody(place: Place, pages: int) -> None:
    del place, pages


def no_sheet(place: Place, is_asked: Callable[[], bool]) -> bool:
    """Nobody is there to put in a sheet."""
    del place, is_asked
    return False


class Sender:
    """Sends one job; ``told`` hears of each page that is confirmed, ``feed`` has sheets put in."""

    def __init__(
        self,
        journal: Journal,
        number: int,
        encoded: Encoded,
        copies: int,
        *,
        stop: Stop | None = None,
        told: Told = _nobody,
        feed: Feed = no_sheet,
    ) -> None:
        self._journal = journal
        self._number = number
        self._encoded = encoded
        self._copies = copies
        self._stop = stop or Stop()
        self._told = told
        self._feed = feed
        self._reached = self._out = self._begun = self._doubted = START
        self._lacks_sheet = False
        self._sent = 0
        self._marks: list[tuple[int, Place]] = []

    def run(
        self, way: Transport, out: Place = START, offset: int = 0, *, is_seen: bool = False
    ) -> Outcome:
        """Send what is behind ``out``; ``offset`` is for exact ways.

        ``is_seen``: somebody has looked at the paper, so nothing behind ``out`` is in doubt from
        earlier tries.

        The journal has the outcome when this returns. A fault that is none of the device's is
        raised; the journal says then that the job is being sent, which is nobody's claim but a
        living process's.
        """
        before = self._journal.job(self._number)
        try:
            start = way.open(offset)
        except DeviceError as error:  # what was in doubt before still is
            self._begun = before.begun
            return self._stopped(State.FAILED, before.out, error, before.sure)
        first = START if way.is_exact and not start else out
        self._reached = self._out = first
        self._doubted = first if is_seen else max(first, before.begun)
        self._begun = self._doubted
        self._marks = [(0, first)]
        try:
            pages = self._encoded.pages
            self._journal.start(self._number, pages, first, self._begun, start)
            wish = self._send_all(way, start)
            self._leave(way, wish)
        except JournalFaulty:
            way.abort()
            raise
        except BrailledeskError as error:
            return self._broken(way, State.FAILED, error)
        except StopNow:
            return self._broken(way, State.PAUSED, STOPPED)
        except BaseException:
            way.abort()
            raise
        return self._ended(way, wish)

    def _send_all(self, way: Transport, start: int) -> Wish:
        """Send piece by piece; what somebody asked for at the end of a page, else nothing."""
        for place, before, data in self._pieces(way, start):
            wish = self._say(way, place, before, start + self._sent)
            if wish is not Wish.NONE:
                return wish
            self._stop.guard(partial(way.send, data))
            self._sent += len(data)
        return Wish.NONE

    def _say(self, way: Transport, place: Place, before: Place, offset: int) -> Wish:
        """Tell the journal what is out and what is begun; what somebody asked for, at a page end.

        What stands behind the last page of a copy belongs to that page.
        """
        pages = self._encoded.pages
        reached = self._reached if before.page >= pages else max(self._reached, before)
        begun = max(self._begun, place, Place(before.copy, min(pages, before.page + 1)))
        is_page_end = reached > self._reached or not self._sent
        if not is_page_end and begun == self._begun:
            return Wish.NONE
        if reached > self._reached:
            self._marks.append((self._sent, reached))
            self._told(reached, pages)
        self._reached = reached
        if way.has_confirmation:
            self._out = reached
        sure = min(self._out, self._place_of(way.certain()))
        if is_page_end and self._is_fed(way, reached):
            wish = self._wait_sheet(reached, offset, sure)
            if wish is not Wish.NONE:
                return wish
        wish = self._turn(begun, offset, sure)
        if wish is Wish.NONE or not (is_page_end and self._is_seam(reached)):
            self._begun = begun
            return Wish.NONE
        return wish  # not a byte of the new page has left

    def _turn(self, begun: Place, offset: int, sure: Place) -> Wish:
        turned = self._journal.turn(self._number, self._out, begun, offset, sure=sure)
        return turned or self._stop.wish

    def _is_fed(self, way: Transport, reached: Place) -> bool:
        """Whether somebody has to put in a sheet for what comes now. A file needs none."""
        if not self._encoded.is_hand_fed or way.is_exact:
            return False
        return not self._sent or self._is_seam(reached)

    def _wait_sheet(self, reached: Place, offset: int, sure: Place) -> Wish:
        """Have a sheet put in, nothing being begun; what was asked for instead, a pause else."""
        wish = self._turn(max(self._begun, self._out), offset, sure)
        if wish is not Wish.NONE or self._feed(reached, self._is_asked):
            return wish
        wish = self._journal.job(self._number).wish or self._stop.wish
        self._lacks_sheet = wish is Wish.NONE
        return wish or Wish.PAUSE

    def _is_asked(self) -> bool:
        return (self._stop.wish or self._journal.job(self._number).wish) is not Wish.NONE

    def _is_seam(self, place: Place) -> bool:
        """Whether it is good to stop here: going on would begin with the next page.

        Behind the front of a sheet it would begin with that front again, so the sheet is ended
        first. A job that begins with its first page wherever it was stopped may stop anywhere.
        """
        pages = self._encoded.pages

        def is_next(page: int) -> bool:
            following = (chunk.last_page for chunk in self._encoded.chunks(page + 1))
            return page == 0 or page >= pages or next(filter(None, following), pages) > page

        near = range(place.page + 1, min(place.page + _SHEET, pages))
        return is_next(place.page) or not any(map(is_next, near))

    def _pieces(self, way: Transport, start: int) -> Iterator[tuple[Place, Place, bytes]]:
        """Each piece with the place behind it and the place before it."""
        first = START if way.is_exact else self._out
        skipped = 0
        for copy in range(first.copy, self._copies + 1):
            page = first.page if copy == first.copy else 0
            if page >= self._encoded.pages:
                continue
            before = Place(copy, page)
            for chunk in self._encoded.chunks(page + 1):
                # A codec may go back to the beginning of a sheet; what is out stays out.
                place = max(before, Place(copy, chunk.last_page))
                data = chunk.data
                if skipped < start:  # the file has it
                    cut = min(len(data), start - skipped)
                    skipped, data = skipped + cut, data[cut:]
                if data:
                    yield place, before, data
                before = place

    def _leave(self, way: Transport, wish: Wish) -> None:
        """End the way: for good, or so that it can be taken up again."""
        if wish is Wish.NONE or not way.is_exact:
            self._stop.guard(way.close)
        elif wish is Wish.CANCEL:
            way.discard()
        else:
            way.abort()

    def _ended(self, way: Transport, wish: Wish) -> Outcome:
        if wish is Wish.NONE:
            self._told(Place(self._copies, self._encoded.pages), self._encoded.pages)
            self._journal.end(self._number, State.DONE)
            return Outcome(State.DONE)
        # The clean end confirmed what the way could not before. What an earlier try left in doubt
        # behind it still is.
        self._begun = max(self._reached, START if way.is_exact else self._doubted)
        reason = NO_SHEET if self._lacks_sheet else None
        outcome = self._stopped(State.PAUSED, self._reached, reason)
        if wish is Wish.CANCEL:
            self._journal.end(self._number, State.CANCELLED)
            return Outcome(State.CANCELLED)
        return outcome

    def _broken(self, way: Transport, state: State, reason: BrailledeskError) -> Outcome:
        out = self._out if way.is_exact else self._place_of(way.certain())
        way.abort()
        return self._stopped(state, out, reason)

    def _place_of(self, certain: int) -> Place:
        """The place that is certain after ``certain`` bytes of this connection."""
        return self._marks[bisect_right(self._marks, certain, key=itemgetter(0)) - 1][1]

    def _stopped(
        self, state: State, out: Place, reason: BrailledeskError | None, sure: Place | None = None
    ) -> Outcome:
        self._journal.stop(self._number, state, out, max(self._begun, out), reason, sure=sure)
        return Outcome(state, reason)
