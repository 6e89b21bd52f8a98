"""Every word that people meet has its Italian."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from brailledesk import i18n
from brailledesk.i18n import catalogue, choose_language
from brailledesk.tables import list_tables

SOURCES = Path(__file__).parent.parent / "src" / "brailledesk"


def _extracted() -> set[str]:
    found = extract_from_dir(str(SOURCES), keywords={"N_": None, "_": None})
    return {str(message) for _, _, message, _, _ in found}


def test_the_italian_catalogue_is_complete() -> None:
    with (SOURCES / "locale" / "it.po").open("rb") as stream:
        messages = {str(m.id): str(m.string) for m in read_po(stream) if m.id}
    assert not _extracted() - messages.keys()
    assert all(messages.values())
    for source, italian in messages.items():
        assert set(re.findall(r"\{\w+", source)) == set(re.findall(r"\{\w+", italian))


def test_what_tables_are_called_has_its_italian() -> None:
    names = {one.metadata["display-name"] for one in list_tables()}
    assert len(names) > 3
    assert [name for name in sorted(names) if catalogue("it")(name) == name] == []


def test_the_catalogue_is_read_as_babel_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locale").mkdir()
    own = tmp_path / "locale" / "it.po"
    own.write_text(
        'msgid ""\nmsgstr ""\n"Language: it\\n"\n\n# "a comment"\nmsgid "one"\nmsgstr "uno"\n'
        'msgid "three"\nmsgstr "tre"\n\nmsgid "four\\n"\nmsgstr "\\"quattro\\\\n\\n"\n\n'
        'msgid ""\n"two "\n"lines\\n"\nmsgstr "due \\"righe\\" \\\\n \\\\\\\\"\n',
        encoding="utf-8",
    )
    for path, count in ((SOURCES / "locale" / "it.po", 200), (own, 1)):
        monkeypatch.setattr(i18n, "PACKAGE", str(path.parent.parent))
        i18n._messages.cache_clear()
        with path.open("rb") as stream:
            theirs = {str(m.id): str(m.string) for m in read_po(stream) if m.id}
        assert len(theirs) > count
        assert {message: catalogue("it")(message) for message in theirs} == theirs
    assert catalogue("it")("four\n") == '"quattro\\n\n'
    assert catalogue("it")("two lines\n") == 'due "righe" \\n \\\\'
    monkeypatch.undo()
    i18n._messages.cache_clear()


def test_the_language_comes_from_the_environment() -> None:
    assert choose_language({"LANG": "it_IT.UTF-8"}) == "it"
    assert choose_language({"LANG": "it_IT.UTF-8", "LC_ALL": "en_GB.UTF-8"}) == "en"
    assert choose_language({"LANG": "fr_FR.UTF-8"}) == "en"
    assert choose_language({"LANGUAGE": "de:it"}) == "it"
    assert catalogue("it")("present") == "presente"
    assert catalogue("en")("present") == "present"
