"""Every example, run as a developer runs it, against a real service, with a key pressed."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from brailledesk.cells import cells_to_unicode
from brailledesk.client import Client, calls, connect
from brailledesk.commands import Key
from brailledesk.service.wire.displays import FrameShown
from tests.desk.print_cells import cells_of
from tests.judges import require_program

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "clients" / "examples"
PROGRAM = str(Path(sys.executable).with_name("brailledesk"))
DISPLAY = "virtual:40"
_COMMANDS = {
    "Demo.java": ("java", "default-jdk-headless"),
    "demo.go": ("go", "golang-go"),
    "demo.mjs": ("node", "nodejs"),
    "demo.py": (sys.executable, ""),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The socket of a service with a virtual display."""
    path = str(tmp_path_factory.mktemp("run") / "own" / "s.sock")
    command = [PROGRAM, "serve", "--socket", path, "--display", DISPLAY]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert path in process.stderr.readline()
        yield path
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def _until(reader: Client, text: str) -> str:
    """Wait until the display shows a text; the sheet that it is on."""
    for event in reader.events(60):
        if isinstance(event, FrameShown) and event.rows[0].text.startswith(text):
            return event.sheet
    raise AssertionError(text)


@pytest.mark.parametrize("name", list(_COMMANDS))
def test_an_example_shows_a_form_and_reacts_to_a_key(name: str, service: str) -> None:
    program, package = _COMMANDS[name]
    if package:
        require_program(program, package)
    run = [program, "run"] if program == "go" else [program]
    with (
        connect("reader", place=service, locale="it") as reader,
        subprocess.Popen(
            [*run, str(EXAMPLES / name), service],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as example,
    ):
        reader.call(calls.watch())
        assert _until(reader, "Salva ").startswith("Demo ")
        reader.call(calls.press(DISPLAY, Key.ROUTE))
        _until(reader, "Cliente salvato")
        out, err = example.communicate(timeout=60)
        assert (example.returncode, err) == (0, "")
        assert out.splitlines()[-1] == "Saved."
        reader.call(calls.press(DISPLAY, Key.DISMISS))


@pytest.mark.parametrize("page", ["plugin-api.md", "api-plugin.md"])
@pytest.mark.parametrize("language", ["js", "java"])
def test_the_first_form_of_the_documentation(
    page: str, language: str, service: str, tmp_path: Path
) -> None:
    """The page's own words, copied out as a newcomer does."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    [block] = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    name, program, package = {
        "js": ("first.mjs", "node", "nodejs"),
        "java": ("First.java", "java", "default-jdk-headless"),
    }[language]
    assert len(block.splitlines()) <= 45
    require_program(program, package)
    shutil.copytree(ROOT / "clients" / "js", tmp_path, dirs_exist_ok=True)
    (tmp_path / name).write_text(block, encoding="utf-8")
    with (
        connect("reader", place=service, locale="it") as reader,
        subprocess.Popen(
            [program, name, service], cwd=tmp_path, stdout=subprocess.PIPE, text=True
        ) as first,
    ):
        reader.call(calls.watch())
        assert _until(reader, "Salva ") == "CRM"
        reader.call(calls.press(DISPLAY, Key.ROUTE))
        _until(reader, "Cliente salvato")
        out, _ = first.communicate(timeout=60)
        assert first.returncode == 0
        assert {"js": "press save", "java": '"id":"message/post","result"'}[language] in out
        reader.call(calls.press(DISPLAY, Key.DISMISS))


def test_the_shell_translates() -> None:
    done = subprocess.run(
        ["sh", str(EXAMPLES / "demo.sh"), "Il totale è 12"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PATH": f"{Path(PROGRAM).parent}:/usr/bin:/bin"},
    )
    assert done.stdout == f'"cells":"{cells_to_unicode(cells_of("Il totale è 12"))}"\n'
