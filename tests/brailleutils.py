"""braille-utils as a judge: Debian's package, run as its command line would run it.

It validates a PEF against the RelaxNG schema and the Schematron rules in it, turns a PEF into
ASCII Braille by tables of its own, and embosses: the bytes for 54 models.
"""

from __future__ import annotations

import base64
import functools
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.judges import require, require_program

JAR = Path("/usr/share/java/brailleUtils-ui.jar")
CORE_JAR = Path("/usr/share/java/brailleUtils-core.jar")
SCHEMA = "org/daisy/braille/pef/resource-files/pef-2008-1-full.rng"
CATALOGUE_JAR = Path("/usr/share/java/brailleUtils-catalog.jar")
JUDGE = Path(__file__).parent / "java" / "EmbossJudge.java"
SHIM = Path(__file__).parent / "java" / "ServiceRegistry.java"


def run_brailleutils(*arguments: str | Path) -> str:
    """What the program says; it says of failures in words, not by its exit status."""
    done = subprocess.run(
        [*_java(), "-jar", str(JAR), *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def _java() -> list[str]:
    """Java, told what braille-utils needs; control characters go by the default encoding."""
    require(is_there=JAR.exists(), what="braille-utils", package="brailleutils")
    java = require_program("java", "default-jdk-headless")
    patch = f"java.desktop={_compiled_shim().name}"
    options = ["-Djava.awt.headless=true", "-Dfile.encoding=ISO-8859-1", "--patch-module", patch]
    return [java, *options, "-XX:TieredStopAtLevel=1", "-Xshare:auto"]


def emboss(jobs: Iterable[Sequence[str]]) -> dict[str, bytes | str]:
    """For each job, by its name, the bytes or why there are none; one run of Java for all.

    A job has the fields that ``tests/java/EmbossJudge.java`` names.
    """
    java = _java()
    javac = require_program("javac", "default-jdk-headless")
    jars = f"{CORE_JAR}:{CATALOGUE_JAR}"
    lines = "".join("\t".join(job) + "\n" for job in jobs)
    with tempfile.TemporaryDirectory(prefix="brailledesk-judge-") as folder:
        subprocess.run([javac, "-cp", jars, "-d", folder, str(JUDGE)], check=True, timeout=120)
        done = subprocess.run(
            [*java, "-cp", f"{jars}:{folder}", "EmbossJudge"],
            input=lines,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            timeout=240,
            check=True,
        )
    answers: dict[str, bytes | str] = {}
    for line in done.stdout.splitlines():
        name, data, *reason = line.split("\t")
        answers[name] = reason[0] if data == "?" else base64.b64decode(data)
    return answers


@functools.cache
def _compiled_shim() -> tempfile.TemporaryDirectory[str]:
    """A folder with the class that braille-utils needs on today's Java; gone with the process."""
    javac = require_program("javac", "default-jdk-headless")
    folder = tempfile.TemporaryDirectory(prefix="brailledesk-shim-")
    module = f"java.desktop={SHIM.parent}"
    subprocess.run(
        [javac, "--patch-module", module, "-d", folder.name, str(SHIM)], check=True, timeout=120
    )
    return folder
