"""Whatever fails, wherever: the journal says what is out, and nothing is lost or doubled unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.devices.embossers.encoded import Chunk, Encoded
from brailledesk.devices.jobs.job import Doubt, Place, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.send import Sender, Stop
from brailledesk.devices.transport.recording import RecordingTransport
from brailledesk.errors import DeviceLost
from tests.devices.plain import (
    add_job,
    begun_pages,
    encoded,
    journal_in,
    memory_folder,
    page,
    whole_bytes,
    whole_pages,
)

LOST = DeviceLost("recording:prova", "cable")


@given(st.data(), st.integers(1, 7), st.integers(1, 3), st.integers(1, 2), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_device_that_fails_at_any_byte(
    data: st.DataObject, pages: int, copies: int, sheet: int, is_skipped: bool
) -> None:
    job = encoded(pages, size=data.draw(st.integers(0, 9)), sheet=sheet)
    every = whole_bytes(job, copies)
    broken = RecordingTransport(fails_at=data.draw(st.integers(0, len(every))), error=LOST)
    with memory_folder() as folder, journal_in(folder) as journal:
        number = add_job(journal, copies)
        outcome = Sender(journal, number, job, copies).run(broken)
        assert outcome.state is State.FAILED
        failed = journal.job(number)
        assert failed.state is State.FAILED
        assert failed.reason is not None
        assert "cable" in failed.reason.describe()
        assert failed.doubt is not None
        _check_claim(failed.out, failed.begun, bytes(broken.received), job)
        good = RecordingTransport()
        begin = failed.begun if is_skipped else failed.out
        if begin == Place(copies, pages):
            return  # nothing is left behind the doubt
        assert Sender(journal, number, job, copies).run(good, begin).state is State.DONE
        assert journal.job(number).state is State.DONE
        got = whole_pages(bytes(broken.received), bytes(good.received))
        doubtful = _numbers(failed.doubt, pages)
        for one in range(1, pages + 1):
            times = got.count(one)
            # A sheet is sent whole again: its other pages belong to what is in doubt.
            allowed = sum((page_ - 1) // sheet == (one - 1) // sheet for page_ in doubtful)
            if is_skipped:
                assert copies - allowed <= times <= copies
            else:
                assert copies <= times <= copies + allowed


def _check_claim(out: Place, begun: Place, received: bytes, job: Encoded) -> None:
    """What is said to be out came whole; nothing came of what is said not to be begun."""
    before = whole_bytes(job, out.copy - 1)
    assert received.startswith(before)
    rest = received[len(before) :]
    assert whole_pages(rest)[: out.page] == list(range(1, out.page + 1))
    after = received[len(whole_bytes(job, begun.copy - 1)) :]
    assert all(one <= begun.page for one in begun_pages(after))


def _numbers(doubt: Doubt, pages: int) -> list[int]:
    places = [
        Place(copy, one)
        for copy in range(doubt.first.copy, doubt.last.copy + 1)
        for one in range(1, pages + 1)
    ]
    return [place.page for place in places if doubt.first <= place <= doubt.last]


@pytest.mark.parametrize("wish", [Wish.PAUSE, Wish.CANCEL])
def test_another_process_stops_a_job_at_the_end_of_a_page(tmp_path: Path, wish: Wish) -> None:
    job = encoded(5)
    with journal_in(tmp_path) as journal, journal_in(tmp_path) as other:
        number = add_job(journal)

        def told(place: Place, pages: int) -> None:
            assert pages == 5
            if place.page == 2:
                other.ask(number, wish)

        device = RecordingTransport()
        outcome = Sender(journal, number, job, 1, told=told).run(device)
        assert bytes(device.received) == whole_bytes(job)[: 1 + 2 * len(b"<1:>\f") + 80]
        assert device.is_closed
        stopped = journal.job(number)
        assert stopped.out == Place(1, 2)
        assert stopped.doubt is None
        if wish is Wish.CANCEL:
            assert outcome.state is stopped.state is State.CANCELLED
            assert journal.content(number) is None
            return
        assert outcome.state is stopped.state is State.PAUSED
        rest = RecordingTransport()
        assert Sender(journal, number, job, 1).run(rest, stopped.out).state is State.DONE
        assert whole_pages(bytes(device.received), bytes(rest.received)) == [1, 2, 3, 4, 5]


def test_stopping_at_once_leaves_the_page_in_doubt(tmp_path: Path) -> None:
    stop = Stop()
    sent: list[int] = []

    def heard(count: int) -> None:
        sent.append(count)
        if len(sent) == 4:  # inside the third page: the start is the first
            stop.ask()
            stop.ask()

    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        device = RecordingTransport(heard=heard)
        outcome = Sender(journal, number, encoded(5), 1, stop=stop).run(device)
        job = journal.job(number)
    assert outcome.state is job.state is State.PAUSED
    assert job.out == Place(1, 2)
    assert job.begun == Place(1, 3)
    assert job.doubt is not None
    assert "Page 3 may be half embossed" in job.doubt.tell(1).describe()


@pytest.mark.parametrize(
    ("out", "begun", "copies", "told"),
    [
        (Place(1, 0), Place(1, 1), 1, "Page 1 may be half embossed"),
        (Place(1, 1), Place(1, 4), 1, "Pages 2 to 4 may be out"),
        (Place(1, 9), Place(2, 1), 2, "Page 1 of copy 2 may be half embossed"),
        (Place(1, 1), Place(1, 4), 2, "Pages 2 to 4 of copy 1 may be out"),
        (Place(1, 8), Place(2, 3), 2, "Page 9 of copy 1 to page 3 of copy 2 may be out"),
    ],
)
def test_a_doubt_says_of_which_copy_it_is(out: Place, begun: Place, copies: int, told: str) -> None:
    doubt = Doubt.between(out, begun, 9)
    assert doubt is not None
    assert doubt.tell(copies).describe().startswith(told)


def test_a_way_that_confirms_nothing_before_its_end(tmp_path: Path) -> None:
    """A break puts all in doubt that went over it; a clean pause puts nothing in doubt."""
    job = encoded(6)
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        paused = Stop()

        def told(place: Place, pages: int) -> None:
            if place == Place(1, 2) and pages == 6 and not paused.wish:
                paused.ask()

        first = RecordingTransport(has_confirmation=False)
        Sender(journal, number, job, 1, stop=paused, told=told).run(first)
        assert journal.job(number).out == Place(1, 2)
        assert journal.job(number).doubt is None
        broken = RecordingTransport(fails_at=150, error=LOST, has_confirmation=False)
        Sender(journal, number, job, 1).run(broken, Place(1, 2))
        failed = journal.job(number)
        assert failed.out == Place(1, 2)
        assert failed.begun == Place(1, 6)
        rest = RecordingTransport(has_confirmation=False)
        assert Sender(journal, number, job, 1).run(rest, failed.out).state is State.DONE
        assert whole_pages(bytes(first.received), bytes(rest.received)) == [1, 2, 3, 4, 5, 6]


def test_asking_once_stops_at_the_end_of_the_page(tmp_path: Path) -> None:
    stop = Stop()
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        device = RecordingTransport(heard=lambda _: stop.ask() if not stop.wish else None)
        assert Sender(journal, number, encoded(5), 1, stop=stop).run(device).state is State.PAUSED
        assert journal.job(number).doubt is None
    assert bytes(device.received) == b"[" + page(1)  # asked before it was whole


def test_a_full_journal_stops_before_a_byte_that_it_does_not_know_of(tmp_path: Path) -> None:
    from brailledesk.errors import JournalFaulty

    class Full(Journal):
        turns = 0

        def turn(self, *arguments: object, **named: object) -> Wish:
            self.turns += 1
            if self.turns > 3:
                raise JournalFaulty(str(self.path), "database or disk is full")
            return super().turn(*arguments, **named)  # type: ignore[arg-type]

    with Full(tmp_path / "jobs.sqlite3") as journal:
        number = add_job(journal)
        device = RecordingTransport()
        with pytest.raises(JournalFaulty):
            Sender(journal, number, encoded(9), 1).run(device)
        job = journal.job(number)
    assert job.is_interrupted
    assert job.out == Place(1, 2)
    assert whole_pages(bytes(device.received)) == [1, 2, 3]
    assert job.begun == Place(1, 3)


def test_pages_are_made_as_they_are_sent(tmp_path: Path) -> None:
    """However long a job is, no more of it is in memory than what is being sent."""
    made: list[int] = []

    def make(first: int) -> Iterator[Chunk]:
        for number in range(first, 1_000_001):
            made.append(number)
            yield Chunk(page(number), number)

    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        broken = RecordingTransport(fails_at=100, error=LOST)
        Sender(journal, number, Encoded(1_000_000, make), 1).run(broken)
        assert journal.job(number).out == Place(1, 2)
    assert made == [1, 2, 3]


@pytest.mark.parametrize(("asked_at", "stops_at"), [(1, 2), (2, 2), (3, 4), (5, 5)])
def test_a_sheet_is_ended_before_a_job_pauses(tmp_path: Path, asked_at: int, stops_at: int) -> None:
    """Fronts and backs go out one by one, and going on begins with a sheet."""

    def make(first: int) -> Iterator[Chunk]:
        for number in range(first - (first + 1) % 2, 6):
            yield Chunk(page(number), number)

    job = Encoded(5, make)
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        stop = Stop()

        def told(place: Place, pages: int) -> None:
            if place == Place(1, asked_at) and pages == 5 and not stop.wish:
                stop.ask()

        device = RecordingTransport()
        outcome = Sender(journal, number, job, 1, stop=stop, told=told).run(device)
        assert whole_pages(bytes(device.received)) == list(range(1, stops_at + 1))
        assert outcome.state is (State.DONE if stops_at == 5 else State.PAUSED)
        if outcome.state is State.PAUSED:
            rest = RecordingTransport()
            Sender(journal, number, job, 1).run(rest, journal.job(number).out)
            assert whole_pages(bytes(rest.received)) == list(range(stops_at + 1, 6))


def test_a_job_that_always_begins_again_may_stop_anywhere(tmp_path: Path) -> None:
    def make(first: int) -> Iterator[Chunk]:
        del first
        return (Chunk(page(number), number) for number in range(1, 9))

    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        stop = Stop()
        device = RecordingTransport()
        sender = Sender(
            journal,
            number,
            Encoded(8, make),
            1,
            stop=stop,
            told=lambda place, _: stop.ask() if place.page == 2 else None,
        )
        assert sender.run(device).state is State.PAUSED
        assert whole_pages(bytes(device.received)) == [1, 2]


def test_who_has_seen_the_paper_leaves_nothing_in_doubt_behind_it(tmp_path: Path) -> None:
    """A first try broke in page 6; a second one, from a page that the paper shows, in page 3."""
    job = encoded(9)
    every = whole_bytes(job)
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        broken = RecordingTransport(fails_at=every.index(b"<6:") + 9, error=LOST)
        broken.certain = lambda: 0  # type: ignore[method-assign] # as after a reset
        Sender(journal, number, job, 1).run(broken)
        assert journal.job(number).doubt == Doubt(Place(1, 1), Place(1, 6))
        for is_seen, last in ((False, 6), (True, 3)):
            again = RecordingTransport(fails_at=every.index(b"<3:") + 9, error=LOST)
            Sender(journal, number, job, 1).run(again, is_seen=is_seen)
            assert journal.job(number).doubt == Doubt(Place(1, 3), Place(1, last))


def test_a_clean_pause_does_not_forget_what_an_earlier_try_left_in_doubt(tmp_path: Path) -> None:
    job = encoded(9)
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        broken = RecordingTransport(fails_at=whole_bytes(job).index(b"<6:") + 9, error=LOST)
        broken.certain = lambda: 0  # type: ignore[method-assign] # as after a reset
        Sender(journal, number, job, 1).run(broken)
        stop = Stop()

        def told(place: Place, pages: int) -> None:
            if place == Place(1, 2) and pages == 9:
                stop.ask()

        device = RecordingTransport()
        outcome = Sender(journal, number, job, 1, stop=stop, told=told).run(device)
        assert outcome.state is State.PAUSED
        assert journal.job(number).doubt == Doubt(Place(1, 3), Place(1, 6))
