"""``brailledesk driver`` as people use it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brailledesk.cli.app import app
from brailledesk.formats import parse_publication
from brailledesk.resources import data_folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["driver", *arguments])


def test_models_are_listed() -> None:
    done = run("list", "index", "v5")
    assert done.exit_code == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "index-basic-d-v5",
        "index-braille-box-v5",
        "index-everest-d-v5",
        "index-fanfold-v5",
    ]
    assert "continuous paper, two sides, 8 dots, z-fold" in done.stdout
    assert len(run("list").stdout.splitlines()) == 66
    assert "it_it_firenze: Italian (Firenze), 6 dots" in run("list", "--charsets").stdout


def test_shipped_files_have_no_faults() -> None:
    files = sorted(str(path) for path in data_folder("drivers").glob("*/*.toml"))
    done = run("check", *files)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == len(files) == 156


def test_faults_are_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text('maker = "x"\n', encoding="utf-8")
    done = run("check", str(path))
    assert done.exit_code == 2
    assert "model: a text is wanted here" in done.stderr
    assert run("check", str(tmp_path / "none.toml")).exit_code == 3


def test_a_faulty_file_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "brailledesk" / "drivers" / "embossers"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text('maker = "x"\n', encoding="utf-8")
    done = run("list")
    assert done.exit_code == 2
    assert len(done.stdout.splitlines()) == 66
    assert "bad.toml has" in done.stderr


def test_a_test_page_for_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "page.prn"
    done = run("test-page", "braillo-200", "--paper", "240mm x 12in", "-o", str(path))
    assert done.exit_code == 0
    assert "40 cells and 30 rows" in done.stdout
    assert path.read_bytes().startswith(b"\x1bS1\x1bC1\x1bJ0\x1bA24\x1bB40")


@pytest.mark.parametrize("suffix", [".brf", ".pef", ".ubrl"])
def test_a_test_page_as_a_braille_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"page{suffix}"
    options = ("--charset", "it_it_firenze", "-o", str(path))
    assert run("test-page", "generic", *options).exit_code == 0
    read = parse_publication(path.read_bytes(), path=path.name, charset="it_it_firenze")
    first = next(read.pages()).rows[0].cells
    assert len(first) == 35
    assert first[0] == first[-1] == 0x3F


def test_what_is_not_possible_is_told(tmp_path: Path) -> None:
    done = run("test-page", "viewplus-cub", "--paper", "a3", "-o", str(tmp_path / "x"))
    assert done.exit_code == 12
    assert "The ViewPlus Cub does not take paper of 297 x 420 mm" in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_device_gets_no_test_page_past_its_lock() -> None:
    """What has a driver of its own is a machine; what takes everything is none."""
    master, port = os.openpty()
    try:
        done = run("test-page", "generic", "-o", os.ttyname(port))
        assert done.exit_code == 2
        assert "is a device" in done.output
        assert "brailledesk embosser test" in done.output
        os.set_blocking(master, False)
        with pytest.raises(BlockingIOError):
            os.read(master, 1)
    finally:
        os.close(master)
        os.close(port)
    assert run("test-page", "generic", "-o", "/dev/null").exit_code == 0
