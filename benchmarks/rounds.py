"""Programs that do one round of work for each line they are sent: the core, and liblouis in C."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one round: by the clock, and those that processors spent on it.

    Where other programs keep the machine busy, the second is what the work costs.
    """

    clock: float
    processors: float


class Program:
    """A program that does one round for each line it is sent, and answers with its times."""

    def __init__(self, *command: str | Path, environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def round(self, command: str = "warm") -> Times:
        self.start(command)
        return self.wait()

    def start(self, command: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()

    def wait(self) -> Times:
        assert self._process.stdout
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit("a program ended before its round did; what it said stands above")
        clock, processors = answer.split()
        return Times(float(clock), float(processors))

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def build(folder: Path, target_cpu: str) -> tuple[Path, Path]:
    """Build the core's program and liblouis'."""
    cc = shutil.which("cc")
    if cc is None:
        sys.exit("a C compiler is needed")
    louis = folder / "louis"
    source = ROOT / "benchmarks" / "programs" / "louis.c"
    subprocess.run([cc, "-O2", "-o", louis, source, "-ldl"], check=True)
    return build_example("rounds", target_cpu), louis


def build_example(name: str, target_cpu: str) -> Path:
    """Build one of the core's own programs (``core/examples/``)."""
    cargo = shutil.which("cargo")
    if cargo is None:
        sys.exit("cargo (https://rustup.rs) is needed")
    target = ROOT / "core" / "target" / "benchmark" / target_cpu
    environment = {**os.environ, "RUSTFLAGS": f"-C target-cpu={target_cpu}"}
    command = [cargo, "build", "--quiet", "--release", "--locked", "--example", name]
    subprocess.run(
        [*command, "--target-dir", target], cwd=ROOT / "core", env=environment, check=True
    )
    return target / "release" / "examples" / name
