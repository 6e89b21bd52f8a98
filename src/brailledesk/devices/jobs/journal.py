"""The journal: which job is how far, in SQLite, true after a power cut at any byte.

The order is what makes it true. Before a byte of a page leaves, a transaction says that the page is
begun; after the way to the device confirmed its last byte, the next one says that it is out (and,
in the same transaction, that the next page is begun, so that a page costs one wait for the disk).
A cut anywhere in between leaves a page that is begun and not out: it is in doubt, and that is the
truth. How far the job is if the connection is reset after the process was killed, when nobody sees
it, stands in the same transactions (``sure``). ``synchronous=FULL`` has each transaction on the
disk before the call returns.

Contents (Braille and settings) stand in a table of their own. They are overwritten and removed when
a job ends well.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Any, Self

from brailledesk.devices.jobs.job import ENDS, Job, Place, Request, State, Wish
from brailledesk.devices.jobs.reasons import read_reason, write_reason
from brailledesk.devices.jobs.schema import migrate
from brailledesk.errors import BrailledeskError, JobNotFound, JournalFaulty
from brailledesk.locking import lock_file
from brailledesk.resources import state_path
from brailledesk.system_errors import reason_of

PATIENCE = 30.0
"""Seconds that a transaction waits for another process."""

NAME = "jobs.sqlite3"

_MOMENT = 0.01
_TRIES = 20
_PIECE = 65536
"""Bytes that are overwritten in one call."""


class Journal:
    """The jobs of a user. Use it in a ``with``; one object a thread.

    ``path`` is the file; its folder is made, for this user alone. Raises JournalFaulty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        with self._reported():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            self._sql = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            try:
                for pragma in (
                    "journal_mode = WAL",
                    "synchronous = FULL",
                    "secure_delete = ON",
                    "foreign_keys = ON",
                ):
                    self._sql.execute(f"PRAGMA {pragma}")
                migrate(self._sql, str(self.path))
            except BaseException:
                self._sql.close()
                raise
        return self

    def __exit__(self, *_: object) -> None:
        self._sql.close()

    # -- jobs and their contents ---------------------------------------------------------------

    def add(self, request: Request, braille: bytes, settings: Mapping[str, Any]) -> int:
        """A new job, queued; its number."""
        with self._transaction() as sql:
            number = sql(
                "INSERT INTO jobs (created, embosser, title, copies, is_kept, state)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                    request.embosser,
                    request.title,
                    request.copies,
                    request.is_kept,
                    State.QUEUED,
                ),
            ).lastrowid
            assert number is not None
            content = json.dumps(dict(settings)).encode()
            # Room first, then the bytes: as values of the statement they would be copied twice.
            room = (number, len(braille), len(content))
            sql("INSERT INTO contents VALUES (?, zeroblob(?), zeroblob(?))", room)
            for column, value in (("braille", braille), ("settings", content)):
                with self._sql.blobopen("contents", column, number) as blob:
                    blob.write(value)
        return number

    def jobs(self) -> list[Job]:
        """All jobs, the oldest first."""
        with self._reported():
            rows = self._sql.execute(f"{_SELECT} ORDER BY number").fetchall()
        return [self._job(row) for row in rows]

    def job(self, number: int) -> Job:
        """One job. Raises JobNotFound."""
        with self._reported():
            row = self._sql.execute(f"{_SELECT} WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise JobNotFound(number)
        return self._job(row)

    def content(self, number: int) -> tuple[bytes, dict[str, Any]] | None:
        """The Braille and the settings of a job; None where they were wiped."""
        with self._reported():
            self._sql.execute("BEGIN")  # both parts are of one moment
            try:
                query = "SELECT settings FROM contents WHERE number = ?"
                row = self._sql.execute(query, (number,)).fetchone()
                if row is None:
                    return None
                with self._sql.blobopen("contents", "braille", number, readonly=True) as blob:
                    return blob.read(), json.loads(row[0])
            finally:
                self._sql.execute("COMMIT")

    # -- what the process that sends a job says ------------------------------------------------

    @contextmanager
    def held(self, number: int) -> Iterator[bool]:
        """The right to send a job; False where another process has it."""
        path = self._lock_path(number)
        with self._reported():
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            # Those who only look whether somebody has it have it themselves for a moment.
            yield any(_lock(descriptor) for _ in range(_TRIES))
        finally:
            os.close(descriptor)

    def start(self, number: int, pages: int, out: Place, begun: Place, offset: int = 0) -> None:
        """It is sent from behind ``out`` on.

        What an earlier try had begun stays in doubt until it is out: this one may be cut off
        before it comes so far. Who has it go on there has said that all before is out.
        """
        with self._transaction() as sql:
            _put(sql, number, out, begun, out)
            sql(
                "UPDATE jobs SET state = ?, pages = ?, offset = ?, wish = '', reason = ''"
                " WHERE number = ?",
                (State.SENDING, pages, offset, number),
            )

    def turn(
        self, number: int, out: Place, begun: Place, offset: int = 0, *, sure: Place | None = None
    ) -> Wish:
        """All up to ``out`` is confirmed, and bytes up to ``begun`` may leave after this.

        Without ``sure`` all that is confirmed is. What was asked of the job meanwhile.
        """
        with self._transaction() as sql:
            _put(sql, number, out, begun, sure or out)
            row = sql(
                "UPDATE jobs SET offset = ? WHERE number = ? RETURNING wish", (offset, number)
            ).fetchone()
        return Wish(row[0])

    def keep_receipt(self, number: int, receipt: str) -> None:
        """The number under which a queue has it."""
        with self._transaction() as sql:
            sql("UPDATE jobs SET receipt = ? WHERE number = ?", (receipt, number))

    def stop(
        self,
        number: int,
        state: State,
        out: Place,
        begun: Place,
        reason: BrailledeskError | None = None,
        *,
        sure: Place | None = None,
    ) -> None:
        """It stands at ``out``, paused or failed, with all behind it up to ``begun`` in doubt.

        Whoever saw how the connection ended leaves out ``sure``: then all up to ``out`` is.
        """
        with self._transaction() as sql:
            _put(sql, number, out, begun, sure or out)
            sql(
                "UPDATE jobs SET state = ?, wish = '', reason = ? WHERE number = ?",
                (state, write_reason(reason), number),
            )

    def end(self, number: int, state: State, reason: BrailledeskError | None = None) -> None:
        """It has come to one of its ENDS; contents that need not be kept are wiped with it."""
        assert state in ENDS
        with self._transaction() as sql:
            is_kept = sql(
                "UPDATE jobs SET state = ?, wish = '', reason = ? WHERE number = ?"
                " RETURNING is_kept",
                (state, write_reason(reason), number),
            ).fetchone()[0]
            if state is State.DONE:
                sql(
                    "UPDATE jobs SET out_copy = copies, out_page = pages, begun_copy = copies,"
                    " begun_page = pages, sure_copy = copies, sure_page = pages WHERE number = ?",
                    (number,),
                )
            if not is_kept:
                self._overwrite(number)
        if not is_kept:
            self._clean(number)

    # -- what others ask -----------------------------------------------------------------------

    def ask(self, number: int, wish: Wish) -> None:
        """Ask something of a job that is being sent."""
        with self._transaction() as sql:
            sql("UPDATE jobs SET wish = ? WHERE number = ?", (wish, number))

    def wipe(self, number: int) -> None:
        """Overwrite and remove the contents of a job, also in the files beside the journal.

        What a disk keeps of older blocks is beyond it.
        """
        with self._transaction():
            self._overwrite(number)
        self._clean(number)

    # -- inside --------------------------------------------------------------------------------

    def _clean(self, number: int) -> None:
        """Empty the log of changes, where contents stand as well, into the journal; cut it off."""
        with suppress(OSError):
            self._lock_path(number).unlink()
        # Another process may be at the journal: then one of the next jobs does this. The contents
        # of other jobs are not copied about for it.
        with suppress(sqlite3.OperationalError):
            if not self._sql.execute("SELECT 1 FROM contents LIMIT 1").fetchone():
                self._sql.execute("VACUUM")
        with suppress(sqlite3.OperationalError):
            self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _overwrite(self, number: int) -> None:
        """Zeros over the contents, by pieces; what is freed SQLite overwrites, too."""
        sql = self._sql.execute
        if sql("SELECT 1 FROM contents WHERE number = ?", (number,)).fetchone():
            for column in ("braille", "settings"):
                with self._sql.blobopen("contents", column, number) as blob:
                    for start in range(0, len(blob), _PIECE):
                        blob.write(bytes(min(_PIECE, len(blob) - start)))
        sql("DELETE FROM contents WHERE number = ?", (number,))

    def _lock_path(self, number: int) -> Path:
        return self.path.with_name(f"job-{number}.lock")

    def _is_held(self, number: int) -> bool:
        try:
            descriptor = os.open(self._lock_path(number), os.O_RDWR)
        except OSError:
            return False
        try:
            return not lock_file(descriptor)
        finally:
            os.close(descriptor)

    def _job(self, row: tuple[Any, ...]) -> Job:
        number, created, embosser, title, copies, is_kept, state, pages = row[:8]
        out_copy, out_page, begun_copy, begun_page, sure_copy, sure_page = row[8:14]
        wish, reason, offset, receipt = row[14:]
        return Job(
            number=number,
            request=Request(embosser, title, copies, bool(is_kept)),
            state=State(state),
            pages=pages,
            out=Place(out_copy, out_page),
            begun=Place(begun_copy, begun_page),
            sure=Place(sure_copy, sure_page),
            offset=offset,
            wish=Wish(wish),
            reason=read_reason(reason),
            receipt=receipt,
            created=created,
            is_held=state == State.SENDING and self._is_held(number),
        )

    @contextmanager
    def _transaction(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        with self._reported():
            self._sql.execute("BEGIN IMMEDIATE")
            try:
                yield self._sql.execute
                self._sql.execute("COMMIT")
            except BaseException:
                if self._sql.in_transaction:
                    self._sql.execute("ROLLBACK")
                raise

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            reason = reason_of(error)
            raise JournalFaulty(str(self.path), reason) from error


def _lock(descriptor: int) -> bool:
    is_locked = lock_file(descriptor)
    if not is_locked:
        sleep(_MOMENT)
    return is_locked


_SELECT = (
    "SELECT number, created, embosser, title, copies, is_kept, state, pages, out_copy, out_page,"
    " begun_copy, begun_page, sure_copy, sure_page, wish, reason, offset, receipt FROM jobs"
)


def _put(
    sql: Callable[..., sqlite3.Cursor], number: int, out: Place, begun: Place, sure: Place
) -> None:
    sql(
        "UPDATE jobs SET out_copy = ?, out_page = ?, begun_copy = ?, begun_page = ?,"
        " sure_copy = ?, sure_page = ? WHERE number = ?",
        (*out, *begun, *sure, number),
    )


def journal_path() -> Path:
    """The journal of this user."""
    return Path(state_path(NAME))
