"""The liblouis that is installed, and one of another release, unpacked from its packages.

On Debian, with the lines of a newer release in apt's list of sources::

    apt-get download liblouis20/sid liblouis-data/sid
    for package in liblouis*.deb; do dpkg-deb -x $package /tmp/newer; done
    python -m benchmarks.native --liblouis /tmp/newer
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rounds import Program

LIBRARY = "liblouis.so.20"
ITALIAN = "it-it-comp6.utb"
"""liblouis' own Italian table, uncontracted: the one that comes with the release."""


@dataclass(frozen=True, slots=True)
class Liblouis:
    """A release, by the program in C that rounds are asked of and the environment it needs."""

    version: str
    program: Path
    environment: dict[str, str]

    def rounds(self, table: str | Path, text: Path) -> Program:
        """Forward with both maps and a cursor, by its C interface."""
        return Program(self.program, table, text, environment=self.environment)

    def printed(self, table: str | Path, text: Path) -> list[str]:
        """Cells and maps of each line."""
        command = [str(part) for part in (self.program, table, text, "--print")]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=self.environment
        )
        return done.stdout.splitlines()

    def lines(self, table: str | Path, line: str) -> LineCalls:
        """A line with both maps and a cursor, by its Python binding."""
        return LineCalls(self, table, line)


class LineCalls:
    """A Python program of its own: a program can load one liblouis only."""

    def __init__(self, louis: Liblouis, table: str | Path, line: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.louis_line", str(table), line],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=louis.environment,
        )

    def time(self, count: int) -> list[float]:
        """Microseconds of each of some calls."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        return [float(one) for one in self._process.stdout.readline().split()]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def installed(program: Path) -> Liblouis:
    """The one that the system has."""
    return _asked(program, dict(os.environ))


def unpacked(program: Path, folder: Path) -> Liblouis:
    """The one whose packages were unpacked to ``folder``."""
    library = next(folder.rglob(LIBRARY), None)
    table = next(folder.rglob(ITALIAN), None)
    if library is None or table is None:
        sys.exit(f"{folder}: {LIBRARY} and {ITALIAN} are wanted: see benchmarks/liblouis.py")
    paths = {"LD_LIBRARY_PATH": str(library.parent), "LOUIS_TABLEPATH": str(table.parent)}
    return _asked(program, {**os.environ, **paths})


def _asked(program: Path, environment: dict[str, str]) -> Liblouis:
    done = subprocess.run([program], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"{LIBRARY} does not run: {done.stderr}")
    return Liblouis(done.stdout.strip(), program, environment)
