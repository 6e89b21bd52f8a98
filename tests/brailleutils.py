"""braille-utils as a judge: Debian's package, run as its command line would run it.

It validates a PEF against the RelaxNG schema and the Schematron rules in it, and turns a PEF into
ASCII Braille by tables of its own.
"""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

from tests.judges import require, require_program

JAR = Path("/usr/share/java/brailleUtils-ui.jar")
CORE_JAR = Path("/usr/share/java/brailleUtils-core.jar")
SCHEMA = "org/daisy/braille/pef/resource-files/pef-2008-1-full.rng"
SHIM = Path(__file__).parent / "java" / "ServiceRegistry.java"


def run_brailleutils(*arguments: str | Path) -> str:
    """What the program says; it says of failures in words, not by its exit status."""
    require(is_there=JAR.exists(), what="braille-utils", package="brailleutils")
    java = require_program("java", "default-jdk-headless")
    patch = f"java.desktop={_compiled_shim().name}"
    options = ["-Djava.awt.headless=true", "-Dfile.encoding=ISO-8859-1", "--patch-module", patch]
    done = subprocess.run(
        [java, *options, "-jar", str(JAR), *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


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
