"""What the system says of a fault is told in the user's language, everywhere."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
import sys
from pathlib import Path

import pytest

from brailledesk import system_errors
from brailledesk.errors import OutputError, SourceNotReadable
from brailledesk.i18n import catalogue
from brailledesk.ingest import read_document
from brailledesk.output import write_atomically
from brailledesk.system_errors import reason_of, word_of

SOURCES = Path(system_errors.__file__).parent
WORDS = system_errors._WORDS


@pytest.mark.skipif(sys.platform != "linux", reason="the words are those of Linux")
def test_the_words_are_those_of_the_c_library() -> None:
    assert len(WORDS) > 40
    for name, word in WORDS.items():
        number = getattr(errno, name)
        assert word == word_of(number) == os.strerror(number)


def test_the_faults_of_files_disks_and_networks_are_known() -> None:
    usual = "EACCES ENOENT EISDIR ENOTDIR EEXIST ENOSPC EFBIG EROFS EIO EBUSY EPERM EMFILE ELOOP"
    network = "ECONNREFUSED ECONNRESET ETIMEDOUT EHOSTUNREACH ENETUNREACH EADDRINUSE EPIPE"
    italian = catalogue("it")
    for name in f"{usual} {network}".split():
        word = reason_of(OSError(getattr(errno, name), "in another language"))
        assert word == WORDS[name]
        assert italian(word) != word


def test_what_is_not_known_keeps_the_system_s_word() -> None:
    assert reason_of(OSError(9999, "what only this system has")) == "what only this system has"
    assert word_of(9999) == ""
    assert reason_of(OSError("pulled")) == "pulled"
    assert reason_of(KeyError()) == "KeyError"


def test_what_has_no_number_has_a_word() -> None:
    italian = catalogue("it")
    assert italian(reason_of(TimeoutError("timed out"))) == "non risponde"
    with pytest.raises(ValueError, match="null") as caught:
        Path("a\0b").read_bytes()
    assert italian(reason_of(caught.value)) == "un nome non può avere un carattere nullo"
    for number in (socket.EAI_NONAME, socket.EAI_AGAIN):
        word = reason_of(socket.gaierror(number, "in another language"))
        assert "nome del computer" in italian(word)


def test_libraries_have_numbers_of_their_own() -> None:
    refused = ssl.SSLCertVerificationError(1, "certificate verify failed")
    assert reason_of(refused) == "certificate verify failed"


def test_a_link_to_itself_has_a_word(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(link)
    with pytest.raises(SourceNotReadable) as caught:
        read_document(link)
    assert "i collegamenti simbolici girano in tondo" in caught.value.describe(catalogue("it"))
    with pytest.raises(OutputError) as refused:
        write_atomically(link, b"")
    assert "i collegamenti simbolici girano in tondo" in refused.value.describe(catalogue("it"))


def test_a_folder_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(SourceNotReadable) as caught:
        read_document(tmp_path)
    assert f"{tmp_path}: è una cartella." in caught.value.describe(catalogue("it"))


def test_nothing_else_asks_the_system_for_its_word() -> None:
    asking = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if re.search(r"(?<!os)\.strerror\b|[\"']strerror[\"']", path.read_text("utf-8"))
    }
    assert asking == {"system_errors.py"}
