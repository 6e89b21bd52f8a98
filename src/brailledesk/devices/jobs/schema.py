"""The journal's tables, from version to version.

``user_version`` of the file says which version it has. Each step below brings it one further, all
in one transaction; a file of a later version is not touched.
"""

from __future__ import annotations

import sqlite3

from brailledesk.errors import N_, JournalFaulty

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        created TEXT NOT NULL,
        embosser TEXT NOT NULL,
        title TEXT NOT NULL,
        copies INTEGER NOT NULL,
        is_kept INTEGER NOT NULL,
        state TEXT NOT NULL,
        pages INTEGER NOT NULL DEFAULT 0,
        out_copy INTEGER NOT NULL DEFAULT 1,
        out_page INTEGER NOT NULL DEFAULT 0,
        begun_copy INTEGER NOT NULL DEFAULT 1,
        begun_page INTEGER NOT NULL DEFAULT 0,
        wish TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE contents (
        number INTEGER PRIMARY KEY REFERENCES jobs (number),
        braille BLOB NOT NULL,
        settings BLOB NOT NULL
    );
    """,
    """
    ALTER TABLE jobs ADD COLUMN offset INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE jobs ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE jobs ADD COLUMN sure_copy INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE jobs ADD COLUMN sure_page INTEGER NOT NULL DEFAULT 0;
    UPDATE jobs SET sure_copy = out_copy, sure_page = out_page WHERE state != 'sending';
    """,
)

VERSION = len(STEPS)


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring a journal to this program's version. Raises JournalFaulty for a later one."""
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _version(connection)  # another process may have been here meanwhile
        if version > VERSION:
            raise JournalFaulty(path, N_("a later version of brailledesk wrote it"))  # noqa: TRY301 - one way out
        for step in STEPS[version:]:
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
