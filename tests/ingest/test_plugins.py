"""Plugins: packages that are really installed, into a folder of their own; faulty ones."""

from __future__ import annotations

import logging
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from brailledesk.doctor import examine
from brailledesk.errors import FormatNotSupported, PluginFailed, SourceDamaged, UsageError
from brailledesk.ingest import read_document
from brailledesk.ingest.plugins import find_plugins
from tests.office.shape import shape

_MODULE = """
from brailledesk.document import Document, Paragraph
from brailledesk.errors import SourceDamaged
from brailledesk.text import Origin, Run


class Records:
    suffixes = (".rec", ".doc")

    def read(self, data, path, language):
        if data.startswith(b"rotto"):
            raise SourceDamaged(path, "it is broken")
        if data.startswith(b"guasto"):
            raise ZeroDivisionError("by zero")
        if data.startswith(b"nulla"):
            return None
        run = Run(data.decode("latin-1")[:5], origin=Origin(path, "record 1"))
        return Document((Paragraph((run,)),), language=language, source=path)


class NoSuffixes:
    def read(self, data, path, language):
        raise AssertionError


class WrongSuffixes:
    suffixes = ["txt"]
    read = NoSuffixes.read


def explode():
    raise AssertionError


raise_at_call = type("R", (), {"__init__": lambda self: 1 / 0})
"""
_ENTRIES = """
[brailledesk.ingest]
records = office_records:Records
absent = office_records_absent:Records
missing = office_records:Missing
exploding = office_records:raise_at_call
no-suffixes = office_records:NoSuffixes
wrong-suffixes = office_records:WrongSuffixes
docx = office_records:Records
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pip installed the package, from a wheel; nothing is fetched."""
    work = tmp_path_factory.mktemp("plugin")
    wheel = work / "office_records-1.0-py3-none-any.whl"
    info = "office_records-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("office_records.py", _MODULE)
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: office-records\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(f"{info}/entry_points.txt", _ENTRIES)
        archive.writestr(f"{info}/RECORD", "")
    target = work / "installed"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run(
        [*pip, "--no-index", "--no-deps", "--target", str(target), str(wheel)], check=True
    )
    return target


@pytest.fixture
def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "office_records", raising=False)
    return folder


@pytest.mark.usefixtures("installed")
def test_a_format_of_its_own_and_one_that_is_refused() -> None:
    assert shape(read_document(b"Prova!", name="a.rec")) == ["p Prova"]
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99
    assert shape(read_document(ole, name="a.doc"))[0].startswith("p ÐÏ")
    assert shape(read_document(b"Prova!", name="a.txt", kind="records")) == ["p Prova"]


@pytest.mark.usefixtures("installed")
def test_readers_of_brailledesk_go_first() -> None:
    assert shape(read_document(b"Gentile cliente", name="a.txt")) == ["p Gentile cliente"]
    with pytest.raises(SourceDamaged):
        read_document(b"x", name="a.docx")


def test_without_the_plugin_the_format_is_refused() -> None:
    with pytest.raises(FormatNotSupported, match="DOC"):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, name="a.doc")
    with pytest.raises(UsageError):
        read_document(b"x", kind="records")


@pytest.mark.usefixtures("installed")
def test_faulty_plugins_are_named_and_skipped(caplog: pytest.LogCaptureFixture) -> None:
    found, faulty = find_plugins()
    assert [one.name for one in found] == ["records"]
    assert {one.name: one.reason.partition(":")[0] for one in faulty} == {
        "absent": "ModuleNotFoundError",
        "docx": "its name is that of a format of brailledesk",
        "exploding": "ZeroDivisionError",
        "missing": "AttributeError",
        "no-suffixes": "it has no suffixes and read()",
        "wrong-suffixes": "its suffixes are no tuple of texts",
    }
    assert not caplog.messages
    with caplog.at_level(logging.WARNING):
        read_document(b"Prova!", name="a.rec")
    assert sum("is skipped" in line and "office-records" in line for line in caplog.messages) == 6


@pytest.mark.usefixtures("installed")
def test_faults_of_a_plugin_name_it() -> None:
    for begin, reason in (
        ("guasto", "ZeroDivisionError: by zero"),
        ("nulla", "NoneType is no Document"),
    ):
        with pytest.raises(PluginFailed, match="the plugin records failed") as caught:
            read_document(begin.encode(), name="a.rec")
        assert reason in str(caught.value)
    with pytest.raises(SourceDamaged, match="it is broken"):
        read_document(b"rotto", name="a.rec")
    with pytest.raises(UsageError, match="records"):
        read_document(b"x", kind="zzz")


@pytest.mark.usefixtures("installed")
def test_doctor_shows_plugins() -> None:
    findings = {one.name: one for one in examine() if one.name.startswith("plugin")}
    assert findings["plugin records (office-records)"].is_present
    assert not findings["plugin absent (office-records)"].is_present
    assert not any(one.is_needed for one in findings.values())
