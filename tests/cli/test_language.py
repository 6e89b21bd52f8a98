"""Every word of the command line is in the user's language, those of click and the system too."""

from __future__ import annotations

import gettext
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from brailledesk.resources import PACKAGE

from .test_commands import run

CLICK = Path(PACKAGE) / "locale" / "it" / "LC_MESSAGES" / "click.po"

FOR_PROGRAMMERS = re.compile(
    r"Name '\{name\}' defined twice|Boolean option|Could not determine name|No options defined"
    r"|Arguments take exactly one|Invalid start character|Unknown (color|standard stream)|Choice\("
)
"""What click says only of a faulty program."""
NEVER_ASKED = re.compile(
    r"Editing failed|Windows error|Do you want|Confirm the action|version|UUID|the formats?|^d$"
    r"|two entered|Repeat for|invalid input|Press any key"
)
"""What it says of editors, questions, its own --version and types that no command has."""


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream) if path.suffix == ".po" else read_mo(stream)


def _texts(catalogue: Catalog) -> dict[object, object]:
    return {_frozen(one.id): _frozen(one.string) for one in catalogue if one.id}


def _frozen(text: object) -> object:
    return tuple(text) if isinstance(text, list | tuple) else text


def _fields(texts: object) -> set[str]:
    return set(re.findall(r"\{\w+", json.dumps(texts)))


def test_click_has_its_italian() -> None:
    keywords = {"_": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(Path(click.__file__).parent), keywords=keywords)
    theirs = {_frozen(message) for _, _, message, _, _ in found}
    own = _texts(_catalogue(CLICK))
    missing = [
        one
        for one in theirs - own.keys()
        if not FOR_PROGRAMMERS.search(str(one)) and not NEVER_ASKED.search(str(one))
    ]
    assert len(theirs) > 60
    assert missing == []
    for source, italian in own.items():
        assert italian
        assert all(italian) if isinstance(italian, tuple) else True
        assert _fields(italian) <= _fields(source)


def test_what_gettext_reads_is_what_was_written() -> None:
    assert _texts(_catalogue(CLICK.with_suffix(".mo"))) == _texts(_catalogue(CLICK))
    with CLICK.with_suffix(".mo").open("rb") as stream:
        read = gettext.GNUTranslations(stream)
    one, many = "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"
    assert read.ngettext(one, many, 1) == "C'è un argomento di troppo ({args})"
    assert read.ngettext(one, many, 2) == "Ci sono argomenti di troppo ({args})"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--nix"], "Uso: brailledesk [OPZIONI] COMANDO [ARGOMENTI]...\n"),
        (["--nix"], "Per aiuto: brailledesk --help\n\nErrore: L'opzione '--nix' non esiste.\n"),
        (["convert"], "Uso: brailledesk convert [OPZIONI] SOURCE\n"),
        (["convert"], "Errore: Manca l'argomento 'SOURCE'.\n"),
        (["convert", "a", "b"], "Errore: C'è un argomento di troppo (b)\n"),
        (["convert", "a", "-o"], "Errore: L'opzione '-o' vuole un valore.\n"),
        (["convert", "a", "--max-size", "0"], "'--max-size': 0 non è nell'intervallo x>=1.\n"),
        (["convert", "a", "--max-size", "x"], "'--max-size': 'x' non è un numero valido qui.\n"),
        (["tables"], "Il comando 'tables' non esiste. Forse si intendeva 'table'?\n"),
    ],
)
def test_a_wrong_call_is_answered_in_italian(arguments: list[str], words: str) -> None:
    done = run(*arguments, language="it_IT.UTF-8")
    assert done.returncode == 2
    assert words in done.stderr.decode()


def test_a_wrong_call_is_answered_in_english_elsewhere() -> None:
    done = run("convert", "a", "--nix", language="en_GB.UTF-8")
    assert done.stderr.decode() == (
        "Usage: brailledesk convert [OPTIONS] SOURCE\n"
        "Try 'brailledesk convert --help' for help.\n\nError: No such option '--nix'.\n"
    )


def test_the_system_s_words_are_italian(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 cut off")
    done = run("convert", str(tmp_path), "-o", "-", language="it_IT.UTF-8")
    assert (done.returncode, f"{tmp_path}: è una cartella." in done.stderr.decode()) == (3, True)
    done = run("convert", str(tmp_path / "a.docx"), "-o", "-", language="it_IT.UTF-8")
    words = f"{tmp_path / 'a.docx'} è danneggiato: è troncato o non è un archivio. "
    assert (done.returncode, words in done.stderr.decode()) == (3, True), done.stderr.decode()


def test_one_fault_is_not_told_as_several(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"format": "brailledesk-screen"}', "utf-8")
    done = run("screen", str(tmp_path / "a.json"), language="it_IT.UTF-8")
    assert done.returncode in {2, 16}
    assert re.match(r"brailledesk: Errori (?:nella schermata|in \S+): 1\n", done.stderr.decode())


def test_tables_are_listed_in_italian() -> None:
    done = run("table", "list", language="it_IT.UTF-8")
    assert "it-6dot: Braille italiano a sei punti, non contratto\n" in done.stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="of Wayland and X")
def test_without_a_screen_only_our_sentence_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ciao", "utf-8")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER"}
    }
    program = "from brailledesk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "magnify", str(tmp_path / "a.txt")],
        env={**kept, "LANGUAGE": "it", "XDG_CONFIG_HOME": str(tmp_path)},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 20
    assert re.fullmatch("brailledesk: .+\n", done.stderr.decode())


_HELP_OF_ALL = """
import json, sys
import click
from brailledesk.cli.app import app
from brailledesk.cli.console import bind_click

def walk(command, name):
    context = click.Context(command, info_name=name)
    summaries = [command.help, *(getattr(one, "help", "") for one in command.params)]
    yield name, summaries, command.get_help(context)
    if isinstance(command, click.Group):
        for one in command.list_commands(context):
            yield from walk(command.get_command(context, one), f"{name} {one}")

bind_click()
json.dump(list(walk(app, "brailledesk")), sys.stdout)
"""


def test_all_help_is_italian() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HELP_OF_ALL],
        env={**os.environ, "LANGUAGE": "it"},
        check=True,
        capture_output=True,
    )
    pages = json.loads(done.stdout)
    assert len(pages) > 40
    english = re.compile(
        r"Usage:|Options:|Commands:|Show this|default:|required\]|\[OPTIONS\]|\[ARGS\]"
        r"|--\S+ (?:TEXT|INTEGER|FLOAT|PATH|BOOLEAN)\b|RANGE\b"
    )
    assert {name: english.findall(page) for name, _, page in pages if english.search(page)} == {}
    # What a command or an option does is told as "Converte", never as "Convertire".
    infinitive = re.compile(r"(?!Carattere\b)\w+(?:[aei]re|orre|urre|arre)\b")
    told = {summary for _, summaries, _ in pages for summary in summaries if summary}
    assert len(told) > 200
    assert sorted(filter(infinitive.match, told)) == []
